//! What happens when the last byte of a file is there: it is looked at, and kept or refused.

use domain::{attachment::FileRefusal, case::Role};
use sha2::{Digest as _, Sha256};

use super::{Blob, Kind, PartKey, Shape, kind, picture};
use crate::{
    audit::{Act, Entry},
    random,
    state::AppState,
    storage::{Attachment, DeviceRecord, Kept, NewAttachment, Result, StorageError},
};

/// What became of a whole part. Unless it was kept, nothing is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is a file of the enterprise now.
    Kept,
    /// The bytes are not what the hash names: they were changed on their way.
    Altered,
    /// It is not taken.
    Refused(FileRefusal),
    /// There is no such part any more.
    Gone,
}

/// What a look at the bytes found.
struct Looked {
    size: u64,
    kind: Kind,
    shown: Option<picture::Shown>,
}

/// Looks at a part that is whole, and keeps it if it may be kept.
///
/// Whoever asks twice, or at the same time, gets the same: the row decides, and a blob that no row took is dropped.
///
/// That a file was taken is in the audit trail, once; `source` is the fingerprint of where the last byte came from.
///
/// # Errors
/// When storage or store are not available; the part is as it was.
pub async fn take(
    state: &AppState,
    device: &DeviceRecord,
    key: &PartKey,
    source: &str,
) -> Result<Taken> {
    let Some(bytes) = state.attachments.read_part(key).await? else {
        return Ok(Taken::Gone);
    };
    let looked = match look(state, key.hash.clone(), bytes).await? {
        Ok(looked) => looked,
        Err(taken) => return drop_part(state, key, taken).await,
    };
    let now = state.clock.now();
    let blob = Blob {
        hash: key.hash.clone(),
        id: random::id(now),
    };
    let pixels = looked.shown.as_ref().map(|shown| shown.pixels);
    let shapes = looked.shown.map_or_else(Vec::new, |shown| {
        vec![
            (Shape::View, shown.view),
            (Shape::Thumbnail, shown.thumbnail),
        ]
    });
    if !state.attachments.keep(key, &blob, shapes, now).await? {
        return Ok(Taken::Gone);
    }
    let known = state.storage.attachment(key.enterprise, &key.hash).await?;
    let instead_of = match known {
        Some(known) if !is_there(state, &known).await? => Some(known.blob.id),
        _ => None,
    };
    let new = NewAttachment {
        enterprise: key.enterprise,
        device: device.id,
        file: Attachment {
            blob: blob.clone(),
            media_type: looked.kind.media_type().to_owned(),
            size: looked.size,
            pixels,
            stored_at: now,
        },
        instead_of,
    };
    let quota = state.config.attachment_quota;
    let entry = Entry::new(now, None, Role::Applicant, Act::AttachmentTaken, source)
        .of(key.enterprise)
        .with("attachment", &key.hash);
    match state.storage.keep_attachment(new, quota, entry).await? {
        Kept::Stored => drop_part(state, key, Taken::Kept).await,
        Kept::Known => {
            state.attachments.remove(&blob).await?;
            drop_part(state, key, Taken::Kept).await
        }
        Kept::OverQuota => {
            state.attachments.remove(&blob).await?;
            drop_part(state, key, Taken::Refused(FileRefusal::Quota)).await
        }
    }
}

/// Whether the bytes of a file are where they should be: a disk may lose them, and a backup may be older than a row.
///
/// # Errors
/// When the store is not available.
pub async fn is_there(state: &AppState, file: &Attachment) -> Result<bool> {
    Ok(state.attachments.size(&file.blob).await? == Some(file.size))
}

async fn drop_part(state: &AppState, key: &PartKey, taken: Taken) -> Result<Taken> {
    state.attachments.drop_part(key).await?;
    Ok(taken)
}

/// Hash, kind, and for a picture what is shown of it. Few at a time, and where they may take their time.
async fn look(
    state: &AppState,
    hash: String,
    bytes: Vec<u8>,
) -> Result<std::result::Result<Looked, Taken>> {
    let unavailable = |reason: String| StorageError::Unavailable(reason);
    let _look = state
        .looks
        .acquire()
        .await
        .map_err(|error| unavailable(error.to_string()))?;
    let looking = tokio::task::spawn_blocking(move || {
        if random::hex(&Sha256::digest(&bytes)) != hash {
            return Err(Taken::Altered);
        }
        let kind = kind::of(&bytes).map_err(Taken::Refused)?;
        let shown = kind.is_picture().then(|| picture::show(kind, &bytes));
        Ok(Looked {
            size: bytes.len() as u64,
            kind,
            shown: shown.transpose().map_err(Taken::Refused)?,
        })
    });
    Ok(match looking.await {
        Ok(looked) => looked,
        // A decoder that gives up on a file in a panic has said enough about the file.
        Err(error) if error.is_panic() => Err(Taken::Refused(FileRefusal::Damaged)),
        Err(error) => return Err(unavailable(error.to_string())),
    })
}
