//! Showing notes without names: how many people have given of theirs, and whether they were shown. Pure rules, and how it stands in the
//! `session` document.
//!
//! One number for everybody together: of a small side a number of its own could tell who gave. What was given is never here before it
//! is shown, and then it stands among the ideas.

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::records;
use crate::document::Document;
use crate::value;

const REVEALS: &str = "reveals";

/// Fewest people whose notes are shown without names: of two, each knows the other's.
pub const GIVERS_MIN: usize = 3;

/// Whether notes without names were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RevealState {
    /// Not yet: people give, change what they give, and take it back.
    Open,
    /// They are among the ideas.
    Shown,
    /// Fewer than [`GIVERS_MIN`] people had given. Nothing was shown; each may give theirs with a name, or keep them.
    TooFew,
}

/// How far showing the notes of one activity without names is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reveal {
    /// Whether they were shown.
    pub state: RevealState,
    /// How many people have given.
    #[serde(default)]
    pub given: u32,
    /// What stands for the activity in the names of the documents that hold what givers kept, once notes were shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
    /// When giving began anew, because the server was set back to a backup; milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew_at: Option<u64>,
}

impl Default for Reveal {
    fn default() -> Self {
        Self { state: RevealState::Open, given: 0, kept: None, anew_at: None }
    }
}

impl Reveal {
    /// Somebody has given or not now, and had or had not before.
    pub fn count(&mut self, before: bool, now: bool) {
        self.given = self.given.saturating_sub(u32::from(before)) + u32::from(now);
    }

    /// Nothing that was given is there any more: people give again.
    pub fn begin_anew(&mut self, now_ms: u64) {
        if self.state == RevealState::Open {
            (self.given, self.anew_at) = (0, Some(now_ms));
        }
    }

    /// Reads that of one activity; nothing where giving was not opened, or for values of the wrong type.
    #[must_use]
    pub fn read<T: ReadTxn>(txn: &T, activity: &str) -> Option<Self> {
        records::read_one(txn, REVEALS, activity)
    }

    /// Writes it within a transaction, when it changed.
    pub fn write(&self, txn: &mut TransactionMut<'_>, activity: &str) {
        if Self::read(txn, activity).as_ref() != Some(self) {
            txn.get_or_insert_map(REVEALS).insert(txn, activity, value::record(self));
        }
    }
}

/// Reads how far showing the notes of one activity without names is.
#[must_use]
pub fn read(document: &Document, activity: &str) -> Option<Reveal> {
    document.read(|txn, _| Reveal::read(txn, activity))
}

/// Changes it, where giving was opened.
pub fn change(document: &mut Document, activity: &str, change: impl FnOnce(&mut Reveal)) {
    let Some(mut reveal) = read(document, activity) else { return };
    change(&mut reveal);
    document.write(|txn, _| reveal.write(txn, activity));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_61_givers_are_counted_together_and_once_and_a_round_begins_anew_only_before_it_was_shown() {
        let mut reveal = Reveal::default();
        for (before, now) in [(false, true), (true, true), (false, true), (true, false), (false, false)] {
            reveal.count(before, now);
        }
        assert_eq!(reveal.given, 1);
        let fields = serde_json::to_value(&reveal).unwrap();
        assert_eq!(fields, serde_json::json!({ "state": "open", "given": 1 }), "no side, no name");
        reveal.begin_anew(7);
        assert_eq!((reveal.given, reveal.anew_at), (0, Some(7)));
        let mut shown = Reveal { state: RevealState::Shown, given: 4, ..Reveal::default() };
        shown.begin_anew(7);
        assert_eq!((shown.given, shown.anew_at), (4, None));
    }

    #[test]
    fn note_61_it_is_written_only_where_it_changed_and_odd_values_read_as_not_opened() {
        let mut document = Document::new();
        change(&mut document, "a", |reveal| reveal.given = 9);
        assert_eq!(read(&document, "a"), None, "giving was not opened");
        document.write(|txn, _| Reveal::default().write(txn, "a"));
        change(&mut document, "a", |reveal| reveal.given = 2);
        assert_eq!(read(&document, "a").map(|reveal| reveal.given), Some(2));
        document.record_writes();
        change(&mut document, "a", |reveal| reveal.given = 2);
        assert!(document.take_writes().is_empty());
        document.write(|txn, _| txn.get_or_insert_map(REVEALS).insert(txn, "a", "odd"));
        assert_eq!(read(&document, "a"), None);
    }
}
