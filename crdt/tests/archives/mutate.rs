//! Archives that nearly are one: values of a good archive changed, taken away, doubled, made large, put elsewhere; then bytes.
//!
//! What decides is given by whoever asks, so that a seed and a fuzzer can both do it. Knows nothing of the reader.

use pairway_crdt::limits::{PARTS_PER_MAP_MAX, TEXT_FIELD_UNITS_MAX};
use serde_json::{Value, json};

/// Gives a number below the one it is given.
pub type Choose<'c> = dyn FnMut(usize) -> usize + 'c;

/// Values of the wrong type, at a bound, or that mean something elsewhere.
const ODD: [&str; 20] = [
    "null",
    "true",
    "0",
    "-1",
    "1e400",
    "18446744073709551616",
    "\"\"",
    "\"s1\"",
    "\"no such id\"",
    "\"decision\"",
    "\"__proto__\"",
    "\"\\u0000\"",
    "\"😀\"",
    "\"e\\u0301\"",
    "\"\\ud83d\\ude00\"",
    "[]",
    "{}",
    "[[[[]]]]",
    "{\"id\":{}}",
    "\"future\"",
];

/// Names of fields that are there, or could be meant.
const NAMES: [&str; 12] = [
    "id",
    "title",
    "stage",
    "kind",
    "steps",
    "stepGoals",
    "__proto__",
    "",
    "rm",
    "agreement",
    "leftOut",
    "constructor",
];

/// An archive with one of everything, twice where order matters.
#[must_use]
pub fn archive() -> Value {
    json!({
        "format": "pairway-archive", "version": 2, "exportedAt": 1_900_000_000_000_u64,
        "notice": "Service design. Not clinical advice.",
        "workshop": {
            "title": "Heart care", "challenge": "What comes next?", "template": "", "format": "joint workshop",
            "agenda": [{"min": 10, "title": "Welcome", "mode": "plenary", "opens": "patient"}],
        },
        "maps": [{
            "kind": "future",
            "stages": [{"id": "s1", "title": "Before"}, {"id": "s2", "title": "After"}],
            "lanes": [{"id": "l1", "title": "Person", "sector": "self_family"}, {"id": "l2", "title": "Ward"}],
            "goals": [{"id": "g1", "title": "I know whom to ring"}, {"id": "g2", "title": "Gŵyl 🙂"}],
            "outcomes": [{"id": "o1", "title": "Rings sooner", "measure": "In spring", "family": "prevention"}],
            "steps": [
                {"id": "p1", "title": "Rings", "detail": "At once", "stage": "s1", "lane": "l1", "kind": "step", "mode": "by",
                 "sector": "self_family", "perspective": "lived"},
                {"id": "p2", "title": "Answers", "stage": "s1", "lane": "l1", "kind": "decision", "options": "Rest\nWalk",
                 "matters": "Sleep"},
                {"id": "p3", "title": "Not placed", "detail": "", "stage": "", "lane": "", "kind": "step", "mode": "",
                 "sector": "", "perspective": ""},
            ],
            "links": [{"id": "k1", "from": "p1", "to": "p2", "kind": "leadsTo", "label": "the same day"},
                      {"id": "k2", "from": "p2", "to": "p3"}],
            "stepGoals": [{"step": "p1", "goal": "g1"}, {"step": "p2", "goal": "g1"}],
        }],
    })
}

/// The bytes of an archive with some changes.
#[must_use]
pub fn changed(choose: &mut Choose<'_>) -> Vec<u8> {
    let mut archive = archive();
    for _ in 0..choose(6) {
        change(&mut archive, choose);
    }
    let mut bytes = archive.to_string().into_bytes();
    // Most are left as they are, or none would be read to its end.
    if choose(4) == 0 {
        change_bytes(&mut bytes, choose);
    }
    bytes
}

/// Changes one value somewhere inside.
fn change(value: &mut Value, choose: &mut Choose<'_>) {
    let goes_deeper = choose(6) > 0;
    match value {
        Value::Object(fields) if goes_deeper && !fields.is_empty() => {
            let at = choose(fields.len());
            if let Some(inner) = fields.values_mut().nth(at) {
                change(inner, choose);
            }
        }
        Value::Array(items) if goes_deeper && !items.is_empty() => {
            let at = choose(items.len());
            change(&mut items[at], choose);
        }
        Value::Object(fields) => change_fields(fields, choose),
        Value::Array(items) => change_list(items, choose),
        Value::String(text) if choose(2) == 0 => change_text(text, choose),
        _ => *value = odd(choose),
    }
}

fn odd(choose: &mut Choose<'_>) -> Value {
    // A number that JSON cannot hold here is put in as null; in the bytes it comes as it is.
    serde_json::from_str(ODD[choose(ODD.len())]).unwrap_or(Value::Null)
}

fn change_fields(fields: &mut serde_json::Map<String, Value>, choose: &mut Choose<'_>) {
    let names: Vec<String> = fields.keys().cloned().collect();
    match choose(3) {
        0 if !names.is_empty() => drop(fields.remove(&names[choose(names.len())])),
        1 if !names.is_empty() => {
            let moved = fields.remove(&names[choose(names.len())]).unwrap_or_default();
            fields.insert(String::from(NAMES[choose(NAMES.len())]), moved);
        }
        _ => drop(fields.insert(String::from(NAMES[choose(NAMES.len())]), odd(choose))),
    }
}

fn change_list(items: &mut Vec<Value>, choose: &mut Choose<'_>) {
    match choose(6) {
        0 => items.clear(),
        1 => items.push(odd(choose)),
        2 if !items.is_empty() => drop(items.remove(choose(items.len()))),
        3 if items.len() > 1 => items.reverse(),
        // As many as a map may have and a few more, each with an id of its own or all with the same.
        4 if !items.is_empty() && choose(20) == 0 => {
            let one = items[choose(items.len())].clone();
            let ids = choose(2) == 0;
            for number in 0..PARTS_PER_MAP_MAX - 20 + choose(40) {
                let mut more = one.clone();
                if ids && let Some(fields) = more.as_object_mut() {
                    fields.insert(String::from("id"), format!("more{number}").into());
                }
                items.push(more);
            }
        }
        _ if !items.is_empty() => items.push(items[choose(items.len())].clone()),
        _ => {}
    }
}

fn change_text(text: &mut String, choose: &mut Choose<'_>) {
    match choose(6) {
        0 => text.clear(),
        1 => *text = "x".repeat(TEXT_FIELD_UNITS_MAX - 1 + choose(3)),
        2 => *text = "🙂".repeat(TEXT_FIELD_UNITS_MAX / 2 + choose(2)),
        3 => text.push_str([" …", "\u{202e}", "\n", "\u{feff}", " "][choose(5)]),
        4 => *text = text.to_uppercase(),
        _ => *text = format!("{text}{}", ["1", "2", "-", "_"][choose(4)]),
    }
}

fn change_bytes(bytes: &mut Vec<u8>, choose: &mut Choose<'_>) {
    let at = choose(bytes.len());
    match choose(5) {
        0 => bytes.truncate(at),
        1 => bytes[at] = choose(256) as u8,
        2 => {
            let end = at + choose(bytes.len() - at);
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        3 => drop(bytes.splice(at..at, ODD[choose(ODD.len())].bytes())),
        // Half a character of two, as only an escape can write it.
        _ => drop(bytes.splice(at..at, br"\ud800".iter().copied())),
    }
}
