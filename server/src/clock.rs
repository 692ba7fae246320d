//! The one door to the wall clock.
//!
//! Timers use `tokio::time`, which tests can stop; wall time is only for what people and tokens see.

/// Milliseconds since 1970 (UTC).
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this file is the door to the clock")]
pub fn now_ms() -> u64 {
    let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
