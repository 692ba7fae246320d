//! A store in memory: for tests, and for a server that shall forget everything when it stops. It keeps the whole
//! contract of `store/mod.rs` except that nothing outlives the process. It knows no disk and starts no thread.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::{Batch, Sequence, Store, StoreError, StoreFuture, StreamContent, StreamTail, check_size};

/// A [`Store`] that holds everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    streams: BTreeMap<String, Stream>,
    pairs: BTreeMap<String, Vec<u8>>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Stream {
    content: StreamContent,
    last: Sequence,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs at once, so that the order of calls is the order of effects.
    fn with_state<T>(&self, work: impl FnOnce(&mut State) -> Result<T, StoreError>) -> StoreFuture<T>
    where
        T: Send + 'static,
    {
        // Nothing below leaves the state half changed, so a panic elsewhere under this lock did no harm.
        let mut state: MutexGuard<'_, State> = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = if state.closed { Err(StoreError::Closed) } else { work(&mut state) };
        Box::pin(std::future::ready(result))
    }
}

impl State {
    fn commit(&mut self, batch: Batch) -> Result<Vec<Sequence>, StoreError> {
        for (key, expected) in &batch.expects {
            if self.pairs.get(key) != expected.as_ref() {
                return Err(StoreError::Conflict { key: key.clone() });
            }
        }
        for (stream, expected) in &batch.expects_heads {
            if self.streams.get(stream).map_or(0, |stream| stream.last) != *expected {
                return Err(StoreError::Conflict { key: stream.clone() });
            }
        }
        for stream in &batch.drops {
            self.streams.remove(stream);
        }
        let mut sequences = Vec::with_capacity(batch.appends.len());
        for (name, entry) in batch.appends {
            let stream = self.streams.entry(name).or_default();
            stream.last += 1;
            stream.content.entries.push((stream.last, entry));
            sequences.push(stream.last);
        }
        for key in &batch.removes {
            self.pairs.remove(key);
        }
        self.pairs.extend(batch.puts);
        Ok(sequences)
    }

    fn load_after(&self, name: &str, after: Sequence) -> StreamTail {
        let Some(stream) = self.streams.get(name) else { return StreamTail::default() };
        let later = stream.content.entries.iter().filter(|(sequence, _)| *sequence > after);
        StreamTail {
            head: stream.last,
            compacted_through: stream.content.snapshot.as_ref().map_or(0, |(through, _)| *through),
            entries: later.cloned().collect(),
        }
    }

    fn compact(&mut self, name: &str, through: Sequence, snapshot: Bytes) -> Result<(), StoreError> {
        let conflict = || StoreError::Conflict { key: name.to_owned() };
        let stream = self.streams.get_mut(name).ok_or_else(conflict)?;
        let covered = stream.content.snapshot.as_ref().map_or(1, |(covered, _)| *covered);
        if through < covered || through > stream.last {
            return Err(conflict());
        }
        stream.content.snapshot = Some((through, snapshot));
        stream.content.entries.retain(|(sequence, _)| *sequence > through);
        Ok(())
    }
}

impl Store for MemoryStore {
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>> {
        self.with_state(|state| {
            batch.check_size()?;
            state.commit(batch)
        })
    }

    fn load(&self, stream: &str) -> StoreFuture<StreamContent> {
        self.with_state(|state| {
            Ok(state.streams.get(stream).map(|stream| stream.content.clone()).unwrap_or_default())
        })
    }

    fn load_after(&self, stream: &str, after: Sequence) -> StoreFuture<StreamTail> {
        self.with_state(|state| Ok(state.load_after(stream, after)))
    }

    fn compact(&self, stream: &str, through: Sequence, snapshot: Bytes) -> StoreFuture<()> {
        self.with_state(|state| {
            check_size(stream.len() + snapshot.len())?;
            state.compact(stream, through, snapshot)
        })
    }

    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>> {
        self.with_state(|state| Ok(state.pairs.get(key).cloned()))
    }

    fn get_many(&self, keys: &[&str]) -> StoreFuture<Vec<Option<Vec<u8>>>> {
        self.with_state(|state| Ok(keys.iter().map(|key| state.pairs.get(*key).cloned()).collect()))
    }

    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.with_state(|state| {
            let from = state.pairs.range(prefix.to_owned()..);
            let pairs = from.take_while(|(key, _)| key.starts_with(prefix));
            Ok(pairs.map(|(key, value)| (key.clone(), value.clone())).collect())
        })
    }

    fn range(&self, from: &str, to: &str, limit: usize) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.with_state(|state| {
            // A range that ends before it begins is empty here, where the map's own `range` would panic.
            let pairs = state.pairs.range(from.to_owned()..).take_while(|(key, _)| key.as_str() < to);
            Ok(pairs.take(limit).map(|(key, value)| (key.clone(), value.clone())).collect())
        })
    }

    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>> {
        self.with_state(|state| {
            let from = state.streams.range(prefix.to_owned()..);
            Ok(from.map(|(name, _)| name).take_while(|name| name.starts_with(prefix)).cloned().collect())
        })
    }

    fn close(&self) -> StoreFuture<()> {
        self.with_state(|state| {
            state.closed = true;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;

    crate::store::contract::store_contract!(MemoryStore::new());
}
