//! A piece's body on its way to the disk.

use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;

use super::elsewhere;
use crate::{
    attachment::{Appended, Part, PartKey},
    error::ApiError,
    route::tus::{Checksum, Tus},
    state::AppState,
};

/// How much is gathered before it is written: a write for every packet would be too many.
const GATHER: usize = 128 * 1024;
/// No piece takes longer, however steadily it drips.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Adds a body to a part that ends where it begins, and gives the part as it is then.
///
/// It runs in a task of its own: when the line breaks the request goes away, and what had arrived is written all the
/// same.
///
/// # Errors
/// 409 when somebody else added meanwhile, 413 when it is more than was announced, 460 when it does not fit its
/// checksum, 400 when the line broke. What arrived before stays, unless it had a checksum.
pub(super) async fn bring(
    state: &AppState,
    key: &PartKey,
    part: &Part,
    tus: &Tus,
    body: Body,
) -> Result<Part, ApiError> {
    let room = part.length - part.offset;
    if tus.announced().is_some_and(|announced| announced > room) {
        return Err(too_large(room));
    }
    let piece = Piece {
        state: state.clone(),
        key: key.clone(),
        offset: part.offset,
        room,
        gathered: Vec::new(),
        checksum: tus.checksum()?,
    };
    let bringing = tokio::time::timeout(LONGEST, piece.bring(body));
    tokio::spawn(bringing)
        .await
        .map_err(|error| ApiError::internal(&error))?
        .map_err(|_| ApiError::unavailable("a piece took too long"))??;
    let part = state.attachments.part(key).await?;
    part.ok_or(ApiError::NotFound)
}

/// What is there of a piece.
struct Piece {
    state: AppState,
    key: PartKey,
    /// Where the part ends.
    offset: u64,
    /// How much more it takes.
    room: u64,
    gathered: Vec<u8>,
    checksum: Option<Checksum>,
}

impl Piece {
    async fn bring(mut self, body: Body) -> Result<(), ApiError> {
        let mut frames = body.into_data_stream();
        let idle = self.state.config.request_timeout;
        loop {
            let frame = match tokio::time::timeout(idle, frames.next()).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(None) => return self.end().await,
                Ok(Some(Err(_))) => {
                    self.save().await?;
                    let what = "the body could not be read to its end";
                    return Err(ApiError::Malformed(what.to_owned()));
                }
                Err(_) => {
                    self.save().await?;
                    return Err(ApiError::unavailable("a piece stopped coming"));
                }
            };
            if self.gathered.len() as u64 + frame.len() as u64 > self.room {
                self.save().await?;
                return Err(too_large(self.room));
            }
            self.gathered.extend_from_slice(&frame);
            if self.checksum.is_none() && self.gathered.len() >= GATHER {
                self.write().await?;
            }
        }
    }

    /// The body is over.
    async fn end(mut self) -> Result<(), ApiError> {
        if let Some(checksum) = &self.checksum
            && !checksum.fits(&self.gathered)
        {
            return Err(ApiError::Altered);
        }
        self.write().await
    }

    /// Writes what arrived of a body that broke off. A checksum can't be held against half of a piece, so with one
    /// nothing is written.
    async fn save(&mut self) -> Result<(), ApiError> {
        if self.checksum.is_none() {
            self.write().await?;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), ApiError> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let bytes = Bytes::from(std::mem::take(&mut self.gathered));
        let count = bytes.len() as u64;
        let now = self.state.clock.now();
        let store = &self.state.attachments;
        match store.append(&self.key, self.offset, bytes, now).await? {
            Appended::To(offset) => {
                self.offset = offset;
                self.room -= count;
                Ok(())
            }
            Appended::Elsewhere(_) => Err(elsewhere()),
            Appended::Gone => Err(ApiError::NotFound),
        }
    }
}

fn too_large(room: u64) -> ApiError {
    ApiError::TooLarge(usize::try_from(room).unwrap_or(usize::MAX))
}
