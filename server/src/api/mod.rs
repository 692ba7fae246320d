//! The HTTP interface: handlers that extract, ask and answer (docs/PROTOCOL.md section 5).
//!
//! Knows no socket and no document; what a call does is in `workshop/`.

pub mod health;
