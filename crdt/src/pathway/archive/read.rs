//! Reads an archive that came from outside, with errors that a person can act on.
//!
//! Owns the checks: every value has its type, every word is known, every reference leads somewhere, every limit holds.
//! It is read by hand instead of by derive because the answer must say where in *their* words ("Map 1, step 4"), not
//! in those of a parser. Nothing is repaired silently.

use std::collections::HashSet;

use super::value::{ArchiveValue, Fields, Node};
use super::{
    ARCHIVE_BYTES_MAX, ARCHIVE_FORMAT, ARCHIVE_VERSION, ARCHIVE_VERSION_OLDEST, ArchivedLink, ArchivedStep,
    ArchivedStepGoal, ArchivedWorkshop, MAPS_PER_ARCHIVE_MAX, MapArchive, WorkshopArchive,
};
use crate::agenda::{
    ACTIVITY_MODES, AGENDA_ITEM_MINUTES_MAX, AGENDA_ITEMS_MAX, AGENDA_SAYS_CHARS_MAX, About, AgendaItem,
    NOTES_SHOWN, OPENING_SIDES, PREPARED_LINE_CHARS_MAX, PREPARED_LINES_MAX, is_said,
};
use crate::limits::{PARTS_PER_MAP_MAX, TEXT_FIELD_UNITS_MAX};
use crate::pathway::kinds::{KINDS, KindRow, PartKind, listed_kinds};
use crate::pathway::parts::{ListedPart, ListedParts};
use crate::pathway::schema::{
    LINK_KIND, MapKind, Mode, PART_ID_BYTES_MAX, Perspective, STEP_GOALS_PER_MAP_MAX, Sector, StepKind,
    is_part_id, key,
};
use crate::pathway::view::LeftOut;
use crate::value::units;

/// Why a file is not an archive that can be brought in. The text is for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Too many bytes.
    #[error("This file is too large. An archive may have {} MB at most.", ARCHIVE_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// Not JSON at all.
    #[error("This file cannot be read. It stops being JSON at line {line}, column {column}.")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON of something else.
    #[error("This file is not a Pairway archive.")]
    NotAnArchive,
    /// From a later version.
    #[error(
        "This archive was made by a newer Pairway (archive version {version}). This server reads up to {ARCHIVE_VERSION}."
    )]
    Newer {
        /// What the archive says.
        version: u64,
    },
    /// A value that cannot be used.
    #[error("{place}: {problem}")]
    Wrong {
        /// Where, in words: "Map 1, step 4".
        place: String,
        /// What is wrong there.
        problem: Problem,
    },
}

/// What can be wrong with one value of an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not there, or of another type.
    #[error("“{key}” should be {wanted}.")]
    Type {
        /// Name of the value.
        key: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// Over the length of a text.
    #[error("“{key}” is longer than {TEXT_FIELD_UNITS_MAX} characters.")]
    TooLong {
        /// Name of the value.
        key: &'static str,
    },
    /// More than a limit allows.
    #[error("there are more than {bound} {what}.")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        bound: usize,
    },
    /// A word that is not one of the set.
    #[error("“{key}” is a word that Pairway does not know.")]
    UnknownWord {
        /// Name of the value.
        key: &'static str,
    },
    /// The same id twice.
    #[error("another one has the same id.")]
    SameId,
    /// A reference that leads nowhere.
    #[error("“{key}” names something that is not in this map.")]
    LeadsNowhere {
        /// Name of the value.
        key: &'static str,
    },
}

impl WorkshopArchive {
    /// Reads an archive from the bytes of a file.
    ///
    /// # Errors
    /// When it is too large, not JSON, or not an archive (see [`WorkshopArchive::read`]).
    pub fn parse(bytes: &[u8]) -> Result<Self, ArchiveError> {
        if bytes.len() > ARCHIVE_BYTES_MAX {
            return Err(ArchiveError::TooLarge);
        }
        let value = serde_json::from_slice(bytes)
            .map_err(|error| ArchiveError::NotJson { line: error.line(), column: error.column() })?;
        Self::read(&value)
    }

