//! A link as a QR code.

use data_encoding::BASE64;
use qrcode::{EcLevel, QrCode, render::svg, types::QrError};

/// An SVG document, 240 pixels wide or more.
///
/// # Errors
/// When the link is too long.
pub fn svg(link: &str) -> Result<String, QrError> {
    Ok(QrCode::with_error_correction_level(link, EcLevel::M)?
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .build())
}

/// The same as the source of an image.
///
/// # Errors
/// When the link is too long.
pub fn source(link: &str) -> Result<String, QrError> {
    let svg = svg(link)?;
    Ok(["data:image/svg+xml;base64,", &BASE64.encode(svg.as_bytes())].concat())
}
