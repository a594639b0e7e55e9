//! Attached files: how they are asked for, and what the workspace hears of them.

use serde::{Deserialize, Serialize};

use crate::json::Json;

/// Which shape of a file is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct AttachmentQuery {
    /// A small picture instead of the file; pictures only.
    #[serde(default)]
    pub thumbnail: bool,
}

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentView {
    /// SHA-256 of the bytes as they were sent.
    pub hash: String,
    /// What it is by its content, such as `image/jpeg`.
    pub media_type: String,
    /// Bytes as they were sent.
    pub size: u64,
    /// Width and height of a picture, upright.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<Pixels>,
    /// When it was stored, Unix milliseconds, the server's clock.
    pub stored_at: i64,
    /// Whether its bytes are where they should be.
    pub intact: bool,
}

/// The size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}
