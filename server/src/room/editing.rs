//! Server edits in a room: commit, then fan out; what cannot be committed never was (decision D3).
//!
//! While one is under way the room does nothing else, so nobody can be shown a change that is not durable. What goes to
//! the log is what the edit itself has written, so an edit costs its own size. One that does not hold is undone by
//! building the document anew from its log, which is slow and rare.

use pairway_crdt::document::OwnWrite;
use pairway_crdt::gate;
use tokio::time::sleep;

use super::actor::{Actor, Flow};
use super::event::{Answer, Decided, EditJob};
use super::pending_log::Author;
use super::repair::{self, Loaded};
use super::{RETRY_WAIT, RoomError};
use crate::store::{Batch, StoreError};

/// How often a document is tried to be loaded before its room ends.
const LOAD_TRIES: u32 = 3;

/// What a server edit left behind, once it was judged.
enum Judged {
    /// To be committed, and what it has written.
    Commit(Answer, Vec<OwnWrite>),
    /// Nothing of it holds. When it has touched the document, that is built anew.
    Nothing { answer: Answer, outcome: Result<(), RoomError>, touched: bool },
}

impl Actor {
    /// A server edit: nobody sees it before it is durable, and when it cannot be made durable it never was.
    pub(super) async fn edit(&mut self, job: EditJob) -> Flow {
        self.finish_commit().await;
        if self.rests_on_the_past(&job.batch) {
            let conflict = StoreError::Conflict { key: self.stream.clone() };
            // With an error instead of a document it answers its caller and decides nothing.
            drop((job.edit)(Err(RoomError::Store(conflict))));
            return Flow::Continue;
        }
        let had = self.room.document.state_vector();
        self.room.document.record_writes();
        let edit = job.edit;
        let Some(decided) = self.going_through_all(|room| edit(Ok(&mut room.document))) else {
            return Flow::Continue;
        };
        match self.judge(decided) {
            Judged::Nothing { answer, outcome, touched } => {
                let flow = if touched { self.undo_edit().await } else { Flow::Continue };
                answer(outcome);
                flow
            }
            Judged::Commit(answer, writes) => match self.commit_edit(job.batch, &writes).await {
                Ok(()) => {
                    answer(Ok(()));
                    Flow::Continue
                }
                Err(error) => {
                    let flow = self.edit_refused(&error, (writes.len(), &had)).await;
                    answer(Err(RoomError::Store(error)));
                    flow
                }
            },
        }
    }

    /// Whether a batch expects a head that this document has left behind; the store need not be asked.
    fn rests_on_the_past(&self, batch: &Batch) -> bool {
        batch.expects_heads.iter().any(|(stream, head)| *stream == self.stream && *head < self.log.newest)
    }

    /// Whether an edit may be committed. Whatever it answered, one that broke the document may not.
    fn judge(&mut self, decided: Decided) -> Judged {
        let writes = self.room.document.take_writes();
        let broken = self.room.document.is_poisoned();
        if broken {
            tracing::error!(document = %self.stream, "an edit of the server broke the document; it is built anew");
        }
        match decided {
            Decided::Commit(answer) if !broken => Judged::Commit(answer, writes),
            Decided::Against(answer) if !broken => {
                Judged::Nothing { answer, outcome: Ok(()), touched: !writes.is_empty() }
            }
            Decided::Panicked(answer) | Decided::Commit(answer) | Decided::Against(answer) => {
                Judged::Nothing { answer, outcome: Err(RoomError::EditFailed), touched: true }
            }
        }
    }

    async fn commit_edit(&mut self, mut batch: Batch, writes: &[OwnWrite]) -> Result<(), StoreError> {
        if self.name.is_server_written() {
            // It was decided on what this room has, so nobody else may have written since.
            batch.expects_heads.push((self.stream.clone(), self.log.newest));
        }
        for write in writes {
            self.room.pending.append(write.update.clone(), Author::Server);
        }
        // What is applied and not logged yet goes before the edit: it may build on it.
        let entries = self.room.pending.take_all();
        let carried = entries.len();
        batch.appends.splice(0..0, entries.into_iter().map(|entry| (self.stream.clone(), entry)));
        self.note_people(&mut batch);
        let sequences = self.store.commit(batch).await?;
        self.room.writers.saved();
        if carried > 0 {
            // Behind ours come those of other streams in the caller's batch, which count for themselves.
            self.logged(sequences.get(..carried).unwrap_or(&sequences));
        }
        for write in writes {
            self.room.spread_from_server(write.clone());
        }
        Ok(())
    }

    /// An edit was not committed: it never was. When somebody else wrote to the document, its members get that.
    async fn edit_refused(&mut self, error: &StoreError, (written, had): (usize, &[u8])) -> Flow {
        self.room.writers.not_saved();
        self.room.pending.commit_failed();
        self.room.pending.withdraw_newest(written);
        let is_behind = matches!(error, StoreError::Conflict { key } if *key == self.stream);
        let mut flow = Flow::Continue;
        if written > 0 || is_behind {
            flow = self.undo_edit().await;
        }
        if is_behind && flow == Flow::Continue {
            self.spread_since(had);
        }
        if !is_about_the_batch(error) && !self.room.pending.is_clean() {
            self.failed(error);
        }
        flow
    }

    fn spread_since(&mut self, had: &[u8]) {
        match self.room.document.diff(had) {
            Ok(diff) => {
                let starts = gate::update::walk(&diff).map_or_else(|_| Vec::new(), |walked| walked.starts());
                self.room.spread_from_server(OwnWrite { update: diff.into(), starts });
            }
            Err(error) => {
                tracing::error!(document = %self.stream, %error, "our own state vector was refused")
            }
        }
    }

    /// Builds the document anew from its log and what is not logged yet: the state that members know.
    async fn undo_edit(&mut self) -> Flow {
        let mut wait = RETRY_WAIT.0;
        for attempt in 1..=LOAD_TRIES {
            match repair::load(&self.store, &self.name, self.room.pending.unlogged()).await {
                Ok(Loaded { document, log }) => {
                    self.log = log;
                    self.room.restore_document(document);
                    return Flow::Continue;
                }
                Err(error) if attempt == LOAD_TRIES => {
                    tracing::error!(document = %self.stream, %error, "an edit could not be undone; the room ends");
                }
                Err(_) => {
                    sleep(wait).await;
                    wait *= 2;
                }
            }
        }
        if !self.room.pending.is_clean() {
            // What was shown and not logged is lost here; only people can bring it back.
            self.rooms.doubt_everything();
        }
        Flow::End
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
