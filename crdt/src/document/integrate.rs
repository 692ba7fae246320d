//! Gives a planned update to the engine, in one transaction. It must not know what is planned, or why.

use std::mem::ManuallyDrop;

use bytes::Bytes;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, IdSet, Transact, TransactionMut, Update, WriteTxn};

use super::plan::Plan;
use super::rewrite::{self, Source};

/// The engine refused what the gate accepted.
pub(super) struct EngineFailure;

/// Hands a plan to the engine. The transaction is never dropped on the way out of a failure: its `drop` commits, and
/// committing half-integrated state can panic again or touch freed memory.
pub(super) fn integrate(doc: &Doc, source: &Source<'_>, plan: &Plan) -> Result<Option<Bytes>, EngineFailure> {
    let mut txn = ManuallyDrop::new(doc.transact_mut());
    for chunk in &plan.chunks {
        let bytes = source.chunk(chunk).map_err(|_| EngineFailure)?;
        apply_part(&mut txn, &bytes)?;
    }
    let delete_set = rewrite::delete_set(&plan.deletes);
    if !plan.deletes.is_empty() {
        apply_part(&mut txn, &rewrite::deletes_only(&delete_set))?;
    }
    if txn.prune_pending().is_some() {
        return Err(EngineFailure);
    }
    let asked = IdSet::decode_v1(&delete_set).map_err(|_| EngineFailure)?;
    let deleted = asked.intersect(txn.delete_set());
    let novel = if plan.chunks.is_empty() && deleted.is_empty() {
        None
    } else if plan.whole && deleted == asked {
        Some(Bytes::copy_from_slice(source.bytes))
    } else {
        let combined = source.combined(&plan.chunks, &deleted.encode_v1()).map_err(|_| EngineFailure)?;
        Some(Bytes::from(combined))
    };
    txn.commit();
    drop(ManuallyDrop::into_inner(txn));
    Ok(novel)
}

pub(super) fn apply_part(txn: &mut TransactionMut<'_>, bytes: &[u8]) -> Result<(), EngineFailure> {
    let update = Update::decode_v1(bytes).map_err(|_| EngineFailure)?;
    txn.apply_update(update).map_err(|_| EngineFailure)
}
