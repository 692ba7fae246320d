//! Whose Yjs client ids are whose: nobody goes on in another's name, and nobody's words look known that are not (ROOM-34).
//!
//! Yjs numbers every edit by client id and clock. Whoever adds under another's id at the clocks that come next makes the
//! true owner's next edits look like edits the server has: they would be lost while they say "saved". So it is kept, with
//! the edits, whose each id is. It is whoever reveals it first, by showing it in the presence of their own connection or by
//! writing under it from its first clock on: the ids are random, so that nobody else can know one before.
//!
//! After a crash, or from an old backup, the server may lack edits that others were shown already. Only they can bring
//! them back, under an id that is not theirs. So an id is closed to others only while it is certain that the server has
//! had all of it in this run: since the owner's own connection has said all it has. What others bring meanwhile is noted as
//! foreign from its first clock on. The owner is then asked for their own words from there on, and they are compared with
//! what others brought (`claims.rs`). Here ids are reserved; what is doubtful about them is in `doubt.rs`. Nobody is told of an id
//! before it is durable whose it is (`held.rs`): a server that is killed must not have shown what it then knows nothing of.
//! Pure: no store, no time.

mod doubt;
mod record;

use std::collections::{BTreeSet, HashMap};

pub(crate) use record::{Run, WriterRecord};

use super::WRITERS_PER_PERSON_MAX;
use crate::ids::ParticipantId;
use record::Claim;

/// Place of a reservation in the order in which they were made; 0 is durable from the start.
pub(crate) type Reservation = u64;

/// How an edit came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it was made, from a connection that has said all it had before.
    Live,
    /// With everything else a connection had.
    Brought,
}

/// Whose an id is that somebody shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Theirs.
    Own,
    /// Theirs from now on; what is under it was brought by somebody else.
    TakenOver,
    /// Another's.
    Anothers,
}

/// The writers of one document.
#[derive(Debug, Default)]
pub(crate) struct Writers {
    run: Run,
    known: HashMap<u64, WriterRecord>,
    /// The ids of each person by age.
    of_person: HashMap<ParticipantId, BTreeSet<(u64, u64)>>,
    /// Ids under which somebody else has written.
    foreign: BTreeSet<u64>,
    next_number: u64,
    unsaved: BTreeSet<u64>,
    flying: Vec<u64>,
    /// The ids whose owner is not durable yet.
    undurable: HashMap<u64, Reservation>,
    /// The newest reservation, the newest one in the commit under way, and the newest durable one.
    reserved: Reservation,
    reserved_flying: Reservation,
    reserved_durable: Reservation,
}

impl Writers {
    /// What an earlier life of the room kept.
    pub(crate) fn new(run: Run, kept: impl IntoIterator<Item = (u64, WriterRecord)>) -> Self {
        let mut writers = Self { run, ..Self::default() };
        for (client, record) in kept {
            writers.next_number = writers.next_number.max(record.number + 1);
            writers.put(client, record);
        }
        writers
    }

    /// Whose a client id is.
    pub(crate) fn owner(&self, client: u64) -> Option<&ParticipantId> {
        self.known.get(&client).map(|record| &record.person)
    }

    /// What must be durable before anybody may be told of an id; `None` when nothing is missing.
    pub(crate) fn undurable(&self, client: u64) -> Option<Reservation> {
        self.undurable.get(&client).copied()
    }

    /// All reservations up to here are durable.
    pub(crate) fn durable(&self) -> Reservation {
        self.reserved_durable
    }

    /// Whether an id is closed to this person: it is another's, and the server has all of it.
    pub(crate) fn is_closed_to(&self, client: u64, person: Option<&ParticipantId>) -> bool {
        let is_whole = |record: &&WriterRecord| record.whole_in == Some(self.run);
        self.known.get(&client).filter(is_whole).is_some_and(|record| Some(&record.person) != person)
    }

    /// A person's own connection shows an id.
    pub(crate) fn show(&mut self, client: u64, person: &ParticipantId) -> Shown {
        match self.known.get(&client) {
            None => {
                self.insert(client, person, Claim::Own);
                Shown::Own
            }
            Some(record) if record.person == *person => {
                self.change(client, |record| record.claim = Claim::Own);
                Shown::Own
            }
            Some(record) if record.claim == Claim::Brought => {
                let before = record.person.clone();
                self.forget(client);
                self.insert(client, person, Claim::Own);
                self.change(client, |record| {
                    record.foreign_from = Some(0);
                    record.brought_by = Some(before);
                });
                Shown::TakenOver
            }
            Some(_) => Shown::Anothers,
        }
    }

