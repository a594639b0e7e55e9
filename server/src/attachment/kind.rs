//! What a file is, by its content. Its name and the type that a browser says count for nothing.
//!
//! Only what a program opens by looking inside is looked at: a few bytes at the front, the names in a container.
//! Nothing is unpacked here; [`super::picture`] does that with pictures.

mod compound;
mod zip;

use domain::attachment::FileRefusal;

/// What is taken (domain specification section 2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Hwp,
    Hwpx,
    Doc,
    Docx,
    Xls,
    Xlsx,
    Ppt,
    Pptx,
}

impl Kind {
    const ALL: [(Self, &'static str, &'static str); 12] = [
        (Self::Jpeg, "image/jpeg", "jpg"),
        (Self::Png, "image/png", "png"),
        (Self::Webp, "image/webp", "webp"),
        (Self::Pdf, "application/pdf", "pdf"),
        (Self::Hwp, "application/x-hwp", "hwp"),
        (Self::Hwpx, "application/hwp+zip", "hwpx"),
        (Self::Doc, "application/msword", "doc"),
        (
            Self::Docx,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        (Self::Xls, "application/vnd.ms-excel", "xls"),
        (
            Self::Xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        (Self::Ppt, "application/vnd.ms-powerpoint", "ppt"),
        (
            Self::Pptx,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "pptx",
        ),
    ];

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.row().1
    }

    /// The end that a name of this kind has.
    pub fn extension(self) -> &'static str {
        self.row().2
    }

    /// The kind of that media type.
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == media_type)
            .map(|(kind, ..)| *kind)
    }

    /// Whether it is a picture, which is shown unpacked and packed again.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        Self::ALL
            .into_iter()
            .find(|(kind, ..)| *kind == self)
            .unwrap_or((self, "application/octet-stream", "bin"))
    }
}

/// How far from its end a PDF says that it ends, in bytes.
const PDF_END: usize = 2_048;

/// What `bytes` are.
///
/// # Errors
/// [`FileRefusal::Kind`], [`FileRefusal::Heic`], or [`FileRefusal::Damaged`] for what begins as something that is
/// taken and goes on as nothing that can be read.
pub fn of(bytes: &[u8]) -> Result<Kind, FileRefusal> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        Ok(Kind::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Ok(Kind::Webp)
    } else if bytes.starts_with(b"%PDF-") {
        let end = &bytes[bytes.len().saturating_sub(PDF_END)..];
        let ends = end.windows(5).any(|five| five == b"%%EOF");
        if ends {
            Ok(Kind::Pdf)
        } else {
            Err(FileRefusal::Damaged)
        }
    } else if bytes.starts_with(b"PK\x03\x04") {
        zip::kind(bytes)
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        compound::kind(bytes)
    } else if is_heic(bytes) {
        Err(FileRefusal::Heic)
    } else {
        Err(FileRefusal::Kind)
    }
}

/// An ISO base media file whose brand is one of the HEIF family; AVIF is a relative that browsers show but the
/// picture library of this build does not.
fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 9] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif",
    ];
    bytes.get(4..8) == Some(b"ftyp")
        && bytes
            .get(8..12)
            .is_some_and(|brand| BRANDS.contains(&brand))
}
