//! The frame of the app: header, notices, and the page that the address asks for.

use domain::sync::Notice;
use leptos::prelude::*;
use ui::{
    component::{dialog, header},
    dom::{live, pieces},
    i18n::{self, Key},
    route,
    setting::SettingStore,
};

use crate::{
    later::{self, Part},
    page::{self, notice},
    path::Path,
    pwa,
    state::AppState,
};

/// What stands in the header's menu.
const MENU: [(Key, &str); 2] = [
    (Key::STORAGE_TITLE, "/storage"),
    (Key::SETTINGS_TITLE, "/settings"),
];

/// The whole app. The frame is built anew when the language changes, the page with every address.
pub(crate) fn app(state: AppState, settings: SettingStore) -> AnyView {
    follow_path(state);
    live(move || {
        // Named here, so that everything below is in one language.
        let _ = i18n::locale();
        let mut parts = vec![
            header::skip_link().view(),
            header::header(settings, move || page::help_phone(state), &MENU),
        ];
        parts.extend(notice::notices(state));
        parts.push(live(move || shown(state, settings)));
        parts.push(dialog::host());
        pieces(parts)
    })
}

fn shown(state: AppState, settings: SettingStore) -> AnyView {
    let path = Path::parse(&route::path());
    untrack(move || match path {
        Path::Home => page::home::home(state),
        Path::Start(form) => page::start::start(state, &form),
        Path::Draft(id, step) => page::draft::draft(state, id, &step),
        Path::Submission(id) => later::shown(Part::Submission(id), state),
        Path::Enrol => page::enrol::enrol(state),
        Path::Settings => later::shown(Part::Settings(settings), state),
        Path::Storage => later::shown(Part::Storage, state),
        Path::Rescue => later::shown(Part::Rescue, state),
        Path::Unknown => page::unknown::unknown(),
    })
}

/// What leaving a page means: the draft is free for other windows, what was said once is not said again.
fn follow_path(state: AppState) {
    Effect::new(move |before: Option<Path>| {
        let path = Path::parse(&route::path());
        if let Some(Path::Draft(left, _)) = &before
            && !matches!(&path, Path::Draft(id, _) if id == left)
        {
            state.release_draft(*left);
        }
        if let Path::Submission(shown) = &path {
            let told = |notice: &Notice| notice::about(notice) == Some(*shown);
            state
                .notices
                .update(|notices| notices.retain(|notice| !told(notice)));
        }
        if !matches!(path, Path::Home) {
            state.left_draft.set(false);
        }
        if before.is_some_and(|before| before != path) {
            dialog::dismiss();
            pwa::look_for_update();
        }
        path
    });
}
