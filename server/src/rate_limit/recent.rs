//! What happened not long ago: keys with their time, in memory only and with a bound.

use std::hash::Hash;

use dashmap::DashMap;

use crate::limits::RATE_ADDRESSES_MAX;

/// Keys that were noted within a length of time.
#[derive(Debug)]
pub(super) struct Recent<K: Eq + Hash> {
    kept_ms: u64,
    noted_at: DashMap<K, u64>,
}

impl<K: Eq + Hash> Recent<K> {
    pub(super) fn new(kept_ms: u64) -> Self {
        Self { kept_ms, noted_at: DashMap::new() }
    }

    pub(super) fn note(&self, key: K, now_ms: u64) {
        if self.noted_at.len() >= RATE_ADDRESSES_MAX {
            self.noted_at.retain(|_, at_ms| now_ms.saturating_sub(*at_ms) < self.kept_ms);
            if self.noted_at.len() >= RATE_ADDRESSES_MAX {
                self.noted_at.clear();
            }
        }
        self.noted_at.insert(key, now_ms);
    }

    pub(super) fn holds(&self, key: &K, now_ms: u64) -> bool {
        self.noted_at.get(key).is_some_and(|at_ms| now_ms.saturating_sub(*at_ms) < self.kept_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_held_for_its_time_and_no_more_keys_than_the_bound() {
        let recent = Recent::new(1_000);
        recent.note(0, 5_000);
        assert!(recent.holds(&0, 5_999) && !recent.holds(&0, 6_000) && !recent.holds(&1, 5_000));
        for key in 0..RATE_ADDRESSES_MAX + 10 {
            recent.note(key, 7_000);
        }
        assert!(recent.noted_at.len() <= RATE_ADDRESSES_MAX);
        assert!(recent.holds(&(RATE_ADDRESSES_MAX + 9), 7_000), "the newest is never what is forgotten");
    }
}
