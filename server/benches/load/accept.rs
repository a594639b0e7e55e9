//! Durable accepts a second, in rounds that take turns with SQLite alone, so that both meet the same machine.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    line::Line,
    parcel::{Parcel, Sample},
    phone::{Phone, accepted},
    physical::{self, Sqlite},
    program::{Place, Program},
    table::{Table, median, ms, quantile, thousands, waits},
    verify::Sent,
};

const ROUNDS: u64 = 5;
/// How long each part of a round takes.
const PART: Duration = Duration::from_millis(2_500);
/// Clients, changes in a request, and how it is called.
const LOADS: [(u32, usize, &str); 3] = [
    (16, 1, "accepts one by one, 16 clients"),
    (64, 1, "accepts one by one, 64 clients"),
    (16, 100, "accepts in batches of 100, 16 clients"),
];

#[derive(Default)]
struct Figures {
    rates: Vec<f64>,
    /// Microseconds of the server's processor time for each.
    costs: Vec<f64>,
    waits: Vec<Duration>,
}

pub(crate) async fn measure(
    place: &Place,
    program: &Program,
    samples: &Arc<[Sample]>,
    sent: &mut Sent,
    table: &mut Table,
) {
    let mut phones = Phone::several(program.address, 0, 64).await;
    let folder = place.folder("raw");
    let mut sqlite = Sqlite::open(&folder.join("raw.db"));
    let (mut flushes, mut single, mut batch) = (Vec::new(), Vec::new(), Vec::new());
    let mut figures = LOADS.map(|_| Figures::default());
    for round in 0..ROUNDS {
        flushes.push(physical::flush(&folder));
        single.push(sqlite.rate(samples, 1, PART / 2));
        batch.push(sqlite.rate(samples, 100, PART / 2));
        for (index, (clients, changes, _)) in LOADS.into_iter().enumerate() {
            let clients = &mut phones[..clients as usize];
            let base = (round * LOADS.len() as u64 + index as u64) << 32;
            let load = Load {
                address: program.address,
                samples,
                changes,
                base,
            };
            let used = program.used();
            let (count, rate, waits) = load.run(clients, sent).await;
            let used = program.used() - used;
            figures[index].rates.push(rate);
            figures[index]
                .costs
                .push(used.as_secs_f64() * 1e6 / count as f64);
            figures[index].waits.extend(waits);
        }
    }
    flushes.sort_unstable();
    drop(sqlite);
    place.remove("raw");
    table.row(
        "a flush of 4 KB to this disk",
        format!("p50 {}", ms(quantile(&flushes, 0.5))),
        "beyond 0.5 ms the machine is too busy for a verdict",
    );
    let limit = median(&mut batch);
    let alone = [("one", median(&mut single)), ("100", limit)];
    for (rows, rate) in alone {
        table.row(
            format!("SQLite alone, {rows} a commit"),
            format!("{}/s", thousands(rate)),
            "",
        );
    }
    for ((_, changes, name), mut figures) in LOADS.into_iter().zip(figures) {
        let rate = median(&mut figures.rates);
        let share = format!("{:.0} % of SQLite alone by 100", rate / limit * 100.0);
        table.row(
            name,
            format!(
                "{}/s ({share}), {:.0} µs of processor time each; {}",
                thousands(rate),
                median(&mut figures.costs),
                waits(&mut figures.waits)
            ),
            if changes == 1 { "" } else { "50 %" },
        );
    }
}

/// What clients do for a while.
struct Load<'a> {
    address: SocketAddr,
    samples: &'a Arc<[Sample]>,
    changes: usize,
    /// The first number of a content; contents never repeat.
    base: u64,
}

impl Load<'_> {
    async fn run(&self, phones: &mut [Phone], sent: &mut Sent) -> (usize, f64, Vec<Duration>) {
        let begun = Instant::now();
        let clients: Vec<_> = phones
            .iter()
            .enumerate()
            .map(|(lane, phone)| {
                let client = Client {
                    phone: phone.clone(),
                    samples: Arc::clone(self.samples),
                    changes: self.changes,
                    number: self.base + ((lane as u64) << 24),
                };
                tokio::spawn(client.push(self.address, begun + PART))
            })
            .collect();
        let mut all = Vec::new();
        let mut count = 0;
        for (phone, client) in phones.iter_mut().zip(clients) {
            let (client, waits, parcels) = client.await.unwrap();
            phone.cursor = client.phone.cursor;
            count += parcels.len();
            all.extend(waits);
            sent.note(phone, parcels);
        }
        (count, count as f64 / begun.elapsed().as_secs_f64(), all)
    }
}

struct Client {
    phone: Phone,
    samples: Arc<[Sample]>,
    changes: usize,
    number: u64,
}

impl Client {
    async fn push(
        mut self,
        address: SocketAddr,
        until: Instant,
    ) -> (Self, Vec<Duration>, Vec<Parcel>) {
        let mut line = Line::open(address).await.unwrap();
        let (mut waits, mut all) = (Vec::new(), Vec::new());
        while Instant::now() < until {
            let parcels: Vec<_> = (0..self.changes)
                .map(|_| {
                    self.number += 1;
                    self.samples[self.number as usize % self.samples.len()].parcel(self.number)
                })
                .collect();
            let request = self.phone.request(&parcels);
            let begun = Instant::now();
            let answer = line.ask(&request).await.unwrap();
            waits.push(begun.elapsed());
            assert_eq!((answer.status, accepted(&answer)), (200, parcels.len()));
            self.phone.hear(&answer);
            // The JSON has done its work.
            all.extend(parcels.into_iter().map(|parcel| Parcel {
                json: String::new(),
                ..parcel
            }));
        }
        (self, waits, all)
    }
}
