//! What a phone keeps to open the app with no network, written into the service worker.
//!
//! The worker in `public/` is a template: `__PRECACHE__` stands for the paths and `__VERSION__` for
//! a digest of what they hold. `__LATER__` is what the worker keeps once somebody asked for it, or after the first visit:
//! the English words. Nothing of the coordinators' program is among them.

use anyhow::{Result, bail};

use super::{Entry, File, english, file};

pub(crate) const WORKER: &str = "sw.js";
const PATHS: &str = "__PRECACHE__";
const VERSION: &str = "__VERSION__";
const LATER: &str = "__LATER__";
/// The server renders it, so it isn't among the files.
const SHELL: &str = "/";

/// Asked for by crawlers, by the system while it installs the app or by browsers without SVG icons,
/// and by the pages that the server renders, all of them online.
const ONLINE_ONLY: [&str; 7] = [
    WORKER,
    "apple-touch-icon.png",
    "document.css",
    "favicon.ico",
    "icon-512.png",
    "icon-maskable-512.png",
    "robots.txt",
];

/// Fills the worker in; the answer is the paths it keeps.
pub(crate) fn fill_in(files: &mut [File]) -> Result<Vec<String>> {
    let (paths, later, version) = {
        let kept: Vec<&File> = files.iter().filter(|file| is_kept(&file.name)).collect();
        let mut paths = vec![SHELL.to_owned()];
        paths.extend(kept.iter().map(|file| file.path.clone()));
        let parts = kept
            .iter()
            .flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]);
        // The shell changes with the server's version, the worker with its own text.
        let worker = files
            .iter()
            .filter(|file| file.name == WORKER)
            .map(|file| &*file.bytes);
        let release = env!("CARGO_PKG_VERSION").as_bytes();
        let later = files.iter().filter(|file| file.name == english::NAME);
        let later: Vec<_> = later.map(|file| file.path.clone()).collect();
        let version = file::digest(parts.chain(worker).chain([release]));
        (paths, later, version)
    };
    let Some(worker) = files.iter_mut().find(|file| file.name == WORKER) else {
        bail!("public/{WORKER} is missing: it is the service worker");
    };
    worker.bytes = substitute(&worker.bytes, [&paths, &later], &version)?;
    Ok(paths)
}

fn is_kept(name: &str) -> bool {
    let desk = Entry::Desk.name();
    let of_desk = name.starts_with(&format!("{desk}."))
        || name.starts_with(&format!("{desk}/"))
        || name == format!("boot-{desk}.js");
    !of_desk && name != english::NAME && !ONLINE_ONLY.contains(&name)
}

fn substitute(worker: &[u8], [paths, later]: [&[String]; 2], version: &str) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(worker)?;
    for token in [PATHS, LATER, VERSION] {
        if text.matches(token).count() != 1 {
            bail!("public/{WORKER} must contain {token} exactly once");
        }
    }
    let (paths, later) = (serde_json::to_string(paths)?, serde_json::to_string(later)?);
    Ok(without_comments(text)
        .replace(LATER, &later)
        .replace(PATHS, &paths)
        .replace(VERSION, version)
        .into_bytes())
}

/// What people read by, no phone needs. In the worker each comment has its lines to itself.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let code: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .collect();
    code.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str =
        "const V = \"__VERSION__\"; const P = __PRECACHE__; const L = __LATER__;";

    fn site(app: &str, desk: &str) -> Vec<File> {
        let file = |name: &str, bytes: &str| File {
            name: name.to_owned(),
            path: format!("/{name}"),
            bytes: bytes.as_bytes().to_vec(),
        };
        vec![
            file("app.js", app),
            file("en.json", "[]"),
            file("desk.js", desk),
            file("desk/x/a.js", desk),
            file("boot-desk.js", desk),
            file("icon.svg", "<svg/>"),
            file("robots.txt", ""),
            file(WORKER, TEMPLATE),
        ]
    }

    fn worker(mut files: Vec<File>) -> String {
        fill_in(&mut files).unwrap();
        String::from_utf8(files.pop().unwrap().bytes).unwrap()
    }

    #[test]
    fn the_worker_keeps_the_applicants_files_and_no_others() {
        assert!(
            worker(site("1", "1"))
                .ends_with(r#"const P = ["/","/app.js","/icon.svg"]; const L = ["/en.json"];"#)
        );
    }

    #[test]
    fn the_version_follows_what_phones_keep_and_nothing_else() {
        let now = worker(site("1", "1"));
        assert_eq!(
            now,
            worker(site("1", "2")),
            "a change for coordinators reached the phones"
        );
        assert_ne!(now, worker(site("2", "1")));
    }

    #[test]
    fn comments_stay_here() {
        let script = "// Why.\nconst A = \"https://a\";\n\n  // And how.\n  f(A);\n";
        assert_eq!(without_comments(script), "const A = \"https://a\";\nf(A);");
    }

    #[test]
    fn a_worker_without_a_token_is_refused() {
        let error = substitute(
            b"const P = __PRECACHE__; const L = __LATER__;",
            [&[], &[]],
            "1",
        )
        .unwrap_err()
        .to_string();
        assert!(error.contains("__VERSION__"), "{error}");
    }
}
