//! Every field of both forms: filled in as the forms' own tests do it, sent, and found where coordinators read.

#[path = "../../../app/domain/tests/forms/fill.rs"]
mod fill;
#[path = "../../../app/domain/tests/forms/support.rs"]
#[expect(dead_code, reason = "the forms' own tests use the rest")]
mod support;
#[path = "../../../app/domain/tests/forms/value.rs"]
mod value;

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    answer::{Answer, Answers, FileRef},
    api::{Change, Content, Revision},
    case::Role,
    form::{Instance, Path},
};
use server::demo::{self, Kind};

use crate::{
    files,
    support::{Phone, TestApp},
    upload::hash,
};
use fill::{fillings, paths};

/// Every answer to a question that was asked.
fn answered(instance: &Instance) -> Vec<(Path, Answer)> {
    paths(instance)
        .into_iter()
        .filter(|path| instance.is_relevant(path))
        .filter_map(|path| instance.value(&path).map(|answer| (path, answer)))
        .collect()
}

/// The same answers, with files that the server has in the place of invented ones.
fn with_files(instance: &Instance, photo: &FileRef, paper: &FileRef) -> Instance {
    let mut with = Instance::new(
        Arc::clone(instance.form()),
        instance.answers().clone(),
        support::env(),
    );
    for (path, answer) in answered(instance) {
        if let Answer::Files(files) = answer {
            let real = files.into_iter().map(|file| {
                if file.name.to_lowercase().ends_with("pdf") {
                    paper.clone()
                } else {
                    photo.clone()
                }
            });
            with.set(&path, Some(Answer::Files(real.collect())));
        }
    }
    with
}

fn revision(phone: &Phone<'_>, instance: &Instance) -> Revision {
    let any = phone.filled_in(Kind::Damage);
    let any: Content = serde_json::from_str(&any.content).unwrap();
    let content = Content {
        form: instance.form().id().to_owned(),
        version: instance.form().version().to_owned(),
        answers: instance.submission(),
        captured_at: support::env().now,
        sealed_at: support::env().now,
        ..any
    };
    demo::revision(&content, None, support::env().now).unwrap()
}

#[tokio::test]
async fn every_field_of_both_forms_is_filled_in_and_found_on_the_server() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let staff = app.staff(Role::Coordinator).await;
    let (photo, paper) = (files::jpeg(40, 30), files::pdf());
    let named = |bytes: &[u8], name: &str| FileRef {
        hash: hash(bytes),
        name: name.to_owned(),
        media_type: String::new(),
        size: bytes.len() as u64,
        caption: String::new(),
    };
    phone.upload(&photo).await;
    phone.upload(&paper).await;
    let (photo, paper) = (named(&photo, "현장.jpg"), named(&paper, "서류.pdf"));
    for id in support::IDS {
        let form = support::form(id);
        let mut waiting: BTreeSet<String> = form.fields().map(|field| field.id.clone()).collect();
        for instance in fillings(id) {
            let instance = with_files(instance, &photo, &paper);
            // As it is sent: telephone numbers and their like in their normal form.
            let sent = Instance::new(Arc::clone(&form), instance.submission(), support::env());
            let told = answered(&sent);
            if told.iter().all(|(path, _)| !waiting.contains(&path.field)) {
                continue;
            }
            let revision = revision(&phone, &instance);
            let submission = revision.submission;
            let changes = vec![Change::Revision(revision)];
            Phone::accepted(phone.sync(0, changes).await.acks.remove(0).outcome);
            let file = staff.file(submission).await;
            let stored: Content = serde_json::from_str(&file.view.content).unwrap();
            let stored: Answers = stored.answers;
            let stored = Instance::new(Arc::clone(&form), stored, support::env());
            for (path, answer) in told {
                assert_eq!(stored.value(&path), Some(answer), "{id} {path}");
                waiting.remove(&path.field);
            }
        }
        assert_eq!(waiting, BTreeSet::new(), "{id}: never found on the server");
    }
}
