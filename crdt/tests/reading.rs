//! The server reads odd and hostile shapes as `crdt/data/reading-vectors.json` says, which holds the web client to the same.
#![expect(
    clippy::unwrap_used,
    reason = "the vectors are a file of ours: when it is malformed, the test fails"
)]

use pairway_crdt::agenda::AGENDA_ITEMS_MAX;
use pairway_crdt::document::Document;
use pairway_crdt::pathway::kinds::{KINDS, Order};
use pairway_crdt::pathway::part_reader::all_parts;
use pairway_crdt::pathway::view::{PathwayMap, Step};
use pairway_crdt::workshop::facts;
use serde_json::{Map as Fields, Value, json};
use yrs::{Any, Map, MapPrelim, TextPrelim, TransactionMut, WriteTxn};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../data/reading-vectors.json")).unwrap()
}

/// A text as the vectors write it: itself, or one that is made by repeating another.
fn text(written: &Value) -> String {
    let Some(fields) = written.as_object() else { return String::from(written.as_str().unwrap()) };
    let times = usize::try_from(fields["times"].as_u64().unwrap()).unwrap();
    let then = fields.get("then").map_or("", |then| then.as_str().unwrap());
    format!("{}{then}", fields["repeat"].as_str().unwrap().repeat(times))
}

fn plain(value: &Value) -> Any {
    if value.get("repeat").is_some() {
        Any::from(text(value))
    } else {
        Any::from_json(&value.to_string()).unwrap()
    }
}

fn write_part(txn: &mut TransactionMut<'_>, vector: &Value) {
    let root = txn.get_or_insert_map(vector["root"].as_str().unwrap());
    let part = root.insert(txn, text(&vector["id"]), MapPrelim::default());
    for (key, value) in vector["part"].as_object().unwrap() {
        match value.get("text") {
            Some(words) => drop(part.insert(txn, key.as_str(), TextPrelim::new(text(words)))),
            None => drop(part.insert(txn, key.as_str(), plain(value))),
        }
    }
}

fn document_with(vector: &Value) -> Document {
    let mut document = Document::new();
    document.write(|txn, _| write_part(txn, vector));
    document
}

fn step_fields(step: &Step) -> Value {
    json!({
        "title": step.title, "detail": step.detail, "options": step.options, "matters": step.matters,
        "kind": step.kind, "mode": step.mode, "sector": step.sector, "perspective": step.perspective,
    })
}

/// What the map says of its only part of a root; nothing when it shows none.
fn read(document: &Document, root: &str) -> Option<Value> {
    let map = PathwayMap::read_document(document);
    let row = KINDS.iter().find(|row| row.root == root).unwrap();
    if row.order != Order::List {
        return map.steps.first().map(step_fields);
    }
    let part = map.listed[row.kind].first()?;
    let keys = row.texts.iter().map(|text| text.key).chain(row.words.iter().map(|word| word.key));
    let mut fields: Fields<_, _> = keys.map(|key| (String::from(key), json!(part.get(key)))).collect();
    fields.insert(String::from("ord"), json!(part.ord));
    Some(Value::Object(fields))
}

/// The fields that a vector wants to be read.
fn wanted(vector: &Value) -> Option<Value> {
    let fields = vector["reads"].as_object()?.iter();
    Some(Value::Object(fields.map(|(key, value)| (key.clone(), json!(text(value)))).collect()))
}

#[test]
fn parts_of_odd_shapes_read_as_the_vectors_say() {
    for vector in vectors()["parts"].as_array().unwrap() {
        let says = vector["says"].as_str().unwrap();
        let read = read(&document_with(vector), vector["root"].as_str().unwrap());
        assert_eq!(read, wanted(vector), "{says}");
    }
}

#[test]
fn read_7_whole_maps_of_odd_shapes_read_as_the_vectors_say() {
    for vector in vectors()["maps"].as_array().unwrap() {
        let says = vector["says"].as_str().unwrap();
        let mut document = Document::new();
        document.write(|txn, _| {
            vector["parts"].as_array().unwrap().iter().for_each(|part| write_part(txn, part));
        });
        let map = PathwayMap::read_document(&document);
        let place = |step: &Step| {
            json!([step.id, step.stage.clone().unwrap_or_default(), step.lane.clone().unwrap_or_default()])
        };
        let steps: Vec<_> = map.steps.iter().map(place).collect();
        assert_eq!(json!(steps), vector["steps"], "{says}");
        for (id, kind) in vector["kinds"].as_object().unwrap() {
            let step = map.steps.iter().find(|step| step.id == *id).unwrap();
            assert_eq!(json!(step.kind), *kind, "{says}: {id}");
        }
        let links: Vec<_> = map.links.iter().filter(|link| !link.is_hidden).map(|link| &link.id).collect();
        assert_eq!(json!(links), vector["links"], "{says}");
        let parts = document.read(|txn, _| all_parts(txn));
        let over = parts.iter().filter(|(_, meaning)| meaning.is_over_limit());
        let mut over: Vec<_> = over.map(|(name, _)| name.to_string()).collect();
        over.sort();
        assert_eq!(json!(over), vector["overLimit"], "{says}");
    }
}

/// As they come over the wire: texts cut in the middle of a character, what is no text in a text, other types.
#[test]
fn read_7_updates_that_no_editor_makes_read_as_the_vectors_say() {
    for vector in vectors()["updates"].as_array().unwrap() {
        let says = vector["says"].as_str().unwrap();
        let mut document = Document::new();
        for update in vector["updates"].as_array().unwrap() {
            let hex = update.as_str().unwrap();
            let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
            assert!(!document.apply(&bytes).unwrap().missing, "{says}");
        }
        assert_eq!(read(&document, "goals"), wanted(vector), "{says}");
    }
}

#[test]
fn people_and_agendas_of_odd_shapes_read_as_the_vectors_say() {
    let vectors = vectors();
    for vector in vectors["people"].as_array().unwrap() {
        let mut document = Document::new();
        document.write(|txn, _| {
            txn.get_or_insert_map("participants").insert(txn, "p", plain(&vector["value"]));
        });
        let facts = facts::read(&document);
        let state = facts.participants.get("p").map(|person| person.state.as_str());
        assert_eq!(state, vector["state"].as_str(), "{}", vector["says"]);
    }
    let mut document = Document::new();
    document.write(|txn, _| {
        let agenda = txn.get_or_insert_map("agenda");
        for item in vectors["agenda"]["items"].as_array().unwrap() {
            agenda.insert(txn, item["key"].as_str().unwrap(), plain(&item["value"]));
        }
    });
    assert_eq!(serde_json::to_value(facts::read(&document).agenda).unwrap(), vectors["agenda"]["reads"]);
    assert_eq!(json!(AGENDA_ITEMS_MAX), vectors["agenda"]["itemsMax"]);
}
