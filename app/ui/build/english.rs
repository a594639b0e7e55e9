//! The English file of a release: what the programs leave out, as one JSON array of strings.
//!
//! `[id, korean, english, korean, english, …]`, sorted by the Korean texts. The id is a digest of the rest: the program
//! has it compiled in and takes no other file. `ui`'s build script and the site's build both make it, from the same
//! files and so alike.

#[path = "../../domain/build/english.rs"]
mod forms;

use std::{error::Error, path::Path};

use super::locale::{self, Messages};
use forms::English;

/// The English file.
#[derive(Debug)]
pub(crate) struct Pack {
    /// What the program knows it by: 16 hexadecimal digits.
    pub(crate) id: String,
    /// The array.
    pub(crate) json: String,
}

/// The pack of the sources in `app`, and of each message the English that has to stay in the program: none, unless
/// the same Korean text says something else elsewhere.
pub(crate) fn pack(app: &Path) -> Result<(Pack, Messages), Box<dyn Error>> {
    let (_, mut all) = forms::forms(&app.join("domain/forms"))?;
    let (ko, en) = locale::read_from(&app.join("ui/locales"))?;
    let mut staying = Messages::new();
    for (key, korean) in ko {
        let english = en.get(&key).cloned().unwrap_or_default();
        let known = all.entry(korean).or_insert_with(|| english.clone());
        let stays = if *known == english {
            String::new()
        } else {
            english
        };
        staying.insert(key, stays);
    }
    Ok((written(all)?, staying))
}

fn written(all: English) -> Result<Pack, Box<dyn Error>> {
    let mut words: Vec<String> = all.into_iter().flat_map(|(ko, en)| [ko, en]).collect();
    let id = format!("{:016x}", digest(&serde_json::to_string(&words)?));
    words.insert(0, id.clone());
    let json = serde_json::to_string(&words)?;
    Ok(Pack { id, json })
}

/// FNV-1a: tells releases apart, and guards against nothing else.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
