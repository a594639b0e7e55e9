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

/// Oldest version of a form first.
static CATALOG: [FormSource; 2] = [
    FormSource {
        id: "ONB",
        version: "2020.1",
        json: include_str!(concat!(env!("OUT_DIR"), "/onb.json")),
    },
    FormSource {
        id: "DMG",
        version: "2020.1",
        json: include_str!(concat!(env!("OUT_DIR"), "/dmg.json")),
    },
];

/// Every version of every form; the newest version of a form comes last.
pub fn catalog() -> &'static [FormSource] {
    &CATALOG
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
}
