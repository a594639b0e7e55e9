//! Phones with several tabs, a server, a network that loses and doubles, and crashes between any two effects. The
//! tests and the benchmark include this tree as it is.

#[path = "simulation/actor.rs"]
pub(crate) mod actor;
#[path = "simulation/calm.rs"]
pub(crate) mod calm;
#[path = "simulation/climate.rs"]
pub(crate) mod climate;
#[path = "simulation/files.rs"]
pub(crate) mod files;
#[path = "simulation/hands.rs"]
pub(crate) mod hands;
#[path = "simulation/ledger.rs"]
pub(crate) mod ledger;
#[path = "simulation/network.rs"]
pub(crate) mod network;
#[path = "simulation/patience.rs"]
pub(crate) mod patience;
#[path = "simulation/phone.rs"]
pub(crate) mod phone;
#[path = "simulation/rng.rs"]
pub(crate) mod rng;
#[path = "simulation/server.rs"]
pub(crate) mod server;
#[path = "simulation/trace.rs"]
pub(crate) mod trace;
#[path = "simulation/update.rs"]
pub(crate) mod update;
#[path = "simulation/world.rs"]
pub(crate) mod world;
