//! The store's contract, on the twin. What only a browser can do wrong is tested end to end.

use domain::{
    answer::Answers,
    form::profile::Profile,
    id::DraftId,
    sync::{Cursor, Draft, Write},
};
use futures::executor::block_on;

use super::{
    Incident, Loaded, OpenError, Store, StoreError,
    memory::{MemoryBase, MemoryLocal},
};

type Twin = Store<MemoryLocal, MemoryBase>;

#[derive(Clone, Debug, Default)]
struct Phone {
    local: MemoryLocal,
    base: MemoryBase,
}

impl Phone {
    fn open(&self) -> (Twin, Loaded) {
        block_on(Store::open(self.local.clone(), self.base.clone(), "fresh")).unwrap()
    }

    fn copy(&self) -> Self {
        let phone = Self::default();
        phone.local.rows.replace(self.local.rows.borrow().clone());
        phone.base.rows.replace(self.base.rows.borrow().clone());
        phone
    }
}

fn draft(id: u128, step: &str) -> Draft {
    Draft {
        id: DraftId(uuid::Uuid::from_u128(id)),
        form: "damage".to_owned(),
        version: "1".to_owned(),
        answers: Answers::default(),
        step: step.to_owned(),
        locale: "ko".to_owned(),
        note: String::new(),
        created_at: 1,
        updated_at: 1,
        prefilled: Answers::default(),
        left: Vec::new(),
        stayed: String::new(),
        answering: None,
        base: Answers::default(),
        taken: Vec::new(),
        clashes: Vec::new(),
    }
}

fn put(id: u128, step: &str) -> Write {
    Write::PutDraft(Box::new(draft(id, step)))
}

fn steps(phone: &Phone) -> Vec<String> {
    phone
        .open()
        .1
        .drafts
        .into_iter()
        .map(|draft| draft.step)
        .collect()
}

#[test]
fn what_was_committed_is_there_in_either_copy() {
    let phone = Phone::default();
    let (store, loaded) = phone.open();
    assert_eq!(loaded, Loaded::default());
    block_on(store.commit(&[put(1, "a"), put(2, "b")])).unwrap();
    block_on(store.commit(&[put(1, "c")])).unwrap();

    let (no_local, no_base) = (phone.copy(), phone.copy());
    no_local.local.rows.borrow_mut().clear();
    no_base.base.rows.borrow_mut().clear();
    for phone in [&phone, &no_local, &no_base] {
        assert_eq!(steps(phone), ["c", "b"]);
    }
    // Once repaired, losing the other copy does no harm either.
    no_local.base.rows.borrow_mut().clear();
    no_base.local.rows.borrow_mut().clear();
    assert_eq!(steps(&no_local), ["c", "b"]);
    assert_eq!(steps(&no_base), ["c", "b"]);
}

#[test]
fn a_lost_database_is_an_incident_and_a_late_localstorage_is_not() {
    let phone = Phone::default();
    block_on(phone.open().0.commit(&[put(1, "a")])).unwrap();
    let killed = phone.copy();
    killed.local.rows.borrow_mut().clear();
    assert_eq!(killed.open().1.incident, None);
    phone.base.rows.borrow_mut().clear();
    assert_eq!(phone.open().1.incident, Some(Incident::DatabaseLost));
    assert_eq!(phone.open().1.incident, None, "told once, then repaired");
}

#[test]
fn copies_of_different_times_are_told_apart_and_merged() {
    let (old, new) = (Phone::default(), Phone::default());
    block_on(old.open().0.commit(&[put(1, "a")])).unwrap();
    let (store, _) = block_on(Store::open(new.local.clone(), new.base.clone(), "other")).unwrap();
    block_on(store.commit(&[put(2, "b")])).unwrap();
    let mixed = Phone {
        local: old.local,
        base: new.base,
    };
    let (_, loaded) = mixed.open();
    assert_eq!(loaded.incident, Some(Incident::Mixed));
    assert_eq!(loaded.drafts.len(), 2);
}

