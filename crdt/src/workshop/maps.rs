//! The maps of a workshop as its document tells them: what each is called, what it shows, and which were removed.
//!
//! Owns the root `maps` (`docs/PROTOCOL.md` section 1.2). A document of before a workshop could have several maps has no
//! such root: whoever reads it takes the main map alone. Knows nothing of who may change what.

use std::collections::HashMap;
use std::sync::Arc;

use yrs::{Any, Map, ReadTxn, TransactionMut, WriteTxn};

use crate::pathway::schema::MapKind;
use crate::value;

/// Most maps that are read from one document, removed ones too.
pub const MAPS_KEPT_MAX: usize = 32;

const MAPS: &str = "maps";

/// One map of a workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapFacts {
    /// Its id.
    pub id: String,
    /// What it is called; empty for a map without a name of its own.
    pub name: String,
    /// Whether it shows how it is or how we want it.
    pub kind: MapKind,
    /// Whether it is shown.
    pub state: MapState,
}

/// Whether people find a map in the workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapState {
    /// Shown.
    Shown,
    /// Removed by a facilitator, and kept so that it can be brought back.
    Removed,
}

/// The maps, in the order they were made.
pub fn read<T: ReadTxn>(txn: &T) -> Vec<MapFacts> {
    let Some(maps) = txn.get_map(MAPS) else { return Vec::new() };
    let mut read: Vec<(u64, MapFacts)> = Vec::new();
    for id in maps.keys(txn).take(MAPS_KEPT_MAX) {
        let Some(fields) = value::fields(txn, &maps, id) else { continue };
        let is_removed = matches!(fields.get("removed"), Some(Any::Bool(true)));
        let facts = MapFacts {
            id: String::from(id),
            name: String::from(value::field(&fields, "name")),
            kind: MapKind::parse(value::field(&fields, "kind")).unwrap_or_default(),
            state: if is_removed { MapState::Removed } else { MapState::Shown },
        };
        read.push((value::field_count(&fields, "at").unwrap_or(u64::MAX), facts));
    }
    read.sort_by(|(at, one), (other_at, other)| (at, &one.id).cmp(&(other_at, &other.id)));
    read.into_iter().map(|(_, facts)| facts).collect()
}

/// Writes the maps within a transaction, in this order. Those that are as they were are not written again.
pub fn write(txn: &mut TransactionMut<'_>, maps: &[MapFacts]) {
    let before = read(txn);
    let root = txn.get_or_insert_map(MAPS);
    for (at, map) in maps.iter().enumerate() {
        if before.get(at) == Some(map) {
            continue;
        }
        let mut fields = HashMap::from([
            (String::from("name"), Any::from(map.name.as_str())),
            (String::from("kind"), Any::from(map.kind.as_str())),
            (String::from("at"), Any::from(u32::try_from(at).unwrap_or(u32::MAX))),
        ]);
        if map.state == MapState::Removed {
            fields.insert(String::from("removed"), Any::Bool(true));
        }
        root.insert(txn, map.id.as_str(), Any::Map(Arc::new(fields)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn map(id: &str, name: &str, kind: MapKind) -> MapFacts {
        MapFacts { id: String::from(id), name: String::from(name), kind, state: MapState::Shown }
    }

    fn read_all(document: &Document) -> Vec<MapFacts> {
        document.read(|txn, _| read(txn))
    }

    #[test]
    fn maps_1_are_read_in_the_order_they_were_made_and_only_what_changed_is_written_again() {
        let mut document = Document::new();
        assert_eq!(read_all(&document), []);
        let mut maps = vec![map("z", "", MapKind::Future), map("a", "How it is", MapKind::Current)];
        document.write(|txn, _| write(txn, &maps));
        assert_eq!(read_all(&document), maps);
        maps[0].state = MapState::Removed;
        maps.push(map("b", "Draft", MapKind::Future));
        let update = document.write(|txn, _| write(txn, &maps)).1;
        assert_eq!(read_all(&document), maps);
        assert!(!update.windows(9).any(|bytes| bytes == b"How it is"), "the second map was written again");
        let again = document.write(|txn, _| write(txn, &maps)).1;
        assert!(again.len() <= 2, "{again:?}");
    }

    #[test]
    fn maps_1_values_of_the_wrong_type_read_as_absent_and_no_more_than_the_limit_are_read() {
        let mut document = Document::new();
        document.write(|txn, _| {
            let root = txn.get_or_insert_map(MAPS);
            root.insert(txn, "no", "a text");
            root.insert(
                txn,
                "odd",
                Any::from_json(r#"{"name":7,"kind":"past","at":-1,"removed":"true"}"#).unwrap(),
            );
        });
        assert_eq!(read_all(&document), [map("odd", "", MapKind::Current)]);
        let many: Vec<_> =
            (0..MAPS_KEPT_MAX + 3).map(|at| map(&format!("m{at}"), "", MapKind::Current)).collect();
        let mut document = Document::new();
        document.write(|txn, _| write(txn, &many));
        assert!(read_all(&document).len() <= MAPS_KEPT_MAX);
    }
}
