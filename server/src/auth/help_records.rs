//! What the key-value table holds about what helps people to take part: a few words of a person, for facilitators alone.

use serde::{Deserialize, Serialize};

use crate::ids::{ParticipantId, WorkshopId};

/// Most of what a person says helps them, UTF-16 units.
pub const HELP_UNITS_MAX: usize = 300;

/// What helps one person to take part, in their words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HelpRecord {
    /// The words.
    pub text: String,
}

/// Key of a [`HelpRecord`]; never in a document, so that no history and no device holds it.
#[must_use]
pub fn help_key(workshop: &WorkshopId, person: &ParticipantId) -> String {
    format!("{}{person}", help_prefix(workshop))
}

/// Prefix of the [`HelpRecord`]s of a workshop.
#[must_use]
pub fn help_prefix(workshop: &WorkshopId) -> String {
    format!("workshops/{workshop}/help/")
}
