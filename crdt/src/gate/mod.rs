//! The gate: streaming walkers that accept or refuse outside bytes whole, before the engine is called.
//!
//! It owns the grammar of what a Yjs client can honestly send: updates, state vectors, presence. The walkers borrow, and
//! allocate nothing from a declared count. They must not know any document: what depends on a document's state (known
//! clocks, parents, nesting across updates) is judged by [`crate::document`].

pub mod awareness;
pub(crate) mod content;
pub mod state_vector;
pub mod update;

pub use crate::error::GateError;

use crate::lib0::{NUMBER_MAX, Reader};

/// Bound of every clock plus length. The engine computes with signed 32-bit differences.
pub(crate) const CLOCK_END_MAX: u64 = i32::MAX as u64;

/// Reads a client id: at most 53 bits, as JavaScript can hold.
pub(crate) fn read_client(reader: &mut Reader<'_>) -> Result<u64, GateError> {
    let client = reader.number()?;
    debug_assert!(client <= NUMBER_MAX, "the reader bounds every number");
    Ok(client)
}

/// Reads a clock, at most [`CLOCK_END_MAX`].
pub(crate) fn read_clock(reader: &mut Reader<'_>) -> Result<u32, GateError> {
    let clock = reader.number()?;
    if clock > CLOCK_END_MAX {
        return Err(reader.malformed("clock over 2^31 - 1"));
    }
    Ok(clock as u32)
}

/// Reads a length that starts at `clock`: not zero, and its end at most [`CLOCK_END_MAX`].
pub(crate) fn read_length(reader: &mut Reader<'_>, clock: u32) -> Result<u32, GateError> {
    let length = reader.number()?;
    bounded_length(reader, clock, length)
}

/// Checks a length that starts at `clock`.
pub(crate) fn bounded_length(reader: &Reader<'_>, clock: u32, length: u64) -> Result<u32, GateError> {
    if length == 0 {
        return Err(reader.malformed("length zero"));
    }
    if length > CLOCK_END_MAX - u64::from(clock) {
        return Err(reader.malformed("clock and length over 2^31 - 1"));
    }
    Ok(length as u32)
}
