//! Whether the wall clock may be believed when it says that a workshop's last day is over.
//!
//! What is deleted is gone for good, and a clock can be wrong by years after one start. So the folder remembers when it was
//! last used. While the clock is more than [`JUMP_MS_MAX`] ahead of that, workshops that are over by it are closed, nothing
//! is erased, and `pairway accept clock` lets it go on; a clock that is set right opens them again by itself. A server that
//! was off for longer counts the same: nobody can tell the two apart.
//!
//! Owns the time last used and the set of closed workshops. Knows no store and no room.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::ids::WorkshopId;
use crate::store::StoreError;
use crate::store::folder_facts::{FolderFacts, last_written_ms};

/// How far the clock may run ahead of the time last used before it is not believed, in milliseconds: seven days.
pub const JUMP_MS_MAX: u64 = 7 * 24 * 60 * 60 * 1000;

/// How often the time last used is written, in milliseconds: ten minutes.
const KEEP_EVERY_MS: u64 = 10 * 60 * 1000;

/// Whether the clock is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Yes.
    Believed,
    /// Not before somebody has looked.
    Jumped {
        /// When the folder was last used, milliseconds since 1970.
        last_used_ms: u64,
    },
}

/// Whether a clock may be believed after a folder was last used at some time.
#[must_use]
pub fn trust(last_used_ms: u64, now_ms: u64) -> Trust {
    if now_ms.saturating_sub(last_used_ms) > JUMP_MS_MAX {
        Trust::Jumped { last_used_ms }
    } else {
        Trust::Believed
    }
}

/// Watches the clock of one server; clones share what it knows.
#[derive(Debug, Clone)]
pub struct TimeGuard {
    clock: Clock,
    /// Where it is remembered; `None` for servers without a folder, in tests.
    folder: Option<Arc<PathBuf>>,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    last_used_ms: u64,
    kept_ms: u64,
    workshops_made: u64,
    /// What was made since it was written.
    is_news: bool,
    has_jumped: bool,
    closed: HashSet<WorkshopId>,
}

