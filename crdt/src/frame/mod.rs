//! Wire frames: bytes to values and back, for both wires.
//!
//! It owns the framing only. It must not know a document, a connection, or whether an update is acceptable: payloads
//! are handed on as borrowed bytes for the gate to judge.

pub mod hocuspocus;
pub mod sync;
pub mod y_websocket;

pub use crate::error::FrameError;
