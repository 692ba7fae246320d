//! Where a facilitator asks everybody to look: a map or its list, and a part of it. It lasts until it is ended or another comes.

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::records;
use crate::document::Document;
use crate::value;

const CALL: &str = "call";
const STATE: &str = "state";

/// The two ways to see a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum View {
    /// As a picture.
    Map,
    /// As a list.
    List,
}

/// Where everybody is asked to look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Which map, by its id.
    pub map: String,
    /// As what.
    pub view: View,
    /// Which part, `"{kind}:{id}"`; absent for the map as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Who asks: a participant.
    pub by: String,
    /// When, milliseconds since 1970.
    pub at: u64,
}

/// Reads it. Values of the wrong type read as absent.
pub fn read_from<T: ReadTxn>(txn: &T) -> Option<Call> {
    records::read_one(txn, CALL, STATE)
}

/// Writes it within a transaction; nothing ends the one that was.
pub fn write(txn: &mut TransactionMut<'_>, call: Option<&Call>) {
    let before = read_from(txn);
    if before.as_ref() == call {
        return;
    }
    let map = txn.get_or_insert_map(CALL);
    if let Some(call) = call {
        map.insert(txn, STATE, value::record(call));
    } else {
        map.remove(txn, STATE);
    }
}

/// Reads the call of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Option<Call> {
    document.read(|txn, _| read_from(txn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_10_one_call_at_most_is_on_and_an_ended_one_is_gone() {
        let mut document = Document::new();
        let call = |part: Option<&str>, at| Call {
            map: String::from("m"),
            view: View::List,
            part: part.map(String::from),
            by: String::from("fay"),
            at,
        };
        document.write(|txn, _| write(txn, Some(&call(Some("step:a"), 1))));
        document.write(|txn, _| write(txn, Some(&call(None, 2))));
        assert_eq!(read(&document), Some(call(None, 2)));
        document.write(|txn, _| write(txn, None));
        assert_eq!(read(&document), None);
        let again = document.write(|txn, _| write(txn, None)).1;
        assert!(again.len() <= 2, "{again:?}");
        document.write(|txn, _| {
            txn.get_or_insert_map(CALL).insert(txn, STATE, "look");
        });
        assert_eq!(read(&document), None);
    }
}
