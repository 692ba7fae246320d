//! Which activity of the agenda is on, and how much time it has had: pure rules, and how they stand in the `session` document.
//!
//! Times are facts, never ticks: a client counts by itself from what is written here, so that a countdown sends nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::records;
use crate::agenda::{AGENDA_ITEM_MINUTES_MAX, About, AgendaItem};
use crate::document::Document;
use crate::value;

/// Most activities that one session keeps; of more, those that began first go. Twice as many as an agenda has items, so that an
/// agenda may be replaced once while people meet.
pub const ACTIVITIES_KEPT_MAX: usize = 200;

/// Most minutes that one command adds or takes.
pub const MINUTES_ADDED_MAX: i32 = 60;

/// The mode in which people rest: only facilitators edit, unless they say otherwise.
pub const BREAK_MODE: &str = "break";

/// The mode in which people vote.
pub const VOTE_MODE: &str = "vote";

/// The mode in which people take turns.
pub const TURNS_MODE: &str = "round_robin";

const RUN: &str = "run";
const STATE: &str = "state";
const ACTIVITIES: &str = "activities";
const MS_PER_MINUTE: u64 = 60_000;

/// A session as far as time goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Where it stands.
    pub run: Run,
    /// Every activity that was begun, by the id of its item of the agenda.
    pub activities: BTreeMap<String, Activity>,
}

/// Where a session stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Id of the activity that is on; nothing before the first and after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// When the first activity began, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<u64>,
    /// When the session was ended, milliseconds since 1970; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<u64>,
    /// Whether everybody may go on editing in the break that is on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edit_in_break: bool,
}

/// An activity that was begun, as the agenda had it then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// What happens.
    pub title: String,
    /// Planned length in minutes.
    pub min: u32,
    /// One of [`crate::agenda::ACTIVITY_MODES`].
    pub mode: String,
    /// One of [`crate::agenda::OPENING_SIDES`].
    pub opens: String,
    /// What people are asked to do, in a sentence; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// What it is about, where something was said.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "About::read_leniently")]
    pub about: Option<About>,
    /// How notes are shown, one of [`crate::agenda::NOTES_SHOWN`]; empty where nobody writes for themselves. It was said before anybody
    /// wrote, so it stays as it was when the activity began.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// When it began first, milliseconds since 1970.
    pub started_at: u64,
    /// How long it ran before it ran last, in milliseconds.
    #[serde(default)]
    pub ran_ms: u64,
    /// Since when it runs, milliseconds since 1970; absent while it stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
    /// Minutes that were added to the plan; less than 0 when they were taken.
    #[serde(default)]
    pub added_min: i32,
}

/// Why a change of a session was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No activity is on.
    #[error("no activity is on")]
    NothingOn,
    /// More or fewer minutes than an activity can have.
    #[error("an activity cannot have so many minutes")]
    Minutes,
    /// What is on is no break.
    #[error("no break is on")]
    NoBreak,
}

impl Activity {
    fn of(item: &AgendaItem, now_ms: u64) -> Self {
        Self {
            title: item.title.clone(),
            min: item.min,
            mode: item.mode.clone(),
            opens: item.opens.clone(),
            says: item.says.clone(),
            about: item.about.clone(),
            notes: String::from(item.notes_shown()),
            started_at: now_ms,
            ran_ms: 0,
            since: None,
            added_min: 0,
        }
    }

    /// How long it has run at a moment, in milliseconds.
    #[must_use]
    pub fn ran_until(&self, now_ms: u64) -> u64 {
        self.ran_ms + self.since.map_or(0, |since| now_ms.saturating_sub(since))
    }

    /// Its length as planned and changed, in milliseconds.
    #[must_use]
    pub fn length_ms(&self) -> u64 {
        u64::from(self.min.saturating_add_signed(self.added_min)) * MS_PER_MINUTE
    }

    /// Whether people rest.
    #[must_use]
    pub fn is_break(&self) -> bool {
        self.mode == BREAK_MODE
    }

    fn stop(&mut self, now_ms: u64) {
        self.ran_ms = self.ran_until(now_ms);
        self.since = None;
    }
}

impl Session {
    /// The activity that is on, with its id.
    #[must_use]
    pub fn current(&self) -> Option<(&str, &Activity)> {
        let id = self.run.activity.as_deref()?;
        self.activities.get(id).map(|activity| (id, activity))
    }

