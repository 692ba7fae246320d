//! Putting a proved snapshot in the place of a log (decision D6): the work, which never holds the room up.
//!
//! Reads the stream as it is in the store, so edits that are committed meanwhile are simply not covered and stay. When it is
//! time is the room's to say (`compact.rs`).

use std::sync::Arc;

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
