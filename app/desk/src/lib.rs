//! The coordinators' workspace: the queue, a case and what is done about it, enterprises, invitations, accounts.
//!
//! Views over what the server answers. Rules are not here: what may be done to a case comes with the case, and who may
//! open a page comes with the login.

mod address;
mod component;
mod desk;
mod label;
mod page;
mod preference;
mod server;
mod shell;
mod shortcut;
mod when;
mod word;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{address::Page, desk::Desk};

/// Opens the workspace in the page that loads this program.
#[wasm_bindgen(start)]
pub fn start() {
    // Its words are built in: nobody waits for a coordinators' program on a phone.
    ui::i18n::take_english(ui::i18n::ENGLISH);
    ui::route::listen(Page::owns);
    let waiting = document().query_selector(".boot").ok().flatten();
    mount_to_body(|| {
        let desk = Desk::new();
        desk.open();
        shell::shell(desk)
    });
    if let Some(waiting) = waiting {
        waiting.remove();
    }
}
