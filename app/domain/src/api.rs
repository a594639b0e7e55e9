//! The wire contract, version 1: paths and bodies of `/api/v1/…`.
//!
//! A phone may speak to the server with a build that is months old, so this is a contract: fields are only
//! ever added, each with a default; a change of one of these bodies shows in the golden tests and in the
//! OpenAPI snapshot. Times are Unix milliseconds in UTC. Unknown fields of a newer peer are ignored in
//! responses; a change kind that the server does not know is refused whole.

mod attachment;
mod desk;
mod enrol;
mod error;
mod find;
pub mod query;
mod receipt;
mod sync;

pub use attachment::*;
pub use desk::*;
pub use enrol::*;
pub use error::*;
pub use receipt::*;
pub use sync::*;

/// Request and response paths, as axum and the client both spell them.
pub mod path {
    /// `GET`: [`super::About`]; needs no authentication.
    pub const ABOUT: &str = "/api/v1/about";
    /// `POST` [`super::EnrolRequest`]: [`super::EnrolResponse`].
    pub const ENROLMENTS: &str = "/api/v1/enrolments";
    /// `POST` [`super::SyncRequest`] with a device token: [`super::SyncResponse`].
    pub const SYNC: &str = "/api/v1/sync";
    /// tus 1.0: `POST` begins an upload, `OPTIONS` tells what the server can and takes.
    pub const UPLOADS: &str = "/api/v1/uploads";
    /// tus 1.0, by the file's hash: `HEAD` tells how much is there, `PATCH` brings more, `DELETE` drops it.
    pub const UPLOAD: &str = "/api/v1/uploads/{id}";
    /// `GET` with [`super::AttachmentQuery`] and a device token: a file of the phone's own enterprise, by hash.
    pub const ATTACHMENT: &str = "/api/v1/attachments/{id}";
    /// `GET`: the public keys that receipts are signed with, [`super::ReceiptKeys`].
    pub const RECEIPT_KEYS: &str = "/api/v1/receipt-keys";
    /// A page, not JSON: a receipt to be printed, by change and signature.
    pub const RECEIPT: &str = "/receipts/{change}/{signature}";
    /// A page, not JSON: whether what the QR code of a receipt says is signed by this server.
    pub const VERIFY: &str = "/verify/{token}";
    /// `GET`: the released forms, [`super::FormList`].
    pub const FORMS: &str = "/api/v1/forms";
    /// `GET`: one form file, as it was released.
    pub const FORM: &str = "/api/v1/forms/{id}/{version}";
    /// `POST` [`super::SetupRequest`]: creates the first administrator and logs in.
    pub const DESK_SETUP: &str = "/api/v1/desk/setup";
    /// `POST` [`super::LoginRequest`]: [`super::Me`] and a cookie.
    pub const DESK_LOGIN: &str = "/api/v1/desk/login";
    /// `POST`: ends the session.
    pub const DESK_LOGOUT: &str = "/api/v1/desk/logout";
    /// `GET`: [`super::Me`].
    pub const DESK_ME: &str = "/api/v1/desk/me";
    /// `GET` with [`super::QueueQuery`]: [`super::QueuePage`].
    pub const DESK_SUBMISSIONS: &str = "/api/v1/desk/submissions";
    /// `GET`: [`super::CaseFile`].
    pub const DESK_SUBMISSION: &str = "/api/v1/desk/submissions/{id}";
    /// `POST` [`super::ActRequest`]: [`super::CaseFile`] afterwards.
    pub const DESK_ACTIONS: &str = "/api/v1/desk/submissions/{id}/actions";
    /// `GET` with [`super::AttachmentQuery`]: a file that a content of the submission names, by hash.
    pub const DESK_ATTACHMENT: &str = "/api/v1/desk/submissions/{id}/attachments/{hash}";
    /// `GET`: [`super::EnterpriseList`].
    pub const DESK_ENTERPRISES: &str = "/api/v1/desk/enterprises";
    /// `POST`: confirms that a self-registered enterprise is real.
    pub const DESK_CONFIRM: &str = "/api/v1/desk/enterprises/{id}/confirm";
    /// `POST`: takes the token of a lost phone back.
    pub const DESK_REVOKE_DEVICE: &str = "/api/v1/desk/devices/{id}/revoke";
    /// `GET`: [`super::InvitationList`]; `POST` [`super::InviteRequest`]: [`super::NewInvitation`].
    pub const DESK_INVITATIONS: &str = "/api/v1/desk/invitations";
    /// `POST`: makes an unused invitation void.
    pub const DESK_REVOKE_INVITATION: &str = "/api/v1/desk/invitations/{id}/revoke";
    /// `GET`: [`super::AccountList`]; `POST` [`super::NewAccount`]: [`super::Account`].
    pub const DESK_ACCOUNTS: &str = "/api/v1/desk/accounts";
}
