//! Several people edit one submission: what each of them does to it, and what nobody may lose.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    answer::{Answer, Answers, merge::Side},
    api::{Content, Refusal, SubmissionView},
    case::State,
    id::DraftId,
    sync::{Answering, Draft, Event, OutboxItem, Write},
};

use super::{ledger::Violation, world::World};

/// The questions that people answer. What a whole report says is its `nonce`, new with each draft.
const QUESTIONS: [&str; 4] = ["a", "b", "c", "nonce"];

/// What people did to drafts, as they would tell it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits {
    /// What each wrote, and over what.
    written: BTreeMap<(DraftId, &'static str), (String, String)>,
    /// The other side's answers that somebody was shown beside his own, and whether he took them.
    shown: BTreeSet<(DraftId, &'static str, String, bool)>,
}

impl World {
    /// Somebody goes on with what came too late, or changes something that was sent.
    pub(crate) fn answer(&mut self, phone: usize) -> Result<(), Violation> {
        let items = self.phones[phone].disk.outbox.values();
        let late = |item: &&OutboxItem| {
            let parked = item.parked.as_ref();
            parked.is_some_and(|parked| parked.reason == Refusal::StaleParent)
        };
        if let Some(item) = items.into_iter().find(late) {
            let id = item.id();
            self.tell(phone, Event::CancelRequested(id));
            return Ok(());
        }
        let Some(view) = self.open(phone) else {
            return Ok(());
        };
        let draft = self.edit(&view);
        if self.luck.one_in(2) {
            self.send_draft(phone, &draft)
        } else if self.phones[phone].full {
            Ok(())
        } else {
            // To be sent some other day, when others may have sent theirs.
            self.commit(phone, &[Write::PutDraft(Box::new(draft))])
        }
    }

    /// The phones of an enterprise change one submission at the same time.
    pub(crate) fn edit_together(&mut self, phone: usize) -> Result<(), Violation> {
        let Some(view) = self.open(phone) else {
            return Ok(());
        };
        for other in 0..self.phones.len() {
            let known = self.phones[other].disk.submissions.get(&view.id);
            let known = known.and_then(|record| record.view.clone());
            if let Some(known) = known.filter(|known| known.state.is_open()) {
                let draft = self.edit(&known);
                self.send_draft(other, &draft)?;
            }
        }
        Ok(())
    }

    /// Some submission that this phone may still change.
    fn open(&mut self, phone: usize) -> Option<SubmissionView> {
        let own = self.phones[phone].disk.submissions.values();
        let open = own.filter_map(|record| record.view.as_ref());
        let open: Vec<_> = open.filter(|view| view.state.is_open()).collect();
        self.luck.pick(&open).map(|view| (*view).clone())
    }

    /// A draft that continues what this phone knows, with another answer or two.
    fn edit(&mut self, view: &SubmissionView) -> Draft {
        let mut draft = self.draft(Some(Answering {
            submission: view.id,
            parent: view.revision,
        }));
        let base: Content = serde_json::from_str(&view.content).unwrap();
        let nonce = text(&draft.answers, "nonce");
        draft.base = base.answers;
        draft.answers = draft.base.clone();
        let number = self.luck.below(3);
        for (question, words) in [
            (QUESTIONS[number], format!("{number} {nonce}")),
            ("nonce", nonce),
        ] {
            let edits = &mut self.ledger.edits;
            let over = text(&draft.base, question);
            edits
                .written
                .insert((draft.id, question), (words.clone(), over));
            draft.answers.set(question, Some(Answer::Text(words)));
        }
        draft
    }

    /// What the screen does before a draft is sent: it takes in what others sent and has the writer choose. Gives the
    /// request that the writer has read.
    pub(crate) fn catch_up(&mut self, phone: usize, draft: &mut Draft) -> Option<i64> {
        let known = &self.phones[phone].disk.submissions;
        let view = draft
            .answering
            .and_then(|answering| known.get(&answering.submission)?.view.clone());
        if let Some(view) = &view {
            draft.catch_up(view);
        }
        let mut clashes = std::mem::take(&mut draft.clashes);
        for clash in clashes.iter_mut().filter(|clash| clash.choice.is_none()) {
            let question = clash.path.to_string();
            let Some(question) = QUESTIONS.into_iter().find(|it| *it == question) else {
                clash.settle(&mut draft.answers, Side::Mine);
                continue;
            };
            // A report with another's nonce would be the other's.
            let theirs = question != "nonce" && self.luck.one_in(2);
            let side = if theirs { Side::Theirs } else { Side::Mine };
            let said = match &clash.theirs {
                Some(Answer::Text(text)) => text.clone(),
                _ => String::new(),
            };
            clash.settle(&mut draft.answers, side);
            let shown = &mut self.ledger.edits.shown;
            shown.insert((draft.id, question, said, theirs));
        }
        draft.clashes = clashes;
        let asked = view.and_then(|view| Some((view.state, view.supplement?.asked_at)));
        let asked = asked.filter(|(state, _)| *state == State::Supplement);
        Some(asked.map_or(0, |(_, at)| at))
    }
}

impl Edits {
    /// A revision takes the place of another one. Each answer is the one before, unless its writer changed it and knew
    /// what he changed; and what he wrote is there, unless he took the other side's.
    pub(crate) fn check(&self, draft: DraftId, before: &str, after: &str) -> Result<(), Violation> {
        let read = |content| serde_json::from_str::<Content>(content).unwrap().answers;
        let (before, after) = (read(before), read(after));
        for question in QUESTIONS {
            let (was, is) = (text(&before, question), text(&after, question));
            let kept = |(of, asked, theirs, took): &(_, _, String, _)| {
                (*of, *asked, theirs, *took) == (draft, question, &was, false)
            };
            let took = |(of, asked, _, took): &(_, _, String, _)| {
                (*of, *asked, *took) == (draft, question, true)
            };
            let fine = match self.written.get(&(draft, question)) {
                None => was == is,
                Some((words, over)) if is == *words => {
                    was == *over || was == is || self.shown.iter().any(kept)
                }
                Some(_) => was == is && self.shown.iter().any(took),
            };
            if !fine {
                return Err(Violation::Overwritten);
            }
        }
        Ok(())
    }
}

fn text(answers: &Answers, question: &str) -> String {
    answers.text(question).unwrap_or_default().to_owned()
}
