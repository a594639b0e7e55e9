//! `Content-Disposition`: whether a file is shown or saved, and under which name (RFC 6266, RFC 8187).

use std::fmt::Write as _;

use axum::http::HeaderValue;

use crate::attachment::Kind;

/// The most characters of a name, its end left out.
const LONGEST: usize = 100;

/// The header for a file of `kind` that somebody called `name`. The end of the name is what the content is.
pub(super) fn of(kind: Kind, name: &str, hash: &str) -> HeaderValue {
    let end = kind.extension();
    let stem = stem(name, kind);
    let short = format!("{}.{end}", hash.get(..12).unwrap_or("file"));
    let shown = if kind.is_picture() {
        "inline"
    } else {
        "attachment"
    };
    let text = if stem.is_empty() {
        format!("{shown}; filename=\"{short}\"")
    } else {
        let full = format!("{stem}.{end}");
        // Old programs read the plain one.
        let plain = if full.bytes().all(is_plain) {
            full.as_str()
        } else {
            &short
        };
        format!(
            "{shown}; filename=\"{plain}\"; filename*=UTF-8''{}",
            encoded(&full)
        )
    };
    // Everything in it is visible ASCII by now.
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// A name without folders, without what could hide or turn its letters, and without an end that says the same.
fn stem(name: &str, kind: Kind) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = name.chars().filter(|c| is_visible(*c)).collect();
    let trimmed = visible.trim_matches(['.', ' ']);
    let stem = match trimmed.rsplit_once('.') {
        Some((stem, end)) if says(kind, end) => stem,
        _ => trimmed,
    };
    stem.trim_end_matches(['.', ' '])
        .chars()
        .take(LONGEST)
        .collect()
}

fn says(kind: Kind, end: &str) -> bool {
    let end = end.to_ascii_lowercase();
    end == kind.extension() || kind == Kind::Jpeg && end == "jpeg"
}

/// Not a control character, and none of those that turn the direction of writing.
fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '"' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" -_.()+,".contains(&byte)
}

/// RFC 8187: the attribute characters as they are, every other byte as `%XX`.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: Kind, name: &str) -> String {
        let hash = "0123456789abcdef";
        of(kind, name, hash)
            .to_str()
            .unwrap_or("not text")
            .to_owned()
    }

    #[test]
    fn a_korean_name_is_written_twice_and_a_paper_is_saved() {
        assert_eq!(
            said(Kind::Pdf, "통장 사본.pdf"),
            "attachment; filename=\"0123456789ab.pdf\"; \
             filename*=UTF-8''%ED%86%B5%EC%9E%A5%20%EC%82%AC%EB%B3%B8.pdf"
        );
        assert_eq!(
            said(Kind::Jpeg, "shop (1).JPEG"),
            "inline; filename=\"shop (1).jpg\"; filename*=UTF-8''shop%20%281%29.jpg"
        );
    }

    #[test]
    fn the_end_of_a_name_is_what_the_content_is() {
        for name in [
            "bill.exe",
            "bill.exe ",
            "bill.exe.",
            "../bill.exe",
            "c:\\x\\bill.exe",
            "bill\u{202e}.exe\r\n",
        ] {
            let said = said(Kind::Pdf, name);
            assert!(
                said.contains("filename=\"bill.exe.pdf\""),
                "{name:?}: {said}"
            );
        }
    }

    #[test]
    fn no_name_leaves_the_header() {
        for name in ["", "...", "\"; filename=x\r\nx: y", "/", "\u{feff}"] {
            let said = said(Kind::Hwp, name);
            assert!(said.starts_with("attachment; filename=\""), "{said}");
            assert_eq!(said.matches("filename=\"").count(), 1, "{said}");
            assert!(!said.contains(['\r', '\n']), "{said}");
        }
    }
}
