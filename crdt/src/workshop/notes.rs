//! The `notes` document: what one person writes alone in one activity, before they choose what of it the others see.
//!
//! Owns its layout (`docs/PROTOCOL.md` section 1.6), its limits and how it is read. Knows nothing of who may open it: that is one
//! person, and whoever acts for them with their grant (`server/src/auth/permission.rs`).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use yrs::{GetString, Map, MapPrelim, MapRef, Out, ReadTxn, TextPrelim, WriteTxn};

use crate::document::Document;
use crate::document::layout::{Expected, Layout, Table};
use crate::pathway::schema::is_part_id;
use crate::value;

/// Most notes that one person gives of one activity. More may stand in a document, after two devices wrote without a line: nothing
/// is taken out for it, and the person chooses.
pub const NOTES_MAX: usize = 50;

/// Most of a note that is given, in UTF-16 code units as the browser counts them.
pub const NOTE_UNITS_MAX: usize = 1_000;

/// Largest encoded `notes` document, in bytes: [`NOTES_MAX`] full notes in three-byte letters, and as much again of what was deleted
/// and of marks.
pub const NOTES_BYTES_MAX: usize = 512 * 1024;

/// Most ids of notes that a document of kept notes says were there before.
pub const SEEN_MAX: usize = 5_000;

/// Elements that do not belong which one edit of the server takes out at most.
pub const STRAYS_PER_EDIT_MAX: usize = 5_000;

/// The kinds of parts of a map that a note can be about.
pub const ABOUT_KINDS: &[&str] = &["step", "stage", "goal"];

const NOTES: &str = "notes";
const STATE: &str = "state";
const FINISHED: &str = "finished";
const SEEN: &str = "seen";
const TEXT: &str = "text";
const ABOUT: &str = "about";
const AT: &str = "at";

/// The part of a map that a note is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// One of [`ABOUT_KINDS`].
    pub kind: String,
    /// Id of the part.
    pub id: String,
}

impl About {
    /// Whether it names a part as parts are named.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        ABOUT_KINDS.contains(&self.kind.as_str()) && is_part_id(&self.id)
    }
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Names it within its document.
    pub id: String,
    /// What was written, at most [`NOTE_UNITS_MAX`] units, without space around it.
    pub text: String,
    /// What it is about.
    pub about: Option<About>,
}

/// The layout of a `notes` document.
#[must_use]
pub fn layout() -> &'static Layout {
    static LAYOUT: LazyLock<Layout> = LazyLock::new(|| Layout {
        roots: vec![(NOTES, 0), (STATE, 2)],
        tables: vec![
            Table::Every(is_part_id, Expected::Map(1)),
            Table::Named(vec![(TEXT, Expected::Text), (ABOUT, Expected::Value), (AT, Expected::Value)]),
            Table::Named(vec![(FINISHED, Expected::Value), (SEEN, Expected::Value)]),
        ],
    });
    &LAYOUT
}

/// The note with this id, when it says something.
#[must_use]
pub fn note(document: &Document, id: &str) -> Option<Note> {
    document.read(|txn, _| {
        let root = txn.get_map(NOTES)?;
        read_note(txn, &root, id)
    })
}

/// Every note that says something, in the order of their ids.
#[must_use]
pub fn read(document: &Document) -> Vec<Note> {
    document.read(|txn, _| {
        let Some(root) = txn.get_map(NOTES) else { return Vec::new() };
        let mut ids: Vec<String> = root.keys(txn).map(String::from).collect();
        ids.sort_unstable();
        ids.iter().filter_map(|id| read_note(txn, &root, id)).collect()
    })
}

/// The ids of all notes that stand in a document, [`SEEN_MAX`] at most.
#[must_use]
pub fn ids(document: &Document) -> Vec<String> {
    document.read(|txn, _| {
        let Some(root) = txn.get_map(NOTES) else { return Vec::new() };
        root.keys(txn).filter(|id| is_part_id(id)).map(String::from).take(SEEN_MAX).collect()
    })
}

/// The ids that a document of kept notes names as known.
#[must_use]
pub fn seen(document: &Document) -> Vec<String> {
    let seen = document.read(|txn, _| value::json(txn, &txn.get_map(STATE)?, SEEN));
    seen.and_then(|seen| serde_json::from_value(seen).ok()).unwrap_or_default()
}

/// What is left of notes when some were given without a name: the first update of another document, which has no history in which
/// those could be found. `seen` are the ids it names as known, so that a device finds what it wrote without a line: that alone is
/// new in its copy.
#[must_use]
pub fn kept(document: &Document, given: &[String], seen: &[String]) -> Vec<u8> {
    let left = document.read(|txn, _| {
        let Some(root) = txn.get_map(NOTES) else { return Vec::new() };
        let mut ids: Vec<String> = root.keys(txn).map(String::from).filter(|id| is_part_id(id)).collect();
        ids.retain(|id| !given.contains(id));
        ids.sort_unstable();
        let note = |id: String| {
            let part = value::part(txn, &root, &id)?;
            let Some(Out::YText(text)) = part.get(txn, TEXT) else { return None };
            let values = [ABOUT, AT].map(|key| match part.get(txn, key) {
                Some(Out::Any(value)) => Some((key, value)),
                _ => None,
            });
            Some((id, text.get_string(txn), values))
        };
        ids.into_iter().filter_map(note).collect()
    });
    let mut other = Document::new();
    let (_, update) = other.write(|txn, _| {
        let root = txn.get_or_insert_map(NOTES);
        for (id, text, values) in left {
            let note = root.insert(txn, id, MapPrelim::default());
            note.insert(txn, TEXT, TextPrelim::new(text));
            for (key, value) in values.into_iter().flatten() {
                note.insert(txn, key, value);
            }
        }
        let state = txn.get_or_insert_map(STATE);
        state.insert(txn, FINISHED, true);
        state.insert(txn, SEEN, value::record(&seen));
    });
    update.to_vec()
}

fn read_note<T: ReadTxn>(txn: &T, root: &MapRef, id: &str) -> Option<Note> {
    let part = value::part(txn, root, id).filter(|_| is_part_id(id))?;
    let said = value::text(txn, &part, TEXT).text;
    let text = value::cut(said.trim(), NOTE_UNITS_MAX).trim_end().to_owned();
    let about = value::json(txn, &part, ABOUT).and_then(|about| serde_json::from_value(about).ok());
    let about = about.filter(About::is_sound);
    (!text.is_empty()).then(|| Note { id: id.to_owned(), text, about })
}

#[cfg(test)]
#[path = "notes_tests.rs"]
mod tests;
