//! Who is on a connection and what they may do, as the gatekeeper says; the same questions for both wires.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::Sockets;
use super::admission::House;
use super::close::Close;
use super::meter::Meter;
use crate::auth::error::AuthError;
use crate::auth::gatekeeper::Identity;
use crate::auth::permission::{Access, DocumentName};
use crate::auth::token;
use crate::ids::ParticipantId;
use crate::room::outbox::{Outbox, Slot};
use crate::room::{Echo, Join, Membership, RightsChange, RoomError};

/// Somebody who was let in to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignedIn {
    pub(super) identity: Identity,
    /// Never [`Access::Denied`].
    pub(super) access: Access,
}

/// Whether anybody has signed in on the connection.
#[derive(Debug)]
pub(super) enum Life {
    /// Not yet.
    Nobody,
    /// Somebody tried and was refused. Closing would only make the provider come back with the same token; it keeps a
    /// place without service, so that a better token can come on the same connection.
    Refused {
        /// The place.
        _place: OwnedSemaphorePermit,
    },
    /// Somebody has.
    SignedIn,
}

/// Where a connection takes what a room says.
pub(super) struct Seat {
    pub(super) outbox: Arc<Outbox>,
    pub(super) slot: Slot,
    pub(super) echo: Echo,
}

/// Why a connection did not become a member.
#[derive(Debug)]
pub(super) enum NotJoined {
    /// The room could not be opened.
    Room(RoomError),
    /// The rights have gone meanwhile.
    Refused(Refused),
}

impl From<RoomError> for NotJoined {
    fn from(error: RoomError) -> Self {
        Self::Room(error)
    }
}

impl From<Refused> for NotJoined {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The sign-in does not hold.
    SignIn(AuthError),
    /// A plain no.
    NotAllowed,
}

impl SignedIn {
    /// From here on the limits of messages are those of this person.
    pub(super) fn lift(&self, meter: &Meter, name: &DocumentName) {
        meter.lift(&House::of(name), participant(&self.identity).as_ref());
        match &self.identity {
            // Also while editing is paused: what was written before is heard, refused and given back.
            Identity::Participant { role, .. } if role.writes_maps() => meter.lift_for(Access::ReadWrite),
            Identity::Participant { .. } | Identity::Anonymous => meter.lift_for(self.access),
        }
    }
}

impl Sockets {
    /// Asks who a token is and what they may do with a document. Scratch documents need no token.
    pub(super) async fn sign_in(
        &self,
        name: &DocumentName,
        token: Option<&str>,
    ) -> Result<SignedIn, Refused> {
        let (identity, access) = match (name, token) {
            (DocumentName::Scratch(_), _) => {
                (Identity::Anonymous, self.access(&Identity::Anonymous, name).await?)
            }
            (_, Some(token)) => self.gatekeeper.sign_in(token, name).await.map_err(Refused::SignIn)?,
            (_, None) => return Err(Refused::NotAllowed),
        };
        match access {
            Access::Denied => Err(Refused::NotAllowed),
            Access::ReadOnly | Access::ReadWrite => Ok(SignedIn { identity, access }),
        }
    }

    /// Becomes a member of the document's room, and asks once more: who was removed, or whose rights changed, before the
    /// room knew the connection is not told by the room.
    pub(super) async fn join(
        &self,
        name: &DocumentName,
        signed_in: &mut SignedIn,
        seat: Seat,
    ) -> Result<Membership, NotJoined> {
        let Seat { outbox, slot, echo } = seat;
        let (participant, access) = (participant(&signed_in.identity), signed_in.access);
        let membership = self.rooms.join(name, Join { participant, access, outbox, slot, echo }).await?;
        // Refused: the membership ends with this call.
        signed_in.access = self.access(&signed_in.identity, name).await?;
        if signed_in.access != access {
            // A room that has ended says so through the outbox.
            let _ = membership.set_access(signed_in.access, RightsChange::Joined).await;
        }
        Ok(membership)
    }

    /// Asks what somebody may do now.
    pub(super) async fn access(&self, identity: &Identity, name: &DocumentName) -> Result<Access, Refused> {
        match self.gatekeeper.access(identity, name).await {
            Ok(Access::Denied) => Err(Refused::NotAllowed),
            Ok(access @ (Access::ReadOnly | Access::ReadWrite)) => Ok(access),
            Err(error) => Err(Refused::SignIn(error)),
        }
    }

    /// Whether the time of a sign-in is over.
    pub(super) fn is_over(&self, identity: &Identity) -> bool {
        match identity {
            Identity::Participant { expires_at_ms, .. } => {
                token::is_over(*expires_at_ms, self.clock.now_ms())
            }
            Identity::Anonymous => false,
        }
    }
}

/// Reasons of a refusal by message; clients know them.
pub(super) mod reason {
    pub(in crate::socket) const TOKEN_EXPIRED: &str = "token-expired";
    pub(in crate::socket) const REVOKED: &str = "revoked";
    pub(in crate::socket) const DELETED: &str = "deleted";
    pub(in crate::socket) const DENIED: &str = "permission-denied";
    pub(in crate::socket) const TOO_MANY: &str = "too-many-documents";
}

impl Refused {
    /// The reason a client is told; `None` when the gatekeeper could not answer.
    pub(super) fn reason(self) -> Option<&'static str> {
        match self {
            Self::SignIn(AuthError::Expired) => Some(reason::TOKEN_EXPIRED),
            Self::SignIn(AuthError::Revoked) => Some(reason::REVOKED),
            Self::SignIn(AuthError::Deleted) => Some(reason::DELETED),
            Self::SignIn(
                AuthError::Invalid
                | AuthError::Waiting
                | AuthError::TurnedAway
                | AuthError::UnknownWorkshop
                | AuthError::Ended,
            )
            | Self::NotAllowed => Some(reason::DENIED),
            Self::SignIn(AuthError::Unavailable) => None,
        }
    }
}

impl From<Refused> for Close {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::SignIn(error) => error.into(),
            Refused::NotAllowed => Self::NotAllowed,
        }
    }
}

impl From<NotJoined> for Close {
    fn from(not_joined: NotJoined) -> Self {
        match not_joined {
            NotJoined::Room(error) => Self::from(&error),
            NotJoined::Refused(refused) => refused.into(),
        }
    }
}

/// The person behind an identity.
pub(super) fn participant(identity: &Identity) -> Option<ParticipantId> {
    match identity {
        Identity::Participant { participant, .. } => Some(participant.clone()),
        Identity::Anonymous => None,
    }
}
