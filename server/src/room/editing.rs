//! Server edits in a room: commit, then fan out; what cannot be committed never was (decision D3).
//!
//! While one is under way the room does nothing else, so nobody can be shown a change that is not durable.

use bytes::Bytes;
use pairway_crdt::document::Document;

use super::RoomError;
use super::actor::{Actor, Flow};
use super::command::EditJob;
use super::ledger::Author;
use crate::store::StoreError;

impl Actor {
    /// A server edit: nobody sees it before it is durable, and when it cannot be made durable it never was.
    pub(super) async fn edit(&mut self, job: EditJob) -> Flow {
        self.finish_commit().await;
        let before = self.room.full_state();
        let had = self.room.document.state_vector();
        let Some(answer) = (job.edit)(Ok(&mut self.room.document)) else { return Flow::Continue };
        let changed = self.room.document.encode() != before;
        let update = if changed { self.room.document.diff(&had).ok() } else { None };
        let update = update.map(Bytes::from);
        if let Some(update) = &update {
            self.room.ledger.append(update.clone(), Author::Server);
        }
        let mut batch = job.batch;
        // What is applied and not logged yet goes before the edit: it may build on it.
        let entries = self.room.ledger.take_all();
        let carried = entries.len();
        batch.appends.splice(0..0, entries.into_iter().map(|entry| (self.stream.clone(), entry)));
        batch.puts.extend(self.origins_flying());
        match self.store.commit(batch).await {
            Ok(sequences) => {
                if carried > 0 {
                    // Behind ours come those of other streams in the caller's batch, which count for themselves.
                    self.logged(sequences.get(..carried).unwrap_or(&sequences));
                }
                if let Some(update) = update {
                    self.room.spread_from_server(update);
                }
                answer(Ok(()));
                Flow::Continue
            }
            Err(error) => {
                self.room.ledger.commit_failed();
                let flow = if update.is_some() { self.undo_edit(before).await } else { Flow::Continue };
                if !is_about_the_batch(&error) && !self.room.ledger.is_clean() {
                    self.failed(&error);
                }
                answer(Err(RoomError::Store(error)));
                flow
            }
        }
    }

    async fn undo_edit(&mut self, before: Bytes) -> Flow {
        self.room.ledger.withdraw_newest();
        let rebuilt =
            tokio::task::spawn_blocking(move || Document::rebuild(Some(&before), std::iter::empty()));
        match rebuilt.await {
            Ok(Ok(document)) => {
                self.room.restore_document(document);
                Flow::Continue
            }
            Ok(Err(_)) | Err(_) => {
                tracing::error!(document = %self.stream, "our own encoding could not be read back; the room ends");
                Flow::End
            }
        }
    }
}

/// Whether a commit was refused for what it says, not because the store is in trouble.
fn is_about_the_batch(error: &StoreError) -> bool {
    match error {
        StoreError::Conflict { .. } | StoreError::TooLarge { .. } => true,
        StoreError::Busy
        | StoreError::Failed(_)
        | StoreError::InUse(_)
        | StoreError::TooNew { .. }
        | StoreError::Closed => false,
    }
}
