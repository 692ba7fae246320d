//! The signed statement that a workshop was deleted, or that a person is out of it: by it alone a device forgets.

use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::records::{self, PersonRecord, PersonState};
use crate::auth::statement::Statement;
use crate::auth::tombstone::{self, Tombstone};
use crate::ids::{ParticipantId, WorkshopId};
use crate::workshop::{CommandError, Workshops};

/// Answer when nothing is recorded that a device could forget by.
const NOTHING_RECORDED: CommandError = CommandError::NotFound(
    "Nothing is recorded of the end of this workshop, or of this person being out of it.",
);

/// A statement that a device can check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Proof {
    /// Three words in base64url joined by full stops, as a JWT that is signed with ES256.
    pub statement: String,
}

impl Workshops {
    /// States what is recorded: that the workshop was deleted, or else that this person is out of it.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when neither is recorded; the store's.
    pub async fn proof(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
    ) -> Result<Proof, CommandError> {
        let store = self.store.as_ref();
        let tombstone: Option<Tombstone> = records::read(store, &tombstone::tombstone_key(workshop)).await?;
        if let Some(Tombstone { epoch, deleted_on }) = tombstone {
            let statement = Statement::Deleted { workshop, epoch: &epoch, on: &deleted_on };
            return Ok(Proof { statement: self.keys.statements().sign(&statement) });
        }
        let person: Option<PersonRecord> =
            records::read(store, &records::person_key(workshop, participant)).await?;
        match person {
            Some(PersonRecord { state: PersonState::Removed, out_since_epoch: Some(epoch), .. }) => {
                let statement = Statement::Removed { workshop, participant, epoch: &epoch };
                Ok(Proof { statement: self.keys.statements().sign(&statement) })
            }
            Some(_) | None => Err(NOTHING_RECORDED),
        }
    }
}
