//! Joining, and the tokens of those who joined.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantFacts, ParticipantState, WorkshopFacts};
use serde::Serialize;
use serde_json::json;

use super::audit::{self, Act, Entry};
use super::repeat::{Given, until_it_fits};
use super::{CommandError, Workshops, facts_document, words};
use crate::auth::gatekeeper::AuthError;
use crate::auth::invite::{Found, Uses};
use crate::auth::records::{self, Life, PersonRecord, PersonState, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::{Claims, Purpose, TOKEN_LIFE_MS, hash_secret, hashes_equal};
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::limits::PEOPLE_PER_WORKSHOP_MAX;
use crate::store::Batch;
use pairway_crdt::workshop::side::Side;

/// A person who joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Joined {
    /// The workshop.
    pub workshop: WorkshopId,
    /// Its main map.
    pub map: MapId,
    /// The person's id.
    pub participant: ParticipantId,
    /// The role.
    pub role: Role,
    /// The side of the role.
    pub side: Option<Side>,
    /// What the person is called.
    pub nickname: String,
    /// A token for the sockets and the HTTP interface.
    pub token: String,
    /// When it ends, milliseconds since 1970.
    pub token_expires_at: u64,
    /// What this device gets fresh tokens with; only its hash is kept.
    pub device_secret: String,
    /// What the workshop is called.
    pub title: String,
    /// Last day.
    pub ends_on: String,
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
    /// Lets a person in.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn join(&self, command: &str, secret: &str, nickname: &str) -> Result<Joined, CommandError> {
        words::check_command(command)?;
        let found = match self.found(secret).await {
            // A recovery link that was used by this very command: the answer got lost on the way.
            Err(CommandError::NotFound(_)) => self.used_by(command, secret).await?,
            other => other?,
        };
        let nickname = words::read_nickname(nickname)?;
        let participant = until_it_fits(|| self.try_join(command, &found, &nickname)).await?;
        self.joined(&found.target.workshop, participant, command).await
    }

    /// The invite of a once-only secret whose one use was this command.
    async fn used_by(&self, command: &str, secret: &str) -> Result<Found, CommandError> {
        let unknown = CommandError::NotFound(super::invites::NO_SUCH_INVITE);
        let now_ms = self.clock.now_ms();
        let found = crate::auth::invite::find_secret(self.store.as_ref(), &self.keys, secret, now_ms).await?;
        let found = found.ok_or(unknown.clone())?;
        let given = Given { workshop: &found.target.workshop, command, by: &found.hash };
        match self.earlier_answer(given).await? {
            Some(_) => Ok(found),
            None => Err(unknown),
        }
    }

    async fn try_join(
        &self,
        command: &str,
        found: &Found,
        nickname: &str,
    ) -> Result<ParticipantId, CommandError> {
        let workshop = &found.target.workshop;
        self.open_record(workshop).await?;
        let given = Given { workshop, command, by: &found.hash };
        if let Some(earlier) = self.earlier_answer(given).await? {
            let participant = earlier["participant"].as_str().and_then(ParticipantId::parse);
            return participant.ok_or(CommandError::NotFound("This command has no answer."));
        }
        if self.store.list(&records::people_prefix(workshop)).await?.len() >= PEOPLE_PER_WORKSHOP_MAX {
            return Err(CommandError::NotNow { code: "workshop_full", message: "This workshop is full." });
        }
        let (participant, role, now_ms) = (ParticipantId::random(), found.target.role, self.clock.now_ms());
        let person = PersonRecord {
            nickname: nickname.to_owned(),
            role,
            state: PersonState::In,
            epoch: 1,
            devices: vec![hash_secret(&self.device_secret(workshop, &participant, command))],
            joined_at_ms: now_ms,
        };
        let mut batch = Batch::default();
        batch.puts.push((records::person_key(workshop, &participant), records::encode(&person)));
        if let Uses::Once { used_key } = &found.uses {
            batch.expects.push((used_key.clone(), None));
            batch.puts.push((used_key.clone(), records::encode(&now_ms)));
        }
        self.remember_answer(&mut batch, given, json!({ "participant": participant }));
        let entry = Entry {
            by: Some(&participant),
            role: Some(role),
            ..Entry::of_server(now_ms, Act::Join, workshop)
        };
        audit::note(&mut batch, &entry);
        let edit = write_person(participant.clone(), role, PersonState::In);
        self.rooms.edit_with(&facts_document(workshop), batch, edit).await?;
        Ok(participant)
    }

    async fn joined(
        &self,
        workshop: &WorkshopId,
        participant: ParticipantId,
        command: &str,
    ) -> Result<Joined, CommandError> {
        let (record, _) = self.open_record(workshop).await?;
        let person = self.person(workshop, &participant).await?;
        let map = record.maps.first().cloned().ok_or(CommandError::NotFound("This workshop has no map."))?;
        let fresh = self.sign_token(workshop, &participant, &person)?;
        let facts = self.facts(workshop).await?;
        Ok(Joined {
            workshop: workshop.clone(),
            map,
            device_secret: self.device_secret(workshop, &participant, command),
            participant,
            role: person.role,
            side: person.role.side(),
            nickname: person.nickname,
            token: fresh.token,
            token_expires_at: fresh.token_expires_at,
            title: facts.title,
            ends_on: record.ends_on,
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
        let record: Option<WorkshopRecord> =
            records::read(self.store.as_ref(), &records::workshop_key(workshop)).await?;
        match record.map(|record| record.life) {
            Some(Life::Open) => {}
            Some(Life::Deleting) | None => return Err(AuthError::Deleted.into()),
        }
        let person = self.person(workshop, participant).await?;
        match person.state {
            PersonState::In => {}
            PersonState::Removed => return Err(AuthError::Revoked.into()),
        }
        let hash = hash_secret(device_secret);
        if !person.devices.iter().any(|known| hashes_equal(known, &hash)) {
            return Err(AuthError::Invalid.into());
        }
        self.sign_token(workshop, participant, &person)
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
    ) -> Result<FreshToken, CommandError> {
        match person.state {
            PersonState::In => {}
            PersonState::Removed => return Err(AuthError::Revoked.into()),
        }
        let exp = (self.clock.now_ms() + TOKEN_LIFE_MS) / 1000;
        let claims =
            Claims { w: workshop.clone(), p: participant.clone(), r: person.role, e: person.epoch, exp };
        Ok(FreshToken {
            token: self.keys.sign(&claims),
            token_expires_at: exp * 1000,
            role: person.role,
            side: person.role.side(),
        })
    }

    fn device_secret(&self, workshop: &WorkshopId, participant: &ParticipantId, command: &str) -> String {
        self.keys.derive(Purpose::Device, &format!("{workshop} {participant} {command}"))
    }
}

/// The edit that tells everybody in the workshop of a new or changed person, and that names are to be asked for again.
pub(super) fn write_person(
    participant: ParticipantId,
    role: Role,
    state: PersonState,
) -> impl FnOnce(&mut Document) + Send + 'static {
    move |document| {
        document.write(|txn, _| {
            let revision = WorkshopFacts::read(txn).roster_revision;
            let person = ParticipantFacts {
                role: role.as_str().to_owned(),
                side: role.side().map(Side::as_str).unwrap_or_default().to_owned(),
                state: match state {
                    PersonState::In => ParticipantState::In,
                    PersonState::Removed => ParticipantState::Removed,
                },
            };
            facts::write_participant(txn, participant.as_str(), &person);
            facts::write_roster_revision(txn, revision + 1);
        });
    }
}
