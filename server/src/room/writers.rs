//! Whose Yjs client ids are whose, for writing: nobody goes on in another's name (ROOM-34).
//!
//! Yjs numbers every edit by client id and clock. Whoever adds under another's id at the clocks that come next makes the
//! true owner's next edits look like edits the server has: they would be lost while they say "saved". So it is kept, with
//! the edits, who writes under which id; an id counts as somebody's once their own connection shows it in its presence and
//! adds under it.
//!
//! After a crash, or from an old backup, the server may lack edits that others were shown already. Only they can bring
//! them back, under an id that is not theirs. So an id is closed to others only while it is certain that the server has
//! had all of it in this run: since the owner's own connection has said all it has. Pure: no store, no time.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::WRITERS_MAX;
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
}

/// The writers of one document.
#[derive(Debug, Default)]
pub(crate) struct Writers {
    run: Run,
    known: HashMap<u64, WriterRecord>,
    unsaved: BTreeSet<u64>,
    flying: Vec<u64>,
}

impl Writers {
    /// What an earlier life of the room kept.
    pub(crate) fn new(run: Run, kept: impl IntoIterator<Item = (u64, WriterRecord)>) -> Self {
        Self { run, known: kept.into_iter().collect(), ..Self::default() }
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

    /// Notes that a person's own connection writes under an id, and whether it has said all it has. An id stays whose it is.
    pub(crate) fn note(&mut self, client: u64, person: &ParticipantId, is_whole: bool) {
        let whole_in = is_whole.then_some(self.run);
        let has_room = self.known.len() < WRITERS_MAX;
        match self.known.get_mut(&client) {
            Some(record) if record.person == *person && whole_in.is_some() && record.whole_in != whole_in => {
                record.whole_in = whole_in;
            }
            None if has_room => {
                self.known.insert(client, WriterRecord { person: person.clone(), whole_in });
            }
            Some(_) | None => return,
        }
        self.unsaved.insert(client);
    }

    /// The document was built anew and may lack what was shown to people.
    pub(crate) fn doubt(&mut self) {
        for (client, record) in &mut self.known {
            if record.whole_in.take().is_some() {
                self.unsaved.insert(*client);
            }
        }
    }

    /// What goes into the commit that begins now.
    pub(crate) fn take_unsaved(&mut self) -> impl Iterator<Item = (u64, &WriterRecord)> {
        self.flying.extend(std::mem::take(&mut self.unsaved));
        self.flying.iter().filter_map(|client| self.known.get(client).map(|record| (*client, record)))
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_34_an_id_is_closed_to_others_only_while_the_server_has_had_all_of_it_in_this_run() {
        let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
        let mut writers = Writers::new(1, []);
        writers.note(7, &ann, false);
        assert!(!writers.is_closed_to(7, Some(&ben)), "others may bring what a crash took");
        writers.note(7, &ben, true);
        assert_eq!(writers.owner(7), Some(&ann), "an id stays whose it is");
        writers.note(7, &ann, true);
        assert!(writers.is_closed_to(7, Some(&ben)) && writers.is_closed_to(7, None));
        assert!(!writers.is_closed_to(7, Some(&ann)) && !writers.is_closed_to(8, Some(&ben)));

        let kept: Vec<_> = writers.take_unsaved().map(|(client, record)| (client, record.clone())).collect();
        assert!(Writers::new(1, kept.clone()).is_closed_to(7, Some(&ben)), "the room was only unloaded");
        let mut after_restart = Writers::new(2, kept);
        assert!(!after_restart.is_closed_to(7, Some(&ben)));
        after_restart.note(7, &ann, true);
        assert!(after_restart.is_closed_to(7, Some(&ben)));
        after_restart.doubt();
        assert!(!after_restart.is_closed_to(7, Some(&ben)));
    }

    #[test]
    fn room_34_what_could_not_be_kept_is_kept_with_the_next_commit() {
        let ann = ParticipantId::random();
        let mut writers = Writers::new(1, []);
        writers.note(7, &ann, true);
        assert_eq!(writers.take_unsaved().count(), 1);
        writers.not_saved();
        assert!(!writers.is_saved());
        assert_eq!(writers.take_unsaved().count(), 1);
        writers.saved();
        assert!(writers.is_saved());
    }

    #[test]
    fn room_34_the_owners_of_ids_are_kept_up_to_a_bound() {
        let ann = ParticipantId::random();
        let mut writers = Writers::new(1, []);
        let bound = u64::try_from(WRITERS_MAX).unwrap();
        for client in 0..=bound {
            writers.note(client, &ann, true);
        }
        assert_eq!(writers.owner(bound - 1), Some(&ann));
        assert_eq!(writers.owner(bound), None);
        writers.note(0, &ann, true);
        assert_eq!(writers.owner(0), Some(&ann));
    }
}
