//! Attached files on this phone: taken in, shown, and dropped once nothing names them.

pub(crate) mod digest;
mod picture;
