//! The forms' own words: both languages, the tone of a public form, and no blame.

use serde_json::Value;

use super::support::{IDS, file};

fn visit_texts(place: &str, json: &Value, visit: &mut dyn FnMut(&str, &str, &str)) {
    if let (Some(ko), Some(en)) = (json["ko"].as_str(), json["en"].as_str()) {
        return visit(place, ko, en);
    }
    assert!(json.get("ko").is_none(), "{place}: English is missing");
    let inner: Vec<(String, &Value)> = match json {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(at, value)| (at.to_string(), value))
            .collect(),
        _ => return,
    };
    for (key, value) in inner {
        visit_texts(&format!("{place}.{key}"), value, visit);
    }
}

#[test]
fn every_text_is_there_in_both_languages_without_blame_or_noise() {
    for id in IDS {
        visit_texts(id, &file(id), &mut |place, ko, en| {
            assert!((ko, en) != ("ko", "en"), "{place}");
            assert!(!ko.trim().is_empty() && !en.trim().is_empty(), "{place}");
            for banned in [
                "잘못",
                "틀렸",
                "틀린",
                "!",
                "아래",
                "위의",
                "빨간",
                "곧 연락",
                "빠르게",
                "성명",
                "구비서류",
                "열람",
            ] {
                assert!(!ko.contains(banned), "{place}: {banned} in {ko}");
            }
            assert!(!en.contains('!'), "{place}: {en}");
            assert!(
                !en.contains("wrong number") && !en.contains("invalid"),
                "{place}: {en}"
            );
        });
    }
}

#[test]
fn messages_say_what_to_do_and_end_as_sentences() {
    for id in IDS {
        visit_texts(id, &file(id), &mut |place, ko, en| {
            if place.ends_with("_message") {
                assert!(
                    ko.ends_with("니다.") || ko.ends_with("세요.") || ko.ends_with(')'),
                    "{place}: {ko}"
                );
                assert!(en.ends_with('.') || en.ends_with(')'), "{place}: {en}");
            }
        });
    }
}
