//! The browser's two storages in memory, with their ways of failing: the twin that the contract suite runs on.

use domain::map::Map;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::{Base, Local, StoreError, pin::LOCK, reconcile::Copy};

/// localStorage with a quota, counted in characters as browsers do.
#[derive(Clone, Debug)]
pub(crate) struct MemoryLocal {
    pub(crate) rows: Rc<RefCell<Map<String, String>>>,
    pub(crate) quota: Rc<Cell<usize>>,
    pub(crate) floor: Rc<Cell<u64>>,
}

/// IndexedDB, as one tab sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemoryBase {
    pub(crate) rows: Rc<RefCell<Map<String, String>>>,
    /// What this tab seals with: a shift of every letter stands for a cipher.
    pub(crate) key: Option<u8>,
    /// What the next transactions end with.
    pub(crate) failing: Rc<Cell<Option<StoreError>>>,
}

impl Default for MemoryLocal {
    fn default() -> Self {
        Self {
            rows: Rc::default(),
            quota: Rc::new(Cell::new(5_242_880)),
            floor: Rc::default(),
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

    fn floor(&self) -> u64 {
        self.floor.get()
    }
}

impl MemoryBase {
    /// The same database in a tab where the PIN was typed.
    pub(crate) fn unlocked(&self, key: u8) -> Self {
        Self {
            key: Some(key),
            ..self.clone()
        }
    }

    fn agrees(&self) -> Result<(), StoreError> {
        let lock = self.rows.borrow().get(LOCK).cloned();
        let ours = self.key.map(|key| key.to_string());
        (lock == ours).then_some(()).ok_or(StoreError::Locked)
    }
}

fn shift(text: &str, key: Option<u8>, way: i8) -> String {
    let key = i32::from(key.unwrap_or(0)) * i32::from(way);
    text.chars()
        .filter_map(|letter| char::from_u32(u32::try_from(letter as i32 + key).ok()?))
        .collect()
}

impl Base for MemoryBase {
    type Key = u8;

    async fn all(&self) -> Result<Copy, StoreError> {
        self.agrees()?;
        let rows = self.rows.borrow();
        let ours = rows.iter().filter(|(name, _)| *name != LOCK);
        Ok(ours
            .map(|(name, text)| (name.clone(), shift(text, self.key, -1)))
            .collect())
    }

    async fn rekey(&self, change: &dyn Fn(&mut Copy), key: Option<u8>) -> Result<(), StoreError> {
        let mut rows = self.all().await?;
        change(&mut rows);
        if let Some(error) = self.failing.get() {
            return Err(error);
        }
        let mut sealed: Copy = rows
            .into_iter()
            .map(|(name, text)| (name, shift(&text, key, 1)))
            .collect();
        sealed.extend(key.map(|key| (LOCK.to_owned(), key.to_string())));
        self.rows.replace(sealed);
        Ok(())
    }

    async fn write(
        &self,
        puts: &[(String, String)],
        removals: &[String],
    ) -> Result<(), StoreError> {
        if let Some(error) = self.failing.get() {
            return Err(error);
        }
        self.agrees()?;
        let mut rows = self.rows.borrow_mut();
        let sealed = puts.iter();
        rows.extend(sealed.map(|(name, text)| (name.clone(), shift(text, self.key, 1))));
        rows.retain(|name, _| !removals.contains(name));
        Ok(())
    }
}
