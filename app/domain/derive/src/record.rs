//! Structs: an object with a key for each field, or the one value that is wrapped.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FieldsNamed, Ident, Result};

use crate::{
    Bodies,
    attributes::{self, Container},
};

/// A struct of named fields.
pub(crate) fn record(fields: &FieldsNamed, container: &Container) -> Result<Bodies> {
    let Named { puts, takes, names } = named(fields, container.default)?;
    let closed = container.deny_unknown_fields.then(|| {
        quote! { parts.nothing_left()?; }
    });
    Ok(Bodies {
        write: quote! {
            let Self { #(#names),* } = self;
            let mut parts = Parts::default();
            #(#puts)*
            parts.into()
        },
        read: quote! {
            let mut parts = Parts::of(json)?;
            #(#takes)*
            #closed
            Ok(Self { #(#names),* })
        },
    })
}

/// A struct around one value, which is written as if it were that value.
pub(crate) fn transparent() -> Bodies {
    Bodies {
        write: quote! { self.0.to_json() },
        read: quote! { FromJson::from_json(json).map(Self) },
    }
}

/// What the fields of a struct, or of a variant, amount to.
pub(crate) struct Named {
    /// Statements that put each field, bound to its name as a reference, into `parts`.
    pub(crate) puts: Vec<TokenStream>,
    /// Statements that take each out of `parts` and bind it to its name. What is flattened takes what is left, last.
    pub(crate) takes: Vec<TokenStream>,
    pub(crate) names: Vec<Ident>,
}

pub(crate) fn named(fields: &FieldsNamed, all_default: bool) -> Result<Named> {
    let (mut puts, mut takes, mut rest, mut names) = (vec![], vec![], vec![], vec![]);
    for field in &fields.named {
        let Some(name) = &field.ident else { continue };
        let (attributes, of) = (attributes::field(&field.attrs)?, &field.ty);
        let key = attributes.rename.unwrap_or_else(|| name.to_string());
        if attributes.flatten {
            puts.push(quote! { parts.append(#name.to_json()); });
            rest.push(quote! { let #name = <#of as FromJson>::from_json(parts.rest())?; });
        } else {
            let put = quote! { parts.put(#key, #name.to_json()); };
            puts.push(match attributes.skip_if {
                Some(skip) => quote! { if !#skip(#name) { #put } },
                None => put,
            });
            takes.push(if attributes.default || all_default {
                quote! { let #name = parts.or_default::<#of>(#key)?; }
            } else {
                quote! { let #name = parts.required::<#of>(#key)?; }
            });
        }
        names.push(name.clone());
    }
    takes.append(&mut rest);
    Ok(Named { puts, takes, names })
}
