//! Packs the forms: whole, and without most of their English for the programs that phones download.

#[path = "build/english.rs"]
mod english;

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=forms");
    let out = env::var("OUT_DIR")?;
    for (name, form) in english::forms(Path::new("forms"))?.0 {
        let name = name.replace(".json", ".ko.json");
        fs::write(Path::new(&out).join(name), form.to_string())?;
    }
    for file in fs::read_dir("forms")? {
        let file = file?;
        let packed = packed(&fs::read_to_string(file.path())?);
        fs::write(Path::new(&out).join(file.file_name()), packed)?;
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
