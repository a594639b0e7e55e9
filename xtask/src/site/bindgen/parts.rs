//! The phones' program in two parts: what a first visit needs, and what comes when somebody opens one of its pages.
//!
//! Functions marked with `wasm_split` begin the second part; whatever only they reach goes with them. Both parts share
//! memory and table. The tool's own loader is for any number of parts and for every browser; ours is for one, and
//! tries again when it is asked again.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use walrus::{ModuleConfig, ModuleCustomSections};
use wasm_split_cli_support::{Options, transform};

/// The second part, as `wasm_split` names it in `app`.
const PART: &str = "later";
/// What the first part imports its loader from.
const LINK: &str = "./__wasm_split.js";
/// Stands in the script for the address of the second part.
pub(super) const ADDRESS: &str = "/pkg/LATER.wasm";

/// A function for the program to call: `done` is the place of a function in its table, told `data` and whether the
/// part came.
const LOADER: &str = "let part;
const NAME = {
__wasm_split_load_PART: (done, data) => {
part ??= WebAssembly.instantiateStreaming(fetch('ADDRESS'), { __wasm_split: wasm });
part.then(() => true, () => (part = undefined, false)).then((came) => wasm.__indirect_function_table.get(done)(data, came));
},
};
";

/// The first part and the second.
pub(super) fn split(module: &[u8], scratch: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let first = scratch.join("first.wasm");
    let mut options = Options::new(module);
    options.output_dir = scratch;
    options.main_out_path = &first;
    options.link_name = LINK;
    options.emit_dwarf = false;
    let split = transform(options).map_err(|error| anyhow!("{error:#}"))?;
    let [second] = split.split_modules.as_slice() else {
        bail!(
            "the program has {} parts beside its first",
            split.split_modules.len()
        );
    };
    Ok((std::fs::read(&first)?, std::fs::read(second)?))
}

/// A part without what only people and tools read.
pub(super) fn bare(part: &[u8]) -> Result<Vec<u8>> {
    let mut config = ModuleConfig::new();
    config
        .generate_name_section(false)
        .generate_producers_section(false);
    let mut module = config.parse(part)?;
    module.customs = ModuleCustomSections::default();
    Ok(module.emit_wasm())
}

/// The script with the loader in the place of the import that wasm-bindgen writes.
pub(super) fn with_loader(script: &str) -> Result<String> {
    let (line, name) = script
        .lines()
        .find_map(|line| {
            let rest = line.strip_prefix("import * as ")?;
            let (name, from) = rest.split_once(' ')?;
            from.contains(LINK).then_some((line, name))
        })
        .context("the script does not load the second part")?;
    let loader = LOADER
        .replace("NAME", name)
        .replace("PART", PART)
        .replace("ADDRESS", ADDRESS);
    Ok(script.replacen(line, loader.trim_end(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_takes_the_place_of_the_import() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nlet wasm;\nf(import1);\n";
        let script = with_loader(script).unwrap();
        assert!(script.starts_with("let part;\nconst import1 = {\n__wasm_split_load_later: "));
        assert!(script.contains("fetch('/pkg/LATER.wasm')"));
        assert!(script.ends_with("};\nlet wasm;\nf(import1);\n"));
    }

    #[test]
    fn a_script_that_loads_nothing_is_no_script_of_two_parts() {
        assert!(with_loader("let wasm;\n").is_err());
    }
}
