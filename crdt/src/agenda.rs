//! The parts of an agenda: how long, what, how people work, who speaks first.
//!
//! Owns the closed sets of words. Knows neither documents nor templates.

use serde::{Deserialize, Serialize};

/// Most parts of one agenda.
pub const AGENDA_ITEMS_MAX: usize = 100;

/// Longest part of an agenda, in minutes: a day.
pub const AGENDA_ITEM_MINUTES_MAX: u32 = 24 * 60;

/// How people can work in a part of the agenda.
pub const ACTIVITY_MODES: &[&str] =
    &["plenary", "silent", "round_robin", "pairs", "breakout", "vote", "break", "reflect"];

/// Which side can speak first; `none` in a break.
pub const OPENING_SIDES: &[&str] = &["patient", "professional", "none"];

/// One part of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Length in minutes.
    pub min: u32,
    /// What happens.
    pub title: String,
    /// One of [`ACTIVITY_MODES`].
    pub mode: String,
    /// One of [`OPENING_SIDES`].
    pub opens: String,
}
