//! Putting a proved snapshot in the place of a log (decision D6): when it is time, the work, and what it changes in counts.
//!
//! Reads the stream as it is in the store, so edits that are committed meanwhile are simply not covered and stay. The work
//! never holds the room up.

use std::sync::Arc;

use super::actor::Actor;
use super::repair::LogSize;
use crate::metrics;
use crate::store::snapshot::{SnapshotError, verified_snapshot};
use crate::store::{Sequence, Store, StoreError};

/// What was cut from a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The last entry the snapshot covers.
    pub(crate) through: Sequence,
    /// Bytes of the entries it took the place of.
    pub(crate) bytes: usize,
    /// Bytes of the snapshot.
    pub(crate) snapshot_bytes: usize,
}

/// Why a log was left as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompactionError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The snapshot would not hold what the log holds.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// Making the snapshot panicked.
    #[error("making the snapshot panicked")]
    Panicked,
}

/// The outcome; `None` when there was nothing to cut.
pub(crate) type Compacted = Result<Option<Cut>, CompactionError>;

/// Replaces the log of a stream by a proved snapshot.
pub(crate) async fn compact(store: Arc<dyn Store>, stream: String) -> Compacted {
    let content = store.load(&stream).await?;
    let bytes = content.entries.iter().map(|(_, entry)| entry.len()).sum();
    let made = tokio::task::spawn_blocking(move || verified_snapshot(&content)).await;
    let Some(snapshot) = made.map_err(|_| CompactionError::Panicked)?? else { return Ok(None) };
    let (through, snapshot_bytes) = (snapshot.through, snapshot.bytes.len());
    store.compact(&stream, through, snapshot.bytes).await?;
    ::metrics::counter!(metrics::COMPACTIONS).increment(1);
    Ok(Some(Cut { through, bytes, snapshot_bytes }))
}

impl Actor {
    pub(super) fn start_compaction(&mut self) {
        let settings = self.rooms.settings();
        let bytes_due = settings.compact_bytes.max(2 * self.log.snapshot_bytes) * self.compact_after;
        let due = self.compact_at_once
            || self.log.entries >= settings.compact_entries * self.compact_after
            || self.log.bytes >= bytes_due;
        if due && self.compaction.is_none() && self.log.entries > 0 {
            self.compact_at_once = false;
            let (store, stream) = (Arc::clone(&self.store), self.stream.clone());
            self.compaction = Some(Box::pin(compact(store, stream)));
        }
    }

    pub(super) fn compacted(&mut self, done: Compacted) {
        self.compaction = None;
        match done {
            Ok(Some(cut)) => {
                self.compact_after = 1;
                // Entries committed meanwhile stay; their numbers say how many.
                let left = usize::try_from(self.log.newest.saturating_sub(cut.through)).unwrap_or(usize::MAX);
                self.log.bytes = if left == 0 { 0 } else { self.log.bytes.saturating_sub(cut.bytes) };
                self.log.entries = left;
                self.log.snapshot_bytes = cut.snapshot_bytes;
            }
            Ok(None) => self.log = LogSize { newest: self.log.newest, ..LogSize::default() },
            Err(error) => {
                // The log is whole; a longer one is tried again later, not every second.
                self.compact_after = self.compact_after.saturating_mul(2).min(1 << 10);
                tracing::error!(document = %self.stream, %error, "a log could not be compacted");
            }
        }
    }
}
