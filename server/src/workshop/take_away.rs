//! Taking a workshop away as files: a CSV with a row a step, and the archive that can be brought back.

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::error::ApplyError;
use pairway_crdt::pathway::archive::WorkshopArchive;
use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::pathway::part_reader::{PartReader, shown_parts};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::maps::MapState;
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::pairs;
use pairway_crdt::workshop::record::Record;

use super::audit::{self, AuditWord, Entry};
use super::copies::Turn;
use super::{Caller, CommandError, Workshops, facts_document};
use crate::auth::permission::DocumentName;
use crate::export::archive::{archive_json, workshop_archive};
use crate::export::sayings::{Sayings, sayings};
use crate::export::table;
use crate::ids::{MapId, WorkshopId};
use crate::room::RoomError;
use crate::store::Batch;

/// What is answered for a map that is not one of the workshop's.
pub(crate) const NO_SUCH_MAP: &str = "There is no such map in this workshop.";

impl Workshops {
    /// The steps of a map as CSV.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn steps_csv(&self, caller: &Caller, map: &MapId) -> Result<Bytes, CommandError> {
        self.check_map(&caller.workshop, map).await?;
        let turn = self.copies.turn(&caller.workshop).await?;
        let (turn, (read, said)) = self.read_map(turn, &caller.workshop, map).await?;
        let (turn, csv) = turn.work(move || table::steps_csv(&read, &said)).await?;
        let file = turn.finish(csv)?;
        self.note_export(caller, map).await?;
        Ok(file)
    }

    /// The whole workshop as an archive in JSON, this map first, the others as people see them listed; maps that were removed
    /// are not in it.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn archive_json(&self, caller: &Caller, map: &MapId) -> Result<Bytes, CommandError> {
        let (turn, archive) = self.archive(caller, map).await?;
        let (turn, json) = turn.work(move || archive_json(&archive)).await?;
        let file = turn.finish(json)?;
        self.note_export(caller, map).await?;
        Ok(file)
    }

    /// The whole workshop as an archive, this map first.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub(super) async fn archive(
        &self,
        caller: &Caller,
        map: &MapId,
    ) -> Result<(Turn, WorkshopArchive), CommandError> {
        let facts = self.facts(&caller.workshop).await?;
        let is_removed =
            |id: &MapId| facts.maps.iter().any(|one| one.id == id.as_str() && one.state == MapState::Removed);
        let mut ids = self.check_map(&caller.workshop, map).await?;
        ids.retain(|id| id != map && !is_removed(id));
        // In the record the maps stand by when each was shown first last.
        let place = |id: &MapId| facts.maps.iter().position(|one| one.id == id.as_str());
        ids.sort_by_key(|id| place(id).unwrap_or(usize::MAX));
        ids.insert(0, map.clone());
        let mut turn = self.copies.turn(&caller.workshop).await?;
        let mut maps = Vec::with_capacity(ids.len());
        for id in &ids {
            let (again, map) = self.read_map(turn, &caller.workshop, id).await?;
            turn = again;
            let name = facts.maps.iter().find(|one| one.id == id.as_str()).map(|one| one.name.clone());
            maps.push((name.unwrap_or_default(), map));
        }
        let now_ms = self.clock.now_ms();
        turn.work(move || workshop_archive(&facts, &maps, now_ms)).await
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
        turn: Turn,
        workshop: &WorkshopId,
        map: &MapId,
    ) -> Result<(Turn, (PathwayMap, Sayings)), CommandError> {
        let record = DocumentName::Record(workshop.clone(), map.clone());
        let record = self.rooms.read(&record, Record::read_document).await?;
        let pairs = self.rooms.read(&facts_document(workshop), pairs::read).await?;
        let pairs = OpenPairs::on(map.as_str(), &pairs);
        let name = DocumentName::Map(workshop.clone(), map.clone());
        self.copy_in(turn, &name, move |document| {
            document.read(|txn, _| {
                let (read, reader) = (PathwayMap::read(txn), PartReader::of_many(txn));
                let present = |part: &PartName| reader.present(part).unwrap_or_default();
                let said = sayings(&shown_parts(&read), &record, &pairs, present);
                (read, said)
            })
        })
        .await
    }

    /// Makes something of a copy of the map, when it is its turn; everything slow is done with the copy on a worker, not in
    /// the room.
    pub(crate) async fn with_copy<T: Send + 'static>(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
        make: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        let turn = self.copies.turn(workshop).await?;
        let name = DocumentName::Map(workshop.clone(), map.clone());
        let (_, made) = self.copy_in(turn, &name, make).await?;
        Ok(made)
    }

    async fn copy_in<T: Send + 'static>(
        &self,
        turn: Turn,
        name: &DocumentName,
        make: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<(Turn, T), CommandError> {
        let encoded = self.rooms.encoded(name).await?;
        let (turn, made) = turn
            .work(move || {
                let document = Document::rebuild(Some(&encoded), std::iter::empty());
                document.map(|document| make(&document))
            })
            .await?;
        let unreadable = |error: ApplyError| CommandError::Room(RoomError::Unreadable(error.to_string()));
        Ok((turn, made.map_err(unreadable)?))
    }

    async fn note_export(&self, caller: &Caller, map: &MapId) -> Result<(), CommandError> {
        let mut batch = Batch::default();
        let entry = Entry { map: Some(map), ..Entry::of(self.clock.now_ms(), AuditWord::Export, caller) };
        batch.appends.push(audit::in_workshop(&entry));
        self.store.commit(batch).await?;
        Ok(())
    }
}
