//! The gatekeeper: who a token is, and what that identity may do with a document right now.
//!
//! Owns the order of the questions (signature, workshop, person, epoch, table of permissions). The sockets ask it
//! through the [`Gatekeeper`] trait and know nothing of records. Knows no HTTP status and no close code.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::auth::error::AuthError;
use crate::auth::permission::{self, Access, DocumentName, Frozen};
use crate::auth::records::{self, Life, PersonRecord, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::{Claims, Keys};
use crate::clock::Clock;
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::{Store, StoreError};

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

/// Decides who may do what, for the sockets and the HTTP interface.
pub trait Gatekeeper: Send + Sync + std::fmt::Debug + 'static {
    /// Who a token is. An [`Identity::Anonymous`] is never the answer: a connection without a token *is* one.
    fn identify(&self, token: &str) -> GateFuture<Result<Identity, AuthError>>;

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
    clock: Clock,
    scratch: Scratch,
}

impl StoreGatekeeper {
    /// A gatekeeper over a store, with the keys of the data folder.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, keys: Arc<Keys>, clock: Clock, scratch: Scratch) -> Self {
        Self { store, keys, clock, scratch }
    }

    /// The token's claims, checked against the person's and the workshop's present state.
    async fn check(&self, token: &str) -> Result<(Claims, PersonRecord), AuthError> {
        let claims = self.keys.read_token(token, self.clock.now_ms())?;
        let (_, person) = self.standing(&claims.w, &claims.p, claims.e).await?;
        Ok((claims, person))
    }

    /// The workshop and the person behind a token, if both still hold.
    async fn standing(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        epoch: u32,
    ) -> Result<(WorkshopRecord, PersonRecord), AuthError> {
        let record: WorkshopRecord =
            self.read(&records::workshop_key(workshop)).await?.ok_or(AuthError::Deleted)?;
        match record.life {
            Life::Open => {}
            Life::Deleting => return Err(AuthError::Deleted),
        }
        let person: PersonRecord =
            self.read(&records::person_key(workshop, participant)).await?.ok_or(AuthError::Revoked)?;
        person.state.check_in()?;
        if person.epoch == epoch { Ok((record, person)) } else { Err(AuthError::Revoked) }
    }

    async fn read<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<Option<T>, AuthError> {
        records::read(self.store.as_ref(), key).await.map_err(|error: StoreError| {
            tracing::error!(%error, "the gatekeeper cannot read a record");
            AuthError::Unavailable
        })
    }

    async fn decide(&self, identity: Identity, document: DocumentName) -> Result<Access, AuthError> {
        if let DocumentName::Scratch(_) = document {
            return Ok(match self.scratch {
                Scratch::Open => Access::ReadWrite,
                Scratch::Closed => Access::Denied,
            });
        }
        let Identity::Participant { workshop, participant, epoch, expires_at_ms, .. } = identity else {
            return Ok(Access::Denied);
        };
        if self.clock.now_ms() >= expires_at_ms {
            return Err(AuthError::Expired);
        }
        let (record, person) = self.standing(&workshop, &participant, epoch).await?;
        if !belongs(&document, &workshop, &record) {
            return Ok(Access::Denied);
        }
        let frozen = if record.frozen { Frozen::Yes } else { Frozen::No };
        Ok(permission::access(person.role, &document, frozen))
    }
}

/// Whether a document is one of this workshop's: made-up map ids of a known workshop must not become documents.
fn belongs(document: &DocumentName, workshop: &WorkshopId, record: &WorkshopRecord) -> bool {
    match document {
        DocumentName::Workshop(of) => of == workshop,
        DocumentName::Map(of, map) | DocumentName::Talk(of, map) | DocumentName::Record(of, map) => {
            of == workshop && record.maps.contains(map)
        }
        DocumentName::Scratch(_) => false,
    }
}

impl Gatekeeper for StoreGatekeeper {
    fn identify(&self, token: &str) -> GateFuture<Result<Identity, AuthError>> {
        let (this, token) = (self.clone(), token.to_owned());
        Box::pin(async move {
            let (claims, person) = this.check(&token).await?;
            Ok(Identity::Participant {
                workshop: claims.w,
                participant: claims.p,
                // What the record says, not the token: a changed role needs no new token.
                role: person.role,
                epoch: claims.e,
                expires_at_ms: claims.exp.saturating_mul(1000),
            })
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
