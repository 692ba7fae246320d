//! The one thread that writes. Everything that waits in the queue is committed in one transaction, so one sync of the
//! disk serves many batches; a batch that fails is undone alone. Answers go out after the commit, never before. It
//! knows nothing of documents, and checkpoints are not its work.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Instant;

use bytes::Bytes;
use rusqlite::Connection;

use super::apply::{self, Applied, Remains};
use super::changed_pages::{LogReader, Pages};
use super::checkpoint::{Answer, Checkpoints};
use super::schema;
use crate::metrics::{STORE_BATCHES, STORE_COMMIT_SECONDS, STORE_FAILURES};
use crate::store::{Batch, Sequence, StoreError};

/// Most batches in one transaction.
const GROUP_BATCHES_MAX: usize = 1024;
/// A transaction takes no further batch once it holds this many bytes; keeps the log and the wait of each caller short.
const GROUP_BYTES_MAX: usize = 8 * 1024 * 1024;
/// After this many batches in a row failed on their own, the rest of their group is refused untried: the disk is at
/// fault, not a batch, and every caller should hear so soon.
const FAILURES_MAX: usize = 3;

/// Something to write, in the order of the queue.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) work: Work,
    /// Bytes that count against the queue.
    pub(super) bytes: usize,
    pub(super) answer: Answer,
}

/// What a job writes.
#[derive(Debug)]
pub(super) enum Work {
    Commit(Batch),
    Compact { stream: String, through: Sequence, snapshot: Bytes },
}

/// State of the writing thread.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) database: PathBuf,
    pub(super) jobs: Receiver<Job>,
    pub(super) queued_bytes: Arc<AtomicUsize>,
    /// Whether the last transaction failed.
    pub(super) failing: Arc<AtomicBool>,
    pub(super) checkpoints: Arc<Checkpoints>,
    pub(super) log: LogReader,
    /// None after a failure that the connection did not recover from; opened again for the next group.
    pub(super) connection: Option<Connection>,
}

type Outcome = Result<Applied, StoreError>;

impl Writer {
    /// Writes until every sender is gone and the queue is empty.
    pub(super) fn run(mut self) {
        while let Ok(first) = self.jobs.recv() {
            let group = self.gather(first);
            let checkpoints = Arc::clone(&self.checkpoints);
            let _log_stays = checkpoints.wait_for_truncation();
            self.write(group);
        }
    }

    /// Takes all that waits. There is no pause for more: while one group syncs the next one gathers by itself, and a
    /// pause measured no gain in throughput for a millisecond of delay.
    fn gather(&self, first: Job) -> Vec<Job> {
        let mut bytes = first.bytes;
        let mut group = vec![first];
        while group.len() < GROUP_BATCHES_MAX && bytes < GROUP_BYTES_MAX {
            let Ok(job) = self.jobs.try_recv() else { break };
            bytes += job.bytes;
            group.push(job);
        }
        self.queued_bytes.fetch_sub(bytes, Ordering::Relaxed);
        group
    }

    fn write(&mut self, group: Vec<Job>) {
        let bytes = group.iter().map(|job| job.bytes).sum();
        match self.transact(&group) {
            Ok(outcomes) => {
                for (job, outcome) in group.into_iter().zip(outcomes) {
                    self.answer(job.answer, outcome);
                }
                self.checkpoints.note_written(bytes);
            }
            Err(error) if group.len() == 1 => {
                for job in group {
                    self.answer(job.answer, Err(error.clone()));
                }
            }
            Err(_) => self.write_singly(group),
        }
    }

    /// A group failed as a whole and left nothing. One batch may be at fault (too large for what is left of the disk),
    /// so each gets a transaction of its own.
    fn write_singly(&mut self, group: Vec<Job>) {
        let mut failures = 0;
        let mut last_error = None;
        for job in group {
            let outcome = match (&last_error, failures) {
                (Some(error), FAILURES_MAX..) => Err(StoreError::clone(error)),
                _ => self.transact(std::slice::from_ref(&job)).and_then(only),
            };
            match &outcome {
                Err(error @ StoreError::Failed(_)) => {
                    failures += 1;
                    last_error = Some(error.clone());
                }
                Ok(_) | Err(_) => {
                    failures = 0;
                    self.checkpoints.note_written(job.bytes);
                }
            }
            self.answer(job.answer, outcome);
        }
    }

