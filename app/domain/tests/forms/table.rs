//! `docs/fields.md`, the table of every field, is made from the forms and held to them.

use std::{fmt::Write as _, fs, path::PathBuf};

use serde_json::Value;

use super::support::{IDS, file};

/// Writes the table anew when this is set.
const WRITE: &str = "IEUM_WRITE_FIELDS";

fn table() -> String {
    let mut out = String::from(
        "# Every field of the forms\n\nMade from `app/domain/forms` by `IEUM_WRITE_FIELDS=1 cargo test -p domain --test forms`; `cargo xtask test` fails when it is stale.\n\
         *Required* and *asked when* are expressions ([forms.md](forms.md)); a rule of a step, group or repeat stands in its own line and holds for all below it.\n",
    );
    for id in IDS {
        let form = file(id);
        let (ko, en) = words(&form["title"]);
        let version = form["version"].as_str().unwrap();
        write!(out, "\n## {id} {version}: {ko} · {en}\n").unwrap();
        for step in form["steps"].as_array().unwrap() {
            let (ko, en) = words(&step["label"]);
            write!(
                out,
                "\n### `{}` {ko} · {en}\n\n",
                step["id"].as_str().unwrap()
            )
            .unwrap();
            if let Some(relevant) = step["relevant"].as_str() {
                write!(out, "Asked when `{relevant}`\n\n").unwrap();
            }
            out.push_str("| id | type | Korean | English | required | asked when |\n| --- | --- | --- | --- | --- | --- |\n");
            items(&mut out, &step["items"], "");
        }
    }
    out
}

fn words(text: &Value) -> (&str, &str) {
    let of = |tag: &str| text[tag].as_str().unwrap_or_default();
    (of("ko"), of("en"))
}

fn items(out: &mut String, list: &Value, indent: &str) {
    for item in list.as_array().unwrap() {
        let (ko, en) = words(&item["label"]);
        let of = |key: &str| item[key].as_str().unwrap_or_default();
        let code = |text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("`{text}`")
            }
        };
        let required = if of("required") == "true" {
            "yes".to_owned()
        } else {
            code(of("required"))
        };
        let (id, kind) = if !of("id").is_empty() {
            (code(of("id")), of("type").to_owned())
        } else if !of("group").is_empty() {
            (format!("*{}*", of("group")), "group".to_owned())
        } else {
            let range = format!(
                "{}..{}",
                item["min"].as_u64().unwrap_or(0),
                item["max"].as_u64().unwrap_or(99)
            );
            (format!("**{}**", of("repeat")), format!("repeat {range}"))
        };
        let relevant = code(of("relevant"));
        writeln!(
            out,
            "| {indent}{id} | {kind} | {ko} | {en} | {required} | {relevant} |"
        )
        .unwrap();
        if item["items"].is_array() {
            items(out, &item["items"], &format!("{indent}· "));
        }
    }
}

#[test]
fn the_table_of_fields_in_the_docs_is_that_of_the_forms() {
    let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/fields.md");
    let table = table();
    if std::env::var_os(WRITE).is_some() {
        fs::write(&place, &table).unwrap();
    }
    let written = fs::read_to_string(&place).unwrap_or_default();
    assert!(
        written == table,
        "docs/fields.md is stale: run the tests with {WRITE}=1"
    );
}
