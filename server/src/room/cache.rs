//! The encoded full state for newcomers: one encode a version, however large the herd of joiners (decision D6).
//!
//! Always exact: a client calls itself synced when the state has come, and some fill a document that they find empty.

use std::sync::Arc;

use super::outbox::Payload;

/// The full state of the present version, if somebody asked for it.
#[derive(Debug, Default)]
pub(crate) struct StateCache {
    state: Option<Arc<Payload>>,
}

impl StateCache {
    /// The document changed.
    pub(crate) fn clear(&mut self) {
        self.state = None;
    }

    /// The state as it is now, encoding only when the document changed since the last time.
    pub(crate) fn get(&mut self, encode: impl FnOnce() -> Vec<u8>) -> Arc<Payload> {
        Arc::clone(self.state.get_or_insert_with(|| Payload::new(encode().into(), Vec::new())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The full state is encoded once a version and is always the present one.
    #[test]
    fn a_herd_of_joiners_costs_one_encode_and_always_gets_the_present_state() {
        let mut cache = StateCache::default();
        let mut encodes = 0_u8;
        let mut join = |cache: &mut StateCache| {
            let state = cache.get(|| {
                encodes += 1;
                vec![encodes]
            });
            state.bytes().to_vec()
        };
        for _ in 0..150 {
            assert_eq!(join(&mut cache), [1]);
        }
        cache.clear();
        assert_eq!(join(&mut cache), [2]);
    }
}
