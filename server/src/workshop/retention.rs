//! Keeping no longer than promised: what is over is deleted, old command ids are forgotten.

use super::{Workshops, days};
use crate::auth::records::{self, CommandRecord, Life};
use crate::ids::WorkshopId;
use crate::limits::COMMAND_MEMORY_MS;
use crate::store::{Batch, StoreError};

impl Workshops {
    /// Looks through all workshops once. A workshop that cannot be deleted now is tried again the next time; the others
    /// are not held up by it.
    pub async fn sweep(&self) {
        let workshops = match records::all_workshops(self.store.as_ref()).await {
            Ok(workshops) => workshops,
            Err(error) => {
                tracing::warn!(%error, "the end dates could not be looked at");
                return;
            }
        };
        for (workshop, record) in workshops {
            let is_over = days::is_over(&record.ends_on, self.clock.now_ms());
            let outcome = if is_over || record.life == Life::Deleting {
                self.expire(&workshop).await.map_err(|error| error.to_string())
            } else {
                self.forget_commands(&workshop).await.map_err(|error| error.to_string())
            };
            if let Err(error) = outcome {
                tracing::warn!(%workshop, %error, "a workshop could not be looked after");
            }
        }
    }

    async fn forget_commands(&self, workshop: &WorkshopId) -> Result<(), StoreError> {
        let before_ms = self.clock.now_ms().saturating_sub(COMMAND_MEMORY_MS);
        let mut batch = Batch::default();
        for (key, value) in self.store.list(&records::commands_prefix(workshop)).await? {
            if records::decode::<CommandRecord>(&key, &value)?.at_ms < before_ms {
                batch.removes.push(key);
            }
        }
        if batch.removes.is_empty() {
            return Ok(());
        }
        self.store.commit(batch).await.map(drop)
    }
}
