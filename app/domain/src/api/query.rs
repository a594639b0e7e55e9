//! [`QueueQuery`] in an address: what a request carries and what the address bar of the workspace shows.
//!
//! Reading is lenient, since people edit addresses: what is not understood is left out. The server reads requests
//! by its own, strict means.

use super::{AssigneeFilter, QueueQuery};
use crate::case::State;

impl AssigneeFilter {
    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::None => "none",
        }
    }

    /// The filter of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Mine, Self::None]
            .into_iter()
            .find(|filter| filter.code() == code)
    }
}

impl QueueQuery {
    /// As a query string without its `?`; empty when nothing is filtered.
    pub fn to_query_string(&self) -> String {
        let proposed = self.proposed.map(|proposed| proposed.to_string());
        let pairs = [
            ("state", self.state.map(State::code)),
            ("form", self.form.as_deref()),
            ("industry", self.industry.as_deref()),
            ("assignee", self.assignee.map(AssigneeFilter::code)),
            ("q", self.q.as_deref()),
            ("proposed", proposed.as_deref()),
            ("after", self.after.as_deref()),
        ];
        let pairs: Vec<_> = pairs
            .iter()
            .filter_map(|(key, value)| value.map(|value| format!("{key}={}", encode(value))))
            .collect();
        pairs.join("&")
    }

    /// Reads a query string without its `?`.
    pub fn from_query_string(query: &str) -> Self {
        let mut out = Self::default();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            if value.is_empty() {
                continue;
            }
            match key {
                "state" => out.state = State::from_code(&value),
                "form" => out.form = Some(value),
                "industry" => out.industry = Some(value),
                "assignee" => out.assignee = AssigneeFilter::from_code(&value),
                "q" => out.q = Some(value),
                "proposed" => out.proposed = value.parse().ok(),
                "after" => out.after = Some(value),
                _ => {}
            }
        }
        out
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, so that it fits any part of an address.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                for half in [byte >> 4, byte & 15] {
                    out.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
                }
            }
        }
    }
    out
}

/// What [`encode`] or an HTML form wrote. A broken escape stays as it is.
fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let [first, rest @ ..] = bytes {
        bytes = rest;
        match (first, rest) {
            (b'+', _) => out.push(b' '),
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    bytes = after;
                }
                _ => out.push(b'%'),
            },
            _ => out.push(*first),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn filters_read_as_they_are_written() {
        let query = QueueQuery {
            state: Some(State::InReview),
            form: Some("DMG".to_owned()),
            industry: Some("food".to_owned()),
            assignee: Some(AssigneeFilter::Mine),
            q: Some("ㄷㄱ 두부".to_owned()),
            proposed: Some(true),
            after: None,
        };
        let text = query.to_query_string();
        assert_eq!(
            text,
            "state=in_review&form=DMG&industry=food&assignee=mine&q=%E3%84%B7%E3%84%B1%20%EB%91%90%EB%B6%80&proposed=true"
        );
        assert_eq!(QueueQuery::from_query_string(&text), query);
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let query =
            QueueQuery::from_query_string("state=nowhere&assignee=all&q=&proposed=maybe&x=1&&form");
        assert_eq!(query, QueueQuery::default());
        assert_eq!(QueueQuery::default().to_query_string(), "");
        assert_eq!(
            QueueQuery::from_query_string("q=a+b%zz%2").q.as_deref(),
            Some("a b%zz%2")
        );
    }

    proptest! {
        #[test]
        fn any_text_survives(text in ".{1,40}") {
            let query = QueueQuery { q: Some(text), ..QueueQuery::default() };
            prop_assert_eq!(QueueQuery::from_query_string(&query.to_query_string()), query);
        }
    }
}
