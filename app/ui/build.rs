//! Turns `locales/*.json` into the constants of `ui::i18n::Key`, and those of findings into a table.

#[path = "build/locale.rs"]
mod locale;

use std::{error::Error, fmt::Write as _};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build/locale.rs");
    let (ko, en) = locale::read()?;
    let mut out = locale::constants((&ko, &en), "Key", "pub", "Self")?;
    out.push_str("\n/// Sentences for finding codes, sorted by code.\nstatic FINDINGS: &[(&str, Key)] = &[\n");
    for key in ko.keys() {
        if let Some(code) = key.strip_prefix("finding.") {
            writeln!(out, "    ({code:?}, Key::{}),", locale::name(key))?;
        }
    }
    out.push_str("];\n");
    locale::write("key.rs", &out)
}
