//! What can be done with a workshop (decision D2): one file a command, and what commands and questions share.
//!
//! A command is a value that decides on the present state what is to be changed (`command/`); one runner commits it
//! together with everything it causes (`effect/`), and everybody sees it through the sync path. Owns the rules; knows no
//! HTTP status, no header and no socket.

mod agreed_parts;
pub mod agreement;
pub mod audit;
pub mod command;
pub mod copies;
pub mod effect;
pub mod error;
pub mod input;
mod invisible_characters;
pub mod invites;
pub mod lifecycle;
mod map_guard;
pub mod maps;
pub mod pairs;
pub mod people;
mod person_records;
mod retry;
pub mod schema;
pub mod session;
mod sound_maps;
pub mod take_away;
pub mod talk;

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;

use crate::auth::error::AuthError;
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, Life, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::Keys;
use crate::auth::tombstone;
use crate::clock::Clock;
use crate::ids::{ParticipantId, WorkshopId};
use crate::room::Rooms;
use crate::store::Store;
use crate::store::epoch::Epoch;
use crate::time_guard::TimeGuard;
use copies::Copies;
use effect::Effects;
pub use error::CommandError;
pub use retry::Turns;

/// Everything that commands and questions about workshops need.
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
    /// Which history of the data this is.
    pub epoch: Epoch,
    /// Whether the clock may be believed, and which workshops are closed because it may not.
    pub time: TimeGuard,
    /// Latest end date, in days from today.
    pub retention_days_max: u32,
    /// Work on copies of maps.
    pub copies: Copies,
    /// What committed commands still cause.
    pub effects: Effects,
    /// The commands under way; a stopping server waits for them.
    pub running: TaskTracker,
    /// Held from the count of the workshops to the commit that adds one: the count is one key for all, so that without a
    /// turn each, many who start a workshop at the same moment undo one another's conditions until their tries run out.
    pub creating: Arc<Mutex<()>>,
    /// Whose turn it is where commands of one workshop have met.
    pub turns: Turns,
}

/// A person of a workshop who asks or commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The workshop the person is in.
    pub workshop: WorkshopId,
    /// The person.
    pub participant: ParticipantId,
    /// The role.
    pub role: Role,
}

impl Workshops {
    /// The record of a workshop that is open.
    async fn open_record(&self, workshop: &WorkshopId) -> Result<WorkshopRecord, CommandError> {
        let record = records::read(self.store.as_ref(), &records::workshop_key(workshop)).await?;
        self.check_open(workshop, record).await
    }

    /// A workshop's record, if people may be let in to it now.
    ///
    /// # Errors
    /// Why not: deleted, unknown, or closed.
    async fn check_open(
        &self,
        workshop: &WorkshopId,
        record: Option<WorkshopRecord>,
    ) -> Result<WorkshopRecord, CommandError> {
        match record {
            Some(_) if self.time.is_closed(workshop) => Err(AuthError::Ended.into()),
            Some(record) if record.life == Life::Open => Ok(record),
            Some(_) => Err(AuthError::Deleted.into()),
            None => Err(tombstone::why_missing(self.store.as_ref(), workshop).await?.into()),
        }
    }
}

/// The document with the facts of a workshop.
fn facts_document(workshop: &WorkshopId) -> DocumentName {
    DocumentName::Workshop(workshop.clone())
}
