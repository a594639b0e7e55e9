//! Finding an enterprise by what somebody types.

use super::Enterprise;
use crate::korea::{choseong, search_key::search_key};

/// Fewer digits than these are in every number.
const DIGITS: usize = 3;

impl Enterprise {
    /// Whether `typed` finds it: a part of its name, with its legal form or without, the name's initial consonants
    /// (초성), or at least three digits of a business number or of its phone's. Nothing typed finds every enterprise.
    pub fn is_found_by(&self, typed: &str) -> bool {
        let typed = typed.trim();
        let key = search_key(typed);
        if typed.is_empty() || choseong::matches(&self.name, typed) {
            return true;
        }
        // Nothing but marks was typed: an empty key would be a part of every name.
        if !key.is_empty() && choseong::matches(&search_key(&self.name), &key) {
            return true;
        }
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_number = typed
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '.'));
        is_number
            && digits.len() >= DIGITS
            && (self.contact_mobile.contains(&digits)
                || self.brns.iter().any(|brn| brn.contains(&digits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EnterpriseId;

    #[test]
    fn a_name_its_initials_and_its_numbers_find_it() {
        let enterprise = Enterprise {
            id: EnterpriseId(uuid::Uuid::nil()),
            name: "㈜ 두레샘 협동조합".to_owned(),
            contact_name: "김서연".to_owned(),
            contact_mobile: "01012345678".to_owned(),
            verified: false,
            brns: vec!["1234567891".to_owned()],
            created_at: 0,
            devices: Vec::new(),
        };
        for typed in [
            "",
            "  ",
            "두레",
            "레샘",
            "주식회사 두레샘",
            "㈜ 두",
            "ㄷㄹㅅ",
            "두ㄹ",
            "123-45-67891",
            "1234567891",
            "67891",
            "010-1234",
            "5678",
        ] {
            assert!(enterprise.is_found_by(typed), "{typed}");
        }
        for typed in [
            "다울",
            "ㄷㅇ",
            "12",
            "999",
            "123-45-67892",
            "---",
            "두레샘 5678",
        ] {
            assert!(!enterprise.is_found_by(typed), "{typed}");
        }
    }
}
