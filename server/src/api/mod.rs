//! The HTTP interface: what can be asked and commanded (`registry.rs`), and handlers that extract, ask and answer.
//!
//! Knows no socket and no document; what a call does is in `workshop/`.

pub mod agreement;
pub mod audit;
pub mod command;
pub mod describe;
pub mod entry;
pub mod files;
pub mod health;
pub mod invites;
pub mod notes;
pub mod people;
pub mod public;
pub mod registry;
pub mod returning;
pub mod shape;
pub mod votes;
pub mod waiting;
pub mod workshops;

#[cfg(test)]
mod tests;
