//! Reads one field, and refuses the keys its type does not have.

use crate::form::{
    consent::{ConsentKind, ConsentNotice, Paragraph},
    file_kind::FileKind,
    keys::Keys,
    model::{Appearance, Bound, CalcResult, Field, Kind},
    problem::{Reason, nth},
    read::Sources,
};
use crate::{
    attachment,
    json::Json,
    korea::{date::parse_iso, year_month::YearMonth},
};

const RESULTS: [(&str, CalcResult); 7] = [
    ("int", CalcResult::Int),
    ("won", CalcResult::Won),
    ("percent", CalcResult::Percent),
    ("tenths", CalcResult::Tenths),
    ("text", CalcResult::Text),
    ("bool", CalcResult::Bool),
    ("date", CalcResult::Date),
];

const APPEARANCES: [(&str, Appearance); 4] = [
    ("chips", Appearance::Chips),
    ("inline", Appearance::Inline),
    ("readonly", Appearance::Readonly),
    ("hidden", Appearance::Hidden),
];

const PHONE_KINDS: [(&str, &str); 7] = [
    ("mobile", "mobile"),
    ("mobile_legacy", "mobile_legacy"),
    ("landline", "landline"),
    ("voip", "voip"),
    ("freephone", "freephone"),
    ("virtual", "virtual"),
    ("representative", "representative"),
];

const CONSENT_KINDS: [(&str, ConsentKind); 2] = [
    ("required", ConsentKind::Required),
    ("optional", ConsentKind::Optional),
];

/// Reads a field of `repeat`.
pub(super) fn read(keys: &mut Keys<'_>, repeat: Option<String>) -> (Field, Sources) {
    let id = keys.id("id");
    if !keys.has("type") {
        keys.report("type", Reason::Missing);
    }
    let kind = keys.word("type", &Kind::ALL);
    if let Some(kind) = kind {
        refuse(keys, kind);
    }
    let kind = kind.unwrap_or(Kind::Text);
    let label = if kind == Kind::Calc {
        keys.label("label").unwrap_or_default()
    } else {
        keys.needed_label("label")
    };
    let field = Field {
        id,
        repeat,
        kind,
        label,
        hint: keys.label("hint"),
        example: keys.text("example"),
        constraint_message: keys.label("constraint_message"),
        warning_message: keys.label("warning_message"),
        result: keys.word("result", &RESULTS),
        choices: keys.text("choices"),
        max_choices: keys.count("max_choices"),
        min: bound(keys, "min", kind),
        max: bound(keys, "max", kind),
        min_length: keys.count("min_length"),
        max_length: keys.count("max_length"),
        phone_kinds: phone_kinds(keys),
        allow_unknown: keys.flag("allow_unknown"),
        free_text: keys.flag("free_text"),
        profile: keys.flag("profile"),
        copy_from: keys.text("copy_from"),
        appearance: keys.word("appearance", &APPEARANCES),
        autocomplete: keys.text("autocomplete"),
        accept: accept(keys, kind),
        max_bytes: keys
            .count("max_bytes")
            .map_or(attachment::LARGEST, u64::from),
        unit: keys.text("unit"),
        consent: consent(keys),
    };
    let sources = Sources {
        relevant: keys.source("relevant"),
        required: keys.source("required"),
        constraint: keys.source("constraint"),
        warning: keys.source("warning"),
        calculate: keys.source("calculate"),
        default: keys.source("default"),
        suggest: keys.source("suggest"),
        choice_filter: keys.source("choice_filter"),
    };
    complete(keys, &field, &sources);
    (field, sources)
}

/// What must go together.
fn complete(keys: &mut Keys<'_>, field: &Field, sources: &Sources) {
    let mut needs = |key: &str, needed: bool, there: bool| {
        if needed && !there {
            keys.report(key, Reason::Missing);
        }
    };
    needs("choices", field.kind.has_choices(), field.choices.is_some());
    needs(
        "consent",
        field.kind == Kind::Consent,
        field.consent.is_some(),
    );
    needs(
        "calculate",
        field.kind == Kind::Calc,
        sources.calculate.is_some(),
    );
    needs("accept", field.kind == Kind::File, !field.accept.is_empty());
    needs("result", field.kind == Kind::Calc, field.result.is_some());
    needs(
        "constraint_message",
        sources.constraint.is_some(),
        field.constraint_message.is_some(),
    );
    needs(
        "constraint",
        field.constraint_message.is_some(),
        sources.constraint.is_some(),
    );
    needs(
        "warning_message",
        sources.warning.is_some(),
        field.warning_message.is_some(),
    );
    needs(
        "warning",
        field.warning_message.is_some(),
        sources.warning.is_some(),
    );
    if field.profile && field.free_text {
        keys.report("profile", Reason::FreeProfile);
    }
    let above = match (field.min, field.max) {
        (Some(Bound::Number(min)), Some(Bound::Number(max))) => min > max,
        (Some(Bound::Date(min)), Some(Bound::Date(max))) => min > max,
        _ => false,
    };
    if above {
        keys.report("min", Reason::MinAboveMax);
    }
    if let (Some(min), Some(max)) = (field.min_length, field.max_length)
        && min > max
    {
        keys.report("min_length", Reason::MinAboveMax);
    }
}

