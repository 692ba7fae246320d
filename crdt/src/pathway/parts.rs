//! The parts of a typed map, as plain values.
//!
//! Owns what each part holds once it is read: one type for every kind that stands in a list of its own, by the rows of
//! [`super::kinds`], and one each for steps and links. How it is read, and in which order, is in [`super::view`].

use std::collections::BTreeMap;
use std::ops::Index;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::kinds::{ARCHIVE_VERSION_BASE, KindRow, PartKind, listed_kinds};
use super::schema::{Mode, Perspective, Sector, StepKind, key};
use crate::value;

/// A part that stands in a list of its own: a stage, a lane, a goal, an outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedPart {
    /// Id in the document or archive.
    pub id: String,
    /// Its name, or its words.
    pub title: String,
    /// Order key; empty when the document holds none, and in an archive, where the list itself is the order.
    pub ord: String,
    /// The further texts and words of its kind by key; one that is empty is left out.
    more: BTreeMap<&'static str, String>,
}

impl ListedPart {
    /// A part with a title and nothing else.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), ..Self::default() }
    }

    /// The same part with one more text or word.
    #[must_use]
    pub fn with(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.set(key, text.into());
        self
    }

    /// Sets a text or word.
    pub fn set(&mut self, key: &'static str, text: String) {
        match key {
            key::TITLE => self.title = text,
            _ if text.is_empty() => drop(self.more.remove(key)),
            _ => drop(self.more.insert(key, text)),
        }
    }

    /// A text or word of it; empty when it has none.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        if key == key::TITLE { &self.title } else { self.more.get(key).map_or("", String::as_str) }
    }

    /// Changes every text and word of it.
    pub(super) fn each_text(&mut self, change: impl Fn(&mut String)) {
        change(&mut self.title);
        self.more.values_mut().for_each(change);
    }

    /// Who provides it, for a lane.
    #[must_use]
    pub fn sector(&self) -> Sector {
        Sector::parse(self.get(key::SECTOR)).unwrap_or_default()
    }
}

/// The parts of every kind that is listed, each list in display order.
#[derive(Debug, Clone, Default)]
pub struct ListedParts(BTreeMap<PartKind, Vec<ListedPart>>);

impl ListedParts {
    /// The list of a kind, to change.
    pub fn of_mut(&mut self, kind: PartKind) -> &mut Vec<ListedPart> {
        self.0.entry(kind).or_default()
    }

    /// Every part with the row of its kind, kind by kind.
    pub fn iter(&self) -> impl Iterator<Item = (&'static KindRow, &ListedPart)> {
        self.0.iter().flat_map(|(kind, parts)| parts.iter().map(|part| (kind.row(), part)))
    }

    /// How many parts there are of all kinds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// The same parts as an archive has them: the lists are the order, and no text is over the limit.
    #[must_use]
    pub fn archived(&self) -> Self {
        let mut parts = self.clone();
        for part in parts.0.values_mut().flatten() {
            part.ord.clear();
            part.each_text(|text| text.truncate(value::without_cut_mark(text).len()));
        }
        parts
    }
}

impl Index<PartKind> for ListedParts {
    type Output = [ListedPart];

    fn index(&self, kind: PartKind) -> &[ListedPart] {
        self.0.get(&kind).map_or(&[], Vec::as_slice)
    }
}

impl PartialEq for ListedParts {
    /// A list without a part is the same as no list.
    fn eq(&self, other: &Self) -> bool {
        PartKind::ALL.into_iter().all(|kind| self[kind] == other[kind])
    }
}

impl Eq for ListedParts {}

/// As the lists of an archive. A kind that came after [`ARCHIVE_VERSION_BASE`] is only written when there is a part of it.
impl Serialize for ListedParts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lists = serializer.serialize_map(None)?;
        for row in listed_kinds() {
            let parts = &self[row.kind];
            if row.archive_version <= ARCHIVE_VERSION_BASE || !parts.is_empty() {
                let parts: Vec<ByRow<'_>> = parts.iter().map(|part| ByRow { part, row }).collect();
                lists.serialize_entry(row.root, &parts)?;
            }
        }
        lists.end()
    }
}

/// A part with the fields of its kind.
struct ByRow<'a> {
    part: &'a ListedPart,
    row: &'static KindRow,
}

impl Serialize for ByRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("id", &self.part.id)?;
        let texts = self.row.texts.iter().map(|text| text.key);
        for key in texts.chain(self.row.words.iter().map(|word| word.key)) {
            fields.serialize_entry(key, self.part.get(key))?;
        }
        fields.end()
    }
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Id in the document.
    pub id: String,
    /// What happens, in a few words.
    pub title: String,
    /// What is to say beyond that.
    pub detail: String,
    /// Whether it is a shared decision.
    pub kind: StepKind,
    /// What can be chosen, one a line; kept, and no part of what it says, while it is a plain step.
    pub options: String,
    /// What matters to the person; kept as the options are.
    pub matters: String,
    /// Id of its stage; `None` when that is missing or removed.
    pub stage: Option<String>,
    /// Id of its lane; `None` when that is missing or removed.
    pub lane: Option<String>,
    /// Order key within the cell; empty when the document holds none.
    pub ord: String,
    /// Done for, by or with people.
    pub mode: Mode,
    /// Who provides it.
    pub sector: Sector,
    /// Whose knowledge it rests on.
    pub perspective: Perspective,
    /// Ids of the goals it serves, in the order of the goals.
    pub goals: Vec<String>,
}

impl Step {
    /// Whether it stands in a cell; else it shows under "Not placed".
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.stage.is_some() && self.lane.is_some()
    }
}

/// Order or handover between two steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Id in the document.
    pub id: String,
    /// Id of the step it leads from.
    pub from: String,
    /// Id of the step it leads to.
    pub to: String,
    /// Words on it.
    pub label: String,
    /// Whether an end is missing or removed: not shown, but kept, since the end may come back.
    pub is_hidden: bool,
}
