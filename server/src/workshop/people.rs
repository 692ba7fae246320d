//! The people of a workshop: the roster with names, leaving, being removed.

use serde::Serialize;
use serde_json::json;

use super::audit::{self, Act, Entry};
use super::join::write_people;
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::error::AuthError;
use crate::auth::records::{self, Grant, PersonRecord, PersonState, TakesPart};
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
#[serde(rename_all = "camelCase")]
pub struct RosterPerson {
    /// The id that documents hold.
    pub participant: ParticipantId,
    /// The name.
    pub nickname: String,
    /// The role.
    pub role: Role,
    /// The side of the role.
    pub side: Option<Side>,
    /// In, removed, or (facilitators only) waiting.
    pub state: PersonState,
    /// With a device or by phone.
    pub takes_part: TakesPart,
    /// Who else came with the same device; only facilitators are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_device_as: Option<Vec<ParticipantId>>,
}

/// What somebody who is sent away reads.
const REMOVED_REASON: &str = "A facilitator has taken you out of this workshop.";
/// Answer to a command about somebody who is not there.
pub(super) const NO_SUCH_PERSON: CommandError =
    CommandError::NotFound("There is no such person in this workshop.");
/// Answer to who would take the last facilitator away, or the role from them.
pub(super) const KEEP_ONE: &str = "A workshop needs a facilitator. Give somebody else that role first.";
/// Answer to the last facilitator who wants to leave with their last device.
const STAY_OR_DELETE: &str =
    "You are the only facilitator. Make somebody else a facilitator first, or delete the workshop.";
/// What other connections of somebody who left read.
const LEFT_REASON: &str = "You have left this workshop.";

impl Workshops {
    /// The people of a workshop, with names. Only facilitators are told who waits and who shares a device; who was turned
    /// away is forgotten.
    ///
    /// # Errors
    /// The store's and the room's.
    pub async fn roster(&self, actor: &Actor) -> Result<Roster, CommandError> {
        // Revision first: a person who joins in between is shown early, never missed.
        let revision = self.facts(&actor.workshop).await?.roster_revision;
        let everybody = self.people(&actor.workshop).await?;
        let runs_it = actor.role == Role::Facilitator;
        let is_shown = |person: &PersonRecord| match person.state {
            PersonState::In | PersonState::Removed => true,
            PersonState::Waiting => runs_it,
            PersonState::TurnedAway => false,
        };
        let shown = everybody.iter().filter(|(_, person)| is_shown(person));
        let people = shown.map(|(participant, person)| RosterPerson {
            participant: participant.clone(),
            nickname: person.nickname.clone(),
            role: person.role,
            side: person.role.side(),
            state: person.state,
            takes_part: person.presence,
            same_device_as: runs_it.then(|| same_device_as(participant, person, &everybody)),
        });
        Ok(Roster { revision, people: people.collect() })
    }

    /// Everybody who ever joined, in the order they did.
    pub(super) async fn people(
        &self,
        workshop: &WorkshopId,
    ) -> Result<Vec<(ParticipantId, PersonRecord)>, CommandError> {
        let prefix = records::people_prefix(workshop);
        let mut people = Vec::new();
        for (key, value) in self.store.list(&prefix).await? {
            let person: PersonRecord = records::decode(&key, &value)?;
            if let Some(participant) = key.strip_prefix(&prefix).and_then(ParticipantId::parse) {
                people.push((participant, person));
            }
        }
        people.sort_by(|one, other| (one.1.joined_at_ms, &one.0).cmp(&(other.1.joined_at_ms, &other.0)));
        Ok(people)
    }

    /// Refuses, in these words, to take the last facilitator away; the batch fails if the one who stays is changed meanwhile.
    pub(super) async fn keep_a_facilitator(
        &self,
        workshop: &WorkshopId,
        going: &ParticipantId,
        (batch, words): (&mut Batch, &'static str),
    ) -> Result<(), CommandError> {
        let going = records::person_key(workshop, going);
        for (key, value) in self.store.list(&records::people_prefix(workshop)).await? {
            let person: PersonRecord = records::decode(&key, &value)?;
            if key != going && person.role == Role::Facilitator && person.state == PersonState::In {
                batch.expects.push((key, Some(value)));
                return Ok(());
            }
        }
        Err(CommandError::NotNow { code: "last_facilitator", message: words })
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
            self.keep_a_facilitator(&actor.workshop, participant, (&mut batch, KEEP_ONE)).await?;
            self.take_out(batch, (&actor.workshop, participant), Devices::All).await.map(|_| ())
        })
        .await?;
        self.rooms.revoke(&actor.workshop, participant, REMOVED_REASON);
        Ok(())
    }

    /// Leaves: the device is forgotten, and with the last device the person is out. The tokens of a device that leaves
    /// others behind end with their hour: ending them now would throw the others out.
    ///
    /// # Errors
    /// See [`CommandError`]; also when nobody would be left to run the workshop.
    pub async fn leave(&self, actor: &Actor, command: &str, device_secret: &str) -> Result<(), CommandError> {
        words::check_command(command)?;
        let hash = hash_secret(device_secret);
        let state = until_it_fits(|| async {
            let mut batch = Batch::default();
            audit::note(&mut batch, &Entry::of(self.clock.now_ms(), Act::Leave, actor));
            let person = (&actor.workshop, &actor.participant);
            self.take_out(batch, person, Devices::Only(&hash)).await
        })
        .await?;
        if state == PersonState::Removed {
            self.rooms.revoke(&actor.workshop, &actor.participant, LEFT_REASON);
        }
        Ok(())
    }

    /// Forgets devices of a person, who is out without any, together with what is already in the batch.
    async fn take_out(
        &self,
        mut batch: Batch,
        (workshop, participant): (&WorkshopId, &ParticipantId),
        devices: Devices<'_>,
    ) -> Result<PersonState, CommandError> {
        let key = records::person_key(workshop, participant);
        let before = self.store.get(&key).await?.ok_or(NO_SUCH_PERSON)?;
        let mut person: PersonRecord = records::decode(&key, &before)?;
        match person.state {
            PersonState::In | PersonState::Removed => {}
            PersonState::Waiting | PersonState::TurnedAway => return Err(NO_SUCH_PERSON),
        }
        match devices {
            Devices::All => person.devices.clear(),
            Devices::Only(hash) => {
                if !person.devices.iter().any(|known| hashes_equal(known, hash)) {
                    return Err(AuthError::Invalid.into());
                }
                person.devices.retain(|known| !hashes_equal(known, hash));
            }
        }
        if person.devices.is_empty() {
            if matches!(devices, Devices::Only(_)) && person.role == Role::Facilitator {
                self.keep_a_facilitator(workshop, participant, (&mut batch, STAY_OR_DELETE)).await?;
            }
            person.epoch = person.epoch.saturating_add(1);
            person.state = PersonState::Removed;
            person.sent_away = matches!(devices, Devices::All);
            person.act_for(None, Grant::Given);
            batch.removes.extend(person.return_hash.take().map(|hash| records::return_key(&hash)));
        }
        let state = person.state;
        batch.expects.push((key.clone(), Some(before)));
        batch.puts.push((key, records::encode(&person)));
        let edit = write_people(vec![(participant.clone(), person)]);
        self.rooms.edit_with(&facts_document(workshop), batch, edit).await?;
        Ok(state)
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

/// Which devices are forgotten.
#[derive(Debug, Clone, Copy)]
enum Devices<'a> {
    /// All of the person's.
    All,
    /// The one with this hash of its secret.
    Only(&'a str),
}
