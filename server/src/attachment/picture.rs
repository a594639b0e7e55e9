//! Pictures: unpacked within limits, turned upright, and packed again without anything but the picture.
//!
//! What a coordinator's browser gets is never what was sent: no EXIF, no place, no trailing data, no trick that a
//! decoder trips over. The bytes that were sent stay as they are; their hash is what the revision names.

use std::io::Cursor;

use domain::{api::Pixels, attachment::FileRefusal};
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
    codecs::jpeg::JpegEncoder,
};

use super::Kind;

/// The longest side, in pixels.
pub const MAX_SIDE: u32 = 16_384;
/// The largest area: more than any phone's camera takes in one picture that is worth sending.
pub const MAX_PIXELS: u64 = 50_000_000;
/// What unpacking may take besides, in bytes: four for each pixel.
const MAX_ALLOC: u64 = MAX_PIXELS * 4;

/// The longest side of what is shown, and of the small one.
const VIEW_SIDE: u32 = 2_000;
const THUMBNAIL_SIDE: u32 = 320;
const QUALITY: u8 = 85;

/// A picture as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its size as it was sent, upright.
    pub(super) pixels: Pixels,
    pub(super) view: Vec<u8>,
    pub(super) thumbnail: Vec<u8>,
}

/// Unpacks a picture and packs it again.
///
/// # Errors
/// [`FileRefusal::Pixels`] before anything of that size is unpacked; [`FileRefusal::Damaged`] when it is no picture.
pub(super) fn show(kind: Kind, bytes: &[u8]) -> Result<Shown, FileRefusal> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        _ => ImageFormat::Jpeg,
    };
    let picture = unpack(format, bytes).map_err(|error| match error {
        ImageError::Limits(_) => FileRefusal::Pixels,
        _ => FileRefusal::Damaged,
    })?;
    let pixels = Pixels {
        width: picture.width(),
        height: picture.height(),
    };
    let view = smaller(picture, VIEW_SIDE);
    let packed = pack(&view)?;
    let thumbnail = pack(&smaller(view, THUMBNAIL_SIDE))?;
    Ok(Shown {
        pixels,
        view: packed,
        thumbnail,
    })
}

fn unpack(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        limits.reserve(u64::MAX)?;
    }
    let upright = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(upright);
    Ok(picture)
}

fn smaller(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side {
        picture
    } else {
        // The mean of the pixels below each: little memory, and nothing shines that did not.
        picture.thumbnail(side, side)
    }
}

/// JPEG, or PNG for what can be seen through.
fn pack(picture: &DynamicImage) -> Result<Vec<u8>, FileRefusal> {
    let mut bytes = Cursor::new(Vec::new());
    let packed = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.to_rgba8()).write_to(&mut bytes, ImageFormat::Png)
    } else {
        picture
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
    };
    packed.map_err(|_| FileRefusal::Damaged)?;
    Ok(bytes.into_inner())
}
