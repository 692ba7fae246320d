//! How long people waited, as figures that can be compared within one run: machines differ, ratios travel.

use std::fmt;
use std::time::Duration;

/// The middle one of many waits, and the one that a hundredth is above.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    count: usize,
    p50: Duration,
    p99: Duration,
}

impl Figures {
    /// Of many waits.
    pub(crate) fn of(mut waits: Vec<Duration>) -> Self {
        waits.sort_unstable();
        let at = |share: f64| {
            let place = (waits.len() as f64 * share) as usize;
            waits.get(place.min(waits.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        Self { count: waits.len(), p50: at(0.5), p99: at(0.99) }
    }

    /// How many times as long as others.
    pub(crate) fn against(&self, other: &Self) -> String {
        let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64().max(1e-6);
        format!("p50 {:.1}x, p99 {:.1}x", ratio(self.p50, other.p50), ratio(self.p99, other.p99))
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:>6} waits, p50 {:>8.1?}, p99 {:>8.1?}", self.count, self.p50, self.p99)
    }
}
