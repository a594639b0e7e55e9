//! wasm-bindgen as a library: from the compiler's module to the one a browser loads, and the
//! JavaScript that loads it. The library is the version that the programs link, by `Cargo.lock`.

mod names;
mod parts;
mod unused;

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{Entry, File, Kind, file};

/// The second part of the phones' program.
pub(crate) const LATER: &str = "later.wasm";

/// A program ready for browsers.
#[derive(Debug)]
pub(crate) struct Glue {
    /// Where its JavaScript is.
    pub(crate) script: String,
    /// Where its module is.
    pub(crate) module: String,
    pub(crate) files: Vec<File>,
}

/// Runs wasm-bindgen over `module`.
pub(crate) fn glue(entry: Entry, module: &Path, kind: Kind, scratch: &Path) -> Result<Glue> {
    let name = entry.name();
    let folder = scratch.join("bindgen").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let release = kind == Kind::Release;
    let bytes = std::fs::read(module)?;
    let (bytes, later) = match entry {
        Entry::App => {
            let folder = scratch.join("parts");
            let (first, second) = parts::split(&bytes, &folder)
                .with_context(|| format!("{} can't be taken apart", module.display()))?;
            (first, Some(second))
        }
        Entry::Desk => (bytes, None),
    };
    let bytes = if release {
        unused::dropped(&bytes)?
    } else {
        bytes
    };
    Bindgen::new()
        .input_bytes(name, bytes)
        .out_name(name)
        .web(true)?
        .typescript(false)
        // The boot script names the module: a default path would name the unhashed file.
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .debug(!release)
        .keep_debug(!release)
        // The second part shares the table of functions, by the linker's name for it.
        .keep_lld_exports(later.is_some())
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen refused {}", module.display()))?;
    let script = std::fs::read_to_string(folder.join(format!("{name}.js")))?;
    let script = match later {
        Some(_) => parts::with_loader(&script)?,
        None => script,
    };
    let module = std::fs::read(folder.join(format!("{name}_bg.wasm")))?;
    let (module, script, later) = if release {
        let (module, script) = names::shorten(&module, &tidied(&script))?;
        let later = later.as_deref().map(parts::bare).transpose()?;
        (module, script, later)
    } else {
        (module, script, later)
    };
    let snippets = folder.join("snippets");
    let snippets = if snippets.exists() {
        file::public(&snippets)?
    } else {
        Vec::new()
    };
    Ok(named(name, &script, module, later, snippets))
}

/// `script` without indentation, blank lines and the lines of its comments.
fn tidied(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let kept = lines.filter(|line| !line.is_empty() && !line.starts_with('*'));
    kept.filter(|line| !line.starts_with("/*") && !line.starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Names the parts of a program after the digest of all of them: a script of one build with a
/// module of another would run into the wrong imports.
fn named(
    name: &str,
    script: &str,
    module: Vec<u8>,
    later: Option<Vec<u8>>,
    snippets: Vec<File>,
) -> Glue {
    let mut bytes = vec![script.as_bytes(), &module];
    bytes.extend(later.as_deref());
    bytes.extend(
        snippets
            .iter()
            .flat_map(|file| [file.path.as_bytes(), &file.bytes]),
    );
    let digest = file::digest(bytes);
    let (script_name, module_name) = (format!("{name}.js"), format!("{name}.wasm"));
    let (script_path, module_path) = (
        file::path(&script_name, &digest),
        file::path(&module_name, &digest),
    );
    // JavaScript that a dependency brings lies in a folder with the digest in its name.
    let folder = format!("{name}.{digest}");
    let later = later.map(|bytes| File {
        name: LATER.to_owned(),
        path: file::path(LATER, &digest),
        bytes,
    });
    let script = script.replace("'./snippets/", &format!("'./{folder}/"));
    let script = match &later {
        Some(part) => script.replace(parts::ADDRESS, &part.path),
        None => script,
    };
    let mut files = vec![
        File {
            name: script_name,
            path: script_path.clone(),
            bytes: script.into_bytes(),
        },
        File {
            name: module_name,
            path: module_path.clone(),
            bytes: module,
        },
    ];
    files.extend(later);
    files.extend(snippets.into_iter().map(|file| File {
        name: format!("{name}/{}", file.name),
        path: format!("/pkg/{folder}{}", file.path),
        bytes: file.bytes,
    }));
    Glue {
        script: script_path,
        module: module_path,
        files,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_what_only_people_read() {
        let script = "function a(b) {\n    /**\n     * @param {number} b\n     */\n\n    // Why.\n    return b * 2;\n}\n";
        assert_eq!(tidied(script), "function a(b) {\nreturn b * 2;\n}\n");
    }

    fn digest_of(glue: &Glue) -> (&str, &str) {
        (
            glue.script
                .trim_start_matches("/pkg/app.")
                .trim_end_matches(".js"),
            glue.module
                .trim_start_matches("/pkg/app.")
                .trim_end_matches(".wasm"),
        )
    }

    #[test]
    fn script_and_module_change_their_names_together() {
        let one = named("app", "a", vec![1], None, Vec::new());
        let other = named("app", "a", vec![2], None, Vec::new());
        let ((script, module), (next, _)) = (digest_of(&one), digest_of(&other));
        assert_eq!(script, module);
        assert_ne!(script, next);
    }

    #[test]
    fn the_second_part_is_named_in_the_script_and_after_the_whole_program() {
        let of = |part: u8| {
            let script = format!("fetch('{}')", parts::ADDRESS);
            named("app", &script, vec![1], Some(vec![part]), Vec::new())
        };
        let (one, other) = (of(1), of(2));
        assert_ne!(one.script, other.script);
        assert_eq!(one.files[2].name, LATER);
        let script = String::from_utf8(one.files[0].bytes.clone()).unwrap();
        assert_eq!(script, format!("fetch('{}')", one.files[2].path));
    }

    #[test]
    fn a_snippet_is_found_under_its_new_name() {
        let snippet = File {
            name: "x/a.js".to_owned(),
            path: "/x/a.js".to_owned(),
            bytes: vec![3],
        };
        let glue = named(
            "app",
            "import { a } from './snippets/x/a.js';",
            vec![],
            None,
            vec![snippet],
        );
        let script = String::from_utf8(glue.files[0].bytes.clone()).unwrap();
        let path = script.split('\'').nth(1).unwrap();
        assert_eq!(glue.files[2].path, path.replacen('.', "/pkg", 1));
        assert_eq!(glue.files[2].name, "app/x/a.js");
    }
}
