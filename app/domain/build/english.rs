//! Takes the English out of the forms, for the programs: it comes to a phone as a file of its own (`ui::i18n`).
//!
//! English is looked up by the Korean text. So it stays in a form where one Korean text has several English ones, and
//! in the notices of consent, whose very words are hashed in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use serde_json::Value;

/// English by Korean.
pub(crate) type English = BTreeMap<String, String>;

/// The forms in `folder` by file name, and whatever of their English the programs do not carry.
pub(crate) fn forms(folder: &Path) -> Result<(BTreeMap<String, Value>, English), Box<dyn Error>> {
    let mut forms = BTreeMap::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        let form = serde_json::from_str(&fs::read_to_string(file.path())?)?;
        forms.insert(file.file_name().to_string_lossy().into_owned(), form);
    }
    let mut known = BTreeMap::<String, BTreeSet<String>>::new();
    for form in forms.values_mut() {
        each_text(form, &mut |ko, en| {
            known
                .entry(ko.to_owned())
                .or_default()
                .extend(en.as_str().map(str::to_owned));
            true
        });
    }
    let apart: English = known
        .into_iter()
        .filter_map(|(ko, mut en)| Some((ko, en.pop_first()?)).filter(|_| en.is_empty()))
        .collect();
    for form in forms.values_mut() {
        each_text(form, &mut |ko, _| !apart.contains_key(ko));
    }
    Ok((forms, apart))
}

/// Asks `stays` of every text that has both languages; where it says no, the English one goes.
fn each_text(value: &mut Value, stays: &mut impl FnMut(&str, &Value) -> bool) {
    match value {
        Value::Object(members) => {
            if let (Some(Value::String(ko)), Some(en)) = (members.get("ko"), members.get("en")) {
                if !stays(ko, en) {
                    members.remove("en");
                }
                return;
            }
            for (name, value) in members {
                if name != "consent" {
                    each_text(value, stays);
                }
            }
        }
        Value::Array(values) => {
            for value in values {
                each_text(value, stays);
            }
        }
        _ => {}
    }
}
