//! Who is on a connection and what they may do, as the gatekeeper says; the same questions for both wires.

use super::Sockets;
use super::close::Close;
use crate::auth::error::AuthError;
use crate::auth::gatekeeper::Identity;
use crate::auth::permission::{Access, DocumentName};
use crate::ids::ParticipantId;

/// Somebody who was let in to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignedIn {
    pub(super) identity: Identity,
    /// Never [`Access::Denied`].
    pub(super) access: Access,
}

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The sign-in does not hold.
    SignIn(AuthError),
    /// A plain no.
    NotAllowed,
}

impl Sockets {
    /// Asks who a token is and what they may do with a document. Scratch documents need no token.
    pub(super) async fn sign_in(
        &self,
        name: &DocumentName,
        token: Option<&str>,
    ) -> Result<SignedIn, Refused> {
        let identity = match (name, token) {
            (DocumentName::Scratch(_), _) => Identity::Anonymous,
            (_, Some(token)) => self.gatekeeper.identify(token).await.map_err(Refused::SignIn)?,
            (_, None) => return Err(Refused::NotAllowed),
        };
        let access = self.access(&identity, name).await?;
        Ok(SignedIn { identity, access })
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
            Identity::Participant { expires_at_ms, .. } => self.clock.now_ms() >= *expires_at_ms,
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
            Self::SignIn(AuthError::Invalid | AuthError::Waiting | AuthError::TurnedAway)
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

/// The person behind an identity.
pub(super) fn participant(identity: &Identity) -> Option<ParticipantId> {
    match identity {
        Identity::Participant { participant, .. } => Some(participant.clone()),
        Identity::Anonymous => None,
    }
}