#[test]
fn of_two_copies_the_newer_counts_whichever_it_is() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "old")])).unwrap();
    let before = phone.copy();
    block_on(store.commit(&[put(1, "new")])).unwrap();
    // localStorage reached the disk late, as Chromium does it.
    let late = Phone {
        local: before.local.clone(),
        base: phone.copy().base,
    };
    assert_eq!(steps(&late), ["new"]);
    // The tab died before IndexedDB was through.
    let torn = Phone {
        local: phone.copy().local,
        base: before.base,
    };
    assert_eq!(steps(&torn), ["new"]);
}

#[test]
fn the_deleted_stay_deleted_though_localstorage_comes_back_from_the_past() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "a")])).unwrap();
    let past = phone.copy();
    block_on(store.commit(&[Write::DeleteDraft(draft(1, "").id)])).unwrap();
    assert_eq!(steps(&phone), [""; 0]);
    let late = Phone {
        local: past.local,
        base: phone.copy().base,
    };
    assert_eq!(steps(&late), [""; 0]);
    // And a draft that is given back under its old id is alive again.
    let (store, _) = late.open();
    block_on(store.commit(&[put(1, "again")])).unwrap();
    late.local.rows.borrow_mut().clear();
    assert_eq!(steps(&late), ["again"]);
}

#[test]
fn traces_of_deletions_do_not_pile_up() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    for id in 0..400 {
        block_on(store.commit(&[put(id, "a")])).unwrap();
        block_on(store.commit(&[Write::DeleteDraft(draft(id, "").id)])).unwrap();
    }
    phone.open();
    assert_eq!(
        phone.base.rows.borrow().len(),
        301,
        "300 traces and the epoch"
    );
    assert_eq!(phone.local.rows.borrow().len(), 1, "the epoch");
}

#[test]
fn a_full_localstorage_changes_nothing() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "a")])).unwrap();
    let before = phone.local.rows.borrow().clone();
    let used: usize = before
        .iter()
        .map(|(key, text)| key.len() + text.len())
        .sum();
    phone.local.quota.set(used + 20);
    let cursor = Cursor {
        enterprise: domain::id::EnterpriseId(uuid::Uuid::nil()),
        at: 1,
    };
    let writes = [put(1, "b"), Write::PutCursor(cursor)];
    assert_eq!(block_on(store.commit(&writes)), Err(StoreError::Full));
    assert_eq!(*phone.local.rows.borrow(), before);
    assert_eq!(steps(&phone), ["a"]);
}

#[test]
fn what_indexeddb_refuses_is_not_in_localstorage_either_autosaves_excepted() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "a")])).unwrap();
    phone.base.failing.set(Some(StoreError::Closed));
    let seal = [Write::DeleteDraft(draft(1, "").id), put(2, "sealed")];
    assert_eq!(block_on(store.commit(&seal)), Err(StoreError::Closed));
    assert_eq!(
        block_on(store.commit(&[put(1, "typed")])),
        Err(StoreError::Closed)
    );
    phone.base.failing.set(None);
    assert_eq!(steps(&phone), ["typed"]);
}

#[test]
fn a_second_tab_never_numbers_below_the_first() {
    let phone = Phone::default();
    let ((first, _), (second, _)) = (phone.open(), phone.open());
    for step in ["a", "b", "c"] {
        block_on(first.commit(&[put(1, step)])).unwrap();
    }
    block_on(second.commit(&[put(1, "d")])).unwrap();
    phone.local.rows.borrow_mut().clear();
    assert_eq!(steps(&phone), ["d"]);
    assert_eq!(block_on(second.reload()).unwrap().drafts[0].step, "d");
    assert_eq!(second.draft(draft(1, "").id).unwrap().step, "d");
}

