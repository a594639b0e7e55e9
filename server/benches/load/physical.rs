//! What the disk and SQLite alone can do: no server, no network, no judgement, one table.

use std::{
    fs::File,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use server::{
    clock::{Clock as _, SystemClock},
    random,
};

use crate::parcel::Sample;

/// SQLite with the server's settings and one table of contents: a counted key and a unique id.
pub(crate) struct Sqlite {
    connection: Connection,
    number: u64,
}

impl Sqlite {
    pub(crate) fn open(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        connection
            .execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; pragma cell_size_check = on;
                 pragma cache_size = -16384; pragma wal_autocheckpoint = 4000;
                 create table if not exists raw (
                   seq integer primary key autoincrement, id blob not null unique, content text not null
                 )",
            )
            .unwrap();
        Self {
            connection,
            number: 0,
        }
    }

    /// Rows a second, `batch` of them a commit, over `time`.
    pub(crate) fn rate(&mut self, samples: &[Sample], batch: u64, time: Duration) -> f64 {
        let begun = Instant::now();
        let first = self.number;
        while begun.elapsed() < time {
            let transaction = self.connection.transaction().unwrap();
            {
                let mut insert = transaction
                    .prepare("insert into raw (id, content) values (?1, ?2)")
                    .unwrap();
                for _ in 0..batch {
                    self.number += 1;
                    let sample = &samples[self.number as usize % samples.len()];
                    let id = random::id(SystemClock.now());
                    let content = sample.content(self.number);
                    insert.execute((id.as_bytes(), content)).unwrap();
                }
            }
            transaction.commit().unwrap();
        }
        (self.number - first) as f64 / begun.elapsed().as_secs_f64()
    }
}

/// How long it takes until 4 KB more of a file are on disk, the median.
pub(crate) fn flush(folder: &Path) -> Duration {
    let path = folder.join("probe");
    let mut file = File::create(&path).unwrap();
    let mut waits: Vec<_> = (0..200)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[7; 4096]).unwrap();
            file.sync_data().unwrap();
            begun.elapsed()
        })
        .collect();
    std::fs::remove_file(path).unwrap();
    waits.sort_unstable();
    waits[waits.len() / 2]
}
