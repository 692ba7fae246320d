//! Showing what people gave without their names: all of it at once, in one commit that also takes it out of where it stood before.
//!
//! Nothing of that commit tells whose a note was: the ideas are shuffled, have new random ids and one time, and no name, side or id
//! of a note. What givers kept goes into documents without the history of the old ones, which are dropped.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes::{self, NOTES_MAX};
use pairway_crdt::workshop::session::ideas::{self, Full, Idea};
use pairway_crdt::workshop::session::reveal::{self, GIVERS_MIN, Reveal, RevealState};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::session_document;
use super::{Giving, NOT_OPEN, check_waits, too_many_ideas};
use crate::auth::note_records::{self, BegunRecord, WaitingNote, WaitingRecord, WrittenRecord};
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::auth::rights::Right;
use crate::ids::{ActivityId, ParticipantId, WorkshopId, random_bytes, random_id};
use crate::store::Batch;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::{Effect, RightsChange};
use crate::workshop::{CommandError, Workshops};

/// Shows all notes of an activity that people gave without their names, as ideas. Of fewer than 3 givers nothing is shown: each may
/// give theirs with a name then, or keep them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevealNotes {
    /// Id of the item of the agenda.
    activity: ActivityId,
}

/// What one person gave.
struct Given {
    person: ParticipantId,
    notes: Vec<WaitingNote>,
}

impl Command for RevealNotes {
    const NAME: &'static str = "revealNotes";
    const PATH: &'static str = "/session/notes/reveal";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        // Who gives for the first time or takes all back changes this document, and that it did not change becomes a condition.
        let reveal = Giving::look(workshop, &self.activity, state).await?.reveal.ok_or(NOT_OPEN)?;
        if reveal.state != RevealState::Open {
            return Ok(Decision::already_done(Done {}));
        }
        check_waits(call, &self.activity, state).await?;
        let (given, erased) = call.workshops.take_waiting(workshop, &self.activity).await?;
        let decision = Decision::new(Done {}).with(erased).audit(&Entry::of(
            call.now_ms,
            AuditWord::RevealNotes,
            call.caller,
        ));
        if given.len() < GIVERS_MIN {
            self.show_nothing((call, state), decision, &given).await
        } else {
            self.show((call, state), decision, given).await
        }
    }
}

impl RevealNotes {
    /// Ends it without showing anything. Nobody has given from then on.
    async fn show_nothing(
        &self,
        (call, state): (&Call<'_, ()>, &mut State<'_>),
        mut decision: Decision<Done>,
        given: &[Given],
    ) -> Result<Decision<Done>, CommandError> {
        for Given { person, .. } in given {
            let key = note_records::written_key(&call.caller.workshop, &self.activity, person);
            let written: Option<WrittenRecord> = state.get(&key).await?;
            if let Some(written) = written {
                decision = decision.put(key, &WrittenRecord { unnamed: false, ..written });
            }
        }
        let activity = self.activity.as_str().to_owned();
        Ok(decision.edit(session_document(&call.caller.workshop), move |document: &mut Document| {
            reveal::change(document, &activity, |reveal| reveal.state = RevealState::TooFew);
            Ok(())
        }))
    }

    /// Shows everything.
    async fn show(
        &self,
        (call, state): (&Call<'_, ()>, &mut State<'_>),
        decision: Decision<Done>,
        given: Vec<Given>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        let kept = ActivityId::parse(&random_id()).ok_or(NOT_OPEN)?;
        let begun_key = note_records::writing_key(workshop, &self.activity);
        // Looked at, so that a giving at the same moment is decided anew.
        let _: Option<BegunRecord> = state.get(&begun_key).await?;
        let mut left = Batch::default();
        for person in &given {
            call.workshops.leave_kept((workshop, &self.activity, &kept), person, &mut left).await?;
        }
        let ideas = shuffled(given.into_iter().flat_map(|given| given.notes).collect());
        let ideas: Vec<(String, Idea)> =
            ideas.into_iter().map(|note| (random_id(), self.idea(call.now_ms, note))).collect();
        let activity = self.activity.as_str().to_owned();
        let stands_for = kept.as_str().to_owned();
        Ok(decision
            .with(left)
            .put(begun_key, &BegunRecord { kept: Some(kept.clone()) })
            .put(note_records::writing_key(workshop, &kept), &BegunRecord::default())
            .edit(session_document(workshop), move |document: &mut Document| {
                // One transaction, which is one frame for everybody.
                let shown = document.write(|txn, _| {
                    ideas::add(txn, ideas)?;
                    let reveal = Reveal::read(txn, &activity).unwrap_or_default();
                    Reveal { state: RevealState::Shown, kept: Some(stands_for), ..reveal }
                        .write(txn, &activity);
                    Ok(())
                });
                shown.0.map_err(|Full| too_many_ideas())
            })
            .effect(Effect::RecheckRights { workshop: workshop.clone(), change: RightsChange::Notes })
            .effect(Effect::EraseGiven { workshop: workshop.clone(), activity: self.activity.clone() }))
    }

