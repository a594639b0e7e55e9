//! A database as large as it may become: how soon the server is ready, and how long the queue's first page takes.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    fill::Filling,
    line::Line,
    parcel::Sample,
    program::{Place, Program, settle},
    table::{Table, ms, quantile, thousands},
};

const FEW: usize = 10_000;
const PAGES: usize = 400;
const STARTS: usize = 7;
/// What a coordinator looks at: everything, and each filter with an index of its own.
const VIEWS: [&str; 6] = [
    "",
    "?state=received",
    "?form=DMG&state=received",
    "?form=DMG",
    "?industry=food",
    "?assignee=none",
];

pub(crate) async fn measure(
    place: &Place,
    samples: &Arc<[Sample]>,
    rows: usize,
    table: &mut Table,
) {
    let mut filling = Filling::open(&place.database("large")).await;
    let cookie = filling.log_in().await;
    let mut pages = Vec::new();
    for count in [FEW.min(rows), rows] {
        let begun = Instant::now();
        filling.to(count, samples, rows).await;
        println!("{count} submissions after {:.0?}", begun.elapsed());
        let program = place.start("large").await;
        pages.push((count, first_page(&program, &cookie).await));
        if count == rows {
            settle().await;
            table.row(
                format!(
                    "memory with {} submissions, after their queue",
                    thousands(rows as f64)
                ),
                format!("{:.1} MB", program.memory()),
                "",
            );
        }
        program.stop().await;
    }
    filling.close().await;
    let size = std::fs::metadata(place.database("large")).unwrap().len();
    table.row(
        format!("database of {} submissions", thousands(rows as f64)),
        format!("{} MB", thousands(size as f64 / 1e6)),
        "",
    );
    let few = pages[0].1.1;
    for (count, (p50, p95)) in pages {
        let limit = if count == rows {
            let most = few.mul_f64(1.5);
            format!("50 ms and 1.5 × ({})", ms(most))
        } else {
            "50 ms".to_owned()
        };
        table.row(
            format!("first page of the queue, {}", thousands(count as f64)),
            format!("p50 {}, p95 {}", ms(p50), ms(p95)),
            limit,
        );
    }
    ready(place, rows, table).await;
    place.remove("large");
}

/// The slowest view's median and 95th percentile.
async fn first_page(program: &Program, cookie: &str) -> (Duration, Duration) {
    let mut line = Line::open(program.address).await.unwrap();
    let mut slowest = (Duration::ZERO, Duration::ZERO);
    for view in VIEWS {
        let request = format!(
            "GET /api/v1/desk/submissions{view} HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\n\
             cookie: __Host-ieum={cookie}\r\naccept-encoding: gzip\r\n\r\n"
        );
        let mut waits = Vec::new();
        for _ in 0..PAGES {
            let begun = Instant::now();
            let answer = line.ask(request.as_bytes()).await.unwrap();
            waits.push(begun.elapsed());
            assert_eq!(answer.status, 200);
        }
        waits.sort_unstable();
        let p95 = quantile(&waits, 0.95);
        println!(
            "queue{view}: p50 {}, p95 {}",
            ms(quantile(&waits, 0.5)),
            ms(p95)
        );
        if p95 > slowest.1 {
            slowest = (quantile(&waits, 0.5), p95);
        }
    }
    slowest
}

async fn ready(place: &Place, rows: usize, table: &mut Table) {
    let mut starts = Vec::new();
    let mut memory = 0.0;
    for _ in 0..STARTS {
        let program = place.start("large").await;
        starts.push(program.ready);
        settle().await;
        memory = program.memory();
        program.stop().await;
    }
    starts.sort_unstable();
    let rows = thousands(rows as f64);
    table.row(
        format!("ready after start with {rows} submissions"),
        format!(
            "p50 {}, worst {}",
            ms(quantile(&starts, 0.5)),
            ms(quantile(&starts, 1.0))
        ),
        "200 ms",
    );
    table.row(
        format!("memory at rest with {rows} submissions"),
        format!("{memory:.1} MB"),
        "32 MB",
    );
}
