//! Joining, and the tokens of those who joined.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantFacts, ParticipantState, WorkshopFacts};
use serde::Serialize;
use serde_json::json;

use super::audit::{self, Act, DeviceSeen, Entry};
use super::repeat::{COMMAND_USED, CallMark, Given, until_it_fits};
use super::{CommandError, Workshops, facts_document, words};
use crate::auth::error::AuthError;
use crate::auth::invite::{Found, Uses};
use crate::auth::records::{self, Grant, Life, PersonRecord, PersonState, WaitingRoom, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::{Claims, Purpose, TOKEN_LIFE_MS, hash_secret, hashes_equal};
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::limits::{PEOPLE_PER_WORKSHOP_MAX, WAITING_PEOPLE_MAX};
use crate::store::Batch;
use pairway_crdt::workshop::side::Side;

/// Who wants in, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// The command id.
    pub command: &'a str,
    /// The secret of an invite.
    pub secret: &'a str,
    /// What the person wants to be called.
    pub nickname: &'a str,
    /// The number the device gave itself, if it tells.
    pub device: Option<&'a str>,
    /// The call that brought it.
    pub call: &'a CallMark,
}

/// A person who joined: in, or waiting to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Joined {
    /// In or waiting.
    pub state: PersonState,
    /// The workshop.
    pub workshop: WorkshopId,
    /// The person's id.
    pub participant: ParticipantId,
    /// The role.
    pub role: Role,
    /// The side of the role.
    pub side: Option<Side>,
    /// What the person is called.
    pub nickname: String,
    /// What this device gets fresh tokens with, and asks how the person stands; only its hash is kept.
    pub device_secret: String,
    /// What the workshop is called.
    pub title: String,
    /// Last day.
    pub ends_on: String,
    /// What opens the workshop; nothing for who waits.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub way_in: Option<WayIn>,
}

/// What opens a workshop for somebody who is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WayIn {
    /// Its main map.
    pub map: MapId,
    /// A token for the sockets and the HTTP interface.
    pub token: String,
    /// When it ends, milliseconds since 1970.
    pub token_expires_at: u64,
}

/// A fresh token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FreshToken {
    /// The token.
    pub token: String,
    /// When it ends, milliseconds since 1970.
    pub token_expires_at: u64,
    /// The role.
    pub role: Role,
    /// The side of the role.
    pub side: Option<Side>,
}

