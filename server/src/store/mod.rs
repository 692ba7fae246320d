//! The store: append-only streams plus a small key-value table (decision D9).
//!
//! # The contract, in words
//! Every implementation passes `contract.rs`; what hosts see of it is in `docs/spec/store.md`.
//! 1. A [`Batch`] is all or nothing. When `commit` resolves `Ok`, everything in it survives a power cut; when it
//!    resolves `Err`, nothing of it is there. Batches of one caller are applied in the order of their `commit` calls.
//!    One exception that no program can rule out: when the disk itself failed in the middle of a commit, a power cut
//!    before the next successful commit may bring that batch back, whole.
//! 2. A stream gives back its entries in the order they were appended, after its snapshot if it has one.
//! 3. `compact` replaces the entries up to and including a sequence number by a snapshot, at once or not at all;
//!    entries appended meanwhile stay.
//! 4. A dropped stream is gone for real (its bytes are overwritten); its sequence numbers start anew.
//! 5. `expects` makes a batch conditional: when one key does not hold the expected value the whole batch is refused
//!    with [`StoreError::Conflict`]. `expects_heads` does the same for the last sequence number of a stream, so that
//!    whoever decided on what a stream holds commits only if nobody appended to it meanwhile.
//! 6. Inside a batch the order is: conditions, drops, appends, removes, puts. So one batch can replace a stream or a key.
//! 7. The place in the order is taken when `commit` or `compact` is *called*, not when its future is first polled; a
//!    future that is thrown away does not take its batch back.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

pub mod backup;
pub mod epoch;
pub mod files;
pub mod folder_facts;
pub mod memory;
pub mod snapshot;
pub mod sqlite;

#[cfg(test)]
mod contract;

/// Largest batch, in bytes of all its names, keys, entries and values together; also the largest snapshot. Twice the
/// largest document, so that no document that was accepted can become impossible to compact.
pub const BATCH_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Beginning of the keys that no backup holds: what must be gone once it is erased, and what is worth nothing later.
pub const NOT_IN_BACKUPS_PREFIX: &str = "open/";

/// The first key after all of them.
const NOT_IN_BACKUPS_END: &str = "open0";

/// A boxed future; the trait is used as `Arc<dyn Store>`.
pub type StoreFuture<T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'static>>;

/// Position of an entry in its stream; the first is 1.
pub type Sequence = u64;

/// What one commit does, all or nothing.
#[derive(Debug, Default, Clone)]
pub struct Batch {
    /// Entries to append, each to the stream it names, in this order.
    pub appends: Vec<(String, Bytes)>,
    /// Keys to set.
    pub puts: Vec<(String, Vec<u8>)>,
    /// Keys to remove.
    pub removes: Vec<String>,
    /// Streams to drop for real.
    pub drops: Vec<String>,
    /// Conditions: each key must hold this value (`None`: must be absent).
    pub expects: Vec<(String, Option<Vec<u8>>)>,
    /// Conditions: the last sequence number of each stream must be this (0: it must not exist).
    pub expects_heads: Vec<(String, Sequence)>,
}

impl Batch {
    /// Bytes that this batch carries: names, keys, entries, values and conditions.
    pub fn bytes(&self) -> usize {
        let appends: usize = self.appends.iter().map(|(stream, entry)| stream.len() + entry.len()).sum();
        let puts: usize = self.puts.iter().map(|(key, value)| key.len() + value.len()).sum();
        let heads = self.expects_heads.iter().map(|(stream, _)| stream);
        let names: usize = self.removes.iter().chain(&self.drops).chain(heads).map(String::len).sum();
        let conditions: usize =
            self.expects.iter().map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len)).sum();
        appends + puts + names + conditions
    }

    /// Refuses a batch over [`BATCH_BYTES_MAX`], before it takes a place in a queue.
    fn check_size(&self) -> Result<(), StoreError> {
        check_size(self.bytes())
    }
}

fn check_size(bytes: usize) -> Result<(), StoreError> {
    if bytes > BATCH_BYTES_MAX {
        Err(StoreError::TooLarge { bytes, bytes_max: BATCH_BYTES_MAX })
    } else {
        Ok(())
    }
}

