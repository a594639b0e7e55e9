//! A phone that has everything to hear, and one that has nothing.

use std::{sync::Arc, time::Instant};

use crate::{
    line::Line,
    parcel::Sample,
    phone::{Phone, accepted},
    program::Program,
    table::{Table, ms, quantile, thousands, waits},
    verify::Sent,
};

const CHANGES: u64 = 10_000;
const ROUNDS: usize = 5;
const QUIET: usize = 500;

pub(crate) async fn measure(
    program: &Program,
    samples: &Arc<[Sample]>,
    sent: &mut Sent,
    table: &mut Table,
) {
    let mut line = Line::open(program.address).await.unwrap();
    let mut phone = Phone::enrol(&mut line, 1_000_000).await;
    for first in (0..CHANGES).step_by(100) {
        let numbers = (1 << 50) + first..(1 << 50) + first + 100;
        let parcels: Vec<_> = numbers
            .map(|number| samples[number as usize % samples.len()].parcel(number))
            .collect();
        let answer = line.ask(&phone.request(&parcels)).await.unwrap();
        assert_eq!(accepted(&answer), parcels.len());
        phone.hear(&answer);
        sent.note(&phone, parcels);
    }
    let mut rounds = Vec::new();
    let (mut requests, mut down) = (0, 0);
    for _ in 0..ROUNDS {
        phone.cursor = 0;
        (requests, down) = (0, 0);
        let begun = Instant::now();
        loop {
            let answer = line.ask(&phone.request(&[])).await.unwrap();
            requests += 1;
            down += answer.down;
            if !phone.hear(&answer) {
                break;
            }
        }
        rounds.push(begun.elapsed());
        assert_eq!(phone.cursor, CHANGES, "every change was told");
    }
    rounds.sort_unstable();
    table.row(
        "pull of 10,000 changes",
        format!(
            "{} ({requests} requests, {} B down with gzip)",
            ms(quantile(&rounds, 0.5)),
            thousands(down as f64)
        ),
        "5,000 ms",
    );
    let request = phone.request(&[]);
    let mut all = Vec::new();
    for _ in 0..QUIET {
        let begun = Instant::now();
        let answer = line.ask(&request).await.unwrap();
        all.push(begun.elapsed());
        down = answer.down;
    }
    table.row(
        "a sync with nothing new",
        format!(
            "1 request, {} B up, {down} B down; {}",
            request.len(),
            waits(&mut all)
        ),
        "1 request, 600 B down",
    );
}
