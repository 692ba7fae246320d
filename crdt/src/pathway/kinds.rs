//! The kinds of parts that a map holds, as one table: a row says where parts of a kind are, which texts and words they
//! have, how they are ordered and whether pairs agree on them.
//!
//! Owns what is the same for every kind. Reading ([`super::view`]), archives, seeding, limits and what can be talked about
//! go by the rows, so that a new kind that is listed needs a row and nothing else here. What parts *mean* to a pair is
//! written by hand in [`super::meaning`]. `crdt/data/part-kinds.json` holds this table and the one of the web client
//! (`model/kinds.ts`) to the same rows.

use super::schema::{Family, LINK_KIND, Mode, Perspective, Sector, StepKind, key, root};
use crate::limits::{PARTS_PER_MAP_MAX, STAGES_OR_LANES_PER_MAP_MAX, TEXT_FIELD_UNITS_MAX, TITLE_UNITS_MAX};

/// The kinds of parts, in the order in which they are read until a map is full: what came later comes last, so that a map
/// that is full keeps every part it always showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// A part of the journey as lived.
    Stage,
    /// Who does it or where it happens.
    Lane,
    /// What the person wants, in their words.
    Goal,
    /// One thing that happens.
    Step,
    /// Order or handover between two steps.
    Link,
    /// What should become of it.
    Outcome,
    /// What helps already: a strength, a person, a place.
    Asset,
}

/// What puts the parts of a kind in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Each has an order key in one list of the kind.
    List,
    /// Each has an order key within its cell of stage and lane.
    Cell,
    /// They follow the order of the steps they join.
    Ends,
}

impl Order {
    /// The word in `part-kinds.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Cell => "cell",
            Self::Ends => "ends",
        }
    }
}

/// A text field, a `Y.Text` under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextField {
    /// Its key in documents and archives.
    pub key: &'static str,
    /// Longest text that the editors let people write, in UTF-16 code units. Reading takes [`TEXT_FIELD_UNITS_MAX`] of any.
    pub units_max: usize,
}

/// Where a word field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Under its own key of the part.
    Part,
    /// As a field of the one value `meta`.
    Meta,
}

impl Within {
    /// The word in `part-kinds.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Meta => "meta",
        }
    }
}

/// A field that holds one word of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordField {
    /// Its key in documents and archives.
    pub key: &'static str,
    /// Where it is written.
    pub within: Within,
    /// The set. What is absent or not in it reads as the first.
    pub words: &'static [&'static str],
}

impl WordField {
    /// The word of the set that a text is; the first of the set for any other text.
    #[must_use]
    pub fn read(&self, text: &str) -> &'static str {
        self.parse(text).or(self.words.first().copied()).unwrap_or_default()
    }

    /// The word of the set that a text is.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<&'static str> {
        self.words.iter().copied().find(|word| *word == text)
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindRow {
    /// The kind.
    pub kind: PartKind,
    /// Its word in names of parts (`"step:{id}"`) and in the texts of refusals.
    pub name: &'static str,
    /// The root map of its parts, and their list in an archive.
    pub root: &'static str,
    /// What puts them in order.
    pub order: Order,
    /// Their texts, in the order of an archive.
    pub texts: &'static [TextField],
    /// Their words, in the order of an archive.
    pub words: &'static [WordField],
    /// Which of the fields above a pair agrees on; `None` when there is nothing to agree on in this kind.
    pub meaning: Option<&'static [&'static str]>,
    /// Most parts of this kind that a map shows; of all kinds together [`PARTS_PER_MAP_MAX`].
    pub shown_max: usize,
    /// The version of the archive that this kind came with.
    pub archive_version: u64,
}

impl PartKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Stage, Self::Lane, Self::Goal, Self::Step, Self::Link, Self::Outcome, Self::Asset];

    /// What the table says of it.
    #[must_use]
    pub const fn row(self) -> &'static KindRow {
        &KINDS[self as usize]
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        KINDS.iter().find(|row| row.name == name).map(|row| row.kind)
    }
}

/// The rows of the kinds whose parts stand in a list of their own.
pub fn listed_kinds() -> impl Iterator<Item = &'static KindRow> + Clone {
    KINDS.iter().filter(|row| row.order == Order::List)
}