/// Refuses keys that mean nothing for this type.
fn refuse(keys: &mut Keys<'_>, kind: Kind) {
    let name = kind.name();
    let mut unless = |fits: bool, names: &[&str]| {
        if !fits {
            keys.refuse(names, name);
        }
    };
    let is_date = matches!(kind, Kind::Date | Kind::Month);
    unless(
        kind.has_choices() || matches!(kind, Kind::Likert5 | Kind::Calc),
        &["choices"],
    );
    unless(kind.has_choices(), &["choice_filter"]);
    unless(matches!(kind, Kind::Multi | Kind::Rank3), &["max_choices"]);
    unless(
        kind.is_number() || is_date || kind == Kind::File,
        &["min", "max"],
    );
    unless(kind.is_text(), &["min_length", "max_length"]);
    unless(kind == Kind::Phone, &["phone_kinds"]);
    unless(
        matches!(kind, Kind::Text | Kind::Textarea | Kind::File),
        &["free_text"],
    );
    unless(kind == Kind::File, &["accept", "max_bytes"]);
    unless(kind == Kind::Won, &["unit"]);
    unless(kind == Kind::Consent, &["consent"]);
    unless(kind == Kind::Calc, &["calculate", "result"]);
    let typed = !matches!(kind, Kind::Calc | Kind::Consent);
    unless(
        typed,
        &["allow_unknown", "copy_from", "example", "autocomplete"],
    );
    unless(
        typed && !matches!(kind, Kind::File | Kind::Address),
        &["default", "suggest"],
    );
    unless(
        typed && !matches!(kind, Kind::File | Kind::Textarea),
        &["profile"],
    );
    unless(kind != Kind::Calc, &["required"]);
}

fn bound(keys: &mut Keys<'_>, key: &str, kind: Kind) -> Option<Bound> {
    let is_date = matches!(kind, Kind::Date | Kind::Month);
    match keys.take(key)? {
        Json::Int(number) if !is_date => return Some(Bound::Number(number)),
        Json::Text(text) if is_date => {
            if text == "today" {
                return Some(Bound::Today);
            }
            let month = || text.parse::<YearMonth>().ok()?.first_day();
            let day = if kind == Kind::Month { month() } else { None };
            match day.or_else(|| parse_iso(&text).ok()) {
                Some(day) => return Some(Bound::Date(day)),
                None => keys.report(key, Reason::Date(text)),
            }
        }
        _ if is_date => keys.report(key, Reason::Expected("a date or \"today\"")),
        _ => keys.report(key, Reason::Expected("a whole number")),
    }
    None
}

fn phone_kinds(keys: &mut Keys<'_>) -> Vec<String> {
    let kinds = keys.words("phone_kinds", &PHONE_KINDS).into_iter();
    kinds.map(str::to_owned).collect()
}

fn accept(keys: &mut Keys<'_>, kind: Kind) -> Vec<FileKind> {
    if keys.has("accept") {
        keys.words("accept", &FileKind::ALL)
    } else if kind == Kind::File {
        FileKind::ALL.iter().map(|(_, kind)| *kind).collect()
    } else {
        Vec::new()
    }
}

fn consent(keys: &mut Keys<'_>) -> Option<ConsentNotice> {
    let json = keys.take("consent")?;
    let mut keys = Keys::new(keys.at("consent"), json, keys.problems);
    if !keys.has("kind") {
        keys.report("kind", Reason::Missing);
    }
    let kind = keys
        .word("kind", &CONSENT_KINDS)
        .unwrap_or(ConsentKind::Required);
    let refusal = keys.needed_label("refusal");
    let mut paragraphs = Vec::new();
    for (position, json) in keys.list("paragraphs").into_iter().enumerate() {
        let place = nth(&keys.at("paragraphs"), position);
        let mut inner = Keys::new(place, json, keys.problems);
        paragraphs.push(Paragraph {
            label: inner.needed_label("label"),
            text: inner.needed_label("text"),
            important: inner.flag("important"),
        });
        inner.finish();
    }
    if paragraphs.is_empty() {
        keys.report("paragraphs", Reason::Missing);
    }
    keys.finish();
    Some(ConsentNotice {
        kind,
        paragraphs,
        refusal,
    })
}
