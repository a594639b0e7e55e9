//! Where something is kept, as the screen says it in words. Derived, never stored.

use super::{OutboxItem, SubmissionRecord};
use crate::case::State;

/// Where a draft, a sealed change or a submission is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// On this phone only, being written.
    OnPhone,
    /// Sealed on this phone, not with the server yet.
    Waiting,
    /// On its way at this moment.
    Sending,
    /// Refused; on this phone, back with its writer.
    Parked,
    /// With the server, in this state.
    Server(State),
}

impl Where {
    /// The code: `on_phone`, `waiting`, `sending`, `parked`, or the state's.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnPhone => "on_phone",
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Parked => "parked",
            Self::Server(state) => state.code(),
        }
    }

    /// Where a sealed change is; `in_flight` are the ids of the request under way.
    pub fn of_item(item: &OutboxItem, in_flight: &[uuid::Uuid]) -> Self {
        if item.parked.is_some() {
            Self::Parked
        } else if in_flight.contains(&item.id()) {
            Self::Sending
        } else {
            Self::Waiting
        }
    }

    /// Where a submission is: its unsent change counts more than what the server last said, because that is what
    /// the applicant did last.
    pub fn of_submission(
        record: &SubmissionRecord,
        outbox: &[OutboxItem],
        in_flight: &[uuid::Uuid],
    ) -> Self {
        let unsent = outbox.iter().filter(|item| item.submission() == record.id);
        match unsent.max_by_key(|item| (item.sealed_at, item.id())) {
            Some(item) => Self::of_item(item, in_flight),
            None => Self::Server(
                record
                    .view
                    .as_ref()
                    .map_or(State::Received, |view| view.state),
            ),
        }
    }
}
