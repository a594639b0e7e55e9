//! `/api/v1/uploads`: how photos and papers come, by the tus protocol 1.0.
//!
//! An upload's address is the hash of its file, and it belongs to the enterprise whose phone began it; for another
//! it does not exist. How much is there is what the disk has, so a server that was killed goes on where it was.

mod body;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    api::{ErrorBody, path},
    attachment::{FileRefusal, is_hash},
};

use super::{
    Id,
    tus::{self, Tus},
};
use crate::{
    attachment::{self, Part, PartKey, Taken},
    auth::{device::Phone, source::Source},
    error::ApiError,
    state::AppState,
    storage::DeviceRecord,
};

/// What the server speaks and takes.
#[utoipa::path(
    options,
    path = "/api/v1/uploads",
    tag = "phone",
    responses((status = NO_CONTENT, description = "`Tus-Version`, `Tus-Extension`, `Tus-Max-Size`, `Tus-Checksum-Algorithm`")),
)]
pub async fn discover(State(state): State<AppState>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(tus::VERSION, HeaderValue::from_static(tus::SPOKEN));
    headers.insert(tus::EXTENSION, HeaderValue::from_static(tus::EXTENSIONS));
    headers.insert(
        tus::CHECKSUM_ALGORITHM,
        HeaderValue::from_static(tus::CHECKSUMS),
    );
    headers.insert(
        tus::MAX_SIZE,
        HeaderValue::from(state.config.attachment_limit),
    );
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Begins an upload, or finds it begun or finished. A body of the piece's media type is its first piece.
#[utoipa::path(
    post,
    path = "/api/v1/uploads",
    tag = "phone",
    security(("device" = [])),
    params(
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Length" = u64, Header, description = "Bytes of the file"),
        ("Upload-Metadata" = String, Header, description = "`sha256` and, in base64, its 64 digits of lower-case hex"),
    ),
    responses(
        (status = CREATED, description = "`Location`, `Upload-Offset`, `Upload-Expires`"),
        (status = BAD_REQUEST, body = ErrorBody),
        (status = UNAUTHORIZED, body = ErrorBody),
        (status = PRECONDITION_FAILED, body = ErrorBody, description = "Another version of the protocol"),
        (status = PAYLOAD_TOO_LARGE, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody, description = "The file is not taken: `rule`"),
        (status = SERVICE_UNAVAILABLE, body = ErrorBody),
    ),
)]
pub async fn create(
    State(state): State<AppState>,
    tus: Tus,
    Phone(device): Phone,
    source: Source,
    body: Body,
) -> Result<Response, ApiError> {
    let (length, hash) = (tus.length()?, tus.hash()?);
    let key = PartKey {
        enterprise: device.enterprise,
        hash,
    };
    let standing = match stored(&state, &key).await? {
        Some(standing) => {
            let now = state.clock.now();
            state
                .storage
                .touch_attachment(key.enterprise, &key.hash, now)
                .await?;
            standing
        }
        None => {
            check_length(&state, length)?;
            check_room(&state, &key, length).await?;
            let now = state.clock.now();
            let mut part = state.attachments.begin(&key, length, now).await?;
            if tus.is_piece() && part.offset == 0 {
                part = body::bring(&state, &key, &part, &tus, body).await?;
            }
            finish(&state, &device, &key, part, &source).await?
        }
    };
    let mut headers = standing.headers();
    let location = path::UPLOAD.replace("{id}", &key.hash);
    headers.extend(HeaderValue::try_from(location).map(|location| (header::LOCATION, location)));
    Ok((StatusCode::CREATED, headers).into_response())
}