    /// A person has added under an id, from this clock on. If the id is theirs, it was another page of theirs that shows it.
    pub(crate) fn add(&mut self, client: u64, person: &ParticipantId, (from, manner): (u32, Manner)) {
        match self.known.get(&client) {
            None => {
                let claim = if from == 0 && manner == Manner::Live { Claim::Own } else { Claim::Brought };
                self.insert(client, person, claim);
                if claim == Claim::Own {
                    self.say_whole(client, person);
                } else if from > 0 {
                    // Somebody wrote what is before it, and is known no longer.
                    self.change(client, |record| record.foreign_from = Some(from));
                }
            }
            // Of an id that nobody has shown yet nobody can have taken the clocks.
            Some(record)
                if record.person == *person && (record.claim == Claim::Brought || manner == Manner::Live) => {
            }
            Some(_) => self.change(client, |record| {
                record.foreign_from = Some(record.foreign_from.map_or(from, |known| known.min(from)));
            }),
        }
    }

    /// The owner's own connection has said all it has: from here on nobody else adds under the id.
    pub(crate) fn say_whole(&mut self, client: u64, person: &ParticipantId) {
        let run = self.run;
        if self
            .known
            .get(&client)
            .is_some_and(|record| record.person == *person && record.claim == Claim::Own)
        {
            self.change(client, |record| record.whole_in = Some(run));
        }
    }

    /// What goes into the commit that begins now; `None` for an id that is kept no longer.
    pub(crate) fn take_unsaved(&mut self) -> impl Iterator<Item = (u64, Option<&WriterRecord>)> {
        self.flying.extend(std::mem::take(&mut self.unsaved));
        self.reserved_flying = self.reserved;
        self.flying.iter().map(|client| (*client, self.known.get(client)))
    }

    /// That commit is durable.
    pub(crate) fn saved(&mut self) {
        self.flying.clear();
        let durable = self.reserved_flying;
        self.reserved_durable = durable;
        self.undurable.retain(|_, reservation| *reservation > durable);
    }

    /// That commit failed: its notes wait for the next.
    pub(crate) fn not_saved(&mut self) {
        self.unsaved.extend(self.flying.drain(..));
    }

    /// Whether everything is kept.
    pub(crate) fn is_saved(&self) -> bool {
        self.unsaved.is_empty() && self.flying.is_empty()
    }

    /// A new id of a person. Beyond [`WRITERS_PER_PERSON_MAX`] their own oldest one goes, never another's.
    fn insert(&mut self, client: u64, person: &ParticipantId, claim: Claim) {
        let number = self.next_number;
        self.next_number += 1;
        let record = WriterRecord {
            person: person.clone(),
            whole_in: None,
            claim,
            foreign_from: None,
            brought_by: None,
            number,
        };
        self.put(client, record);
        self.unsaved.insert(client);
        self.reserved += 1;
        self.undurable.insert(client, self.reserved);
        let theirs = self.of_person.get(person);
        if theirs.is_some_and(|theirs| theirs.len() > WRITERS_PER_PERSON_MAX)
            && let Some((_, oldest)) = theirs.and_then(BTreeSet::first).copied()
        {
            self.forget(oldest);
            self.unsaved.insert(oldest);
        }
    }

    fn put(&mut self, client: u64, record: WriterRecord) {
        self.of_person.entry(record.person.clone()).or_default().insert((record.number, client));
        if record.is_contested() {
            self.foreign.insert(client);
        }
        self.known.insert(client, record);
    }

    fn forget(&mut self, client: u64) {
        let Some(record) = self.known.remove(&client) else { return };
        self.foreign.remove(&client);
        self.undurable.remove(&client);
        if let Some(theirs) = self.of_person.get_mut(&record.person) {
            theirs.remove(&(record.number, client));
        }
    }

    fn change(&mut self, client: u64, change: impl FnOnce(&mut WriterRecord)) {
        let Some(record) = self.known.get_mut(&client) else { return };
        let before = record.clone();
        change(record);
        if *record == before {
            return;
        }
        if record.is_contested() {
            self.foreign.insert(client);
        } else {
            self.foreign.remove(&client);
        }
        self.unsaved.insert(client);
    }
}

#[cfg(test)]
mod tests;
