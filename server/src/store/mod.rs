//! The store: append-only streams plus a small key-value table (decision D9).
//!
//! # The contract, in words
//! Every implementation passes `contract.rs`.
//! 1. A [`Batch`] is all or nothing. When `commit` resolves `Ok`, everything in it survives a power cut; when it
//!    resolves `Err`, nothing of it is there. Batches of one caller are applied in the order of their `commit` calls.
//! 2. A stream gives back its entries in the order they were appended, after its snapshot if it has one.
//! 3. `compact` replaces the entries up to and including a sequence number by a snapshot, at once or not at all;
//!    entries appended meanwhile stay.
//! 4. A dropped stream is gone for real (its bytes are overwritten); its sequence numbers start anew.
//! 5. `expects` makes a batch conditional: when one key does not hold the expected value the whole batch is refused
//!    with [`StoreError::Conflict`].

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;

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
}

/// What a stream holds.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct StreamContent {
    /// The snapshot and the sequence number it covers, if the stream was compacted.
    pub snapshot: Option<(Sequence, Bytes)>,
    /// Entries after the snapshot, oldest first.
    pub entries: Vec<(Sequence, Bytes)>,
}

/// A durable store. See the module's contract.
pub trait Store: Send + Sync + std::fmt::Debug + 'static {
    /// Commits a batch; resolves with the sequence number of each append (same order) once everything is durable.
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>>;

    /// Loads a stream; an unknown stream is empty.
    fn load(&self, stream: &str) -> StoreFuture<StreamContent>;

    /// Replaces all entries up to and including `through` by a snapshot.
    fn compact(&self, stream: &str, through: Sequence, snapshot: Bytes) -> StoreFuture<()>;

    /// Reads one key.
    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>>;

    /// All keys with this prefix and their values, in key order.
    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>>;

    /// Names of all streams with this prefix, in order.
    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>>;

    /// Commits what is queued and stops; later calls give [`StoreError::Closed`].
    fn close(&self) -> StoreFuture<()>;
}

/// Why the store refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The queue before the store is full: the disk does not keep up. Nothing of the batch was written.
    #[error("the store is busy")]
    Busy,
    /// A condition of the batch did not hold.
    #[error("a condition of the batch did not hold: {key}")]
    Conflict {
        /// The key whose value differed.
        key: String,
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