    fn current_mut(&mut self) -> Result<&mut Activity, Refused> {
        let id = self.run.activity.as_deref().ok_or(Refused::NothingOn)?;
        self.activities.get_mut(id).ok_or(Refused::NothingOn)
    }

    /// Begins an item of the agenda, or goes on with it with the time that it has left. What was on stands still.
    pub fn start(&mut self, item: &AgendaItem, now_ms: u64) {
        if let Ok(before) = self.current_mut() {
            before.stop(now_ms);
        }
        let activity = self.activities.entry(item.id.clone()).or_insert_with(|| Activity::of(item, now_ms));
        activity.since = Some(now_ms);
        self.run.activity = Some(item.id.clone());
        self.run.began_at.get_or_insert(now_ms);
        self.run.ended_at = None;
        self.run.edit_in_break = false;
        self.forget_oldest();
    }

    /// Lets the time of the activity stand still. Again changes nothing.
    ///
    /// # Errors
    /// [`Refused::NothingOn`].
    pub fn pause(&mut self, now_ms: u64) -> Result<(), Refused> {
        self.current_mut()?.stop(now_ms);
        Ok(())
    }

    /// Lets the time of the activity go on. Again changes nothing.
    ///
    /// # Errors
    /// [`Refused::NothingOn`].
    pub fn resume(&mut self, now_ms: u64) -> Result<(), Refused> {
        self.current_mut()?.since.get_or_insert(now_ms);
        Ok(())
    }

    /// Gives the activity more minutes, or fewer.
    ///
    /// # Errors
    /// [`Refused::NothingOn`]; [`Refused::Minutes`] below 0 minutes and above [`AGENDA_ITEM_MINUTES_MAX`].
    pub fn add_minutes(&mut self, minutes: i32) -> Result<(), Refused> {
        let activity = self.current_mut()?;
        let added = activity.added_min.saturating_add(minutes);
        let length = activity.min.checked_add_signed(added).ok_or(Refused::Minutes)?;
        if minutes.abs() > MINUTES_ADDED_MAX || length > AGENDA_ITEM_MINUTES_MAX {
            return Err(Refused::Minutes);
        }
        activity.added_min = added;
        Ok(())
    }

    /// Ends the session: no activity is on.
    ///
    /// # Errors
    /// [`Refused::NothingOn`].
    pub fn end(&mut self, now_ms: u64) -> Result<(), Refused> {
        self.current_mut()?.stop(now_ms);
        self.run.activity = None;
        self.run.ended_at = Some(now_ms);
        self.run.edit_in_break = false;
        Ok(())
    }

    /// Lets everybody edit in the break that is on, or facilitators only, as it is without saying.
    ///
    /// # Errors
    /// [`Refused::NothingOn`]; [`Refused::NoBreak`].
    pub fn let_edit_in_break(&mut self, everybody: bool) -> Result<(), Refused> {
        if !self.current_mut()?.is_break() {
            return Err(Refused::NoBreak);
        }
        self.run.edit_in_break = everybody;
        Ok(())
    }

    fn forget_oldest(&mut self) {
        while self.activities.len() > ACTIVITIES_KEPT_MAX {
            let others = self.activities.iter().filter(|(id, _)| Some(*id) != self.run.activity.as_ref());
            let Some((oldest, _)) = others.min_by_key(|(_, activity)| activity.started_at) else { return };
            let oldest = oldest.clone();
            self.activities.remove(&oldest);
        }
    }

    /// Reads it. Values of the wrong type read as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        Self {
            run: records::read_one(txn, RUN, STATE).unwrap_or_default(),
            activities: records::read(txn, ACTIVITIES, ACTIVITIES_KEPT_MAX),
        }
    }

    /// Writes it within a transaction; what is as it was is not written again.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let before = Self::read(txn);
        if before.run != self.run {
            txn.get_or_insert_map(RUN).insert(txn, STATE, value::record(&self.run));
        }
        records::write(txn, ACTIVITIES, (&before.activities, &self.activities));
    }
}

/// Reads a `session` document.
#[must_use]
pub fn read(document: &Document) -> Session {
    document.read(|txn, _| Session::read(txn))
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
