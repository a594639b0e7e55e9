//! Korean numbers, dates and words: published vectors, then properties.

#![expect(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

mod korea {
    mod dates;
    mod deadlines;
    mod numbers;
    mod privacy;
    mod vectors;
    mod words;
}
