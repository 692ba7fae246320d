//! What the power-cut tests write, how it is acknowledged, and what must be found afterwards.
//!
//! One caller commits batches 1, 2, 3 … with several in flight. Batch n appends to two or three streams and sets one key,
//! so a batch that survives in part is seen. Streams are compacted and dropped in between. Acknowledgements are lines of
//! the file `acks` in the watched folder, so that they stand in the same record as the writes and syncs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use pairway_server::store::{Batch, Store, StoreError, StoreFuture};

/// File of the acknowledgements in the watched folder.
pub const ACKS_FILE: &str = "acks";
/// Batches in flight.
const IN_FLIGHT: usize = 6;
/// A stream is compacted after so many batches.
const COMPACT_EVERY: u64 = 35;
/// A stream is dropped after so many batches.
const DROP_EVERY: u64 = 50;

/// When the writer says that a batch is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answering {
    /// When the store's answer has come.
    AfterCommit,
    /// At once. Wrong, to show that the judge sees it.
    BeforeCommit,
}

/// What happens to the disk while the writer works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    None,
    /// From time to time the disk is full or a sync fails, and recovers.
    FromTimeToTime,
}

/// The stream that every batch of this remainder appends to.
fn first_stream(batch: u64) -> String {
    format!("first/{}", batch % 5)
}

fn second_stream(batch: u64) -> String {
    format!("second/{}", batch % 3)
}

/// The stream that is dropped later; only some batches append to one.
fn dropped_stream(batch: u64) -> Option<String> {
    batch.is_multiple_of(10).then(|| format!("dropped/{}", batch / DROP_EVERY))
}

fn key(batch: u64) -> String {
    format!("batch/{batch:06}")
}

/// An entry says its number and has a length of its own, from a few bytes to more than a page.
fn entry(batch: u64) -> Bytes {
    let padding = usize::try_from(batch * 7919 % 6000).unwrap_or_default();
    format!("{batch}\n{}", "x".repeat(padding)).into()
}

fn number_of(entry: &[u8]) -> Result<u64> {
    let line = entry.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let number = std::str::from_utf8(line)?.parse()?;
    ensure!(entry == &self::entry(number)[..], "the entry of batch {number} is damaged");
    Ok(number)
}

fn batch(number: u64) -> Batch {
    let mut appends = vec![(first_stream(number), entry(number)), (second_stream(number), entry(number))];
    appends.extend(dropped_stream(number).map(|stream| (stream, entry(number))));
    Batch { appends, puts: vec![(key(number), number.to_string().into())], ..Batch::default() }
}

/// The writing side.
pub struct Writer<'a> {
    store: &'a dyn Store,
    acks: File,
    answering: Answering,
    pending: VecDeque<(u64, StoreFuture<Vec<u64>>)>,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("in_flight", &self.pending.len()).finish_non_exhaustive()
    }
}

impl<'a> Writer<'a> {
    /// A writer that acknowledges in `folder`.
    ///
    /// # Errors
    /// When the file of the acknowledgements cannot be made.
    pub fn new(store: &'a dyn Store, folder: &Path, answering: Answering) -> Result<Self> {
        let acks = File::create(folder.join(ACKS_FILE))?;
        Ok(Self { store, acks, answering, pending: VecDeque::new() })
    }

    /// Commits this many batches, with compactions and drops between them, and waits for all.
    ///
    /// # Errors
    /// When the store does anything but commit or fail, or does not recover when the disk does.
    pub async fn run(&mut self, batches: u64, trouble: Trouble, flags: &Path) -> Result<()> {
        for number in 1..=batches {
            if trouble == Trouble::FromTimeToTime {
                self.make_trouble(number, flags).await?;
            }
            let answer = self.store.commit(batch(number));
            if self.answering == Answering::BeforeCommit {
                self.say(&format!("done {number}"))?;
            }
            self.pending.push_back((number, answer));
            self.settle(IN_FLIGHT).await?;
            // A full disk refuses these as well; they are tried again later.
            if number.is_multiple_of(COMPACT_EVERY) {
                self.compact(&first_stream(number / COMPACT_EVERY)).await?;
            }
            if number % DROP_EVERY == DROP_EVERY - 1 {
                self.drop_stream(number / DROP_EVERY).await?;
            }
        }
        self.settle(0).await
    }

