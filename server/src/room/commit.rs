//! How what a room has applied gets into its log: one commit at a time, in order, tried again until it is there.
//!
//! Together with the edits go who made which parts and whose client ids are whose. Members are told by the room itself, once
//! a commit is durable.

use pairway_crdt::pathway::meaning::PartName;
use tokio::time::Instant;

use super::RETRY_WAIT;
use super::actor::Actor;
use super::state::Log;
use super::writers::WriterRecord;
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::ids::ParticipantId;
use crate::store::{Batch, Sequence, StoreError};

/// Failures in a row of a store that is merely busy before people are told.
const BUSY_TRIES: u32 = 3;

impl Actor {
    pub(super) fn start_commit(&mut self) {
        if self.commit.is_some() || self.retry_at.is_some() {
            return;
        }
        let entries = self.room.pending.take_batch();
        let appends = entries.into_iter().map(|entry| (self.stream.clone(), entry)).collect();
        let mut batch = Batch { appends, ..Batch::default() };
        self.note_people(&mut batch);
        if !(batch.appends.is_empty() && batch.puts.is_empty() && batch.removes.is_empty()) {
            self.commit = Some((self.store.commit(batch), Instant::now()));
        }
    }

    /// Adds to a commit who made the parts in it, and whose client ids are whose.
    pub(super) fn note_people(&mut self, batch: &mut Batch) {
        batch.puts.extend(self.origins_flying());
        for (key, record) in self.writers_flying() {
            match record {
                Some(record) => batch.puts.push((key, record)),
                None => batch.removes.push(key),
            }
        }
    }

    /// Who made which parts in the commit under way: kept together with the edits, or not at all.
    fn origins_flying(&self) -> Vec<(String, Vec<u8>)> {
        let DocumentName::Map(workshop, map) = &self.name else { return Vec::new() };
        let put = |(person, part): (&ParticipantId, &PartName)| {
            (records::origin_key((workshop, map), &part.to_string()), records::encode(person))
        };
        self.room.pending.births_flying().map(put).collect()
    }

    /// Whose client ids are whose, as far as that is not kept yet; without a value those that are kept no longer.
    fn writers_flying(&mut self) -> Vec<(String, Option<Vec<u8>>)> {
        let DocumentName::Map(workshop, map) = &self.name else { return Vec::new() };
        let record = |(client, record): (u64, Option<&WriterRecord>)| {
            (records::writer_key((workshop, map), client), record.map(records::encode))
        };
        self.room.writers.take_unsaved().map(record).collect()
    }

    pub(super) fn committed(&mut self, outcome: Result<Vec<Sequence>, StoreError>) {
        self.commit = None;
        match outcome {
            Ok(sequences) => {
                self.room.writers.saved();
                self.logged(&sequences);
            }
            Err(error) => {
                self.room.writers.not_saved();
                self.failed(&error);
            }
        }
    }

    pub(super) fn logged(&mut self, sequences: &[Sequence]) {
        if self.room.pending.births_flying().next().is_some() {
            self.rooms.edited_maps().note_births(&self.name);
        }
        let (entries, bytes) = self.room.committed();
        self.failures = 0;
        self.retry_at = None;
        self.log.entries += entries;
        self.log.bytes += bytes;
        self.log.newest = sequences.last().copied().unwrap_or(self.log.newest);
    }

    /// The entries wait again in their place; the next try comes later each time.
    pub(super) fn failed(&mut self, error: &StoreError) {
        self.room.pending.commit_failed();
        self.failures += 1;
        let told = match error {
            StoreError::Busy => self.failures >= BUSY_TRIES,
            StoreError::Conflict { .. }
            | StoreError::Failed(_)
            | StoreError::InUse(_)
            | StoreError::TooNew { .. }
            | StoreError::TooLarge { .. }
            | StoreError::Closed => true,
        };
        if told {
            self.room.set_log(Log::Down);
        }
        if self.failures == 1 {
            tracing::error!(document = %self.stream, %error, "the log cannot be written; acknowledgements wait");
        }
        let (first, longest) = RETRY_WAIT;
        let wait = first.saturating_mul(1 << (self.failures - 1).min(8)).min(longest);
        self.retry_at = Some(Instant::now() + wait);
    }

    /// Waits for the commit under way, so that what follows it in the log may be written.
    pub(super) async fn finish_commit(&mut self) {
        if let Some((future, _)) = self.commit.take() {
            let outcome = future.await;
            self.committed(outcome);
        }
    }
}
