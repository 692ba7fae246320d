//! The `record` document of a map: what pairs have said of its parts, written by the server alone (decision D2).
//!
//! Owns its layout (`docs/PROTOCOL.md` section 1.3). Reading is as careful as for a map: a restored backup may hold
//! anything. Knows nothing of who may say what.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use yrs::{Map, MapRef, ReadTxn, TransactionMut, WriteTxn};

use super::agreement::{Acts, Combined, PutUp, State, combine, state_of_pair};
use super::open_pairs::OpenPairs;
use super::pairs::{Pair, Pairs};
use crate::document::Document;
use crate::pathway::meaning::{AgreeKind, Meaning, PartName};
use crate::pathway::part_reader::PartPresent;
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

    /// The state of a part for all pairs together that decide about it.
    #[must_use]
    pub fn state_of(&self, part: &PartName, pairs: &OpenPairs, now: &PartPresent) -> Combined {
        let states: Vec<State> =
            self.pairs_of(part, pairs, &now.stage).map(|pair| self.state_for(pair, part, now)).collect();
        if states.is_empty() {
            // Without a pair nobody can agree, but what was put up is not a mere idea.
            let state = state_of_pair(&Acts::default(), self.put_up(part), &now.fingerprint);
            return Combined { state, agreed: 0, around: 0, of: 0 };
        }
        combine(&states)
    }

    /// The open pairs that decide about a part: those in whose scope it is, and those that have spoken of it.
    fn pairs_of<'a>(
        &'a self,
        part: &'a PartName,
        pairs: &'a OpenPairs,
        stage: &'a str,
    ) -> impl Iterator<Item = &'a String> {
        pairs.ids().filter(move |pair| {
            pairs.covers(pair, stage) || self.acts.contains_key(&(String::clone(pair), part.clone()))
        })
    }

    /// The state of a part for one pair.
    fn state_for(&self, pair: &str, part: &PartName, now: &PartPresent) -> State {
        let nothing = Acts::default();
        let acts = self.acts.get(&(String::from(pair), part.clone())).unwrap_or(&nothing);
        state_of_pair(acts, self.put_up(part), &now.fingerprint)
    }

    fn put_up(&self, part: &PartName) -> PutUp {
        if self.proposed.contains_key(part) { PutUp::Yes } else { PutUp::No }
    }

    /// The parts that something was said of; every other part is an idea.
    #[must_use]
    pub fn parts(&self) -> BTreeSet<&PartName> {
        self.proposed.keys().chain(self.acts.keys().map(|(_, part)| part)).collect()
    }

    /// What the whole map means now, and how many of its parts are still open for each pair. An idea or a parked part holds
    /// nobody up. What another pair still has to say holds up that pair alone; what no pair has agreed, everybody.
    /// `present` is asked only of parts that something was said of.
    #[must_use]
    pub fn whole_map(
        &self,
        map_kind: MapKind,
        pairs: &OpenPairs,
        present: impl Fn(&PartName) -> Option<PartPresent>,
    ) -> WholeMap {
        let mut open: BTreeMap<String, usize> = pairs.ids().map(|pair| (pair.clone(), 0)).collect();
        let mut counted = BTreeMap::new();
        for name in self.parts().into_iter().filter(|name| name.kind != AgreeKind::Map) {
            let Some(now) = present(name) else { continue };
            let all = self.state_of(name, pairs, &now);
            if matches!(all.state, State::Idea | State::Parked) {
                continue;
            }
            let deciding: BTreeSet<&String> = self.pairs_of(name, pairs, &now.stage).collect();
            for (pair, open) in &mut open {
                let is_open = match self.state_for(pair, name, &now) {
                    _ if !deciding.contains(pair) => all.agreed == 0,
                    State::ToAgree | State::OneAgrees(_) | State::AroundChanged | State::Differ => true,
                    State::Idea | State::Parked | State::SomePairsAgree | State::Agreed => false,
                };
                *open += usize::from(is_open);
            }
            counted.insert(name.to_string(), now.fingerprint);
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
    /// How many parts keep each open pair from agreeing to it, by pair.
    pub open: BTreeMap<String, usize>,
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
    pub(super) fn join(&mut self, other: &Self) {
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
    document.read(|txn, _| wording_in(txn, fingerprint))
}

/// The same, within a transaction.
pub fn wording_in<T: ReadTxn>(txn: &T, fingerprint: &str) -> Option<Meaning> {
    read_wording(txn, &txn.get_map(WORDINGS)?, fingerprint)
}

fn read_wording<T: ReadTxn>(txn: &T, wordings: &MapRef, fingerprint: &str) -> Option<Meaning> {
    serde_json::from_value(value::json(txn, wordings, fingerprint)?).ok()
}

/// Every wording that is kept, by its fingerprint.
pub(super) fn wordings<T: ReadTxn>(txn: &T) -> BTreeMap<String, Meaning> {
    let Some(map) = txn.get_map(WORDINGS) else { return BTreeMap::new() };
    let keys = map.keys(txn).map(String::from);
    keys.filter_map(|key| read_wording(txn, &map, &key).map(|meaning| (key, meaning))).collect()
}

/// Writes a wording again that is kept already, within a transaction.
pub(super) fn put_wording(txn: &mut TransactionMut<'_>, fingerprint: &str, meaning: &Meaning) {
    txn.get_or_insert_map(WORDINGS).insert(txn, fingerprint, value::record(meaning));
}

/// Writes acts and wordings anew, within a transaction: what is not among them goes.
pub(super) fn write_anew(
    txn: &mut TransactionMut<'_>,
    acts: &BTreeMap<(String, PartName), Acts>,
    kept: &BTreeMap<String, Meaning>,
) {
    let map = txn.get_or_insert_map(ACTS);
    for ((pair, part), acts) in acts {
        put_acts(txn, &map, &acts_key(pair, part), acts);
    }
    let map = txn.get_or_insert_map(WORDINGS);
    let known: Vec<String> = map.keys(txn).map(String::from).collect();
    for gone in known.iter().filter(|known| !kept.contains_key(*known)) {
        map.remove(txn, gone);
    }
    for (fingerprint, meaning) in kept {
        map.insert(txn, fingerprint.as_str(), value::record(meaning));
    }
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
    keep_wordings(txn, &[wording]);
}

/// The same of several parts, each with the wording that a yes in it may name.
pub fn write_several(txn: &mut TransactionMut<'_>, pair: &str, said: &[(PartName, Acts, Meaning)]) {
    let map = txn.get_or_insert_map(ACTS);
    for (part, acts, _) in said {
        put_acts(txn, &map, &acts_key(pair, part), acts);
    }
    let wordings: Vec<&Meaning> = said.iter().map(|(_, _, wording)| wording).collect();
    keep_wordings(txn, &wordings);
}

/// What says nothing is not there.
fn put_acts(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, acts: &Acts) {
    if acts.is_empty() {
        map.remove(txn, key);
    } else {
        map.insert(txn, key, value::record(acts));
    }
}

/// Keeps exactly the wordings that something names; the `newest` are some that may not be kept yet.
fn keep_wordings(txn: &mut TransactionMut<'_>, newest: &[&Meaning]) {
    // Reading all that was said is the dear part: once serves all.
    let record = Record::read(txn);
    let named = record.fingerprints();
    let wordings = txn.get_or_insert_map(WORDINGS);
    for newest in newest {
        let fingerprint = newest.fingerprint();
        if !named.contains(fingerprint.as_str()) {
            continue;
        }
        // The same meaning may be held by another link by now.
        if read_wording(txn, &wordings, &fingerprint).as_ref() != Some(*newest) {
            wordings.insert(txn, fingerprint, value::record(*newest));
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
