//! Notes that waited to be shown without names when a backup was made: it does not hold what was given, so after a restore people give
//! anew, and it says so.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::reveal;

use super::super::session_document;
use crate::auth::note_records::{self, GIVING_PREFIX, GivingRecord, WrittenRecord};
use crate::auth::records;
use crate::ids::{ActivityId, WorkshopId};
use crate::store::{Batch, StoreError};
use crate::workshop::{CommandError, Workshops};

impl Workshops {
    /// Begins giving without names anew wherever it was open in an earlier epoch of the data. Where that fails nobody can give, and
    /// the next start tries again.
    ///
    /// # Errors
    /// The store's.
    pub async fn begin_restored_giving_anew(&self) -> Result<(), CommandError> {
        for (key, value) in self.store.list(GIVING_PREFIX).await? {
            let giving: GivingRecord = records::decode(&key, &value)?;
            let Some((workshop, activity)) = note_records::giving_of(&key) else { continue };
            if giving.epoch == self.epoch.id {
                continue;
            }
            let mut batch = self.nobody_has_given(&workshop, &activity).await?;
            batch.puts.push((key, records::encode(&GivingRecord { epoch: self.epoch.id.clone() })));
            let now_ms = self.clock.now_ms();
            let begin = move |document: &mut Document| {
                reveal::change(document, activity.as_str(), |reveal| reveal.begin_anew(now_ms));
            };
            if let Err(error) = self.rooms.edit_with(&session_document(&workshop), batch, begin).await {
                tracing::warn!(%workshop, %error, "notes of before the restore could not be given anew");
            }
        }
        Ok(())
    }

    async fn nobody_has_given(
        &self,
        workshop: &WorkshopId,
        activity: &ActivityId,
    ) -> Result<Batch, StoreError> {
        let mut batch = Batch::default();
        for (key, value) in self.store.list(&note_records::written_prefix(workshop, activity)).await? {
            let written: WrittenRecord = records::decode(&key, &value)?;
            if written.unnamed {
                batch.puts.push((key, records::encode(&WrittenRecord { unnamed: false, ..written })));
            }
        }
        Ok(batch)
    }
}
