//! Attached files, as they are looked at: pictures packed anew, papers as they were sent.
//!
//! A browser must never take one for a page of ours: the type is what the content is, nothing is guessed
//! (`nosniff`), nothing in it may run (`sandbox`), papers are saved and not opened. Each look is recorded.

mod disposition;

use std::sync::atomic::{AtomicBool, Ordering};

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    api::{AttachmentQuery, AttachmentView, Content, ErrorBody},
    attachment::named,
    case::{Permission, Role},
    id::SubmissionId,
};
use futures_util::{StreamExt as _, stream};
use sha2::{Digest as _, Sha256};

use super::Params;
use crate::{
    attachment::{ASKED, Kind, Shape, is_there},
    audit::{Act, Entry},
    auth::{device::Phone, session::Staff, source::Source},
    error::ApiError,
    random,
    state::AppState,
    storage::{Attachment, StorageError},
};

/// What a browser may do with one: show it, nothing else.
const CSP: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// A file that a content of the submission names. Looking at it is recorded.
#[utoipa::path(
    get,
    path = "/api/v1/desk/submissions/{id}/attachments/{hash}",
    tag = "desk",
    security(("session" = [])),
    params(("id" = SubmissionId, Path), ("hash" = String, Path, description = "SHA-256 of the file"), AttachmentQuery),
    responses(
        (status = OK, description = "The file: a picture packed anew, or a paper as it was sent"),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn show(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Path((id, hash)): Path<(String, String)>,
    Params(query): Params<AttachmentQuery>,
) -> Result<Response, ApiError> {
    staff.require(Permission::ReadCase)?;
    let id: SubmissionId = id.parse().map_err(|_| ApiError::NotFound)?;
    let submission = state
        .storage
        .submission(id)
        .await?
        .ok_or(ApiError::NotFound)?;
    let files = state.storage.attachments(id).await?;
    let file = files
        .into_iter()
        .find(|file| file.blob.hash == hash)
        .ok_or(ApiError::NotFound)?;
    let entry = staff
        .entry(
            Act::AttachmentViewed,
            state.clock.now(),
            &source.fingerprint,
        )
        .about(submission.enterprise, id)
        .with("attachment", &hash);
    state.storage.record(entry).await?;
    let name = name(&state, id, &hash).await?;
    serve(&state, &file, &name, query.thumbnail).await
}

/// A file of the phone's own enterprise. Looking at it is recorded.
#[utoipa::path(
    get,
    path = "/api/v1/attachments/{id}",
    tag = "phone",
    security(("device" = [])),
    params(("id" = String, Path, description = "SHA-256 of the file"), AttachmentQuery),
    responses(
        (status = OK, description = "The file: a picture packed anew, or a paper as it was sent"),
        (status = UNAUTHORIZED, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn own(
    State(state): State<AppState>,
    Phone(device): Phone,
    source: Source,
    Path(hash): Path<String>,
    Params(query): Params<AttachmentQuery>,
) -> Result<Response, ApiError> {
    let file = state.storage.attachment(device.enterprise, &hash).await?;
    let file = file.ok_or(ApiError::NotFound)?;
    let (now, act) = (state.clock.now(), Act::AttachmentViewed);
    let entry = Entry::new(now, None, Role::Applicant, act, &source.fingerprint)
        .of(device.enterprise)
        .with("attachment", &hash);
    state.storage.record(entry).await?;
    serve(&state, &file, "", query.thumbnail).await
}

/// The files that the contents of a submission name, and whether their bytes are there.
///
/// A store that does not answer has lost nothing, so nobody is told that something is gone; who opens a file then hears
/// that it can't be had now.
///
/// # Errors
/// When storage can't be read.
pub(super) async fn views(
    state: &AppState,
    id: SubmissionId,
) -> Result<Vec<AttachmentView>, StorageError> {
    let files = state.storage.attachments(id).await?;
    let is_away = AtomicBool::new(false);
    let views = stream::iter(files).map(|file| view(state, file, &is_away));
    Ok(views.buffered(ASKED).collect().await)
}

async fn view(state: &AppState, file: Attachment, is_away: &AtomicBool) -> AttachmentView {
    // One that was not answered is enough: a case has many files, and each would wait.
    let intact = if is_away.load(Ordering::Relaxed) {
        true
    } else {
        is_there(state, &file).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "whether a file is there could not be asked");
            is_away.store(true, Ordering::Relaxed);
            true
        })
    };
    AttachmentView {
        intact,
        hash: file.blob.hash,
        media_type: file.media_type,
        size: file.size,
        pixels: file.pixels,
        stored_at: file.stored_at,
    }
}

async fn serve(
    state: &AppState,
    file: &Attachment,
    name: &str,
    thumbnail: bool,
) -> Result<Response, ApiError> {
    let kind = Kind::from_media_type(&file.media_type).ok_or(ApiError::NotFound)?;
    let shape = match (kind.is_picture(), thumbnail) {
        (true, true) => Shape::Thumbnail,
        (true, false) => Shape::View,
        (false, false) => Shape::Original,
        (false, true) => return Err(ApiError::NotFound),
    };
    let Some(bytes) = state.attachments.read(&file.blob, shape).await? else {
        tracing::error!(hash = %file.blob.hash, "the bytes of a file are missing");
        return Err(ApiError::NotFound);
    };
    if shape == Shape::Original && random::hex(&Sha256::digest(&bytes)) != file.blob.hash {
        return Err(ApiError::internal(&"the bytes of a file have changed"));
    }
    // A picture is packed as JPEG, or as PNG where it can be seen through.
    let packed = match (kind.is_picture(), bytes.starts_with(b"\x89PNG")) {
        (true, true) => Kind::Png,
        (true, false) => Kind::Jpeg,
        (false, _) => kind,
    };
    let disposition = disposition::of(packed, name, &file.blob.hash);
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(packed.media_type()),
        ),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CSP),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// The name that the newest content gives to a file.
async fn name(state: &AppState, id: SubmissionId, hash: &str) -> Result<String, ApiError> {
    let revisions = state.storage.revisions(id).await?;
    Ok(revisions
        .iter()
        .rev()
        .filter_map(|revision| serde_json::from_str::<Content>(&revision.content).ok())
        .find_map(|content| {
            let files = named(&content.answers);
            let own = files.into_iter().find(|(_, file)| file.hash == hash);
            own.map(|(_, file)| file.name.clone())
        })
        .unwrap_or_default())
}
