//! Figures, and the table they are printed in.

use std::{fmt, time::Duration};

/// What was measured, each beside its limit.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<[String; 3]>);

impl Table {
    pub(crate) fn row(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        limit: impl Into<String>,
    ) {
        let row = [what.into(), measured.into(), limit.into()];
        println!("{}: {} ({})", row[0], row[1], row[2]);
        self.0.push(row);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | measured | limit |\n| --- | ---: | ---: |")?;
        for [what, measured, limit] in &self.0 {
            writeln!(f, "| {what} | {measured} | {limit} |")?;
        }
        Ok(())
    }
}

/// The value that `share` of `sorted` do not exceed.
pub(crate) fn quantile<T: Copy>(sorted: &[T], share: f64) -> T {
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

/// The median of `rates`, which it sorts.
pub(crate) fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    quantile(rates, 0.5)
}

/// Median, 99th percentile and worst of some waits.
pub(crate) fn waits(waits: &mut [Duration]) -> String {
    waits.sort_unstable();
    format!(
        "p50 {}, p99 {}, worst {}",
        ms(quantile(waits, 0.5)),
        ms(quantile(waits, 0.99)),
        ms(quantile(waits, 1.0))
    )
}

/// A wait in milliseconds, with three digits.
pub(crate) fn ms(wait: Duration) -> String {
    let ms = wait.as_secs_f64() * 1000.0;
    match ms {
        100.0.. => format!("{} ms", thousands(ms)),
        10.0.. => format!("{ms:.1} ms"),
        _ => format!("{ms:.2} ms"),
    }
}

/// A whole number with commas.
pub(crate) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
