//! How fast one connection may send. Over its rate it is not read for a while; nothing is ever dropped.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    PRESENCE_FRAMES_BURST, PRESENCE_FRAMES_PER_SECOND, UPDATE_FRAMES_BURST, UPDATE_FRAMES_PER_SECOND,
};

/// What a message counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Everything but presence.
    Update,
    /// Presence.
    Presence,
}

/// The two rates of a connection.
#[derive(Debug)]
pub(super) struct Rates {
    updates: Bucket,
    presence: Bucket,
}

#[derive(Debug)]
struct Bucket {
    level: f64,
    burst: f64,
    per_second: f64,
    filled_at: Instant,
}

impl Rates {
    pub(super) fn new() -> Self {
        Self {
            updates: Bucket::new(UPDATE_FRAMES_BURST, UPDATE_FRAMES_PER_SECOND),
            presence: Bucket::new(PRESENCE_FRAMES_BURST, PRESENCE_FRAMES_PER_SECOND),
        }
    }

    /// Counts a message; how long the connection is not read when it was one too many.
    pub(super) fn spend(&mut self, kind: Kind) -> Option<Duration> {
        match kind {
            Kind::Update => self.updates.spend(),
            Kind::Presence => self.presence.spend(),
        }
    }
}

impl Bucket {
    fn new(burst: u32, per_second: u32) -> Self {
        let (burst, per_second) = (f64::from(burst), f64::from(per_second));
        Self { level: burst, burst, per_second, filled_at: Instant::now() }
    }

    fn spend(&mut self) -> Option<Duration> {
        let now = Instant::now();
        let gained = (now - self.filled_at).as_secs_f64() * self.per_second;
        self.level = (self.level + gained).min(self.burst) - 1.0;
        self.filled_at = now;
        (self.level < 0.0).then(|| Duration::from_secs_f64(-self.level / self.per_second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn sock_20_a_burst_passes_and_one_more_waits_for_its_turn() {
        let mut rates = Rates::new();
        for _ in 0..UPDATE_FRAMES_BURST {
            assert_eq!(rates.spend(Kind::Update), None);
        }
        let wait = rates.spend(Kind::Update).unwrap();
        assert_eq!(wait, Duration::from_secs(1) / UPDATE_FRAMES_PER_SECOND);
        assert_eq!(rates.spend(Kind::Presence), None, "presence has a rate of its own");
        tokio::time::advance(wait * 2).await;
        assert_eq!(rates.spend(Kind::Update), None);
    }
}
