//! Loading a document from its log, and putting a room right after the engine failed on hostile bytes (decision D5).
//!
//! Owns where quarantined bytes go. Building a document takes time, so it runs where blocking is allowed.

use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::document::layout::Layout;
use pairway_crdt::pathway::sound::layout;
use pairway_crdt::workshop::notes;

use super::RoomError;
use super::writers::{Run, Writers};
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::metrics;
use crate::store::{Batch, Sequence, Store, StreamContent};

/// Bytes the engine failed on go to `quarantine/{document}`, for whoever mends the gate.
pub(crate) const QUARANTINE_PREFIX: &str = "quarantine/";

/// A document as the log has it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) document: Document,
    /// Size of the log behind the snapshot.
    pub(crate) log: LogSize,
}

/// How much log a compaction would take away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct LogSize {
    pub(crate) entries: usize,
    pub(crate) bytes: usize,
    pub(crate) snapshot_bytes: usize,
    pub(crate) newest: Sequence,
}

/// Loads a document's stream and builds it, with `unlogged` entries after those of the log.
///
/// # Errors
/// When the store fails or what it gives back cannot be applied.
pub(crate) async fn load(
    store: &Arc<dyn Store>,
    name: &DocumentName,
    unlogged: Vec<Bytes>,
) -> Result<Loaded, RoomError> {
    let content = store.load(&name.to_string()).await?;
    let log = LogSize::of(&content);
    let layout = layout_of(name);
    let built = tokio::task::spawn_blocking(move || {
        let entries = content.entries.iter().map(|(_, bytes)| bytes).chain(&unlogged).map(AsRef::as_ref);
        let snapshot = content.snapshot.as_ref().map(|(_, bytes)| bytes.as_ref());
        let built = match layout {
            Some(layout) => Document::rebuild_laid_out(layout, snapshot, entries),
            None => Document::rebuild(snapshot, entries),
        };
        built.map_err(|error| RoomError::Unreadable(error.to_string()))
    })
    .await;
    let document = built.map_err(|_| RoomError::Unreadable("building it panicked".to_owned()))??;
    Ok(Loaded { document, log })
}

/// What a document that people write in holds; none where only the server writes.
fn layout_of(name: &DocumentName) -> Option<&'static Layout> {
    match name {
        DocumentName::Map(..) => Some(layout::map_layout()),
        DocumentName::Notes(..) => Some(notes::layout()),
        DocumentName::Workshop(_)
        | DocumentName::Talk(..)
        | DocumentName::Record(..)
        | DocumentName::Session(_)
        | DocumentName::Personal(..)
        | DocumentName::Scratch(_) => None,
    }
}

/// Whose client ids are whose in a document; nobody's outside maps.
///
/// # Errors
/// When the store fails or a record cannot be read.
pub(crate) async fn writers(
    store: &Arc<dyn Store>,
    name: &DocumentName,
    run: Run,
) -> Result<Writers, RoomError> {
    let DocumentName::Map(workshop, map) = name else { return Ok(Writers::default()) };
    let prefix = records::writers_prefix(workshop, map);
    let mut kept = Vec::new();
    for (key, value) in store.list(&prefix).await? {
        // A key that holds no number is none of ours.
        let Some(client) = key.strip_prefix(&prefix).and_then(|client| client.parse().ok()) else { continue };
        kept.push((client, records::decode(&key, &value)?));
    }
    Ok(Writers::new(run, kept))
}

/// Whether hostile bytes of a document may be kept for study. What one person alone may read stands in no second place.
pub(crate) fn may_be_kept(name: &DocumentName) -> bool {
    name.person().is_none()
}

/// Keeps hostile bytes for study. Logged, never waited for: a store that is away must not hold up the room.
pub(crate) fn quarantine(store: &Arc<dyn Store>, stream: &str, bytes: Bytes) {
    ::metrics::counter!(metrics::QUARANTINED).increment(1);
    let appends = vec![(format!("{QUARANTINE_PREFIX}{stream}"), bytes)];
    // The place in the store's order is taken here; the future only carries the outcome.
    let kept = store.commit(Batch { appends, ..Batch::default() });
    tokio::spawn(async move {
        if let Err(error) = kept.await {
            tracing::warn!(%error, "bytes the engine failed on could not be kept");
        }
    });
}

impl LogSize {
    fn of(content: &StreamContent) -> Self {
        let snapshot_newest = content.snapshot.as_ref().map_or(0, |(sequence, _)| *sequence);
        Self {
            entries: content.entries.len(),
            bytes: content.entries.iter().map(|(_, bytes)| bytes.len()).sum(),
            snapshot_bytes: content.snapshot.as_ref().map_or(0, |(_, bytes)| bytes.len()),
            newest: content.entries.last().map_or(snapshot_newest, |(sequence, _)| *sequence),
        }
    }
}
