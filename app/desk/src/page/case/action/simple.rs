//! Forms of one choice, one day and one text.

use domain::{
    answer::Answer,
    api::CaseFile,
    case::{ActionKind, Approval, ProposalKind, RejectionReason, Role},
    korea::date,
};
use leptos::prelude::*;
use ui::{
    component::banner::{Tone, banner},
    dom::{El, el, live, nothing},
    i18n::{t, tr},
};

use super::DAMAGE;
use crate::{
    component::{choice::radios, field::TextBox, page::maybe},
    label,
    page::case::{Case, draft},
    when,
    word::Word,
};

/// The consent without which nothing personal may leave the house.
const THIRD_PARTY: &str = "consent_c2";

/// The boxes of an action.
pub(super) fn fields(case: Case, kind: ActionKind) -> AnyView {
    let draft = case.drafts.of(kind);
    let choice = draft::takes_choice(kind).then(|| choice(case, kind));
    let day = draft::takes_day(kind).then(|| day(case, kind));
    let words = draft::words(kind).map(|words| {
        let area = TextBox::new(draft::id("text"), words.label)
            .hint(words.hint)
            .kind("textarea");
        if words.min > 0 {
            area.required().of(draft.text)
        } else {
            area.of(draft.text)
        }
    });
    ui::dom::pieces([
        maybe(move || advice(case, kind)),
        choice.unwrap_or_else(nothing),
        day.map_or_else(nothing, El::view),
        words.map_or_else(nothing, El::view),
    ])
}

/// The box of the last day.
pub(super) fn day(case: Case, kind: ActionKind) -> El {
    let [first, last] = draft::days(ui::clock::today_kst());
    TextBox::new(draft::id("day"), Word::FIELD_DEADLINE)
        .hint(Word::HINT_DEADLINE)
        .kind("date")
        .range(date::iso(first), date::iso(last))
        .required()
        .of(case.drafts.of(kind).day)
}

fn choice(case: Case, kind: ActionKind) -> AnyView {
    let chosen = case.drafts.of(kind).choice;
    live(move || {
        let form = case.file.value.with(|file| {
            file.as_ref()
                .map(|file| file.view.form.clone())
                .unwrap_or_default()
        });
        let (legend, options) = match kind {
            ActionKind::Approve => (Word::FIELD_RESULT, results(&form)),
            ActionKind::Reject => (Word::FIELD_REASON_KIND, reasons()),
            _ => (Word::FIELD_COLLEAGUE, colleagues(case)),
        };
        if options.is_empty() {
            return el("p").text(t(Word::NO_COLLEAGUES)).view();
        }
        radios("act-choice", legend, options, chosen).view()
    })
}

type Choices = Vec<(String, String, Option<String>)>;

fn results(form: &str) -> Choices {
    Approval::ALL
        .into_iter()
        .filter(|result| match result {
            Approval::Referral => true,
            Approval::CaseRecord => form == DAMAGE,
            _ => form != DAMAGE,
        })
        .map(|result| {
            (
                result.code().to_owned(),
                t(label::approval(result)).to_owned(),
                None,
            )
        })
        .collect()
}

fn reasons() -> Choices {
    let named = |reason: RejectionReason| {
        (
            reason.code().to_owned(),
            t(label::rejection(reason)).to_owned(),
            None,
        )
    };
    RejectionReason::ALL.map(named).to_vec()
}

/// Those who can work on a case.
fn colleagues(case: Case) -> Choices {
    case.accounts.with(|accounts| {
        let able = accounts
            .iter()
            .filter(|account| matches!(account.role, Role::Coordinator | Role::Lead));
        able.map(|account| {
            (
                account.id.to_string(),
                account.name.clone(),
                Some(t(label::role(account.role)).to_owned()),
            )
        })
        .collect()
    })
}

/// What to know before doing it.
fn advice(case: Case, kind: ActionKind) -> Option<AnyView> {
    case.file.value.with(|file| {
        let file = file.as_ref()?;
        match kind {
            ActionKind::Approve if !may_be_passed_on(case) => {
                Some(note(t(Word::ADVICE_NO_CONSENT).to_owned()))
            }
            ActionKind::Confirm => confirmed(file),
            ActionKind::ExtendSupplement => {
                let request = file.view.supplement.as_ref()?;
                let deadline = when::iso_day(&request.deadline);
                Some(
                    el("p")
                        .text(tr(Word::ADVICE_EXTEND, &[("deadline", &deadline)]))
                        .view(),
                )
            }
            ActionKind::Withdraw => Some(note(t(Word::ADVICE_WITHDRAW).to_owned())),
            ActionKind::Close => Some(el("p").text(t(Word::ADVICE_CLOSE)).view()),
            _ => None,
        }
    })
}

fn note(words: String) -> AnyView {
    banner(Tone::Warning, words).attr("role", "note").view()
}

fn confirmed(file: &CaseFile) -> Option<AnyView> {
    let proposal = file.proposal.as_ref()?;
    let what = match proposal.kind {
        ProposalKind::Approve(result) => label::approval(result),
        ProposalKind::Reject(reason) => label::rejection(reason),
    };
    let words = match proposal.kind {
        ProposalKind::Approve(_) => Word::ADVICE_CONFIRM_APPROVE,
        ProposalKind::Reject(_) => Word::ADVICE_CONFIRM_REJECT,
    };
    Some(
        el("div")
            .child(el("p").text(tr(words, &[("what", t(what))])))
            .child(el("blockquote").text(proposal.note.clone()))
            .view(),
    )
}

/// Whether the applicant agreed to his data being given to others (PIPA art. 17).
fn may_be_passed_on(case: Case) -> bool {
    case.versions.with(|versions| {
        let content = versions.last().and_then(|version| version.content.as_ref());
        content.is_none_or(|content| {
            matches!(content.answers.get(THIRD_PARTY), Some(Answer::Consent(consent)) if consent.given)
        })
    })
}
