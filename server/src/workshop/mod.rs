//! What can be done with a workshop: one file a family of commands (decision D2).
//!
//! A command is checked, committed together with its effect on the server-written document, and then seen by everybody
//! through the sync path. Owns the rules; knows no HTTP status, no header and no socket.

pub mod acting;
mod agreed_parts;
mod agreed_parts_guard;
pub mod agreement;
pub mod audit;
pub mod create;
pub mod days;
pub mod delete;
pub mod demo;
pub mod freeze;
pub mod invites;
pub mod join;
pub mod managing;
pub mod pairs;
pub mod people;
pub mod repeat;
pub mod retention;
pub mod returning;
pub mod take_away;
pub mod talk;
mod unseen;
pub mod waiting;
pub mod words;

use std::sync::Arc;

use crate::auth::error::AuthError;
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, Life, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::Keys;
use crate::clock::Clock;
use crate::ids::{ParticipantId, WorkshopId};
use crate::room::{RoomError, Rooms};
use crate::store::{Store, StoreError};
use repeat::CallMark;

/// Everything the commands of workshops need.
#[derive(Debug, Clone)]
pub struct Workshops {
    /// The durable store.
    pub store: Arc<dyn Store>,
    /// The rooms, for documents.
    pub rooms: Rooms,
    /// The signing key.
    pub keys: Arc<Keys>,
    /// The wall clock.
    pub clock: Clock,
    /// The origin of links.
    pub public_url: Arc<str>,
    /// Latest end date, in days from today.
    pub retention_days_max: u32,
}

/// Who gives a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The workshop the person is in.
    pub workshop: WorkshopId,
    /// The person.
    pub participant: ParticipantId,
    /// The role.
    pub role: Role,
    /// The call that brought the command.
    pub call: CallMark,
}

/// Why a command was refused. The texts are for people.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommandError {
    /// Something that was given is not right.
    #[error("{message}")]
    BadInput {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words.
        message: String,
    },
    /// There is no such thing.
    #[error("{0}")]
    NotFound(&'static str),
    /// The present state does not allow it.
    #[error("{message}")]
    NotNow {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words.
        message: &'static str,
    },
    /// Not for this person.
    #[error("{message}")]
    NotAllowed {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words.
        message: &'static str,
    },
    /// What was seen is no longer so; what is so now comes with the refusal.
    #[error("{message}")]
    Changed {
        /// Plain words.
        message: &'static str,
        /// What is so now.
        now: serde_json::Value,
    },
    /// Who asks is not, or no longer, who they say.
    #[error(transparent)]
    SignIn(#[from] AuthError),
    /// The store refused; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The room refused; nothing was changed.
    #[error("{0}")]
    Room(RoomError),
}

impl From<RoomError> for CommandError {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Store(error) => Self::Store(error),
            RoomError::Deleted => Self::SignIn(AuthError::Deleted),
            other => Self::Room(other),
        }
    }
}

impl CommandError {
    fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::BadInput { code, message: message.into() }
    }

    fn not_now(code: &'static str, message: &'static str) -> Self {
        Self::NotNow { code, message }
    }

    fn not_allowed((code, message): (&'static str, &'static str)) -> Self {
        Self::NotAllowed { code, message }
    }
}

impl Workshops {
    /// The record of a workshop that is open, with the bytes it was read from for a later condition.
    async fn open_record(&self, workshop: &WorkshopId) -> Result<(WorkshopRecord, Vec<u8>), CommandError> {
        let key = records::workshop_key(workshop);
        let bytes = self.store.get(&key).await?.ok_or(AuthError::Deleted)?;
        let record: WorkshopRecord = records::decode(&key, &bytes)?;
        match record.life {
            Life::Open => Ok((record, bytes)),
            Life::Deleting => Err(AuthError::Deleted.into()),
        }
    }
}

/// The document with the facts of a workshop.
fn facts_document(workshop: &WorkshopId) -> DocumentName {
    DocumentName::Workshop(workshop.clone())
}
