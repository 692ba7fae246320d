//! Taking a workshop away as files: a CSV with a row a step, and the archive that can be brought back.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{Meaning, PartName};
use pairway_crdt::pathway::part_reader::{PartReader, shown_parts};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::pairs;
use pairway_crdt::workshop::record::Record;

use super::audit::{self, AuditWord, Entry};
use super::{Caller, CommandError, Workshops, facts_document};
use crate::auth::permission::DocumentName;
use crate::export::archive::{archive_json, workshop_archive};
use crate::export::sayings::{Sayings, sayings};
use crate::export::table;
use crate::ids::{MapId, WorkshopId};
use crate::store::Batch;

/// What is answered for a map that is not one of the workshop's.
pub(crate) const NO_SUCH_MAP: &str = "There is no such map in this workshop.";

impl Workshops {
    /// The steps of a map as CSV.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn steps_csv(&self, caller: &Caller, map: &MapId) -> Result<Vec<u8>, CommandError> {
        self.check_map(&caller.workshop, map).await?;
        let (read, said) = self.read_map(&caller.workshop, map).await?;
        let csv = on_worker(move || table::steps_csv(&read, &said)).await?;
        self.note_export(caller).await?;
        Ok(csv)
    }

    /// The whole workshop as an archive in JSON, this map first.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn archive_json(&self, caller: &Caller, map: &MapId) -> Result<Vec<u8>, CommandError> {
        let mut ids = self.check_map(&caller.workshop, map).await?;
        ids.retain(|id| id != map);
        ids.insert(0, map.clone());
        let mut maps = Vec::with_capacity(ids.len());
        for id in &ids {
            maps.push(self.read_map(&caller.workshop, id).await?);
        }
        let facts = self.facts(&caller.workshop).await?;
        let now_ms = self.clock.now_ms();
        let json = on_worker(move || archive_json(&workshop_archive(&facts, &maps, now_ms))).await?;
        self.note_export(caller).await?;
        Ok(json)
    }

    /// The maps of an open workshop, when this is one of them.
    pub(super) async fn check_map(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
    ) -> Result<Vec<MapId>, CommandError> {
        let record = self.open_record(workshop).await?;
        if record.maps.contains(map) { Ok(record.maps) } else { Err(CommandError::NotFound(NO_SUCH_MAP)) }
    }

    /// A map, and what the pairs have said of its parts.
    async fn read_map(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
    ) -> Result<(PathwayMap, Sayings), CommandError> {
        let record = DocumentName::Record(workshop.clone(), map.clone());
        let record = self.rooms.read(&record, Record::read_document).await?;
        let pairs = self.rooms.read(&facts_document(workshop), pairs::read).await?;
        self.with_copy(workshop, map, move |document| {
            document.read(|txn, _| {
                let (read, reader) = (PathwayMap::read(txn), PartReader::of_many(txn));
                let present = |part: &PartName| reader.shown(part).as_ref().map(Meaning::fingerprint);
                let present = |part: &PartName| present(part).unwrap_or_default();
                let said = sayings(&shown_parts(&read), &record, &pairs, present);
                (read, said)
            })
        })
        .await
    }

    /// Makes something of a copy of the map; everything slow is done with the copy on a worker, not in the room.
    pub(crate) async fn with_copy<T: Send + 'static>(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
        make: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        let name = DocumentName::Map(workshop.clone(), map.clone());
        let encoded = self.rooms.encoded(&name).await?;
        on_worker(move || {
            let document = Document::rebuild(Some(&encoded), std::iter::empty());
            document.map(|document| make(&document))
        })
        .await?
        .map_err(|error| CommandError::Room(crate::room::RoomError::Unreadable(error.to_string())))
    }

    async fn note_export(&self, caller: &Caller) -> Result<(), CommandError> {
        let mut batch = Batch::default();
        batch.appends.push(audit::in_workshop(&Entry::of(self.clock.now_ms(), AuditWord::Export, caller)));
        self.store.commit(batch).await?;
        Ok(())
    }
}

/// Runs what may take long for a large map where it holds up no socket.
async fn on_worker<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, CommandError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| CommandError::Room(crate::room::RoomError::Ended))
}
