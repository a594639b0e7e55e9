//! Turns `locales/*.json` into the constants of `Word`.

#[path = "../ui/build/locale.rs"]
mod locale;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../ui/build/locale.rs");
    let (ko, en) = locale::read()?;
    locale::write(
        "word.rs",
        &locale::constants((&ko, &en), "Word", "pub(crate)", "Key")?,
    )
}
