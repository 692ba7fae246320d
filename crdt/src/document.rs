//! One CRDT document and the only calls of the engine with outside bytes.
//!
//! It owns a `yrs::Doc`, the index of what it holds, and the one place where a panic inside the engine is contained. An
//! update is walked by the gate, planned against the index, and only what is new, complete and consistent reaches the
//! engine. It must not know rooms, rights, logs or the typed content.

mod arrivals;
mod compare;
mod cost;
mod integrate;
mod laid_out;
pub mod layout;
mod place;
mod plan;
mod rewrite;
mod strays;
mod struct_index;

use std::any::Any;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Doc, IdSet, OffsetKind, Options, ReadTxn, StateVector, Transact, Transaction, TransactionMut, Update,
};

use self::integrate::integrate;
pub use self::plan::Planned;
use self::plan::plan;
use self::rewrite::Source;
use self::struct_index::StructIndex;
use crate::error::{ApplyError, GateError};
use crate::gate;
use crate::gate::update::{Walked, walk};
use crate::limits::UPDATE_WORK_MAX;

/// The estimate of the encoded size is measured again when it grew by a quarter and this many bytes.
const MEASURE_AGAIN_BYTES: usize = 256 * 1024;

/// What became of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// What was new, as an update; `None` when nothing was. These are the bytes to log and to pass on.
    pub novel: Option<Bytes>,
    /// Whether something it builds on was missing. That part was left out: ask the sender again with a step1.
    pub missing: bool,
}

/// An edit of the document's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWrite {
    /// What it wrote, as an update.
    pub update: Bytes,
    /// Each client in it with the clock of its first struct.
    pub starts: Vec<(u64, u32)>,
}

