//! Enums: a bare name where no variant holds anything; otherwise a tag beside the fields, or the name around them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, Error, Fields, Result, Variant};

use crate::{
    Bodies,
    attributes::{self, Container},
    record::{Named, named},
};

pub(crate) fn choice(data: &DataEnum, container: &Container) -> Result<Bodies> {
    let (mut writes, mut reads, mut other) = (vec![], vec![], None);
    for variant in &data.variants {
        let attributes = attributes::variant(&variant.attrs)?;
        let name = attributes
            .rename
            .unwrap_or_else(|| container.case.apply(&variant.ident.to_string()));
        let (pattern, write, read) = arm(variant, container.tag.as_deref(), &name)?;
        writes.push(quote! { Self::#pattern => #write, });
        if attributes.other {
            let ident = &variant.ident;
            other = Some(quote! { Ok(Self::#ident) });
        } else {
            reads.push(quote! { #name => #read, });
        }
    }
    let unknown =
        other.unwrap_or_else(|| quote! { Err(JsonError::expected("a name that is known here")) });
    let plain = data
        .variants
        .iter()
        .all(|variant| matches!(variant.fields, Fields::Unit));
    let open = match &container.tag {
        Some(tag) => quote! {
            let mut parts = Parts::of(json)?;
            let name = parts.required::<String>(#tag)?;
        },
        None if plain => quote! { let name = String::from_json(json)?; },
        None => quote! { let (name, json) = json.named()?; },
    };
    Ok(Bodies {
        write: quote! { match self { #(#writes)* } },
        read: quote! {
            #open
            match name.as_str() {
                #(#reads)*
                _ => #unknown,
            }
        },
    })
}

/// A variant's pattern behind `Self::`, how it is written, and how it is read once its name is known.
fn arm(
    variant: &Variant,
    tag: Option<&str>,
    name: &str,
) -> Result<(TokenStream, TokenStream, TokenStream)> {
    let ident = &variant.ident;
    Ok(match (&variant.fields, tag) {
        (Fields::Unit, None) => (
            quote! { #ident },
            quote! { Json::from(#name) },
            quote! { Ok(Self::#ident) },
        ),
        (Fields::Unit, Some(tag)) => (
            quote! { #ident },
            quote! { Parts::tagged(#tag, #name, Json::Null) },
            quote! { Ok(Self::#ident) },
        ),
        (Fields::Unnamed(fields), None) if fields.unnamed.len() == 1 => (
            quote! { #ident(inner) },
            quote! { Json::around(#name, inner.to_json()) },
            quote! { FromJson::from_json(json).map(Self::#ident) },
        ),
        (Fields::Unnamed(fields), Some(tag)) if fields.unnamed.len() == 1 => (
            quote! { #ident(inner) },
            quote! { Parts::tagged(#tag, #name, inner.to_json()) },
            quote! { FromJson::from_json(parts.rest()).map(Self::#ident) },
        ),
        (Fields::Named(fields), Some(tag)) => {
            let Named { puts, takes, names } = named(fields, false)?;
            (
                quote! { #ident { #(#names),* } },
                quote! {{
                    let mut parts = Parts::default();
                    parts.put(#tag, Json::from(#name));
                    #(#puts)*
                    parts.into()
                }},
                quote! {{
                    #(#takes)*
                    Ok(Self::#ident { #(#names),* })
                }},
            )
        }
        (other, _) => {
            return Err(Error::new_spanned(
                other,
                "a variant holds one record, or, beside a tag, named fields",
            ));
        }
    })
}
