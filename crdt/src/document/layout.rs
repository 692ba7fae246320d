//! What a document is laid out like: which roots it has, which keys stand in them, and what stands under each key.
//!
//! Owns the question whether a new element belongs where it was put. Whoever owns the typed content says the layout
//! (`pathway/sound/layout.rs` for maps); a document without one takes everything. It must not know the index or the engine.

use crate::gate::content::Kind;

/// Largest plain value that belongs into a laid out document, in bytes as encoded: places, ends, order keys and words are far
/// below.
pub const VALUE_BYTES_MAX: usize = 2 * 1024;

/// What belongs at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Nothing,
    /// Characters: the list of a text.
    Characters,
    /// A plain value of at most [`VALUE_BYTES_MAX`].
    Value,
    /// A text.
    Text,
    /// A map with the entries of this table, or a plain value as above, which readers pass over.
    Map(usize),
}

/// The keys of a map and what belongs under them.
#[derive(Debug)]
pub enum Table {
    /// These keys and no others.
    Named(Vec<(&'static str, Expected)>),
    /// Every key of which this is true.
    Every(fn(&str) -> bool, Expected),
}

/// What a document is laid out like.
#[derive(Debug)]
pub struct Layout {
    /// Each root with the number of its table.
    pub roots: Vec<(&'static str, usize)>,
    /// The tables; [`Expected::Map`] names them by their place here.
    pub tables: Vec<Table>,
}

/// What a type holds inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing that belongs there.
    Nothing,
    /// Characters in its list, nothing under keys.
    Characters,
    /// What this table says under keys, nothing in its list.
    Entries(usize),
}

impl Layout {
    /// What a root holds.
    pub(super) fn root(&self, name: &str) -> Holds {
        let table = self.roots.iter().find(|(root, _)| *root == name).map(|(_, table)| *table);
        table.map_or(Holds::Nothing, Holds::Entries)
    }

    /// What belongs inside something that holds this: under a key, or in its list.
    pub(super) fn expected(&self, holds: Holds, key: Option<&str>) -> Expected {
        match (holds, key) {
            (Holds::Characters, None) => Expected::Characters,
            (Holds::Entries(table), Some(key)) => {
                self.tables.get(table).map_or(Expected::Nothing, |table| table.under(key))
            }
            (Holds::Nothing, _) | (Holds::Characters, Some(_)) | (Holds::Entries(_), None) => {
                Expected::Nothing
            }
        }
    }
}

impl Table {
    fn under(&self, key: &str) -> Expected {
        match self {
            Self::Named(entries) => {
                let found = entries.iter().find(|(name, _)| *name == key);
                found.map_or(Expected::Nothing, |(_, expected)| *expected)
            }
            Self::Every(is_key, expected) if is_key(key) => *expected,
            Self::Every(..) => Expected::Nothing,
        }
    }
}

impl Expected {
    /// Whether an element of this kind and encoded size belongs here. What is deleted is in nobody's way.
    pub(super) fn fits(self, kind: Kind, bytes: usize) -> bool {
        match (self, kind) {
            (_, Kind::Deleted)
            | (Self::Characters, Kind::Text)
            | (Self::Text, Kind::TextType)
            | (Self::Map(_), Kind::Map) => true,
            (Self::Value | Self::Map(_), Kind::Value) => bytes <= VALUE_BYTES_MAX,
            _ => false,
        }
    }

    /// What a type of this kind holds, when it stands here.
    pub(super) fn inside(self, kind: Kind) -> Holds {
        match (self, kind) {
            (Self::Text, Kind::TextType) => Holds::Characters,
            (Self::Map(table), Kind::Map) => Holds::Entries(table),
            _ => Holds::Nothing,
        }
    }
}
