//! What the office says: what it asks for, what it decided.

use domain::{
    api::{DecisionView, SubmissionView},
    case::{State, SupplementRequest},
    form::{Form, Path as FormPath},
};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
        summary::question_link,
    },
    dom::{El, el, el_class},
    form,
    form::words,
    i18n::{Key, t, tr},
    when,
};

use super::edit;
use crate::{page::place, state::AppState};

pub(super) fn supplement(state: AppState, view: &SubmissionView) -> Option<El> {
    let request = view
        .supplement
        .as_ref()
        .filter(|_| view.state == State::Supplement)?;
    let id = view.id;
    let form = form::form(&view.form, &view.form_version);
    Some(
        banner(Tone::Warning, "")
            .attr("data-testid", "supplement")
            .child(el("h2").text(t(Key::SUPPLEMENT_TITLE)))
            .child((!request.note.is_empty()).then(|| el("p").text(request.note.clone())))
            .child(form.map(|form| items(&form, request, &|_| String::new())))
            .child(el("p").text(tr(
                Key::SUPPLEMENT_UNTIL,
                &[("day", &when::iso_day(&request.deadline))],
            )))
            .child(button(
                Look::Primary,
                t(Key::SUPPLEMENT_ANSWER),
                move || edit(state, id, ""),
            )),
    )
}

/// The items of a request. `href` makes the address of the question an item is about; blank for none.
pub(crate) fn items(
    form: &Form,
    request: &SupplementRequest,
    href: &dyn Fn(&FormPath) -> String,
) -> El {
    el("ul").children(request.items.iter().map(|item| {
        let path: Option<FormPath> = item.field.parse().ok();
        let about = path.map(|path| {
            let label = words::label_of(form, &path.field);
            match href(&path) {
                link if link.is_empty() => el("strong").text(label),
                link => question_link(&path, link, label),
            }
        });
        let said = |key: Key, text: &str| {
            (!text.is_empty()).then(|| el_class("p", "card__meta").text(tr(key, &[("text", text)])))
        };
        el("li")
            .child(about)
            .child(el("p").text(item.what.clone()))
            .child(said(Key::SUPPLEMENT_WHY, &item.why))
            .child(said(Key::SUPPLEMENT_EXAMPLE, &item.example))
    }))
}

pub(super) fn decision(decision: &DecisionView, view: &SubmissionView, code: &str) -> Option<El> {
    let title = match view.state {
        State::Rejected => t(Key::DECISION_REJECTED).to_owned(),
        State::Approved | State::Closed => tr(
            Key::DECISION_MADE,
            &[("state", place::state(view.state, code))],
        ),
        _ => return None,
    };
    let result = match decision.code.as_str() {
        "mall_listing" => Some(Key::RESULT_MALL_LISTING),
        "consulting" => Some(Key::RESULT_CONSULTING),
        "fund" => Some(Key::RESULT_FUND),
        "matching" => Some(Key::RESULT_MATCHING),
        "referral" => Some(Key::RESULT_REFERRAL),
        "case_record" => Some(Key::RESULT_CASE_RECORD),
        "not_eligible" => Some(Key::REASON_NOT_ELIGIBLE),
        "duplicate" => Some(Key::REASON_DUPLICATE),
        "unverifiable" => Some(Key::REASON_UNVERIFIABLE),
        "unmet" => Some(Key::REASON_UNMET),
        _ => None,
    };
    let tone = if view.state == State::Rejected {
        Tone::Danger
    } else {
        Tone::Success
    };
    Some(
        banner(tone, "")
            .attr("data-testid", "decision")
            .child(el("h2").text(title))
            .child(result.map(|result| el("p").child(el("strong").text(t(result)))))
            .child(el("p").text(decision.note.clone()))
            .child(el("p").text(when::moment(decision.at))),
    )
}
