//! `#[derive(Json)]`: a record and its one JSON shape.
//!
//! Serde's own derive writes the whole reader anew for each pair of a type and a format, and again for every layer
//! that a tag or a flattened part puts between them; for the records of a phone that came to a third of its program.
//! What is derived here takes a [tree](../domain/json/enum.Json.html) apart instead: one call for each field.
//! Serde's traits are implemented on top of it, so a type reads and writes alike everywhere.
//!
//! It reads serde's attributes, these of them: on a type `rename_all = "snake_case" | "lowercase"`, `tag`,
//! `transparent`, `deny_unknown_fields`; on a field `rename`, `default`, `skip_serializing_if`, `flatten`; on a variant
//! `rename`, `other`. Any other is a compile error, so that nothing is ignored.

mod attributes;
mod choice;
mod record;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Result, parse_macro_input};

/// Implements `domain::json::{ToJson, FromJson}`, and serde's `Serialize` and `Deserialize` by them.
#[proc_macro_derive(Json, attributes(serde))]
pub fn derive(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// How a type is written, and how it is read.
struct Bodies {
    /// An expression of `Json`, with `self`.
    write: TokenStream,
    /// An expression of `Result<Self, JsonError>`, with `json`.
    read: TokenStream,
}

fn expand(input: &DeriveInput) -> Result<TokenStream> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            "a record has no type parameters",
        ));
    }
    let container = attributes::container(&input.attrs)?;
    let bodies = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => record::record(fields, &container)?,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => record::transparent(),
            other => {
                return Err(Error::new_spanned(
                    other,
                    "name the fields, or wrap exactly one",
                ));
            }
        },
        Data::Enum(data) => choice::choice(data, &container)?,
        Data::Union(_) => {
            return Err(Error::new_spanned(
                &input.ident,
                "a union has no JSON shape",
            ));
        }
    };
    let (name, Bodies { write, read }) = (&input.ident, bodies);
    Ok(quote! {
        const _: () = {
            use ::domain::json::{FromJson, Json, JsonError, Parts, ToJson, serde};

            impl ToJson for #name {
                fn to_json(&self) -> Json {
                    #write
                }
            }

            impl FromJson for #name {
                fn from_json(json: Json) -> ::core::result::Result<Self, JsonError> {
                    #read
                }
            }

            impl serde::Serialize for #name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    serde::Serialize::serialize(&self.to_json(), serializer)
                }
            }

            impl<'de> serde::Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    Self::from_json(serde::Deserialize::deserialize(deserializer)?)
                        .map_err(serde::de::Error::custom)
                }
            }
        };
    })
}
