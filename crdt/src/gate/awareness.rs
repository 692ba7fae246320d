//! The walker of presence messages.
//!
//! Owns their grammar and the bounds of one state. Must not know who may speak for whom: that is the room's.

use std::collections::HashSet;

use serde::de::IgnoredAny;

use crate::error::GateError;
use crate::gate::{read_client, read_clock};
use crate::lib0::Reader;
use crate::limits::{NESTING_DEPTH_MAX, PRESENCE_ENTRIES_MAX, PRESENCE_STATE_BYTES_MAX};

/// Fewest bytes of one entry: a client, a clock and the length of its state.
const ENTRY_BYTES_MIN: usize = 3;

/// What `null` looks like: the client says it is gone.
const GONE: &str = "null";

/// One client's state as it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The client id.
    pub client: u64,
    /// Grows with every change of this client.
    pub clock: u32,
    /// The raw JSON of an object, or `None` when the client is gone.
    pub state: Option<&'a str>,
}

/// Accepts or refuses a presence message whole.
///
/// # Errors
/// When it is truncated, names a client twice, holds more than [`PRESENCE_ENTRIES_MAX`] entries, a state over
/// [`PRESENCE_STATE_BYTES_MAX`] or nested deeper than [`NESTING_DEPTH_MAX`], or one that is neither a JSON object nor
/// `null`.
pub fn check(bytes: &[u8]) -> Result<Vec<Entry<'_>>, GateError> {
    read(bytes, check_state)
}

/// As [`check`], without reading the states: what it takes can still be refused. Costs next to nothing, for whoever
/// sends far more than anybody will see.
///
/// # Errors
/// As [`check`], save for what is wrong inside of a state.
pub fn outline(bytes: &[u8]) -> Result<Vec<Entry<'_>>, GateError> {
    read(bytes, |_, _| Ok(()))
}

fn read<'a>(
    bytes: &'a [u8],
    judge: impl Fn(&Reader<'a>, &str) -> Result<(), GateError>,
) -> Result<Vec<Entry<'a>>, GateError> {
    let mut reader = Reader::new(bytes);
    let count = reader.count(ENTRY_BYTES_MIN)?;
    if count > PRESENCE_ENTRIES_MAX {
        return Err(GateError::OverLimit { limit: "PRESENCE_ENTRIES_MAX", bound: PRESENCE_ENTRIES_MAX });
    }
    let mut entries = Vec::new();
    let mut seen = HashSet::new();
    for _ in 0..count {
        let client = read_client(&mut reader)?;
        let clock = read_clock(&mut reader)?;
        let before = reader;
        let state = read_state(&mut reader)?;
        state.map_or(Ok(()), |state| judge(&before, state))?;
        if !seen.insert(client) {
            return Err(reader.malformed("client named twice"));
        }
        entries.push(Entry { client, clock, state });
    }
    reader.finish()?;
    Ok(entries)
}

fn read_state<'a>(reader: &mut Reader<'a>) -> Result<Option<&'a str>, GateError> {
    let text = reader.text()?;
    if text.len() > PRESENCE_STATE_BYTES_MAX {
        return Err(GateError::OverLimit {
            limit: "PRESENCE_STATE_BYTES_MAX",
            bound: PRESENCE_STATE_BYTES_MAX,
        });
    }
    Ok((text != GONE).then_some(text))
}

fn check_state(before: &Reader<'_>, text: &str) -> Result<(), GateError> {
    if !text.starts_with('{') {
        return Err(before.malformed("presence state that is not an object"));
    }
    if json_depth(text) > NESTING_DEPTH_MAX {
        return Err(GateError::OverLimit { limit: "NESTING_DEPTH_MAX", bound: NESTING_DEPTH_MAX });
    }
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Ok(()),
        Err(_) => Err(before.malformed("presence state that is not JSON")),
    }
}

/// Deepest nesting of brackets outside strings. A bound for valid JSON, and safe on anything else.
pub(crate) fn json_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lib0::{write_number, write_text};

    fn message(entries: &[(u64, u64, &str)]) -> Vec<u8> {
        let mut out = Vec::new();
        write_number(&mut out, entries.len() as u64);
        for (client, clock, state) in entries {
            write_number(&mut out, *client);
            write_number(&mut out, *clock);
            write_text(&mut out, state);
        }
        out
    }

    #[test]
    fn gate_21_accepts_objects_and_null() {
        let bytes = message(&[(1, 2, r#"{"a":[1,"\ud83d\ude00"]}"#), (3, 4, "null")]);
        let entries = check(&bytes).unwrap();
        assert_eq!(entries[0].state, Some(r#"{"a":[1,"\ud83d\ude00"]}"#));
        assert_eq!(entries[1], Entry { client: 3, clock: 4, state: None });
        assert_eq!(check(&[0]).unwrap(), []);
    }

    #[test]
    fn gate_21_refuses_other_values_bad_json_doubles_and_a_tail() {
        for state in ["1", "[]", "\"x\"", "true", "{", "{}x", "{'a':1}", ""] {
            assert!(check(&message(&[(1, 1, state)])).is_err(), "{state}");
        }
        assert!(check(&message(&[(1, 1, "{}"), (1, 2, "{}")])).is_err());
        let mut tail = message(&[(1, 1, "{}")]);
        tail.push(0);
        assert!(check(&tail).is_err());
    }

    #[test]
    fn gate_22_bounds_hold_at_the_limit_and_break_one_over() {
        let padded = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8));
        assert!(check(&message(&[(1, 1, &padded(PRESENCE_STATE_BYTES_MAX))])).is_ok());
        assert!(check(&message(&[(1, 1, &padded(PRESENCE_STATE_BYTES_MAX + 1))])).is_err());
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        assert!(check(&message(&[(1, 1, &nested(NESTING_DEPTH_MAX))])).is_ok());
        assert!(check(&message(&[(1, 1, &nested(NESTING_DEPTH_MAX + 1))])).is_err());
        let many = |count: usize| (0..count as u64).map(|client| (client, 1, "{}")).collect::<Vec<_>>();
        assert!(check(&message(&many(PRESENCE_ENTRIES_MAX))).is_ok());
        assert!(check(&message(&many(PRESENCE_ENTRIES_MAX + 1))).is_err());
    }

    #[test]
    fn gate_22_a_declared_count_costs_nothing() {
        assert!(check(&[0x80, 0xe5, 0x9a, 0x77]).is_err());
    }
}
