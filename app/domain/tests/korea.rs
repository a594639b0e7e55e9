//! Korean numbers, dates and words: published vectors, then properties.

mod korea {
    mod dates;
    mod deadlines;
    mod numbers;
    mod privacy;
    mod vectors;
    mod words;
}
