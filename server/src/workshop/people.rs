//! The people of a workshop: the roster with names, leaving, being removed.

use serde::Serialize;
use serde_json::json;

use super::audit::{self, Act, Entry};
use super::join::write_person;
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::gatekeeper::AuthError;
use crate::auth::records::{self, PersonRecord, PersonState};
use crate::auth::role::Role;
use crate::auth::token::{hash_secret, hashes_equal};
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::Batch;
use pairway_crdt::workshop::side::Side;

/// The people of a workshop, with names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Roster {
    /// The revision that the workshop document shows.
    pub revision: u64,
    /// In the order they joined.
    pub people: Vec<RosterPerson>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RosterPerson {
    /// The id that documents hold.
    pub participant: ParticipantId,
    /// The name.
    pub nickname: String,
    /// The role.
    pub role: Role,
    /// The side of the role.
    pub side: Option<Side>,
    /// In or removed.
    pub state: PersonState,
}

/// What somebody who is sent away reads.
const REMOVED_REASON: &str = "A facilitator has taken you out of this workshop.";
/// What other connections of somebody who left read.
const LEFT_REASON: &str = "You have left this workshop.";

impl Workshops {
    /// The people of a workshop, with names.
    ///
    /// # Errors
    /// The store's and the room's.
    pub async fn roster(&self, workshop: &WorkshopId) -> Result<Roster, CommandError> {
        // Revision first: a person who joins in between is shown early, never missed.
        let revision = self.facts(workshop).await?.roster_revision;
        let prefix = records::people_prefix(workshop);
        let mut people = Vec::new();
        for (key, value) in self.store.list(&prefix).await? {
            let person: PersonRecord = records::decode(&key, &value)?;
            if let Some(participant) = key.strip_prefix(&prefix).and_then(ParticipantId::parse) {
                people.push((person.joined_at_ms, participant, person));
            }
        }
        people.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        let people = people.into_iter().map(|(_, participant, person)| RosterPerson {
            participant,
            nickname: person.nickname,
            role: person.role,
            side: person.role.side(),
            state: person.state,
        });
        Ok(Roster { revision, people: people.collect() })
    }

    /// Takes a person out of the workshop; their connections end at once and their tokens and devices stop working.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn remove_person(
        &self,
        actor: &Actor,
        command: &str,
        participant: &ParticipantId,
    ) -> Result<(), CommandError> {
        words::check_command(command)?;
        if *participant == actor.participant {
            return Err(CommandError::bad("remove_self", "To take yourself out, use \u{201c}Leave\u{201d}."));
        }
        until_it_fits(|| async {
            let given = Given::by_actor(actor, command);
            if self.earlier_answer(given).await?.is_some() {
                return Ok(());
            }
            let mut batch = Batch::default();
            self.remember_answer(&mut batch, given, json!({}));
            let entry = Entry::of(self.clock.now_ms(), Act::Remove, actor);
            audit::note(&mut batch, &Entry { to: Some(participant), ..entry });
            self.take_out(batch, (&actor.workshop, participant), Devices::All).await
        })
        .await?;
        self.rooms.revoke(&actor.workshop, participant, REMOVED_REASON);
        Ok(())
    }

    /// Leaves: the device is forgotten, and with the last device the person is out.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn leave(&self, actor: &Actor, command: &str, device_secret: &str) -> Result<(), CommandError> {
        words::check_command(command)?;
        let hash = hash_secret(device_secret);
        until_it_fits(|| async {
            let mut batch = Batch::default();
            audit::note(&mut batch, &Entry::of(self.clock.now_ms(), Act::Leave, actor));
            let person = (&actor.workshop, &actor.participant);
            self.take_out(batch, person, Devices::Only(&hash)).await
        })
        .await?;
        self.rooms.revoke(&actor.workshop, &actor.participant, LEFT_REASON);
        Ok(())
    }

    /// Marks a person as removed, together with what is already in the batch.
    async fn take_out(
        &self,
        mut batch: Batch,
        (workshop, participant): (&WorkshopId, &ParticipantId),
        devices: Devices<'_>,
    ) -> Result<(), CommandError> {
        let key = records::person_key(workshop, participant);
        let before = self.store.get(&key).await?;
        let Some(before) = before else {
            return Err(CommandError::NotFound("There is no such person in this workshop."));
        };
        let mut person: PersonRecord = records::decode(&key, &before)?;
        match devices {
            Devices::All => person.devices.clear(),
            Devices::Only(hash) => {
                if !person.devices.iter().any(|known| hashes_equal(known, hash)) {
                    return Err(AuthError::Invalid.into());
                }
                person.devices.retain(|known| !hashes_equal(known, hash));
            }
        }
        person.epoch = person.epoch.saturating_add(1);
        if person.devices.is_empty() {
            person.state = PersonState::Removed;
        }
        let (role, state) = (person.role, person.state);
        batch.expects.push((key.clone(), Some(before)));
        batch.puts.push((key, records::encode(&person)));
        let edit = write_person(participant.clone(), role, state);
        self.rooms.edit_with(&facts_document(workshop), batch, edit).await?;
        Ok(())
    }
}

/// Which devices are forgotten.
#[derive(Debug, Clone, Copy)]
enum Devices<'a> {
    /// All of the person's.
    All,
    /// The one with this hash of its secret.
    Only(&'a str),
}
