//! The Pairway server. Start reading in `docs/ARCHITECTURE.md`.

pub mod auth;
pub mod clock;
pub mod ids;
pub mod store;