/// How much of a file is there. What a killed server left whole is finished first.
#[utoipa::path(
    head,
    path = "/api/v1/uploads/{id}",
    tag = "phone",
    security(("device" = [])),
    params(("id" = String, Path, description = "The file's SHA-256")),
    responses(
        (status = OK, description = "`Upload-Offset` and `Upload-Length`, equal when the file is stored"),
        (status = UNAUTHORIZED, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn stand(
    State(state): State<AppState>,
    _: Tus,
    Phone(device): Phone,
    source: Source,
    Id(hash): Id<Hash>,
) -> Result<Response, ApiError> {
    let key = hash.of(&device);
    let standing = match stored(&state, &key).await? {
        Some(standing) => standing,
        None => {
            let part = state.attachments.part(&key).await?;
            let part = part.ok_or(ApiError::NotFound)?;
            let finished = finish(&state, &device, &key, part, &source).await;
            // An answer without a body can't say why; whoever sends the file again hears it.
            finished.map_err(|error| match error {
                ApiError::File(_) | ApiError::Altered => ApiError::NotFound,
                error => error,
            })?
        }
    };
    Ok(standing.headers().into_response())
}

/// Brings more of a file.
#[utoipa::path(
    patch,
    path = "/api/v1/uploads/{id}",
    tag = "phone",
    security(("device" = [])),
    params(
        ("id" = String, Path, description = "The file's SHA-256"),
        ("Upload-Offset" = u64, Header, description = "Where the piece begins"),
        ("Upload-Checksum" = Option<String>, Header, description = "`sha1` or `sha256` of the piece, and its digest in base64"),
    ),
    request_body(content = [u8], content_type = "application/offset+octet-stream"),
    responses(
        (status = NO_CONTENT, description = "`Upload-Offset`; with the last byte the file is stored"),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, body = ErrorBody, description = "The piece does not begin where the file ends"),
        (status = PAYLOAD_TOO_LARGE, body = ErrorBody, description = "More than was announced"),
        (status = UNSUPPORTED_MEDIA_TYPE, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody, description = "The file is not taken: `rule`"),
        (status = 460, body = ErrorBody, description = "Not what the checksum says, or the file not what its hash says"),
        (status = SERVICE_UNAVAILABLE, body = ErrorBody),
    ),
)]
pub async fn bring(
    State(state): State<AppState>,
    tus: Tus,
    Phone(device): Phone,
    source: Source,
    Id(hash): Id<Hash>,
    body: Body,
) -> Result<Response, ApiError> {
    if !tus.is_piece() {
        return Err(ApiError::MediaType);
    }
    let (key, offset) = (hash.of(&device), tus.offset()?);
    let standing = match stored(&state, &key).await? {
        Some(standing) if standing.offset == offset => standing,
        Some(_) => return Err(elsewhere()),
        None => {
            let part = state.attachments.part(&key).await?;
            let part = part.ok_or(ApiError::NotFound)?;
            if part.offset != offset {
                return Err(elsewhere());
            }
            let part = body::bring(&state, &key, &part, &tus, body).await?;
            finish(&state, &device, &key, part, &source).await?
        }
    };
    Ok((StatusCode::NO_CONTENT, standing.headers()).into_response())
}

/// Drops an upload that is not finished.
#[utoipa::path(
    delete,
    path = "/api/v1/uploads/{id}",
    tag = "phone",
    security(("device" = [])),
    params(("id" = String, Path, description = "The file's SHA-256")),
    responses((status = NO_CONTENT), (status = NOT_FOUND, body = ErrorBody)),
)]
pub async fn drop(
    State(state): State<AppState>,
    _: Tus,
    Phone(device): Phone,
    Id(hash): Id<Hash>,
) -> Result<StatusCode, ApiError> {
    if state.attachments.drop_part(&hash.of(&device)).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

/// The same for clients that can only say POST: `X-HTTP-Method-Override` says what they mean.
#[utoipa::path(
    post,
    path = "/api/v1/uploads/{id}",
    tag = "phone",
    security(("device" = [])),
    params(
        ("id" = String, Path, description = "The file's SHA-256"),
        ("X-HTTP-Method-Override" = String, Header, description = "`PATCH` or `DELETE`"),
    ),
    responses((status = NO_CONTENT), (status = BAD_REQUEST, body = ErrorBody)),
)]
pub async fn instead(
    state: State<AppState>,
    tus: Tus,
    phone: Phone,
    source: Source,
    hash: Id<Hash>,
    body: Body,
) -> Result<Response, ApiError> {
    match tus.instead() {
        Some("PATCH") => bring(state, tus, phone, source, hash, body).await,
        Some("DELETE") => drop(state, tus, phone, hash)
            .await
            .map(axum::response::IntoResponse::into_response),
        _ => Err(ApiError::Malformed(
            "X-HTTP-Method-Override must be PATCH or DELETE".to_owned(),
        )),
    }
}

