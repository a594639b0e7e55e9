//! A form as data: steps, groups, repeats, fields and choices, as they are shown.
//!
//! The expressions are not here but compiled in `load`; nothing here judges.

use crate::map::Map;
use std::sync::Arc;

use time::Date;

use super::{consent::ConsentNotice, expression::types::Type, file_kind::FileKind};
use crate::text::Text;

/// One step of a form.
#[derive(Clone, Debug)]
pub struct Step {
    /// Unique among the steps.
    pub id: String,
    /// The step's heading.
    pub label: Text,
    /// A sentence below the heading.
    pub hint: Option<Text>,
    /// Whether each of its groups and repeats is a screen of its own.
    pub paged: bool,
    /// What is on it, in order.
    pub items: Vec<Item>,
}

/// Something on a step.
#[derive(Clone, Debug)]
pub enum Item {
    /// A question.
    Field(Arc<Field>),
    /// A heading over related items.
    Group(Arc<Group>),
    /// Rows of questions.
    Repeat(Arc<Repeat>),
}

/// A heading over related items.
#[derive(Clone, Debug)]
pub struct Group {
    /// Unique in the form.
    pub id: String,
    /// The heading.
    pub label: Text,
    /// A sentence below the heading.
    pub hint: Option<Text>,
    /// What it holds, in order.
    pub items: Vec<Item>,
}

/// Questions that are answered once per row.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// Unique in the form.
    pub id: String,
    /// The heading over all rows.
    pub label: Text,
    /// The heading of one row, before its number.
    pub row_label: Option<Text>,
    /// A sentence below the heading.
    pub hint: Option<Text>,
    /// The fewest rows there may be once there are any, or when the repeat is required.
    pub min: u32,
    /// The most rows there may be.
    pub max: Option<u32>,
    /// The questions of a row: fields and groups.
    pub items: Vec<Item>,
}

/// One question. The meaning of each key is told in `docs/forms.md`.
#[derive(Clone, Debug)]
pub struct Field {
    /// Unique in the form; `[a-z][a-z0-9_]*`.
    pub id: String,
    /// The repeat whose rows it is asked in.
    pub repeat: Option<String>,
    /// What kind of answer it takes (`type` in the file).
    pub kind: Kind,
    /// The question. Blank only for a `calc` that is never shown.
    pub label: Text,
    /// Help below the label.
    pub hint: Option<Text>,
    /// An example for messages, such as `123-45-67891`.
    pub example: Option<String>,
    /// What is said when the constraint does not hold.
    pub constraint_message: Option<Text>,
    /// What is said when the warning holds.
    pub warning_message: Option<Text>,
    /// What a `calc` yields.
    pub result: Option<CalcResult>,
    /// The name of its choice list.
    pub choices: Option<String>,
    /// How many choices may be made.
    pub max_choices: Option<u32>,
    /// The least allowed value (for files: the fewest).
    pub min: Option<Bound>,
    /// The greatest allowed value (for files: the most).
    pub max: Option<Bound>,
    /// Fewest characters after NFC.
    pub min_length: Option<u32>,
    /// Most characters after NFC.
    pub max_length: Option<u32>,
    /// Accepted kinds of telephone number; empty accepts all.
    pub phone_kinds: Vec<String>,
    /// Whether "모름" is offered.
    pub allow_unknown: bool,
    /// Whether the resident-number detector runs on it.
    pub free_text: bool,
    /// Whether its answer belongs to the organisation and is put into the next form ([`super::profile`]).
    pub profile: bool,
    /// The field that "…와 같음" copies.
    pub copy_from: Option<String>,
    /// How the view should show it.
    pub appearance: Option<Appearance>,
    /// The HTML autofill token.
    pub autocomplete: Option<String>,
    /// What files are accepted, for kind [`Kind::File`].
    pub accept: Vec<FileKind>,
    /// The largest file in bytes, for kind [`Kind::File`].
    pub max_bytes: u64,
    /// The field that tells in which unit won are typed: its choices have an attribute `won`.
    pub unit: Option<String>,
    /// The notice, for kind [`Kind::Consent`].
    pub consent: Option<ConsentNotice>,
}

