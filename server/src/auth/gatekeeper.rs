//! The gatekeeper: who a token is, and what that identity may do with a document right now.
//!
//! Owns the order of the questions (signature, workshop, person, epoch, table of permissions). The sockets ask it
//! through the [`Gatekeeper`] trait and know nothing of records. Knows no HTTP status and no close code.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::auth::error::AuthError;
use crate::auth::note_records::{BegunRecord, WrittenRecord, writing_key, written_key};
use crate::auth::permission::{self, Access, DocumentName, NotesState, Situation, Standing};
use crate::auth::records::{self, Grant, Life, PersonRecord, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::{self, Keys};
use crate::auth::tombstone;
use crate::ids::{ActivityId, MapId, ParticipantId, WorkshopId};
use crate::store::{Store, StoreError};
use crate::time_guard::TimeGuard;

/// A boxed future that owns what it needs.
pub type GateFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// Who is on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// A person of a workshop, as its token says; whether that still holds is asked with every access.
    Participant {
        /// The workshop.
        workshop: WorkshopId,
        /// The person.
        participant: ParticipantId,
        /// The role, as the person's record had it.
        role: Role,
        /// The epoch of the token.
        epoch: u32,
        /// When the token ends, milliseconds since 1970.
        expires_at_ms: u64,
    },
    /// Nobody in particular; may use scratch documents where they are open.
    Anonymous,
}

/// Who a token is, and all that their rights depend on, as one look at the store found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified {
    /// Who it is. Never [`Identity::Anonymous`]: a connection without a token *is* one.
    pub identity: Identity,
    /// The person and their workshop.
    pub present: Present,
}

/// What the records say now of a person who is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The person, as far as rights depend on them.
    pub standing: Standing,
    /// What holds in the workshop.
    pub situation: Situation,
    /// The maps of the workshop, the main one first.
    pub maps: Vec<MapId>,
}

/// Decides who may do what, for the sockets and the HTTP interface. Each question costs one read of the store.
pub trait Gatekeeper: Send + Sync + std::fmt::Debug + 'static {
    /// Who a token is, if it and the person behind it hold now.
    fn identify(&self, token: &str) -> GateFuture<Result<Identified, AuthError>>;

    /// [`Gatekeeper::identify`] and [`Gatekeeper::access`] at once.
    fn sign_in(
        &self,
        token: &str,
        document: &DocumentName,
    ) -> GateFuture<Result<(Identity, Access), AuthError>>;

    /// What an identity may do with a document now: looks at the person's and the workshop's present state.
    ///
    /// `Ok(Access::Denied)` is a plain no (another workshop, an unknown map, scratch not open); an error says that the
    /// identity itself no longer holds, or that it cannot be checked ([`AuthError::Unavailable`]).
    fn access(&self, identity: &Identity, document: &DocumentName) -> GateFuture<Result<Access, AuthError>>;
}

/// Whether scratch documents are open to anyone (`--open-scratch`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scratch {
    /// They do not exist.
    Closed,
    /// Anyone reads and writes them, without a token.
    Open,
}

/// The gatekeeper that looks into the store.
#[derive(Debug, Clone)]
pub struct StoreGatekeeper {
    store: Arc<dyn Store>,
    keys: Arc<Keys>,
    /// The clock, and which workshops are closed because it may not be believed.
    time: TimeGuard,
    scratch: Scratch,
}

