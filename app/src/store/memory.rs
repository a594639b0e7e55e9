//! The browser's two storages in memory, with their ways of failing: the twin that the contract suite runs on.

use domain::map::Map;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::{Base, Local, StoreError, reconcile::Copy};

/// localStorage with a quota, counted in characters as browsers do.
#[derive(Clone, Debug)]
pub(crate) struct MemoryLocal {
    pub(crate) rows: Rc<RefCell<Map<String, String>>>,
    pub(crate) quota: Rc<Cell<usize>>,
}

/// IndexedDB.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemoryBase {
    pub(crate) rows: Rc<RefCell<Map<String, String>>>,
    /// What the next transactions end with.
    pub(crate) failing: Rc<Cell<Option<StoreError>>>,
}

impl Default for MemoryLocal {
    fn default() -> Self {
        Self {
            rows: Rc::default(),
            quota: Rc::new(Cell::new(5_242_880)),
        }
    }
}

impl Local for MemoryLocal {
    fn all(&self) -> Copy {
        self.rows.borrow().clone()
    }

    fn get(&self, key: &str) -> Option<String> {
        self.rows.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let units = |text: &str| text.encode_utf16().count();
        let mut rows = self.rows.borrow_mut();
        let others = rows.iter().filter(|(name, _)| *name != key);
        let used: usize = others.map(|(name, text)| units(name) + units(text)).sum();
        if used + units(key) + units(text) > self.quota.get() {
            return Err(StoreError::Full);
        }
        rows.insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.rows.borrow_mut().remove(key);
    }
}

impl Base for MemoryBase {
    async fn all(&self) -> Result<Copy, StoreError> {
        Ok(self.rows.borrow().clone())
    }

    async fn write(
        &self,
        puts: &[(String, String)],
        removals: &[String],
    ) -> Result<(), StoreError> {
        if let Some(error) = self.failing.get() {
            return Err(error);
        }
        let mut rows = self.rows.borrow_mut();
        rows.extend(puts.iter().cloned());
        rows.retain(|name, _| !removals.contains(name));
        Ok(())
    }
}
