//! The stylesheets: one file for each program, imports put in place, minified, and lowered to what
//! the oldest supported browsers understand.

use std::path::Path;

use anyhow::{Result, anyhow, bail};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use super::File;

/// Phones are kept for years: browsers of the spring of 2023 and newer.
const BROWSERS: Browsers = Browsers {
    android: Some(110 << 16),
    chrome: Some(110 << 16),
    edge: Some(110 << 16),
    firefox: Some(110 << 16),
    ie: None,
    ios_saf: Some(16 << 16 | 4 << 8),
    opera: None,
    safari: Some(16 << 16 | 4 << 8),
    samsung: Some(21 << 16),
};

/// What the server renders itself, such as receipts.
pub(crate) const DOCUMENT: &str = "document";

/// The stylesheet of a program or of the documents, from its file in `folder`.
pub(crate) fn sheet(of: &str, folder: &Path) -> Result<File> {
    let name = format!("{of}.css");
    let source = folder.join(&name);
    if !source.is_file() {
        bail!("style/{name} is missing: it is the stylesheet of `{of}`");
    }
    Ok(File::hashed(&name, bundle(&source)?.into_bytes()))
}

fn bundle(source: &Path) -> Result<String> {
    let targets = Targets::from(BROWSERS);
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    // The errors borrow from the source text: they leave here as words.
    let mut sheet = bundler.bundle(source).map_err(|error| anyhow!("{error}"))?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_become_one_small_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("token.css"), ":root { --gap: 8px; }\n").unwrap();
        std::fs::write(
            folder.path().join("app.css"),
            "@import 'token.css';\n/* why */\nmain { margin: 0px 0px; }\n",
        )
        .unwrap();
        let sheet = sheet("app", folder.path()).unwrap();
        assert_eq!(
            String::from_utf8(sheet.bytes).unwrap(),
            ":root{--gap:8px}main{margin:0}"
        );
    }

    /// CSS cannot say "the system asks for it, or the person" in one rule, so each theme stands in its file twice.
    #[test]
    fn a_theme_is_the_same_whoever_asks_for_it() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
        for file in ["theme-dark.css", "theme-contrast.css"] {
            let sheet = std::fs::read_to_string(folder.join(file)).unwrap();
            let lists: Vec<Vec<&str>> = sheet
                .split(":root")
                .skip(1)
                .map(|rule| {
                    let (_, list) = rule.split_once('{').unwrap();
                    let (list, _) = list.split_once('}').unwrap();
                    list.lines()
                        .map(str::trim)
                        .filter(|line| !line.is_empty())
                        .collect()
                })
                .collect();
            assert_eq!(lists.len(), 2, "{file}");
            assert!(lists[0].len() > 20, "{file}");
            assert_eq!(lists[0], lists[1], "{file}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("app.css"), "main { margin: 0; } }\n").unwrap();
        let error = sheet("app", folder.path()).unwrap_err().to_string();
        assert!(error.contains("app.css"), "{error}");
        let error = sheet("desk", folder.path()).unwrap_err().to_string();
        assert!(error.contains("style/desk.css is missing"), "{error}");
    }
}
