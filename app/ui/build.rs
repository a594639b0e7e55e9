//! Turns `locales/*.json` into the constants of `ui::i18n::Key`, and those of findings into a table; what is English
//! goes into a file of its own.

#[path = "build/english.rs"]
mod english;
#[path = "build/locale.rs"]
mod locale;

use std::{env, error::Error, fmt::Write as _, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    for file in ["build", "../domain/build", "../domain/forms"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let (ko, _) = locale::read()?;
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let app = Path::new(&root).parent().ok_or("`ui` lies in no folder")?;
    let (pack, staying) = english::pack(app)?;
    let mut out = locale::constants((&ko, &staying), "Key", "pub", "Self")?;
    out.push_str("\n/// Sentences for finding codes, sorted by code.\nstatic FINDINGS: &[(&str, Key)] = &[\n");
    for key in ko.keys() {
        if let Some(code) = key.strip_prefix("finding.") {
            writeln!(out, "    ({code:?}, Key::{}),", locale::name(key))?;
        }
    }
    writeln!(
        out,
        "];\n\n/// The English file that belongs to this program.\nconst ENGLISH_ID: &str = {:?};",
        pack.id
    )?;
    writeln!(
        out,
        "/// Where a browser finds it.\nconst ENGLISH_PATH: &str = \"/pkg/en.{}.json\";",
        pack.id
    )?;
    locale::write("en.json", &pack.json)?;
    locale::write("key.rs", &out)
}
