//! A draft whose submission moved on while it was written.

use super::Draft;
use crate::{
    answer::merge::{answer_at, merge},
    api::{Content, SubmissionView},
    json,
};

impl Draft {
    /// Whether it continues a revision that is not the newest of its submission any more.
    pub fn is_behind(&self, view: &SubmissionView) -> bool {
        self.answering.is_some_and(|answering| {
            answering.submission == view.id && answering.parent != view.revision
        })
    }

    /// Continues the newest revision from now on: takes what only the other side changed, and notes what both did.
    /// False, and untouched, when it is not behind or the newest content can't be read.
    pub fn catch_up(&mut self, view: &SubmissionView) -> bool {
        if !self.is_behind(view) {
            return false;
        }
        let (Some(answering), Ok(newest)) =
            (&mut self.answering, json::read::<Content>(&view.content))
        else {
            return false;
        };
        let theirs = newest.answers;
        let merged = merge(&self.base, &self.answers, &theirs);
        answering.parent = view.revision;
        self.answers = merged.answers;
        // A clash stands as long as the other side does; what is new replaces it.
        self.clashes.retain(|old| {
            answer_at(&theirs, &old.path) == old.theirs
                && merged.clashes.iter().all(|new| new.path != old.path)
        });
        self.clashes.extend(merged.clashes);
        self.taken.retain(|path| !merged.taken.contains(path));
        self.taken.extend(merged.taken);
        self.base = theirs;
        true
    }

    /// Whether a person still has to choose between two answers.
    pub fn is_unsettled(&self) -> bool {
        self.clashes.iter().any(|clash| clash.choice.is_none())
    }
}
