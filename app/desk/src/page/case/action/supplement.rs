//! The form that asks for a supplement: item by item what is missing, why, and what a good answer looks like.

use domain::case::ActionKind;
use leptos::prelude::*;
use ui::{
    component::button::{Look, button},
    dom::{El, el, el_class, live},
    i18n::{t, tr},
};

use super::simple;
use crate::{
    component::field::TextBox,
    page::case::{
        Case,
        draft::{self, Item, item_id},
    },
    word::Word,
};

/// The boxes.
pub(super) fn fields(case: Case) -> AnyView {
    let note = draft::words(ActionKind::RequestSupplement).map(|words| {
        TextBox::new(draft::id("text"), words.label)
            .hint(words.hint)
            .kind("textarea")
            .of(case.drafts.of(ActionKind::RequestSupplement).text)
    });
    el("div")
        .child(el_class("p", "field__hint").text(t(Word::ITEMS_HINT)))
        .child(live(move || {
            case.drafts.items.with(|items| {
                let items = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| self::item(case, at, item));
                el_class("div", "repeat").children(items).view()
            })
        }))
        .child(
            el_class("p", "field__error")
                .attr("role", "alert")
                .text_live(move || case.drafts.items_error.get()),
        )
        .child(
            button(Look::Secondary, t(Word::ITEM_ADD), move || {
                case.drafts.ask("", t(Word::ITEM_WHOLE))
            })
            .attr("id", draft::id("add-item")),
        )
        .child(simple::day(case, ActionKind::RequestSupplement))
        .child(note)
        .view()
}

fn item(case: Case, at: usize, item: &Item) -> El {
    let key = item.key;
    let number = (at + 1).to_string();
    let name = tr(Word::ITEM, &[("number", &number), ("label", &item.label)]);
    let error = item.error.clone();
    let drop = el_class("button", "button button--text button--small")
        .attr("type", "button")
        .attr(
            "aria-label",
            tr(
                Word::ITEM_DROP_NAMED,
                &[("number", &number), ("label", &item.label)],
            ),
        )
        .text(t(Word::ITEM_DROP))
        .on("click", move |_| {
            case.drafts.drop_item(key);
            ui::focus::on(&draft::id("add-item"));
        });
    el_class("div", "repeat__row")
        .attr("role", "group")
        .attr("aria-label", name.clone())
        .child(
            el_class("div", "repeat__head")
                .child(el("span").text(name))
                .child(drop),
        )
        .child(
            TextBox::new(item_id(key, "what"), Word::FIELD_WHAT)
                .required()
                .kind("textarea")
                .with(
                    item.what.clone(),
                    move || error.clone(),
                    move |text| {
                        case.drafts.edit(key, |item| item.what = text);
                    },
                ),
        )
        .child(TextBox::new(item_id(key, "why"), Word::FIELD_WHY).with(
            item.why.clone(),
            String::new,
            move |text| case.drafts.edit(key, |item| item.why = text),
        ))
        .child(
            TextBox::new(item_id(key, "example"), Word::FIELD_EXAMPLE).with(
                item.example.clone(),
                String::new,
                move |text| case.drafts.edit(key, |item| item.example = text),
            ),
        )
}
