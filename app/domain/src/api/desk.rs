//! The coordinators' workspace.

use crate::json::Json;
use crate::{
    api::{AttachmentView, Officer, SubmissionView},
    case::{Action, Event, Flags, Permission, Proposal, Role, State},
    id::{AccountId, DeviceId, EnterpriseId, EventId, InvitationId, RevisionId, SubmissionId},
};
use serde::{Deserialize, Serialize};

/// Creates the first administrator with the one-time secret that the server printed.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupRequest {
    /// The secret of the printed link.
    pub secret: String,
    /// The account to make; its role is always administrator.
    pub account: NewAccount,
}

/// A login.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoginRequest {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Who is logged in and what the policy table lets them do.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The account.
    pub account: Account,
    /// What they may do; the views hide the rest, the server refuses it.
    pub permissions: Vec<Permission>,
}

/// An account of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Phone number shown to applicants.
    pub phone: String,
    /// Role.
    pub role: Role,
}

/// An account to be made.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// 3 to 40 characters of `a-z 0-9 . _ -`.
    pub login: String,
    /// 10 to 200 characters (NIST SP 800-63B: length, no composition rules).
    pub password: String,
    /// 2 to 50 characters.
    pub name: String,
    /// Up to 60 characters.
    #[serde(default)]
    pub unit: String,
    /// A Korean phone number.
    #[serde(default)]
    pub phone: String,
    /// Role.
    pub role: Role,
}

/// Every account.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountList {
    /// By name.
    pub accounts: Vec<Account>,
}

/// What the queue shows.
///
/// It travels in an address, where everything is text: serde reads it there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct QueueQuery {
    /// Only this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Only this form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Only this programme industry's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Only mine (`mine`) or nobody's (`none`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<AssigneeFilter>,
    /// Part of the enterprise's name, its initial consonants, or a receipt number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only those that wait for a confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<bool>,
    /// [`QueuePage::next`] of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Whose cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AssigneeFilter {
    /// The caller's.
    Mine,
    /// Nobody's yet.
    None,
}

/// A page of the queue, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueuePage {
    /// Up to 50.
    pub items: Vec<QueueItem>,
    /// Pass it as `after` for the next page.
    pub next: Option<String>,
    /// How many there are in each state, under all filters but `state`.
    pub counts: Vec<StateCount>,
}

/// A number of submissions in a state.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateCount {
    /// State.
    pub state: State,
    /// How many.
    pub count: u64,
}

/// A line of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueItem {
    /// Which.
    pub id: SubmissionId,
    /// Receipt number.
    pub number: String,
    /// Form id.
    pub form: String,
    /// State.
    pub state: State,
    /// Enterprise's name as written in the form.
    pub enterprise_name: String,
    /// Whether a coordinator vouches for the enterprise.
    pub verified: bool,
    /// Programme industry's code, when answered.
    pub industry: Option<String>,
    /// Who works on it.
    pub assignee_name: Option<String>,
    /// When the first revision was received.
    pub received_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// Processing or supplement deadline.
    pub due_at: Option<i64>,
    /// Flags.
    pub flags: Flags,
    /// A proposal that waits for a lead.
    pub proposed: bool,
}

/// Everything about one submission.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseFile {
    /// What the applicant sees.
    pub view: SubmissionView,
    /// The enterprise.
    pub enterprise: Enterprise,
    /// Who works on it.
    pub assignee: Option<Officer>,
    /// Who works on it, as an id.
    pub assignee_id: Option<AccountId>,
    /// Every content it ever had, oldest first.
    pub revisions: Vec<StoredRevision>,
    /// The files that its contents name, as the server has them. One that is named and not here is missing.
    #[serde(default)]
    pub attachments: Vec<AttachmentView>,
    /// A proposal that waits for a lead.
    pub proposal: Option<Proposal>,
    /// Flags.
    pub flags: Flags,
    /// The audit trail of this case, oldest first.
    pub trail: Vec<TrailItem>,
    /// What the caller may do now.
    pub allowed: Vec<crate::case::ActionKind>,
}

/// A content as the server keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredRevision {
    /// Which.
    pub id: RevisionId,
    /// 1 for the first.
    pub number: u32,
    /// [`crate::api::Content`] as JSON text.
    pub content: String,
    /// Its SHA-256.
    pub hash: String,
    /// When it was received.
    pub received_at: i64,
}

/// A step of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrailItem {
    /// Which.
    pub id: EventId,
    /// When.
    pub at: i64,
    /// Who: a person's name; empty for the applicant or the system.
    pub actor: String,
    /// In which role.
    pub role: Role,
    /// What happened.
    pub event: Event,
}

/// Does something to a case.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActRequest {
    /// The [`SubmissionView::version`] that the caller looked at; another one now is a conflict.
    pub version: u64,
    /// What to do.
    pub action: Action,
}

/// An enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enterprise {
    /// Which.
    pub id: EnterpriseId,
    /// Name.
    pub name: String,
    /// Person in charge.
    pub contact_name: String,
    /// Mobile number.
    pub contact_mobile: String,
    /// Whether a coordinator vouches for it.
    pub verified: bool,
    /// The business numbers that it has written into its submissions, ten digits each.
    #[serde(default)]
    pub brns: Vec<String>,
    /// When it came to be known.
    pub created_at: i64,
    /// Its phones.
    pub devices: Vec<Device>,
}

/// A phone of an enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Which.
    pub id: DeviceId,
    /// What it calls itself.
    pub name: String,
    /// When it enrolled.
    pub enrolled_at: i64,
    /// When it last synced.
    pub seen_at: Option<i64>,
    /// Whether its token was taken back.
    pub revoked: bool,
}

/// Every enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnterpriseList {
    /// Unverified first, then by name.
    pub enterprises: Vec<Enterprise>,
}

/// Invites an enterprise's phone.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteRequest {
    /// An enterprise that is known already, for its second phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<EnterpriseId>,
    /// A new enterprise's name otherwise.
    #[serde(default)]
    pub enterprise_name: String,
    /// Person in charge.
    #[serde(default)]
    pub contact_name: String,
    /// Mobile number.
    #[serde(default)]
    pub contact_mobile: String,
}

/// An invitation, with its secrets: they are shown once and stored hashed.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The link to send, with a 128-bit secret behind `#`, which browsers never send to a server.
    pub link: String,
    /// Eight characters without look-alikes, to be read out on the phone, as `ABCD-EFGH`.
    pub code: String,
    /// The link as a QR code, an SVG document.
    pub qr: String,
}

/// An invitation without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// For which enterprise.
    pub enterprise: EnterpriseId,
    /// Its name.
    pub enterprise_name: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When a phone used it.
    pub used_at: Option<i64>,
    /// Whether it was taken back.
    pub revoked: bool,
}

/// Every invitation, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationList {
    /// Newest first.
    pub invitations: Vec<Invitation>,
}

/// One released form.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormEntry {
    /// Form id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: crate::text::Text,
    /// Whether new drafts begin in this version.
    pub current: bool,
}

/// The released forms.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormList {
    /// By id and version.
    pub forms: Vec<FormEntry>,
}
