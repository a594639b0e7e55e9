//! Running other programs: a headline and a duration for each, a limit on every wait, and no
//! process left behind. Each child leads a process group of its own, so that its children end with
//! it; signals that reach this program are passed on to that group.
//!
//! Nothing here reads the terminal: a child that asks a question meets an empty standard input.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// How long a program may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(20);
/// How much of a failed program's output an error repeats.
const TAIL: usize = 2_000;

static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Notes Ctrl-C and its like instead of dying, so that children can be ended in order.
pub(crate) fn watch_signals() -> Result<()> {
    let flag = STOP.get_or_init(Arc::default);
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(flag))?;
    }
    Ok(())
}

/// Whether the user asked this program to stop.
pub(crate) fn stopping() -> bool {
    STOP.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// Does `work` under a headline and says how long it took.
pub(crate) fn step<T>(headline: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {headline}");
    let start = Instant::now();
    let result = work();
    let verdict = if result.is_ok() { "done" } else { "failed" };
    println!("    {verdict} in {}: {headline}", seconds(start.elapsed()));
    result
}

/// A duration as this program prints it: tenths of a second, minutes from two on.
pub(crate) fn seconds(duration: Duration) -> String {
    if duration.as_secs() < 120 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!(
            "{} min {} s",
            duration.as_secs() / 60,
            duration.as_secs() % 60
        )
    }
}

/// Whether `program` is an executable on `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

/// The file that `program` names on `PATH`.
pub(crate) fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// A program about to be run.
#[derive(Debug)]
pub(crate) struct Cmd {
    command: Command,
    limit: Duration,
}

impl Cmd {
    /// A program with a limit of one minute, an empty standard input and this program's output.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).process_group(0);
        Self {
            command,
            limit: Duration::from_secs(60),
        }
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    pub(crate) fn without_env(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// After this long the program and its children are ended.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs it with its output shown; anything but success is an error.
    pub(crate) fn run(self) -> Result<()> {
        let (name, limit) = (self.name(), self.limit);
        let status = self.start()?.wait(limit)?;
        if !status.success() {
            bail!("{name} failed ({status})");
        }
        Ok(())
    }

    /// Runs it unseen and returns what it printed to standard output.
    ///
    /// An error repeats the end of everything it printed.
    pub(crate) fn output(mut self) -> Result<String> {
        // Files, not pipes: a grandchild that keeps a pipe open can't make this wait.
        let (mut out, mut err) = (tempfile::tempfile()?, tempfile::tempfile()?);
        self.command
            .stdout(out.try_clone()?)
            .stderr(err.try_clone()?);
        let (name, limit) = (self.name(), self.limit);
        let status = self.start()?.wait(limit)?;
        let printed = read(&mut out)?;
        if !status.success() {
            let all = format!("{printed}{}", read(&mut err)?);
            bail!("{name} failed ({status}):\n{}", tail(all.trim_end()));
        }
        Ok(printed)
    }

    /// Starts it and returns at once; it ends when the value is dropped.
    pub(crate) fn start(mut self) -> Result<Running> {
        let name = self.name();
        let child = self
            .command
            .spawn()
            .with_context(|| format!("{name} could not be started"))?;
        Ok(Running { child, name })
    }

    fn name(&self) -> String {
        let program = Path::new(self.command.get_program());
        let mut words: Vec<OsString> = vec![
            program
                .file_name()
                .unwrap_or(program.as_os_str())
                .to_owned(),
        ];
        words.extend(self.command.get_args().take(4).map(OsStr::to_owned));
        let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
        format!("`{}`", words.join(" "))
    }
}

/// A program that runs.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Waits until it ends by itself, `limit` passes or the user stops this program.
    pub(crate) fn wait(mut self, limit: Duration) -> Result<ExitStatus> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if stopping() {
                bail!("stopped while {} was running", self.name);
            }
            if start.elapsed() > limit {
                bail!(
                    "{} did not finish in {} and was ended",
                    self.name,
                    seconds(limit)
                );
            }
            sleep(POLL);
        }
    }

    /// The status if it has ended.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Asks the whole group to end, and ends it by force when it doesn't.
    pub(crate) fn stop(&mut self) -> Result<ExitStatus> {
        let group = Pid::from_child(&self.child);
        let _gone = kill_process_group(group, Signal::TERM);
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > GRACE {
                eprintln!(
                    "{} did not end within {}; killing it",
                    self.name,
                    seconds(GRACE)
                );
                let _gone = kill_process_group(group, Signal::KILL);
                return Ok(self.child.wait()?);
            }
            sleep(POLL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _status = self.stop();
        }
    }
}

fn read(file: &mut File) -> Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn tail(text: &str) -> &str {
    let start = text.len().saturating_sub(TAIL);
    let start = (start..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len());
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_alive(process: &str) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.trim()));
        // Nobody may be there to collect an orphan that ended: it counts as ended.
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let error = Cmd::new("sh")
            .args(["-c", "sleep 600 & echo $! > child; wait"])
            .dir(folder.path())
            .limit(Duration::from_secs(1))
            .run()
            .unwrap_err();
        assert!(
            error.to_string().contains("did not finish in 1.0 s"),
            "{error}"
        );
        let child = std::fs::read_to_string(folder.path().join("child")).unwrap();
        let gone = (0..500).any(|_| {
            sleep(POLL);
            !is_alive(&child)
        });
        assert!(gone, "the child outlived the program");
    }

    #[test]
    fn an_error_repeats_what_the_program_said() {
        let error = Cmd::new("sh")
            .args(["-c", "echo 이유 >&2; exit 3"])
            .output()
            .unwrap_err()
            .to_string();
        assert!(error.contains("이유") && error.contains('3'), "{error}");
    }

    #[test]
    fn output_is_standard_output_alone() {
        let output = Cmd::new("sh")
            .args(["-c", "echo out; echo err >&2"])
            .output()
            .unwrap();
        assert_eq!(output, "out\n");
    }

    #[test]
    fn a_tail_never_splits_a_character() {
        let text = "이음".repeat(TAIL);
        assert!(tail(&text).len() <= TAIL);
        assert_eq!(tail("short"), "short");
    }
}