/// A file's hash in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash(String);

impl std::str::FromStr for Hash {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, ApiError> {
        is_hash(text)
            .then(|| Self(text.to_owned()))
            .ok_or(ApiError::NotFound)
    }
}

impl Hash {
    fn of(self, device: &DeviceRecord) -> PartKey {
        PartKey {
            enterprise: device.enterprise,
            hash: self.0,
        }
    }
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    offset: u64,
    length: u64,
    /// Until when it is kept as it is; a stored one has no such end.
    expires_at: Option<i64>,
}

impl Standing {
    fn headers(self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(tus::OFFSET, HeaderValue::from(self.offset));
        headers.insert(tus::LENGTH, HeaderValue::from(self.length));
        headers.extend(
            self.expires_at
                .and_then(tus::moment)
                .map(|moment| (tus::EXPIRES, moment)),
        );
        headers
    }
}

async fn stored(state: &AppState, key: &PartKey) -> Result<Option<Standing>, ApiError> {
    let file = state.storage.attachment(key.enterprise, &key.hash).await?;
    Ok(match file {
        // One whose bytes were lost may be sent again.
        Some(file) if attachment::is_there(state, &file).await? => Some(Standing {
            offset: file.size,
            length: file.size,
            expires_at: None,
        }),
        _ => None,
    })
}

/// Stores the file if the part is whole.
async fn finish(
    state: &AppState,
    device: &DeviceRecord,
    key: &PartKey,
    part: Part,
    source: &Source,
) -> Result<Standing, ApiError> {
    let Part { offset, length, .. } = part;
    if offset < length {
        let rest = i64::try_from(state.config.upload.as_millis()).unwrap_or(i64::MAX);
        return Ok(Standing {
            offset,
            length,
            expires_at: Some(part.touched_at.saturating_add(rest)),
        });
    }
    match attachment::take(state, device, key, &source.fingerprint).await? {
        Taken::Kept => Ok(Standing {
            offset,
            length,
            expires_at: None,
        }),
        // Two that finish at the same time: the other was quicker.
        Taken::Gone => stored(state, key).await?.ok_or(ApiError::NotFound),
        Taken::Altered => Err(ApiError::Altered),
        Taken::Refused(refusal) => Err(ApiError::File(refusal)),
    }
}

fn check_length(state: &AppState, length: u64) -> Result<(), ApiError> {
    let limit = state.config.attachment_limit;
    if length > limit {
        return Err(ApiError::TooLarge(
            usize::try_from(limit).unwrap_or(usize::MAX),
        ));
    }
    if length == 0 {
        return Err(ApiError::File(FileRefusal::Damaged));
    }
    Ok(())
}

/// Whether the enterprise may have this many bytes more, with all that it is uploading.
async fn check_room(state: &AppState, key: &PartKey, length: u64) -> Result<(), ApiError> {
    if state.attachments.part(key).await?.is_some() {
        return Ok(());
    }
    let stored = state.storage.attachment_bytes(key.enterprise).await?;
    let parts = state.attachments.parts(key.enterprise).await?;
    let coming: u64 = parts.iter().map(|part| part.length).sum();
    let all = stored.saturating_add(coming).saturating_add(length);
    let fits = all <= state.config.attachment_quota;
    if fits && parts.len() < state.config.attachment_count {
        Ok(())
    } else {
        Err(ApiError::File(FileRefusal::Quota))
    }
}

fn elsewhere() -> ApiError {
    ApiError::Conflict(Some("offset"))
}
