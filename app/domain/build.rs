//! Packs the forms: whole, and without most of their English for the programs that phones download.

#[path = "build/english.rs"]
mod english;

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=forms");
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    for (name, form) in english::forms(Path::new("forms"))?.0 {
        let name = name.replace(".json", ".ko.json");
        fs::write(out.join(&name), form.to_string())?;
        #[cfg(feature = "next-form")]
        next_form(&name, form, out)?;
    }
    for file in fs::read_dir("forms")? {
        let file = file?;
        let packed = packed(&fs::read_to_string(file.path())?);
        fs::write(out.join(file.file_name()), &packed)?;
        #[cfg(feature = "next-form")]
        next_form(
            &file.file_name().to_string_lossy(),
            serde_json::from_str(&packed)?,
            out,
        )?;
    }
    Ok(())
}

/// Writes the version after `form`, if `form` is the damage report: `build/next.json` says what changes (RFC 6902).
#[cfg(feature = "next-form")]
fn next_form(name: &str, mut form: serde_json::Value, out: &Path) -> Result<(), Box<dyn Error>> {
    if let Some(rest) = name.strip_prefix("dmg.") {
        let changes: json_patch::Patch =
            serde_json::from_str(&fs::read_to_string("build/next.json")?)?;
        json_patch::patch(&mut form, &changes)?;
        fs::write(out.join(format!("dmg-next.{rest}")), form.to_string())?;
    }
    Ok(())
}

/// `json` without the white space between its parts.
fn packed(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    json.chars()
        .filter(|letter| {
            let kept = quoted || !letter.is_ascii_whitespace();
            if *letter == '"' && !escaped {
                quoted = !quoted;
            }
            escaped = quoted && *letter == '\\' && !escaped;
            kept
        })
        .collect()
}
