//! What only PostgreSQL has: several servers on one database, changes that are given back, and the way in and out.

#[path = "postgres/encrypted.rs"]
mod encrypted;
#[path = "postgres/full.rs"]
mod full;
#[path = "postgres/share.rs"]
mod share;
#[path = "postgres/transfer.rs"]
mod transfer;
#[path = "postgres/turn.rs"]
mod turn;
