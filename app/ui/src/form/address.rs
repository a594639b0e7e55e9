//! A Korean address, part by part, with no search service: that would need the network.

use domain::{
    answer::{Address, Answer},
    korea::district,
};
use leptos::prelude::*;

use super::field::Question;
use crate::{
    clock,
    dom::{El, el, el_class, event_value},
    i18n::{Key, t},
};

/// Provinces and metropolitan cities, Daegu first, as they are written today.
const SIDO: [&str; 17] = [
    "대구광역시",
    "경상북도",
    "경상남도",
    "부산광역시",
    "울산광역시",
    "서울특별시",
    "인천광역시",
    "광주광역시",
    "대전광역시",
    "세종특별자치시",
    "경기도",
    "강원특별자치도",
    "충청북도",
    "충청남도",
    "전북특별자치도",
    "전라남도",
    "제주특별자치도",
];

/// The parts of the address.
pub(super) fn address(question: &Question) -> Vec<El> {
    let sigungu = question.clone();
    let asked = question.clone();
    let daegu = Memo::new(move |_| read(&asked).sido == SIDO[0]);
    vec![
        part(
            question,
            "sido",
            Key::ADDRESS_SIDO,
            select(question, "sido", SIDO.to_vec()),
        ),
        el("div").live(move || {
            let boxed = if daegu.get() {
                let day = clock::today_kst();
                select(
                    &sigungu,
                    "sigungu",
                    district::in_daegu_on(day).map(|one| one.ko).collect(),
                )
            } else {
                input(&sigungu, "sigungu", "address-level2", "text")
            };
            part(&sigungu, "sigungu", Key::ADDRESS_SIGUNGU, boxed).view()
        }),
        part(
            question,
            "road",
            Key::ADDRESS_ROAD,
            input(question, "road", "address-line1", "text"),
        ),
        part(
            question,
            "detail",
            Key::ADDRESS_DETAIL,
            input(question, "detail", "address-line2", "text"),
        ),
        part(
            question,
            "zip",
            Key::ADDRESS_ZIP,
            input(question, "zip", "postal-code", "numeric"),
        ),
    ]
}

fn read(question: &Question) -> Address {
    match question.session.value(&question.path) {
        Some(Answer::Address(address)) => address,
        _ => Address::default(),
    }
}

fn write(question: &Question, name: &'static str, value: String) {
    let mut address = match question
        .session
        .with(|instance| instance.value(&question.path))
    {
        Some(Answer::Address(address)) => address,
        _ => Address::default(),
    };
    if name == "sido" && address.sido != value {
        // A district belongs to its province.
        address.sigungu.clear();
    }
    address.set_part(name, value);
    let blank = address == Address::default();
    question
        .session
        .set(&question.path, (!blank).then_some(Answer::Address(address)));
}

fn part_id(question: &Question, name: &str) -> String {
    format!("{}-{name}", question.id())
}

fn part(question: &Question, name: &'static str, label: Key, boxed: El) -> El {
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", part_id(question, name))
                .text(t(label)),
        )
        .child(boxed)
}

fn select(question: &Question, name: &'static str, options: Vec<&'static str>) -> El {
    let this = question.clone();
    let chosen = read_untracked(question, name);
    follow(question, name);
    let mut select = el_class("select", "select")
        .attr("id", part_id(question, name))
        .attr(
            "autocomplete",
            if name == "sido" {
                "address-level1"
            } else {
                "address-level2"
            },
        )
        .flag("disabled", question.session.is_read_only())
        .on("change", move |event| {
            write(&this, name, event_value(&event))
        })
        .on("blur", judging(question))
        .child(el("option").attr("value", "").text(t(Key::FIELD_CHOOSE)));
    let unlisted = !chosen.is_empty() && !options.contains(&chosen.as_str());
    let listed = options.into_iter().map(str::to_owned);
    for option in listed.chain(unlisted.then(|| chosen.clone())) {
        let selected = option == chosen;
        select = select.child(
            el("option")
                .attr("value", option.clone())
                .flag("selected", selected)
                .text(option),
        );
    }
    select
}

fn input(
    question: &Question,
    name: &'static str,
    token: &'static str,
    keyboard: &'static str,
) -> El {
    let this = question.clone();
    follow(question, name);
    el_class("input", "input")
        .attr("type", "text")
        .attr("id", part_id(question, name))
        .attr("inputmode", keyboard)
        .attr("autocomplete", token)
        .attr("value", read_untracked(question, name))
        .flag("readonly", question.session.is_read_only())
        .on("input", move |event| {
            write(&this, name, event_value(&event))
        })
        .on("keydown", |event| super::typed::hold_enter(&event, "INPUT"))
        .on("blur", judging(question))
}

/// Shows what is copied into the address.
fn follow(question: &Question, name: &'static str) {
    let this = question.clone();
    super::typed::follow(part_id(question, name), move || {
        read(&this).part(name).unwrap_or_default().to_owned()
    });
}

fn judging(question: &Question) -> impl FnMut(leptos::web_sys::Event) + 'static {
    let this = question.clone();
    move |_| {
        if this.session.is_open() {
            this.session.judge(&this.path);
        }
    }
}

fn read_untracked(question: &Question, name: &str) -> String {
    match question
        .session
        .with(|instance| instance.value(&question.path))
    {
        Some(Answer::Address(address)) => address.part(name).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
