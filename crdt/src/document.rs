//! One CRDT document and the only calls of the engine with outside bytes.
//!
//! It owns a `yrs::Doc` and the one place where a panic inside the engine is contained. It must not know rooms, rights,
//! logs or the typed content.

use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, Transaction, TransactionMut, Update, WriteTxn,
};

use crate::error::{ApplyError, GateError};
use crate::gate;

/// What became of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What was new, as an update; `None` when nothing was.
    pub novel: Option<Bytes>,
    /// Whether something it builds on was missing. That part was left out: ask the sender again with a step1.
    pub missing: bool,
}

/// A document in memory.
pub struct Document {
    doc: Doc,
    poisoned: bool,
    encoded_bytes: usize,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("client_id", &self.client_id()).finish_non_exhaustive()
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl Document {
    /// An empty document under a fresh random client id of 32 bits, as Yjs makes them.
    #[must_use]
    pub fn new() -> Self {
        Self { doc: new_doc(), poisoned: false, encoded_bytes: 2 }
    }

    /// The client id of the server's own edits.
    #[must_use]
    pub fn client_id(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// Applies outside bytes.
    ///
    /// # Errors
    /// [`ApplyError::Gate`] when refused (the document is unchanged); [`ApplyError::Poisoned`] when the engine failed:
    /// throw the document away and rebuild it from its log without these bytes.
    pub fn apply(&mut self, update: &[u8]) -> Result<Applied, ApplyError> {
        if self.poisoned {
            return Err(ApplyError::Poisoned);
        }
        gate::update::check(update)?;
        let doc = &self.doc;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let decoded = Update::decode_v1(update).map_err(|_| ())?;
            let mut txn = ManuallyDrop::new(doc.transact_mut());
            txn.apply_update(decoded).map_err(|_| ())?;
            let missing = txn.prune_pending().is_some();
            let changed = txn.has_changes();
            txn.commit();
            let novel = if !changed {
                None
            } else if missing {
                Some(Bytes::from(txn.encode_update_v1()))
            } else {
                Some(Bytes::copy_from_slice(update))
            };
            drop(ManuallyDrop::into_inner(txn));
            Ok::<_, ()>(Applied { novel, missing })
        }));
        match outcome {
            Ok(Ok(applied)) => {
                self.encoded_bytes += applied.novel.as_ref().map_or(0, Bytes::len);
                Ok(applied)
            }
            Ok(Err(())) | Err(_) => {
                std::mem::forget(std::mem::replace(&mut self.doc, new_doc()));
                self.poisoned = true;
                Err(ApplyError::Poisoned)
            }
        }
    }

    /// What this document has, as a state vector.
    #[must_use]
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// Everything integrated that the holder of `state_vector` lacks, with the whole delete set.
    ///
    /// # Errors
    /// When the state vector is refused by the gate.
    pub fn diff(&self, state_vector: &[u8]) -> Result<Vec<u8>, GateError> {
        gate::state_vector::check(state_vector)?;
        let decoded = StateVector::decode_v1(state_vector)
            .map_err(|_| GateError::Malformed { at: 0, why: "state vector the engine cannot read" })?;
        Ok(self.doc.transact().encode_diff_v1(&decoded))
    }

    /// The whole document as one update.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(&StateVector::default())
    }

    /// About how many bytes [`Document::encode`] gives, without encoding.
    #[must_use]
    pub fn encoded_bytes_estimate(&self) -> usize {
        self.encoded_bytes
    }

    /// Whether applying `update` would change nothing.
    ///
    /// # Errors
    /// When the update is refused by the gate.
    pub fn contains(&self, update: &[u8]) -> Result<bool, GateError> {
        let facts = gate::update::check(update)?;
        let decoded = Update::decode_v1(update)
            .map_err(|_| GateError::Malformed { at: 0, why: "update the engine cannot read" })?;
        let txn = self.doc.transact();
        let known = txn.state_vector();
        let structs_known = facts.sections.iter().all(|s| known.get(&ClientID::new(s.client)) >= s.end_clock);
        let deleted = txn.snapshot().delete_set;
        Ok(structs_known && decoded.delete_set().diff(&deleted).is_empty())
    }

    /// A server edit in one transaction. Gives the edit's result and its update (an empty update when nothing changed).
    pub fn write<T>(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>, &Doc) -> T) -> (T, Bytes) {
        let mut txn = self.doc.transact_mut();
        let value = edit(&mut txn, &self.doc);
        txn.commit();
        let update = if txn.has_changes() { txn.encode_update_v1() } else { Update::EMPTY_V1.to_vec() };
        drop(txn);
        self.encoded_bytes += update.len();
        (value, Bytes::from(update))
    }

    /// Reads inside one transaction.
    pub fn read<T>(&self, look: impl FnOnce(&Transaction<'_>, &Doc) -> T) -> T {
        look(&self.doc.transact(), &self.doc)
    }

    /// Builds a document from its snapshot and the log behind it. The log is trusted and still gated.
    ///
    /// # Errors
    /// The first entry's [`ApplyError`].
    pub fn rebuild<'a>(
        snapshot: Option<&[u8]>,
        entries: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Self, ApplyError> {
        let mut document = Self::new();
        if let Some(snapshot) = snapshot {
            document.apply(snapshot)?;
        }
        for entry in entries {
            document.apply(entry)?;
        }
        Ok(document)
    }
}

fn new_doc() -> Doc {
    let client_id = ClientID::new(ClientID::random().get() & u64::from(u32::MAX));
    Doc::with_options(Options { client_id, offset_kind: OffsetKind::Utf16, ..Options::default() })
}
