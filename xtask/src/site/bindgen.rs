//! wasm-bindgen as a library: from the compiler's module to the one a browser loads, and the
//! JavaScript that loads it. The library is the version that the programs link, by `Cargo.lock`.

mod names;

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{Entry, File, Kind, file};

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
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .typescript(false)
        // The boot script names the module: a default path would name the unhashed file.
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .debug(!release)
        .keep_debug(!release)
        .generate(&folder)
        .with_context(|| format!("wasm-bindgen refused {}", module.display()))?;
    let script = std::fs::read_to_string(folder.join(format!("{name}.js")))?;
    let module = std::fs::read(folder.join(format!("{name}_bg.wasm")))?;
    let (module, script) = if release {
        names::shorten(&module, &tidied(&script))?
    } else {
        (module, script)
    };
    let snippets = folder.join("snippets");
    let snippets = if snippets.exists() {
        file::public(&snippets)?
    } else {
        Vec::new()
    };
    Ok(named(name, &script, module, snippets))
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
fn named(name: &str, script: &str, module: Vec<u8>, snippets: Vec<File>) -> Glue {
    let mut parts = vec![script.as_bytes(), &module];
    parts.extend(
        snippets
            .iter()
            .flat_map(|file| [file.path.as_bytes(), &file.bytes]),
    );
    let digest = file::digest(parts);
    let (script_name, module_name) = (format!("{name}.js"), format!("{name}.wasm"));
    let (script_path, module_path) = (
        file::path(&script_name, &digest),
        file::path(&module_name, &digest),
    );
    // JavaScript that a dependency brings lies in a folder with the digest in its name.
    let folder = format!("{name}.{digest}");
    let script = script.replace("'./snippets/", &format!("'./{folder}/"));
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
        let one = named("app", "a", vec![1], Vec::new());
        let other = named("app", "a", vec![2], Vec::new());
        let ((script, module), (next, _)) = (digest_of(&one), digest_of(&other));
        assert_eq!(script, module);
        assert_ne!(script, next);
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
            vec![snippet],
        );
        let script = String::from_utf8(glue.files[0].bytes.clone()).unwrap();
        let path = script.split('\'').nth(1).unwrap();
        assert_eq!(glue.files[2].path, path.replacen('.', "/pkg", 1));
        assert_eq!(glue.files[2].name, "app/x/a.js");
    }
}
