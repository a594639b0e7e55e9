//! The forms that a case's versions were written in.

use domain::map::Map;
use std::sync::Arc;

use domain::{api::path, form::Form, json::Json};
use leptos::{prelude::*, task::spawn_local};

use crate::{desk::Desk, server};

type Key = (String, String);

/// Forms by id and version. Those that this program does not carry, because the server is newer, are asked for.
#[derive(Clone, Copy)]
pub(super) struct Forms {
    desk: Desk,
    fetched: RwSignal<Map<Key, Option<Arc<Form>>>>,
}

impl Forms {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            desk,
            fetched: RwSignal::new(Map::new()),
        }
    }

    /// The form, now or, when it has to be asked for, a little later.
    pub(super) fn get(self, id: &str, version: &str) -> Option<Arc<Form>> {
        if let Some(form) = ui::form::form(id, version) {
            return Some(form);
        }
        let key = (id.to_owned(), version.to_owned());
        let known = self.fetched.with(|fetched| fetched.get(&key).cloned());
        known.unwrap_or_else(|| {
            self.fetch(key);
            None
        })
    }

    fn fetch(self, key: Key) {
        self.fetched
            .update_untracked(|fetched| fetched.insert(key.clone(), None));
        spawn_local(async move {
            let address = path::FORM
                .replace("{id}", &key.0)
                .replace("{version}", &key.1);
            let Ok(file) = server::get::<Json>(self.desk, &address).await else {
                return;
            };
            if let Ok(form) = Form::load(&file.to_string()) {
                let _ = self
                    .fetched
                    .try_update(|fetched| fetched.insert(key, Some(Arc::new(form))));
            }
        });
    }
}
