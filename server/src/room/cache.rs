//! The encoded full state for newcomers: one encode for a herd of joiners (decision D6).
//!
//! An edit does not throw it away: the few updates since are sent after it, until they are too many. Pure.

use std::sync::Arc;

use super::outbox::Payload;

/// Updates kept behind a cached state before it is encoded anew.
const SINCE_UPDATES_MAX: usize = 64;

/// Bytes of updates kept behind a cached state.
const SINCE_BYTES_MAX: usize = 64 * 1024;

/// A cached full state and what came after it.
#[derive(Debug, Default)]
pub(crate) struct StateCache {
    state: Option<Arc<Payload>>,
    since: Vec<Arc<Payload>>,
    since_bytes: usize,
}

impl StateCache {
    /// The document changed by this update.
    pub(crate) fn changed(&mut self, update: &Arc<Payload>) {
        if self.state.is_none() {
            return;
        }
        self.since_bytes += update.bytes().len();
        self.since.push(Arc::clone(update));
        if self.since.len() > SINCE_UPDATES_MAX || self.since_bytes > SINCE_BYTES_MAX {
            self.clear();
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The cached state and the updates after it, encoding only when there is none.
    pub(crate) fn get(&mut self, encode: impl FnOnce() -> Vec<u8>) -> (Arc<Payload>, &[Arc<Payload>]) {
        let state = self.state.get_or_insert_with(|| Payload::new(encode().into(), Vec::new()));
        (Arc::clone(state), &self.since)
    }

    /// The state exactly as it is now, encoding unless nothing changed since.
    pub(crate) fn get_exact(&mut self, encode: impl FnOnce() -> Vec<u8>) -> Arc<Payload> {
        if !self.since.is_empty() {
            self.clear();
        }
        self.get(encode).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn update(length: usize) -> Arc<Payload> {
        Payload::new(Bytes::from(vec![1; length]), Vec::new())
    }

    #[test]
    fn room_21_a_herd_of_joiners_costs_one_encode_also_while_somebody_edits() {
        let mut cache = StateCache::default();
        let mut encodes = 0;
        for _ in 0..SINCE_UPDATES_MAX {
            cache.get(|| {
                encodes += 1;
                vec![0]
            });
            cache.changed(&update(1));
        }
        assert_eq!((encodes, cache.get(Vec::new).1.len()), (1, SINCE_UPDATES_MAX));
        cache.changed(&update(1));
        assert!(cache.get(|| vec![9]).1.is_empty(), "too many since: encoded anew");
        cache.changed(&update(SINCE_BYTES_MAX + 1));
        assert_eq!(cache.get(|| vec![7]).0.bytes().as_ref(), [7]);
        cache.changed(&update(1));
        assert_eq!(cache.get_exact(|| vec![8]).bytes().as_ref(), [8]);
    }
}
