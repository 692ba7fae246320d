//! Commands about a map as a whole.

pub mod clean_up;