impl StoreGatekeeper {
    /// A gatekeeper over the store of workshops, with the keys of the data folder.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, keys: Arc<Keys>, time: TimeGuard, scratch: Scratch) -> Self {
        Self { store, keys, time, scratch }
    }

    /// Who a token is, checked against the person's and the workshop's present state.
    async fn check(&self, token: &str) -> Result<Identified, AuthError> {
        let claims = self.keys.read_token(token, self.time.now_ms())?;
        let present = self.present(&claims.w, &claims.p, claims.e).await?;
        let identity = Identity::Participant {
            workshop: claims.w,
            participant: claims.p,
            // What the record says, not the token: a changed role needs no new token.
            role: present.standing.role,
            epoch: claims.e,
            expires_at_ms: claims.exp.saturating_mul(1000),
        };
        Ok(Identified { identity, present })
    }

    /// The workshop and the person behind a token, if both still hold; one read.
    async fn present(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        epoch: u32,
    ) -> Result<Present, AuthError> {
        let keys = [records::workshop_key(workshop), records::person_key(workshop, participant)];
        let unavailable = |error| {
            tracing::error!(%error, "the gatekeeper cannot read a record");
            AuthError::Unavailable
        };
        let read = self.store.get_many(&[&keys[0], &keys[1]]).await.map_err(unavailable)?;
        let mut values = read.into_iter();
        let Some(record) = values.next().flatten() else {
            return Err(tombstone::why_missing(self.store.as_ref(), workshop).await.map_err(unavailable)?);
        };
        let record: WorkshopRecord = records::decode(&keys[0], &record).map_err(unavailable)?;
        match record.life {
            Life::Open if self.time.is_closed(workshop) => return Err(AuthError::Ended),
            Life::Open => {}
            Life::Deleting => return Err(AuthError::Deleted),
        }
        // Nobody who was in is ever taken out of the records: a server that knows nothing of somebody was set back.
        let person = values.next().flatten().ok_or(AuthError::Invalid)?;
        let person: PersonRecord = records::decode(&keys[1], &person).map_err(unavailable)?;
        person.state.check_in()?;
        if person.epoch != epoch {
            return Err(AuthError::Revoked);
        }
        Ok(Present {
            standing: Standing {
                participant: participant.clone(),
                role: person.role,
                acts_for: person.acts_for.filter(|_| person.grant == Grant::Given),
            },
            situation: Situation { is_frozen: record.frozen || record.resting, ..Situation::default() },
            maps: record.maps,
        })
    }

    /// What anybody may do with a document that belongs to no workshop; `None` for documents of a workshop.
    fn without_workshop(&self, document: &DocumentName) -> Option<Access> {
        let DocumentName::Scratch(_) = document else { return None };
        Some(match self.scratch {
            Scratch::Open => Access::ReadWrite,
            Scratch::Closed => Access::Denied,
        })
    }

    async fn decide(&self, identity: Identity, document: DocumentName) -> Result<Access, AuthError> {
        if let Some(access) = self.without_workshop(&document) {
            return Ok(access);
        }
        let Identity::Participant { workshop, participant, epoch, expires_at_ms, .. } = identity else {
            return Ok(Access::Denied);
        };
        if token::is_over(expires_at_ms, self.time.now_ms()) {
            return Err(AuthError::Expired);
        }
        let present = self.present(&workshop, &participant, epoch).await?;
        self.access_of(present, &workshop, &document).await
    }

    /// What a person who is in may do with a document. Of notes one more look says how far they are.
    async fn access_of(
        &self,
        mut present: Present,
        workshop: &WorkshopId,
        document: &DocumentName,
    ) -> Result<Access, AuthError> {
        if let DocumentName::Notes(of, activity, owner) = document
            && of == workshop
        {
            present.situation.notes = self.notes_state(of, activity, owner).await.map_err(|error| {
                tracing::error!(%error, "the gatekeeper cannot read a record");
                AuthError::Unavailable
            })?;
        }
        Ok(present.access(workshop, document))
    }

    /// How far the notes of a person in an activity are.
    async fn notes_state(
        &self,
        workshop: &WorkshopId,
        activity: &ActivityId,
        owner: &ParticipantId,
    ) -> Result<NotesState, StoreError> {
        let keys = [
            writing_key(workshop, activity),
            records::person_key(workshop, owner),
            written_key(workshop, activity, owner),
        ];
        let mut values = self.store.get_many(&[&keys[0], &keys[1], &keys[2]]).await?.into_iter();
        let begun = values.next().flatten();
        let (Some(begun), Some(person)) = (begun, values.next().flatten()) else {
            return Ok(NotesState::None);
        };
        let begun: BegunRecord = records::decode(&keys[0], &begun)?;
        let person: PersonRecord = records::decode(&keys[1], &person)?;
        // Whoever acted for somebody who is out does so no longer.
        if person.state.check_in().is_err() {
            return Ok(NotesState::None);
        }
        let written = values.next().flatten();
        let written = written.map(|bytes| records::decode::<WrittenRecord>(&keys[2], &bytes)).transpose()?;
        Ok(match written {
            Some(written) if written.unnamed && begun.kept.is_some() => NotesState::Shown,
            Some(written) if written.given => NotesState::Given,
            Some(_) | None => NotesState::Open,
        })
    }
}

impl Present {
    /// What the person may do with a document.
    #[must_use]
    pub fn access(&self, workshop: &WorkshopId, document: &DocumentName) -> Access {
        if belongs(document, workshop, &self.maps) {
            permission::access(&self.standing, &self.situation, document)
        } else {
            Access::Denied
        }
    }
}

/// Whether a document is one of this workshop's: made-up map ids of a known workshop must not become documents.
fn belongs(document: &DocumentName, workshop: &WorkshopId, maps: &[MapId]) -> bool {
    document.workshop() == Some(workshop) && document.map().is_none_or(|map| maps.contains(map))
}

impl Gatekeeper for StoreGatekeeper {
    fn identify(&self, token: &str) -> GateFuture<Result<Identified, AuthError>> {
        let (this, token) = (self.clone(), token.to_owned());
        Box::pin(async move { this.check(&token).await })
    }

    fn sign_in(
        &self,
        token: &str,
        document: &DocumentName,
    ) -> GateFuture<Result<(Identity, Access), AuthError>> {
        let (this, token, document) = (self.clone(), token.to_owned(), document.clone());
        Box::pin(async move {
            let Identified { identity, present } = this.check(&token).await?;
            let access = match (&identity, this.without_workshop(&document)) {
                (_, Some(access)) => access,
                (Identity::Participant { workshop, .. }, None) => {
                    this.access_of(present, workshop, &document).await?
                }
                (Identity::Anonymous, None) => Access::Denied,
            };
            Ok((identity, access))
        })
    }

    fn access(&self, identity: &Identity, document: &DocumentName) -> GateFuture<Result<Access, AuthError>> {
        let (this, identity, document) = (self.clone(), identity.clone(), document.clone());
        Box::pin(async move { this.decide(identity, document).await })
    }
}

#[cfg(test)]
#[path = "gatekeeper_tests.rs"]
mod tests;
