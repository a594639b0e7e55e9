//! What documents have in common: head, heading, and whom to call. They need no script.

use leptos::prelude::*;

/// The operator, as documents name it.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Name.
    pub name: String,
    /// The help desk's number.
    pub phone: String,
}

/// A whole page: `title` is its heading, with the same in English beside it.
pub fn frame(
    title: &'static str,
    english: &'static str,
    style: String,
    operator: Operator,
    body: impl IntoView,
) -> impl IntoView {
    let call = format!("tel:{}", operator.phone);
    view! {
        <!DOCTYPE html>
        <html lang="ko">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light"/>
                <meta name="robots" content="noindex"/>
                <meta name="format-detection" content="telephone=no"/>
                <title>{format!("{title} – 이음")}</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=style/>
            </head>
            <body>
                <main class="document">
                    <h1>{title}" "<span lang="en">{english}</span></h1>
                    {body}
                </main>
                <footer class="document__foot">
                    <p><strong>{operator.name}</strong></p>
                    <p>"문의 전화 "<a href=call>{operator.phone}</a></p>
                </footer>
            </body>
        </html>
    }
}

/// A member of a document: what it is called, and what it is.
pub fn fact(name: &'static str, value: impl IntoView) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}

/// A long hexadecimal number in groups of eight, which can be compared by eye and break at the end of a line.
pub fn digits(hex: &str) -> impl IntoView + use<> {
    let groups: Vec<String> = hex
        .as_bytes()
        .chunks(8)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    view! { <code class="digits">{groups.join(" ")}</code> }
}
