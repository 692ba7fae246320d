//! How fast one connection may send, and how much presence one person may show. Nothing but old presence is ever dropped.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{FrameRate, PRESENCE_BURST, PRESENCE_COST_BYTES, PRESENCE_PER_SECOND};

/// How fast one connection may send, presence not counted.
#[derive(Debug)]
pub(super) struct UpdateRate {
    /// `None`: as fast as it likes.
    bucket: Option<Bucket>,
}

impl UpdateRate {
    pub(super) fn new(rate: Option<FrameRate>) -> Self {
        Self { bucket: rate.map(Bucket::new) }
    }

    /// Counts a message; how long the next one is not handled when it was one too many.
    pub(super) fn spend(&mut self) -> Option<Duration> {
        let bucket = self.bucket.as_mut()?;
        bucket.fill();
        bucket.level -= 1.0;
        (bucket.level < 0.0).then(|| bucket.time_to(0.0))
    }
}

/// How much presence one person may show in one workshop, over all of their connections: everybody else is sent it.
#[derive(Debug)]
pub(super) struct PresenceRate {
    bucket: Mutex<Bucket>,
}

impl PresenceRate {
    pub(super) fn new() -> Arc<Self> {
        let rate = FrameRate { per_second: PRESENCE_PER_SECOND, burst: PRESENCE_BURST };
        Arc::new(Self { bucket: Mutex::new(Bucket::new(rate)) })
    }

    /// Counts a message of this size, if one may be shown now.
    ///
    /// # Errors
    /// How long it is until one may.
    pub(super) fn spend(&self, bytes: usize) -> Result<(), Duration> {
        // Counting cannot panic half way.
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.fill();
        if bucket.level < 1.0 {
            return Err(bucket.time_to(1.0));
        }
        bucket.level -= 1.0 + size_cost(bytes);
        Ok(())
    }

    /// Counts the size of a message that was counted as one already.
    pub(super) fn count(&self, bytes: usize) {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.level -= size_cost(bytes);
    }
}

/// What the size of a presence message costs, in messages.
fn size_cost(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / PRESENCE_COST_BYTES).unwrap_or(u32::MAX))
}

#[derive(Debug)]
struct Bucket {
    level: f64,
    burst: f64,
    per_second: f64,
    filled_at: Instant,
}

impl Bucket {
    fn new(rate: FrameRate) -> Self {
        let (burst, per_second) = (f64::from(rate.burst), f64::from(rate.per_second));
        Self { level: burst, burst, per_second, filled_at: Instant::now() }
    }

    fn fill(&mut self) {
        let now = Instant::now();
        let gained = (now - self.filled_at).as_secs_f64() * self.per_second;
        self.level = (self.level + gained).min(self.burst);
        self.filled_at = now;
    }

    /// How long it is until so much is in it again.
    fn time_to(&self, level: f64) -> Duration {
        Duration::from_secs_f64((level - self.level).max(0.0) / self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::socket::{UPDATE_FRAMES_BURST, UPDATE_FRAMES_PER_SECOND};

    #[tokio::test(start_paused = true)]
    async fn sock_20_a_burst_passes_and_one_more_waits_for_its_turn() {
        let mut rate = UpdateRate::new(Some(FrameRate::default()));
        for _ in 0..UPDATE_FRAMES_BURST {
            assert_eq!(rate.spend(), None);
        }
        let wait = rate.spend().unwrap();
        assert_eq!(wait, Duration::from_secs(1) / UPDATE_FRAMES_PER_SECOND);
        tokio::time::advance(wait * 2).await;
        assert_eq!(rate.spend(), None);
        let mut unlimited = UpdateRate::new(None);
        assert!((0..10 * UPDATE_FRAMES_BURST).all(|_| unlimited.spend().is_none()));
    }

    #[tokio::test(start_paused = true)]
    async fn sock_22_presence_has_a_rate_of_its_own_in_which_large_states_count_for_more() {
        let rate = PresenceRate::new();
        for _ in 0..PRESENCE_BURST {
            assert_eq!(rate.spend(PRESENCE_COST_BYTES - 1), Ok(()));
        }
        let wait = rate.spend(1).unwrap_err();
        assert_eq!(wait, Duration::from_secs(1) / PRESENCE_PER_SECOND);
        tokio::time::advance(wait * 2).await;
        assert_eq!(
            rate.spend(8 * PRESENCE_COST_BYTES),
            Ok(()),
            "one that may be shown is shown whatever its size"
        );
        tokio::time::advance(wait * 2).await;
        assert!(rate.spend(1).is_err(), "and is paid for afterwards");
    }
}
