//! Short names between a program and its JavaScript.
//!
//! wasm-bindgen names every import and some exports after what they do and a digest, in both files: random letters,
//! which no compression makes smaller. Nobody else calls them, so both files get numbers instead.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
/// What wasm-bindgen makes up starts so; other names (`memory`) may be ordinary words of the script.
const MADE_UP: [&str; 2] = ["__wb", "wasm_bindgen_"];

/// Renames in both; the module comes first.
pub(crate) fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    if script.contains('$') && words(script).any(|word| word.starts_with('$') && is_ours(word)) {
        bail!("the script has names of its own that look like ours");
    }
    let mut names = BTreeMap::new();
    let mut out = module.get(..8).context("no module")?.to_vec();
    let mut rest = Reader(&module[8..]);
    while let [id, ..] = *rest.0 {
        rest.take(1)?;
        let length = rest.number()?;
        let body = rest.take(length)?;
        let body = match id {
            IMPORTS => section(body, 2, &mut names)?,
            EXPORTS => section(body, 1, &mut names)?,
            _ => body.to_vec(),
        };
        out.push(id);
        write_number(&mut out, body.len());
        out.extend(body);
    }
    let script = words(script).map(|word| names.get(word).map_or(word, String::as_str));
    Ok((out, script.collect()))
}

/// Copies imports (two names each, the first being that of the script) or exports (one name).
fn section(body: &[u8], each: usize, names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut rest = Reader(body);
    let count = rest.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for _ in 0..count {
        if each == 2 {
            let from = rest.name()?;
            write_name(&mut out, from);
        }
        let name = rest.name()?;
        if MADE_UP.iter().any(|start| name.starts_with(start)) {
            let next = format!("${}", names.len());
            write_name(&mut out, names.entry(name.to_owned()).or_insert(next));
        } else {
            write_name(&mut out, name);
        }
        let kind = rest.take(1)?;
        // An export is an index; of imports, wasm-bindgen leaves functions alone.
        if each == 2 && kind != [0] {
            bail!("`{name}` is imported and no function");
        }
        out.extend(kind);
        write_number(&mut out, rest.number()?);
    }
    Ok(out)
}

/// The script in pieces: names, and what is between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let inside = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
    let mut rest = script;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let kind = inside(first);
        let end = rest
            .find(|letter| inside(letter) != kind)
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

fn is_ours(word: &str) -> bool {
    word.len() > 1 && word[1..].bytes().all(|byte| byte.is_ascii_digit())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .context("the module is cut off")?;
        self.0 = rest;
        Ok(taken)
    }

    /// An unsigned LEB128 number of at most 32 bits.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.take(1)?[0];
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        bail!("a number of the module has no end")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_name(out: &mut Vec<u8>, name: &str) {
    write_number(out, name.len());
    out.extend(name.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(import: &str, export: &str) -> Vec<u8> {
        let mut imports = vec![1];
        write_name(&mut imports, "./app_bg.js");
        write_name(&mut imports, import);
        imports.extend([0, 5]);
        let mut exports = vec![2];
        write_name(&mut exports, "memory");
        exports.extend([2, 0]);
        write_name(&mut exports, export);
        exports.extend([0, 7]);
        let mut out = b"\0asm\x01\0\0\0".to_vec();
        for (id, body) in [(1, vec![9; 200]), (IMPORTS, imports), (EXPORTS, exports)] {
            out.push(id);
            write_number(&mut out, body.len());
            out.extend(body);
        }
        out
    }

    #[test]
    fn both_files_get_the_same_short_names() {
        let (import, export) = ("__wbg_get_3e7d0feae205d645", "__wbindgen_malloc");
        let script =
            "{ __wbg_get_3e7d0feae205d645: () => wasm.__wbindgen_malloc(memory, __wbg_get) }";
        let (short, script) = shorten(&module(import, export), script).unwrap();
        assert_eq!(short, module("$0", "$1"));
        assert_eq!(script, "{ $0: () => wasm.$1(memory, __wbg_get) }");
    }

    #[test]
    fn a_name_that_is_taken_or_a_module_that_is_cut_off_is_refused() {
        let whole = module("__wbg_a", "b");
        assert!(shorten(&whole, "let $0 = 1;").is_err());
        assert!(shorten(&whole, "`${0}` + $").is_ok());
        for length in [0, 7, 9, whole.len() - 1] {
            assert!(shorten(&whole[..length], "").is_err(), "{length}");
        }
    }
}
