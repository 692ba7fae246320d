//! A root of the `session` document that holds one record a key: reading it with a bound, writing only what changed. Knows no record.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use crate::value;

/// The records of a root, `max` at most. Values of the wrong type read as absent.
pub(super) fn read<R: DeserializeOwned, T: ReadTxn>(txn: &T, root: &str, max: usize) -> BTreeMap<String, R> {
    let Some(map) = txn.get_map(root) else { return BTreeMap::new() };
    let record = |key: &str| serde_json::from_value(value::json(txn, &map, key)?).ok();
    map.keys(txn).filter_map(|key| Some((String::from(key), record(key)?))).take(max).collect()
}

/// The record under one key of a root; nothing where there is none, or of the wrong type.
pub(super) fn read_one<R: DeserializeOwned, T: ReadTxn>(txn: &T, root: &str, key: &str) -> Option<R> {
    let map = txn.get_map(root)?;
    serde_json::from_value(value::json(txn, &map, key)?).ok()
}

/// Writes what differs from `before`; what is as it was is not written again.
pub(super) fn write<R: Serialize + PartialEq>(
    txn: &mut TransactionMut<'_>,
    root: &str,
    (before, now): (&BTreeMap<String, R>, &BTreeMap<String, R>),
) {
    if before == now {
        return;
    }
    let map = txn.get_or_insert_map(root);
    for (key, record) in now.iter().filter(|(key, record)| before.get(*key) != Some(record)) {
        map.insert(txn, key.as_str(), value::record(record));
    }
    for key in before.keys().filter(|key| !now.contains_key(*key)) {
        map.remove(txn, key);
    }
}
