//! The engine's vocabulary: what it is told and what it asks for.

use crate::json::Json;
use uuid::Uuid;

use super::{Credentials, Cursor, Draft, Enrolment, OutboxItem, Snapshot, SubmissionRecord};
use crate::{
    api::{About, Refusal, SyncRequest, SyncResponse},
    attachment::FileRefusal,
    form::profile::Profile,
    id::{DraftId, SubmissionId},
};

/// The moment at which something happens, and the luck of it. Both come from the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The phone's clock, Unix milliseconds; may jump either way.
    pub now: i64,
    /// Random bits, for the jitter only.
    pub entropy: u64,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The driver is ready. Comes first and once.
    Started,
    /// The phone was enrolled, or enrolled again.
    Enrolled(Enrolment),
    /// A person took the enrolment off this phone. Everything unsent stays.
    LeftEnrolment,
    /// A person pressed "send": the item is frozen.
    Sealed(Box<OutboxItem>),
    /// A person wants a sealed or parked item back as a draft.
    CancelRequested(Uuid),
    /// A person looked at a submission.
    Seen(SubmissionId),
    /// A person wants the copy of a received submission off this phone, to make room.
    Dropped(SubmissionId),
    /// A good moment to try: online, visible again, a button, a timer of the driver.
    Nudge,
    /// An answer that reads as a [`SyncResponse`].
    Reply {
        /// [`Effect::Send`]'s number.
        request: u64,
        /// The answer.
        response: Box<SyncResponse>,
        /// The changes whose receipts in it are not signed by the server, though they should be; see
        /// [`crate::receipt`]. A receipt that nothing can be said of is not among them.
        forged: Vec<Uuid>,
    },
    /// No answer, or none that helps.
    Failed {
        /// [`Effect::Send`]'s number.
        request: u64,
        /// Why.
        failure: Failure,
    },
    /// So much of a file is on the server's disk.
    Uploading {
        /// [`Effect::Upload`]'s number.
        request: u64,
        /// Bytes.
        offset: u64,
    },
    /// The server has the whole file.
    Uploaded {
        /// [`Effect::Upload`]'s number.
        request: u64,
    },
    /// A file was not sent; what arrived of it stays on the server.
    UploadFailed {
        /// [`Effect::Upload`]'s number.
        request: u64,
        /// Why.
        failure: Failure,
    },
    /// A file can't be sent at all: the server refuses it, or the phone does not have it.
    FileRefused {
        /// [`Effect::Upload`]'s number.
        request: u64,
        /// Why.
        reason: FileRefusal,
    },
    /// The transaction is on disk.
    Stored {
        /// [`Effect::Store`]'s number.
        ticket: u64,
    },
    /// The transaction is not on disk, and no part of it is.
    StoreFailed {
        /// [`Effect::Store`]'s number.
        ticket: u64,
    },
    /// Another tab of this phone stored these.
    Changed(Vec<Write>),
    /// This tab is now the one that sends; with what is on disk at this moment, because the tab that led before
    /// may have died without a word.
    Leads(Box<Snapshot>),
    /// Another tab sends.
    Follows,
    /// The time asked for by [`Effect::WakeAt`] has come.
    Timer,
}

/// Why a request brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or no answer in time. The server may have acted all the same.
    Offline,
    /// An answer, but not our server's: a captive portal, a proxy's error page, another protocol.
    NotOurs,
    /// 401: the token is unknown or has expired.
    Auth,
    /// 401 with the code `revoked`: a coordinator took the token back.
    Revoked,
    /// 413.
    TooLarge,
    /// Another 4xx with our error body: the request as a whole is not understood.
    Rejected,
    /// 423, 429 or 503.
    Busy {
        /// Seconds, from `Retry-After`; 0 without it.
        retry_after: u32,
    },
    /// Another 5xx.
    Server,
}