    /// Every 40 batches four batches meet a full disk, and 20 batches later four meet a failing sync.
    async fn make_trouble(&mut self, number: u64, flags: &Path) -> Result<()> {
        let flag = flags.with_extension(if number % 40 < 20 { "trouble.full" } else { "trouble.sync" });
        match number % 20 {
            10 => drop(File::create(flag)?),
            14 => {
                self.settle(0).await?;
                std::fs::remove_file(flag)?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn settle(&mut self, in_flight: usize) -> Result<()> {
        while self.pending.len() > in_flight {
            let Some((number, answer)) = self.pending.pop_front() else { break };
            match (answer.await, self.answering) {
                (Ok(_), Answering::AfterCommit) => self.say(&format!("done {number}"))?,
                (Ok(_), Answering::BeforeCommit) => {}
                (Err(StoreError::Failed(_)), _) => self.say(&format!("failed {number}"))?,
                (Err(error), _) => bail!("batch {number}: {error}"),
            }
        }
        Ok(())
    }

    async fn compact(&mut self, stream: &str) -> Result<()> {
        let content = self.store.load(stream).await?;
        let Some((through, _)) = content.entries.last() else { return Ok(()) };
        let mut lines = content.snapshot.map(|(_, lines)| lines.to_vec()).unwrap_or_default();
        for (_, entry) in &content.entries {
            lines.extend(format!("{}\n", number_of(entry)?).bytes());
        }
        match self.store.compact(stream, *through, lines.into()).await {
            Ok(()) | Err(StoreError::Failed(_)) => Ok(()),
            Err(error) => bail!("compaction of {stream}: {error}"),
        }
    }

    async fn drop_stream(&mut self, index: u64) -> Result<()> {
        self.say(&format!("dropping {index}"))?;
        let drops = vec![format!("dropped/{index}")];
        match self.store.commit(Batch { drops, ..Batch::default() }).await {
            Ok(_) => self.say(&format!("dropped {index}")),
            Err(StoreError::Failed(_)) => Ok(()),
            Err(error) => bail!("drop {index}: {error}"),
        }
    }

    fn say(&mut self, line: &str) -> Result<()> {
        // One call, so one record.
        Ok(self.acks.write_all(format!("{line}\n").as_bytes())?)
    }
}

/// What had been said by the moment of the cut.
#[derive(Debug, Default, Clone)]
pub struct Said {
    done: BTreeSet<u64>,
    /// Failed batches, each with the number of those that were done before the failure was told.
    failed: BTreeMap<u64, usize>,
    dropping: BTreeSet<u64>,
    dropped: BTreeSet<u64>,
}

impl Said {
    /// Takes a line of the file of acknowledgements.
    ///
    /// # Errors
    /// When it is not a line of ours.
    pub fn hear(&mut self, line: &[u8]) -> Result<()> {
        let line = std::str::from_utf8(line)?.trim();
        let (word, number) = line.split_once(' ').context("a line without a number")?;
        let number: u64 = number.parse()?;
        match word {
            "done" => drop(self.done.insert(number)),
            "failed" => drop(self.failed.insert(number, self.done.len())),
            "dropping" => drop(self.dropping.insert(number)),
            "dropped" => drop(self.dropped.insert(number)),
            _ => bail!("unknown line {line}"),
        }
        Ok(())
    }

    /// Number of batches said to be safe.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.len()
    }

    /// Number of batches said to have failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed.len()
    }

    /// Judges what is found after the cut.
    ///
    /// # Errors
    /// The promise that was broken.
    pub async fn judge(&self, store: &dyn Store) -> Result<()> {
        let mut keys = BTreeSet::new();
        for (key, value) in store.list("batch/").await? {
            keys.insert(std::str::from_utf8(&value)?.parse()?);
            ensure!(key.ends_with(std::str::from_utf8(&value)?), "the key {key} has another's value");
        }
        if let Some(lost) = self.done.iter().find(|number| !keys.contains(*number)) {
            bail!("batch {lost} was acknowledged and is lost");
        }
        self.judge_failures(&keys)?;
        let found = streams(store).await?;
        for number in &keys {
            for stream in [first_stream(*number), second_stream(*number)] {
                let whole = found.get(&stream).is_some_and(|numbers| numbers.contains(number));
                ensure!(whole, "batch {number} is there in part: not in {stream}");
            }
            if let Some(stream) = dropped_stream(*number) {
                let index = number / DROP_EVERY;
                let whole = found.get(&stream).is_some_and(|numbers| numbers.contains(number));
                let dropped = self.dropping.contains(&index) && !found.contains_key(&stream);
                ensure!(whole || dropped, "batch {number} is there in part: not in {stream}");
            }
        }
        for (stream, numbers) in &found {
            let foreign = numbers.iter().find(|number| !keys.contains(number));
            ensure!(foreign.is_none(), "batch {foreign:?} is there in part: only in {stream}");
        }
        for index in &self.dropped {
            ensure!(
                !found.contains_key(&format!("dropped/{index}")),
                "stream {index} was dropped and is back"
            );
        }
        Ok(())
    }

    /// Batches come in order, so none is missing before one that is there, unless it failed. A batch that failed is
    /// gone for good at the latest when a later one is done.
    fn judge_failures(&self, keys: &BTreeSet<u64>) -> Result<()> {
        let last = keys.last().copied().unwrap_or_default();
        for number in 1..=last {
            let known = keys.contains(&number) || self.failed.contains_key(&number);
            // A failure may not have been told yet when the power went; it is told in order, after all before it.
            let untold = self.done.last().is_none_or(|done| number > *done);
            ensure!(known || untold, "batch {number} is lost although a later one is there");
        }
        for (number, done_before) in &self.failed {
            let done_after = self.done.len() > *done_before;
            ensure!(!(done_after && keys.contains(number)), "batch {number} failed and is there");
        }
        Ok(())
    }
}

/// Numbers of the batches in each stream, which must rise.
async fn streams(store: &dyn Store) -> Result<BTreeMap<String, BTreeSet<u64>>> {
    let mut found = BTreeMap::new();
    for stream in store.streams("").await? {
        let content = store.load(&stream).await?;
        let mut numbers = Vec::new();
        for line in content.snapshot.iter().flat_map(|(_, lines)| lines.split(|byte| *byte == b'\n')) {
            if !line.is_empty() {
                numbers.push(std::str::from_utf8(line)?.parse()?);
            }
        }
        for (_, entry) in &content.entries {
            numbers.push(number_of(entry)?);
        }
        ensure!(numbers.is_sorted(), "the entries of {stream} are out of order: {numbers:?}");
        found.insert(stream, numbers.into_iter().collect());
    }
    Ok(found)
}
