//! What a transition means for deadlines and for what the applicant reads, beyond the case itself.
//!
//! The transitions are [`domain::case`]; the counting of days is [`domain::korea::deadline`].

use std::ops::RangeInclusive;

use domain::{
    api::{DecisionView, TrailItem},
    case::{Action, Actor, Event, Moment},
    korea::{date, deadline::Calendar, kst},
};
use time::{Date, Time};

mod assist;

use crate::{
    audit::{Act, Entry},
    error::ApiError,
    state::AppState,
    storage::{Applied, CaseUpdate, Result, Submission},
};

/// By when the applicant hears from us: the end of the last working day, the days of `pauses` left out. Nothing when
/// the holiday table does not reach that far.
pub fn processing_due(
    state: &AppState,
    received_at: i64,
    pauses: &[RangeInclusive<Date>],
) -> Option<i64> {
    let received = kst::from_unix_ms(received_at).ok()?;
    let days = u16::try_from(state.config.processing_days).ok()?;
    let due = Calendar::new(&state.holidays)
        .with_pauses(pauses)
        .processing(days, received);
    due.inspect_err(|error| tracing::warn!(%error, "no processing deadline"))
        .ok()
        .map(|due| end_of(due.day()))
}

/// The deadline after `event`.
///
/// # Errors
/// When the trail cannot be read.
pub async fn due_after(
    state: &AppState,
    submission: &Submission,
    event: &Event,
    now: i64,
) -> Result<Option<i64>> {
    Ok(match event {
        Event::SupplementRequested { request } => last_day(&request.deadline),
        Event::SupplementExtended { deadline } => last_day(deadline),
        Event::Resubmitted => {
            let trail = state.storage.trail(submission.id).await?;
            let (begun, pauses) = pauses(submission.received_at, &trail, now);
            processing_due(state, begun, &pauses)
        }
        Event::Reopened { .. } => processing_due(state, now, &[]),
        Event::Approved { .. }
        | Event::Rejected { .. }
        | Event::Withdrawn { .. }
        | Event::Closed { .. } => None,
        Event::Received
        | Event::Assigned { .. }
        | Event::Proposed { .. }
        | Event::Declined { .. }
        | Event::Corrected
        | Event::Assisted { .. }
        | Event::Commented { .. } => submission.due_at,
    })
}

/// Does `action` to the submission as it was read; with `false` somebody else was quicker and nothing was changed.
///
/// # Errors
/// When casework refuses it or storage fails.
pub async fn act(
    state: &AppState,
    submission: &Submission,
    actor: Actor,
    action: &Action,
    now: i64,
    source: &str,
) -> std::result::Result<bool, ApiError> {
    let today = kst::day_of(now).map_err(|error| ApiError::internal(&error))?;
    let (mut case, event) = submission.case.act(actor, action, Moment { now, today })?;
    let assisted = assist::seal(state, submission, action, now)?;
    let revision = assisted.map(|assisted| {
        case.flags.quick = assisted.is_quick;
        (assisted.revision, assisted.summary)
    });
    let update = CaseUpdate {
        submission: submission.id,
        expected: submission.version,
        due_at: due_after(state, submission, &event, now).await?,
        decision: decision_after(submission, &event, now),
        case,
        event,
        revision,
        withdrawal: None,
    };
    let entry = Entry::new(now, Some(actor.account), actor.role, Act::Case, source)
        .about(submission.enterprise, submission.id);
    Ok(state.storage.apply(update, entry).await? == Applied::Done)
}

/// What the applicant reads of a decision after `event`.
pub fn decision_after(submission: &Submission, event: &Event, now: i64) -> Option<DecisionView> {
    let decided = |code: &str, note: &str| {
        Some(DecisionView {
            code: code.to_owned(),
            note: note.to_owned(),
            at: now,
        })
    };
    match event {
        Event::Approved { result, note } => decided(result.code(), note),
        Event::Rejected { reason, note } => decided(reason.code(), note),
        Event::Reopened { .. } => None,
        _ => submission.decision.clone(),
    }
}

/// When the clock began to run, and the days since on which it stood still: from each request for a supplement to its
/// answer, both days included (행정절차법 시행령 art. 11).
fn pauses(received_at: i64, trail: &[TrailItem], now: i64) -> (i64, Vec<RangeInclusive<Date>>) {
    let mut begun = received_at;
    let mut pauses = Vec::new();
    let mut asked = None;
    let answered = |asked: &mut Option<i64>, at: i64, pauses: &mut Vec<_>| {
        if let Some(from) = asked.take()
            && let (Ok(from), Ok(to)) = (kst::day_of(from), kst::day_of(at))
        {
            pauses.push(from..=to);
        }
    };
    for step in trail {
        match &step.event {
            Event::SupplementRequested { .. } => {
                asked.get_or_insert(step.at);
            }
            Event::Resubmitted => answered(&mut asked, step.at, &mut pauses),
            Event::Reopened { .. } => {
                begun = step.at;
                asked = None;
                pauses.clear();
            }
            _ => {}
        }
    }
    answered(&mut asked, now, &mut pauses);
    (begun, pauses)
}

fn last_day(deadline: &str) -> Option<i64> {
    date::parse_iso(deadline).ok().map(end_of)
}

fn end_of(day: Date) -> i64 {
    // Not `Time::MAX`: a whole second survives every format.
    kst::to_unix_ms(day.with_time(Time::MIDNIGHT)) + (24 * 60 * 60 - 1) * 1000
}
