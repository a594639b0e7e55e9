//! Kinds of attached files: what a field accepts, told by media type or, where a phone knows none, by the name.
//!
//! What the bytes really are is for whoever receives them to find out ([`crate::attachment`]). A HEIC picture may be
//! chosen, because a phone that can show it draws it anew as JPEG before it is attached.

/// A kind of file that a field may accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A photo or scan.
    Image,
    /// PDF.
    Pdf,
    /// Hangul word processor, old and new.
    Hwp,
    /// Documents, tables and slides of the usual office programs, old and new.
    Office,
}

impl FileKind {
    /// Every kind with its name in the file.
    pub const ALL: [(&'static str, Self); 4] = [
        ("image", Self::Image),
        ("pdf", Self::Pdf),
        ("hwp", Self::Hwp),
        ("office", Self::Office),
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
            Self::Office => &["doc", "docx", "xls", "xlsx", "ppt", "pptx"],
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
            | "application/vnd.ms-powerpoint"
            | "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Self::Office,
            // Phones give HWP no type of its own.
            "" | "application/octet-stream" | "application/zip" => return by_name,
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
            ("audio/mp4", "memo.m4a", None),
            ("image/heic", "photo.heic", Some(FileKind::Image)),
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
