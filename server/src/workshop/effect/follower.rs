//! The follower: carries out what commits cause, for as long as the server runs.
//!
//! It reads the log of effects from where this server began, and the keys of `due/` in the order of their times; never all
//! keys. One effect that hangs or fails holds up no other: each has a task and a time limit, and is tried again later.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{DUE_END, DUE_PREFIX, Effect, LOG_STREAM, LogEntry, due_ms, due_until};
use crate::auth::records;
use crate::store::{Sequence, StoreError};
use crate::workshop::Workshops;

/// Most effects that are carried out at a time.
const AT_ONCE_MAX: usize = 16;

/// Most keys that one look reads.
const LOOK_KEYS_MAX: usize = 64;

/// Longest time one effect may take before others are no longer held up by its place, in seconds.
const EFFECT_SECONDS_MAX: u64 = 60;

/// Longest time between two looks at what is due, in seconds: the wall clock can be set meanwhile.
const LOOK_SECONDS_MAX: u64 = 60;

/// Pause after a failure, in seconds: the first, and the longest after doubling.
const RETRY_SECONDS: (u64, u64) = (1, 60);

/// Entries of the log that are kept behind the reader before it is shortened.
const LOG_ENTRIES_KEPT: Sequence = 1_000;

/// Effects under way: the name each is waited for by, and how it ended.
type Tasks = JoinSet<(String, Result<(), String>)>;

async fn within_limit(work: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let ended = tokio::time::timeout(Duration::from_secs(EFFECT_SECONDS_MAX), work).await;
    ended.unwrap_or_else(|_| Err("it took too long".to_owned()))
}

/// What the follower knows between two looks.
#[derive(Debug, Default)]
struct Progress {
    /// Everything of the log up to this entry was carried out here.
    read: Sequence,
    /// The entry up to which the log was shortened.
    shortened: Sequence,
    /// Keys being carried out or failed: when they are tried again, and how often they failed.
    held: HashMap<String, Held>,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    again_at: Option<Instant>,
    failures: u32,
}