/// A document in memory.
///
/// Nothing is ever pending inside: what cannot be integrated is left out, and [`Applied::missing`] says so.
pub struct Document {
    doc: Doc,
    index: StructIndex,
    /// Everything deleted; made when first asked for after a change.
    deleted: OnceLock<IdSet>,
    poisoned: bool,
    encoded_bytes: usize,
    measured_bytes: usize,
    /// Own edits since [`Document::record_writes`]; `None` when nobody asked for them.
    writes: Option<Vec<OwnWrite>>,
    encodings: AtomicU64,
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
        Self {
            doc: new_doc(),
            index: StructIndex::default(),
            deleted: OnceLock::new(),
            poisoned: false,
            encoded_bytes: Update::EMPTY_V1.len(),
            measured_bytes: Update::EMPTY_V1.len(),
            writes: None,
            encodings: AtomicU64::new(0),
        }
    }

    /// The client id of the server's own edits.
    #[must_use]
    pub fn client_id(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// Whether the engine failed here. The document then reads as empty, takes nothing, and must be thrown away.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }

    /// Applies outside bytes.
    ///
    /// # Errors
    /// [`ApplyError::Gate`] when refused (the document is unchanged); [`ApplyError::Poisoned`] when the engine failed:
    /// throw the document away and rebuild it from its log without these bytes.
    pub fn apply(&mut self, update: &[u8]) -> Result<Applied, ApplyError> {
        self.apply_walked(&walk(update)?)
    }

    /// As [`Document::apply`], of an update that was walked already.
    ///
    /// # Errors
    /// As [`Document::apply`].
    pub fn apply_walked(&mut self, update: &Walked<'_>) -> Result<Applied, ApplyError> {
        let planned = self.plan_walked(update)?;
        self.apply_planned(update, planned)
    }

    /// Applies what was taken before, whatever it costs.
    ///
    /// # Errors
    /// As [`Document::apply`].
    pub fn replay(&mut self, update: &[u8]) -> Result<Applied, ApplyError> {
        let update = walk(update)?;
        let planned = self.plan_within(&update, u64::MAX)?;
        self.apply_planned(&update, planned)
    }

    /// Plans an update, so that its cost is known before it is paid.
    ///
    /// # Errors
    /// As [`Document::apply`]; the document is unchanged.
    pub fn plan_walked(&self, update: &Walked<'_>) -> Result<Planned, ApplyError> {
        self.plan_within(update, UPDATE_WORK_MAX)
    }

    fn plan_within(&self, update: &Walked<'_>, work_max: u64) -> Result<Planned, ApplyError> {
        if self.poisoned {
            return Err(ApplyError::Poisoned);
        }
        let plan = plan(update.bytes, &update.outline, &self.index)?;
        if plan.work > work_max {
            let bound = usize::try_from(work_max).unwrap_or(usize::MAX);
            return Err(GateError::OverLimit { limit: "UPDATE_WORK_MAX", bound }.into());
        }
        Ok(Planned(plan))
    }

    /// As [`Document::apply`], of an update that was planned against this document as it is.
    ///
    /// # Errors
    /// As [`Document::apply`].
    pub fn apply_planned(&mut self, update: &Walked<'_>, planned: Planned) -> Result<Applied, ApplyError> {
        if self.poisoned {
            return Err(ApplyError::Poisoned);
        }
        let (Walked { bytes, outline }, Planned(plan)) = (update, planned);
        let source = Source { bytes, outline };
        let missing = plan.missing;
        if plan.chunks.is_empty() && plan.deletes.is_empty() {
            return Ok(Applied { novel: None, missing });
        }
        let Ok(Ok(novel)) = self.contained(|doc| integrate(doc, &source, &plan)) else {
            self.poison();
            return Err(ApplyError::Poisoned);
        };
        self.index.absorb(plan.additions);
        if let Some(novel) = &novel {
            self.changed(novel.len());
        }
        Ok(Applied { novel, missing })
    }

    /// What this document has, as a state vector.
    #[must_use]
    pub fn state_vector(&self) -> Vec<u8> {
        rewrite::state_vector(self.index.clocks())
    }

    /// How far a client's clock goes here.
    #[must_use]
    pub fn known(&self, client: u64) -> u32 {
        self.index.known(client)
    }

    /// Everything that the holder of `state_vector` lacks, with the whole delete set.
    ///
    /// # Errors
    /// When the state vector is refused by the gate.
    pub fn diff(&self, state_vector: &[u8]) -> Result<Vec<u8>, GateError> {
        gate::state_vector::check(state_vector)?;
        self.encodings.fetch_add(1, Ordering::Relaxed);
        let decoded = StateVector::decode_v1(state_vector)
            .map_err(|_| GateError::Malformed { at: 0, why: "state vector the engine cannot read" })?;
        Ok(self.doc.transact().encode_diff_v1(&decoded))
    }

    /// The whole document as one update.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.encodings.fetch_add(1, Ordering::Relaxed);
        self.doc.transact().encode_diff_v1(&StateVector::default())
    }

    /// How many bytes the deletions of the document take in an update. Whoever has taken the document in sends them again
    /// with every answer to a state vector.
    #[must_use]
    pub fn deletes_bytes(&self) -> usize {
        self.deleted().encode_v1().len()
    }

    /// How often the document was gone through to encode it, whole or as a diff. It costs time by the size of the
    /// document, so tests hold their callers to a number.
    #[must_use]
    pub fn encodings(&self) -> u64 {
        self.encodings.load(Ordering::Relaxed)
    }

    /// About how many bytes [`Document::encode`] gives, without encoding. Over by at most a quarter and 256 KiB.
    #[must_use]
    pub fn encoded_bytes_estimate(&self) -> usize {
        self.encoded_bytes
    }

    /// Sets the estimate right by an encoding of the document as it is now, so that whoever has made one need not have
    /// another made to know its size.
    pub fn measured(&mut self, encoded_bytes: usize) {
        self.encoded_bytes = encoded_bytes;
        self.measured_bytes = encoded_bytes;
    }

    /// Whether applying `update` would change nothing.
    ///
    /// # Errors
    /// When the update is refused by the gate.
    pub fn contains(&self, update: &[u8]) -> Result<bool, GateError> {
        self.contains_walked(&walk(update)?)
    }

    /// As [`Document::contains`], of an update that was walked already.
    ///
    /// # Errors
    /// When the engine cannot read its delete set.
    pub fn contains_walked(&self, update: &Walked<'_>) -> Result<bool, GateError> {
        let outline = &update.outline;
        if outline.sections.iter().any(|section| section.end_clock > self.index.known(section.client)) {
            return Ok(false);
        }
        if outline.deletes.is_empty() {
            return Ok(true);
        }
        let deletes = rewrite::delete_set(&outline.deletes);
        let deletes = IdSet::decode_v1(&deletes)
            .map_err(|_| GateError::Malformed { at: 0, why: "delete set the engine cannot read" })?;
        Ok(deletes.diff(self.deleted()).is_empty())
    }

    fn deleted(&self) -> &IdSet {
        self.deleted.get_or_init(|| self.doc.transact().snapshot().delete_set)
    }

    /// A server edit in one transaction. Gives the edit's result and its update (an empty update when nothing changed).
    ///
    /// Should the edit make something that the gate would refuse on loading, the document is poisoned and the update
    /// empty, so that it can never reach a log: check [`Document::is_poisoned`].
    ///
    /// # Panics
    /// When `edit` panics; the document is poisoned then.
    pub fn write<T>(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>, &Doc) -> T) -> (T, Bytes) {
        let written = self.contained(|doc| {
            let mut txn = ManuallyDrop::new(doc.transact_mut());
            let value = edit(&mut txn, doc);
            txn.commit();
            let update = if txn.has_changes() { txn.encode_update_v1() } else { Update::EMPTY_V1.to_vec() };
            drop(ManuallyDrop::into_inner(txn));
            (value, update)
        });
        let (value, update) = written.unwrap_or_else(|panic| resume_unwind(panic));
        let starts = if self.poisoned { None } else { self.note(&update).ok() };
        let Some(starts) = starts else {
            self.poison();
            return (value, Bytes::from_static(Update::EMPTY_V1));
        };
        let update = Bytes::from(update);
        if let Some(writes) = &mut self.writes
            && update.as_ref() != Update::EMPTY_V1
        {
            writes.push(OwnWrite { update: update.clone(), starts });
        }
        (value, update)
    }

    /// Begins to record own edits, for [`Document::take_writes`].
    pub fn record_writes(&mut self) {
        self.writes = Some(Vec::new());
    }

    /// Own edits that changed something since [`Document::record_writes`], oldest first; ends recording. Empty when the
    /// document was poisoned meanwhile.
    pub fn take_writes(&mut self) -> Vec<OwnWrite> {
        self.writes.take().unwrap_or_default()
    }

    /// Reads inside one transaction.
    pub fn read<T>(&self, look: impl FnOnce(&Transaction<'_>, &Doc) -> T) -> T {
        look(&self.doc.transact(), &self.doc)
    }

    /// Builds a document from its snapshot and the log behind it. The log is trusted and still gated; only the work is
    /// not bounded, since it was when each entry came in.
    ///
    /// # Errors
    /// The first entry's [`ApplyError`].
    pub fn rebuild<'a>(
        snapshot: Option<&[u8]>,
        entries: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Self, ApplyError> {
        Self::new().filled(snapshot, entries)
    }

    fn filled<'a>(
        mut self,
        snapshot: Option<&[u8]>,
        entries: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Self, ApplyError> {
        snapshot.map(|snapshot| self.replay(snapshot)).transpose()?;
        for entry in entries {
            self.replay(entry)?;
        }
        Ok(self)
    }

    /// The one boundary of panics: the document is poisoned when one comes out of the engine.
    fn contained<T>(&mut self, work: impl FnOnce(&Doc) -> T) -> Result<T, Box<dyn Any + Send>> {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(&self.doc)));
        if outcome.is_err() {
            self.poison();
        }
        outcome
    }

    /// Leaves the broken engine state behind, leaked: dropping it could touch freed memory or wait for a lock that is
    /// never released. An empty document takes its place, so that no later call can hang.
    fn poison(&mut self) {
        if self.poisoned {
            return;
        }
        let broken = std::mem::take(self);
        std::mem::forget(broken);
        self.poisoned = true;
    }

    /// Brings the index up to a change that the engine has already; gives where the update starts.
    fn note(&mut self, update: &[u8]) -> Result<Vec<(u64, u32)>, GateError> {
        let walked = walk(update)?;
        let plan = plan(update, &walked.outline, &self.index)?;
        if plan.missing {
            return Err(GateError::Malformed { at: 0, why: "own edit that builds on something missing" });
        }
        self.index.absorb(plan.additions);
        self.changed(update.len());
        Ok(walked.starts())
    }

    fn changed(&mut self, added_bytes: usize) {
        self.deleted = OnceLock::new();
        self.encoded_bytes += added_bytes;
        // Overwritten values leave the document but not the sum, so measure now and then; doubling keeps that cheap.
        if self.encoded_bytes > self.measured_bytes / 4 * 5 + MEASURE_AGAIN_BYTES {
            let encoded_bytes = self.encode().len();
            self.measured(encoded_bytes);
        }
    }
}

fn new_doc() -> Doc {
    let client_id = ClientID::new(ClientID::random().get() & u64::from(u32::MAX));
    Doc::with_options(Options { client_id, offset_kind: OffsetKind::Utf16, ..Options::default() })
}
