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
//! what others brought (`claims.rs`). Pure: no store, no time.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::WRITERS_PER_PERSON_MAX;
use crate::ids::ParticipantId;

/// One run of the server; another one knows nothing for certain of what this one has shown to people.
pub(crate) type Run = u64;

/// What is kept of one client id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WriterRecord {
    /// Whose it is.
    pub(crate) person: ParticipantId,
    /// The run in which the server has had everything that was written under it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) whole_in: Option<Run>,
    /// How the person came to it.
    #[serde(default, skip_serializing_if = "Claim::is_own")]
    claim: Claim,
    /// The first clock that somebody else wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    foreign_from: Option<u32>,
    /// Who brought what is under it, when that was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    brought_by: Option<ParticipantId>,
    /// Grows with each id that the document gets to know.
    #[serde(default)]
    number: u64,
}

impl WriterRecord {
    /// Whether more than one person has written under the id.
    fn is_contested(&self) -> bool {
        self.foreign_from.is_some() || self.brought_by.is_some()
    }
}

/// How a person came to an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Claim {
    /// By showing it, or by writing under it from the beginning.
    #[default]
    Own,
    /// By bringing what was written under it, which may be another's: it becomes theirs when they show it.
    Brought,
}

impl Claim {
    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}

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

    /// Whether an id is closed to this person: it is another's, and the server has all of it.
    pub(crate) fn is_closed_to(&self, client: u64, person: Option<&ParticipantId>) -> bool {
        let is_whole = |record: &&WriterRecord| record.whole_in == Some(self.run);
        self.known.get(&client).filter(is_whole).is_some_and(|record| Some(&record.person) != person)
    }

    /// The ids under which a person may have other words than were written there, with the first clock of it: their own
    /// where somebody else has written, and those of nobody certain where more than one has.
    pub(crate) fn foreign_of<'a>(
        &'a self,
        person: &'a ParticipantId,
    ) -> impl Iterator<Item = (u64, u32)> + 'a {
        let of_person = move |client: &u64| {
            let record = self.known.get(client)?;
            let from = match record.claim {
                Claim::Own if record.person == *person => record.foreign_from?,
                // Whoever shows an id could have taken it over from who wrote under it and shows nothing.
                Claim::Own if record.brought_by.as_ref() == Some(person) => 0,
                Claim::Own => return None,
                Claim::Brought => record.foreign_from?,
            };
            Some((*client, from))
        };
        self.foreign.iter().filter_map(of_person)
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

    /// A person has added under an id, from this clock on.
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
            Some(record) if record.person == *person => {}
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

    /// What others wrote under an id is what its own connection has too, up to this clock; `known` is how far it goes.
    pub(crate) fn agree(&mut self, client: u64, (end, known): (u32, u32)) {
        self.change(client, |record| record.foreign_from = (end < known).then_some(end));
    }

    /// The document was built anew and may lack what was shown to people.
    pub(crate) fn doubt(&mut self) {
        for (client, record) in &mut self.known {
            if record.whole_in.take().is_some() {
                self.unsaved.insert(*client);
            }
        }
    }

    /// What goes into the commit that begins now; `None` for an id that is kept no longer.
    pub(crate) fn take_unsaved(&mut self) -> impl Iterator<Item = (u64, Option<&WriterRecord>)> {
        self.flying.extend(std::mem::take(&mut self.unsaved));
        self.flying.iter().map(|client| (*client, self.known.get(client)))
    }

    /// That commit is durable.
    pub(crate) fn saved(&mut self) {
        self.flying.clear();
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
mod tests {
    use super::*;

    #[test]
    fn room_34_an_id_is_closed_to_others_only_while_the_server_has_had_all_of_it_in_this_run() {
        let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
        let mut writers = Writers::new(1, []);
        assert_eq!(writers.show(7, &ann), Shown::Own);
        assert!(!writers.is_closed_to(7, Some(&ben)), "others may bring what a crash took");
        writers.say_whole(7, &ben);
        assert_eq!((writers.show(7, &ben), writers.owner(7)), (Shown::Anothers, Some(&ann)));
        writers.say_whole(7, &ann);
        assert!(writers.is_closed_to(7, Some(&ben)) && writers.is_closed_to(7, None));
        assert!(!writers.is_closed_to(7, Some(&ann)) && !writers.is_closed_to(8, Some(&ben)));

        let kept: Vec<_> =
            writers.take_unsaved().map(|(client, record)| (client, record.unwrap().clone())).collect();
        assert!(Writers::new(1, kept.clone()).is_closed_to(7, Some(&ben)), "the room was only unloaded");
        let mut after_restart = Writers::new(2, kept);
        assert!(!after_restart.is_closed_to(7, Some(&ben)));
        after_restart.say_whole(7, &ann);
        assert!(after_restart.is_closed_to(7, Some(&ben)));
        after_restart.doubt();
        assert!(!after_restart.is_closed_to(7, Some(&ben)));
    }

    #[test]
    fn room_34_an_id_is_of_who_writes_under_it_from_its_first_clock_and_what_is_brought_is_of_who_shows_it() {
        let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
        let mut writers = Writers::new(1, []);
        writers.add(7, &ann, (0, Manner::Live));
        assert!(writers.is_closed_to(7, Some(&ben)));
        assert_eq!(writers.show(7, &ben), Shown::Anothers);
        // Ben brings what Ann wrote before the server lost it, and with it her id.
        writers.add(8, &ben, (0, Manner::Brought));
        assert_eq!(writers.foreign_of(&ben).count(), 0);
        assert_eq!((writers.show(8, &ann), writers.owner(8)), (Shown::TakenOver, Some(&ann)));
        for one in [&ann, &ben] {
            assert_eq!(
                writers.foreign_of(one).collect::<Vec<_>>(),
                [(8, 0)],
                "both are asked what they have"
            );
        }
        assert_eq!(writers.foreign_of(&ParticipantId::random()).count(), 0);
        assert_eq!(writers.show(8, &ben), Shown::Anothers);
    }

    #[test]
    fn room_36_what_others_write_under_an_id_is_foreign_from_its_first_clock_until_its_own_connection_agrees()
    {
        let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
        let mut writers = Writers::new(1, []);
        writers.show(7, &ann);
        writers.add(7, &ann, (0, Manner::Live));
        writers.add(7, &ben, (5, Manner::Brought));
        writers.add(7, &ben, (9, Manner::Live));
        assert_eq!(writers.foreign_of(&ann).collect::<Vec<_>>(), [(7, 5)]);
        assert_eq!(writers.foreign_of(&ben).count(), 0);
        let kept: Vec<_> =
            writers.take_unsaved().map(|(client, record)| (client, record.unwrap().clone())).collect();
        let mut writers = Writers::new(2, kept);
        assert_eq!(writers.foreign_of(&ann).collect::<Vec<_>>(), [(7, 5)], "also after a restart");
        writers.agree(7, (8, 10));
        assert_eq!(writers.foreign_of(&ann).collect::<Vec<_>>(), [(7, 8)]);
        writers.agree(7, (10, 10));
        assert_eq!(writers.foreign_of(&ann).count(), 0);
    }

    #[test]
    fn room_36_where_nobody_is_certain_everybody_is_asked_once_more_than_one_has_written() {
        let [ann, ben, cem] = [0, 1, 2].map(|_| ParticipantId::random());
        let mut writers = Writers::new(1, []);
        writers.add(7, &ann, (0, Manner::Brought));
        assert_eq!(writers.foreign_of(&cem).count(), 0, "what one person brings is what everybody has");
        writers.add(7, &ben, (4, Manner::Live));
        assert!(!writers.is_closed_to(7, Some(&ben)));
        writers.add(8, &ben, (3, Manner::Live));
        for one in [&ann, &ben, &cem] {
            assert_eq!(writers.foreign_of(one).collect::<Vec<_>>(), [(7, 4), (8, 3)]);
        }
    }

    #[test]
    fn room_34_a_record_of_an_earlier_version_is_read() {
        let ann = ParticipantId::random();
        let kept: WriterRecord =
            serde_json::from_value(serde_json::json!({ "person": ann, "wholeIn": 1 })).unwrap();
        let mut writers = Writers::new(1, [(7, kept)]);
        assert_eq!(writers.show(7, &ParticipantId::random()), Shown::Anothers);
        assert!(writers.is_closed_to(7, None));
    }

    #[test]
    fn room_34_what_could_not_be_kept_is_kept_with_the_next_commit() {
        let ann = ParticipantId::random();
        let mut writers = Writers::new(1, []);
        writers.show(7, &ann);
        assert_eq!(writers.take_unsaved().count(), 1);
        writers.not_saved();
        assert!(!writers.is_saved());
        assert_eq!(writers.take_unsaved().count(), 1);
        writers.saved();
        assert!(writers.is_saved());
    }

    #[test]
    fn room_34_beyond_the_bound_a_persons_own_oldest_id_goes_and_nobody_elses() {
        let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
        let mut writers = Writers::new(1, []);
        writers.show(1_000_000, &ben);
        let bound = u64::try_from(WRITERS_PER_PERSON_MAX).unwrap();
        for client in 0..bound {
            writers.show(client, &ann);
        }
        assert_eq!(writers.owner(0), Some(&ann));
        writers.show(bound, &ann);
        assert_eq!((writers.owner(0), writers.owner(1)), (None, Some(&ann)));
        assert_eq!(writers.owner(1_000_000), Some(&ben), "older than all of them");
        let gone: Vec<_> = writers.take_unsaved().filter(|(_, record)| record.is_none()).collect();
        assert_eq!(gone, [(0, None)], "and is no longer kept");
    }
}
