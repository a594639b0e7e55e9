//! Disks that can be filled: a small file system of its own where the system lets one be mounted, and a limit on the
//! size of files, which needs no right at all.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

use crate::{
    crash::{Program, in_file},
    support::write_site,
};

const SERVER: &str = env!("CARGO_BIN_EXE_server");
/// Enough for the database of a test; it is filled by a file beside it.
const SIZE: &str = "12m";

/// A folder `data` that can be made to take nothing more.
pub(crate) struct Disk {
    folder: TempDir,
    /// Holds the namespace in which the file system is mounted: it is gone with this process.
    holder: Option<Child>,
}

impl Disk {
    /// Every kind there is on this machine. One that can't be had is told.
    #[expect(
        clippy::print_stdout,
        reason = "who reads the tests' output must know what was not tried"
    )]
    pub(crate) fn every() -> Vec<Self> {
        let small = Self::small();
        if small.is_none() {
            println!("no file system may be mounted here: only the limit on files is tried");
        }
        small.into_iter().chain([Self::limited()]).collect()
    }

    /// A file system of its own.
    pub(crate) fn small() -> Option<Self> {
        let folder = Self::folder();
        let script =
            format!("mount -t tmpfs -o size={SIZE} tmpfs \"$1\" && echo mounted && exec cat");
        let mut holder = Command::new("unshare")
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                &script,
                "sh",
            ])
            .arg(folder.path().join("data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut said = String::new();
        let mut output = BufReader::new(holder.stdout.take()?);
        output.read_line(&mut said).ok()?;
        let disk = Self {
            folder,
            holder: Some(holder),
        };
        (said == "mounted\n").then_some(disk)
    }

    fn limited() -> Self {
        Self {
            folder: Self::folder(),
            holder: None,
        }
    }

    fn folder() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        write_site(&folder.path().join("site"));
        std::fs::create_dir(folder.path().join("data")).unwrap();
        folder
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Something that is run where the disk is.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command;
        if let Some(holder) = &self.holder {
            command = Command::new("nsenter");
            let target = holder.id().to_string();
            command.args([
                "--user",
                "--mount",
                "--preserve-credentials",
                "--target",
                &target,
            ]);
        } else {
            // Who writes past the limit is told, and not killed.
            command = Command::new("sh");
            command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
        }
        command.args(words);
        command
    }

    pub(crate) fn start(&self) -> Program {
        Program::of(Program::by(
            self.command(&[SERVER]),
            self.folder.path(),
            &in_file(self.folder.path()),
        ))
    }

    /// The program with these words, about the same data.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.about(self.command(&["timeout", "60", SERVER]), words)
    }

    fn about(&self, mut command: Command, words: &[&str]) -> Output {
        let database = format!("sqlite://{}", self.data().join("ieum.db").display());
        command
            .args(words)
            .env("IEUM_DATABASE", database)
            .env("IEUM_SITE", self.folder.path().join("site"))
            .env("IEUM_LISTEN", "127.0.0.1:0");
        command.output().unwrap()
    }

    /// From now on nothing fits that is longer than what is there, and no file may be longer than `most`.
    pub(crate) fn fill(&self, program: &Program, most: u64) {
        if self.holder.is_some() {
            let ballast = self.ballast();
            let words = ["dd", "if=/dev/zero", &format!("of={ballast}"), "bs=4k"];
            let said = self.command(&words).output().unwrap();
            let told = String::from_utf8_lossy(&said.stderr);
            assert!(told.contains("No space left"), "{told}");
        } else {
            limit(program, &most.to_string());
        }
    }

    /// There is room again.
    pub(crate) fn free(&self, program: &Program) {
        if self.holder.is_some() {
            assert!(
                self.command(&["rm", &self.ballast()])
                    .status()
                    .unwrap()
                    .success()
            );
        } else {
            limit(program, "unlimited");
        }
    }

    /// The same for reading alone, when this is a file system of its own.
    pub(crate) fn remount(&self, how: &str) {
        let data = self.data().display().to_string();
        let words = ["mount", "-o", &format!("remount,bind,{how}"), &data];
        assert!(self.command(&words).status().unwrap().success());
    }

    /// Runs the program where only so many bytes fit, or no file may be longer.
    pub(crate) fn short_of_room(&self, program: &Program, room: u64, words: &[&str]) -> Output {
        if self.holder.is_some() {
            self.fill(program, 0);
            let size = format!("-{room}");
            let ballast = self.ballast();
            let cut = ["truncate", "-s", &size, &ballast];
            assert!(self.command(&cut).status().unwrap().success());
            let output = self.run(words);
            self.free(program);
            output
        } else {
            let limit = format!("--fsize={room}");
            self.about(self.command(&["prlimit", &limit, SERVER]), words)
        }
    }

    /// Whether the data has something of this name.
    pub(crate) fn is_there(&self, name: &str) -> bool {
        let place = self.data().join(name).display().to_string();
        self.command(&["test", "-e", &place])
            .status()
            .unwrap()
            .success()
    }

    /// The bytes of what is being uploaded.
    pub(crate) fn size_of_parts(&self) -> u64 {
        let parts = self.data().join("attachments/parts").display().to_string();
        let words = ["find", &parts, "-type", "f", "-printf", "%s\\n"];
        let said = String::from_utf8(self.command(&words).output().unwrap().stdout).unwrap();
        said.lines().map(|line| line.parse::<u64>().unwrap()).sum()
    }

    fn ballast(&self) -> String {
        self.data().join("ballast").display().to_string()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Some(holder) = &mut self.holder {
            let _ = holder.kill();
            let _ = holder.wait();
        }
    }
}

fn limit(program: &Program, most: &str) {
    let set = Command::new("prlimit")
        .args(["--pid", &program.id().to_string()])
        .arg(format!("--fsize={most}:unlimited"))
        .status();
    assert!(set.unwrap().success());
}