    /// Reads an archive from JSON that was parsed already. The caller has bounded its bytes by [`ARCHIVE_BYTES_MAX`].
    ///
    /// # Errors
    /// When it is not an archive, from a newer version, or holds a value that cannot be used; the text says where.
    pub fn read(ArchiveValue(value): &ArchiveValue<'_>) -> Result<Self, ArchiveError> {
        let fields = value.as_fields().ok_or(ArchiveError::NotAnArchive)?;
        if fields.get("format").and_then(Node::as_text) != Some(ARCHIVE_FORMAT) {
            return Err(ArchiveError::NotAnArchive);
        }
        match fields.get("version").and_then(Node::as_number) {
            Some(ARCHIVE_VERSION_OLDEST..=ARCHIVE_VERSION) => {}
            Some(version) if version > ARCHIVE_VERSION => return Err(ArchiveError::Newer { version }),
            Some(_) | None => return Err(ArchiveError::NotAnArchive),
        }
        let top = Part { fields, place: String::from("Archive") };
        let workshop = top.part("workshop", "Workshop")?;
        let maps = top.list("maps", "Map")?;
        if maps.is_empty() {
            return Err(top.wrong(Problem::Type { key: "maps", wanted: "a list with at least one map" }));
        }
        top.at_most(maps.len(), "maps", MAPS_PER_ARCHIVE_MAX)?;
        let maps = maps.iter().map(read_map).collect::<Result<Vec<_>, _>>()?;
        let exported_at = fields.get("exportedAt").and_then(Node::as_number).unwrap_or_default();
        Ok(Self::new(read_workshop(&workshop, &maps)?, maps, exported_at))
    }
}

fn read_workshop(workshop: &Part<'_>, maps: &[MapArchive]) -> Result<ArchivedWorkshop, ArchiveError> {
    let agenda = workshop.list("agenda", "agenda item")?;
    workshop.at_most(agenda.len(), "agenda items", AGENDA_ITEMS_MAX)?;
    let item = |item: &Part<'_>| read_item(item, maps);
    Ok(ArchivedWorkshop {
        title: workshop.text("title")?,
        challenge: workshop.text_or_empty("challenge")?,
        template: workshop.text_or_empty("template")?,
        format: workshop.text_or_empty("format")?,
        agenda: agenda.iter().map(item).collect::<Result<_, _>>()?,
        discuss: workshop.lines("discuss")?,
        facts: workshop.lines("facts")?,
    })
}

fn read_item(item: &Part<'_>, maps: &[MapArchive]) -> Result<AgendaItem, ArchiveError> {
    let min = item.fields.get("min").and_then(Node::as_number).and_then(|min| u32::try_from(min).ok());
    let min = min.filter(|min| *min <= AGENDA_ITEM_MINUTES_MAX);
    let one_of = |set: &[&str], word: &str| set.contains(&word).then(|| String::from(word));
    let says = item.str("says")?.unwrap_or_default();
    if !says.is_empty() && !is_said(says) {
        return Err(item.wrong(Problem::Type { key: "says", wanted: SENTENCE }));
    }
    let about = item.word("about", |word| match word {
        "" => Some(None),
        word => About::parse(word).map(Some),
    })?;
    if about.as_ref().is_some_and(|about| !maps.iter().any(|map| map.has(about))) {
        return Err(item.wrong(Problem::LeadsNowhere { key: "about" }));
    }
    Ok(AgendaItem {
        id: String::new(),
        min: min
            .ok_or_else(|| item.wrong(Problem::Type { key: "min", wanted: "minutes, one day at most" }))?,
        title: item.text("title")?,
        mode: item.word("mode", |word| one_of(ACTIVITY_MODES, word))?,
        opens: item.word("opens", |word| one_of(OPENING_SIDES, word))?,
        says: String::from(says),
        about,
        notes: item.word("notes", |word| {
            if word.is_empty() { Some(String::new()) } else { one_of(NOTES_SHOWN, word) }
        })?,
    })
}

/// Kept beside the limit that it names.
const SENTENCE: &str = "text of 300 characters at most";
const _: () = assert!(AGENDA_SAYS_CHARS_MAX == 300);

