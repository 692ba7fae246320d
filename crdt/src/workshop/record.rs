//! The `record` document of a map: what pairs have said of its parts, written by the server alone (decision D2).
//!
//! Owns its layout (`docs/PROTOCOL.md` section 1.3). Reading is as careful as for a map: a restored backup may hold
//! anything. Knows nothing of who may say what.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use yrs::{Map, MapRef, ReadTxn, TransactionMut, WriteTxn};

use super::agreement::{Acts, Combined, PutUp, State, combine, state_of_pair};
use super::pairs::{Pair, Pairs};
use crate::document::Document;
use crate::pathway::meaning::{AgreeKind, Meaning, PartName};
use crate::pathway::schema::MapKind;
use crate::value;

const PROPOSED: &str = "proposed";
const ACTS: &str = "acts";
const WORDINGS: &str = "wordings";
const ORIGINS: &str = "origins";

/// That somebody has put a part up to be agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// From which side; empty from a facilitator.
    pub side: String,
    /// Who (participant id).
    pub by: String,
    /// When, milliseconds since 1970.
    pub at: u64,
}

/// Everything said of the parts of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Which parts were put up.
    pub proposed: BTreeMap<PartName, Proposed>,
    /// What each pair (by id) has said of each part.
    pub acts: BTreeMap<(String, PartName), Acts>,
}

impl Record {
    /// Reads a `record` document. What is not of its layout reads as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        let mut record = Self::default();
        if let Some(map) = txn.get_map(PROPOSED) {
            let entries = map.keys(txn).filter_map(|key| {
                let proposed = serde_json::from_value(value::json(txn, &map, key)?).ok()?;
                Some((PartName::parse(key)?, proposed))
            });
            record.proposed = entries.collect();
        }
        if let Some(map) = txn.get_map(ACTS) {
            let entries = map.keys(txn).filter_map(|key| {
                let (pair, part) = key.split_once('/')?;
                let acts = serde_json::from_value(value::json(txn, &map, key)?).ok()?;
                Some(((String::from(pair), PartName::parse(part)?), acts))
            });
            record.acts = entries.collect();
        }
        record
    }

    /// Reads a `record` document.
    #[must_use]
    pub fn read_document(document: &Document) -> Self {
        document.read(|txn, _| Self::read(txn))
    }

    /// The state of a part whose present fingerprint is `present`, for all open pairs together.
    #[must_use]
    pub fn state_of(&self, part: &PartName, pairs: &Pairs, present: &str) -> Combined {
        let put_up = if self.proposed.contains_key(part) { PutUp::Yes } else { PutUp::No };
        let nothing = Acts::default();
        let states: Vec<_> = pairs
            .iter()
            .filter(|(_, pair)| pair.is_open())
            .map(|(pair, _)| {
                let acts = self.acts.get(&(pair.clone(), part.clone())).unwrap_or(&nothing);
                state_of_pair(acts, put_up, present)
            })
            .collect();
        if states.is_empty() {
            // Without a pair nobody can agree, but what was put up is not a mere idea.
            return Combined { state: state_of_pair(&nothing, put_up, present), agreed: 0, of: 0 };
        }
        combine(&states)
    }

    /// The parts that something was said of; every other part is an idea.
    #[must_use]
    pub fn parts(&self) -> BTreeSet<&PartName> {
        self.proposed.keys().chain(self.acts.keys().map(|(_, part)| part)).collect()
    }

    /// What the whole map means now, and how many of its parts are still open. An idea or a parked part holds nobody up
    /// and is no part of it. `present` gives the fingerprint of a part that shows, and is asked only of those that something
    /// was said of.
    #[must_use]
    pub fn whole_map(
        &self,
        map_kind: MapKind,
        pairs: &Pairs,
        present: impl Fn(&PartName) -> Option<String>,
    ) -> WholeMap {
        let mut open = 0;
        let mut counted = BTreeMap::new();
        for name in self.parts().into_iter().filter(|name| name.kind != AgreeKind::Map) {
            let Some(fingerprint) = present(name) else { continue };
            match self.state_of(name, pairs, &fingerprint).state {
                State::Idea | State::Parked => continue,
                State::Agreed => {}
                State::ToAgree | State::OneAgrees(_) | State::Differ => open += 1,
            }
            counted.insert(name.to_string(), fingerprint);
        }
        WholeMap { meaning: Meaning::Map { map_kind, parts: counted }, open }
    }

    /// The parts that pairs have agreed and that only they can take out, each with the wording last agreed to.
    #[must_use]
    pub fn held(&self, pairs: &Pairs) -> BTreeMap<PartName, Held> {
        let mut held: BTreeMap<PartName, Held> = BTreeMap::new();
        for ((pair, part), acts) in &self.acts {
            let (Some(agreed), true) = (&acts.agreed, pairs.get(pair).is_some_and(Pair::is_open)) else {
                continue;
            };
            let take_out = if acts.both_take_out() { TakeOut::Yes } else { TakeOut::No };
            let newest = Held { fingerprint: agreed.fingerprint.clone(), at: agreed.at, take_out };
            held.entry(part.clone()).and_modify(|held| held.join(&newest)).or_insert(newest);
        }
        held
    }

    /// Every wording that still matters.
    fn fingerprints(&self) -> BTreeSet<&str> {
        self.acts.values().flat_map(Acts::fingerprints).collect()
    }
}