/// Something that the driver must carry out, in the order given.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// One atomic transaction, answered by [`Event::Stored`] or [`Event::StoreFailed`].
    Store {
        /// Its number.
        ticket: u64,
        /// What to write.
        writes: Vec<Write>,
    },
    /// A request with the enrolment's token, answered by [`Event::Reply`] or [`Event::Failed`].
    Send {
        /// Its number.
        request: u64,
        /// The enrolment whose token authorises it.
        enrolment: Box<Enrolment>,
        /// Its body.
        body: SyncRequest,
    },
    /// A file to be sent with the enrolment's token, from where the server has it: any number of
    /// [`Event::Uploading`], then [`Event::Uploaded`], [`Event::UploadFailed`] or [`Event::FileRefused`].
    Upload {
        /// Its number; requests and uploads are counted together.
        request: u64,
        /// The enrolment whose token authorises it.
        enrolment: Box<Enrolment>,
        /// SHA-256 of the bytes.
        hash: String,
        /// How many there are.
        size: u64,
    },
    /// Forget the request or the upload; its answer is not wanted any more.
    Abort {
        /// [`Effect::Send`]'s or [`Effect::Upload`]'s number.
        request: u64,
    },
    /// Send [`Event::Timer`] at this time. Replaces the time asked for before.
    WakeAt(i64),
    /// Hand this to the tab that leads, as an event of its own.
    Relay(Relayed),
    /// Something a person should know.
    Tell(Notice),
}

/// What a following tab asks the leading one to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[serde(rename_all = "snake_case")]
pub enum Relayed {
    /// [`Event::CancelRequested`].
    Cancel(Uuid),
    /// [`Event::Seen`].
    Seen(SubmissionId),
    /// [`Event::Dropped`].
    Dropped(SubmissionId),
    /// [`Event::Nudge`].
    Nudge,
}

impl From<Relayed> for Event {
    fn from(relayed: Relayed) -> Self {
        match relayed {
            Relayed::Cancel(id) => Self::CancelRequested(id),
            Relayed::Seen(id) => Self::Seen(id),
            Relayed::Dropped(id) => Self::Dropped(id),
            Relayed::Nudge => Self::Nudge,
        }
    }
}

/// A write of a transaction. Serialisable, because the other tabs are told.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each puts or deletes the record it names")]
pub enum Write {
    PutDraft(Draft),
    DeleteDraft(DraftId),
    PutItem(Box<OutboxItem>),
    DeleteItem(Uuid),
    PutSubmission(Box<SubmissionRecord>),
    DeleteSubmission(SubmissionId),
    PutEnrolment(Enrolment),
    DeleteEnrolment,
    PutCursor(Cursor),
    PutCredentials(Credentials),
    DeleteCredentials,
    PutAbout(About),
    PutProfile(Profile),
}

/// Something a person should know. The views have the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A receipt came and fits.
    Received {
        /// What was received.
        submission: SubmissionId,
        /// The receipt number.
        number: String,
    },
    /// A submission was taken back, and the server has said so.
    Withdrawn(SubmissionId),
    /// The server refused a change; it is parked.
    Refused {
        /// Which change.
        change: Uuid,
        /// Why.
        reason: Refusal,
    },
    /// A submission changed on the server.
    News(SubmissionId),
    /// A receipt came that does not fit what was sent; the change stays and is sent again.
    BadReceipt(Uuid),
    /// The token has expired: enrol again. Nothing is lost.
    SignInNeeded,
    /// A coordinator took this phone's token back. Nothing is lost.
    Revoked,
    /// A sealed item could not be stored: it is still a draft.
    NotSealed(Uuid),
    /// What the server said could not be stored; it is asked for again.
    StorageFull,
    /// A cancelled or parked item is a draft again.
    GivenBack(DraftId),
    /// Too late to cancel: the server may have it.
    CannotCancel(Uuid),
    /// The phone's clock is more than ten minutes off the server's; milliseconds, positive when it is ahead.
    ClockOff(i64),
    /// So many items on this phone belong to another enterprise and are not sent.
    HeldForOther(usize),
}

/// What the engine is doing, for the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncPhase {
    /// Nothing to send; the server was heard, or nobody asked.
    #[default]
    Idle,
    /// A request is under way.
    Sending,
    /// Files are on their way.
    Uploading {
        /// How many of those that wait the server has.
        sent: usize,
        /// How many wait in all, those that it has included.
        total: usize,
    },
    /// The next attempt is at this time, Unix milliseconds.
    Waiting {
        /// When.
        until: i64,
    },
    /// The token does not work: enrol again.
    PausedAuth,
    /// This phone belongs to no enterprise yet.
    NotEnrolled,
}
