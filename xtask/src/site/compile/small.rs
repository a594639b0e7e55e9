//! A standard library made for size, built with the program: a tenth of what a phone downloads.
//!
//! The library that comes with a compiler is made for speed and describes every fault in words. Ours sorts and copies
//! with less code, and a fault stops the program at once: the page then says so (see [`super::super::boot`]). Compilers
//! call these flags unstable, so that they may be renamed; nothing in the program depends on them.

/// Builds the library from its sources.
pub(super) const LIBRARY: [&str; 2] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

/// No words, no places and no `Debug` texts of faults.
pub(super) const FLAGS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];

/// What lets a stable compiler take them.
pub(super) const PERMIT: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");