#[test]
fn the_unreadable_is_reported_and_kept_and_the_rest_is_read() {
    let phone = Phone::default();
    block_on(phone.open().0.commit(&[put(1, "a"), put(2, "b")])).unwrap();
    let names: Vec<String> = phone.local.rows.borrow().keys().cloned().collect();
    let broken = names
        .iter()
        .find(|name| name.contains("/draft/"))
        .unwrap()
        .clone();
    for rows in [&phone.local.rows, &phone.base.rows] {
        rows.borrow_mut().insert(broken.clone(), "{".to_owned());
    }
    let (_, loaded) = phone.open();
    assert_eq!(loaded.drafts.len(), 1);
    assert_eq!(
        loaded.incident,
        Some(Incident::Unreadable(vec![broken.clone()]))
    );
    assert_eq!(phone.base.rows.borrow().get(&broken).unwrap(), "{");
    // One good copy is enough.
    let one = phone.copy();
    block_on(one.open().0.commit(&[put(2, "c")])).unwrap();
    one.local
        .rows
        .borrow_mut()
        .insert(names[1].clone(), "damaged".to_owned());
    assert_eq!(one.open().1.drafts.len(), 1);
}

#[test]
fn the_profile_is_one_record_and_the_last_one_counts() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    for updated_at in [1, 2] {
        let profile = Profile {
            updated_at,
            ..Profile::default()
        };
        block_on(store.commit(&[Write::PutProfile(profile)])).unwrap();
    }
    phone.local.rows.borrow_mut().clear();
    let loaded = phone.open().1;
    assert_eq!(loaded.profile.map(|profile| profile.updated_at), Some(2));
    assert!(phone.local.rows.borrow().contains_key("ieum/1/profile/own"));
}

#[test]
fn a_storage_that_fails_at_start_says_so() {
    let phone = Phone::default();
    phone.base.failing.set(Some(StoreError::Other));
    let opened = block_on(Store::open(phone.local.clone(), phone.base.clone(), "e"));
    assert!(matches!(opened, Err(OpenError::Broken(_))));
}

#[test]
fn a_rescue_file_has_every_record_as_it_is_and_what_could_not_be_saved() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "a"), put(2, "b"), put(3, "gone")])).unwrap();
    block_on(store.commit(&[Write::DeleteDraft(draft(3, "").id)])).unwrap();
    for rows in [&phone.local.rows, &phone.base.rows] {
        rows.borrow_mut()
            .insert("ieum/1/draft/broken".to_owned(), "{".to_owned());
    }
    let records = block_on(store.records(&[draft(2, "typed"), draft(4, "new")])).unwrap();
    let (held, unreadable) = super::brought(&records);
    let mut steps: Vec<_> = held.drafts.iter().map(|it| it.step.as_str()).collect();
    steps.sort_unstable();
    assert_eq!((steps, unreadable), (vec!["a", "new", "typed"], 1));
    assert!(records.iter().any(|record| record.text == "{"));
    let here = block_on(store.holdings()).unwrap();
    assert_eq!(here.gone, [draft(3, "").id.0]);
    assert_eq!(here.drafts.len(), 2);
}

const PIN: u8 = 7;

impl Phone {
    /// The phone in a new tab where the PIN was typed, as `browser::Found::open` does it.
    fn unlock(&self) -> (Self, Twin) {
        let tab = Self {
            local: MemoryLocal::default(),
            base: self.base.unlocked(PIN),
        };
        tab.local.rows.replace(self.local.rows.borrow().clone());
        let (store, _) = tab.open();
        self.local.rows.borrow_mut().clear();
        (tab, store)
    }

    fn has_in_plain(&self, word: &str) -> bool {
        let has = |rows: &domain::map::Map<String, String>| {
            rows.iter().any(|(_, text)| text.contains(word))
        };
        has(&self.local.rows.borrow()) || has(&self.base.rows.borrow())
    }
}

#[test]
fn a_pin_seals_everything_and_what_is_typed_on_and_its_end_opens_it_again() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "Seongseo"), put(2, "b")])).unwrap();
    block_on(store.commit(&[Write::DeleteDraft(draft(2, "").id)])).unwrap();
    assert!(phone.has_in_plain("Seongseo"));
    block_on(store.rekey(Some(PIN))).unwrap();
    assert!(!phone.has_in_plain("Seongseo"));
    assert!(phone.local.rows.borrow().is_empty());

    let (tab, store) = phone.unlock();
    assert_eq!(steps(&tab), ["Seongseo"]);
    block_on(store.commit(&[put(1, "Dalseo")])).unwrap();
    assert!(!phone.has_in_plain("Dalseo"));
    assert_eq!(steps(&phone.unlock().0), ["Dalseo"], "after a kill");

    block_on(store.rekey(None)).unwrap();
    assert!(phone.has_in_plain("Dalseo"));
    assert_eq!(steps(&phone), ["Dalseo"]);
}

