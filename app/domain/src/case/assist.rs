//! What staff may not change when they correct a content for its applicant.
//!
//! Consents are valid only if the data subject gave them (PIPA art. 15, 22), and who vouches for a content is who
//! signed it. Everything else may be corrected by phone, as the Petitions Act's oral petition (시행령 art. 10) allows.

use crate::{
    answer::{Answers, Row},
    form::{Field, Form, Kind, Path},
};

/// The fields of the applicant's own word that it is true; their ids are those of the domain specification, the same in
/// every form.
const VOUCHING: [&str; 3] = ["attest", "attest_name", "attest_date"];

/// Whether only the applicant answers `field`.
pub fn is_applicants_own(field: &Field) -> bool {
    field.kind == Kind::Consent || VOUCHING.contains(&field.id.as_str())
}

/// The first answer of the applicant's own in which two versions differ; one that only one of them has differs.
pub fn own_touched(form: &Form, before: &Answers, after: &Answers) -> Option<Path> {
    form.fields()
        .filter(|field| is_applicants_own(field))
        .find_map(|field| match &field.repeat {
            None => {
                let differs = before.get(&field.id) != after.get(&field.id);
                differs.then(|| Path::top(field.id.as_str()))
            }
            Some(repeat) => {
                rows_touched(repeat, &field.id, before.rows(repeat), after.rows(repeat))
            }
        })
}

fn rows_touched(repeat: &str, field: &str, before: &[Row], after: &[Row]) -> Option<Path> {
    let said = |rows: &[Row], id: &str| {
        let row = rows.iter().find(|row| row.id == id);
        row.and_then(|row| row.answers.get(field).cloned())
    };
    before
        .iter()
        .chain(after)
        .find(|row| said(before, &row.id) != said(after, &row.id))
        .map(|row| Path::in_row(repeat, row.id.as_str(), field))
}
