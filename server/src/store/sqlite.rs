//! The store in one SQLite file (decision D9): write-ahead log, synced at every commit, deleted content overwritten.
//! This file owns the life of the store: opening, queues, threads, closing. The threads are in `sqlite/`: one writes
//! (group commit), two read, one checkpoints. It knows nothing of documents, rooms or HTTP.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use bytes::Bytes;
use rusqlite::Connection;
use tokio::sync::oneshot;

use self::changed_pages::{LogReader, Pages};
use self::checkpoint::{Checkpointer, Checkpoints};
use self::writer::{Job, Work, Writer};
use super::files::{self, DATABASE_FILE, FolderLock};
use super::{Batch, Sequence, Store, StoreError, StoreFuture, StreamContent, StreamTail, check_size};

mod apply;
pub(super) mod changed_pages;
mod checkpoint;
pub mod inspect;
mod reader;
pub(super) mod schema;
#[cfg(test)]
mod tests;
pub(super) mod unused_space;
mod writer;

/// Batches that may wait for the writer. When full, a commit is refused at once with [`StoreError::Busy`].
pub const QUEUE_BATCHES_MAX: usize = 4096;
/// Bytes that may wait for the writer; a batch that would go beyond is refused with [`StoreError::Busy`], unless
/// nothing else waits.
pub const QUEUE_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Reads that may wait. When full, a read is refused at once with [`StoreError::Busy`].
pub const QUEUE_READS_MAX: usize = 1024;
/// Two, so that a small read does not wait behind a large document.
const READERS: usize = 2;

/// A [`Store`] in a folder on disk.
#[derive(Debug)]
pub struct SqliteStore {
    /// None once closed.
    running: Mutex<Option<Running>>,
    queued_bytes: Arc<AtomicUsize>,
    failing: Arc<AtomicBool>,
}

/// Everything that ends with the store. The fields are dropped in this order: the queues end, so the threads end.
#[derive(Debug)]
struct Running {
    jobs: SyncSender<Job>,
    reads: SyncSender<reader::Read>,
    threads: Vec<JoinHandle<()>>,
    lock: FolderLock,
}

impl SqliteStore {
    /// Opens the store in a folder, which is made if need be, and brings older data to this version.
    ///
    /// Blocks for as long as the disk needs.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when a process has the folder open, [`StoreError::TooNew`] for data of a later version,
    /// [`StoreError::Failed`] when folder or database cannot be used.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        files::create_folder(folder)?;
        let lock = FolderLock::take(folder)?;
        let database = folder.join(DATABASE_FILE);
        files::create_file(&database)?;
        let mut connection = schema::connect(&database)?;
        schema::migrate(&mut connection)?;
        // A killed server may have left deleted content in pages and in the log.
        unused_space::erase(&connection, &Pages::All)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        // The names of the files just made shall survive as surely as what is written to them.
        files::sync_folder(folder)?;

        let queued_bytes = Arc::new(AtomicUsize::new(0));
        let failing = Arc::new(AtomicBool::new(false));
        let (jobs, waiting_jobs) = sync_channel(QUEUE_BATCHES_MAX);
        let (reads, waiting_reads) = sync_channel(QUEUE_READS_MAX);
        let threads = start(
            connection,
            &database,
            Queues { waiting_jobs, waiting_reads, queued_bytes: &queued_bytes, failing: &failing },
        )?;
        let running = Running { jobs, reads, threads, lock };
        Ok(Self { running: Mutex::new(Some(running)), queued_bytes, failing })
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        // The value is only ever replaced as a whole, so a panic under this lock leaves it sound.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place in the writer's queue at once, so that the order of calls is the order of effects.
    fn enqueue(&self, work: Work, bytes: usize) -> StoreFuture<Vec<Sequence>> {
        let (answer, answered) = oneshot::channel();
        let result = self.try_enqueue(Job { work, bytes, answer });
        Box::pin(async move {
            result?;
            answered.await.unwrap_or_else(|_| Err(thread_ended()))
        })
    }

    fn try_enqueue(&self, job: Job) -> Result<(), StoreError> {
        check_size(job.bytes)?;
        let running = self.running();
        let running = running.as_ref().ok_or(StoreError::Closed)?;
        let bytes = job.bytes;
        let before = self.queued_bytes.fetch_add(bytes, Ordering::Relaxed);
        let sent = if before > 0 && before + bytes > QUEUE_BYTES_MAX {
            Err(StoreError::Busy)
        } else {
            running.jobs.try_send(job).map_err(|error| match error {
                TrySendError::Full(_) => StoreError::Busy,
                TrySendError::Disconnected(_) => thread_ended(),
            })
        };
        if sent.is_err() {
            self.queued_bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
        sent
    }

    fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, rusqlite::Error> + Send + 'static,
    ) -> StoreFuture<T> {
        let (answer, answered) = oneshot::channel();
        let read: reader::Read = Box::new(move |connection| {
            let found = connection.and_then(|connection| Ok(look(connection)?));
            let sound = found.is_ok();
            // A caller that went away does not need its answer.
            let _ = answer.send(found);
            if sound { reader::Health::Sound } else { reader::Health::Suspect }
        });
        let result = match self.running().as_ref() {
            None => Err(StoreError::Closed),
            Some(running) => running.reads.try_send(read).map_err(|error| match error {
                TrySendError::Full(_) => StoreError::Busy,
                TrySendError::Disconnected(_) => thread_ended(),
            }),
        };
        Box::pin(async move {
            result?;
            answered.await.unwrap_or_else(|_| Err(thread_ended()))
        })
    }
}

