//! E-mail addresses as people have them, not everything RFC 5322 allows.
//!
//! ASCII only, no quoted local parts, no address literals. Whether mail arrives is
//! not known.

use std::fmt;

use thiserror::Error;

use super::normalize;

/// An address with its domain in lower case; the local part keeps its case.
///
/// ```
/// use domain::korea::email::{Email, EmailError};
/// assert_eq!(Email::parse("Kim.Daul＠Example.CO.KR")?.as_str(), "Kim.Daul@example.co.kr");
/// assert_eq!(Email::parse("daul@example"), Err(EmailError::Domain));
/// # Ok::<(), EmailError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("no e-mail address")]
    Empty,
    /// Not exactly one `@`.
    #[error("an e-mail address has one @")]
    AtSign,
    /// The part before `@` is empty, too long or has characters that do not belong.
    #[error("the part before @ is not usable")]
    Local,
    /// The part after `@` is no domain name with a dot.
    #[error("the part after @ is not a domain name")]
    Domain,
    /// More than 254 characters.
    #[error("an e-mail address has at most 254 characters")]
    TooLong,
}

impl EmailError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "email.empty",
            Self::AtSign => "email.at_sign",
            Self::Local => "email.local",
            Self::Domain => "email.domain",
            Self::TooLong => "email.too_long",
        }
    }
}

impl Email {
    /// Reads an address.
    ///
    /// # Errors
    /// See [`EmailError`].
    pub fn parse(input: &str) -> Result<Self, EmailError> {
        let input = normalize::number(input);
        if input.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = input.split_once('@').ok_or(EmailError::AtSign)?;
        if domain.contains('@') {
            return Err(EmailError::AtSign);
        }
        if local.len() > 64 || !local.split('.').all(is_atom) {
            return Err(EmailError::Local);
        }
        let domain = domain.to_ascii_lowercase();
        if !is_domain(&domain) {
            return Err(EmailError::Domain);
        }
        let address = format!("{local}@{domain}");
        if address.len() > 254 {
            Err(EmailError::TooLong)
        } else {
            Ok(Self(address))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_atom(part: &str) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let Some((_, top)) = domain.rsplit_once('.') else {
        return false;
    };
    let is_top =
        top.len() >= 2 && (top.starts_with("xn--") || top.bytes().all(|b| b.is_ascii_lowercase()));
    is_top && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
