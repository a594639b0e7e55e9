//! What happened to the case, newest first, with everything that was said.

use domain::{
    api::TrailItem,
    case::{Event, ProposalKind, SupplementRequest},
};
use leptos::prelude::*;
use ui::{
    dom::{El, el, el_class, nothing},
    i18n::{t, tr},
};

use super::Case;
use crate::{label, when, word::Word};

/// The panel.
pub(super) fn panel(case: Case) -> AnyView {
    case.file.value.with(|file| {
        let Some(file) = file else { return nothing() };
        let items = file.trail.iter().rev().enumerate().map(|(at, item)| {
            let entry = entry(case, item);
            if at == 0 {
                entry.attr("aria-current", "true")
            } else {
                entry
            }
        });
        el_class("section", "panel")
            .attr("aria-labelledby", "trail-title")
            .child(
                el_class("h2", "panel__title")
                    .attr("id", "trail-title")
                    .text(t(Word::TRAIL_TITLE)),
            )
            .child(el_class("ol", "timeline").children(items))
            .view()
    })
}

fn entry(case: Case, item: &TrailItem) -> El {
    let role = t(label::role(item.role));
    let who = if item.actor.is_empty() {
        role.to_owned()
    } else {
        format!("{} ({role})", item.actor)
    };
    el("li")
        .child(el("strong").text(t(label::event(&item.event))))
        .child(
            el("time")
                .attr("datetime", iso(item.at))
                .text(format!("{} · {who}", when::moment(item.at))),
        )
        .children(
            details(case, &item.event)
                .into_iter()
                .map(|words| el("p").text(words)),
        )
}

/// For machines, in UTC.
fn iso(unix_ms: i64) -> String {
    let whole = time::OffsetDateTime::from_unix_timestamp(unix_ms.div_euclid(1000));
    whole.map_or_else(
        |_| String::new(),
        |at| {
            let (hour, minute, second) = at.time().as_hms();
            format!(
                "{}T{hour:02}:{minute:02}:{second:02}Z",
                domain::korea::date::iso(at.date())
            )
        },
    )
}

fn details(case: Case, event: &Event) -> Vec<String> {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match event {
        Event::Received | Event::Resubmitted | Event::Corrected => Vec::new(),
        Event::Assigned { to } => case
            .account(*to)
            .map(|name| tr(Word::TRAIL_ASSIGNED, &[("name", &name)]))
            .into_iter()
            .collect(),
        Event::SupplementRequested { request } => asked(request),
        Event::SupplementExtended { deadline } => {
            vec![tr(
                Word::TRAIL_DEADLINE,
                &[("deadline", &when::iso_day(deadline))],
            )]
        }
        Event::Proposed { proposal } => {
            let what = match proposal.kind {
                ProposalKind::Approve(result) => {
                    tr(Word::TRAIL_APPROVE, &[("what", t(label::approval(result)))])
                }
                ProposalKind::Reject(reason) => {
                    tr(Word::TRAIL_REJECT, &[("what", t(label::rejection(reason)))])
                }
            };
            [Some(what), said(&proposal.note)]
                .into_iter()
                .flatten()
                .collect()
        }
        Event::Approved { result, note } => {
            [Some(t(label::approval(*result)).to_owned()), said(note)]
                .into_iter()
                .flatten()
                .collect()
        }
        Event::Rejected { reason, note } => {
            [Some(t(label::rejection(*reason)).to_owned()), said(note)]
                .into_iter()
                .flatten()
                .collect()
        }
        Event::Declined { note: text }
        | Event::Withdrawn { reason: text }
        | Event::Closed { note: text }
        | Event::Reopened { reason: text }
        | Event::Assisted { reason: text, .. }
        | Event::Commented { text } => said(text).into_iter().collect(),
    }
}

fn asked(request: &SupplementRequest) -> Vec<String> {
    let items = request.items.iter().map(|item| format!("· {}", item.what));
    let deadline = tr(
        Word::TRAIL_DEADLINE,
        &[("deadline", &when::iso_day(&request.deadline))],
    );
    let note = Some(request.note.clone()).filter(|note| !note.is_empty());
    items.chain([deadline]).chain(note).collect()
}