impl Workshops {
    /// Lets a person in, or into the waiting room.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn join(&self, joining: Joining<'_>) -> Result<Joined, CommandError> {
        words::check_command(joining.command)?;
        joining.device.map_or(Ok(()), words::check_device)?;
        let found = match self.found(joining.secret).await {
            // A recovery link that was used by this very command: the answer got lost on the way.
            Err(CommandError::NotFound(_)) => self.used_by(joining).await?,
            other => other?,
        };
        let nickname = words::read_nickname(joining.nickname)?;
        let joining = Joining { nickname: &nickname, ..joining };
        let participant = until_it_fits(|| self.try_join(joining, &found)).await?;
        let workshop = &found.target.workshop;
        let device_secret = self.device_secret(workshop, &participant, joining.command);
        self.joined(workshop, participant, device_secret).await
    }

    /// The invite of a once-only secret whose one use was this command.
    async fn used_by(&self, joining: Joining<'_>) -> Result<Found, CommandError> {
        let Joining { command, secret, call, .. } = joining;
        let unknown = CommandError::NotFound(super::invites::NO_SUCH_INVITE);
        let now_ms = self.clock.now_ms();
        let found = crate::auth::invite::find_secret(self.store.as_ref(), &self.keys, secret, now_ms).await?;
        let found = found.ok_or(unknown.clone())?;
        let given = Given { workshop: &found.target.workshop, command, by: &found.hash, call };
        match self.earlier_answer(given).await? {
            Some(_) => Ok(found),
            None => Err(unknown),
        }
    }

    async fn try_join(&self, joining: Joining<'_>, found: &Found) -> Result<ParticipantId, CommandError> {
        let workshop = &found.target.workshop;
        let (record, record_before) = self.open_record(workshop).await?;
        let given = Given { workshop, command: joining.command, by: &found.hash, call: joining.call };
        if let Some(earlier) = self.earlier_answer(given).await? {
            let participant = earlier["participant"].as_str().and_then(ParticipantId::parse);
            return participant.ok_or(COMMAND_USED);
        }
        let (participant, role, now_ms) = (ParticipantId::random(), found.target.role, self.clock.now_ms());
        let others = self.people(workshop).await?;
        let mark = joining.device.map(|device| self.device_mark(workshop, device));
        let state = first_state(role, &record, was_sent_away(mark.as_ref(), &others));
        check_room(&others, state)?;
        let mut person = PersonRecord::new(joining.nickname.to_owned(), role, state, now_ms);
        person.devices.push(hash_secret(&self.device_secret(workshop, &participant, joining.command)));
        person.marks.extend(mark);
        let mut batch = Batch::default();
        // A waiting room that is opened at this moment counts.
        batch.expects.push((records::workshop_key(workshop), Some(record_before)));
        batch.puts.push((records::person_key(workshop, &participant), records::encode(&person)));
        if let Uses::Once { used_key } = &found.uses {
            batch.expects.push((used_key.clone(), None));
            batch.puts.push((used_key.clone(), records::encode(&now_ms)));
        }
        self.remember_answer(&mut batch, given, json!({ "participant": participant }));
        let entry = Entry {
            by: Some(&participant),
            role: Some(role),
            device: DeviceSeen::of(&person, &others),
            ..Entry::of_server(now_ms, if state == PersonState::In { Act::Join } else { Act::Wait }, workshop)
        };
        audit::note(&mut batch, &entry);
        let edit = write_people(vec![(participant.clone(), person)]);
        self.rooms.edit_with(&facts_document(workshop), batch, edit).await?;
        Ok(participant)
    }

    /// What a device is told of its person who is in or waits.
    pub(super) async fn joined(
        &self,
        workshop: &WorkshopId,
        participant: ParticipantId,
        device_secret: String,
    ) -> Result<Joined, CommandError> {
        let (record, _) = self.open_record(workshop).await?;
        let person = self.person(workshop, &participant).await?;
        let way_in = match person.state.check_in() {
            Err(AuthError::Waiting) => None,
            Err(error) => return Err(error.into()),
            Ok(()) => {
                let map = record.maps.first().cloned();
                let map = map.ok_or(CommandError::NotFound("This workshop has no map."))?;
                let fresh = self.sign_token(workshop, &participant, &person);
                Some(WayIn { map, token: fresh.token, token_expires_at: fresh.token_expires_at })
            }
        };
        Ok(Joined {
            state: person.state,
            workshop: workshop.clone(),
            participant,
            role: person.role,
            side: person.role.side(),
            nickname: person.nickname,
            device_secret,
            title: self.facts(workshop).await?.title,
            ends_on: record.ends_on,
            way_in,
        })
    }

    /// A fresh token for a device.
    ///
    /// # Errors
    /// [`AuthError::Invalid`] for a wrong secret; the others as a token would get them.
    pub async fn fresh_token(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        device_secret: &str,
    ) -> Result<FreshToken, CommandError> {
        let person = self.person_of_device(workshop, participant, device_secret).await?;
        person.state.check_in()?;
        Ok(self.sign_token(workshop, participant, &person))
    }

    /// The person whose device this is.
    pub(super) async fn person_of_device(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        device_secret: &str,
    ) -> Result<PersonRecord, CommandError> {
        let record: Option<WorkshopRecord> =
            records::read(self.store.as_ref(), &records::workshop_key(workshop)).await?;
        match record.map(|record| record.life) {
            Some(Life::Open) => {}
            Some(Life::Deleting) | None => return Err(AuthError::Deleted.into()),
        }
        let person = self.person(workshop, participant).await?;
        if person.state == PersonState::Removed {
            return Err(AuthError::Revoked.into());
        }
        let hash = hash_secret(device_secret);
        if person.devices.iter().any(|known| hashes_equal(known, &hash)) {
            Ok(person)
        } else {
            Err(AuthError::Invalid.into())
        }
    }

    pub(super) async fn person(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
    ) -> Result<PersonRecord, CommandError> {
        let key = records::person_key(workshop, participant);
        let person = records::read(self.store.as_ref(), &key).await?;
        // Unknown people are answered as a wrong secret would be: ids of people are not told to outsiders.
        person.ok_or_else(|| AuthError::Invalid.into())
    }

    fn sign_token(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        person: &PersonRecord,
    ) -> FreshToken {
        let exp = (self.clock.now_ms() + TOKEN_LIFE_MS) / 1000;
        let claims =
            Claims { w: workshop.clone(), p: participant.clone(), r: person.role, e: person.epoch, exp };
        FreshToken {
            token: self.keys.sign(&claims),
            token_expires_at: exp * 1000,
            role: person.role,
            side: person.role.side(),
        }
    }

    pub(super) fn device_secret(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        command: &str,
    ) -> String {
        self.keys.derive(Purpose::Device, &format!("{workshop} {participant} {command}"))
    }

    /// What stands for a device in one workshop: says that two people came with the same one, and nothing elsewhere.
    pub(super) fn device_mark(&self, workshop: &WorkshopId, device: &str) -> String {
        hash_secret(&self.keys.derive(Purpose::DeviceMark, &format!("{workshop} {device}")))
    }
}

