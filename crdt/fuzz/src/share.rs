//! Counts how many inputs were accepted, and prints the share now and then: a fuzzer whose input is always refused
//! proves nothing.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

const PRINT_EVERY_S: u64 = 1;
const LOOK_AT_CLOCK_EVERY: u64 = 256;

/// The counters of one target.
pub struct Share {
    name: &'static str,
    executed: AtomicU64,
    offered: AtomicU64,
    accepted: AtomicU64,
    printed_at_s: AtomicU64,
    started: OnceLock<Instant>,
}

impl Share {
    /// Counters that print under this name.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            executed: AtomicU64::new(0),
            offered: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            printed_at_s: AtomicU64::new(0),
            started: OnceLock::new(),
        }
    }

    /// Counts one offered message or update.
    pub fn offer(&self, accepted: bool) {
        self.offered.fetch_add(1, Ordering::Relaxed);
        self.accepted.fetch_add(u64::from(accepted), Ordering::Relaxed);
    }

    /// Counts one execution of the target.
    pub fn execute(&self) {
        let executed = self.executed.fetch_add(1, Ordering::Relaxed) + 1;
        if executed % LOOK_AT_CLOCK_EVERY != 0 {
            return;
        }
        let now_s = self.started.get_or_init(Instant::now).elapsed().as_secs();
        if now_s >= self.printed_at_s.load(Ordering::Relaxed) + PRINT_EVERY_S {
            self.printed_at_s.store(now_s, Ordering::Relaxed);
            let offered = self.offered.load(Ordering::Relaxed);
            let accepted = self.accepted.load(Ordering::Relaxed);
            let share = 100.0 * accepted as f64 / offered.max(1) as f64;
            eprintln!(
                "share target={} executed={executed} offered={offered} accepted={accepted} ({share:.1}%)",
                self.name
            );
        }
    }
}

/// Whether to print the story of an input, for looking at a finding: set `FUZZ_TRACE`.
pub fn is_traced() -> bool {
    static TRACED: OnceLock<bool> = OnceLock::new();
    *TRACED.get_or_init(|| std::env::var_os("FUZZ_TRACE").is_some())
}
