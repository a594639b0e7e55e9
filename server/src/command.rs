//! What the program is asked to do, from its arguments.

use std::path::PathBuf;

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Answers phones and coordinators; with the demonstration's data, when asked.
    Serve {
        /// Whether `--demo` was given.
        demo: bool,
    },
    /// Says which version this is.
    Version,
    /// Makes a new key for receipts.
    RotateKey,
    /// Verifies what is stored.
    Verify,
    /// Backs up into this new folder.
    Backup(PathBuf),
    /// Restores a backup.
    Restore {
        /// The backup.
        backup: PathBuf,
        /// A new or empty folder.
        to: PathBuf,
    },
}

/// Reads the arguments, without the program's own name.
///
/// # Errors
/// A sentence for the operator.
pub fn parse(arguments: &[String]) -> anyhow::Result<Task> {
    let words: Vec<_> = arguments.iter().map(String::as_str).collect();
    Ok(match *words.as_slice() {
        [] => Task::Serve { demo: false },
        ["--demo"] => Task::Serve { demo: true },
        ["--version"] => Task::Version,
        ["rotate-key"] => Task::RotateKey,
        ["verify"] => Task::Verify,
        ["backup", "--to", to] => Task::Backup(to.into()),
        ["restore", backup, "--to", to] => Task::Restore {
            backup: backup.into(),
            to: to.into(),
        },
        _ => anyhow::bail!(
            "`{}` is nothing that can be asked; there are `--demo`, `--version`, `rotate-key`, `verify`, `backup --to <new folder>` and `restore <backup> --to <empty folder>`, and docs/configuration.md for the rest",
            words.join(" ")
        ),
    })
}
