//! Who may do what: roles, permissions, tokens, invites, and the gatekeeper that puts them together for the sockets.
//!
//! Owns the records of workshops, people and invites in the key-value table. Knows no HTTP, no socket and no room.

pub mod document_kinds;
pub mod entrance;
pub mod error;
pub mod gatekeeper;
pub mod help_records;
pub mod invite;
pub mod note_records;
pub mod permission;
pub mod practice_records;
pub mod records;
pub mod return_code;
pub mod rights;
pub mod role;
pub mod statement;
pub mod token;
pub mod tombstone;
pub mod vote_records;
