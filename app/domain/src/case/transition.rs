//! The transition table of domain specification section 6.3.

use time::Date;

use super::{
    Action, ActionKind, Approval, Case, CaseRefusal, Event, Permission, Proposal, ProposalKind,
    RejectionReason, Role, State, SupplementRequest, policy,
};
use crate::id::AccountId;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Its role.
    pub role: Role,
}

/// When somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Unix milliseconds.
    pub now: i64,
    /// The day in Korea.
    pub today: Date,
}

/// The form whose cases a coordinator decides alone: a damage report creates no entitlement (transition 10).
const DAMAGE: &str = "DMG";
/// Rounds of supplement requests (transition 8: again once).
const MAX_ROUNDS: u8 = 2;
/// Extensions of a supplement's deadline (민원처리법 시행령 art. 24).
const MAX_EXTENSIONS: u8 = 2;
/// Fewest days an applicant gets (transition 5).
const MIN_SUPPLEMENT_DAYS: i64 = 3;
/// Most days, so that a mistyped year is caught.
const MAX_SUPPLEMENT_DAYS: i64 = 90;

impl Case {
    /// What `actor` may do now.
    pub fn allowed(&self, actor: Actor) -> Vec<ActionKind> {
        ActionKind::ALL
            .into_iter()
            .filter(|kind| self.permits(actor, *kind).is_ok())
            .collect()
    }

    /// Does `action`. The case itself is not touched when it is refused.
    ///
    /// # Errors
    /// [`CaseRefusal`] says what stands against it.
    pub fn act(
        &self,
        actor: Actor,
        action: &Action,
        at: Moment,
    ) -> Result<(Self, Event), CaseRefusal> {
        self.permits(actor, action.kind())?;
        let mut next = self.clone();
        let event = match action {
            Action::Take => next.assign(actor.account, at),
            Action::Assign { account } => next.assign(*account, at),
            Action::RequestSupplement {
                items,
                deadline,
                note,
            } => {
                if items.is_empty() {
                    return Err(CaseRefusal::NoItems);
                }
                for item in items {
                    text("what", &item.what, 2, 300)?;
                    text("why", &item.why, 0, 300)?;
                    text("example", &item.example, 0, 300)?;
                }
                text("note", note, 0, 1000)?;
                let request = SupplementRequest {
                    items: items.clone(),
                    deadline: day(deadline, at)?,
                    note: note.clone(),
                    asked_at: at.now,
                };
                next.state = State::Supplement;
                next.rounds += 1;
                next.supplement = Some(request.clone());
                Event::SupplementRequested { request }
            }
            Action::ExtendSupplement { deadline } => {
                let deadline = day(deadline, at)?;
                next.extensions += 1;
                if let Some(request) = &mut next.supplement {
                    request.deadline.clone_from(&deadline);
                }
                Event::SupplementExtended { deadline }
            }
            Action::Approve { result, note } => {
                text("note", note, 2, 1000)?;
                if self.form == DAMAGE {
                    next.approve(*result, note)
                } else {
                    next.propose(ProposalKind::Approve(*result), note, actor, at)
                }
            }
            Action::Reject { reason, note } => {
                text("note", note, 2, 1000)?;
                next.propose(ProposalKind::Reject(*reason), note, actor, at)
            }
            Action::Confirm => {
                let proposal = next.proposal.take().ok_or(CaseRefusal::Proposal)?;
                if proposal.by == actor.account {
                    return Err(CaseRefusal::OwnProposal);
                }
                match proposal.kind {
                    ProposalKind::Approve(result) => next.approve(result, &proposal.note),
                    ProposalKind::Reject(reason) => next.reject(reason, &proposal.note),
                }
            }
            Action::Decline { note } => {
                text("note", note, 2, 1000)?;
                next.proposal = None;
                Event::Declined { note: note.clone() }
            }
            Action::Withdraw { reason } => {
                text("reason", reason, 0, 300)?;
                next.withdraw(reason)
            }
            Action::Close { note } => {
                text("note", note, 0, 1000)?;
                next.state = State::Closed;
                Event::Closed { note: note.clone() }
            }
            Action::Reopen { reason } => {
                text("reason", reason, 2, 1000)?;
                next.state = State::InReview;
                next.started_at = Some(at.now);
                // Somebody holds every case in review.
                next.assignee.get_or_insert(actor.account);
                Event::Reopened {
                    reason: reason.clone(),
                }
            }
            Action::Comment { text: words } => {
                text("text", words, 1, 2000)?;
                Event::Commented {
                    text: words.clone(),
                }
            }
            Action::Assist {
                revision, reason, ..
            } => {
                text("reason", reason, 2, 300)?;
                // Whoever proposed a decision did not know this content. An open request stays the applicant's.
                next.proposal = None;
                reason.trim().clone_into(&mut next.assisted);
                Event::Assisted {
                    revision: *revision,
                    reason: next.assisted.clone(),
                }
            }
        };
        Ok((next, event))
    }

    /// The applicant answers a supplement request with a new revision.
    ///
    /// # Errors
    /// [`CaseRefusal::WrongState`] unless a supplement is asked for.
    pub fn resubmit(
        &self,
        sealed_on: Date,
        received_on: Date,
    ) -> Result<(Self, Event), CaseRefusal> {
        if self.state != State::Supplement {
            return Err(CaseRefusal::WrongState);
        }
        let mut next = self.clone();
        next.state = State::InReview;
        next.assisted.clear();
        // Whoever proposed a decision did not know this answer.
        next.proposal = None;
        if let Some(request) = &self.supplement {
            let day = |date: Date| crate::korea::date::iso(date);
            // ISO dates sort as text.
            next.flags.late_sync =
                day(sealed_on) <= request.deadline && day(received_on) > request.deadline;
        }
        Ok((next, Event::Resubmitted))
    }