fn first_state(role: Role, record: &WorkshopRecord, sent_away: bool) -> PersonState {
    match (record.waiting_room, role) {
        (_, Role::Facilitator) => PersonState::In,
        (WaitingRoom::Off, _) if !sent_away => PersonState::In,
        (WaitingRoom::On | WaitingRoom::Off, _) => PersonState::Waiting,
    }
}

/// Whether somebody was taken out who came with this device: the invitation still opens, but not the door.
fn was_sent_away(mark: Option<&String>, others: &[(ParticipantId, PersonRecord)]) -> bool {
    mark.is_some_and(|mark| others.iter().any(|(_, other)| other.sent_away && other.marks.contains(mark)))
}

/// Whether one more person fits.
pub(super) fn check_room(
    others: &[(ParticipantId, PersonRecord)],
    state: PersonState,
) -> Result<(), CommandError> {
    if others.len() >= PEOPLE_PER_WORKSHOP_MAX {
        return Err(CommandError::NotNow { code: "workshop_full", message: "This workshop is full." });
    }
    let waiting = others.iter().filter(|(_, person)| person.state == PersonState::Waiting).count();
    if state == PersonState::Waiting && waiting >= WAITING_PEOPLE_MAX {
        let message = "Too many people are in the waiting room. Try again in a few minutes.";
        return Err(CommandError::NotNow { code: "waiting_room_full", message });
    }
    Ok(())
}

fn acts_for(person: &PersonRecord, grant: Grant) -> Option<String> {
    person.acts_for.as_ref().filter(|_| person.grant == grant).map(ToString::to_string)
}

/// The edit that tells everybody in the workshop of new or changed people, and that names are to be asked for again.
pub(super) fn write_people(
    people: Vec<(ParticipantId, PersonRecord)>,
) -> impl FnOnce(&mut Document) + Send + 'static {
    move |document| {
        document.write(|txn, _| {
            let revision = WorkshopFacts::read(txn).roster_revision;
            for (participant, person) in &people {
                let told = ParticipantFacts {
                    role: person.role.as_str().to_owned(),
                    side: person.role.side().map(Side::as_str).unwrap_or_default().to_owned(),
                    state: match person.state {
                        PersonState::In => ParticipantState::In,
                        PersonState::Waiting => ParticipantState::Waiting,
                        PersonState::TurnedAway | PersonState::Removed => ParticipantState::Removed,
                    },
                    acts_for: acts_for(person, Grant::Given),
                    asks_to_act_for: acts_for(person, Grant::Asked),
                };
                facts::write_participant(txn, participant.as_str(), &told);
            }
            facts::write_roster_revision(txn, revision + 1);
        });
    }
}