impl TimeGuard {
    /// A guard without a folder, from now on.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let last_used_ms = clock.now_ms();
        let known = Known { last_used_ms, kept_ms: last_used_ms, ..Known::default() };
        Self { clock, folder: None, known: Arc::new(Mutex::new(known)) }
    }

    /// The guard of a data folder. To be made before the database is opened, because that writes to it.
    ///
    /// # Errors
    /// When what the folder remembers cannot be read.
    pub fn of_folder(folder: &Path, clock: Clock) -> Result<Self, StoreError> {
        let facts = FolderFacts::read(folder)?;
        let last_used_ms = match &facts {
            Some(facts) => facts.last_used_ms,
            None => last_written_ms(folder).unwrap_or_else(|| clock.now_ms()),
        };
        let workshops_made = facts.map_or(0, |facts| facts.workshops_made);
        let known = Known { last_used_ms, workshops_made, ..Known::default() };
        Ok(Self { clock, folder: Some(Arc::new(folder.to_owned())), known: Arc::new(Mutex::new(known)) })
    }

    /// The time of the clock, believed or not; milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// Looks at the clock: moves the time last used on, or says that the clock has jumped. A clock that went back leaves it.
    pub fn look(&self) -> Trust {
        let now_ms = self.clock.now_ms();
        let mut known = self.lock();
        let trust = trust(known.last_used_ms, now_ms);
        match trust {
            Trust::Believed => {
                known.last_used_ms = known.last_used_ms.max(now_ms);
                if std::mem::take(&mut known.has_jumped) {
                    known.closed.clear();
                    tracing::info!(
                        "the clock is believed again; workshops are open until their last day is over"
                    );
                }
            }
            Trust::Jumped { last_used_ms } => {
                if !std::mem::replace(&mut known.has_jumped, true) {
                    tracing::error!(
                        last_used = %day(last_used_ms), now = %day(now_ms),
                        "the clock is more than 7 days ahead of when this folder was last used; workshops whose last day \
                         is over are closed and nothing is erased: set the clock right, or run `pairway accept clock`"
                    );
                }
            }
        }
        trust
    }

    /// Closes a workshop that is over by a clock that is not believed; `true` when it was open until now. Once the clock is believed
    /// again nothing is closed: what was over by it was looked up before, and nobody would open it again.
    pub fn close(&self, workshop: &WorkshopId) -> bool {
        let mut known = self.lock();
        known.has_jumped && known.closed.insert(workshop.clone())
    }

    /// Whether a workshop is closed.
    #[must_use]
    pub fn is_closed(&self, workshop: &WorkshopId) -> bool {
        self.lock().closed.contains(workshop)
    }

    /// How many workshops were ever made, as the database counts them. Gives how many the folder remembers when that is
    /// more: the database has lost some.
    pub fn count_workshops(&self, made: u64) -> Option<u64> {
        let mut known = self.lock();
        let remembered = known.workshops_made;
        (known.workshops_made, known.is_news) = (made, made != remembered);
        (remembered > made).then_some(remembered)
    }

    /// Writes what is to be remembered, when it is time; while the clock has jumped it reads whether that was accepted.
    /// Waits for the disk.
    ///
    /// # Errors
    /// When the disk refuses; the next time tries again.
    pub fn keep(&self) -> Result<(), StoreError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let (has_jumped, due) = self.to_keep();
        if !has_jumped && due.is_none() {
            return Ok(());
        }
        let before = FolderFacts::read(folder)?;
        if has_jumped {
            if let Some(facts) = &before {
                let mut known = self.lock();
                known.last_used_ms = known.last_used_ms.max(facts.last_used_ms);
            }
            self.look();
        }
        if let Some((last_used_ms, made)) = due {
            // Never fewer than are remembered: only `pairway accept loss` says that those are gone.
            let made_before = before.as_ref().map_or(0, |facts| facts.workshops_made);
            let accepted_ms = before.map_or(0, |facts| facts.last_used_ms);
            FolderFacts::new(last_used_ms.max(accepted_ms), made.max(made_before)).write(folder)?;
            let mut known = self.lock();
            (known.kept_ms, known.is_news) = (last_used_ms, known.workshops_made != made);
        }
        Ok(())
    }

    /// Whether [`TimeGuard::keep`] has anything to do.
    #[must_use]
    pub fn wants_keeping(&self) -> bool {
        let (has_jumped, due) = self.to_keep();
        self.folder.is_some() && (has_jumped || due.is_some())
    }

    /// Whether the clock has jumped, and what is due to be written: the time last used, and the workshops made.
    fn to_keep(&self) -> (bool, Option<(u64, u64)>) {
        let known = self.lock();
        let is_due = known.is_news || known.last_used_ms.saturating_sub(known.kept_ms) >= KEEP_EVERY_MS;
        (known.has_jumped, is_due.then_some((known.last_used_ms, known.workshops_made)))
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        // Each change is whole in itself.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A day in words of the log.
fn day(at_ms: u64) -> String {
    let at = i64::try_from(at_ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    at.map_or_else(|| "an unknown day".to_owned(), |at| at.strftime("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    const NOW_MS: u64 = 1_800_000_000_000;

    #[test]
    fn keep_9_a_clock_is_believed_up_to_seven_days_ahead_of_the_time_last_used() {
        assert_eq!(trust(NOW_MS, NOW_MS + JUMP_MS_MAX), Trust::Believed);
        assert_eq!(trust(NOW_MS, NOW_MS + JUMP_MS_MAX + 1), Trust::Jumped { last_used_ms: NOW_MS });
        assert_eq!(trust(NOW_MS, NOW_MS - 400 * DAY_MS), Trust::Believed, "what is not over is not deleted");
        assert_eq!(JUMP_MS_MAX, 7 * DAY_MS);
    }

    #[test]
    fn keep_9_a_clock_that_is_set_right_is_believed_again_and_a_wrong_one_is_never_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::stopped(NOW_MS);
        FolderFacts::new(NOW_MS, 0).write(folder.path()).unwrap();
        let guard = TimeGuard::of_folder(folder.path(), clock.clone()).unwrap();
        let workshop = WorkshopId::random();
        assert_eq!(guard.look(), Trust::Believed);
        clock.set(NOW_MS + 300 * DAY_MS);
        assert!(matches!(guard.look(), Trust::Jumped { .. }));
        assert!(guard.close(&workshop) && !guard.close(&workshop) && guard.is_closed(&workshop));
        guard.keep().unwrap();
        assert_eq!(FolderFacts::read(folder.path()).unwrap(), Some(FolderFacts::new(NOW_MS, 0)));
        let again = TimeGuard::of_folder(folder.path(), clock.clone()).unwrap();
        assert!(matches!(again.look(), Trust::Jumped { .. }), "a restart changes nothing");
        clock.set(NOW_MS + DAY_MS);
        assert_eq!(guard.look(), Trust::Believed);
        assert!(!guard.is_closed(&workshop));
        // Who looked up what is over by the wrong clock comes too late.
        assert!(!guard.close(&workshop) && !guard.is_closed(&workshop));
        guard.keep().unwrap();
        assert_eq!(FolderFacts::read(folder.path()).unwrap(), Some(FolderFacts::new(NOW_MS + DAY_MS, 0)));
    }

    #[test]
    fn keep_9_what_was_accepted_is_believed_by_the_server_that_runs() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::stopped(NOW_MS);
        FolderFacts::new(NOW_MS, 3).write(folder.path()).unwrap();
        let guard = TimeGuard::of_folder(folder.path(), clock.clone()).unwrap();
        clock.advance(30 * DAY_MS);
        assert!(matches!(guard.look(), Trust::Jumped { .. }));
        FolderFacts::new(clock.now_ms(), 3).write(folder.path()).unwrap();
        guard.keep().unwrap();
        assert_eq!(guard.look(), Trust::Believed);
    }

    #[test]
    fn keep_10_a_folder_remembers_the_most_workshops_that_were_made_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::stopped(NOW_MS);
        let guard = TimeGuard::of_folder(folder.path(), clock.clone()).unwrap();
        assert_eq!(guard.count_workshops(12), None);
        guard.keep().unwrap();
        let after = TimeGuard::of_folder(folder.path(), clock).unwrap();
        assert_eq!(after.count_workshops(2), Some(12), "the database lost ten");
        after.keep().unwrap();
        assert_eq!(FolderFacts::read(folder.path()).unwrap().unwrap().workshops_made, 12);
    }
}