/// From which side each part came first; empty for those of neither side. Parts of a template are not in it.
#[must_use]
pub fn origins(document: &Document) -> BTreeMap<PartName, String> {
    document.read(|txn, _| {
        let Some(map) = txn.get_map(ORIGINS) else { return BTreeMap::new() };
        let origin = |key: &str| Some((PartName::parse(key)?, value::string(txn, &map, key)?.to_string()));
        map.keys(txn).filter_map(origin).collect()
    })
}

/// Writes from which side parts came first, within a transaction.
pub fn write_origins<'a>(
    txn: &mut TransactionMut<'_>,
    origins: impl Iterator<Item = (&'a PartName, &'a str)>,
) {
    let map = txn.get_or_insert_map(ORIGINS);
    for (part, side) in origins {
        map.insert(txn, part.to_string(), side);
    }
}

/// The whole map as a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeMap {
    /// What it means.
    pub meaning: Meaning,
    /// How many parts are neither agreed, an idea nor parked.
    pub open: usize,
}

/// A part that pairs have agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The wording agreed to last, by its fingerprint.
    pub fingerprint: String,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// Whether every pair that agreed it wants it taken out, both halves of each.
    pub take_out: TakeOut,
}

impl Held {
    fn join(&mut self, other: &Self) {
        if other.at > self.at {
            self.fingerprint.clone_from(&other.fingerprint);
            self.at = other.at;
        }
        if other.take_out == TakeOut::No {
            self.take_out = TakeOut::No;
        }
    }
}

/// Whether a part that was agreed is to be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeOut {
    /// All who agreed it say so.
    Yes,
    /// Somebody does not.
    No,
}

/// Ends the agreements on a part that was taken out, within a transaction: brought back later, it is to be agreed anew.
pub fn forget_taken_out(txn: &mut TransactionMut<'_>, part: &PartName) {
    forget(txn, part, Acts::both_take_out);
}

/// Ends every agreement on a part, within a transaction: a link whose step was taken out by those who agreed it.
pub fn forget_gone(txn: &mut TransactionMut<'_>, part: &PartName) {
    forget(txn, part, |acts| acts.agreed.is_some());
}

fn forget(txn: &mut TransactionMut<'_>, part: &PartName, ends: impl Fn(&Acts) -> bool) {
    let record = Record::read(txn);
    let map = txn.get_or_insert_map(ACTS);
    for ((pair, name), acts) in record.acts.iter().filter(|((_, name), acts)| name == part && ends(acts)) {
        put_acts(txn, &map, &acts_key(pair, name), &Acts { past: acts.past.clone(), ..Acts::default() });
    }
    let record = Record::read(txn);
    drop_unnamed(txn, &record);
}

/// What one pair has said of one part.
#[must_use]
pub fn acts_of(document: &Document, pair: &str, part: &PartName) -> Acts {
    document
        .read(|txn, _| {
            let map = txn.get_map(ACTS)?;
            serde_json::from_value(value::json(txn, &map, &acts_key(pair, part))?).ok()
        })
        .unwrap_or_default()
}

/// The wording of a fingerprint that a yes or an agreement names.
#[must_use]
pub fn wording(document: &Document, fingerprint: &str) -> Option<Meaning> {
    document.read(|txn, _| {
        let map = txn.get_map(WORDINGS)?;
        serde_json::from_value(value::json(txn, &map, fingerprint)?).ok()
    })
}

/// Whether a part was put up.
#[must_use]
pub fn is_proposed(document: &Document, part: &PartName) -> bool {
    document.read(|txn, _| txn.get_map(PROPOSED).is_some_and(|map| map.contains_key(txn, &part.to_string())))
}

/// Writes that a part was put up, within a transaction.
pub fn write_proposed(txn: &mut TransactionMut<'_>, part: &PartName, proposed: &Proposed) {
    txn.get_or_insert_map(PROPOSED).insert(txn, part.to_string(), value::record(proposed));
}

/// Writes what a pair has said of a part, within a transaction; `wording` is what a yes in it may name.
pub fn write_acts(
    txn: &mut TransactionMut<'_>,
    (pair, part): (&str, &PartName),
    acts: &Acts,
    wording: &Meaning,
) {
    let map = txn.get_or_insert_map(ACTS);
    put_acts(txn, &map, &acts_key(pair, part), acts);
    keep_wordings(txn, wording);
}

/// What says nothing is not there.
fn put_acts(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, acts: &Acts) {
    if acts.is_empty() {
        map.remove(txn, key);
    } else {
        map.insert(txn, key, value::record(acts));
    }
}

/// Keeps exactly the wordings that something names; `newest` is one that may not be kept yet.
fn keep_wordings(txn: &mut TransactionMut<'_>, newest: &Meaning) {
    // Reading all that was said is the dear part: once serves both.
    let record = Record::read(txn);
    let fingerprint = newest.fingerprint();
    if record.fingerprints().contains(fingerprint.as_str()) {
        let wordings = txn.get_or_insert_map(WORDINGS);
        if !wordings.contains_key(txn, &fingerprint) {
            wordings.insert(txn, fingerprint, value::record(newest));
        }
    }
    drop_unnamed(txn, &record);
}

/// Drops the wordings that nothing names any more.
fn drop_unnamed(txn: &mut TransactionMut<'_>, record: &Record) {
    let named = record.fingerprints();
    let wordings = txn.get_or_insert_map(WORDINGS);
    let known: Vec<String> = wordings.keys(txn).map(String::from).collect();
    for unnamed in known.iter().filter(|known| !named.contains(known.as_str())) {
        wordings.remove(txn, unnamed);
    }
}

fn acts_key(pair: &str, part: &PartName) -> String {
    format!("{pair}/{part}")
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
