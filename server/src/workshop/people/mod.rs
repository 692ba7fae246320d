//! The people of a workshop: who joins, waits, is renamed, leaves; what several of these share.

pub mod add_by_phone;
pub mod admit;
pub mod admit_all;
pub mod ask_again;
pub mod change_role;
pub mod come_back;
pub mod join;
pub mod leave;
mod places;
pub mod proof;
pub mod refuse;
pub mod refuse_all;
pub mod remove;
pub mod remove_absent;
pub mod rename;
pub mod return_code;
pub mod roster;
pub mod scribe;
pub mod set_scribe;
pub mod sign_in;
pub mod waiting_room;
pub mod what_helps;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantFacts, ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::pairs;
use pairway_crdt::workshop::side::Side;

use super::command::decision::Decision;
use super::effect::{Effect, RightsChange};
use super::person_records::NO_SUCH_PERSON;
use super::{CommandError, facts_document};
use crate::auth::records::{self, Grant, PersonRecord, PersonState};
use crate::ids::{ParticipantId, WorkshopId};

/// Answer to who would take the last facilitator away, or the role from them.
const KEEP_ONE: &str = "A workshop needs a facilitator. Give somebody else that role first.";

/// Answer to what half of a pair cannot have: they decide with their partner, as who they are and for themselves.
const IN_A_PAIR: CommandError = CommandError::NotNow {
    code: "half_of_a_pair",
    message: "This person is half of a pair and speaks for themselves in it. End the pair first.",
};

impl<A> Decision<A> {
    /// Keeps a person's record, and tells everybody in the workshop what they may know of it.
    fn save_person(self, workshop: &WorkshopId, participant: &ParticipantId, person: PersonRecord) -> Self {
        self.put(records::person_key(workshop, participant), &person)
            .edit(facts_document(workshop), write_people(vec![(participant.clone(), person)]))
    }

    /// Has what somebody who is out wrote alone erased; whoever wrote for them loses it first.
    fn forget_notes(self, workshop: &WorkshopId, participant: &ParticipantId) -> Self {
        let (workshop, participant) = (workshop.clone(), participant.clone());
        self.effect(Effect::RecheckRights { workshop: workshop.clone(), change: RightsChange::Notes })
            .effect(Effect::EraseNotes { workshop, participant })
    }

    /// As [`Self::save_person`], for what only somebody can have who is half of no open pair.
    fn save_unpaired_person(
        self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        person: PersonRecord,
    ) -> Self {
        self.put(records::person_key(workshop, participant), &person)
            .edit(facts_document(workshop), write_unpaired_person(participant.clone(), person))
    }
}

/// Refuses what is only for people who are in.
pub(in crate::workshop) fn check_is_in(person: &PersonRecord) -> Result<(), CommandError> {
    match person.state {
        PersonState::In => Ok(()),
        PersonState::Waiting | PersonState::TurnedAway | PersonState::Removed => Err(NO_SUCH_PERSON),
    }
}

/// The edit that tells everybody in the workshop of new or changed people, and that names are to be asked for again.
fn write_people(
    people: Vec<(ParticipantId, PersonRecord)>,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    move |document| {
        document.write(|txn, _| {
            let revision = WorkshopFacts::read(txn).roster_revision;
            for (participant, person) in &people {
                facts::write_participant(txn, participant.as_str(), &told(person));
            }
            facts::write_roster_revision(txn, revision + 1);
        });
        Ok(())
    }
}

/// As [`write_people`] for one person, who must be half of no open pair. Decided inside the room, so that a pair that is
/// formed at the same moment counts.
fn write_unpaired_person(
    participant: ParticipantId,
    person: PersonRecord,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    move |document| {
        if pairs::open_pair_of(&pairs::read(document), participant.as_str()).is_some() {
            return Err(IN_A_PAIR);
        }
        write_people(vec![(participant, person)])(document)
    }
}

/// What everybody in the workshop is told of a person; never the name.
fn told(person: &PersonRecord) -> ParticipantFacts {
    let acts_for =
        |grant: Grant| person.acts_for.as_ref().filter(|_| person.grant == grant).map(ToString::to_string);
    ParticipantFacts {
        role: person.role.as_str().to_owned(),
        side: person.role.side().map(Side::as_str).unwrap_or_default().to_owned(),
        state: match person.state {
            PersonState::In => ParticipantState::In,
            PersonState::Waiting => ParticipantState::Waiting,
            PersonState::TurnedAway | PersonState::Removed => ParticipantState::Removed,
        },
        acts_for: acts_for(Grant::Given),
        asks_to_act_for: acts_for(Grant::Asked),
    }
}
