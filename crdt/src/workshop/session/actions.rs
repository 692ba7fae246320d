//! The actions that people agree on at the end of a meeting: what, who, by when. Root `actions` of the `session` document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::records;
use crate::document::Document;
use crate::value;

/// Most actions of one workshop.
pub const ACTIONS_MAX: usize = 200;

/// Longest text of an action, in characters.
pub const ACTION_CHARS_MAX: usize = 300;

const ACTIONS: &str = "actions";

/// One action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// What is to be done.
    pub text: String,
    /// Who does it (participant id); empty when nobody is named.
    #[serde(default)]
    pub owner: String,
    /// By when, `YYYY-MM-DD`; empty without a day.
    #[serde(default)]
    pub due: String,
    /// Where it stands.
    pub state: ActionState,
    /// When it was written down, milliseconds since 1970.
    pub at: u64,
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ActionState {
    /// To be done.
    Open,
    /// Done.
    Done,
}

/// All actions, by id.
pub type Actions = BTreeMap<String, Action>;

/// Reads the actions. What is not an action reads as absent.
pub fn read_actions<T: ReadTxn>(txn: &T) -> Actions {
    records::read(txn, ACTIONS, ACTIONS_MAX)
}

/// Reads the actions of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Actions {
    document.read(|txn, _| read_actions(txn))
}

/// Writes one action within a transaction, new or changed.
pub fn write_action(txn: &mut TransactionMut<'_>, id: &str, action: &Action) {
    txn.get_or_insert_map(ACTIONS).insert(txn, id, value::record(action));
}

/// Takes an action away within a transaction.
pub fn remove_action(txn: &mut TransactionMut<'_>, id: &str) {
    txn.get_or_insert_map(ACTIONS).remove(txn, id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_1_actions_are_read_as_they_were_written_and_odd_values_as_absent() {
        let mut document = Document::new();
        let action = Action {
            text: String::from("Ask the practice for a named nurse"),
            owner: String::from("p1"),
            due: String::from("2030-01-31"),
            state: ActionState::Open,
            at: 1_764_000_000_123,
        };
        document.write(|txn, _| {
            write_action(txn, "a", &action);
            write_action(txn, "b", &Action { state: ActionState::Done, ..action.clone() });
            let root = txn.get_or_insert_map(ACTIONS);
            root.insert(txn, "text", "Ask");
            root.insert(txn, "odd", yrs::Any::from_json(r#"{"text":"x","state":"maybe","at":1}"#).unwrap());
        });
        let read_now = read(&document);
        assert_eq!(read_now.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(read_now["a"], action);
        document.write(|txn, _| remove_action(txn, "a"));
        assert_eq!(read(&document).len(), 1);
    }
}
