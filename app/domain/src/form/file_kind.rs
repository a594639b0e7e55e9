//! Kinds of attached files: what a field accepts, told by media type or, where a phone knows none, by the name.
//!
//! What the bytes really are is for whoever receives them to find out.

/// A kind of file that a field may accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A photo or scan.
    Image,
    /// PDF.
    Pdf,
    /// Hangul word processor, old and new.
    Hwp,
    /// Word and Excel, old and new.
    Office,
    /// A voice memo.
    Audio,
}

/// What papers and photos may be, unless the form says otherwise (domain specification, section 2.10).
pub(crate) const PAPERS: [FileKind; 4] = [
    FileKind::Image,
    FileKind::Pdf,
    FileKind::Hwp,
    FileKind::Office,
];

/// The largest file unless the form says otherwise, in bytes.
pub(crate) const MAX_BYTES: u64 = 10 * 1024 * 1024;

impl FileKind {
    /// Every kind with its name in the file.
    pub const ALL: [(&'static str, Self); 5] = [
        ("image", Self::Image),
        ("pdf", Self::Pdf),
        ("hwp", Self::Hwp),
        ("office", Self::Office),
        ("audio", Self::Audio),
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }

    /// The endings of its names, lower case.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["jpg", "jpeg", "png", "webp", "heic", "heif"],
            Self::Pdf => &["pdf"],
            Self::Hwp => &["hwp", "hwpx"],
            Self::Office => &["doc", "docx", "xls", "xlsx"],
            Self::Audio => &["m4a", "mp3", "aac", "ogg", "wav", "webm", "amr", "3gp"],
        }
    }

    /// The kind of a file; none when it is none of these. A name of another kind than the media type is none, too.
    pub fn of(media_type: &str, name: &str) -> Option<Self> {
        let by_name = name.rsplit_once('.').and_then(|(_, ending)| {
            let ending = ending.to_ascii_lowercase();
            let mut kinds = Self::ALL.iter().map(|(_, kind)| *kind);
            kinds.find(|kind| kind.endings().contains(&ending.as_str()))
        });
        let by_type = match media_type {
            "image/jpeg" | "image/png" | "image/webp" | "image/heic" | "image/heif" => Self::Image,
            "application/pdf" => Self::Pdf,
            "application/x-hwp"
            | "application/haansofthwp"
            | "application/vnd.hancom.hwp"
            | "application/hwp+zip"
            | "application/vnd.hancom.hwpx" => Self::Hwp,
            "application/msword"
            | "application/vnd.ms-excel"
            | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Self::Office,
            // Phones give HWP no type of its own, and voice recorders many.
            "" | "application/octet-stream" | "application/zip" => return by_name,
            other if other.starts_with("audio/") => Self::Audio,
            _ => return None,
        };
        by_name
            .is_none_or(|kind| kind == by_type)
            .then_some(by_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_by_type_or_else_by_name_and_a_contradiction_is_none() {
        for (media_type, name, expected) in [
            ("image/jpeg", "photo.JPG", Some(FileKind::Image)),
            ("", "신청서.hwp", Some(FileKind::Hwp)),
            ("application/octet-stream", "a.HWPX", Some(FileKind::Hwp)),
            ("application/pdf", "등록증", Some(FileKind::Pdf)),
            ("audio/mp4", "memo.m4a", Some(FileKind::Audio)),
            ("image/jpeg", "virus.pdf", None),
            ("application/x-msdownload", "a.exe", None),
            ("", "a.exe", None),
            ("", "no ending", None),
            ("image/svg+xml", "a.svg", None),
        ] {
            assert_eq!(
                FileKind::of(media_type, name),
                expected,
                "{media_type} {name}"
            );
        }
    }
}
