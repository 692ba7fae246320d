//! The people of a workshop with their names, for the people of that workshop.

use serde::Serialize;
use utoipa::ToSchema;

use pairway_crdt::workshop::side::Side;

use super::places::never_came;
use crate::auth::records::{PersonRecord, PersonState, TakesPart};
use crate::auth::role::Role;
use crate::ids::ParticipantId;
use crate::workshop::{Caller, CommandError, Workshops, audit};

/// The people of a workshop, with names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Roster {
    /// The revision that the workshop document shows.
    pub revision: u64,
    /// In the order they joined.
    pub people: Vec<RosterPerson>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RosterPerson {
    /// The id that documents hold.
    pub participant: ParticipantId,
    /// The name.
    pub nickname: String,
    /// The role.
    pub role: Role,
    /// The side of the role.
    #[schema(schema_with = crate::workshop::schema::side, required = true)]
    pub side: Option<Side>,
    /// In, removed, or (facilitators only) waiting.
    pub state: PersonState,
    /// With a device or by phone.
    pub takes_part: TakesPart,
    /// Who else came with the same device; only facilitators are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub same_device_as: Option<Vec<ParticipantId>>,
    /// There and true when they joined some time ago and their device has never come; only facilitators are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub never_came: Option<bool>,
    /// What helps them to take part, in their words; only facilitators are told, and each person their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub help: Option<String>,
}

impl Workshops {
    /// The people of a workshop, with names. Only facilitators are told who waits and who shares a device; who was turned
    /// away is forgotten.
    ///
    /// # Errors
    /// The store's and the room's.
    pub async fn roster(&self, caller: &Caller) -> Result<Roster, CommandError> {
        // Revision first: a person who joins in between is shown early, never missed.
        let revision = self.facts(&caller.workshop).await?.roster_revision;
        let everybody = self.people(&caller.workshop).await?;
        let now_ms = self.clock.now_ms();
        let runs_it = caller.role == Role::Facilitator;
        let is_shown = |person: &PersonRecord| match person.state {
            PersonState::In | PersonState::Removed => true,
            PersonState::Waiting => runs_it,
            PersonState::TurnedAway => false,
        };
        let mut help = self.what_helps(caller).await?;
        let shown = everybody.iter().filter(|(_, person)| is_shown(person));
        let people = shown.map(|(participant, person)| RosterPerson {
            participant: participant.clone(),
            nickname: person.nickname.clone(),
            role: person.role,
            side: person.role.side(),
            state: person.state,
            takes_part: person.presence,
            same_device_as: runs_it.then(|| same_device_as(participant, person, &everybody)),
            never_came: Some(true)
                .filter(|_| runs_it && person.state == PersonState::In && never_came(person, now_ms)),
            help: help.remove(participant.as_str()),
        });
        Ok(Roster { revision, people: people.collect() })
    }
}

fn same_device_as(
    participant: &ParticipantId,
    person: &PersonRecord,
    everybody: &[(ParticipantId, PersonRecord)],
) -> Vec<ParticipantId> {
    let others = everybody.iter().filter(|(other, _)| other != participant);
    let same = others.filter(|(_, other)| audit::share_a_device(person, other));
    same.map(|(other, _)| other.clone()).collect()
}
