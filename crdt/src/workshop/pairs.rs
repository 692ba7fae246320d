//! The pairs of a workshop, as the `workshop` document holds them (capability WS-3).
//!
//! Owns how a pair is written down and whose half somebody is. Names of people are not in here; who may form or end a
//! pair is the server's to decide.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::scope::{AskedScope, Scope};
use super::side::Side;
use crate::document::Document;
use crate::value;

/// Most pairs of one workshop, ended ones counted.
pub const PAIRS_MAX: usize = 200;

const PAIRS: &str = "pairs";

/// A patient leader or carer and a professional who decide together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// What they are called, in their words; may be empty.
    pub name: String,
    /// What they work on together.
    pub challenge: String,
    /// How they work together, in their words.
    pub how_we_work: String,
    /// The patient half (participant id).
    pub patient: String,
    /// The professional half (participant id).
    pub professional: String,
    /// Whether it counts.
    pub state: PairState,
    /// Who asked for it, while the other half has not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<String>,
    /// Since when it is in this state, milliseconds since 1970.
    pub since: u64,
    /// The stages it decides about.
    #[serde(default, skip_serializing_if = "Scope::is_whole")]
    pub scope: Scope,
    /// Another scope that is asked for, while both halves have not accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_scope: Option<AskedScope>,
}

/// Whether a pair counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PairState {
    /// One half has asked, the other has not answered.
    Asked,
    /// They decide together.
    Open,
    /// It no longer counts; what it said stays in the record.
    Ended,
}

impl Pair {
    /// Which half of this pair somebody is.
    #[must_use]
    pub fn side_of(&self, participant: &str) -> Option<Side> {
        if self.patient == participant {
            Some(Side::Patient)
        } else if self.professional == participant {
            Some(Side::Professional)
        } else {
            None
        }
    }

    /// Whether it counts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == PairState::Open
    }
}

/// All pairs, by id.
pub type Pairs = BTreeMap<String, Pair>;

/// Reads the pairs of a `workshop` document. What is not a pair reads as absent.
pub fn read_pairs<T: ReadTxn>(txn: &T) -> Pairs {
    let Some(map) = txn.get_map(PAIRS) else { return Pairs::new() };
    let pair = |id: &str| {
        let pair = serde_json::from_value(value::json(txn, &map, id)?).ok()?;
        Some((String::from(id), pair))
    };
    map.keys(txn).filter_map(pair).take(PAIRS_MAX).collect()
}

/// Reads the pairs of a `workshop` document.
#[must_use]
pub fn read(document: &Document) -> Pairs {
    document.read(|txn, _| read_pairs(txn))
}

/// The open pair that somebody is half of, with its id and their side. A person is half of at most one.
#[must_use]
pub fn open_pair_of<'a>(pairs: &'a Pairs, participant: &str) -> Option<(&'a str, &'a Pair, Side)> {
    pairs
        .iter()
        .filter(|(_, pair)| pair.is_open())
        .find_map(|(id, pair)| pair.side_of(participant).map(|side| (id.as_str(), pair, side)))
}

/// Writes one pair, new or changed; returns the update of it.
pub fn set_pair(document: &mut Document, id: &str, pair: &Pair) -> Bytes {
    document.write(|txn, _| write_pair(txn, id, pair)).1
}

/// Writes one pair within a transaction.
pub fn write_pair(txn: &mut TransactionMut<'_>, id: &str, pair: &Pair) {
    txn.get_or_insert_map(PAIRS).insert(txn, id, value::record(pair));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn pair(state: PairState) -> Pair {
        Pair {
            name: String::from("Heart"),
            challenge: String::from("Nobody told me what comes next"),
            how_we_work: String::from("We take turns"),
            patient: String::from("p1"),
            professional: String::from("p2"),
            state,
            asked_by: Some(String::from("p1")),
            since: 1_764_000_000_123,
            scope: Scope::default(),
            asked_scope: None,
        }
    }

    #[test]
    fn record_4_a_pair_reads_as_it_was_written_on_every_copy() {
        let mut document = Document::new();
        let update = set_pair(&mut document, "x1", &pair(PairState::Asked));
        let mut copy = Document::new();
        copy.apply(&update).unwrap();
        assert_eq!(read(&copy), Pairs::from([(String::from("x1"), pair(PairState::Asked))]));
    }

    #[test]
    fn pair_5_somebody_is_half_of_the_open_pair_only() {
        let pairs = Pairs::from([
            (String::from("old"), pair(PairState::Ended)),
            (String::from("asked"), pair(PairState::Asked)),
        ]);
        assert!(open_pair_of(&pairs, "p1").is_none());
        let pairs = Pairs::from([(String::from("now"), pair(PairState::Open))]);
        assert_eq!(open_pair_of(&pairs, "p1").unwrap().2, Side::Patient);
        assert_eq!(open_pair_of(&pairs, "p2").unwrap().2, Side::Professional);
        assert!(open_pair_of(&pairs, "p3").is_none());
    }

    #[test]
    fn record_4_what_is_not_a_pair_reads_as_absent_and_no_more_than_the_limit_is_read() {
        let mut document = Document::new();
        document.write(|txn, _| {
            let map = txn.get_or_insert_map(PAIRS);
            map.insert(txn, "text", "a pair");
            map.insert(txn, "part", value::record(&serde_json::json!({"name": "half a pair"})));
            for at in 0..=PAIRS_MAX {
                write_pair(txn, &format!("x{at}"), &pair(PairState::Open));
            }
        });
        assert_eq!(read(&document).len(), PAIRS_MAX);
    }
}
