//! What each action takes besides itself, and what is said once it is done.

use domain::case::ActionKind;
use ui::i18n::Key;

use crate::word::Word;

/// The words that an action takes.
#[derive(Clone, Copy)]
pub(in crate::page::case) struct Words {
    pub(in crate::page::case) label: Key,
    pub(in crate::page::case) hint: Key,
    pub(in crate::page::case) min: usize,
    pub(in crate::page::case) max: usize,
}

/// The words that `kind` takes, if it takes any.
pub(in crate::page::case) const fn words(kind: ActionKind) -> Option<Words> {
    let (label, hint, min, max) = match kind {
        ActionKind::RequestSupplement => (Word::FIELD_NOTE, Word::HINT_SUPPLEMENT, 0, 1000),
        ActionKind::Approve => (Word::FIELD_NOTE, Word::HINT_APPROVE, 2, 1000),
        ActionKind::Reject => (Word::FIELD_NOTE, Word::HINT_REJECT, 2, 1000),
        ActionKind::Decline => (Word::FIELD_REASON, Word::HINT_DECLINE, 2, 1000),
        ActionKind::Withdraw => (Word::FIELD_REASON, Word::HINT_WITHDRAW, 0, 300),
        ActionKind::Close => (Word::FIELD_OUTCOME, Word::HINT_CLOSE, 0, 1000),
        ActionKind::Reopen => (Word::FIELD_REASON, Word::HINT_REOPEN, 2, 1000),
        ActionKind::Assist => (Word::FIELD_REASON, Word::HINT_ASSIST, 2, 300),
        ActionKind::Comment => (Word::FIELD_TEXT, Word::HINT_COMMENT, 1, 2000),
        ActionKind::Take
        | ActionKind::Assign
        | ActionKind::ExtendSupplement
        | ActionKind::Confirm => return None,
    };
    Some(Words {
        label,
        hint,
        min,
        max,
    })
}

/// Whether `kind` takes a last day.
pub(in crate::page::case) const fn takes_day(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::RequestSupplement | ActionKind::ExtendSupplement
    )
}

/// Whether `kind` takes one of several.
pub(in crate::page::case) const fn takes_choice(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Assign | ActionKind::Approve | ActionKind::Reject
    )
}

/// What is said once it is done.
pub(in crate::page::case) const fn done(kind: ActionKind) -> Key {
    match kind {
        ActionKind::Take => Word::DONE_TAKE,
        ActionKind::Assign => Word::DONE_ASSIGN,
        ActionKind::RequestSupplement => Word::DONE_SUPPLEMENT,
        ActionKind::ExtendSupplement => Word::DONE_EXTEND,
        ActionKind::Approve => Word::DONE_APPROVE,
        ActionKind::Reject => Word::DONE_REJECT,
        ActionKind::Confirm => Word::DONE_CONFIRM,
        ActionKind::Decline => Word::DONE_DECLINE,
        ActionKind::Withdraw => Word::DONE_WITHDRAW,
        ActionKind::Close => Word::DONE_CLOSE,
        ActionKind::Reopen => Word::DONE_REOPEN,
        ActionKind::Assist => Word::DONE_ASSIST,
        ActionKind::Comment => Word::DONE_COMMENT,
    }
}
