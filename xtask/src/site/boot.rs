//! The script that a page loads: it fetches the program and starts it. A file of its own, because
//! the content security policy allows no script inside the page.

use super::bindgen::Glue;
use super::{Entry, File, Kind};

/// A program that cannot be loaded, or that stops at a fault of its own, cannot say so itself: the shell's template
/// `#broken` does.
const START: &str = "const broken = () =>
  document.body.replaceChildren(document.getElementById('broken').content.cloneNode(true));
addEventListener('error', ({ error }) => error instanceof WebAssembly.RuntimeError && broken());
addEventListener('unhandledrejection', ({ reason }) => reason instanceof WebAssembly.RuntimeError && broken());
init({ module_or_path: MODULE }).catch((error) => {
  broken();
  throw error;
});
";

/// Asks twice a second whether the site has changed; a server that is being restarted is waited for.
const RELOAD: &str = "let version;
setInterval(async () => {
  const assets = await fetch('/assets.json', { cache: 'no-store' })
    .then((response) => response.json())
    .catch(() => undefined);
  if (version && assets && assets.version !== version) location.reload();
  version ??= assets?.version;
}, 500);
";

/// The boot script of `entry`.
pub(crate) fn script(entry: Entry, glue: &Glue, kind: Kind) -> File {
    let start = START.replace("MODULE", &format!("'{}'", glue.module));
    let reload = if kind == Kind::Dev { RELOAD } else { "" };
    let text = format!("import init from '{}';\n{start}{reload}", glue.script);
    File::hashed(&format!("boot-{}.js", entry.name()), text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boot(kind: Kind) -> File {
        let glue = Glue {
            script: "/pkg/app.1.js".to_owned(),
            module: "/pkg/app.1.wasm".to_owned(),
            files: Vec::new(),
        };
        script(Entry::App, &glue, kind)
    }

    #[test]
    fn names_the_program_of_the_same_build() {
        let text = String::from_utf8(boot(Kind::Release).bytes).unwrap();
        assert!(
            text.starts_with("import init from '/pkg/app.1.js';"),
            "{text}"
        );
        assert!(text.contains("module_or_path: '/pkg/app.1.wasm'"), "{text}");
    }

    #[test]
    fn only_a_quick_build_reloads_itself() {
        let asks = |kind| {
            String::from_utf8(boot(kind).bytes)
                .unwrap()
                .contains("/assets.json")
        };
        assert!(asks(Kind::Dev));
        assert!(!asks(Kind::Release));
    }
}
