//! Tests of the table of kinds: the rows are those of `part-kinds.json`, and what a row calls meaning is what a pair agrees on.

use serde_json::{Value, json};
use yrs::{Any, Map, MapPrelim, MapRef, TextPrelim, TransactionMut, WriteTxn};

use super::*;
use crate::document::Document;
use crate::pathway::archive::{ArchivedWorkshop, MapArchive, WorkshopArchive};
use crate::pathway::births::births;
use crate::pathway::meaning::{AgreeKind, PartName};
use crate::pathway::part_reader::{all_parts, read_part};
use crate::pathway::seed::seed_map;
use crate::pathway::view::PathwayMap;

/// The table that the server and the web client are held to.
const ROWS: &str = include_str!("../../data/part-kinds.json");

fn as_json(row: &KindRow) -> Value {
    let texts = row.texts.iter().map(|text| json!({"key": text.key, "unitsMax": text.units_max}));
    let words = row
        .words
        .iter()
        .map(|word| json!({"key": word.key, "within": word.within.as_str(), "words": word.words}));
    json!({
        "kind": row.name,
        "root": row.root,
        "order": row.order.as_str(),
        "texts": texts.collect::<Vec<_>>(),
        "words": words.collect::<Vec<_>>(),
        "meaning": row.meaning,
        "shownMax": row.shown_max,
    })
}

#[test]
fn the_table_is_the_one_that_the_web_client_has_too() {
    let table = Value::Array(KINDS.iter().map(as_json).collect());
    let kept: Value = serde_json::from_str(ROWS).unwrap();
    assert_eq!(table, kept, "part-kinds.json should hold:\n{table:#}");
}

#[test]
fn every_kind_has_the_row_at_its_place_with_a_name_and_a_root_of_its_own() {
    for (at, kind) in PartKind::ALL.into_iter().enumerate() {
        assert_eq!((KINDS[at].kind, kind as usize), (kind, at));
        assert_eq!(PartKind::parse(kind.row().name), Some(kind));
        assert_eq!(KINDS.iter().filter(|row| row.root == kind.row().root).count(), 1);
        assert!(kind.row().words.iter().all(|word| !word.words.is_empty()));
    }
    assert_eq!(PartKind::parse("map"), None);
}

/// Writes a word where its row says, and keeps the words that stand beside it.
fn write_word(txn: &mut TransactionMut<'_>, part: &MapRef, field: &WordField, word: &str) {
    match field.within {
        Within::Part => drop(part.insert(txn, field.key, word)),
        Within::Meta => {
            let meta = crate::value::fields(txn, part, key::META);
            let mut meta = meta.map(|meta| (*meta).clone()).unwrap_or_default();
            meta.insert(String::from(field.key), Any::from(word));
            part.insert(txn, key::META, Any::Map(meta.into()));
        }
    }
}

/// The fingerprint of a part of a kind after each of its fields was changed, by the key of the field.
fn fingerprints(row: &KindRow) -> Vec<(&'static str, String)> {
    let kind = AgreeKind::of(row).expect("only asked of kinds that are agreed");
    let name = PartName { kind, id: String::from("p") };
    let mut document = Document::new();
    let mut edit = |change: &dyn Fn(&mut TransactionMut<'_>, &MapRef)| {
        document.write(|txn, _| {
            let root = txn.get_or_insert_map(row.root);
            let part = crate::value::part(txn, &root, "p");
            let part = part.unwrap_or_else(|| root.insert(txn, "p", MapPrelim::default()));
            change(txn, &part);
        });
        document.read(|txn, _| read_part(txn, &name)).expect("it was written").meaning.fingerprint()
    };
    // A shared decision has every field that a step can have.
    let first = edit(&|txn, part| {
        for field in row.words {
            write_word(txn, part, field, field.words[field.words.len() - 1]);
        }
    });
    let mut all = vec![("", first)];
    for text in row.texts {
        let changed = |txn: &mut TransactionMut<'_>, part: &MapRef| {
            part.insert(txn, text.key, TextPrelim::new("other words"));
        };
        all.push((text.key, edit(&changed)));
    }
    for field in row.words {
        all.push((field.key, edit(&|txn, part| write_word(txn, part, field, field.words[0]))));
    }
    all
}

#[test]
fn a_field_is_in_the_fingerprint_exactly_when_its_row_calls_it_meaning() {
    for row in KINDS.iter().filter(|row| row.meaning.is_some()) {
        let fingerprints = fingerprints(row);
        for pair in fingerprints.windows(2) {
            let (key, is_changed) = (pair[1].0, pair[0].1 != pair[1].1);
            let is_meaning = row.meaning.is_some_and(|meaning| meaning.contains(&key));
            assert_eq!(is_changed, is_meaning, "{} of a {}", key, row.name);
        }
    }
}

/// A map document with two assets, seeded from an archive of version 3.
fn with_assets() -> (Document, bytes::Bytes, Value) {
    let file = json!({"format": "pairway-archive", "version": 3, "workshop": {"title": "T"}, "maps": [{"assets": [
        {"id": "a1", "title": "My sister phones", "kind": "family"},
        {"id": "a2", "title": "I know my body"},
    ]}]});
    let read = WorkshopArchive::parse(file.to_string().as_bytes()).unwrap();
    assert_eq!(read.maps[0].parts(), 2);
    let mut document = Document::new();
    let mut ids = ["a1", "a2"].map(String::from).into_iter();
    let update = seed_map(&mut document, &read.maps[0], &mut || ids.next().unwrap());
    (document, update, serde_json::to_value(&read).unwrap())
}

#[test]
fn asset_3_nothing_is_agreed_of_it_and_who_first_wrote_it_is_not_kept() {
    let (document, update, _) = with_assets();
    assert_eq!(births(&Document::new(), &update), []);
    assert!(document.read(|txn, _| all_parts(txn)).is_empty());
    assert_eq!(PartName::parse("asset:a1"), None);
}

#[test]
fn asset_6_assets_are_archived_and_brought_back_and_only_then_the_version_is_3() {
    let (document, _, archive) = with_assets();
    let map = PathwayMap::read_document(&document);
    let titles: Vec<_> =
        map.listed[PartKind::Asset].iter().map(|part| (part.get("title"), part.get("kind"))).collect();
    assert_eq!(titles, [("My sister phones", "family"), ("I know my body", "")]);
    let again = |map: &PathwayMap| {
        let archive = WorkshopArchive::new(ArchivedWorkshop::default(), vec![MapArchive::from(map)], 0);
        serde_json::to_value(&archive).unwrap()
    };
    assert_eq!(again(&map)["version"], 3);
    assert_eq!(again(&map)["maps"][0]["assets"], archive["maps"][0]["assets"]);
    let without = again(&PathwayMap::default());
    assert_eq!((&without["version"], &without["maps"][0]["assets"]), (&json!(2), &Value::Null));
    let mut wrong = archive;
    wrong["maps"][0]["assets"][1]["kind"] = json!("money");
    let refused = WorkshopArchive::parse(wrong.to_string().as_bytes()).expect_err("is refused").to_string();
    assert_eq!(refused, "Map 1, asset 2: “kind” is a word that Pairway does not know.");
}
