//! What still needs a look on a step, each line a link to its question.

use domain::form::{Finding, Form, Path};

use crate::{
    dom::{El, el, el_class},
    focus,
    form::{slug, words},
    i18n::{Key, tr},
};

/// The summary; the screen reader reads it as soon as it appears.
pub fn summary(form: &Form, findings: &[Finding], href: &dyn Fn(&Finding) -> String) -> El {
    let count = findings.len().to_string();
    el_class("div", "error-summary")
        .attr("id", "error-summary")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .attr("data-testid", "error-summary")
        .child(el("h2").text(tr(Key::SUMMARY_TITLE, &[("n", &count)])))
        .child(el("ul").children(findings.iter().map(|finding| {
            el("li").child(question_link(
                &finding.path,
                href(finding),
                words::sentence(form, finding),
            ))
        })))
}

/// A link that leads to the question at `path`, on the page at `address` or, as `#…`, on this one.
pub fn question_link(path: &Path, address: String, words: String) -> El {
    let target = format!("f-{}", slug(path));
    let here = address.starts_with('#');
    el("a")
        .attr("href", address)
        .text(words)
        .on("click", move |event| {
            if here {
                event.prevent_default();
                focus::on(&target);
            } else {
                focus::on_next_page(&target);
            }
        })
}
