//! Patterns on a phone: the JavaScript engine's own `RegExp`, in Unicode mode.

use js_sys::{
    Array, Function, JsString, Reflect, RegExp,
    wasm_bindgen::{JsCast as _, JsValue},
};

use crate::form::expression::error::Fault;

/// A pattern that was compiled once to see that it can be. It must match the whole text, as in ODK.
///
/// The compiled value belongs to one thread and a form does not, so it is compiled again for each match; a
/// form asks a few times a keystroke at most.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(String);

impl Pattern {
    /// Compiles `source`.
    ///
    /// # Errors
    /// What the regular expression's own parser says.
    pub(crate) fn new(source: &str) -> Result<Self, Fault> {
        compile(source)?;
        let mut whole = String::from("^(?:");
        whole.push_str(source);
        whole.push_str(")$");
        compile(&whole)?;
        Ok(Self(whole))
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        compile(&self.0).is_ok_and(|pattern| pattern.test(text))
    }
}

/// `new RegExp(source, "u")`, through `Reflect` because that hands the `SyntaxError` back.
fn compile(source: &str) -> Result<RegExp, Fault> {
    let fault = |error: JsValue| {
        let message = error
            .dyn_into::<js_sys::Error>()
            .map_or_else(|_| JsString::from(""), |error| error.message());
        Fault::Pattern(String::from(message))
    };
    let constructor = Reflect::get(&js_sys::global(), &"RegExp".into()).map_err(fault)?;
    let constructor: Function = constructor.dyn_into().map_err(fault)?;
    let arguments = Array::of2(&source.into(), &"u".into());
    Reflect::construct(&constructor, &arguments)
        .map_err(fault)?
        .dyn_into()
        .map_err(fault)
}
