//! Bringing a document up to date that an earlier version of the server wrote, before anybody sees it.
//!
//! Only records need it so far: their fingerprints were made by an earlier rule (`crdt/src/workshop/upgrade.rs`). It is one
//! edit of the server, committed before the room answers anybody, together with the layout that the workshop's documents
//! have from then on; after a crash it is there whole or not at all, and done once more it changes nothing.

use std::sync::Arc;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::part_reader;
use pairway_crdt::pathway::schema::SCHEMA_VERSION;
use pairway_crdt::workshop::upgrade;
use tokio::sync::oneshot;

use super::RoomError;
use super::actor::{Actor, Flow};
use super::event::{Decided, EditJob};
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, WorkshopRecord};
use crate::ids::WorkshopId;
use crate::store::{Batch, Store, StoreError};

/// How often it is tried: a command may change the workshop's record at the same moment.
const TRIES: u32 = 4;

impl Actor {
    /// Upgrades the document if need be.
    ///
    /// # Errors
    /// The store's and the map's room's; nothing was changed then.
    pub(super) async fn bring_up_to_date(&mut self) -> Result<(), RoomError> {
        let DocumentName::Record(workshop, map) = self.name.clone() else { return Ok(()) };
        for tries_left in (0..TRIES).rev() {
            if !upgrade::is_due(&self.room.document) {
                return Ok(());
            }
            match self.upgrade_record(&workshop, &DocumentName::Map(workshop.clone(), map.clone())).await {
                Err(RoomError::Store(StoreError::Conflict { .. })) if tries_left > 0 => {}
                outcome => return outcome,
            }
        }
        Ok(())
    }

    async fn upgrade_record(&mut self, workshop: &WorkshopId, map: &DocumentName) -> Result<(), RoomError> {
        // A map never waits for its record, so this cannot wait for itself.
        let look = |document: &Document| document.read(|txn, _| part_reader::plain_links(txn));
        let links = self.rooms.read(map, look).await?;
        let batch = layout_of(&self.store, workshop).await?;
        let (reply, outcome) = oneshot::channel();
        let edit = Box::new(move |document: Result<&mut Document, RoomError>| match document {
            Ok(document) => {
                document.write(|txn, _| upgrade::upgrade(txn, &links));
                Some(Decided::Commit(Box::new(move |outcome| drop(reply.send(outcome)))))
            }
            Err(error) => {
                drop(reply.send(Err(error)));
                None
            }
        });
        if self.edit(EditJob { edit, batch }).await == Flow::End {
            return Err(RoomError::Ended);
        }
        tracing::info!(document = %self.stream, "fingerprints of an earlier rule were computed anew");
        outcome.await.map_err(|_| RoomError::Ended)?
    }
}

/// Which layout a workshop's documents have from now on.
async fn layout_of(store: &Arc<dyn Store>, workshop: &WorkshopId) -> Result<Batch, RoomError> {
    let key = records::workshop_key(workshop);
    let mut batch = Batch::default();
    let Some(bytes) = store.get(&key).await? else { return Ok(batch) };
    let mut record: WorkshopRecord = records::decode(&key, &bytes)?;
    if record.schema_version < SCHEMA_VERSION {
        record.schema_version = SCHEMA_VERSION;
        batch.expects.push((key.clone(), Some(bytes)));
        batch.puts.push((key, records::encode(&record)));
    }
    Ok(batch)
}
