//! Small readers of single values of a document. Values of the wrong type read as absent.
//!
//! Owns the defence against what a peer may write into one key; shared by the map and the workshop reader. Uses only
//! the calls of the engine that neither fail nor recurse on hostile content: its map iterator recurses over entries
//! without a value, so entries are found by key.

use std::collections::HashMap;
use std::sync::Arc;

use yrs::{Any, GetString, Map, MapRef, Number, Out, ReadTxn};

use crate::limits::{TEXT_CUT_MARK, TEXT_FIELD_UNITS_MAX};

/// The fields of one JSON object inside a document.
pub(crate) type Fields = Arc<HashMap<String, Any>>;

/// The plain value under a key.
fn plain<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> Option<Any> {
    match map.get(txn, key)? {
        Out::Any(any) => Some(any),
        _ => None,
    }
}

/// A plain string under a key.
pub(crate) fn string<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> Option<Arc<str>> {
    match plain(txn, map, key)? {
        Any::String(text) => Some(text),
        _ => None,
    }
}

/// Whether the value under a key is `true`; everything else counts as not.
pub(crate) fn is_true<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> bool {
    matches!(plain(txn, map, key), Some(Any::Bool(true)))
}

/// Whether the value under a key is `false`; everything else counts as not.
pub(crate) fn is_false<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> bool {
    matches!(plain(txn, map, key), Some(Any::Bool(false)))
}

/// A whole number of at least 0 under a key.
pub(crate) fn count<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> Option<u64> {
    plain(txn, map, key).and_then(|value| as_count(&value))
}

/// A JSON object under a key.
pub(crate) fn fields<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> Option<Fields> {
    match plain(txn, map, key)? {
        Any::Map(fields) => Some(fields),
        _ => None,
    }
}

/// A string inside a JSON object; empty when it is not one.
pub(crate) fn field<'a>(fields: &'a Fields, key: &str) -> &'a str {
    match fields.get(key) {
        Some(Any::String(text)) => text,
        _ => "",
    }
}

/// A whole number of at least 0 inside a JSON object.
pub(crate) fn field_count(fields: &Fields, key: &str) -> Option<u64> {
    fields.get(key).and_then(as_count)
}

/// A part: a nested map under a key.
pub(crate) fn part<T: ReadTxn>(txn: &T, root: &MapRef, id: &str) -> Option<MapRef> {
    match root.get(txn, id)? {
        Out::YMap(part) => Some(part),
        _ => None,
    }
}

/// Whether there is a text under a key.
pub(crate) fn is_text<T: ReadTxn>(txn: &T, part: &MapRef, key: &str) -> bool {
    matches!(part.get(txn, key), Some(Out::YText(_)))
}

/// A text field and whether it had to be cut at [`TEXT_FIELD_UNITS_MAX`].
pub(crate) struct TextField {
    /// At most [`TEXT_FIELD_UNITS_MAX`] UTF-16 code units; when it was cut, with [`TEXT_CUT_MARK`] behind them.
    pub(crate) text: String,
    /// Whether the document holds more.
    pub(crate) is_cut: bool,
}

/// The text under a key; empty when there is none.
pub(crate) fn text<T: ReadTxn>(txn: &T, part: &MapRef, key: &str) -> TextField {
    let mut text = match part.get(txn, key) {
        Some(Out::YText(text)) => text.get_string(txn),
        _ => String::new(),
    };
    let end = end_of_units(&text, TEXT_FIELD_UNITS_MAX);
    let is_cut = end < text.len();
    if is_cut {
        text.truncate(end);
        text.push_str(TEXT_CUT_MARK);
    }
    TextField { text, is_cut }
}

/// A text as [`text`] read it, without the mark of one that was cut.
pub(crate) fn without_cut_mark(text: &str) -> &str {
    let beginning = text.strip_suffix(TEXT_CUT_MARK).filter(|_| units(text) > TEXT_FIELD_UNITS_MAX);
    beginning.unwrap_or(text)
}

/// Length in UTF-16 code units, as the browser counts.
pub(crate) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The text up to `units_max` code units.
pub(crate) fn cut(text: &str, units_max: usize) -> &str {
    &text[..end_of_units(text, units_max)]
}

/// Byte offset where the first `units_max` code units end, never inside a character.
fn end_of_units(text: &str, units_max: usize) -> usize {
    let mut left = units_max;
    for (at, character) in text.char_indices() {
        match left.checked_sub(character.len_utf16()) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    text.len()
}

fn as_count(value: &Any) -> Option<u64> {
    /// Largest whole number a browser holds exactly.
    const EXACT_MAX: f64 = 9_007_199_254_740_991.0;
    match value {
        Any::Number(Number::Int(number)) => u64::try_from(*number).ok(),
        Any::Number(Number::Float(number)) if number.fract() == 0.0 && (0.0..=EXACT_MAX).contains(number) => {
            Some(*number as u64)
        }
        _ => None,
    }
}

/// Deepest nesting of a JSON value that is read as a record.
const RECORD_DEPTH_MAX: usize = 8;

/// The plain value under a key as JSON; `None` when it is not plain, or nested deeper than any record.
pub(crate) fn json<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> Option<serde_json::Value> {
    to_json(&plain(txn, map, key)?, RECORD_DEPTH_MAX)
}

fn to_json(any: &Any, depth: usize) -> Option<serde_json::Value> {
    use serde_json::Value;
    let deeper = depth.checked_sub(1)?;
    Some(match any {
        Any::Null | Any::Undefined => Value::Null,
        Any::Bool(value) => Value::Bool(*value),
        // Whole numbers stay whole: the engine writes large ones as floats.
        Any::Number(_) => Value::from(as_count(any)?),
        Any::String(text) => Value::String(String::from(&**text)),
        Any::Array(items) => {
            Value::Array(items.iter().map(|item| to_json(item, deeper)).collect::<Option<Vec<_>>>()?)
        }
        Any::Map(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| Some((key.clone(), to_json(value, deeper)?)))
                .collect::<Option<serde_json::Map<_, _>>>()?,
        ),
        Any::Buffer(_) => return None,
    })
}

/// A record as one plain value of a document.
pub(crate) fn record<S: serde::Serialize>(record: &S) -> Any {
    serde_json::to_value(record).map_or(Any::Null, |value| from_json(&value))
}

fn from_json(value: &serde_json::Value) -> Any {
    use serde_json::Value;
    match value {
        Value::Null => Any::Null,
        Value::Bool(value) => Any::Bool(*value),
        // Times and counts stay far below the largest whole number that a browser holds exactly.
        Value::Number(number) => Any::from(number.as_f64().unwrap_or_default()),
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(items) => Any::Array(items.iter().map(from_json).collect()),
        Value::Object(fields) => {
            let fields: HashMap<String, Any> =
                fields.iter().map(|(key, value)| (key.clone(), from_json(value))).collect();
            Any::Map(Arc::new(fields))
        }
    }
}
