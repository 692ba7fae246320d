//! The HTTP interface: handlers that extract, ask and answer (docs/PROTOCOL.md section 5).
//!
//! Knows no socket and no document; what a call does is in `workshop/`.

pub mod agreement;
pub mod audit;
pub mod files;
pub mod health;
pub mod invites;
pub mod managing;
pub mod pairs;
pub mod people;
pub mod public;
pub mod returning;
pub mod talk;
pub mod waiting;
pub mod workshops;

use serde::{Deserialize, Serialize};

/// A body that holds a command id and nothing else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandBody {
    /// The command id.
    pub command: String,
}

/// The answer `{}`.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Done {}

#[cfg(test)]
mod tests;
