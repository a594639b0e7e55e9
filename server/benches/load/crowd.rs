//! A thousand phones come back in the same second, each with reports that it kept while there was no network.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::api::{Outcome, SyncResponse};
use tokio::sync::Barrier;

use crate::{
    line::Line,
    parcel::{Parcel, Sample},
    phone::Phone,
    program::{Program, settle},
    table::{Table, ms, thousands, waits},
    verify::Sent,
};

const PHONES: u32 = 1_000;
/// Reports that each brings.
const REPORTS: u64 = 3;

pub(crate) async fn measure(
    program: &Program,
    samples: &Arc<[Sample]>,
    sent: &mut Sent,
    table: &mut Table,
) {
    let address = program.address;
    let phones = Phone::several(address, 100_000, PHONES).await;
    settle().await;
    program.forget_peak();
    let together = Arc::new(Barrier::new(PHONES as usize + 1));
    let crowd: Vec<_> = phones
        .into_iter()
        .enumerate()
        .map(|(index, phone)| {
            let number = (1 << 48) + index as u64 * REPORTS;
            let parcels: Vec<_> = (number..number + REPORTS)
                .map(|number| samples[number as usize % samples.len()].parcel(number))
                .collect();
            let together = Arc::clone(&together);
            tokio::spawn(async move {
                let request = phone.request(&parcels);
                together.wait().await;
                let begun = Instant::now();
                let mut tries = 0;
                loop {
                    tries += 1;
                    let mut line = Line::open(address).await.unwrap();
                    let answer = line.ask(&request).await.unwrap();
                    if answer.status == 200 {
                        let response = serde_json::from_slice(&answer.body).unwrap();
                        acknowledged(&response, &parcels);
                        return (phone, parcels, begun.elapsed(), tries);
                    }
                    assert!(matches!(answer.status, 429 | 503), "{}", answer.status);
                    tokio::time::sleep(Duration::from_secs(answer.retry_after.unwrap())).await;
                }
            })
        })
        .collect();
    together.wait().await;
    let begun = Instant::now();
    let (mut all, mut tries) = (Vec::new(), 0);
    for phone in crowd {
        let (phone, parcels, wait, tried) = phone.await.unwrap();
        sent.note(&phone, parcels);
        all.push(wait);
        tries += tried;
    }
    let took = begun.elapsed();
    let reports = u64::from(PHONES) * REPORTS;
    table.row(
        "1,000 phones reconnect at once, 3 reports each",
        format!(
            "{} accepted in {}, {} tried again; {}",
            thousands(reports as f64),
            ms(took),
            tries - PHONES,
            waits(&mut all)
        ),
        "none lost",
    );
    table.row(
        "memory at the peak under the 1,000 phones",
        format!("{:.1} MB", program.peak()),
        "128 MB",
    );
    settle().await;
    table.row(
        "memory at rest after them",
        format!("{:.1} MB", program.memory()),
        "",
    );
}

fn acknowledged(response: &SyncResponse, parcels: &[Parcel]) {
    assert_eq!(response.acks.len(), parcels.len());
    for (ack, parcel) in response.acks.iter().zip(parcels) {
        let Outcome::Accepted { receipt } = &ack.outcome else {
            panic!("not accepted: {:?}", ack.outcome);
        };
        assert_eq!(ack.id, parcel.revision.0);
        assert_eq!(
            (receipt.submission, &receipt.hash),
            (parcel.submission, &parcel.hash)
        );
    }
}
