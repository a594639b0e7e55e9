//! The catalogue of released forms. Their files are in `app/domain/forms`.
//!
//! A released version is never edited: whoever changes a form adds a version and
//! leaves the old file, because drafts and submissions open in the version they
//! were begun with.

/// The file of one version of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormSource {
    /// The form's code, as in the file.
    pub id: &'static str,
    /// The version, as in the file.
    pub version: &'static str,
    /// The file, for [`crate::form::Form::load`].
    pub json: &'static str,
}

/// A file as `build.rs` packs it. A program in a browser has its English in a file of its own (`ui::i18n`); consents
/// keep theirs.
#[cfg(target_arch = "wasm32")]
macro_rules! packed {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".ko.json"))
    };
}

/// A file as `build.rs` packs it, in every language.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! packed {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json"))
    };
}

/// Oldest version of a form first.
static CATALOG: &[FormSource] = &[
    FormSource {
        id: "ONB",
        version: "2020.1",
        json: packed!("onb"),
    },
    FormSource {
        id: "DMG",
        version: "2020.1",
        json: packed!("dmg"),
    },
    #[cfg(feature = "next-form")]
    FormSource {
        id: "DMG",
        version: "2020.2",
        json: packed!("dmg-next"),
    },
];

/// Every version of every form; the newest version of a form comes last.
pub fn catalog() -> &'static [FormSource] {
    CATALOG
}

/// The newest version of the form `id`.
pub fn latest(id: &str) -> Option<&'static FormSource> {
    CATALOG.iter().rfind(|source| source.id == id)
}

/// Exactly the version `version` of the form `id`.
pub fn find(id: &str, version: &str) -> Option<&'static FormSource> {
    CATALOG
        .iter()
        .find(|source| source.id == id && source.version == version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Form;

    #[test]
    fn every_form_loads_under_its_own_name() {
        for source in catalog() {
            let form = Form::load(source.json)
                .unwrap_or_else(|error| panic!("{} {}:\n{error}", source.id, source.version));
            assert_eq!((form.id(), form.version()), (source.id, source.version));
            assert!(find(source.id, source.version).is_some());
            assert!(latest(source.id).is_some());
        }
        assert_eq!(find("ONB", "1999.1"), None);
        assert_eq!(latest("XYZ"), None);
    }

    #[test]
    fn without_its_english_a_form_judges_the_same_and_proves_the_same_consents() {
        let korean = [
            include_str!(concat!(env!("OUT_DIR"), "/onb.ko.json")),
            include_str!(concat!(env!("OUT_DIR"), "/dmg.ko.json")),
        ];
        for (source, korean) in catalog().iter().zip(korean) {
            let whole = Form::load(source.json).unwrap();
            let korean = Form::load(korean).unwrap();
            assert_eq!(whole.fields().count(), korean.fields().count());
            let mut apart = 0;
            for (whole, korean) in whole.fields().zip(korean.fields()) {
                assert_eq!((&whole.id, whole.kind), (&korean.id, korean.kind));
                assert_eq!(whole.label.ko, korean.label.ko);
                assert_eq!(whole.consent, korean.consent, "{}", whole.id);
                apart += usize::from(korean.label.en.is_empty() && !whole.label.en.is_empty());
            }
            assert!(apart > 50, "{}: {apart} labels without English", source.id);
        }
    }
}
