//! The typed `workshop` document (server-written facts of a workshop) and the pure rules of a workshop.
//!
//! [`facts`] reads and writes the document, [`maps`] its list of maps, [`talk`] that of the comments on a map, [`trail`] what led to what in it, [`notes`] what
//! one person writes alone, [`session`] what happens while people meet.
//! No names of people are in here: a participant is an opaque id with a role.

pub mod act;
pub mod agreement;
pub mod facts;
pub mod maps;
pub mod notes;
pub mod open_pairs;
pub mod orders;
pub mod pairs;
pub mod plan;
pub mod record;
pub mod scope;
pub mod session;
pub mod side;
pub mod talk;
pub mod talk_rules;
pub mod trail;
pub mod upgrade;
