//! Who may do what: roles, permissions, tokens, invites.

pub mod permission;
pub mod role;