/// What a stream holds.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct StreamContent {
    /// The snapshot and the sequence number it covers, if the stream was compacted.
    pub snapshot: Option<(Sequence, Bytes)>,
    /// Entries after the snapshot, oldest first.
    pub entries: Vec<(Sequence, Bytes)>,
}

/// The end of a stream, from a sequence number that the reader has on.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct StreamTail {
    /// The last sequence number of the stream; 0 when it does not exist. Lower than what the reader has: the stream was
    /// dropped meanwhile, and what the reader has is no part of it.
    pub head: Sequence,
    /// The sequence number that the stream's snapshot covers; 0 without one. Higher than what the reader has: the
    /// entries between were compacted, and the reader must load the stream to have them.
    pub compacted_through: Sequence,
    /// The entries that are still there after the reader's sequence number, oldest first.
    pub entries: Vec<(Sequence, Bytes)>,
}

impl StreamTail {
    /// Whether the entries are all that was appended after this sequence number, so that a reader who has everything up
    /// to it has everything with them.
    #[must_use]
    pub fn continues(&self, after: Sequence) -> bool {
        self.compacted_through <= after && after <= self.head
    }
}

/// A durable store. See the module's contract.
pub trait Store: Send + Sync + std::fmt::Debug + 'static {
    /// Commits a batch; resolves with the sequence number of each append (same order) once everything is durable.
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>>;

    /// Loads a stream; an unknown stream is empty.
    fn load(&self, stream: &str) -> StoreFuture<StreamContent>;

    /// Loads the entries of a stream after a sequence number, without its snapshot. See [`StreamTail`] for what it
    /// says when entries in between are gone.
    fn load_after(&self, stream: &str, after: Sequence) -> StoreFuture<StreamTail>;

    /// Replaces all entries up to and including `through` by a snapshot. A snapshot that no longer fits its stream
    /// (dropped meanwhile, `through` not yet written, or behind the present snapshot) gives [`StoreError::Conflict`]
    /// with the stream as its key, and changes nothing.
    fn compact(&self, stream: &str, through: Sequence, snapshot: Bytes) -> StoreFuture<()>;

    /// Reads one key.
    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>>;

    /// Reads several keys as they are at one moment; gives their values in the order of the keys asked for.
    fn get_many(&self, keys: &[&str]) -> StoreFuture<Vec<Option<Vec<u8>>>>;

    /// All keys with this prefix and their values, in key order.
    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>>;

    /// The first keys with `from <= key < to` and their values, in key order, at most `limit`. Whoever wants more asks
    /// again from the last key on.
    fn range(&self, from: &str, to: &str, limit: usize) -> StoreFuture<Vec<(String, Vec<u8>)>>;

    /// Names of all streams with this prefix, in order.
    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>>;

    /// Whether the last commit failed for a reason of the disk or database, so that the next one may fail as well.
    fn last_commit_failed(&self) -> bool {
        false
    }

    /// Commits what is queued and stops; later calls give [`StoreError::Closed`].
    fn close(&self) -> StoreFuture<()>;
}

/// Why the store refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The queue before the store is full: the disk does not keep up. Nothing of the batch was written.
    #[error("the store is busy")]
    Busy,
    /// A condition of the batch did not hold, or a snapshot does not fit its stream.
    #[error("a condition of the batch did not hold: {key}")]
    Conflict {
        /// The key whose value differed, or the stream.
        key: String,
    },
    /// The batch or snapshot is over [`BATCH_BYTES_MAX`]; nothing of it was written.
    #[error("a batch of {bytes} bytes is too large (at most {bytes_max})")]
    TooLarge {
        /// Bytes in the batch.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// The disk or database failed; nothing of the batch was written.
    #[error("the store failed: {0}")]
    Failed(String),
    /// Another process uses the same data folder.
    #[error("another pairway process is using the data folder {0}")]
    InUse(String),
    /// Data written by a newer version.
    #[error("the data was written by a newer version (schema {found}, this program knows {known})")]
    TooNew {
        /// Version found on disk.
        found: u32,
        /// Newest version this program knows.
        known: u32,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}
