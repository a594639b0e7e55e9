//! The organisation's profile: what every form asks of it, typed once and put into the next form.
//!
//! A form says which questions belong to it (`"profile": true`, `docs/forms.md`); consents, files and free text never
//! do. Where the profile is kept, and when it is taken and put in, is the app's business.

use std::sync::Arc;

use super::{Form, Instance, model::Field, normal, path::Path};
use crate::{
    answer::{Answer, Answers, Row},
    json::Json,
    map::Map,
};

/// What a phone knows of its organisation. Stored for years: fields are only added, each with a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
pub struct Profile {
    /// The answers, by the ids that the forms share.
    #[serde(default)]
    pub answers: Answers,
    /// The kind that each of the fields had, by its name in the forms; fields of rows included.
    #[serde(default)]
    pub kinds: Map<String, String>,
    /// When a form was last sent, Unix milliseconds, the phone's clock.
    #[serde(default)]
    pub updated_at: i64,
}

impl Profile {
    /// Takes over what a form that is being sent says of the organisation.
    ///
    /// Every question that was asked counts, so what was left blank or answered "모름" there is forgotten. What was
    /// not asked stays.
    pub fn take(&mut self, instance: &Instance) {
        let form = instance.form();
        for field in of(form, None) {
            if let Some(answer) = asked(instance, field, &Path::top(&*field.id)) {
                self.put(field, answer);
            }
        }
        for repeat in repeats(form) {
            if !instance.is_repeat_relevant(repeat) {
                continue;
            }
            let mut rows = Vec::new();
            for row in instance.answers().rows(repeat) {
                let mut answers = Answers::default();
                for field in of(form, Some(repeat)) {
                    let path = Path::in_row(repeat, &*row.id, &*field.id);
                    answers.set(&field.id, asked(instance, field, &path).flatten());
                    self.know(field);
                }
                if !answers.is_empty() {
                    let id = row.id.clone();
                    rows.push(Row { id, answers });
                }
            }
            let rows = (!rows.is_empty()).then_some(Answer::Rows(rows));
            self.answers.set(repeat, rows);
        }
        self.updated_at = instance.env().now;
    }

    /// Puts into a form that was just begun what fits it: the field is there with the same kind, and the answer
    /// holds there today. Gives back what was put in.
    pub fn fill(&self, instance: &mut Instance) -> Answers {
        let form = Arc::clone(instance.form());
        let mut filled = Vec::new();
        for field in of(&form, None) {
            let path = Path::top(&*field.id);
            if let Some(answer) = self.answers.get(&field.id).filter(|_| self.knows(field)) {
                let before = instance.answers().get(&field.id).cloned();
                instance.set(&path, Some(answer.clone()));
                filled.push((path, before));
            }
        }
        let mut ids = Vec::new();
        // Only now, because whether a choice is offered may hang on an answer further down.
        for (path, before) in filled {
            if holds(instance, &path) {
                ids.push(path.field);
            } else {
                instance.set(&path, before);
            }
        }
        for repeat in repeats(&form) {
            if instance.answers().rows(repeat).is_empty() && self.fill_rows(instance, repeat) {
                ids.push(repeat.to_owned());
            }
        }
        let mut put = Answers::default();
        for id in ids {
            put.set(&id, instance.answers().get(&id).cloned());
        }
        put
    }

    /// Whether a row was put in.
    fn fill_rows(&self, instance: &mut Instance, repeat: &str) -> bool {
        let form = Arc::clone(instance.form());
        let most = form.repeat(repeat).and_then(|repeat| repeat.max);
        let most = most.map_or(usize::MAX, |most| most as usize);
        for row in self.answers.rows(repeat).iter().take(most) {
            instance.add_row(repeat, row.id.clone());
            let mut any = false;
            for field in of(&form, Some(repeat)).filter(|field| self.knows(field)) {
                let path = Path::in_row(repeat, &*row.id, &*field.id);
                if let Some(answer) = row.answers.get(&field.id) {
                    instance.set(&path, Some(answer.clone()));
                    let fits = holds(instance, &path);
                    if !fits {
                        instance.set(&path, None);
                    }
                    any |= fits;
                }
            }
            if !any {
                instance.remove_row(repeat, &row.id);
            }
        }
        !instance.answers().rows(repeat).is_empty()
    }

    fn put(&mut self, field: &Field, answer: Option<Answer>) {
        self.answers.set(&field.id, answer);
        self.know(field);
    }

    fn know(&mut self, field: &Field) {
        self.kinds
            .insert(field.id.clone(), field.kind.name().to_owned());
    }

    fn knows(&self, field: &Field) -> bool {
        self.kinds
            .get(&field.id)
            .is_some_and(|kind| kind == field.kind.name())
    }
}

/// Takes out of `answers` what was put in and is still as it was; what the person has changed since stays.
pub fn take_back(answers: &mut Answers, prefilled: &Answers) {
    for (id, answer) in &prefilled.0 {
        if answers.get(id) == Some(answer) {
            answers.set(id, None);
        }
    }
}

/// The profile's fields in `repeat`, or outside repeats.
fn of<'a>(form: &'a Form, repeat: Option<&'a str>) -> impl Iterator<Item = &'a Field> {
    form.fields()
        .filter(move |field| field.profile && field.repeat.as_deref() == repeat)
}

/// The repeats whose rows have fields of the profile.
fn repeats(form: &Form) -> Vec<&str> {
    let mut repeats: Vec<&str> = form
        .fields()
        .filter(|field| field.profile)
        .filter_map(|field| field.repeat.as_deref())
        .collect();
    repeats.dedup();
    repeats
}

/// What was answered to a question, and whether it was asked at all.
fn asked(instance: &Instance, field: &Field, path: &Path) -> Option<Option<Answer>> {
    instance.is_relevant(path).then(|| {
        let known = instance
            .value(path)
            .filter(|answer| *answer != Answer::Unknown);
        known.and_then(|answer| normal::answer(field, &answer))
    })
}

/// Whether nothing is wrong with what was put at `path`, asked or not.
fn holds(instance: &Instance, path: &Path) -> bool {
    let wrong = |finding: &super::Finding| finding.is_error() && finding.code != REQUIRED;
    !instance.check_unasked(path).iter().any(wrong)
}

/// An address without all of its parts is a beginning.
const REQUIRED: &str = "required";
