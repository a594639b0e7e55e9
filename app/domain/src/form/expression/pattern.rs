//! The regular expressions of `regex(…)`, compiled when the form is loaded.
//!
//! The server compiles them with `regex-lite`. A phone asks the `RegExp` of its JavaScript engine instead: the
//! crate would be an eighth of everything that the phone may download. A pattern must be valid in both, so
//! what only one of them knows (look-around, back-references, `\A`) is left out of forms.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::Pattern;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::Pattern;
