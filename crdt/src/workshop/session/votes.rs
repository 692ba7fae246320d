//! The votes of a session: which round is open, how many of each side have voted, and what was told of the closed ones; and how
//! they stand in the `session` document.
//!
//! A ballot never stands in a document: it is given to [`Rounds::close`], which keeps its sums only. How many have voted is a
//! root of its own, so that a vote sends a few bytes and not the whole question again.

use std::collections::BTreeMap;

use yrs::{ReadTxn, TransactionMut};

use super::records;
use super::round::{Ballot, Refused, Round, RoundState, Voted};
use crate::document::Document;
use crate::workshop::side::Side;

/// Most rounds that one session keeps; of more, those that were opened first go.
pub const ROUNDS_KEPT_MAX: usize = 40;

const ROUNDS: &str = "rounds";
const VOTED: &str = "voted";

/// The votes of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rounds {
    /// Every round that is kept, by id.
    pub rounds: BTreeMap<String, Round>,
    /// How many have voted in the rounds.
    pub voted: BTreeMap<String, Voted>,
}

impl Rounds {
    /// The round that is open, with its id.
    #[must_use]
    pub fn open_one(&self) -> Option<(&str, &Round)> {
        let mut rounds = self.rounds.iter();
        rounds.find(|(_, round)| round.state == RoundState::Open).map(|(id, round)| (id.as_str(), round))
    }

    fn open_mut(&mut self, id: &str) -> Result<&mut Round, Refused> {
        let round = self.rounds.get_mut(id).ok_or(Refused::NoSuchRound)?;
        if round.state == RoundState::Open { Ok(round) } else { Err(Refused::Closed) }
    }

    /// Opens a round; one at a time.
    ///
    /// # Errors
    /// [`Refused::AnotherOpen`], and what [`Round::check`] refuses.
    pub fn open(&mut self, id: &str, round: Round) -> Result<(), Refused> {
        round.check()?;
        if self.open_one().is_some() {
            return Err(Refused::AnotherOpen);
        }
        self.rounds.insert(String::from(id), round);
        while self.rounds.len() > ROUNDS_KEPT_MAX {
            let oldest = self.rounds.iter().min_by_key(|(_, round)| round.opened_at);
            let Some(oldest) = oldest.map(|(id, _)| id.clone()) else { break };
            self.forget(&oldest);
        }
        Ok(())
    }

    /// Counts whoever has voted; `before` is the side on which they were counted already.
    ///
    /// # Errors
    /// [`Refused::NoSuchRound`], and what [`Round::check_ballot`] refuses.
    pub fn cast(&mut self, id: &str, ballot: &Ballot, before: Option<Side>) -> Result<(), Refused> {
        let round = self.rounds.get(id).ok_or(Refused::NoSuchRound)?;
        round.check_ballot(&ballot.marks)?;
        self.voted.entry(String::from(id)).or_default().count(ballot.side, before);
        Ok(())
    }

    /// Closes a round with all its ballots.
    ///
    /// # Errors
    /// [`Refused::NoSuchRound`], [`Refused::Closed`].
    pub fn close(&mut self, id: &str, ballots: &[Ballot], now_ms: u64) -> Result<(), Refused> {
        self.open_mut(id)?.close(ballots, now_ms);
        Ok(())
    }

    /// Takes an open round away, without a result.
    ///
    /// # Errors
    /// [`Refused::NoSuchRound`], [`Refused::Closed`].
    pub fn cancel(&mut self, id: &str) -> Result<(), Refused> {
        self.open_mut(id)?;
        self.forget(id);
        Ok(())
    }

    /// Begins an open round anew, because its ballots are not there any more.
    pub fn begin_anew(&mut self, id: &str, now_ms: u64) {
        if let Ok(round) = self.open_mut(id) {
            round.anew_at = Some(now_ms);
            self.voted.remove(id);
        }
    }

    fn forget(&mut self, id: &str) {
        self.rounds.remove(id);
        self.voted.remove(id);
    }

    /// Reads them. Values of the wrong type read as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        Self {
            rounds: records::read(txn, ROUNDS, ROUNDS_KEPT_MAX),
            voted: records::read(txn, VOTED, ROUNDS_KEPT_MAX),
        }
    }

    /// Writes them within a transaction; what is as it was is not written again.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let before = Self::read(txn);
        records::write(txn, ROUNDS, (&before.rounds, &self.rounds));
        records::write(txn, VOTED, (&before.voted, &self.voted));
    }
}

/// Reads the votes of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Rounds {
    document.read(|txn, _| Rounds::read(txn))
}

#[cfg(test)]
#[path = "votes_tests.rs"]
mod tests;
