//! What is applied and not yet durable, in order (decision D3).
//!
//! Every applied change gets a ticket; a commit carries the oldest ones and one commit at a time is under way, so tickets
//! become durable in order. Pure: no store, no time, no member.

use std::collections::VecDeque;

use bytes::Bytes;
use pairway_crdt::pathway::meaning::PartName;

use super::COMMIT_BYTES_MAX;
use crate::ids::ParticipantId;

/// Position of a change in the order of its room; the first is 1, and 0 is durable from the start.
pub(crate) type Ticket = u64;

/// Who made a change, as far as it decides whose light it could turn green.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Author {
    /// A person.
    Participant(ParticipantId),
    /// Somebody on an open document; all of them count as one.
    Anonymous,
    /// The server.
    Server,
}

impl Author {
    pub(crate) fn of(participant: Option<&ParticipantId>) -> Self {
        participant.map_or(Self::Anonymous, |participant| Self::Participant(participant.clone()))
    }
}

#[derive(Debug)]
struct Entry {
    ticket: Ticket,
    bytes: Bytes,
    author: Author,
    /// Parts that this change made, when that is of interest.
    births: Vec<PartName>,
}

/// The unlogged changes of one room.
#[derive(Debug, Default)]
pub(crate) struct PendingLog {
    issued: Ticket,
    durable: Ticket,
    flying: Vec<Entry>,
    tail: VecDeque<Entry>,
    unlogged_bytes: usize,
}

impl PendingLog {
    /// Takes a change in and gives its ticket.
    pub(crate) fn append(&mut self, bytes: Bytes, author: Author) -> Ticket {
        self.append_births(bytes, author, Vec::new())
    }

    /// Takes a change in that made parts; they are committed together with it.
    pub(crate) fn append_births(&mut self, bytes: Bytes, author: Author, births: Vec<PartName>) -> Ticket {
        self.issued += 1;
        self.unlogged_bytes += bytes.len();
        self.tail.push_back(Entry { ticket: self.issued, bytes, author, births });
        self.issued
    }

    /// The parts that the commit under way makes, with who made them.
    pub(crate) fn births_flying(&self) -> impl Iterator<Item = (&ParticipantId, &PartName)> {
        let by_people = self.flying.iter().filter_map(|entry| match &entry.author {
            Author::Participant(person) => Some((person, &entry.births)),
            Author::Anonymous | Author::Server => None,
        });
        by_people.flat_map(|(person, births)| births.iter().map(move |part| (person, part)))
    }

    /// Bytes that are not durable yet.
    pub(crate) fn unlogged_bytes(&self) -> usize {
        self.unlogged_bytes
    }

    /// The newest ticket: when it is durable, everything applied so far is.
    pub(crate) fn newest(&self) -> Ticket {
        self.issued
    }

    /// Everything up to here is durable.
    pub(crate) fn durable(&self) -> Ticket {
        self.durable
    }

    /// The newest ticket of this author that is not durable yet.
    pub(crate) fn undurable_by(&self, author: &Author) -> Option<Ticket> {
        let newest_first = self.tail.iter().rev().chain(self.flying.iter().rev());
        newest_first.into_iter().find(|entry| entry.author == *author).map(|entry| entry.ticket)
    }

    /// Whether a commit is under way.
    pub(crate) fn is_flying(&self) -> bool {
        !self.flying.is_empty()
    }

    /// Whether everything is durable.
    pub(crate) fn is_clean(&self) -> bool {
        self.flying.is_empty() && self.tail.is_empty()
    }

    /// Moves the oldest entries into a commit; empty when one is under way or nothing waits.
    pub(crate) fn take_batch(&mut self) -> Vec<Bytes> {
        if self.is_flying() {
            return Vec::new();
        }
        let mut batch_bytes = 0;
        while let Some(entry) = self.tail.front() {
            batch_bytes += entry.bytes.len();
            if batch_bytes > COMMIT_BYTES_MAX && !self.flying.is_empty() {
                break;
            }
            self.flying.extend(self.tail.pop_front());
        }
        self.flying.iter().map(|entry| entry.bytes.clone()).collect()
    }

    /// Moves everything into a commit; no other may be under way.
    pub(crate) fn take_all(&mut self) -> Vec<Bytes> {
        self.flying.extend(self.tail.drain(..));
        self.flying.iter().map(|entry| entry.bytes.clone()).collect()
    }

    /// Takes the newest entries back: they were refused together with what they were committed with, and nobody knows of
    /// them.
    pub(crate) fn withdraw_newest(&mut self, count: usize) {
        for _ in 0..count {
            let Some(entry) = self.tail.pop_back() else { return };
            self.unlogged_bytes -= entry.bytes.len();
            self.issued -= 1;
        }
    }

    /// The commit under way is durable; gives how many entries and bytes it carried.
    pub(crate) fn commit_done(&mut self) -> (usize, usize) {
        let bytes = self.flying.iter().map(|entry| entry.bytes.len()).sum();
        let entries = self.flying.len();
        self.durable = self.flying.last().map_or(self.durable, |entry| entry.ticket);
        self.unlogged_bytes -= bytes;
        self.flying.clear();
        (entries, bytes)
    }

    /// The commit under way failed: its entries wait again, before all others.
    pub(crate) fn commit_failed(&mut self) {
        for entry in self.flying.drain(..).rev() {
            self.tail.push_front(entry);
        }
    }

    /// All unlogged entries, oldest first.
    pub(crate) fn unlogged(&self) -> Vec<Bytes> {
        self.flying.iter().chain(&self.tail).map(|entry| entry.bytes.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(length: usize) -> Bytes {
        Bytes::from(vec![0; length])
    }

    /// Changes become durable in the order they were applied. One commit of a room is under way at a time;
    /// a failed one keeps its place.
    #[test]
    fn tickets_become_durable_in_order_and_a_failed_commit_keeps_its_place() {
        let mut pending = PendingLog::default();
        let first = pending.append(entry(1), Author::Anonymous);
        assert_eq!(pending.take_batch().len(), 1);
        let second = pending.append(entry(2), Author::Anonymous);
        assert!(pending.take_batch().is_empty(), "one commit at a time");
        pending.commit_failed();
        assert_eq!(pending.durable(), 0);
        let lengths: Vec<usize> = pending.take_batch().iter().map(Bytes::len).collect();
        assert_eq!(lengths, [1, 2]);
        assert_eq!(pending.commit_done(), (2, 3));
        assert_eq!((pending.durable(), pending.newest()), (second, second));
        assert!(first < second && pending.is_clean());
    }

    /// One commit carries at most 8 MiB, and always at least one change.
    #[test]
    fn one_commit_is_bounded_and_always_carries_an_entry() {
        let mut pending = PendingLog::default();
        for _ in 0..2 {
            pending.append(entry(COMMIT_BYTES_MAX), Author::Anonymous);
        }
        assert_eq!(pending.take_batch().len(), 1);
        pending.commit_done();
        assert_eq!(pending.take_batch().len(), 1);
    }

    /// The room knows which of a person's changes are not durable.
    #[test]
    fn knows_what_of_an_author_is_not_durable() {
        let mut pending = PendingLog::default();
        let me = Author::Participant(ParticipantId::random());
        pending.append(entry(1), me.clone());
        let mine = pending.append(entry(1), me.clone());
        pending.append(entry(1), Author::Anonymous);
        assert_eq!(pending.undurable_by(&me), Some(mine));
        pending.take_batch();
        assert_eq!(pending.undurable_by(&me), Some(mine));
        pending.commit_done();
        assert_eq!(pending.undurable_by(&me), None);
    }
}