    fn idea(&self, at: u64, note: WaitingNote) -> Idea {
        Idea {
            text: note.text,
            activity: self.activity.as_str().to_owned(),
            by: String::new(),
            side: String::new(),
            note: String::new(),
            about: note.about,
            at,
        }
    }
}

impl Workshops {
    /// What waits in an activity, and what erases it. That none of it was changed meanwhile is a condition.
    async fn take_waiting(
        &self,
        workshop: &WorkshopId,
        activity: &ActivityId,
    ) -> Result<(Vec<Given>, Batch), CommandError> {
        let removes = vec![note_records::giving_key(workshop, activity)];
        let mut erased = Batch { removes, ..Batch::default() };
        let mut given = Vec::new();
        for (key, value) in self.store.list(&note_records::waiting_prefix(workshop, activity)).await? {
            let Some((_, person)) = note_records::waiting_of(workshop, &key) else { continue };
            let WaitingRecord { notes } = records::decode(&key, &value)?;
            given.push(Given { person, notes });
            erased.removes.push(key.clone());
            erased.expects.push((key, Some(value)));
        }
        Ok((given, erased))
    }

    /// Puts what a giver kept into a document of its own, and drops the notes of before with their history. That nothing was written
    /// there meanwhile is a condition.
    async fn leave_kept(
        &self,
        (workshop, activity, kept): (&WorkshopId, &ActivityId, &ActivityId),
        Given { person, notes }: &Given,
        batch: &mut Batch,
    ) -> Result<(), CommandError> {
        let old = DocumentName::Notes(workshop.clone(), activity.clone(), person.clone());
        let given: Vec<String> = notes.iter().map(|note| note.id.clone()).collect();
        let look = move |document: &Document| {
            let mut seen = notes::ids(document);
            // Filled up with ids of no note and mixed, so that nobody can count how many were given.
            let filled = (seen.len() / NOTES_MAX + 1) * NOTES_MAX;
            seen.extend((seen.len()..filled).map(|_| random_id()));
            notes::kept(document, &given, &shuffled(seen))
        };
        let (update, head) = self.rooms.read_with_head(&old, look).await?;
        let new = DocumentName::Notes(workshop.clone(), kept.clone(), person.clone());
        batch.appends.push((new.to_string(), update.into()));
        batch.drops.push(old.to_string());
        batch.expects_heads.push((old.to_string(), head));
        Ok(())
    }

    /// Ends the rooms of what givers had written before it was shown, and drops what reached them meanwhile.
    ///
    /// # Errors
    /// The store's; asked again, it goes on.
    pub(crate) async fn erase_given(
        &self,
        workshop: &WorkshopId,
        activity: &ActivityId,
    ) -> Result<(), CommandError> {
        let prefix = note_records::written_prefix(workshop, activity);
        for (key, value) in self.store.list(&prefix).await? {
            let written: WrittenRecord = records::decode(&key, &value)?;
            let person = key.strip_prefix(&prefix).and_then(ParticipantId::parse);
            if let Some(person) = person.filter(|_| written.unnamed) {
                let old = DocumentName::Notes(workshop.clone(), activity.clone(), person);
                self.rooms.erase_document(&old).await?;
            }
        }
        Ok(())
    }
}

/// In an order that chance gives, each as likely as any other.
fn shuffled<T>(mut all: Vec<T>) -> Vec<T> {
    for last in (1..all.len()).rev() {
        // Of 64 random bits the remainder prefers nothing that could be noticed.
        let chosen = u64::from_be_bytes(random_bytes::<8>()) % (last as u64 + 1);
        all.swap(last, usize::try_from(chosen).unwrap_or(last));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_67_each_order_is_as_likely_as_any_other() {
        const TRIES: usize = 6_000;
        let mut orders = std::collections::BTreeMap::new();
        for _ in 0..TRIES {
            *orders.entry(shuffled(vec![1, 2, 3])).or_insert(0_usize) += 1;
        }
        assert_eq!(orders.len(), 6, "all orders come");
        // A thousand each; that one is further off than 200 happens once in a thousand million runs.
        assert!(orders.values().all(|count| count.abs_diff(TRIES / 6) < 200), "{orders:?}");
    }
}