struct Queues<'a> {
    waiting_jobs: Receiver<Job>,
    waiting_reads: Receiver<reader::Read>,
    queued_bytes: &'a Arc<AtomicUsize>,
    failing: &'a Arc<AtomicBool>,
}

/// Starts the threads; they end when their queues do, and [`Running::end`] waits for them.
fn start(
    connection: Connection,
    database: &Path,
    queues: Queues<'_>,
) -> Result<Vec<JoinHandle<()>>, StoreError> {
    let checkpoints = Arc::new(Checkpoints::default());
    let writer = Writer {
        database: database.to_owned(),
        jobs: queues.waiting_jobs,
        queued_bytes: Arc::clone(queues.queued_bytes),
        failing: Arc::clone(queues.failing),
        checkpoints: Arc::clone(&checkpoints),
        log: LogReader::new(database),
        connection: Some(connection),
    };
    let checkpointer = Checkpointer {
        database: database.to_owned(),
        shared: checkpoints,
        connection: Some(checkpoint::connect(database)?),
    };
    let mut threads = vec![
        spawn("store-writer", move || writer.run())?,
        spawn("store-checkpoint", move || checkpointer.run())?,
    ];
    let waiting_reads = Arc::new(Mutex::new(queues.waiting_reads));
    for _ in 0..READERS {
        let reads = Arc::clone(&waiting_reads);
        let database: PathBuf = database.to_owned();
        threads.push(spawn("store-reader", move || reader::run(&database, &reads))?);
    }
    Ok(threads)
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(run);
    spawned.map_err(|error| StoreError::Failed(format!("cannot start the thread {name}: {error}")))
}

fn thread_ended() -> StoreError {
    StoreError::Failed("a thread of the store ended unexpectedly".to_owned())
}

impl Running {
    /// Lets the threads finish what is queued, waits for them, and frees the folder.
    fn end(self) -> Result<(), StoreError> {
        let Self { jobs, reads, threads, lock } = self;
        drop((jobs, reads));
        let mut ended = Ok(());
        for thread in threads {
            if thread.join().is_err() {
                ended = Err(thread_ended());
            }
        }
        // Last: nobody else may open the folder while a thread still writes.
        drop(lock);
        ended
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if let Some(running) = self.running().take()
            && let Err(error) = running.end()
        {
            tracing::error!(%error, "the store did not end cleanly");
        }
    }
}

impl Store for SqliteStore {
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>> {
        let bytes = batch.bytes();
        self.enqueue(Work::Commit(batch), bytes)
    }

    fn load(&self, stream: &str) -> StoreFuture<StreamContent> {
        let stream = stream.to_owned();
        self.read(move |connection| reader::load(connection, &stream))
    }

    fn load_after(&self, stream: &str, after: Sequence) -> StoreFuture<StreamTail> {
        let stream = stream.to_owned();
        self.read(move |connection| reader::load_after(connection, &stream, after))
    }

    fn compact(&self, stream: &str, through: Sequence, snapshot: Bytes) -> StoreFuture<()> {
        let bytes = stream.len() + snapshot.len();
        let compacted = self.enqueue(Work::Compact { stream: stream.to_owned(), through, snapshot }, bytes);
        Box::pin(async move { compacted.await.map(drop) })
    }

    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>> {
        let key = key.to_owned();
        self.read(move |connection| reader::get(connection, &key))
    }

    fn get_many(&self, keys: &[&str]) -> StoreFuture<Vec<Option<Vec<u8>>>> {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        self.read(move |connection| reader::get_many(connection, &keys))
    }

    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        let prefix = prefix.to_owned();
        self.read(move |connection| reader::list(connection, &prefix))
    }

    fn range(&self, from: &str, to: &str, limit: usize) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        let (from, to) = (from.to_owned(), to.to_owned());
        self.read(move |connection| reader::range(connection, (&from, &to), limit))
    }

    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>> {
        let prefix = prefix.to_owned();
        self.read(move |connection| reader::streams(connection, &prefix))
    }

    fn last_commit_failed(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    fn close(&self) -> StoreFuture<()> {
        let Some(running) = self.running().take() else {
            return Box::pin(std::future::ready(Err(StoreError::Closed)));
        };
        let (answer, answered) = oneshot::channel();
        // A thread, because waiting for the other threads would block the executor.
        let closer = spawn("store-close", move || {
            let _ = answer.send(running.end());
        });
        Box::pin(async move {
            closer?;
            answered.await.unwrap_or_else(|_| Err(thread_ended()))
        })
    }
}
