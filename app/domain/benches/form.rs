//! How long the form engine takes with 500 fields and 200 rows: loading, one
//! keystroke, judging everything. Prints medians; asserts nothing.
//!
//! `cargo bench -p domain --bench form`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that prints"
)]

use std::{fmt::Write as _, hint::black_box, sync::Arc, time::Instant};

use domain::{
    answer::{Answer, Answers},
    form::{Env, Form, Instance, Path},
};
use time::{Date, Month};

const FIELDS: usize = 500;
const ROWS: usize = 200;

/// A tenth of the fields calculates, another has rules that read its neighbour.
fn form() -> String {
    let mut items = String::new();
    for n in 0..FIELDS - 4 {
        let before = n.saturating_sub(1);
        let label = format!(r#""label": {{"ko": "질문 {n}", "en": "Question {n}"}}"#);
        let _ = match n % 10 {
            3 => write!(
                items,
                r#"{{"id": "f{n}", "type": "calc", "result": "int", "calculate": "coalesce(${{f{before}}}, 0) + 1"}},"#
            ),
            7 => write!(
                items,
                r#"{{"id": "f{n}", "type": "int", {label}, "relevant": "${{f{before}}} > 1", "required": "true",
                "constraint": ". <= 1000 or . = ${{f{before}}}", "constraint_message": {{"ko": "확인"}}}},"#
            ),
            _ => write!(
                items,
                r#"{{"id": "f{n}", "type": "int", {label}, "min": 0, "required": "true"}},"#
            ),
        };
    }
    format!(
        r#"{{"id": "B", "version": "1", "title": {{"ko": "시험"}}, "receipt_kind": "시험",
        "steps": [{{"id": "s", "label": {{"ko": "단계"}}, "items": [{items}
        {{"repeat": "rows", "label": {{"ko": "상품"}}, "items": [
            {{"id": "price", "type": "won", "label": {{"ko": "값"}}, "required": "true"}},
            {{"id": "pieces", "type": "int", "label": {{"ko": "수"}}, "min": 1}},
            {{"id": "cost", "type": "calc", "result": "won", "calculate": "${{price}} * ${{pieces}}"}}]}},
        {{"id": "total", "type": "calc", "result": "won", "calculate": "sum(${{cost}})"}}]}}]}}"#
    )
}

fn median(name: &str, times: usize, mut run: impl FnMut(usize)) {
    let mut spans: Vec<_> = (0..times)
        .map(|turn| {
            let start = Instant::now();
            run(turn);
            start.elapsed()
        })
        .collect();
    spans.sort_unstable();
    println!(
        "{name:<44} median {:>12?}   worst {:>12?}",
        spans[times / 2],
        spans[times - 1]
    );
}

fn main() {
    let text = form();
    let env = Env {
        today: Date::from_calendar_date(2020, Month::April, 20).unwrap(),
        now: 0,
    };
    let form = Arc::new(Form::load(&text).unwrap());
    println!(
        "{FIELDS} fields, {ROWS} rows, a file of {} bytes",
        text.len()
    );

    median("load", 50, |_| {
        black_box(Form::load(black_box(&text)).unwrap());
    });

    let mut instance = Instance::begin(Arc::clone(&form), env);
    for field in form.fields().filter(|field| field.repeat.is_none()) {
        instance.set(&Path::top(field.id.clone()), Some(Answer::Int(5)));
    }
    median("add a row", ROWS, |row| {
        instance.add_row("rows", row.to_string());
        let price = Path::in_row("rows", row.to_string(), "price");
        instance.set(&price, Some(Answer::Int(1_000)));
        let pieces = Path::in_row("rows", row.to_string(), "pieces");
        instance.set(&pieces, Some(Answer::Int(3)));
    });
    let answers: Answers = instance.answers().clone();
    median("open a draft", 50, |_| {
        black_box(Instance::new(Arc::clone(&form), answers.clone(), env));
    });

    let plain = Path::top("f15");
    let read = Path::top("f12");
    let price = Path::in_row("rows", "100", "price");
    let number = |turn: usize| Some(Answer::Int(i64::try_from(turn).unwrap()));
    median("keystroke in a field nobody reads", 1_000, |turn| {
        black_box(instance.set(&plain, number(turn)));
    });
    median("keystroke in a field that is read", 1_000, |turn| {
        black_box(instance.set(&read, number(turn)));
    });
    median("keystroke in a row, summed over all rows", 1_000, |turn| {
        black_box(instance.set(&price, number(turn)));
    });
    median("judge one field", 1_000, |_| {
        black_box(instance.check(&read));
    });
    median("judge the whole form", 50, |_| {
        black_box(instance.validate());
    });
    median("make the submission", 50, |_| {
        black_box(instance.submission());
    });
}
