//! Web addresses as people type them: `daul.example.kr`, `https://…`.
//!
//! Checks the shape of the host only; whether a site answers is not known.

use crate::korea::normalize;

/// Longer addresses no browser shows and no one types.
const MAX_LENGTH: usize = 2_000;

/// The address with its scheme; `https://` is added where none was typed.
///
/// # Errors
/// The finding's code.
pub(crate) fn parse(typed: &str) -> Result<String, &'static str> {
    let text = normalize::text(typed);
    let lower = text.to_ascii_lowercase();
    let (scheme, rest) = match lower.split_once("://") {
        Some((scheme @ ("http" | "https"), _)) => (scheme, &text[scheme.len() + 3..]),
        Some(_) => return Err("url.scheme"),
        None => ("https", text.as_str()),
    };
    if text.len() > MAX_LENGTH {
        return Err("url.too_long");
    }
    if rest.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("url.space");
    }
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    if !is_port || !is_host(name) {
        return Err("url.host");
    }
    Ok([scheme, "://", &host.to_ascii_lowercase(), path].concat())
}

fn is_host(name: &str) -> bool {
    name.contains('.') && name.len() <= 253 && name.split('.').all(is_label)
}

/// Korean domain names are written in Hangul as well. Which other letters a registry
/// allows is not judged: the tables would cost every phone more than the check is worth.
fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_missing_scheme_is_added_and_the_host_is_lower_case() {
        for (typed, kept) in [
            ("daul.example.kr", "https://daul.example.kr"),
            (
                " HTTP://Daul.Example.KR/Path?q=1 ",
                "http://daul.example.kr/Path?q=1",
            ),
            ("다울.한국/가게", "https://다울.한국/가게"),
            ("example.kr:8080", "https://example.kr:8080"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(kept));
            assert_eq!(parse(kept).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for (typed, code) in [
            ("없음", "url.host"),
            ("ftp://example.kr", "url.scheme"),
            ("javascript://example.kr", "url.scheme"),
            ("example .kr", "url.space"),
            ("a@example.kr", "url.host"),
            ("example.kr:", "url.host"),
            (".kr", "url.host"),
        ] {
            assert_eq!(parse(typed), Err(code), "{typed}");
        }
    }
}
