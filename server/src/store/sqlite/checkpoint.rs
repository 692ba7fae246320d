//! Folds the log into the database on a connection and thread of its own, so that the writer never pays for it, and
//! erases what was deleted: secure deletion zeroes what is deleted, but old copies lie in the unused space of pages
//! until it is zeroed, and in the log and in the database file until the log is folded in *and* cut to length zero.
//!
//! Order that matters: a caller that asked for a deletion is answered after the erasure. While the log is being cut the
//! writer steps aside (it would otherwise win the lock again and again), at most `TRUNCATE_WAIT`.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::changed_pages::Pages;
use super::{schema, unused_space};
use crate::store::{Sequence, StoreError};

/// Where the result of something to write goes.
pub(super) type Answer = oneshot::Sender<Result<Vec<Sequence>, StoreError>>;

/// Fold the log in after this many bytes were committed …
const FOLD_BYTES: usize = 4 * 1024 * 1024;
/// … or after this many commits (a small commit still writes a few pages).
const FOLD_COMMITS: usize = 256;
/// Pages in the log (4 KiB each: 64 MiB) from which on it is cut, though the writer has to wait for it: under constant
/// load the log never runs dry by itself and would grow for ever.
const LOG_PAGES_MAX: i64 = 16 * 1024;
/// Replaced content is erased at most this long after the commit; many replacements share one erasure.
const ERASE_DELAY: Duration = Duration::from_secs(1);
/// How long one attempt to cut the log waits for readers.
const TRUNCATE_WAIT: Duration = Duration::from_millis(100);
/// A deletion is answered after this long even if a reader (a backup) still holds old pages; erasure goes on being tried.
const ERASE_ANSWER_WAIT: Duration = Duration::from_secs(10);
/// Pause between attempts while somebody holds old pages.
const ERASE_RETRY: Duration = Duration::from_millis(50);

/// What the writer asks of the checkpointer. Shared by both.
#[derive(Debug, Default)]
pub(super) struct Checkpoints {
    wishes: Mutex<Wishes>,
    changed: Condvar,
    /// Held while somebody writes to the log, or cuts it.
    log: Mutex<()>,
}

#[derive(Debug, Default)]
struct Wishes {
    bytes: usize,
    commits: usize,
    /// When replaced content shall be erased.
    erase_at: Option<Instant>,
    /// Deletions that wait for their erasure. Bounded by the queue of the writer: its callers wait for these answers.
    waiting: Vec<Waiting>,
    /// Pages whose unused space may hold what was deleted.
    pages: Pages,
    truncating: bool,
    stopped: bool,
}

#[derive(Debug)]
struct Waiting {
    answer: Answer,
    sequences: Vec<Sequence>,
    since: Instant,
}

enum Step {
    Fold,
    Erase(Vec<Waiting>),
    Stop(Vec<Waiting>),
}

