//! Deleting a workshop for real: documents, record, people, invites, audit; connections end.
//!
//! In three steps, so that a crash between them leaves nothing half there: the record is marked (nobody gets in any more),
//! the rooms drop the documents, everything else goes in one commit. A start finishes what was begun.

use super::audit::{self, Act, Entry};
use super::repeat::until_it_fits;
use super::{Actor, CommandError, Workshops};
use crate::auth::permission::DocumentKind;
use crate::auth::records::{self, Life, WorkshopRecord};
use crate::auth::{invite, return_code};
use crate::ids::WorkshopId;
use crate::metrics::WORKSHOPS_DELETED;
use crate::store::Batch;

impl Workshops {
    /// Deletes the workshop of the actor.
    ///
    /// # Errors
    /// The store's and the room's; calling again finishes it.
    pub async fn delete(&self, actor: &Actor) -> Result<(), CommandError> {
        let entry = Entry::of(self.clock.now_ms(), Act::Delete, actor);
        self.delete_for(&entry).await
    }

    /// Deletes a workshop whose end date is over.
    ///
    /// # Errors
    /// As [`Workshops::delete`].
    pub async fn expire(&self, workshop: &WorkshopId) -> Result<(), CommandError> {
        self.delete_for(&Entry::of_server(self.clock.now_ms(), Act::Expire, workshop)).await
    }

    /// Finishes deletions that a crash interrupted.
    ///
    /// # Errors
    /// As [`Workshops::delete`].
    pub async fn finish_deletions(&self) -> Result<(), CommandError> {
        for (workshop, record) in records::all_workshops(self.store.as_ref()).await? {
            match record.life {
                Life::Open => {}
                Life::Deleting => {
                    self.delete_for(&Entry::of_server(self.clock.now_ms(), Act::Delete, &workshop)).await?;
                }
            }
        }
        Ok(())
    }

    async fn delete_for(&self, entry: &Entry<'_>) -> Result<(), CommandError> {
        let workshop = entry.workshop;
        let Some(record) = until_it_fits(|| self.mark_deleting(workshop)).await? else {
            return Ok(());
        };
        self.rooms.delete_workshop(workshop).await?;
        let mut batch = self.remains(workshop, &record).await?;
        audit::note_on_server(&mut batch, entry);
        self.store.commit(batch).await?;
        let reason = if entry.act == Act::Expire { "end date" } else { "facilitator" };
        metrics::counter!(WORKSHOPS_DELETED, "reason" => reason).increment(1);
        tracing::info!(%workshop, reason, "a workshop was deleted");
        Ok(())
    }

    /// From here on nobody gets in; `None` when it is gone already.
    async fn mark_deleting(&self, workshop: &WorkshopId) -> Result<Option<WorkshopRecord>, CommandError> {
        let key = records::workshop_key(workshop);
        let Some(before) = self.store.get(&key).await? else { return Ok(None) };
        let mut record: WorkshopRecord = records::decode(&key, &before)?;
        record.life = Life::Deleting;
        let mut batch = Batch::default();
        batch.expects.push((key.clone(), Some(before)));
        batch.puts.push((key, records::encode(&record)));
        self.store.commit(batch).await?;
        Ok(Some(record))
    }

    /// Everything of a workshop that is not a document of a room.
    async fn remains(&self, workshop: &WorkshopId, record: &WorkshopRecord) -> Result<Batch, CommandError> {
        let mut batch = Batch::default();
        for (key, value) in self.store.list(&records::workshop_prefix(workshop)).await? {
            batch.removes.extend(invite::outside_keys(&key, &value)?);
            batch.removes.extend(return_code::outside_key(&key, &value)?);
            batch.removes.push(key);
        }
        batch.removes.push(record.created_by_key.clone());
        batch.removes.push(records::workshop_key(workshop));
        for kind in DocumentKind::ALL {
            // The rooms drop what they know; a document nobody ever opened is found by its name.
            batch.drops.extend(self.store.streams(&kind.prefix(workshop)).await?);
        }
        batch.drops.push(audit::stream(workshop));
        Ok(batch)
    }
}