fn read_map(map: &Part<'_>) -> Result<MapArchive, ArchiveError> {
    let lists = KINDS.iter().map(|row| map.list(row.root, row.name)).collect::<Result<Vec<_>, _>>()?;
    map.at_most(lists.iter().map(Vec::len).sum(), "parts", PARTS_PER_MAP_MAX)?;
    for (row, list) in KINDS.iter().zip(&lists) {
        map.at_most(list.len(), row.root, row.shown_max)?;
    }
    let ids = lists.iter().map(|list| ids(list)).collect::<Result<Vec<_>, _>>()?;
    let list = |kind: PartKind| &lists[kind as usize];
    let ids = |kind: PartKind| &ids[kind as usize];
    let step_goals = map.list("stepGoals", "goal served")?;
    map.at_most(step_goals.len(), "goals served by steps", STEP_GOALS_PER_MAP_MAX)?;
    let served = |served: &Part<'_>| {
        let step = served.reference("step", ids(PartKind::Step))?;
        Ok(ArchivedStepGoal { step, goal: served.reference("goal", ids(PartKind::Goal))? })
    };
    let mut listed = ListedParts::default();
    for row in listed_kinds() {
        *listed.of_mut(row.kind) =
            list(row.kind).iter().map(|part| read_listed(row, part)).collect::<Result<_, _>>()?;
    }
    let step = |step| read_step(step, ids(PartKind::Stage), ids(PartKind::Lane));
    let link = |link| read_link(link, ids(PartKind::Step));
    Ok(MapArchive {
        kind: map.word("kind", |word| {
            if word.is_empty() { Some(MapKind::default()) } else { MapKind::parse(word) }
        })?,
        name: map.text_or_empty("name")?,
        listed,
        steps: list(PartKind::Step).iter().map(step).collect::<Result<_, _>>()?,
        links: list(PartKind::Link).iter().map(link).collect::<Result<_, _>>()?,
        step_goals: step_goals.iter().map(served).collect::<Result<_, _>>()?,
        agreement: Vec::new(),
        left_out: LeftOut::default(),
    })
}

/// A part of a kind that is listed. Every part has a title; what else its kind has may be left out.
fn read_listed(row: &KindRow, part: &Part<'_>) -> Result<ListedPart, ArchiveError> {
    let mut listed = ListedPart::new(part.id("id")?, "");
    for text in row.texts {
        let said = if text.key == key::TITLE { part.text(text.key) } else { part.text_or_empty(text.key) };
        listed.set(text.key, said?);
    }
    for field in row.words {
        listed.set(field.key, String::from(part.word(field.key, |word| field.parse(word))?));
    }
    Ok(listed)
}

fn read_step(
    step: &Part<'_>,
    stages: &HashSet<&str>,
    lanes: &HashSet<&str>,
) -> Result<ArchivedStep, ArchiveError> {
    let kind = |word: &str| if word.is_empty() { Some(StepKind::Step) } else { StepKind::parse(word) };
    Ok(ArchivedStep {
        id: step.id("id")?,
        title: step.text("title")?,
        detail: step.text_or_empty("detail")?,
        options: step.text_or_empty("options")?,
        matters: step.text_or_empty("matters")?,
        stage: step.reference_or_empty("stage", stages)?,
        lane: step.reference_or_empty("lane", lanes)?,
        kind: step.word("kind", kind)?,
        mode: step.word("mode", Mode::parse)?,
        sector: step.word("sector", Sector::parse)?,
        perspective: step.word("perspective", Perspective::parse)?,
    })
}

fn read_link(link: &Part<'_>, steps: &HashSet<&str>) -> Result<ArchivedLink, ArchiveError> {
    let kind = |word: &str| (word.is_empty() || word == LINK_KIND).then_some(LINK_KIND);
    Ok(ArchivedLink {
        id: link.id("id")?,
        from: link.reference("from", steps)?,
        to: link.reference("to", steps)?,
        kind: link.word("kind", kind)?,
        label: link.text_or_empty("label")?,
    })
}

/// The ids of a list, each one there only once.
fn ids<'a>(parts: &[Part<'a>]) -> Result<HashSet<&'a str>, ArchiveError> {
    let mut ids = HashSet::with_capacity(parts.len());
    for part in parts {
        if !ids.insert(part.checked_id("id")?) {
            return Err(part.wrong(Problem::SameId));
        }
    }
    Ok(ids)
}

/// One object of an archive and where it is.
struct Part<'a> {
    fields: &'a Fields<'a>,
    place: String,
}

impl<'a> Part<'a> {
    fn wrong(&self, problem: Problem) -> ArchiveError {
        ArchiveError::Wrong { place: self.place.clone(), problem }
    }

