//! What the key-value table holds about practising: for a workshop, in which other one its agenda is practised.

use crate::ids::WorkshopId;

/// Key of the id of the workshop in which the agenda of this one is practised.
#[must_use]
pub fn practice_key(of: &WorkshopId) -> String {
    format!("workshops/{of}/practice")
}
