//! Ideas: notes that people have given to the others, and what they have said as an idea at once, as they stand in the `session` document
//! for everybody to read. An idea is written once and never again; how ideas are sorted is in `idea_sorting.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use crate::document::Document;
use crate::value;
use crate::workshop::notes::{About, NOTE_UNITS_MAX};

/// Most ideas of one workshop.
pub const IDEAS_MAX: usize = 1_000;

const IDEAS: &str = "ideas";

/// A note that was given, with its writer's name or without; or an idea that was added without a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// What was written.
    pub text: String,
    /// In which activity: id of the item of the agenda; empty where it was added while none was on.
    pub activity: String,
    /// Id of the person who wrote it; empty where it was given without a name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Their side; empty for those who have none, and where it was given without a name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub side: String,
    /// Id of the note, so that its writer sees what they have given; empty where it was given without a name, and without a note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The part of the map it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// When it was given or added, milliseconds since 1970; those without names have one time, when they were shown.
    pub at: u64,
}

/// Every idea by its id.
pub type Ideas = BTreeMap<String, Idea>;

/// There are [`IDEAS_MAX`] ideas already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are too many ideas already")]
pub struct Full;

/// Reads the ideas of a `session` document. Values of the wrong type read as absent.
pub fn read_within<T: ReadTxn>(txn: &T) -> Ideas {
    let Some(root) = txn.get_map(IDEAS) else { return Ideas::new() };
    let idea = |id: &str| {
        let mut idea: Idea = serde_json::from_value(value::json(txn, &root, id)?).ok()?;
        idea.text = value::cut(&idea.text, NOTE_UNITS_MAX).to_owned();
        idea.about = idea.about.filter(About::is_sound);
        Some((String::from(id), idea))
    };
    root.keys(txn).filter_map(idea).take(IDEAS_MAX).collect()
}

/// Reads the ideas of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Ideas {
    document.read(|txn, _| read_within(txn))
}

/// Adds ideas under ids of their own; a note that was given before is not given again.
///
/// # Errors
/// [`Full`]; nothing was added then.
pub fn add(txn: &mut TransactionMut<'_>, new: Vec<(String, Idea)>) -> Result<(), Full> {
    let there = read_within(txn);
    let was_given = |idea: &Idea| {
        let key = |one: &Idea| (one.by.clone(), one.activity.clone(), one.note.clone());
        !idea.note.is_empty() && there.values().any(|known| key(known) == key(idea))
    };
    let new: Vec<_> = new.into_iter().filter(|(_, idea)| !was_given(idea)).collect();
    if there.len() + new.len() > IDEAS_MAX {
        return Err(Full);
    }
    let root = txn.get_or_insert_map(IDEAS);
    for (id, idea) in new {
        root.insert(txn, id, value::record(&idea));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idea(note: &str) -> Idea {
        Idea {
            text: String::from("Walk to the shop"),
            activity: String::from("item-1"),
            by: String::from("pat"),
            side: String::from("patient"),
            note: String::from(note),
            about: Some(About { kind: String::from("step"), id: String::from("s1") }),
            at: 1_764_000_000_000,
        }
    }

    fn given(document: &mut Document, ideas: &[(&str, &str)]) -> Result<(), Full> {
        let new = ideas.iter().map(|(id, note)| (String::from(*id), idea(note))).collect();
        document.write(|txn, _| add(txn, new)).0
    }

    #[test]
    fn note_22_a_note_is_given_once_and_reads_back_as_it_was_given() {
        let mut document = Document::new();
        given(&mut document, &[("x", "a"), ("y", "b")]).unwrap();
        given(&mut document, &[("z", "a")]).unwrap();
        let ideas = read(&document);
        assert_eq!(ideas.keys().collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(ideas["x"], idea("a"));
    }

    #[test]
    fn note_60_an_idea_without_a_name_says_its_words_and_nothing_of_its_writer() {
        let mut document = Document::new();
        let unnamed = Idea { by: String::new(), side: String::new(), note: String::new(), ..idea("") };
        let twice = ["x", "y"].map(|id| (String::from(id), unnamed.clone())).to_vec();
        document.write(|txn, _| add(txn, twice)).0.unwrap();
        let ideas = read(&document);
        assert_eq!(ideas.keys().collect::<Vec<_>>(), ["x", "y"], "two people may write the same");
        assert_eq!(ideas["x"], unnamed);
        let kept = serde_json::to_value(&unnamed).unwrap();
        let fields: Vec<&str> = kept.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, ["about", "activity", "at", "text"]);
    }

    #[test]
    fn idea_1_what_is_added_without_a_note_is_there_each_time_it_is_said() {
        let mut document = Document::new();
        given(&mut document, &[("x", ""), ("y", "a")]).unwrap();
        given(&mut document, &[("z", ""), ("w", "a")]).unwrap();
        assert_eq!(read(&document).keys().collect::<Vec<_>>(), ["x", "y", "z"]);
    }

    #[test]
    fn note_23_a_workshop_has_so_many_ideas_and_no_more_and_odd_values_read_as_none() {
        let mut document = Document::new();
        let ids: Vec<String> = (0..IDEAS_MAX).map(|number| format!("n{number}")).collect();
        let all: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
        given(&mut document, &all[1..]).unwrap();
        assert_eq!(given(&mut document, &[("x", "new"), ("y", "newer")]), Err(Full));
        assert_eq!(read(&document).len(), IDEAS_MAX - 1, "nothing of it was added");
        given(&mut document, &[("x", "new")]).unwrap();
        document.write(|txn, _| txn.get_or_insert_map(IDEAS).insert(txn, "x", "odd"));
        assert_eq!(read(&document).len(), IDEAS_MAX - 1);
    }
}