    fn at_most(&self, count: usize, what: &'static str, bound: usize) -> Result<(), ArchiveError> {
        if count > bound { Err(self.wrong(Problem::TooMany { what, bound })) } else { Ok(()) }
    }

    fn part(&self, key: &'static str, place: &str) -> Result<Self, ArchiveError> {
        let fields = self.fields.get(key).and_then(Node::as_fields);
        let fields = fields.ok_or_else(|| self.wrong(Problem::Type { key, wanted: "an object" }))?;
        Ok(Self { fields, place: String::from(place) })
    }

    /// The objects of a list; a list that is not there is empty.
    fn list(&self, key: &'static str, name: &str) -> Result<Vec<Self>, ArchiveError> {
        let wrong = || self.wrong(Problem::Type { key, wanted: "a list of objects" });
        let values = match self.fields.get(key) {
            None => return Ok(Vec::new()),
            Some(value) => value.as_list().ok_or_else(wrong)?,
        };
        let place = |index: usize| match name {
            "Map" => format!("Map {}", index + 1),
            _ => format!("{}, {name} {}", self.place, index + 1),
        };
        let part = |(index, value): (usize, &'a Node<'a>)| {
            Ok(Self { fields: value.as_fields().ok_or_else(wrong)?, place: place(index) })
        };
        values.iter().enumerate().map(part).collect()
    }

    /// The texts of a list; a list that is not there is empty.
    fn lines(&self, key: &'static str) -> Result<Vec<String>, ArchiveError> {
        let wrong = || self.wrong(Problem::Type { key, wanted: "a list of texts" });
        let Some(value) = self.fields.get(key) else { return Ok(Vec::new()) };
        let lines = value.as_list().ok_or_else(wrong)?;
        self.at_most(lines.len(), key, PREPARED_LINES_MAX)?;
        let line = |line: &Node<'_>| {
            let text = line.as_text().filter(|text| text.chars().count() <= PREPARED_LINE_CHARS_MAX);
            text.map(String::from).ok_or_else(wrong)
        };
        lines.iter().map(line).collect()
    }

    fn str(&self, key: &'static str) -> Result<Option<&'a str>, ArchiveError> {
        match self.fields.get(key) {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(Problem::Type { key, wanted: "text" })),
        }
    }

    fn text_or_empty(&self, key: &'static str) -> Result<String, ArchiveError> {
        let text = self.str(key)?.unwrap_or_default();
        if units(text) > TEXT_FIELD_UNITS_MAX {
            return Err(self.wrong(Problem::TooLong { key }));
        }
        Ok(String::from(text))
    }

    fn text(&self, key: &'static str) -> Result<String, ArchiveError> {
        match self.fields.get(key) {
            None => Err(self.wrong(Problem::Type { key, wanted: "text" })),
            Some(_) => self.text_or_empty(key),
        }
    }

    /// A word of a closed set; a word that is not there is the empty one.
    fn word<W>(&self, key: &'static str, parse: impl FnOnce(&str) -> Option<W>) -> Result<W, ArchiveError> {
        parse(self.str(key)?.unwrap_or_default()).ok_or_else(|| self.wrong(Problem::UnknownWord { key }))
    }

    fn checked_id(&self, key: &'static str) -> Result<&'a str, ArchiveError> {
        /// Kept beside the limit that it names.
        const WANTED: &str = "an id of 1 to 64 letters and digits";
        const { assert!(PART_ID_BYTES_MAX == 64) };
        let id = self.str(key)?.filter(|id| is_part_id(id));
        id.ok_or_else(|| self.wrong(Problem::Type { key, wanted: WANTED }))
    }

    fn id(&self, key: &'static str) -> Result<String, ArchiveError> {
        self.checked_id(key).map(String::from)
    }

    fn reference(&self, key: &'static str, to: &HashSet<&str>) -> Result<String, ArchiveError> {
        let id = self.checked_id(key)?;
        if to.contains(id) { Ok(String::from(id)) } else { Err(self.wrong(Problem::LeadsNowhere { key })) }
    }

    fn reference_or_empty(&self, key: &'static str, to: &HashSet<&str>) -> Result<String, ArchiveError> {
        if self.str(key)?.unwrap_or_default().is_empty() {
            Ok(String::new())
        } else {
            self.reference(key, to)
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