impl Checkpoints {
    fn wishes(&self) -> MutexGuard<'_, Wishes> {
        // The fields are independent of each other, so a panic under this lock leaves nothing half done.
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Wishes)) {
        change(&mut self.wishes());
        self.changed.notify_all();
    }

    /// The writer committed this much.
    pub(super) fn note_written(&self, bytes: usize) {
        self.change(|wishes| {
            wishes.bytes += bytes;
            wishes.commits += 1;
        });
    }

    /// The writer changed these pages.
    pub(super) fn note_changed(&self, pages: Pages) {
        self.wishes().pages.add(pages);
    }

    /// Old content was replaced and is to be erased within `ERASE_DELAY`.
    pub(super) fn erase_soon(&self) {
        self.change(|wishes| {
            wishes.erase_at.get_or_insert_with(|| Instant::now() + ERASE_DELAY);
        });
    }

    /// Content was deleted: erase it, then give this answer.
    pub(super) fn erase_then_answer(&self, answer: Answer, sequences: Vec<Sequence>) {
        self.change(|wishes| wishes.waiting.push(Waiting { answer, sequences, since: Instant::now() }));
    }

    /// The writer is done; what waits is still erased.
    pub(super) fn stop(&self) {
        self.change(|wishes| wishes.stopped = true);
    }

    /// Waits while the log is being cut. It is not cut while the answer lives.
    pub(super) fn wait_for_truncation(&self) -> MutexGuard<'_, ()> {
        let wishes = self.wishes();
        drop(
            self.changed
                .wait_while(wishes, |wishes| wishes.truncating)
                .unwrap_or_else(PoisonError::into_inner),
        );
        self.log()
    }

    fn log(&self) -> MutexGuard<'_, ()> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to do.
    fn next(&self) -> Step {
        let mut wishes = self.wishes();
        loop {
            let now = Instant::now();
            let erase_in = wishes.erase_at.map(|at| at.saturating_duration_since(now));
            if wishes.stopped {
                return Step::Stop(std::mem::take(&mut wishes.waiting));
            }
            if !wishes.waiting.is_empty() || erase_in == Some(Duration::ZERO) {
                // Cleared before the work: what is asked for meanwhile needs another round.
                wishes.erase_at = None;
                return Step::Erase(std::mem::take(&mut wishes.waiting));
            }
            if wishes.bytes >= FOLD_BYTES || wishes.commits >= FOLD_COMMITS {
                (wishes.bytes, wishes.commits) = (0, 0);
                return Step::Fold;
            }
            wishes = match erase_in {
                Some(wait) => {
                    self.changed.wait_timeout(wishes, wait).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(wishes).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// State of the checkpointing thread.
#[derive(Debug)]
pub(super) struct Checkpointer {
    pub(super) database: PathBuf,
    pub(super) shared: Arc<Checkpoints>,
    /// None after a failure; opened again for the next attempt.
    pub(super) connection: Option<Connection>,
}

impl Checkpointer {
    /// Works until the writer stopped.
    pub(super) fn run(mut self) {
        loop {
            match self.shared.next() {
                Step::Fold => self.fold(),
                Step::Erase(waiting) => self.erase(waiting),
                Step::Stop(waiting) => {
                    self.erase(waiting);
                    return;
                }
            }
        }
    }

    fn fold(&mut self) {
        match self.checkpoint("PASSIVE") {
            Ok(Progress { log_pages, .. }) if log_pages > LOG_PAGES_MAX => {
                if let Err(error) = self.while_writer_waits(|this| this.checkpoint("TRUNCATE")) {
                    tracing::warn!(%error, "the log could not be cut");
                }
            }
            Ok(_) => {}
            // Nothing is lost: the log keeps everything, and the next commits ask again.
            Err(error) => tracing::warn!(%error, "the log could not be folded into the database"),
        }
    }

    fn erase(&mut self, waiting: Vec<Waiting>) {
        match self.erase_and_cut() {
            Ok(true) => {
                for Waiting { answer, sequences, .. } in waiting {
                    let _ = answer.send(Ok(sequences));
                }
            }
            Ok(false) => self.erase_later(waiting),
            Err(error) => {
                tracing::warn!(%error, "deleted content could not be erased yet");
                self.erase_later(waiting);
            }
        }
    }

    /// Somebody still reads old pages, or the disk failed. Callers wait on for a while; the erasure stays owed.
    fn erase_later(&self, waiting: Vec<Waiting>) {
        let (late, waiting): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|one| one.since.elapsed() >= ERASE_ANSWER_WAIT);
        for Waiting { answer, sequences, .. } in late {
            tracing::warn!(
                "a deletion is committed, but a reader still keeps its old pages from being erased"
            );
            let _ = answer.send(Ok(sequences));
        }
        let mut wishes = self.shared.wishes();
        if wishes.stopped {
            // Opening the folder again folds and cuts the log, so the erasure is only put off.
            wishes.waiting.clear();
            drop(wishes);
            for Waiting { answer, sequences, .. } in waiting {
                let _ = answer.send(Ok(sequences));
            }
            return;
        }
        wishes.waiting.extend(waiting);
        wishes.erase_at = Some(Instant::now() + ERASE_DELAY);
        // A pause, not a spin; a stop ends it early.
        drop(self.shared.changed.wait_timeout_while(wishes, ERASE_RETRY, |wishes| !wishes.stopped));
    }

    /// Erases the unused space of changed pages, folds all in and cuts the log; false when a reader prevented that.
    fn erase_and_cut(&mut self) -> Result<bool, StoreError> {
        let mut owed = std::mem::take(&mut self.shared.wishes().pages);
        let done = self.erase_pages_and_cut(&mut owed);
        if done.is_err() {
            self.shared.note_changed(owed);
        }
        done
    }

    /// `owed` becomes the pages that are still to be erased when this fails.
    fn erase_pages_and_cut(&mut self, owed: &mut Pages) -> Result<bool, StoreError> {
        // First the bulk of the work without holding up the writer, then the rest with it waiting.
        let found = self.on_connection(|connection| unused_space::with_remains(connection, owed))?;
        *owed = Pages::These(found.into_iter().collect());
        self.checkpoint("PASSIVE")?;
        self.while_writer_waits(|this| {
            owed.add(std::mem::take(&mut this.shared.wishes().pages));
            this.on_connection(|connection| unused_space::erase(connection, owed))?;
            Ok(!this.checkpoint("TRUNCATE")?.blocked)
        })
    }

    fn while_writer_waits<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let shared = Arc::clone(&self.shared);
        shared.change(|wishes| wishes.truncating = true);
        let log = shared.log();
        let done = work(self);
        drop(log);
        shared.change(|wishes| wishes.truncating = false);
        done
    }

    fn checkpoint(&mut self, mode: &str) -> Result<Progress, StoreError> {
        self.on_connection(|connection| {
            connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
                Ok(Progress { blocked: row.get::<_, i64>(0)? != 0, log_pages: row.get(1)? })
            })
        })
    }

    /// Does something on the connection, which is opened anew after a failure.
    fn on_connection<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.database)?,
        };
        let done = work(&connection)?;
        self.connection = Some(connection);
        Ok(done)
    }
}

struct Progress {
    blocked: bool,
    log_pages: i64,
}

/// The checkpointer's connection: as every other, but patient only for `TRUNCATE_WAIT`.
pub(super) fn connect(database: &std::path::Path) -> Result<Connection, rusqlite::Error> {
    let connection = schema::connect(database)?;
    connection.busy_timeout(TRUNCATE_WAIT)?;
    Ok(connection)
}
