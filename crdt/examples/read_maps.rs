//! Reads maps as the server does and says what it read, for whoever holds another reader to it: a request a line on
//! standard input, an answer a line on standard output, both JSON (`web-client/test-server/reading.test.ts`).
//!
//! `{"apply": [update…]}` applies updates to a new map, as they would come over sockets, and answers what each added, the
//! whole map, and what it reads as. `{"map", "record", "workshop"}` answers what pairs have said of the parts of a map. Bytes
//! are written in hex. Owns nothing but the form of the answers.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{BufRead, Write};

use pairway_crdt::document::Document;
use pairway_crdt::error::ApplyError;
use pairway_crdt::pathway::kinds::{KindRow, listed_kinds};
use pairway_crdt::pathway::meaning::map_kind;
use pairway_crdt::pathway::part_reader::{PartReader, all_parts};
use pairway_crdt::pathway::parts::{ListedPart, Step};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::agreement::State;
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::pairs;
use pairway_crdt::workshop::record::Record;
use serde_json::{Map as Fields, Value, json};

/// What ends the reader: a request that is none, or a document that cannot be read.
type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let answer = match request.get("apply").and_then(Value::as_array) {
            Some(updates) => applied(updates)?,
            None => said(&request)?,
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn applied(updates: &[Value]) -> Result<Value, Failure> {
    let mut document = Document::new();
    let mut added = Vec::new();
    for update in updates {
        added.push(match document.apply(&bytes_of(update)?) {
            Ok(applied) => applied.novel.map_or(Value::Null, |novel| json!(hex(&novel))),
            Err(ApplyError::Gate(_)) => json!("refused"),
            Err(error @ ApplyError::Poisoned) => return Err(error.into()),
        });
    }
    let state = document.encode();
    let copy = Document::rebuild(Some(&state), std::iter::empty())?;
    let reads = reading(&document);
    if reading(&copy) != reads {
        return Err("a copy reads otherwise".into());
    }
    Ok(json!({ "added": added, "state": hex(&state), "reads": reads }))
}

/// Everything that is read of a map.
fn reading(document: &Document) -> Value {
    let map = PathwayMap::read_document(document);
    let mut listed = Fields::new();
    for row in listed_kinds() {
        let parts: Vec<Value> = map.listed[row.kind].iter().map(|part| listed_part(row, part)).collect();
        listed.insert(String::from(row.name), Value::Array(parts));
    }
    let links = map.links.iter().filter(|link| !link.is_hidden);
    let links: Vec<Value> = links
        .map(|link| json!({ "id": link.id, "from": link.from, "to": link.to, "label": link.label }))
        .collect();
    let parts = document.read(|txn, _| all_parts(txn));
    let meanings: Fields<String, Value> = parts
        .iter()
        .map(|(name, meaning)| {
            let says = json!({ "fingerprint": meaning.fingerprint(), "isOverLimit": meaning.is_over_limit(), "meaning": meaning });
            (name.to_string(), says)
        })
        .collect();
    json!({
        "kind": map.kind,
        "listed": listed,
        "steps": map.steps.iter().map(step).collect::<Vec<_>>(),
        "links": links,
        "meanings": meanings,
    })
}

fn listed_part(row: &KindRow, part: &ListedPart) -> Value {
    let keys = row.texts.iter().map(|text| text.key).chain(row.words.iter().map(|word| word.key));
    let mut fields: Fields<String, Value> =
        keys.map(|key| (String::from(key), json!(part.get(key)))).collect();
    fields.insert(String::from("id"), json!(part.id));
    fields.insert(String::from("ord"), json!(part.ord));
    Value::Object(fields)
}

fn step(step: &Step) -> Value {
    json!({
        "id": step.id, "title": step.title, "detail": step.detail, "options": step.options,
        "matters": step.matters, "kind": step.kind, "mode": step.mode, "sector": step.sector,
        "perspective": step.perspective, "stage": step.stage.clone().unwrap_or_default(),
        "lane": step.lane.clone().unwrap_or_default(), "ord": step.ord, "goals": step.goals,
    })
}

/// What pairs have said of the parts of a map.
fn said(request: &Value) -> Result<Value, Failure> {
    let document = |name: &str| -> Result<Document, Failure> {
        let bytes = bytes_of(request.get(name).ok_or("neither updates nor a map")?)?;
        Ok(Document::rebuild(Some(&bytes), std::iter::empty())?)
    };
    let (map, record, workshop) = (document("map")?, document("record")?, document("workshop")?);
    let pairs = pairs::read(&workshop);
    let open = OpenPairs::on(request["mapId"].as_str().unwrap_or_default(), &pairs);
    let record = Record::read_document(&record);
    Ok(map.read(|txn, _| {
        let reader = PartReader::of_many(txn);
        let states: Fields<String, Value> = all_parts(txn)
            .into_keys()
            .filter_map(|name| {
                let said = record.state_of(&name, &open, &reader.present(&name)?);
                let side = if let State::OneAgrees(side) = said.state { side } else { None };
                let side = side.map_or("", |side| side.as_str());
                let state = json!({ "state": said.state.as_str(), "side": side, "agreed": said.agreed, "of": said.of });
                Some((name.to_string(), state))
            })
            .collect();
        let whole = record.whole_map(map_kind(txn), &open, |part| reader.present(part));
        json!({ "states": states, "whole": whole.meaning.fingerprint(), "open": whole.open })
    }))
}

fn bytes_of(hex: &Value) -> Result<Vec<u8>, Failure> {
    let hex = hex.as_str().ok_or("bytes that are not written in hex")?;
    if !hex.is_ascii() || hex.len() % 2 != 0 {
        return Err("hex comes in pairs of digits".into());
    }
    let pairs = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16));
    Ok(pairs.collect::<Result<_, _>>()?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
