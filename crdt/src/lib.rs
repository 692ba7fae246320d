//! The pure heart of Pairway.
//!
//! Bytes from outside come in through [`frame`] (what a message says) and [`gate`] (whether an update may reach the
//! engine at all); [`document`] owns the CRDT document; [`presence`] keeps who is where; [`pathway`] and [`workshop`]
//! read and write the typed content of the documents; [`agenda`] is what both say of a day. Nothing here knows a network, a disk, a clock or an executor, so
//! everything can be tested with values alone.

pub mod error;
mod lib0;
pub mod limits;
mod part_id;

pub mod agenda;
pub mod document;
pub mod frame;
pub mod gate;
pub mod held_presence;
pub mod pathway;
pub mod presence;
mod value;
pub mod workshop;
