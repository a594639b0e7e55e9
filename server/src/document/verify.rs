//! What anybody sees who follows a receipt's QR code: whether it is ours, and what it says.

use domain::api::Receipt;
use leptos::prelude::*;

use super::{
    frame::{Operator, digits, fact, frame},
    receipt::moment,
};

/// What came of checking.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// The signature is ours, and so says our record.
    Genuine(Receipt, usize),
    /// The signature is ours, but there is no such record: a server that was restored from an older backup.
    Unrecorded(Receipt, usize),
    /// The signature is not ours, or not of this text.
    NotOurs,
}

/// The verdict's page; `style` is the style sheet's path.
pub fn verdict(verdict: Verdict, style: String, operator: Operator) -> impl IntoView {
    let (class, result, words, said) = match verdict {
        Verdict::Genuine(receipt, files) => (
            "verdict verdict--good",
            "genuine",
            "이 서버가 서명한 접수증이 맞습니다.",
            Some((receipt, files)),
        ),
        Verdict::Unrecorded(receipt, files) => (
            "verdict verdict--odd",
            "unrecorded",
            "서명은 이 서버의 것이 맞지만, 접수 기록을 찾지 못했습니다. 전화로 문의해 주세요.",
            Some((receipt, files)),
        ),
        Verdict::NotOurs => (
            "verdict verdict--bad",
            "not-ours",
            "이 서버가 서명한 접수증이 아닙니다. 받은 접수증과 주소를 다시 확인하거나 전화로 문의해 주세요.",
            None,
        ),
    };
    let said = said.map(|(receipt, files)| {
        let hash = (!receipt.hash.is_empty())
            .then(|| fact("내용 확인값 (SHA-256)", digits(&receipt.hash)));
        view! {
            <p>"종이에 적힌 것과 같은지 비교해 주세요."</p>
            <dl class="facts">
                {fact("접수번호", view! { <strong data-testid="number">{receipt.number.clone()}</strong> })}
                {fact("접수일시", moment(receipt.received_at))}
                {hash}
                {fact("첨부 파일", format!("{files}개"))}
            </dl>
        }
    });
    let body = view! {
        <p class=class data-testid="verdict" data-verdict=result>{words}</p>
        {said}
    };
    frame("접수증 확인", "Receipt check", style, operator, body)
}

/// A page for a receipt that is not here, or cannot be shown at the moment.
pub fn absent(words: &'static str, style: String, operator: Operator) -> impl IntoView {
    let body = view! { <p class="verdict verdict--bad">{words}</p> };
    frame("접수증", "Receipt", style, operator, body)
}