    /// One transaction, one sync. `Err`: nothing of any job is there.
    fn transact(&mut self, jobs: &[Job]) -> Result<Vec<Outcome>, StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => schema::connect(&self.database)
                .inspect_err(|_| self.failing.store(true, Ordering::Relaxed))?,
        };
        let started = Instant::now();
        let result = transact_on(&connection, jobs);
        self.failing.store(result.is_err(), Ordering::Relaxed);
        match &result {
            Ok(_) => {
                // Before anybody is answered, and before a deletion asks for its erasure.
                self.checkpoints.note_changed(changed_pages(&mut self.log, &connection));
                self.connection = Some(connection);
                metrics::histogram!(STORE_COMMIT_SECONDS).record(started.elapsed().as_secs_f64());
                metrics::counter!(STORE_BATCHES).increment(jobs.len() as u64);
            }
            Err(error) => {
                // A connection that can still roll back is sound; any other is thrown away, and its open
                // transaction with it.
                let sound = connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
                self.connection = sound.then_some(connection);
                metrics::counter!(STORE_FAILURES).increment(1);
                tracing::error!(%error, batches = jobs.len(), "the store could not commit");
            }
        }
        Ok(result?)
    }

    fn answer(&self, answer: Answer, outcome: Outcome) {
        // A caller that went away does not need its answer, hence the ignored results.
        match outcome {
            Ok(Applied { sequences, remains: Remains::Nothing }) => {
                let _ = answer.send(Ok(sequences));
            }
            Ok(Applied { sequences, remains: Remains::Replaced }) => {
                self.checkpoints.erase_soon();
                let _ = answer.send(Ok(sequences));
            }
            Ok(Applied { sequences, remains: Remains::Deleted }) => {
                self.checkpoints.erase_then_answer(answer, sequences);
            }
            Err(error) => {
                let _ = answer.send(Err(error));
            }
        }
    }
}

impl Drop for Writer {
    /// Ends the checkpointer too, even after a panic.
    fn drop(&mut self) {
        // The last connection to close folds the log into the database, so ours goes before the checkpointer's.
        drop(self.connection.take());
        self.checkpoints.stop();
    }
}

/// The pages that the commit wrote. What cannot be told is all of them.
fn changed_pages(log: &mut LogReader, connection: &Connection) -> Pages {
    let frames: Result<u32, rusqlite::Error> = connection
        .prepare_cached("PRAGMA wal_checkpoint(NOOP)")
        .and_then(|mut checkpoint| checkpoint.query_row([], |row| row.get(1)));
    let pages = match frames {
        Ok(frames) => log.pages_since_last(frames).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    pages.unwrap_or_else(|error| {
        tracing::warn!(%error, "the log does not tell which pages were changed, so all will be looked at");
        Pages::All
    })
}

fn only(outcomes: Vec<Outcome>) -> Outcome {
    outcomes.into_iter().next().unwrap_or_else(|| Err(StoreError::Failed("nothing was written".to_owned())))
}

fn transact_on(connection: &Connection, jobs: &[Job]) -> Result<Vec<Outcome>, rusqlite::Error> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        outcomes.push(apply_alone(connection, &job.work)?);
    }
    // Only after this line may anybody hear that a batch is durable.
    connection.execute_batch("COMMIT")?;
    Ok(outcomes)
}

/// Applies one job inside the group. The outer `Err` means that the whole transaction is lost.
fn apply_alone(connection: &Connection, work: &Work) -> Result<Outcome, rusqlite::Error> {
    connection.prepare_cached("SAVEPOINT job")?.execute([])?;
    let outcome = match work {
        Work::Commit(batch) => apply::commit(connection, batch),
        Work::Compact { stream, through, snapshot } => apply::compact(connection, stream, *through, snapshot),
    };
    match outcome {
        Ok(applied) => {
            connection.prepare_cached("RELEASE job")?.execute([])?;
            Ok(Ok(applied))
        }
        // A full disk makes SQLite end the whole transaction; then there is no savepoint left to go back to.
        Err(apply::Refusal::Database(error)) if connection.is_autocommit() => Err(error),
        Err(refusal) => {
            connection.execute_batch("ROLLBACK TO job; RELEASE job")?;
            Ok(Err(refusal.into()))
        }
    }
}