#[test]
fn whoever_dies_between_two_steps_of_locking_loses_nothing() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "a")])).unwrap();
    let before = phone.local.rows.borrow().clone();
    // Typed into localStorage, not yet in the database.
    let staged = store.stage(&[put(1, "typed")]).unwrap();
    let typed = phone.local.rows.borrow().clone();

    // The transaction did not happen.
    phone.base.failing.set(Some(StoreError::Full));
    assert_eq!(block_on(store.rekey(Some(PIN))), Err(StoreError::Full));
    phone.base.failing.set(None);
    assert_eq!(steps(&phone.copy()), ["typed"]);

    // It did, and localStorage was not emptied any more; or came back from the past.
    block_on(store.rekey(Some(PIN))).unwrap();
    for left in [typed, before] {
        let died = phone.copy();
        died.local.rows.replace(left);
        let (tab, _) = died.unlock();
        assert_eq!(steps(&tab), ["typed"]);
        assert!(!died.has_in_plain("typed"));
        assert!(died.local.rows.borrow().is_empty());
    }
    // The write under way finds the lock.
    assert_eq!(block_on(store.finish(staged)), Err(StoreError::Locked));
    assert_eq!(steps(&phone.unlock().0), ["typed"]);
}

#[test]
fn a_tab_that_has_not_heard_of_the_pin_writes_nothing_in_plain_into_the_database() {
    let phone = Phone::default();
    let ((first, _), (second, _)) = (phone.open(), phone.open());
    block_on(first.commit(&[put(1, "a")])).unwrap();
    block_on(first.rekey(Some(PIN))).unwrap();
    phone.local.floor.set(1_000);
    let late = block_on(second.commit(&[put(1, "late")]));
    assert_eq!(late, Err(StoreError::Locked));
    assert_eq!(block_on(second.reload()).err(), Some(StoreError::Locked));
    // What it had typed is taken over where the PIN is typed.
    assert_eq!(steps(&phone.unlock().0), ["late"]);
    assert!(!phone.has_in_plain("late"));
}

#[test]
fn of_two_unlocked_tabs_the_one_that_wrote_last_counts() {
    let phone = Phone::default();
    block_on(phone.open().0.rekey(Some(PIN))).unwrap();
    let ((a, first), (b, second)) = (phone.unlock(), phone.unlock());
    for (at, step) in [(1_000, "a"), (1_001, "b"), (1_002, "c")] {
        a.local.floor.set(at);
        block_on(first.commit(&[put(1, step)])).unwrap();
    }
    // Nothing of it is in the other tab's own copy.
    b.local.floor.set(2_000);
    block_on(second.commit(&[put(1, "d")])).unwrap();
    assert_eq!(block_on(first.reload()).unwrap().drafts[0].step, "d");
    assert_eq!(first.draft(draft(1, "").id).unwrap().step, "d");
    assert_eq!(steps(&phone.unlock().0), ["d"]);
}

#[test]
fn locking_does_not_throw_away_what_cannot_be_read() {
    let phone = Phone::default();
    let (store, _) = phone.open();
    block_on(store.commit(&[put(1, "a")])).unwrap();
    let name = super::Key::new(super::Kind::Draft, draft(2, "").id).to_string();
    let broken = "{\"half".to_owned();
    phone
        .local
        .rows
        .borrow_mut()
        .insert(name.clone(), broken.clone());
    block_on(store.rekey(Some(PIN))).unwrap();
    let left = phone.local.rows.borrow().clone();
    assert_eq!(left.get(&name), Some(&broken));
    assert_eq!(left.len(), 1);
}
