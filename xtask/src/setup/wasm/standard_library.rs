//! Building wasm's standard library from Debian's sources and putting it beside the compiler.
//!
//! Whether what lies there works is found out by linking a small program against it, with the same
//! whole-program optimisation as a release. The compiler's version is then written beside the
//! library, so that the question is asked again only after Debian has upgraded the compiler.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{TARGET, debian, distro};

const STAMP: &str = "ieum-verified-with.txt";
const SEED: &str = "seed";
const BUILD_LIMIT: Duration = Duration::from_secs(15 * 60);

/// Whether a `core` for wasm lies in `folder`.
pub(super) fn core_is_in(folder: &Path) -> bool {
    libraries(folder).is_ok_and(|files| files.iter().any(|file| name(file).starts_with("libcore-")))
}

/// Whether the compiler links a release against what lies in `folder`.
pub(super) fn ready(folder: &Path) -> Result<bool> {
    if !core_is_in(folder) {
        return Ok(false);
    }
    let compiler = distro("rustc").arg("-vV").output()?;
    let stamp = folder.join(STAMP);
    if std::fs::read_to_string(&stamp).is_ok_and(|verified| verified == compiler) {
        return Ok(true);
    }
    if !links()? {
        return Ok(false);
    }
    // Without the right to write there, the next run asks again: half a second.
    let note = tempfile::NamedTempFile::new()?;
    std::fs::write(note.path(), compiler)?;
    let _noted = copy(&[note.path().to_owned()], &stamp, false);
    Ok(true)
}

/// Builds the library and puts it into `folder`, in place of an older one.
pub(super) fn install(folder: &Path) -> Result<()> {
    let work = tempfile::tempdir()?;
    let built = build(work.path())?;
    debian::as_root("mkdir").arg("-p").arg(folder).output()?;
    let old = libraries(folder)?;
    if !old.is_empty() {
        debian::as_root("rm").arg("-f").args(old).output()?;
    }
    copy(&built, folder, true)?;
    if !ready(folder)? {
        bail!(
            "the standard library that was built for wasm doesn't link; reinstall Debian's rustc-web and rust-web-src"
        );
    }
    Ok(())
}

/// Compiles the library in `work`; the answer is its files.
fn build(work: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir(work.join("src"))?;
    std::fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    std::fs::write(
        work.join("Cargo.toml"),
        format!("[package]\nname = \"{SEED}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n"),
    )?;
    distro("cargo")
        .dir(work)
        .args(["build", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro")
        // Building the standard library is a nightly flag; Debian's stable compiler takes it so.
        .env("RUSTC_BOOTSTRAP", "1")
        // Without it a release fails with "Can't find section .llvmbc".
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .limit(BUILD_LIMIT)
        .output()
        .context("wasm's standard library could not be built; install Debian's rust-web-src")?;
    let folder = work.join("target").join(TARGET).join("release/deps");
    let mut files = libraries(&folder)?;
    files.retain(|file| !name(file).starts_with(&format!("lib{SEED}-")));
    Ok(files)
}

/// Links a program the way a release is linked.
fn links() -> Result<bool> {
    let work = tempfile::tempdir()?;
    let source = work.path().join("probe.rs");
    std::fs::write(
        &source,
        "#![crate_type = \"cdylib\"]\n\
         #[unsafe(no_mangle)]\n\
         pub extern \"C\" fn probe() -> usize { std::env::args().map(|word| word.len()).sum() }\n",
    )?;
    let linked = distro("rustc")
        .dir(work.path())
        .args(["--edition", "2024", "--target", TARGET])
        .args([
            "-Copt-level=z",
            "-Clto=fat",
            "-Cpanic=abort",
            "-Ccodegen-units=1",
        ])
        .arg(source)
        .output();
    Ok(linked.is_ok())
}

fn libraries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
        {
            files.push(path);
        }
    }
    Ok(files)
}

/// Copies files that everyone may read, as root: into the folder `to`, or as the file `to`.
fn copy(files: &[PathBuf], to: &Path, folder: bool) -> Result<()> {
    let flag = if folder {
        "--target-directory"
    } else {
        "--no-target-directory"
    };
    let command = debian::as_root("install").args(["--mode", "644"]);
    if folder {
        command.arg(flag).arg(to).args(files).output()?;
    } else {
        command.arg(flag).args(files).arg(to).output()?;
    }
    Ok(())
}

fn name(file: &Path) -> std::borrow::Cow<'_, str> {
    file.file_name().unwrap_or_default().to_string_lossy()
}
