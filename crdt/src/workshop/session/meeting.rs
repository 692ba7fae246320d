//! How people hear one another while they work: the link of their own call tool, and a phone number in words. Root `meeting` of the
//! `session` document.

use serde::{Deserialize, Serialize};
use yrs::{Map, TransactionMut, WriteTxn};

use super::records;
use crate::document::Document;
use crate::value;

/// Longest link of a call, in characters.
pub const CALL_LINK_CHARS_MAX: usize = 500;

/// Longest words about taking part by phone, in characters.
pub const CALL_PHONE_CHARS_MAX: usize = 200;

const MEETING: &str = "meeting";
const CALL: &str = "callLink";

/// How people hear one another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallLink {
    /// Where the call is, an `https:` address; empty for none.
    #[serde(default)]
    pub link: String,
    /// How to take part by phone, in words; empty for not.
    #[serde(default)]
    pub phone: String,
}

/// Reads it from a `session` document; nothing where it is not told, or odd.
#[must_use]
pub fn read(document: &Document) -> CallLink {
    document.read(|txn, _| records::read_one(txn, MEETING, CALL)).unwrap_or_default()
}

/// Writes it within a transaction.
pub fn write(txn: &mut TransactionMut<'_>, call: &CallLink) {
    txn.get_or_insert_map(MEETING).insert(txn, CALL, value::record(call));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meet_1_the_call_is_read_as_it_was_written_and_odd_values_as_none() {
        let mut document = Document::new();
        assert_eq!(read(&document), CallLink::default());
        let call = CallLink {
            link: String::from("https://call.example/heart"),
            phone: String::from("0113 496 0000"),
        };
        document.write(|txn, _| write(txn, &call));
        assert_eq!(read(&document), call);
        document.write(|txn, _| {
            txn.get_or_insert_map(MEETING).insert(txn, CALL, yrs::Any::from_json(r#"{"link":7}"#).unwrap());
        });
        assert_eq!(read(&document), CallLink::default());
    }
}
