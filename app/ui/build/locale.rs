//! Turns `locales/*.json` of a crate into constants; the build scripts of `ui` and `desk` share it.
//!
//! A constant that no view names is not linked, so each app pays for its own words only. A key that one language
//! lacks, or whose arguments differ between them, fails the build.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

/// A language's messages by key.
pub(crate) type Messages = BTreeMap<String, String>;

/// Reads both languages of the crate that is being built and checks that they fit each other.
pub(crate) fn read() -> Result<(Messages, Messages), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    read_from(&Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales"))
}

/// Reads both languages from `folder`, as [`read`] does.
pub(crate) fn read_from(folder: &Path) -> Result<(Messages, Messages), Box<dyn Error>> {
    let ko = read_file(&folder.join("ko.json"))?;
    let en = read_file(&folder.join("en.json"))?;
    compare(&ko, &en)?;
    Ok((ko, en))
}

/// Writes what was generated to where the crate includes it from.
pub(crate) fn write(name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(
        Path::new(&env::var("OUT_DIR")?).join(name),
        text,
    )?)
}

/// The name of a key's constant: `queue.title` is `QUEUE_TITLE`.
pub(crate) fn name(key: &str) -> String {
    key.replace(['.', '-'], "_").to_uppercase()
}

/// `impl {owner}` with a `{visibility} const` of type `{key}` for every message.
pub(crate) fn constants(
    (ko, en): (&Messages, &Messages),
    owner: &str,
    visibility: &str,
    key: &str,
) -> Result<String, Box<dyn Error>> {
    let mut out = format!("impl {owner} {{\n");
    for (id, korean) in ko {
        let english = en.get(id).map_or("", String::as_str);
        let name = name(id);
        // As code, because a message is no Markdown.
        let shown = format!("`{korean}`");
        writeln!(
            out,
            "    #[doc = {shown:?}]\n    {visibility} const {name}: {key} = {key}::new(&[{korean:?}, {english:?}]);"
        )?;
    }
    out.push_str("}\n");
    Ok(out)
}

fn read_file(path: &Path) -> Result<Messages, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn compare(ko: &Messages, en: &Messages) -> Result<(), String> {
    let mut problems = Vec::new();
    for key in ko.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (ko.get(key), en.get(key)) {
            (Some(ko), Some(en)) if arguments(ko)? == arguments(en)? => {}
            (Some(_), Some(_)) => {
                problems.push(format!("`{key}`: the languages differ in their arguments"))
            }
            (None, _) => problems.push(format!("`{key}` is missing in ko.json")),
            (_, None) => problems.push(format!("`{key}` is missing in en.json")),
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

fn arguments(message: &str) -> Result<BTreeSet<&str>, String> {
    let mut found = BTreeSet::new();
    let mut rest = message;
    while let Some((_, after)) = rest.split_once('{') {
        let (inside, after) = after
            .split_once('}')
            .ok_or_else(|| format!("`{message}` has an open brace"))?;
        found.insert(inside.split('|').next().unwrap_or(inside));
        rest = after;
    }
    Ok(found)
}
