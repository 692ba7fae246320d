//! Updates made by the real Yjs: none is refused, and they read as Yjs reads them.
//!
//! The cases and what they must read as are in `fixtures/yjs.json`, made by `fixtures/generate.mjs`.

use std::collections::BTreeMap;

use pairway_crdt::document::Document;
use pairway_crdt::gate::update;
use serde::Deserialize;
use serde_json::Value;
use yrs::types::ToJson;
use yrs::updates::decoder::Decode;
use yrs::{GetString, ReadTxn, StateVector};

#[derive(Deserialize)]
struct Fixtures {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    updates: Vec<String>,
    /// Indexes of updates that come before what they build on.
    missing: Vec<usize>,
    clocks: BTreeMap<u64, u32>,
    map: Value,
    text: String,
}

impl Case {
    fn updates(&self) -> Vec<Vec<u8>> {
        self.updates.iter().map(|update| base64(update)).collect()
    }
}

fn cases() -> Vec<Case> {
    let fixtures: Fixtures =
        serde_json::from_str(include_str!("fixtures/yjs.json")).expect("the committed fixtures parse");
    fixtures.cases
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut held) = (0u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let digit = DIGITS.iter().position(|digit| *digit == byte).expect("base64");
        bits = bits << 6 | digit as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}

/// Equality in which 1 and 1.0 are the same number, as in JavaScript.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}

fn assert_reads_as(document: &Document, case: &Case) {
    let name = &case.name;
    let (map, text) = document.read(|txn, _| {
        let map = txn.get_map("m").map(|map| map.to_json(txn));
        let map = map.map_or(Value::Object(serde_json::Map::new()), |map| {
            serde_json::to_value(map).expect("plain values")
        });
        (map, txn.get_text("t").map(|text| text.get_string(txn)).unwrap_or_default())
    });
    assert!(same(&map, &case.map), "{name}: {map} is not {}", case.map);
    assert_eq!(text, case.text, "{name}");
    let clocks = StateVector::decode_v1(&document.state_vector()).expect("own state vector");
    let clocks: BTreeMap<u64, u32> = clocks.iter().map(|(client, clock)| (client.get(), *clock)).collect();
    assert_eq!(clocks, case.clocks, "{name}");
}

#[test]
fn gate_16_accepts_every_update_of_real_yjs() {
    for case in cases() {
        for (index, bytes) in case.updates().iter().enumerate() {
            let facts = update::check(bytes);
            assert!(facts.is_ok(), "{} {index}: {facts:?}", case.name);
        }
    }
}

#[test]
fn document_7_reads_as_yjs_reads() {
    for case in cases() {
        let mut document = Document::new();
        for (index, bytes) in case.updates().iter().enumerate() {
            let applied =
                document.apply(bytes).unwrap_or_else(|error| panic!("{} {index}: {error}", case.name));
            assert_eq!(applied.missing, case.missing.contains(&index), "{} {index}", case.name);
        }
        assert_reads_as(&document, &case);
    }
}

/// What was new of each update, logged, rebuilds the same document; so does its snapshot.
#[test]
fn what_was_new_rebuilds_the_same_document() {
    for case in cases() {
        let mut document = Document::new();
        let mut log = Vec::new();
        for bytes in case.updates() {
            log.extend(document.apply(&bytes).expect("accepted").novel);
        }
        let rebuilt = Document::rebuild(None, log.iter().map(AsRef::as_ref)).expect("own log");
        assert_reads_as(&rebuilt, &case);
        let encoded = document.encode();
        let from_snapshot = Document::rebuild(Some(&encoded), std::iter::empty()).expect("own snapshot");
        assert_reads_as(&from_snapshot, &case);
    }
}

/// Nothing is new twice, and the document says so without applying it.
#[test]
fn nothing_is_new_twice() {
    for case in cases() {
        let mut document = Document::new();
        for bytes in case.updates() {
            document.apply(&bytes).expect("accepted");
        }
        for bytes in case.updates() {
            assert!(document.contains(&bytes).expect("accepted"), "{}", case.name);
            assert_eq!(document.apply(&bytes).expect("accepted").novel, None, "{}", case.name);
        }
    }
}