impl Workshops {
    /// Follows the commits of this store until told to stop.
    pub async fn follow_effects(&self, stopping: CancellationToken) {
        let mut progress = Progress::default();
        while !self.find_end_of_log(&mut progress).await {
            tokio::select! {
                () = stopping.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(RETRY_SECONDS.0)) => {}
            }
        }
        let mut tasks = JoinSet::new();
        loop {
            let next = self.look(&mut progress, &mut tasks).await;
            tokio::select! {
                () = stopping.cancelled() => break,
                () = self.effects.news() => {}
                Some(ended) = tasks.join_next(), if !tasks.is_empty() => progress.ended(ended),
                () = tokio::time::sleep_until(next) => {}
            }
        }
        // What is not finished is found by the next start.
        tasks.shutdown().await;
    }

    /// A server that starts has no connections, so nothing of before concerns it.
    async fn find_end_of_log(&self, progress: &mut Progress) -> bool {
        match self.store.load_after(LOG_STREAM, Sequence::MAX).await {
            Ok(tail) => {
                progress.read = tail.head;
                progress.shortened = tail.compacted_through;
                true
            }
            Err(error) => {
                tracing::warn!(%error, "the log of effects cannot be read yet");
                false
            }
        }
    }

    /// Carries out what is new and starts what is due; gives the time of the next look.
    async fn look(&self, progress: &mut Progress, tasks: &mut Tasks) -> Instant {
        let looked = async {
            self.read_log(progress, tasks).await?;
            self.look_at_time().await;
            self.start_due(progress, tasks).await
        };
        let next_due = looked.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the effects could not be looked at");
            None
        });
        let longest = Instant::now() + Duration::from_secs(LOOK_SECONDS_MAX);
        let retries = progress.held.values().filter_map(|held| held.again_at);
        retries.chain(next_due).fold(longest, Instant::min)
    }

    async fn read_log(&self, progress: &mut Progress, tasks: &mut Tasks) -> Result<(), StoreError> {
        let tail = self.store.load_after(LOG_STREAM, progress.read).await?;
        for (number, bytes) in &tail.entries {
            progress.read = *number;
            // One that cannot be read, from a newer version perhaps, must not keep back those after it.
            let Ok(LogEntry { id, effects }) = records::decode(LOG_STREAM, bytes) else {
                tracing::error!(number, "an effect in the log cannot be read and is passed over");
                continue;
            };
            let (quick, slow): (Vec<_>, Vec<_>) = effects.into_iter().partition(Effect::is_told_at_once);
            quick.iter().for_each(|effect| self.tell_connections(effect));
            if slow.is_empty() {
                self.effects.done(&id);
                continue;
            }
            // What waits for rooms must not hold up the next removal.
            let this = self.clone();
            tasks.spawn(async move {
                let outcome = within_limit(this.perform_slow(&slow)).await;
                this.effects.done(&id);
                (id, outcome)
            });
        }
        if progress.read >= progress.shortened + 2 * LOG_ENTRIES_KEPT {
            let through = progress.read - LOG_ENTRIES_KEPT;
            self.store.compact(LOG_STREAM, through, bytes::Bytes::new()).await?;
            progress.shortened = through;
        }
        Ok(())
    }

    /// Starts what is due, and gives the time of the first effect that is not due yet; `None` when there is none, or when the
    /// end of a task leads to the next look.
    async fn start_due(
        &self,
        progress: &mut Progress,
        tasks: &mut Tasks,
    ) -> Result<Option<Instant>, StoreError> {
        let mut from = DUE_PREFIX.to_owned();
        let now_ms = self.clock.now_ms();
        loop {
            let keys = self.store.range(&from, DUE_END, LOOK_KEYS_MAX).await?;
            let Some((last, _)) = keys.last() else { return Ok(None) };
            from = format!("{last}\0");
            for (key, value) in keys {
                let wait_ms = due_ms(&key).map_or(0, |due| due.saturating_sub(now_ms));
                if wait_ms > 0 {
                    let wait = Duration::from_millis(wait_ms.min(LOOK_SECONDS_MAX * 1000));
                    return Ok(Some(Instant::now() + wait));
                }
                if tasks.len() >= AT_ONCE_MAX {
                    return Ok(None);
                }
                if self.must_wait(&key) || !progress.may_start(&key) {
                    continue;
                }
                let this = self.clone();
                tasks.spawn(async move {
                    let outcome = within_limit(this.perform_once(&key, &value)).await;
                    if outcome.is_ok() {
                        this.effects.done(&key);
                    }
                    (key, outcome)
                });
            }
        }
    }

    async fn perform_once(&self, key: &str, value: &[u8]) -> Result<(), String> {
        let effect: Effect = records::decode(key, value).map_err(|error| error.to_string())?;
        self.perform(&effect, key).await.map_err(|error| error.to_string())
    }

    /// Carries out everything that is due now, and what that causes; for a start before anybody is let in, and for tests.
    pub async fn perform_due(&self) {
        self.look_at_time().await;
        loop {
            let until = due_until(self.clock.now_ms());
            let keys = match self.store.range(DUE_PREFIX, &until, LOOK_KEYS_MAX).await {
                Ok(keys) => keys,
                Err(error) => return tracing::warn!(%error, "what is due could not be looked at"),
            };
            let mut done = 0;
            for (key, value) in keys.iter().filter(|(key, _)| !self.must_wait(key)) {
                match self.perform_once(key, value).await {
                    Ok(()) => done += 1,
                    Err(error) => {
                        tracing::warn!(%key, %error, "an effect could not be carried out; it is tried again")
                    }
                }
            }
            if done == 0 {
                return;
            }
        }
    }
}

impl Progress {
    /// Takes a key unless it is under way or waits for another try.
    fn may_start(&mut self, key: &str) -> bool {
        let failures = match self.held.get(key) {
            None => 0,
            Some(Held { again_at: Some(at), failures }) if *at <= Instant::now() => *failures,
            Some(_) => return false,
        };
        self.held.insert(key.to_owned(), Held { again_at: None, failures });
        true
    }

    fn ended(&mut self, ended: Result<(String, Result<(), String>), tokio::task::JoinError>) {
        match ended {
            Ok((key, Ok(()))) => {
                self.held.remove(&key);
            }
            // Of the log; what it was about is looked at again in its own time (the guard) or by the next call.
            Ok((key, Err(error))) if !key.starts_with(DUE_PREFIX) => {
                tracing::warn!(%error, "what a command causes could not be carried out at once");
            }
            Ok((key, Err(error))) => {
                tracing::warn!(%key, %error, "an effect could not be carried out; it is tried again");
                let failures = self.held.get(&key).map_or(0, |held| held.failures);
                let (first, longest) = RETRY_SECONDS;
                let wait = first.saturating_mul(1 << failures.min(8)).min(longest);
                let again_at = Some(Instant::now() + Duration::from_secs(wait));
                self.held.insert(key, Held { again_at, failures: failures.saturating_add(1) });
            }
            Err(error) => {
                // Which one it was is not told; those without a time of another try get one.
                tracing::error!(%error, "an effect failed in a way that is our fault");
                let again_at = Instant::now() + Duration::from_secs(RETRY_SECONDS.1);
                self.held.values_mut().for_each(|held| held.again_at = held.again_at.or(Some(again_at)));
            }
        }
    }
}
