//! What `#[serde(...)]` says.

use syn::{Attribute, Error, LitStr, Path, Result, meta::ParseNestedMeta};

/// Of a type.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) case: Case,
    /// The key that names a variant, beside the variant's own fields.
    pub(crate) tag: Option<String>,
    /// Whether fields that are missing have their default.
    pub(crate) default: bool,
    pub(crate) deny_unknown_fields: bool,
}

/// How names of variants are written.
#[derive(Clone, Copy, Default)]
pub(crate) enum Case {
    #[default]
    AsIs,
    Snake,
    Lower,
}

impl Case {
    /// `NotFound` as it stands in JSON.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::AsIs => name.to_owned(),
            Self::Lower => name.to_lowercase(),
            Self::Snake => {
                let mut snake = String::new();
                for (at, letter) in name.chars().enumerate() {
                    if letter.is_uppercase() && at > 0 {
                        snake.push('_');
                    }
                    snake.extend(letter.to_lowercase());
                }
                snake
            }
        }
    }
}

/// Of a field.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) rename: Option<String>,
    pub(crate) default: bool,
    pub(crate) skip_if: Option<Path>,
    pub(crate) flatten: bool,
}

/// Of a variant.
#[derive(Default)]
pub(crate) struct Variant {
    pub(crate) rename: Option<String>,
    /// Stands for every name that is not known.
    pub(crate) other: bool,
}

pub(crate) fn container(attributes: &[Attribute]) -> Result<Container> {
    let mut container = Container::default();
    each(attributes, |name, meta| {
        match name {
            "rename_all" => {
                let case = text(meta)?;
                container.case = match case.value().as_str() {
                    "snake_case" => Case::Snake,
                    "lowercase" => Case::Lower,
                    _ => return Err(Error::new_spanned(case, "snake_case or lowercase")),
                };
            }
            "tag" => container.tag = Some(text(meta)?.value()),
            "default" => container.default = true,
            "deny_unknown_fields" => container.deny_unknown_fields = true,
            // A wrapper of one value has no other shape.
            "transparent" => {}
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(container)
}

pub(crate) fn field(attributes: &[Attribute]) -> Result<Field> {
    let mut field = Field::default();
    each(attributes, |name, meta| {
        match name {
            "rename" => field.rename = Some(text(meta)?.value()),
            "default" => field.default = true,
            "skip_serializing_if" => field.skip_if = Some(text(meta)?.parse()?),
            "flatten" => field.flatten = true,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(field)
}

pub(crate) fn variant(attributes: &[Attribute]) -> Result<Variant> {
    let mut variant = Variant::default();
    each(attributes, |name, meta| {
        match name {
            "rename" => variant.rename = Some(text(meta)?.value()),
            "other" => variant.other = true,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(variant)
}

/// Hands `take` each word of each `#[serde(...)]`; one it does not know is an error.
fn each(
    attributes: &[Attribute],
    mut take: impl FnMut(&str, &ParseNestedMeta<'_>) -> Result<bool>,
) -> Result<()> {
    for attribute in attributes.iter().filter(|one| one.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            let name = meta.path.get_ident().map(ToString::to_string);
            if take(&name.unwrap_or_default(), &meta)? {
                Ok(())
            } else {
                Err(meta.error("not one of the attributes that `Json` reads"))
            }
        })?;
    }
    Ok(())
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    meta.value()?.parse()
}
