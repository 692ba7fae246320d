//! When a room's log is to be replaced by a snapshot, and what that changes in its counts. The work is in `log_snapshot.rs`.

use std::sync::Arc;

use super::COMPACT_WORK;
use super::actor::Actor;
use super::log_snapshot::{Compacted, compact};
use super::repair::LogSize;

impl Actor {
    pub(super) fn start_compaction(&mut self) {
        let settings = self.rooms.settings();
        let bytes_due = settings.compact_bytes.max(2 * self.log.snapshot_bytes) * self.compact_after;
        let due = self.compact_at_once
            || self.log.entries >= settings.compact_entries * self.compact_after
            || self.log.bytes >= bytes_due
            || self.room.work_logged >= COMPACT_WORK.saturating_mul(self.compact_after as u64);
        if due && self.compaction.is_none() && self.log.entries > 0 {
            self.compact_at_once = false;
            self.room.work_logged = 0;
            let (store, stream) = (Arc::clone(&self.store), self.stream.clone());
            self.compaction = Some(Box::pin(compact(store, stream)));
        }
    }

    pub(super) fn compacted(&mut self, done: Compacted) {
        self.compaction = None;
        match done {
            Ok(Some(cut)) => {
                self.compact_after = 1;
                // Entries committed meanwhile stay; their numbers say how many.
                let left = usize::try_from(self.log.newest.saturating_sub(cut.through)).unwrap_or(usize::MAX);
                self.log.bytes = if left == 0 { 0 } else { self.log.bytes.saturating_sub(cut.bytes) };
                self.log.entries = left;
                self.log.snapshot_bytes = cut.snapshot_bytes;
            }
            Ok(None) => self.log = LogSize { newest: self.log.newest, ..LogSize::default() },
            Err(error) => {
                // The log is whole; a longer one is tried again later, not every second.
                self.compact_after = self.compact_after.saturating_mul(2).min(1 << 10);
                tracing::error!(document = %self.stream, %error, "a log could not be compacted");
            }
        }
    }
}
