//! The typed `workshop` document (server-written facts of a workshop) and the pure rules of a workshop.
//!
//! [`facts`] reads and writes the document, [`talk`] that of the comments on a map, [`trail`] what led to what in it.
//! No names of people are in here: a participant is an opaque id with a role.

pub mod act;
pub mod agreement;
pub mod facts;
pub mod pairs;
pub mod record;
pub mod side;
pub mod talk;
pub mod talk_rules;
pub mod trail;
