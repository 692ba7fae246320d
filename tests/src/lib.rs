//! Helpers of the end-to-end tests: the real server in its own process, hand-made peers on real sockets.
//!
//! The peers speak the wire with code of their own (`wire.rs`), not with the server's, so that a mistake in a codec
//! cannot hide by being made twice.

pub mod by_hand;
pub mod described;
pub mod in_process;
pub mod memory;
pub mod peer;
pub mod plan;
pub mod power_cut;
pub mod server;
pub mod stored_data;
pub mod switches;
pub mod wire;
