//! How far people are who write alone in an activity: how many of each side have opened their notes and how many have finished,
//! and since when notes can be given. Pure rules, and how it stands in the `session` document.
//!
//! Counts only, and they come from what people say by a press, never from what they write.

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::records;
use crate::document::Document;
use crate::value;
use crate::workshop::side::Side;

const WRITING: &str = "writing";

/// How far one person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Progress {
    /// They have opened their notes.
    Opened,
    /// They have said that they have finished.
    Finished,
}

/// How many of one side are how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Have opened their notes; those who have finished are among them.
    #[serde(default)]
    pub opened: u32,
    /// Have finished.
    #[serde(default)]
    pub finished: u32,
}

/// How far the people are in one activity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Writing {
    /// Patient leaders and carers.
    #[serde(default)]
    pub patient: Counts,
    /// Professionals.
    #[serde(default)]
    pub professional: Counts,
    /// Since when notes can be given, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub giving_since: Option<u64>,
}

impl Counts {
    fn moved(self, before: Option<Progress>, now: Progress) -> Self {
        let count = |progress: Option<Progress>, least| u32::from(progress >= Some(least));
        let moved = |sum: u32, least| sum.saturating_sub(count(before, least)) + count(Some(now), least);
        Self {
            opened: moved(self.opened, Progress::Opened),
            finished: moved(self.finished, Progress::Finished),
        }
    }
}

impl Writing {
    /// Somebody of a side is this far now, and was that far before.
    pub fn note(&mut self, side: Side, before: Option<Progress>, now: Progress) {
        let counts = match side {
            Side::Patient => &mut self.patient,
            Side::Professional => &mut self.professional,
        };
        *counts = counts.moved(before, now);
    }

    /// Reads that of one activity. Values of the wrong type read as absent.
    #[must_use]
    pub fn read<T: ReadTxn>(txn: &T, activity: &str) -> Self {
        records::read_one(txn, WRITING, activity).unwrap_or_default()
    }

    /// Writes it within a transaction, when it changed.
    pub fn write(&self, txn: &mut TransactionMut<'_>, activity: &str) {
        if Self::read(txn, activity) != *self {
            txn.get_or_insert_map(WRITING).insert(txn, activity, value::record(self));
        }
    }
}

/// Reads how far the people are in one activity.
#[must_use]
pub fn read(document: &Document, activity: &str) -> Writing {
    document.read(|txn, _| Writing::read(txn, activity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_20_people_are_counted_by_side_and_only_once() {
        let mut writing = Writing::default();
        writing.note(Side::Patient, None, Progress::Opened);
        writing.note(Side::Patient, None, Progress::Finished);
        writing.note(Side::Patient, Some(Progress::Finished), Progress::Finished);
        writing.note(Side::Professional, Some(Progress::Opened), Progress::Finished);
        assert_eq!(writing.patient, Counts { opened: 2, finished: 1 });
        assert_eq!(writing.professional, Counts { opened: 1, finished: 1 });
        writing.note(Side::Patient, Some(Progress::Finished), Progress::Opened);
        assert_eq!(writing.patient, Counts { opened: 2, finished: 0 });
    }

    #[test]
    fn note_21_how_far_people_are_is_written_only_where_it_changed_and_odd_values_read_as_nobody() {
        let mut document = Document::new();
        let writing = Writing {
            patient: Counts { opened: 3, finished: 2 },
            giving_since: Some(5),
            ..Writing::default()
        };
        document.write(|txn, _| writing.write(txn, "a"));
        assert_eq!((read(&document, "a"), read(&document, "b")), (writing, Writing::default()));
        document.record_writes();
        document.write(|txn, _| writing.write(txn, "a"));
        assert!(document.take_writes().is_empty());
        document.write(|txn, _| txn.get_or_insert_map(WRITING).insert(txn, "a", "odd"));
        assert_eq!(read(&document, "a"), Writing::default());
    }
}
