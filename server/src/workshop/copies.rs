//! Work on copies of whole maps (exports, the look at a whole map), so many at a time and no more.
//!
//! A copy of a large map and a file made from it take many times its size, so they queue: a few places for a workshop and
//! for all, and fewer that work at a time. A finished file keeps its place until it was sent. Knows nothing of what is made.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::CommandError;
use crate::budget::{Budget, Held, Share};
use crate::ids::WorkshopId;
use crate::limits::{
    COPIES_AT_ONCE_MAX, COPIES_MAX, COPIES_PER_WORKSHOP_MAX, COPY_WAIT_SECONDS_MAX, FILES_BYTES_MAX,
    FILES_PER_WORKSHOP_BYTES_MAX,
};
use crate::room::RoomError;

/// The queue of all workshops. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Copies {
    places: Budget<WorkshopId>,
    files: Budget<WorkshopId>,
    working: Arc<Semaphore>,
}

/// A place in the queue whose turn has come.
#[derive(Debug)]
pub(crate) struct Turn {
    copies: Copies,
    workshop: WorkshopId,
    _place: Held<WorkshopId>,
    _working: OwnedSemaphorePermit,
}

/// A file that waits to be sent, and its share of the memory for those.
struct WaitingFile {
    bytes: Vec<u8>,
    _held: Held<WorkshopId>,
}

impl AsRef<[u8]> for WaitingFile {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Default for Copies {
    fn default() -> Self {
        Self {
            places: Budget::new(COPIES_MAX),
            files: Budget::new(FILES_BYTES_MAX),
            working: Arc::new(Semaphore::new(COPIES_AT_ONCE_MAX)),
        }
    }
}

impl Copies {
    /// Waits for a turn.
    ///
    /// # Errors
    /// [`CommandError::Busy`] when the queue is full, or the turn does not come in time.
    pub(crate) async fn turn(&self, workshop: &WorkshopId) -> Result<Turn, CommandError> {
        let share = Share { account: workshop.clone(), bytes_max: COPIES_PER_WORKSHOP_MAX };
        let place = self.places.take(vec![share], 1).ok_or(CommandError::Busy)?;
        let wait = Duration::from_secs(COPY_WAIT_SECONDS_MAX);
        let working = timeout(wait, Arc::clone(&self.working).acquire_owned()).await;
        // Never closed.
        let working = working.map_err(|_| CommandError::Busy)?.map_err(|_| CommandError::Busy)?;
        Ok(Turn { copies: self.clone(), workshop: workshop.clone(), _place: place, _working: working })
    }
}

impl Turn {
    /// Runs what may take long where it holds up no socket. The turn goes along and comes back: whoever hangs up meanwhile
    /// does not make room for the next before the work has ended.
    pub(crate) async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<(Self, T), CommandError> {
        let work = move || {
            let made = work();
            (self, made)
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| CommandError::Room(RoomError::Ended))
    }

    /// The file that was made. Its memory is counted until it was sent, or whoever asked has hung up.
    ///
    /// # Errors
    /// [`CommandError::Busy`] when too many files wait to be sent.
    pub(crate) fn finish(self, bytes: Vec<u8>) -> Result<Bytes, CommandError> {
        let share = Share { account: self.workshop.clone(), bytes_max: FILES_PER_WORKSHOP_BYTES_MAX };
        let held = self.copies.files.take(vec![share], bytes.len()).ok_or(CommandError::Busy)?;
        Ok(Bytes::from_owner(WaitingFile { bytes, _held: held }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_busy<T>(result: &Result<T, CommandError>) -> bool {
        matches!(result, Err(CommandError::Busy))
    }

    #[tokio::test(start_paused = true)]
    async fn export_7_so_many_copies_of_a_workshop_and_of_all_wait_and_so_many_are_worked_on() {
        let copies = Copies::default();
        let workshop = WorkshopId::random();
        let working: Vec<_> = futures_util::future::join_all(
            (0..COPIES_AT_ONCE_MAX).map(|_| WorkshopId::random()).map(|other| {
                let copies = copies.clone();
                async move { copies.turn(&other).await.unwrap() }
            }),
        )
        .await;
        let waits = |workshop: WorkshopId| {
            let copies = copies.clone();
            tokio::spawn(async move { copies.turn(&workshop).await })
        };
        let mut waiting: Vec<_> = (0..COPIES_PER_WORKSHOP_MAX).map(|_| waits(workshop.clone())).collect();
        tokio::task::yield_now().await;
        assert!(is_busy(&copies.turn(&workshop).await), "a workshop has so many places");
        waiting.extend((working.len() + waiting.len()..COPIES_MAX).map(|_| waits(WorkshopId::random())));
        tokio::task::yield_now().await;
        assert!(is_busy(&copies.turn(&WorkshopId::random()).await), "and so have all together");
        drop(working);
        let mut turns = 0;
        for turn in waiting {
            drop(turn.await.unwrap().unwrap());
            turns += 1;
        }
        assert_eq!(turns, COPIES_MAX - COPIES_AT_ONCE_MAX, "everybody who waited has had their turn");
    }

    #[tokio::test(start_paused = true)]
    async fn export_7_a_turn_that_does_not_come_is_not_waited_for_without_end() {
        let copies = Copies::default();
        let mut working = Vec::new();
        for _ in 0..COPIES_AT_ONCE_MAX {
            working.push(copies.turn(&WorkshopId::random()).await.unwrap());
        }
        let began = tokio::time::Instant::now();
        assert!(is_busy(&copies.turn(&WorkshopId::random()).await));
        assert_eq!(began.elapsed().as_secs(), COPY_WAIT_SECONDS_MAX);
        drop(working);
        assert!(copies.turn(&WorkshopId::random()).await.is_ok());
    }

    #[tokio::test]
    async fn export_7_files_that_nobody_reads_have_so_much_memory_and_give_it_back() {
        let copies = Copies::default();
        let workshop = WorkshopId::random();
        let file = async |bytes: usize| copies.turn(&workshop).await.unwrap().finish(vec![0; bytes]);
        let unread = file(FILES_PER_WORKSHOP_BYTES_MAX).await.unwrap();
        let part = unread.slice(..1);
        assert!(is_busy(&file(1).await));
        drop(unread);
        assert!(is_busy(&file(1).await), "a part of it is still being sent");
        drop(part);
        assert!(file(1).await.is_ok());
    }
}
