//! Whose turn it is in a round robin: pure rules, and how they stand in the `session` document.
//!
//! Everybody on one of the two sides has a turn in each round. The order alternates between the sides, and within a side whoever
//! had fewest turns comes first. Nobody is skipped: whoever is away for a moment moves back, and whoever comes late is added.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use yrs::{ReadTxn, TransactionMut};

use super::hands::alternate;
use super::records;
use super::run::ACTIVITIES_KEPT_MAX;
use crate::document::Document;
use crate::workshop::side::Side;

const TURNS: &str = "turns";

/// Who can have a turn, with the side of each, by participant.
pub type Speakers = BTreeMap<String, Side>;

/// The round of one activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The side that begins.
    pub first: Side,
    /// Whose turn it is; nobody's when the round is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Who is still to have a turn, in this order.
    #[serde(default)]
    pub waiting: Vec<String>,
    /// Who had one.
    #[serde(default)]
    pub done: Vec<String>,
    /// Who did not want one.
    #[serde(default)]
    pub passed: Vec<String>,
    /// The side that spoke last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Side>,
    /// How many turns people had in the rounds of this activity before this one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub before: BTreeMap<String, u32>,
}

/// What is done with a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnAct {
    /// It was had.
    Done,
    /// The person wants none in this round.
    Pass,
    /// The person moves back in the order.
    Later,
}

/// The rounds, by the id of their activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turns(pub BTreeMap<String, Round>);

impl Turns {
    /// Begins the round of an activity, or goes on with it as it was; rounds of activities that are not kept go.
    pub fn begin(&mut self, activity: &str, first: Side, speakers: &Speakers) {
        if let Some(round) = self.0.get_mut(activity) {
            round.meet(speakers);
            return;
        }
        let mut round = Round {
            first,
            now: None,
            waiting: Vec::new(),
            done: Vec::new(),
            passed: Vec::new(),
            last: None,
            before: BTreeMap::new(),
        };
        round.fill(speakers, |person| self.had(person));
        self.0.insert(String::from(activity), round);
    }

    /// Begins another round of an activity whose round is over; whoever had fewest turns comes first on their side.
    pub fn begin_again(&mut self, activity: &str, speakers: &Speakers) {
        let Some(round) = self.0.get(activity) else { return };
        let mut next =
            Round { done: Vec::new(), passed: Vec::new(), waiting: Vec::new(), last: None, ..round.clone() };
        for person in &round.done {
            *next.before.entry(person.clone()).or_default() += 1;
        }
        next.fill(speakers, |person| self.had(person));
        self.0.insert(String::from(activity), next);
    }

    /// How many turns a person had in the whole session.
    fn had(&self, person: &str) -> u32 {
        let in_round = |round: &Round| {
            let now = u32::from(round.done.iter().any(|one| one == person));
            now + round.before.get(person).copied().unwrap_or_default()
        };
        self.0.values().map(in_round).sum()
    }

    /// Reads them. Values of the wrong type read as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        Self(records::read(txn, TURNS, ACTIVITIES_KEPT_MAX))
    }

    /// Writes them within a transaction; what is as it was is not written again.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let before = Self::read(txn);
        records::write(txn, TURNS, (&before.0, &self.0));
    }
}

impl Round {
    /// Does something with the turn that is on, and gives it to whoever is next among those who are here now.
    pub fn act(&mut self, act: TurnAct, speakers: &Speakers) {
        let Some(person) = self.now.take() else { return };
        let side = speakers.get(&person).copied();
        match act {
            TurnAct::Done => {
                self.last = side.or(self.last);
                self.done.push(person);
            }
            TurnAct::Pass => self.passed.push(person),
            TurnAct::Later => {
                // The other side is next, so that somebody comes between when there is anybody.
                self.last = side.or(self.last);
                self.waiting.push(person);
            }
        }
        self.meet(speakers);
    }

    /// Takes in who came, takes out who is gone, and gives the turn to whoever is next when nobody has it.
    pub fn meet(&mut self, speakers: &Speakers) {
        let is_here = |person: &String| speakers.contains_key(person);
        self.now = self.now.take().filter(is_here);
        for list in [&mut self.waiting, &mut self.done, &mut self.passed] {
            list.retain(is_here);
        }
        let known: BTreeSet<&String> =
            self.waiting.iter().chain(&self.done).chain(&self.passed).chain(&self.now).collect();
        let new: Vec<String> = speakers.keys().filter(|person| !known.contains(person)).cloned().collect();
        self.waiting.extend(new);
        self.arrange(speakers);
        if self.now.is_none() && !self.waiting.is_empty() {
            self.now = Some(self.waiting.remove(0));
            self.arrange(speakers);
        }
    }

    fn fill(&mut self, speakers: &Speakers, had: impl Fn(&str) -> u32) {
        let mut people: Vec<&String> = speakers.keys().collect();
        people.sort_by_key(|person| had(person));
        self.waiting = people.into_iter().cloned().collect();
        self.meet(speakers);
    }

    /// Puts those who wait into the order of the sides; within a side they stay as they are.
    fn arrange(&mut self, speakers: &Speakers) {
        let speaks = self.now.as_ref().and_then(|person| speakers.get(person).copied());
        let first = speaks.or(self.last).map_or(self.first, Side::other);
        let (one, other) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|person| speakers.get(person).copied() == Some(first));
        self.waiting = alternate(one, other);
    }
}

/// Reads the turns of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Turns {
    document.read(|txn, _| Turns::read(txn))
}

#[cfg(test)]
#[path = "turns_tests.rs"]
mod tests;
