//! The released forms, loaded once.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    form::Form,
    forms::{self, FormSource},
};

/// Every released form.
#[derive(Debug)]
pub struct Forms(BTreeMap<(String, String), (Arc<Form>, &'static FormSource)>);

impl Forms {
    /// Loads the catalogue.
    ///
    /// # Errors
    /// When a form of the catalogue is not a form.
    pub fn load() -> anyhow::Result<Self> {
        forms::catalog()
            .iter()
            .map(|source| {
                let form = Form::load(source.json).map_err(|error| {
                    anyhow::anyhow!("form {} {}: {error}", source.id, source.version)
                })?;
                Ok((
                    (source.id.to_owned(), source.version.to_owned()),
                    (Arc::new(form), source),
                ))
            })
            .collect::<anyhow::Result<_>>()
            .map(Self)
    }

    /// The form of that id and version.
    pub fn get(&self, id: &str, version: &str) -> Option<&Arc<Form>> {
        self.0
            .get(&(id.to_owned(), version.to_owned()))
            .map(|(form, _)| form)
    }

    /// Its file, as it was released.
    pub fn source(&self, id: &str, version: &str) -> Option<&'static FormSource> {
        self.0
            .get(&(id.to_owned(), version.to_owned()))
            .map(|(_, source)| *source)
    }

    /// All of them, by id and version.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.0.values().map(|(form, _)| form)
    }
}
