//! Forms as the app carries them, each parsed once.

use domain::map::Map;
use std::{cell::RefCell, sync::Arc};

use domain::{form::Form, forms};

thread_local! {
    static PARSED: RefCell<Map<(String, String), Arc<Form>>> = const { RefCell::new(Map::new()) };
}

/// The form `id` in `version`; none when this build does not carry it.
pub fn form(id: &str, version: &str) -> Option<Arc<Form>> {
    let key = (id.to_owned(), version.to_owned());
    if let Some(form) = PARSED.with_borrow(|parsed| parsed.get(&key).cloned()) {
        return Some(form);
    }
    let form = Arc::new(Form::load(forms::find(id, version)?.json).ok()?);
    PARSED.with_borrow_mut(|parsed| parsed.insert(key, Arc::clone(&form)));
    Some(form)
}
