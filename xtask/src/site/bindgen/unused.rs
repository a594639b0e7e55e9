//! What a dependency exports and nobody calls.
//!
//! A class that a crate exports by wasm-bindgen stays in every program that links the crate, used or not: an export is
//! where the search for what is needed begins. So these are taken out before wasm-bindgen looks.

use anyhow::{Context, Result};
use walrus::{Module, RawCustomSection};

/// Classes of `wasm-streams`, by which Leptos' server functions would stream. The programs have no server functions.
const CLASSES: [&str; 3] = [
    "IntoUnderlyingByteSource",
    "IntoUnderlyingSink",
    "IntoUnderlyingSource",
];
/// Where wasm-bindgen's macros leave what they know: items one behind the other, each part behind its length, 32 bits.
const SECTION: &str = "__wasm_bindgen_unstable";

/// The module without them.
pub(super) fn dropped(module: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(module)?;
    let marks = CLASSES.map(str::to_lowercase);
    let unused: Vec<_> = module
        .exports
        .iter()
        .filter(|export| marks.iter().any(|mark| export.name.contains(mark.as_str())))
        .map(walrus::Export::id)
        .collect();
    for export in unused {
        module.exports.delete(export);
    }
    while let Some(section) = module.customs.remove_raw(SECTION) {
        let data = without(&section.data)?;
        // One for all: wasm-bindgen reads them one behind the other.
        module.customs.add(RawCustomSection {
            name: format!("{SECTION}.kept"),
            data,
        });
    }
    while let Some(section) = module.customs.remove_raw(&format!("{SECTION}.kept")) {
        module.customs.add(RawCustomSection {
            name: SECTION.to_owned(),
            data: section.data,
        });
    }
    Ok(module.emit_wasm())
}

/// The items that are about none of the classes. Each comes as a pair: the version of the format, and itself.
fn without(data: &[u8]) -> Result<Vec<u8>> {
    let mut rest = data;
    let mut kept = Vec::with_capacity(data.len());
    while !rest.is_empty() {
        let (_, after) = part(rest)?;
        let (item, after) = part(after)?;
        if !CLASSES.iter().any(|class| is_about(item, class)) {
            kept.extend(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    Ok(kept)
}

/// The bytes that begin with their length, and what follows them.
fn part(data: &[u8]) -> Result<(&[u8], &[u8])> {
    let cut_off = "an item of wasm-bindgen is cut off";
    let (length, after) = data.split_first_chunk::<4>().context(cut_off)?;
    let length = usize::try_from(u32::from_le_bytes(*length))?;
    after.split_at_checked(length).context(cut_off)
}

fn is_about(item: &[u8], class: &str) -> bool {
    item.windows(class.len())
        .any(|part| part == class.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str) -> Vec<u8> {
        let part = |text: &str| {
            let length = u32::try_from(text.len()).unwrap().to_le_bytes();
            [&length, text.as_bytes()].concat()
        };
        [part("0.2.130"), part(text)].concat()
    }

    #[test]
    fn items_about_other_things_stay_as_they_are() {
        let (one, two) = (item("fetch"), item("ReadableStream"));
        let data = [one.clone(), item("-IntoUnderlyingSink-"), two.clone()].concat();
        assert_eq!(without(&data).unwrap(), [one, two].concat());
        assert!(without(&data[..data.len() - 1]).is_err());
    }

    #[test]
    fn what_is_exported_of_them_is_exported_no_longer() {
        let mut module = Module::with_config(walrus::ModuleConfig::new());
        let memory = module.memories.add_local(false, false, 1, None, None);
        for name in [
            "memory",
            "__wbg_intounderlyingsink_free_58a9",
            "intounderlyingsource_pull_58a9",
        ] {
            module.exports.add(name, memory);
        }
        let module = Module::from_buffer(&dropped(&module.emit_wasm()).unwrap()).unwrap();
        let names: Vec<_> = module
            .exports
            .iter()
            .map(|export| export.name.as_str())
            .collect();
        assert_eq!(names, ["memory"]);
    }
}