    /// The applicant sends a newer revision: it answers the open request if its writer had read that one, or does not
    /// say (`read_request`, [`crate::api::Content::read_request`]), and corrects what was sent otherwise.
    ///
    /// # Errors
    /// [`CaseRefusal::WrongState`] once it was decided.
    pub fn revise(
        &self,
        sealed_on: Date,
        received_on: Date,
        read_request: Option<i64>,
    ) -> Result<(Self, Event), CaseRefusal> {
        if !self.state.is_open() {
            return Err(CaseRefusal::WrongState);
        }
        let open = self.supplement.as_ref();
        let open = open.filter(|_| self.state == State::Supplement);
        if open.is_some_and(|open| read_request.is_none_or(|read| read == open.asked_at)) {
            return self.resubmit(sealed_on, received_on);
        }
        let mut next = self.clone();
        next.assisted.clear();
        // Whoever proposed a decision did not know this content.
        next.proposal = None;
        Ok((next, Event::Corrected))
    }

    /// The applicant takes the submission back (transition 12).
    ///
    /// # Errors
    /// [`CaseRefusal::WrongState`] once it was decided.
    pub fn withdraw_by_applicant(&self, reason: &str) -> Result<(Self, Event), CaseRefusal> {
        if !self.state.is_open() {
            return Err(CaseRefusal::WrongState);
        }
        text("reason", reason, 0, 300)?;
        let mut next = self.clone();
        let event = next.withdraw(reason);
        Ok((next, event))
    }

    /// Whether the table has a row for this role, state and kind.
    fn permits(&self, actor: Actor, kind: ActionKind) -> Result<(), CaseRefusal> {
        use ActionKind as A;
        use State as S;
        if !policy::allows(actor.role, Permission::Act(kind)) {
            return Err(CaseRefusal::Forbidden);
        }
        let from: &[State] = match kind {
            A::Take => &[S::Received],
            A::Assign => &[S::Received, S::InReview, S::Supplement],
            A::RequestSupplement | A::Reject => &[S::InReview, S::Supplement],
            A::Approve | A::Confirm | A::Decline => &[S::InReview, S::Supplement],
            A::ExtendSupplement => &[S::Supplement],
            // An edit for the applicant: as long as the applicant may change it.
            A::Withdraw | A::Assist => &[S::Received, S::InReview, S::Supplement],
            A::Close => &[S::Approved, S::Rejected, S::Withdrawn],
            A::Reopen => &[S::Rejected, S::Closed],
            A::Comment => &State::ALL,
        };
        if !from.contains(&self.state) {
            return Err(CaseRefusal::WrongState);
        }
        match kind {
            A::Approve if self.state != S::InReview => Err(CaseRefusal::WrongState),
            A::Confirm | A::Decline if self.proposal.is_none() => Err(CaseRefusal::Proposal),
            A::Confirm
                if self
                    .proposal
                    .as_ref()
                    .is_some_and(|open| open.by == actor.account) =>
            {
                Err(CaseRefusal::OwnProposal)
            }
            A::Approve | A::Reject | A::RequestSupplement if self.proposal.is_some() => {
                Err(CaseRefusal::Proposal)
            }
            A::RequestSupplement if self.rounds >= MAX_ROUNDS => {
                Err(CaseRefusal::TooOften { limit: MAX_ROUNDS })
            }
            A::ExtendSupplement if self.extensions >= MAX_EXTENSIONS => {
                Err(CaseRefusal::TooOften {
                    limit: MAX_EXTENSIONS,
                })
            }
            _ => Ok(()),
        }
    }

    fn assign(&mut self, to: AccountId, at: Moment) -> Event {
        if self.state == State::Received {
            self.state = State::InReview;
        }
        self.started_at.get_or_insert(at.now);
        self.assignee = Some(to);
        Event::Assigned { to }
    }

    fn propose(&mut self, kind: ProposalKind, note: &str, actor: Actor, at: Moment) -> Event {
        let proposal = Proposal {
            kind,
            note: note.to_owned(),
            by: actor.account,
            at: at.now,
        };
        self.proposal = Some(proposal.clone());
        Event::Proposed { proposal }
    }

    fn approve(&mut self, result: Approval, note: &str) -> Event {
        self.state = State::Approved;
        Event::Approved {
            result,
            note: note.to_owned(),
        }
    }

    fn reject(&mut self, reason: RejectionReason, note: &str) -> Event {
        self.state = State::Rejected;
        Event::Rejected {
            reason,
            note: note.to_owned(),
        }
    }

    fn withdraw(&mut self, reason: &str) -> Event {
        self.state = State::Withdrawn;
        self.proposal = None;
        Event::Withdrawn {
            reason: reason.to_owned(),
        }
    }
}

fn text(field: &str, words: &str, min: usize, max: usize) -> Result<(), CaseRefusal> {
    let count = words.trim().chars().count();
    if (min..=max).contains(&count) {
        Ok(())
    } else {
        Err(CaseRefusal::Text {
            field: field.to_owned(),
            min,
            max,
        })
    }
}

fn day(deadline: &str, at: Moment) -> Result<String, CaseRefusal> {
    let earliest = at
        .today
        .saturating_add(time::Duration::days(MIN_SUPPLEMENT_DAYS));
    let latest = at
        .today
        .saturating_add(time::Duration::days(MAX_SUPPLEMENT_DAYS));
    match crate::korea::date::parse_iso(deadline) {
        Ok(date) if (earliest..=latest).contains(&date) => Ok(crate::korea::date::iso(date)),
        _ => Err(CaseRefusal::Deadline {
            earliest: crate::korea::date::iso(earliest),
            latest: crate::korea::date::iso(latest),
        }),
    }
}
