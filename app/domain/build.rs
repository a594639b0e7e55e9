//! Packs the forms: a phone downloads them with the program, and needs none of the spaces that people read by.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=forms");
    let out = env::var("OUT_DIR")?;
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
