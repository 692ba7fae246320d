//! The one door to the wall clock.
//!
//! Timers use `tokio::time`, which tests can stop; wall time is only for what people and tokens see. Parts that decide
//! by wall time (tokens, end dates, rate limits) hold a [`Clock`], so that a test can stop and move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Milliseconds since 1970 (UTC).
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this file is the door to the clock")]
pub fn now_ms() -> u64 {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// A clock: the system's, or one that stands still until it is moved.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's wall clock.
    #[default]
    System,
    /// A clock that only [`Clock::advance`] and [`Clock::set`] move; clones share the time.
    Stopped(Arc<AtomicU64>),
}

impl Clock {
    /// A clock that stands still at `at_ms` (milliseconds since 1970).
    #[must_use]
    pub fn stopped(at_ms: u64) -> Self {
        Self::Stopped(Arc::new(AtomicU64::new(at_ms)))
    }

    /// Milliseconds since 1970 (UTC).
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        match self {
            Self::System => now_ms(),
            Self::Stopped(at_ms) => at_ms.load(Ordering::SeqCst),
        }
    }

    /// Sets a stopped clock, forward or back; the system's clock is left alone.
    pub fn set(&self, to_ms: u64) {
        match self {
            Self::System => {}
            Self::Stopped(at_ms) => at_ms.store(to_ms, Ordering::SeqCst),
        }
    }

    /// Moves a stopped clock forward; the system's clock is left alone.
    pub fn advance(&self, by_ms: u64) {
        match self {
            Self::System => {}
            Self::Stopped(at_ms) => {
                at_ms.fetch_add(by_ms, Ordering::SeqCst);
            }
        }
    }
}
