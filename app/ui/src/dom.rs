//! A small element builder over leptos, with one type for every element.
//!
//! `view!` gives each piece of markup a type of its own, and each type its own compiled code. On the applicant's
//! first load, which has a budget in bytes, that code is most of the app. [`El`] erases attributes and children as
//! they are added, so that a hundred views share what one needs. Reactivity is leptos's own: `*_live` closures
//! re-run when a signal they read changes, and nothing else on the page does.

use std::borrow::Cow;

use leptos::{
    attr::{
        any_attribute::{AnyAttribute, IntoAnyAttribute as _},
        custom::custom_attribute,
    },
    ev::{self, on},
    html::custom,
    prelude::*,
    tachys::html::property::prop,
};
use wasm_bindgen::JsValue;

/// An element under construction.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins a `<tag>`.
pub fn el(tag: &'static str) -> El {
    El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

/// Begins a `<tag class="…">`.
pub fn el_class(tag: &'static str, class: &'static str) -> El {
    el(tag).attr("class", class)
}

impl El {
    /// Sets an attribute once.
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let value: Cow<'static, str> = value.into();
        self.attributes
            .push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Sets an attribute without a value, such as `required`, if `present`.
    pub fn flag(self, name: &'static str, present: bool) -> Self {
        if present { self.attr(name, "") } else { self }
    }

    /// Keeps an attribute equal to what `value` says; `None` removes it.
    pub fn attr_live(
        mut self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> Option<String> + Send> = Box::new(value);
        self.attributes
            .push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Keeps a DOM property, such as `checked`, equal to what `value` says.
    pub fn prop_live(
        mut self,
        name: &'static str,
        value: impl Fn() -> JsValue + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> JsValue + Send> = Box::new(value);
        self.attributes.push(prop(name, value).into_any_attr());
        self
    }

    /// Keeps the attribute `hidden` in step with `hidden`.
    pub fn hidden_live(self, hidden: impl Fn() -> bool + Send + 'static) -> Self {
        self.attr_live("hidden", move || hidden().then(String::new))
    }

    /// Listens to a DOM event.
    pub fn on(
        mut self,
        event: &'static str,
        handler: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let handler: Box<dyn FnMut(web_sys::Event)> = Box::new(handler);
        let event: ev::Custom<web_sys::Event> = ev::Custom::new(event);
        self.attributes.push(on(event, handler).into_any_attr());
        self
    }

    /// Adds text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(text.into().into_any());
        self
    }

    /// Adds text that follows the signals it reads.
    pub fn text_live(mut self, text: impl Fn() -> String + Send + 'static) -> Self {
        let text: Box<dyn FnMut() -> String + Send> = Box::new(text);
        self.children.push(text.into_any());
        self
    }

    /// Adds an element or any other view.
    pub fn child(mut self, child: impl Piece) -> Self {
        child.add_to(&mut self.children);
        self
    }

    /// Adds one view after another.
    pub fn children<P: Piece>(mut self, children: impl IntoIterator<Item = P>) -> Self {
        for child in children {
            child.add_to(&mut self.children);
        }
        self
    }

    /// Adds what `view` shows, built anew whenever a signal it reads changes.
    pub fn live(mut self, view: impl Fn() -> AnyView + Send + 'static) -> Self {
        self.children.push(live(view));
        self
    }

    /// Finishes the element.
    pub fn view(self) -> AnyView {
        custom(self.tag)
            .child(self.children)
            .add_any_attr(self.attributes)
            .into_any()
    }
}

/// What can stand inside an [`El`].
pub trait Piece {
    /// Appends itself to the children of an element.
    fn add_to(self, children: &mut Vec<AnyView>);
}

impl Piece for El {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.view());
    }
}

impl Piece for AnyView {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl<P: Piece> Piece for Option<P> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        if let Some(piece) = self {
            piece.add_to(children);
        }
    }
}

impl<P: Piece> Piece for Vec<P> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        for piece in self {
            piece.add_to(children);
        }
    }
}

/// What `view` shows, built anew whenever a signal it reads changes.
pub fn live(view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(view);
    view.into_any()
}

/// Nothing at all.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Several pieces without an element around them.
pub fn pieces<P: Piece>(pieces: impl IntoIterator<Item = P>) -> AnyView {
    let mut views = Vec::new();
    for piece in pieces {
        piece.add_to(&mut views);
    }
    views.into_any()
}

/// The browser's window.
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

/// What is typed or chosen in the input, text area or select that an event comes from.
pub fn event_value(event: &web_sys::Event) -> String {
    leptos::prelude::event_target_value(event)
}

/// Whether the checkbox or radio button that an event comes from is checked.
pub fn event_checked(event: &web_sys::Event) -> bool {
    leptos::prelude::event_target_checked(event)
}
