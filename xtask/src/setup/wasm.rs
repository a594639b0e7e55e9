//! A compiler with a standard library for `wasm32-unknown-unknown`.
//!
//! rustup brings one in a minute where it can download. Where it can't, Debian packages a current
//! compiler for its browsers, with the library's sources: linked into rustup as `distro`, it builds
//! the library once. [`standard_library`](super::wasm::standard_library) does that.

mod standard_library;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::shell::{Cmd, on_path, step};
use crate::workspace::Workspace;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const DISTRO: &str = "distro";

/// The compiler that builds the wasm crates on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WasmToolchain {
    /// The one everything else is built with.
    Default,
    /// Debian's, linked into rustup.
    Distro,
}

impl fmt::Display for WasmToolchain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Default => "the default toolchain",
            Self::Distro => "Debian's toolchain (cargo +distro)",
        })
    }
}

impl WasmToolchain {
    /// This toolchain's cargo, at the workspace's root.
    pub(crate) fn cargo(self, workspace: &Workspace) -> Cmd {
        match self {
            Self::Default => workspace.cargo(),
            Self::Distro => workspace.building(distro("cargo")),
        }
    }

    /// Whether the standard library's sources are there, or can be had. Without them a release works and is larger.
    pub(crate) fn ensure_sources(self) -> bool {
        if self.has_sources() {
            return true;
        }
        let added = step(
            "Add the standard library's sources (30 s at most)",
            || match self {
                Self::Default => Cmd::new("rustup")
                    .args(["component", "add", "rust-src"])
                    .limit(Duration::from_secs(30))
                    .output()
                    .map(drop),
                Self::Distro => debian::install(&["rust-web-src"]),
            },
        );
        if let Err(error) = added {
            println!("    {error:#}\n    The programs will be a tenth larger.");
        }
        self.has_sources()
    }

    fn has_sources(self) -> bool {
        let rustc = match self {
            Self::Default => Cmd::new("rustc"),
            Self::Distro => distro("rustc"),
        };
        rustc
            .args(["--print", "sysroot"])
            .output()
            .is_ok_and(|root| {
                Path::new(root.trim())
                    .join("lib/rustlib/src/rust/library/std/Cargo.toml")
                    .is_file()
            })
    }

    /// Clippy comes with the default toolchain; Debian packages it apart.
    pub(crate) fn ensure_clippy(self, workspace: &Workspace) -> Result<()> {
        if self
            .cargo(workspace)
            .args(["clippy", "--version"])
            .output()
            .is_ok()
        {
            return Ok(());
        }
        step("Install clippy for Debian's compiler", || {
            debian::install(&["rust-web-clippy"])
        })
    }
}

/// A program of the linked toolchain, without what `cargo xtask` itself runs under.
fn distro(program: &str) -> Cmd {
    Cmd::new("rustup")
        .args(["run", DISTRO, program])
        .without_env("CARGO")
        .without_env("RUSTC")
        .without_env("RUSTDOC")
        .without_env("RUSTUP_TOOLCHAIN")
}

/// Finds a toolchain that builds for wasm, or makes one.
pub(crate) fn ensure(workspace: &Workspace) -> Result<WasmToolchain> {
    if let Some(found) = find()? {
        return Ok(found);
    }
    if !on_path("rustup") {
        bail!("install rustup and its stable toolchain, or add {TARGET} to your Rust compiler");
    }
    let added = step(
        "Add wasm's standard library with rustup (30 s at most)",
        || {
            Cmd::new("rustup")
                .args(["target", "add", TARGET])
                .limit(Duration::from_secs(30))
                .output()
        },
    );
    match added {
        Ok(_) if default_has_library()? => return Ok(WasmToolchain::Default),
        Ok(_) => {}
        Err(error) => println!("    {error:#}\n    Debian's packages come next."),
    }
    install_distro()?;
    let library = distro_library()?;
    if !standard_library::ready(&library)? {
        step("Build wasm's standard library (about 80 s, once)", || {
            standard_library::install(&library)
        })?;
        // Its hash is part of every file compiled against it.
        let stale = workspace.target.join(TARGET);
        if stale.exists() {
            std::fs::remove_dir_all(&stale)
                .with_context(|| format!("{} could not be emptied", stale.display()))?;
        }
    }
    Ok(WasmToolchain::Distro)
}

/// The toolchain that can already do it.
fn find() -> Result<Option<WasmToolchain>> {
    if default_has_library()? {
        return Ok(Some(WasmToolchain::Default));
    }
    if has_distro() && standard_library::ready(&distro_library()?)? {
        return Ok(Some(WasmToolchain::Distro));
    }
    Ok(None)
}

fn default_has_library() -> Result<bool> {
    let printed = Cmd::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .context("install rustup's stable toolchain")?;
    Ok(standard_library::core_is_in(Path::new(printed.trim())))
}

fn has_distro() -> bool {
    distro("rustc").arg("--version").output().is_ok()
}

fn distro_library() -> Result<PathBuf> {
    let printed = distro("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()?;
    Ok(PathBuf::from(printed.trim()))
}

/// Debian's compiler, known to rustup as `distro` and able to link wasm.
fn install_distro() -> Result<()> {
    step(
        "Install Debian's Rust compiler, its library's sources and its lints",
        || debian::install(&["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"]),
    )?;
    if !has_distro() {
        step("Link Debian's compiler into rustup as `distro`", || {
            Cmd::new("rustup")
                .args(["toolchain", "link", DISTRO, "/usr"])
                .output()
        })?;
    }
    if !has_distro() {
        bail!("rustup can't run the compiler in /usr; install Debian's rustc-web and cargo-web");
    }
    ensure_linker()
}

/// `rust-lld`, which Debian leaves out: rustup's own, or Debian's lld of the compiler's LLVM.
fn ensure_linker() -> Result<()> {
    let version = distro("rustc").arg("-vV").output()?;
    let field = |name: &str| {
        version
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
            .map(str::to_owned)
    };
    let host = field("host:").context("rustc -vV names no host")?;
    let sysroot = distro("rustc").args(["--print", "sysroot"]).output()?;
    let linker = tools(sysroot.trim(), &host).join("rust-lld");
    // `exists` follows links: a link to a toolchain that is gone counts as missing.
    if linker.exists() {
        return Ok(());
    }
    step("Give Debian's compiler its linker", || {
        let own = Cmd::new("rustc").args(["--print", "sysroot"]).output()?;
        let mut source = tools(own.trim(), &host).join("rust-lld");
        if !source.exists() {
            let llvm = field("LLVM version:").context("rustc -vV names no LLVM version")?;
            let major = llvm.split('.').next().unwrap_or(&llvm);
            debian::install(&[&format!("lld-{major}")])?;
            source = PathBuf::from(format!("/usr/lib/llvm-{major}/bin/lld"));
        }
        if let Some(folder) = linker.parent() {
            debian::as_root("mkdir").arg("-p").arg(folder).output()?;
        }
        debian::as_root("ln")
            .arg("-sfn")
            .arg(&source)
            .arg(&linker)
            .output()?;
        Ok(())
    })
}

fn tools(sysroot: &str, host: &str) -> PathBuf {
    Path::new(sysroot)
        .join("lib/rustlib")
        .join(host)
        .join("bin")
}
