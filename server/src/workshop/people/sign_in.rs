//! What a device gets with its secret: a fresh token, how its person stands, and all that opens the workshop.

use serde::Serialize;
use utoipa::ToSchema;

use pairway_crdt::workshop::side::Side;

use crate::auth::error::AuthError;
use crate::auth::records::{self, PersonRecord, PersonState};
use crate::auth::role::Role;
use crate::auth::token::{Claims, Membership, Purpose, TOKEN_LIFE_MS, hash_secret, hashes_equal};
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::store::{Batch, StoreError};
use crate::workshop::{CommandError, Workshops};

/// A person who joined: in, or waiting to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
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
    #[schema(schema_with = crate::workshop::schema::side, required = true)]
    pub side: Option<Side>,
    /// What the person is called.
    pub nickname: String,
    /// What this device gets fresh tokens with, and asks how the person stands; only its hash is kept.
    pub device_secret: String,
    /// What the workshop is called.
    pub title: String,
    /// Last day.
    pub ends_on: String,
    /// Which server this is.
    pub server: ServerIdentity,
    /// What opens the workshop; nothing for who waits.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub way_in: Option<WayIn>,
}

/// What opens a workshop for somebody who is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WayIn {
    /// Its main map.
    pub map: MapId,
    /// A token for the sockets and the HTTP interface.
    pub token: String,
    /// When it ends, milliseconds since 1970.
    pub token_expires_at: u64,
    /// How long it lasts, in milliseconds: the clock of a device may be wrong.
    pub token_life_ms: u64,
    /// What the person shows to be let in again by a server that was set back to a time before they joined.
    pub membership: String,
}

/// Which server this is, for a device to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerIdentity {
    /// The public key of its statements (ECDSA, P-256): the uncompressed point in base64url.
    pub key: String,
    /// Which history of its data this is; another one after each restore from a backup.
    pub epoch: String,
    /// To which moment it was set back, when a restore began this history; milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_back_to: Option<u64>,
}

/// A fresh token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FreshToken {
    /// The token.
    pub token: String,
    /// When it ends, milliseconds since 1970.
    pub token_expires_at: u64,
    /// How long it lasts, in milliseconds: the clock of a device may be wrong.
    pub token_life_ms: u64,
    /// Which server this is.
    pub server: ServerIdentity,
    /// As in what somebody is told who joins.
    pub membership: String,
    /// The role.
    pub role: Role,
    /// The side of the role.
    #[schema(schema_with = crate::workshop::schema::side, required = true)]
    pub side: Option<Side>,
}

impl Workshops {
    /// What a device is told of its person who is in or waits.
    pub(super) async fn joined(
        &self,
        workshop: &WorkshopId,
        participant: ParticipantId,
        device_secret: String,
    ) -> Result<Joined, CommandError> {
        let record = self.open_record(workshop).await?;
        let person = self.person(workshop, &participant).await?;
        let way_in = match person.state.check_in() {
            Err(AuthError::Waiting) => None,
            Err(error) => return Err(error.into()),
            Ok(()) => {
                let map = record.maps.first().cloned();
                let map = map.ok_or(CommandError::NotFound("This workshop has no map."))?;
                let FreshToken { token, token_expires_at, token_life_ms, membership, .. } = self.sign_token(
                    &membership(workshop, &participant, person.role, &device_secret),
                    person.epoch,
                );
                Some(WayIn { map, token, token_expires_at, token_life_ms, membership })
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
            server: self.server_identity(),
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
        if person.entrance.is_awaited {
            self.keep_that_they_came(workshop, participant).await?;
        }
        let member = membership(workshop, participant, person.role, device_secret);
        Ok(self.sign_token(&member, person.epoch))
    }

    /// Which server this is.
    fn server_identity(&self) -> ServerIdentity {
        ServerIdentity {
            key: self.keys.statements().public(),
            epoch: self.epoch.id.clone(),
            set_back_to: self.epoch.set_back_to_ms,
        }
    }

    /// Keeps that a person's device has come. Where their record changes at the same moment, the next token does it.
    async fn keep_that_they_came(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
    ) -> Result<(), CommandError> {
        let key = records::person_key(workshop, participant);
        let Some(before) = self.store.get(&key).await? else { return Ok(()) };
        let mut person: PersonRecord = records::decode(&key, &before)?;
        person.entrance.is_awaited = false;
        let came = records::encode(&person);
        let batch =
            Batch { expects: vec![(key.clone(), Some(before))], puts: vec![(key, came)], ..Batch::default() };
        match self.store.commit(batch).await {
            Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The person whose device this is.
    pub(super) async fn person_of_device(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        device_secret: &str,
    ) -> Result<PersonRecord, CommandError> {
        self.open_record(workshop).await?;
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

    /// How the person of a device stands: waiting, or in with all that opens the workshop.
    ///
    /// # Errors
    /// [`AuthError::TurnedAway`] and [`AuthError::Revoked`] for who is not in; [`AuthError::Invalid`] for a wrong secret.
    pub async fn standing(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        device_secret: &str,
    ) -> Result<Joined, CommandError> {
        let person = self.person_of_device(workshop, participant, device_secret).await?;
        match person.state.check_in() {
            Ok(()) | Err(AuthError::Waiting) => {}
            Err(error) => return Err(error.into()),
        }
        self.joined(workshop, participant.clone(), device_secret.to_owned()).await
    }

    fn sign_token(&self, member: &Membership, epoch: u32) -> FreshToken {
        let exp = (self.clock.now_ms() + TOKEN_LIFE_MS) / 1000;
        let Membership { member_of: w, p, r, .. } = member.clone();
        let claims = Claims { w, p, r, e: epoch, exp };
        FreshToken {
            token: self.keys.sign(&claims),
            token_expires_at: exp * 1000,
            token_life_ms: TOKEN_LIFE_MS,
            server: self.server_identity(),
            membership: self.keys.sign_membership(member),
            role: r,
            side: r.side(),
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

/// What is signed for a person and a device.
fn membership(
    workshop: &WorkshopId,
    participant: &ParticipantId,
    role: Role,
    device_secret: &str,
) -> Membership {
    Membership { member_of: workshop.clone(), p: participant.clone(), r: role, d: hash_secret(device_secret) }
}
