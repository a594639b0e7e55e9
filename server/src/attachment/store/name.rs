//! How a blob is called, on every store and in every backup: `<two digits>/<hash>.<id>[.view|.thumb]`.

use domain::attachment::is_hash;
use uuid::Uuid;

use super::{Blob, Shape};

/// What holds the blobs, beside whatever else a store has.
pub(crate) const FILES: &str = "files";

/// Every shape; the original is made last and dropped last.
pub(super) const SHAPES: [Shape; 3] = [Shape::Thumbnail, Shape::View, Shape::Original];

/// Where a blob is below [`FILES`] in one shape.
pub(crate) fn place(blob: &Blob, shape: Shape) -> String {
    let end = match shape {
        Shape::Original => "",
        Shape::View => ".view",
        Shape::Thumbnail => ".thumb",
    };
    let folder = blob.hash.get(..2).unwrap_or_default();
    format!("{folder}/{}.{}{end}", blob.hash, blob.id.simple())
}

/// The blob and the shape that a file's name, without its folder, says.
pub(super) fn read(name: &str) -> Option<(Blob, Shape)> {
    let (hash, rest) = name.split_once('.')?;
    let (id, end) = rest.split_once('.').unwrap_or((rest, ""));
    let blob = Blob {
        hash: Some(hash).filter(|hash| is_hash(hash))?.to_owned(),
        id: Uuid::try_parse(id).ok()?,
    };
    let shape = match end {
        "" => Shape::Original,
        "view" => Shape::View,
        "thumb" => Shape::Thumbnail,
        _ => return None,
    };
    Some((blob, shape))
}