const fn title() -> TextField {
    TextField { key: key::TITLE, units_max: TITLE_UNITS_MAX }
}

const fn long(key: &'static str) -> TextField {
    TextField { key, units_max: TEXT_FIELD_UNITS_MAX }
}

const fn in_meta(key: &'static str, words: &'static [&'static str]) -> WordField {
    WordField { key, within: Within::Meta, words }
}

/// The version of an archive with nothing in it that came later. An archive says the version that its parts need, so that an
/// older server reads it, or says that it cannot, and loses none of them silently.
pub const ARCHIVE_VERSION_BASE: u64 = 2;

/// The newest version of the archive that any kind needs.
pub(super) const fn newest_archive_version() -> u64 {
    let (mut newest, mut at) = (1, 0);
    while at < ROWS.len() {
        if ROWS[at].archive_version > newest {
            newest = ROWS[at].archive_version;
        }
        at += 1;
    }
    newest
}

/// The table; the row of a kind stands at its place in [`PartKind`].
pub static KINDS: [KindRow; PartKind::ALL.len()] = ROWS;

const ROWS: [KindRow; PartKind::ALL.len()] = [
    KindRow {
        kind: PartKind::Stage,
        name: "stage",
        root: root::STAGES,
        order: Order::List,
        texts: &[title()],
        words: &[],
        meaning: Some(&[key::TITLE]),
        shown_max: STAGES_OR_LANES_PER_MAP_MAX,
        archive_version: 1,
    },
    KindRow {
        kind: PartKind::Lane,
        name: "lane",
        root: root::LANES,
        order: Order::List,
        texts: &[title()],
        words: &[WordField { key: key::SECTOR, within: Within::Part, words: Sector::WORDS }],
        meaning: None,
        shown_max: STAGES_OR_LANES_PER_MAP_MAX,
        archive_version: 1,
    },
    KindRow {
        kind: PartKind::Goal,
        name: "goal",
        root: root::GOALS,
        order: Order::List,
        texts: &[title()],
        words: &[],
        meaning: Some(&[key::TITLE]),
        shown_max: PARTS_PER_MAP_MAX,
        archive_version: 1,
    },
    KindRow {
        kind: PartKind::Step,
        name: "step",
        root: root::STEPS,
        order: Order::Cell,
        texts: &[title(), long(key::DETAIL), long(key::OPTIONS), long(key::MATTERS)],
        words: &[
            in_meta(key::KIND, StepKind::WORDS),
            in_meta(key::MODE, Mode::WORDS),
            in_meta(key::SECTOR, Sector::WORDS),
            in_meta(key::PERSPECTIVE, Perspective::WORDS),
        ],
        meaning: Some(&[
            key::TITLE,
            key::DETAIL,
            key::OPTIONS,
            key::MATTERS,
            key::KIND,
            key::MODE,
            key::SECTOR,
        ]),
        shown_max: PARTS_PER_MAP_MAX,
        archive_version: 1,
    },
    KindRow {
        kind: PartKind::Link,
        name: "link",
        root: root::LINKS,
        order: Order::Ends,
        texts: &[TextField { key: key::LABEL, units_max: TITLE_UNITS_MAX }],
        words: &[WordField { key: key::KIND, within: Within::Part, words: &[LINK_KIND] }],
        meaning: Some(&[key::LABEL]),
        shown_max: PARTS_PER_MAP_MAX,
        archive_version: 1,
    },
    KindRow {
        kind: PartKind::Outcome,
        name: "outcome",
        root: root::OUTCOMES,
        order: Order::List,
        texts: &[title(), long(key::MEASURE)],
        words: &[in_meta(key::FAMILY, Family::WORDS)],
        meaning: Some(&[key::TITLE, key::MEASURE, key::FAMILY]),
        shown_max: PARTS_PER_MAP_MAX,
        archive_version: 2,
    },
    KindRow {
        kind: PartKind::Asset,
        name: "asset",
        root: "assets",
        order: Order::List,
        texts: &[title()],
        words: &[in_meta(key::KIND, &["", "strength", "family", "friend", "peer", "place", "other"])],
        meaning: None,
        shown_max: PARTS_PER_MAP_MAX,
        archive_version: 3,
    },
];

#[cfg(test)]
#[path = "kinds_tests.rs"]
mod tests;