/// The least or greatest value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A number.
    Number(i64),
    /// A day; for months its first.
    Date(Date),
    /// The day on which the form is judged.
    Today,
}

/// What a calculated field yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalcResult {
    /// A whole number.
    Int,
    /// Whole won.
    Won,
    /// Whole percent.
    Percent,
    /// Tenths of a percent, as `decline()` yields: 705 is 70.5 %.
    Tenths,
    /// Text, or a choice's code.
    Text,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
}

/// A hint to the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appearance {
    /// Choices as chips.
    Chips,
    /// Beside the next field.
    Inline,
    /// Shown, not editable.
    Readonly,
    /// Not shown.
    Hidden,
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// What is shown.
    pub label: Text,
    /// The first day it can be chosen.
    pub valid_from: Option<Date>,
    /// The last day it can be chosen.
    pub valid_to: Option<Date>,
    /// Data about it, for filters.
    pub attributes: Map<String, String>,
}

impl Choice {
    /// Whether it can be chosen on `day`.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// What kind of answer a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Several lines of text.
    Textarea,
    /// A whole number.
    Int,
    /// Whole won, 0 to 10^15.
    Won,
    /// Whole percent, 0 to 100 unless the field says otherwise.
    Percent,
    /// A day.
    Date,
    /// A month.
    Month,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// Business registration number, 사업자등록번호.
    Brn,
    /// Corporate registration number, 법인등록번호.
    Crn,
    /// Mail-order report number, 통신판매업 신고번호.
    Mailorder,
    /// One choice.
    Enum,
    /// Several choices.
    Multi,
    /// Yes or no.
    Bool,
    /// 1 to 5, or the numbers its choice list names.
    Likert5,
    /// Up to three choices in order of importance.
    Rank3,
    /// Attached files.
    File,
    /// An answer to a consent notice.
    Consent,
    /// A Korean address.
    Address,
    /// Calculated, never typed.
    Calc,
}

impl Kind {
    /// Every kind with its name in the file.
    pub const ALL: [(&'static str, Self); 22] = [
        ("text", Self::Text),
        ("textarea", Self::Textarea),
        ("int", Self::Int),
        ("won", Self::Won),
        ("percent", Self::Percent),
        ("date", Self::Date),
        ("month", Self::Month),
        ("phone", Self::Phone),
        ("email", Self::Email),
        ("url", Self::Url),
        ("brn", Self::Brn),
        ("crn", Self::Crn),
        ("mailorder", Self::Mailorder),
        ("enum", Self::Enum),
        ("multi", Self::Multi),
        ("bool", Self::Bool),
        ("likert5", Self::Likert5),
        ("rank3", Self::Rank3),
        ("file", Self::File),
        ("consent", Self::Consent),
        ("address", Self::Address),
        ("calc", Self::Calc),
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether its answers name choices of a list.
    pub const fn has_choices(self) -> bool {
        matches!(self, Self::Enum | Self::Multi | Self::Rank3)
    }

    /// Whether its answer is text that a person typed.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Textarea
                | Self::Phone
                | Self::Email
                | Self::Url
                | Self::Brn
                | Self::Crn
                | Self::Mailorder
        )
    }

    /// Whether its answer is a whole number with bounds.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Won | Self::Percent)
    }

    /// The type its value has in expressions; `result` for a calculated field.
    pub(crate) const fn value_type(self, result: Option<CalcResult>) -> Type {
        match self {
            Self::Int | Self::Won | Self::Percent | Self::Likert5 => Type::Number,
            Self::Date | Self::Month => Type::Date,
            Self::Multi | Self::Rank3 => Type::List,
            Self::Bool => Type::Bool,
            Self::File => Type::Files,
            Self::Consent => Type::Consent,
            Self::Address => Type::Address,
            Self::Calc => match result {
                Some(
                    CalcResult::Int | CalcResult::Won | CalcResult::Percent | CalcResult::Tenths,
                ) => Type::Number,
                Some(CalcResult::Bool) => Type::Bool,
                Some(CalcResult::Date) => Type::Date,
                Some(CalcResult::Text) | None => Type::Text,
            },
            _ => Type::Text,
        }
    }
}
