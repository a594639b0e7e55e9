//! What is on a step: fields, groups and repeats in their order.

use std::sync::Arc;

use domain::form::{Group, Item, Path};
use leptos::prelude::*;

use super::{
    field::{field, slug},
    repeat::repeat,
    session::Session,
};
use crate::{
    dom::{el, el_class, live, nothing},
    i18n::text,
};

/// The items, in the row `(repeat, row)` if one is given.
pub fn items(session: Session, items: &[Item], row: Option<&(String, String)>) -> Vec<AnyView> {
    items
        .iter()
        .map(|item| match item {
            Item::Field(one) => field(session, one, place(&one.id, row)),
            Item::Group(one) => group(session, one, row.cloned()),
            Item::Repeat(one) => repeat(session, one),
        })
        .collect()
}

fn place(id: &str, row: Option<&(String, String)>) -> Path {
    Path {
        repeat: row.cloned(),
        field: id.to_owned(),
    }
}

fn group(session: Session, group: &Arc<Group>, row: Option<(String, String)>) -> AnyView {
    let group = Arc::clone(group);
    let path = place(&group.id, row.as_ref());
    live(move || {
        if !session.is_relevant(&path) {
            return nothing();
        }
        let title = format!("l-{}", slug(&path));
        // The focus comes here on a screen that begins with this group.
        let heading = el("h2").attr("id", title.clone()).attr("tabindex", "-1");
        el("section")
            .attr("role", "group")
            .attr("aria-labelledby", title)
            .child(heading.text(text(&group.label)))
            .child(
                group
                    .hint
                    .as_ref()
                    .map(|hint| el_class("p", "field__hint").text(text(hint))),
            )
            .child(items(session, &group.items, row.as_ref()))
            .view()
    })
}
