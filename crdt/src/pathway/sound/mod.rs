//! Keeping a map sound, whatever was written into it: what belongs into one ([`layout`]), how much of it ([`over_limits`]), and
//! taking out what says nothing ([`clean_up`]).
//!
//! These decide what goes; when it does, and who is told, is the server's.

pub mod clean_up;
pub mod layout;
pub mod over_limits;
