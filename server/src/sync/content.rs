//! Reading a revision's content and validating it by its form. Pure: storage is not asked.

use std::sync::Arc;

use domain::{
    answer::{Answer, Answers},
    api::{Content, Outcome, Refusal, Revision},
    attachment::{is_hash, manifest},
    form::{ConsentKind, Env, Finding, Form, Instance, Path},
    korea::{choseong, kst, search_key},
    text::Locale,
};

use super::{CLOCK_TOLERANCE, refused};
use crate::{auth::secret, form::Forms, storage::Summary};

/// The largest content, in bytes. Files travel on their own, so this is some hundred pages of text.
const LARGEST: usize = 512 * 1024;

/// A content that may be stored.
#[derive(Debug)]
pub struct Valid {
    pub form: Arc<Form>,
    pub sealed_at: i64,
    /// Sealed in the future: the phone's clock runs ahead.
    pub is_ahead: bool,
    /// 간편 접수: sent in quick mode, by the form's own rule.
    pub is_quick: bool,
    pub summary: Summary,
    /// The supplement request that its writer had read.
    pub read_request: Option<i64>,
    /// The hashes of the files that it names, each once.
    pub files: Vec<String>,
}

/// Everything that can be said of a revision without knowing what is stored.
///
/// # Errors
/// The refusal.
#[expect(
    clippy::result_large_err,
    reason = "the outcome is moved once, and boxed it would be unpacked at once"
)]
pub fn check(
    forms: &Forms,
    now: i64,
    revision: &Revision,
    most_files: usize,
) -> Result<Valid, Outcome> {
    if revision.content.len() > LARGEST {
        return Err(refused(Refusal::TooLarge));
    }
    let content: Content =
        serde_json::from_str(&revision.content).map_err(|_| refused(Refusal::MalformedContent))?;
    let files = files(&content.answers, most_files)?;
    let form = forms
        .get(&content.form, &content.version)
        .ok_or_else(|| refused(Refusal::UnknownForm))?;
    // The phone judged the form by its own day, perhaps days ago. A clock that runs ahead gains nothing.
    let sealed_at = content.sealed_at.min(now);
    let today = kst::day_of(sealed_at).map_err(|_| refused(Refusal::MalformedContent))?;
    let env = Env {
        today,
        now: sealed_at,
    };
    let instance = Instance::new(Arc::clone(form), content.answers, env);
    if !has_consent(&instance) {
        return Err(refused(Refusal::NoConsent));
    }
    let findings = instance.validate();
    if findings.iter().any(domain::form::Finding::is_error) {
        return Err(Outcome::Refused {
            reason: Refusal::Invalid,
            findings,
        });
    }
    let submission = instance.submission();
    Ok(Valid {
        form: Arc::clone(form),
        read_request: content.read_request,
        sealed_at,
        is_ahead: content.sealed_at > now.saturating_add(CLOCK_TOLERANCE),
        is_quick: instance.is_quick(),
        summary: summary(&submission),
        files,
    })
}

/// The files that a content names, wherever in it: also those that its form does not ask for.
#[expect(
    clippy::result_large_err,
    reason = "the outcome is moved once, and boxed it would be unpacked at once"
)]
fn files(answers: &Answers, most: usize) -> Result<Vec<String>, Outcome> {
    let files = manifest(answers);
    if files.iter().any(|file| !is_hash(&file.hash)) {
        return Err(refused(Refusal::MalformedContent));
    }
    match files.get(most) {
        Some(first_too_many) => Err(Outcome::Refused {
            reason: Refusal::Attachment,
            findings: vec![
                Finding::error(&first_too_many.path, "file.count").with("max", &most.to_string()),
            ],
        }),
        None => Ok(files.into_iter().map(|file| file.hash).collect()),
    }
}

/// The hashes of the files that a stored content names, each once.
pub fn named(content: &str) -> Vec<String> {
    let content = serde_json::from_str::<Content>(content);
    let files = content.map(|content| manifest(&content.answers));
    let files = files.unwrap_or_default().into_iter();
    files.map(|file| file.hash).collect()
}

/// Whether every consent that the form depends on was given, and each that was given to the very text of this
/// form's version (PIPA art. 15, 22; invariant 14).
fn has_consent(instance: &Instance) -> bool {
    instance.form().fields().all(|field| {
        let Some(notice) = &field.consent else {
            return true;
        };
        let path = Path {
            repeat: None,
            field: field.id.clone(),
        };
        if !instance.is_relevant(&path) {
            return true;
        }
        match instance.value(&path) {
            Some(Answer::Consent(consent)) if consent.given => {
                [Locale::Ko, Locale::En].into_iter().any(|locale| {
                    locale.tag() == consent.locale && notice.text_hash(locale) == consent.text_hash
                })
            }
            _ => notice.kind == ConsentKind::Optional,
        }
    })
}

/// What the queue shows of `answers`. The field ids are those of the domain specification, the same in every form.
pub fn summary(answers: &Answers) -> Summary {
    let text = |field| answers.text(field).map(str::to_owned);
    let name = text("org_name").unwrap_or_default();
    Summary {
        name_key: search_key::search_key(&name),
        name_initials: choseong::initials(&search_key::search_key(&name)),
        enterprise_name: name,
        brn: text("brn"),
        industry: text("program_industry"),
    }
}

/// Whether the hash fits the content.
pub(super) fn is_intact(revision: &Revision) -> bool {
    secret::sha256_hex(&revision.content) == revision.hash
}
