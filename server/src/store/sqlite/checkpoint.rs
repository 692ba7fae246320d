//! Folds the log into the database on a connection and thread of its own, so that the writer never pays for it, and
//! erases what was deleted: secure deletion zeroes the pages, but old copies lie in the log and in the database file
//! until the log is folded in *and* cut to length zero.
//!
//! Order that matters: a caller that asked for a deletion is answered after the erasure. While the log is being cut the
//! writer steps aside (it would otherwise win the lock again and again), at most `TRUNCATE_WAIT`.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::schema;
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
}

#[derive(Debug, Default)]
struct Wishes {
    bytes: usize,
    commits: usize,
    /// When replaced content shall be erased.
    erase_at: Option<Instant>,
    /// Deletions that wait for their erasure. Bounded by the queue of the writer: its callers wait for these answers.
    waiting: Vec<Waiting>,
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

    /// Waits while the log is being cut.
    pub(super) fn wait_for_truncation(&self) {
        let wishes = self.wishes();
        drop(
            self.changed
                .wait_while(wishes, |wishes| wishes.truncating)
                .unwrap_or_else(PoisonError::into_inner),
        );
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
                if let Err(error) = self.truncate() {
                    tracing::warn!(%error, "the log could not be cut");
                }
            }
            Ok(_) => {}
            // Nothing is lost: the log keeps everything, and the next commits ask again.
            Err(error) => tracing::warn!(%error, "the log could not be folded into the database"),
        }
    }

    fn erase(&mut self, waiting: Vec<Waiting>) {
        match self.truncate() {
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

    /// Folds everything in and cuts the log; false when a reader prevented it.
    fn truncate(&mut self) -> Result<bool, StoreError> {
        // First the bulk of the work without holding up the writer, then the rest with it waiting.
        self.checkpoint("PASSIVE")?;
        self.shared.change(|wishes| wishes.truncating = true);
        let progress = self.checkpoint("TRUNCATE");
        self.shared.change(|wishes| wishes.truncating = false);
        Ok(!progress?.blocked)
    }

    fn checkpoint(&mut self, mode: &str) -> Result<Progress, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.database)?,
        };
        let progress = connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
            Ok(Progress { blocked: row.get::<_, i64>(0)? != 0, log_pages: row.get(1)? })
        })?;
        self.connection = Some(connection);
        Ok(progress)
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
