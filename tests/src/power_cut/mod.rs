//! A model of a power cut, to see whether what the store acknowledged would still be there.
//!
//! `recorder.c` records what the real store does to its files ([`recording`]); [`disk`] replays a part of the record and
//! leaves only what a disk owes after a cut: synced bytes, and of the rest whatever chance leaves; [`workload`] is what
//! was written, how it was acknowledged, and the judge of what is found.

pub mod disk;
pub mod identity;
pub mod recording;
pub mod workload;
