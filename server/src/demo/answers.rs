//! What every made-up content shares: consents to the texts of the form, and the end of the form.

use std::sync::Arc;

use domain::{
    answer::{Answer, Answers, Consent},
    form::{ConsentKind, Env, Form, Instance},
    korea::kst,
    text::Locale,
};

use super::{Dice, Firm};

/// Text.
pub(super) fn text(words: impl Into<String>) -> Option<Answer> {
    Some(Answer::Text(words.into()))
}

/// Codes.
pub(super) fn many(codes: &[&str]) -> Option<Answer> {
    Some(Answer::Many(
        codes.iter().map(|code| (*code).to_owned()).collect(),
    ))
}

/// What both forms ask of the enterprise.
pub(super) fn organisation(firm: &Firm) -> Answers {
    let mut answers = Answers::default();
    answers.set("org_name", text(&firm.name));
    answers.set("reg_kind", text("biz"));
    answers.set("brn", text(&firm.brn));
    answers.set("org_types", many(&[firm.org_type]));
    answers.set("contact_name", text(&firm.contact));
    answers.set("contact_mobile", text(&firm.mobile));
    answers.set("program_industry", text(firm.industry));
    answers.set("attest", Some(Answer::Bool(true)));
    answers.set("attest_name", text(&firm.contact));
    answers
}

/// The answers as the app would seal them: with the consents, and only what is relevant.
pub(super) fn finish(
    form: &Arc<Form>,
    dice: &mut Dice,
    mut answers: Answers,
    sealed_at: i64,
) -> anyhow::Result<Answers> {
    for field in form.fields() {
        let Some(notice) = &field.consent else {
            continue;
        };
        let given = notice.kind == ConsentKind::Required || !dice.is_one_in(3);
        let consent = Consent {
            given,
            text_hash: notice.text_hash(Locale::Ko),
            locale: Locale::Ko.tag().to_owned(),
            at: sealed_at - dice.between(60_000, 600_000),
        };
        answers.set(&field.id, Some(Answer::Consent(consent)));
    }
    let env = Env {
        today: kst::day_of(sealed_at)?,
        now: sealed_at,
    };
    Ok(Instance::new(Arc::clone(form), answers, env).submission())
}
