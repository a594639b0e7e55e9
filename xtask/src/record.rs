//! What was measured, kept in `docs/benchmarks.md`: each table between its own two lines, with the machine, the day and
//! the commit.

use std::fs;

use anyhow::{Context, Result};

use crate::shell::Cmd;
use crate::workspace::Workspace;

/// The line before a table; [`END`] comes behind it.
pub(crate) struct Mark(&'static str);

pub(crate) const BROWSER: Mark = Mark("<!-- measured in the browser -->");
pub(crate) const SERVER: Mark = Mark("<!-- measured on the server -->");
pub(crate) const SOAK: Mark = Mark("<!-- soaked -->");
const END: &str = "<!-- end -->";

/// The machine, the day and the commit, as one sentence.
pub(crate) fn machine(workspace: &Workspace) -> String {
    let git = |args: &[&str]| Cmd::new("git").dir(&workspace.root).args(args).output();
    let commit = git(&["rev-parse", "--short", "HEAD"])
        .map_or_else(|_| "no commit".to_owned(), |out| out.trim().to_owned());
    let changed = git(&["status", "--porcelain", "--untracked-files=no"])
        .is_ok_and(|out| !out.trim().is_empty());
    let changed = if changed { " with changes" } else { "" };
    let day = Cmd::new("date").args(["-u", "+%F"]).output();
    let day = day.unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let about = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map_or_else(String::new, |line| {
            line.trim_matches([' ', '\t', ':']).to_owned()
        })
    };
    let processor = about("/proc/cpuinfo", "model name");
    let memory = about("/proc/meminfo", "MemTotal");
    format!(
        "Measured on {} with commit {commit}{changed}: {cores} cores ({processor}), {memory} of memory, which \
         server and load generator share",
        day.trim()
    )
}

/// Puts `table` where the one before was.
pub(crate) fn keep(workspace: &Workspace, mark: &Mark, table: &str) -> Result<()> {
    let document = workspace.root.join("docs/benchmarks.md");
    let before = fs::read_to_string(&document)
        .with_context(|| format!("{} is missing", document.display()))?;
    fs::write(&document, kept(&before, mark, table))
        .with_context(|| format!("{} cannot be written", document.display()))?;
    println!("{} has the table.", document.display());
    Ok(())
}

/// The document with `table` between its marks; at its end, when it has none yet.
fn kept(document: &str, Mark(begin): &Mark, table: &str) -> String {
    let (before, after) = match document.split_once(begin) {
        Some((before, rest)) => (before, rest.split_once(END).map_or("", |(_, after)| after)),
        None => (document, ""),
    };
    let before = before.trim_end();
    let after = after.trim();
    let gap = if after.is_empty() { "" } else { "\n\n" };
    format!("{before}\n\n{begin}\n{}\n{END}{gap}{after}\n", table.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_table_takes_the_place_of_the_one_before() {
        let first = kept("# Benchmarks\n\nWords.\n", &BROWSER, "| a |\n");
        assert_eq!(
            first,
            "# Benchmarks\n\nWords.\n\n<!-- measured in the browser -->\n| a |\n<!-- end -->\n"
        );
        let more = format!("{first}\n## After\n");
        let second = kept(&more, &BROWSER, "| b |");
        assert_eq!(second, more.replace("| a |", "| b |"));
        assert_eq!(kept(&second, &BROWSER, "| b |"), second);
    }
    #[test]
    fn a_table_leaves_the_others_where_they_are() {
        let one = kept("# Benchmarks\n", &BROWSER, "| a |");
        let two = kept(&one, &SERVER, "| b |");
        let again = kept(&two, &BROWSER, "| c |");
        assert_eq!(again, two.replace("| a |", "| c |"));
    }
}
