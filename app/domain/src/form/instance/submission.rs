//! What is submitted: the relevant answers, normalised, with what was calculated.

use super::Instance;
use crate::{
    answer::{Answer, Answers, Row},
    form::normal,
};

impl Instance {
    /// The relevant answers and calculated values only, each in its canonical form.
    pub fn submission(&self) -> Answers {
        let form = &self.form;
        let mut answers = Answers::default();
        for field in 0..form.fields.len() {
            if form.fields[field].repeat.is_none() {
                self.submit(field, None, &mut answers);
            }
        }
        for (index, entry) in form.repeats.iter().enumerate() {
            let id = &entry.repeat.id;
            if !self.is_repeat_relevant(id) {
                continue;
            }
            let mut rows = Vec::new();
            for (position, row) in self.answers.rows(id).iter().enumerate() {
                let mut answers = Answers::default();
                for field in 0..form.fields.len() {
                    if form.fields[field].repeat == Some(index) {
                        self.submit(field, Some(position), &mut answers);
                    }
                }
                rows.push(Row {
                    id: row.id.clone(),
                    answers,
                });
            }
            if !rows.is_empty() {
                answers.set(id, Some(Answer::Rows(rows)));
            }
        }
        answers
    }

    fn submit(&self, field: usize, row: Option<usize>, answers: &mut Answers) {
        if !self.flag(Some(self.form.layout.relevant[field]), row) {
            return;
        }
        let field_data = &self.form.fields[field].field;
        let answer = self.value_at(field, row);
        let answer = answer.and_then(|answer| normal::answer(field_data, &answer));
        answers.set(&field_data.id, answer);
    }
}
