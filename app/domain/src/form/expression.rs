//! The expression language of forms, after XForms: parsed once, checked when the
//! form is loaded, then evaluated as often as its inputs change.
//!
//! `docs/forms.md` describes it for authors. Nothing here assigns: an expression
//! reads fields and yields one value.

pub(crate) mod ast;
pub(crate) mod code;
pub mod error;
pub(crate) mod eval;
pub(crate) mod function;
pub(crate) mod operator;
pub(crate) mod parse;
pub(crate) mod pattern;
pub(crate) mod scene;
pub(crate) mod token;
pub mod types;
pub(crate) mod value;
