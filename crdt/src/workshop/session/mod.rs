//! The `session` document: what happens in a workshop while people meet. Only the server writes it.
//!
//! Owns its layout (`docs/PROTOCOL.md` section 1.5). [`run`] holds which activity is on and how long; [`hands`] who wants to
//! speak, [`turns`] whose turn it is, [`messages`] what everybody is told, [`call`] where everybody is asked to look, [`meeting`] how people
//! hear one another, [`actions`] what is to be done afterwards, [`writing`] how far people are who write alone, [`ideas`] what they gave,
//! [`idea_sorting`] the themes of ideas and what became of them, [`reveal`] how far showing notes without names is, [`votes`] what is or was voted on;
//! what else belongs to a meeting is a root and a file of its own. Knows nothing of who may change what, and never holds what only one
//! person may read.

pub mod actions;
pub mod call;
pub mod hands;
pub mod idea_sorting;
pub mod ideas;
pub mod meeting;
pub mod messages;
mod records;
pub mod reveal;
pub mod round;
pub mod run;
pub mod turns;
pub mod votes;
pub mod writing;
