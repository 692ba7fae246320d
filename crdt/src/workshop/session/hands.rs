//! Hands that are up, in the order in which people speak: pure rules, and how they stand in the `session` document.
//!
//! The order alternates between the two sides, the patient side first, and within a side goes by time; who belongs to neither side
//! speaks after them. Which side spoke last is kept, so that a side with many hands does not come first again each time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::{Map, ReadTxn, TransactionMut, WriteTxn};

use super::records;
use crate::document::Document;
use crate::value;
use crate::workshop::side::Side;

/// Most hands that are up at a time; one more is refused.
pub const HANDS_MAX: usize = 300;

const HANDS: &str = "hands";
const ORDER: &str = "handsOrder";
const SPOKE: &str = "spoke";

/// One hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The side of the person; absent for those of neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Since when it is up, milliseconds since 1970.
    pub at: u64,
    /// Who raised it for the person, when that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scribe: Option<String>,
}

/// All hands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands {
    /// By participant.
    pub up: BTreeMap<String, Hand>,
    /// The side of whoever spoke last.
    pub spoke: Option<Side>,
}

/// Why a hand was not raised: [`HANDS_MAX`] are up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many hands are up")]
pub struct TooMany;

impl Hands {
    /// Raises the hand of a person. One that is up stays where it is in the order.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn raise(&mut self, person: &str, hand: Hand) -> Result<(), TooMany> {
        if !self.up.contains_key(person) && self.up.len() >= HANDS_MAX {
            return Err(TooMany);
        }
        self.up.entry(String::from(person)).or_insert(hand);
        Ok(())
    }

    /// Lowers the hand of a person. When they were next, the other side is next now. One that is down changes nothing.
    pub fn lower(&mut self, person: &str) {
        let was_next = self.order().first() == Some(&person);
        let Some(hand) = self.up.remove(person) else { return };
        if was_next && hand.side.is_some() {
            self.spoke = hand.side;
        }
    }

    /// Keeps the hands of these people only, as of those who are still here.
    pub fn keep(&mut self, is_here: impl Fn(&str) -> bool) {
        self.up.retain(|person, _| is_here(person));
    }

    /// Everybody whose hand is up, in the order in which they speak.
    #[must_use]
    pub fn order(&self) -> Vec<&str> {
        let mut by_time: Vec<(&str, &Hand)> =
            self.up.iter().map(|(person, hand)| (person.as_str(), hand)).collect();
        by_time.sort_by_key(|(person, hand)| (hand.at, *person));
        let of = |side: Option<Side>| {
            let people = by_time.iter().filter(move |(_, hand)| hand.side == side);
            people.map(|(person, _)| *person).collect::<Vec<_>>()
        };
        let first = self.spoke.map_or(Side::Patient, Side::other);
        let mut order = alternate(of(Some(first)), of(Some(first.other())));
        order.extend(of(None));
        order
    }

    /// Reads them. Values of the wrong type read as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        let spoke = txn.get_map(ORDER).and_then(|map| Side::parse(&value::string(txn, &map, SPOKE)?));
        Self { up: records::read(txn, HANDS, HANDS_MAX), spoke }
    }

    /// Writes them within a transaction; what is as it was is not written again.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let before = Self::read(txn);
        records::write(txn, HANDS, (&before.up, &self.up));
        if let (true, Some(side)) = (before.spoke != self.spoke, self.spoke) {
            txn.get_or_insert_map(ORDER).insert(txn, SPOKE, side.as_str());
        }
    }
}

/// One of each in turn, beginning with the first; of the longer list the rest follows.
pub(super) fn alternate<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut both = Vec::new();
    loop {
        let (one, other) = (first.next(), second.next());
        if one.is_none() && other.is_none() {
            return both;
        }
        both.extend(one);
        both.extend(other);
    }
}

/// Reads the hands of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Hands {
    document.read(|txn, _| Hands::read(txn))
}

#[cfg(test)]
#[path = "hands_tests.rs"]
mod tests;
