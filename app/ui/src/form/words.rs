//! Answers and findings in words.

use domain::{
    answer::Answer,
    form::{CalcResult, Field, Finding, Form, Kind, input, migrate::Left},
    json,
    korea::won,
};

use crate::i18n::{Key, finding, t, text, tr};

/// An answer as it is read back: labels for codes, units for numbers. Blank when there is no answer.
pub fn answer(form: &Form, field: &Field, answer: Option<&Answer>) -> String {
    let Some(answer) = answer else {
        return String::new();
    };
    match answer {
        Answer::Unknown => t(Key::FIELD_UNKNOWN).to_owned(),
        Answer::Bool(true) => t(Key::FIELD_YES).to_owned(),
        Answer::Bool(false) => t(Key::FIELD_NO).to_owned(),
        Answer::Consent(consent) if consent.given => t(Key::CONSENT_GIVEN).to_owned(),
        Answer::Consent(_) => t(Key::CONSENT_REFUSED).to_owned(),
        Answer::Many(codes) if field.kind == Kind::Rank3 => codes
            .iter()
            .enumerate()
            .map(|(at, code)| format!("{}. {}", at + 1, choice(form, field, code)))
            .collect::<Vec<_>>()
            .join("\n"),
        Answer::Many(codes) => codes
            .iter()
            .map(|code| choice(form, field, code))
            .collect::<Vec<_>>()
            .join(", "),
        Answer::Text(code) if field.choices.is_some() => choice(form, field, code),
        Answer::Int(number) => int(form, field, *number),
        Answer::Files(files) => files
            .iter()
            .map(|file| file.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        Answer::Rows(_) => String::new(),
        Answer::Text(_) | Answer::Address(_) => input::display(field, answer),
    }
}

fn int(form: &Form, field: &Field, number: i64) -> String {
    match (field.kind, field.result) {
        (Kind::Won, _) | (_, Some(CalcResult::Won)) => won::read(number),
        (Kind::Percent, _) | (_, Some(CalcResult::Percent)) => format!("{number}%"),
        (_, Some(CalcResult::Tenths)) => {
            let rate = number.unsigned_abs();
            let rate = format!("{}.{}", rate / 10, rate % 10);
            // A decline below zero is a rise, and is called one.
            if number < 0 {
                tr(Key::FIELD_RISE, &[("rate", &rate)])
            } else {
                rate + "%"
            }
        }
        (Kind::Likert5, _) if field.choices.is_some() => choice(form, field, &number.to_string()),
        (Kind::Likert5, _) => likert(number).to_owned(),
        _ => won::group_thousands(number),
    }
}

/// What a newer version of `form` has no place for: the question, and the answer as it is read back.
pub fn left(form: &Form, left: &Left) -> (String, String) {
    let id = &left.path.field;
    let mut label = label_of(form, id);
    if let (Some((repeat, _)), Some(row)) = (&left.path.repeat, left.row) {
        let name = form
            .repeat(repeat)
            .and_then(|repeat| repeat.row_label.as_ref())
            .map_or_else(|| label_of(form, repeat), text);
        label = format!("{name} {row} · {label}");
    }
    let said = match form.field(id) {
        Some(field) => answer(form, field, Some(&left.answer)),
        None if form.repeat(id).is_some() => rows(form, &left.answer),
        // Not even the version it was written in asks for it.
        None => json::write(&left.answer),
    };
    (label, said)
}

/// Rows in one text: what was answered in each.
fn rows(form: &Form, answers: &Answer) -> String {
    let Answer::Rows(rows) = answers else {
        return String::new();
    };
    let mut lines = Vec::new();
    for row in rows {
        let said = row.answers.0.iter().filter_map(|(id, said)| {
            let said = answer(form, form.field(id)?, Some(said));
            (!said.is_empty()).then_some(said)
        });
        lines.push(said.collect::<Vec<_>>().join(", "));
    }
    lines.join("\n")
}

/// The words of a five-point scale.
pub fn likert(point: i64) -> &'static str {
    t(match point {
        1 => Key::LIKERT_1,
        2 => Key::LIKERT_2,
        3 => Key::LIKERT_3,
        4 => Key::LIKERT_4,
        _ => Key::LIKERT_5,
    })
}

/// The label of a choice, or its code where a newer form has a choice this one lacks.
pub fn choice(form: &Form, field: &Field, code: &str) -> String {
    let list = field.choices.as_deref().unwrap_or_default();
    form.choices(list)
        .iter()
        .find(|choice| choice.code == code)
        .map_or_else(|| code.to_owned(), |choice| text(&choice.label))
}

/// A finding as a sentence: what is the matter, and what to do.
pub fn sentence(form: &Form, found: &Finding) -> String {
    if let Some(message) = &found.message {
        return text(message);
    }
    let field = form.field(&found.path.field);
    let mut label = label_of(form, &found.path.field);
    if let Some(part) = found.args.get("part").and_then(|part| part_key(part)) {
        label = format!("{label} · {}", t(part));
    }
    let code = worded(field.map(|field| field.kind), &found.code);
    let key = finding(code).unwrap_or(Key::FINDING_OTHER);
    let mut arguments = vec![("label", label.as_str())];
    let formatted: Vec<(&str, String)> = found
        .args
        .iter()
        .map(|(name, value)| (name.as_str(), argument(field, value)))
        .collect();
    arguments.extend(
        formatted
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    let sentence = tr(key, &arguments);
    match field.and_then(|field| field.example.as_ref()) {
        Some(example) => format!(
            "{sentence} {}",
            tr(Key::FIELD_EXAMPLE, &[("example", example)])
        ),
        None => sentence,
    }
}

/// The label of a part of an address.
pub fn part_key(part: &str) -> Option<Key> {
    Some(match part {
        "sido" => Key::ADDRESS_SIDO,
        "sigungu" => Key::ADDRESS_SIGUNGU,
        "road" => Key::ADDRESS_ROAD,
        "detail" => Key::ADDRESS_DETAIL,
        "zip" => Key::ADDRESS_ZIP,
        _ => return None,
    })
}

/// The code under which the words for this kind of question are found.
fn worded(kind: Option<Kind>, code: &str) -> &str {
    match (code, kind) {
        ("required", None) | ("rows_min", None) => "required_rows",
        ("required", Some(Kind::Consent)) => "required_consent",
        ("required", Some(Kind::Address)) => "required_address",
        ("required", Some(Kind::Enum | Kind::Multi | Kind::Rank3 | Kind::Likert5 | Kind::Bool)) => {
            "required_choice"
        }
        ("min", Some(Kind::Date | Kind::Month)) => "min_date",
        ("max", Some(Kind::Date | Kind::Month)) => "max_date",
        ("max", Some(Kind::File)) => "max_files",
        (code, _) => code,
    }
}

/// The label of a field or a repeat.
pub fn label_of(form: &Form, id: &str) -> String {
    match (form.field(id), form.repeat(id)) {
        (Some(field), _) => text(&field.label),
        (None, Some(repeat)) => text(&repeat.label),
        (None, None) => id.to_owned(),
    }
}

fn argument(field: Option<&domain::form::Field>, value: &str) -> String {
    let counted = field.is_some_and(|field| field.kind.is_number());
    match value.parse::<i64>() {
        Ok(number) if counted => won::group_thousands(number),
        _ => value.to_owned(),
    }
}
