//! What the key-value table holds about notes that people write alone: that their activity was begun, how far each person is, and what
//! waits to be shown without names. Keys and values; decides nothing.
//!
//! The gatekeeper decides by the first two who may open notes (`gatekeeper.rs`); they never hold a word of one.

use pairway_crdt::workshop::notes::About;
use pairway_crdt::workshop::session::writing::Progress;
use pairway_crdt::workshop::side::Side;
use serde::{Deserialize, Serialize};

use crate::ids::{ActivityId, ParticipantId, WorkshopId};

/// That people write alone in an activity, from its begin on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BegunRecord {
    /// What stands for the activity in the names of the documents that hold what people kept who gave without a name, once that
    /// was shown. Their notes of before are gone from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<ActivityId>,
}

/// How far one person is with their notes of an activity, without a word of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrittenRecord {
    /// How far they said they are.
    pub progress: Progress,
    /// The side they were counted with.
    #[serde(default)]
    pub side: Option<Side>,
    /// Whether they have given of their notes with their name.
    #[serde(default)]
    pub given: bool,
    /// Whether they have given of their notes without their name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unnamed: bool,
}

/// What one person has given without a name, until it is shown. Nobody can ask for it, and no backup holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRecord {
    /// The notes.
    pub notes: Vec<WaitingNote>,
}

/// A note that waits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingNote {
    /// Its id among its writer's notes.
    pub id: String,
    /// What it said when it was given.
    pub text: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}

impl std::fmt::Debug for WaitingNote {
    /// Without what it says, so that no log can hold it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaitingNote").finish_non_exhaustive()
    }
}

/// That people give notes of an activity without names, for as long as they can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivingRecord {
    /// The epoch of the data in which what was given waits. In a later one it is gone, and people give anew.
    pub epoch: String,
}

/// Key of a [`BegunRecord`].
#[must_use]
pub fn writing_key(workshop: &WorkshopId, activity: &ActivityId) -> String {
    format!("workshops/{workshop}/writing/{activity}")
}

/// Key of how far one person is with their notes of an activity; never what they hold.
#[must_use]
pub fn written_key(workshop: &WorkshopId, activity: &ActivityId, person: &ParticipantId) -> String {
    format!("{}{person}", written_prefix(workshop, activity))
}

/// Prefix of how far people are with their notes of an activity.
#[must_use]
pub fn written_prefix(workshop: &WorkshopId, activity: &ActivityId) -> String {
    format!("workshops/{workshop}/written/{activity}/")
}

/// Prefix of what waits in all workshops; within [`crate::store::NOT_IN_BACKUPS_PREFIX`].
pub const WAITING_PREFIX: &str = "open/notes/";

/// Prefix of what waits in a workshop.
#[must_use]
pub fn waiting_in_workshop_prefix(workshop: &WorkshopId) -> String {
    format!("{WAITING_PREFIX}{workshop}/")
}

/// Prefix of what waits in an activity.
#[must_use]
pub fn waiting_prefix(workshop: &WorkshopId, activity: &ActivityId) -> String {
    format!("{}{activity}/", waiting_in_workshop_prefix(workshop))
}

/// Key of a [`WaitingRecord`].
#[must_use]
pub fn waiting_key(workshop: &WorkshopId, activity: &ActivityId, person: &ParticipantId) -> String {
    format!("{}{person}", waiting_prefix(workshop, activity))
}

/// The activity and the person of a key of a [`WaitingRecord`] of a workshop.
#[must_use]
pub fn waiting_of(workshop: &WorkshopId, key: &str) -> Option<(ActivityId, ParticipantId)> {
    let (activity, person) = key.strip_prefix(&waiting_in_workshop_prefix(workshop))?.split_once('/')?;
    Some((ActivityId::parse(activity)?, ParticipantId::parse(person)?))
}

/// Prefix of the [`GivingRecord`]s of all workshops.
pub const GIVING_PREFIX: &str = "giving/";

/// Prefix of the [`GivingRecord`]s of a workshop.
#[must_use]
pub fn giving_in_workshop_prefix(workshop: &WorkshopId) -> String {
    format!("{GIVING_PREFIX}{workshop}/")
}

/// Key of a [`GivingRecord`].
#[must_use]
pub fn giving_key(workshop: &WorkshopId, activity: &ActivityId) -> String {
    format!("{}{activity}", giving_in_workshop_prefix(workshop))
}

/// The workshop and the activity of a key of a [`GivingRecord`].
#[must_use]
pub fn giving_of(key: &str) -> Option<(WorkshopId, ActivityId)> {
    let (workshop, activity) = key.strip_prefix(GIVING_PREFIX)?.split_once('/')?;
    Some((WorkshopId::parse(workshop)?, ActivityId::parse(activity)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NOT_IN_BACKUPS_PREFIX;

    #[test]
    fn note_66_what_waits_is_among_the_keys_that_no_backup_holds_and_keys_read_back() {
        assert!(WAITING_PREFIX.starts_with(NOT_IN_BACKUPS_PREFIX));
        let (workshop, person) = (WorkshopId::random(), ParticipantId::random());
        let activity = ActivityId::parse("item-3").unwrap();
        let key = waiting_key(&workshop, &activity, &person);
        assert_eq!(waiting_of(&workshop, &key), Some((activity.clone(), person)));
        assert_eq!(giving_of(&giving_key(&workshop, &activity)), Some((workshop, activity)));
    }
}
