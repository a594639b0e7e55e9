//! 접수증, the receipt on paper.
//!
//! It names no person and no organisation: whoever has its link sees it, and links are forwarded.

use domain::{api::Receipt, korea::kst};
use leptos::prelude::*;

use super::frame::{Operator, digits, fact, frame};

/// What the applicant did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Sent a content: 1 for the first, larger for answers to supplement requests.
    Sent(u32),
    /// Took the submission back.
    Withdrawn,
}

/// A receipt with what is printed beside it.
#[derive(Clone, Debug)]
pub struct ReceiptPage {
    /// The style sheet's path.
    pub style: String,
    /// Who received it.
    pub operator: Operator,
    /// The signed receipt.
    pub receipt: Receipt,
    /// Title of the form.
    pub form: String,
    /// What was received.
    pub deed: Deed,
    /// When the first content was received, Unix milliseconds.
    pub first_received_at: i64,
    /// Where anybody can check it.
    pub link: String,
    /// The same as the source of an image.
    pub qr: String,
}

impl ReceiptPage {
    /// The whole page.
    pub fn view(self) -> impl IntoView {
        let Receipt {
            number,
            hash,
            received_at,
            seal,
            ..
        } = self.receipt;
        let deed = match self.deed {
            Deed::Sent(1) => "처음 제출".to_owned(),
            Deed::Sent(number) => format!("보완 제출 ({number}번째 내용)"),
            Deed::Withdrawn => "취하".to_owned(),
        };
        let first = (self.deed != Deed::Sent(1))
            .then(|| fact("처음 접수한 때", moment(self.first_received_at)));
        let content = (!hash.is_empty()).then(|| {
            view! {
                <section>
                    <h2>"내용 확인값 (SHA-256)"</h2>
                    <p>"보낸 내용으로 계산한 값입니다. 내용이 한 글자라도 다르면 값이 달라집니다."</p>
                    <p>{digits(&hash)}</p>
                </section>
            }
        });
        let seal = seal.map(|seal| {
            view! {
                {files(&seal.files)}
                <section>
                    <h2>"서명 (Ed25519)"</h2>
                    <p>"서명 열쇠 번호 "<code>{seal.key}</code></p>
                    <p>{digits(&seal.signature)}</p>
                </section>
            }
        });
        let operator = self.operator.name.clone();
        let body = view! {
            <p class="document__lead">"보내 주신 내용을 접수했습니다."</p>
            <dl class="facts">
                {fact("접수번호", view! { <strong data-testid="number">{number}</strong> })}
                {fact("신청서", self.form)}
                {fact("구분", deed)}
                {fact("접수일시", moment(received_at))}
                {first}
                {fact("접수기관", operator)}
            </dl>
            <figure class="document__qr">
                <img src=self.qr alt="접수증 확인 주소가 담긴 QR 코드"/>
                <figcaption>
                    <p>"QR 코드를 휴대폰 카메라로 비추면 이 접수증이 진짜인지 누구나 확인할 수 있습니다."</p>
                    <p class="on-screen"><a href=self.link data-testid="verify">"이 접수증 확인하기"</a></p>
                </figcaption>
            </figure>
            {content}
            {seal}
            <p class="document__note">"이 접수증에는 이름과 연락처를 적지 않습니다."</p>
            <p class="document__note on-screen">"종이로 보관하려면 브라우저의 인쇄 메뉴를 여세요."</p>
        };
        frame("접수증", "Receipt", self.style, self.operator, body)
    }
}

fn files(files: &[String]) -> Option<impl IntoView + use<>> {
    let title = format!("첨부 파일 {}개의 확인값 (SHA-256)", files.len());
    let items: Vec<_> = files
        .iter()
        .map(|hash| view! { <li>{digits(hash)}</li> })
        .collect();
    (!items.is_empty()).then(|| view! { <section><h2>{title}</h2><ol>{items}</ol></section> })
}

/// `2020년 4월 17일(금) 오후 2시 30분`.
pub(super) fn moment(unix_ms: i64) -> String {
    kst::from_unix_ms(unix_ms)
        .map(kst::long)
        .unwrap_or_default()
}
