//! Trying again what was decided on a state that changed before the commit.
//!
//! The first try is made beside all others. Whoever meets another's commit takes the workshop's turn for the tries that
//! follow: so many who command at the same moment are done one after the other, instead of undoing one another's
//! conditions until their tries run out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Mutex as Turn;
use tokio::time::timeout;

use super::CommandError;
use crate::ids::WorkshopId;
use crate::limits::TURN_WAIT_SECONDS_MAX;
use crate::store::StoreError;

/// Tries of what is decided, when its conditions no longer hold when it is committed.
const TRIES_MAX: usize = 8;

/// Whose turn it is in each workshop where commands have met.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Mutex<HashMap<WorkshopId, Weak<Turn<()>>>>>);

impl Turns {
    /// The turn of a workshop.
    fn of(&self, workshop: &WorkshopId) -> Arc<Turn<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(workshop).and_then(Weak::upgrade) {
            return turn;
        }
        // Only workshops where somebody waits just now are kept.
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(workshop.clone(), Arc::downgrade(&turn));
        turn
    }
}

/// Decides and commits again when a condition of the batch did not hold: each try looks at the new state. From the second
/// try on nobody else of the workshop who met a commit tries at the same time.
///
/// # Errors
/// The command's own; the last conflict when it never fits.
pub(crate) async fn retry_by_turns<T, F>(
    turns: &Turns,
    workshop: &WorkshopId,
    mut attempt: impl FnMut() -> F,
) -> Result<T, CommandError>
where
    F: Future<Output = Result<T, CommandError>>,
{
    let first = attempt().await;
    if !has_met(&first) {
        return first;
    }
    let turn = turns.of(workshop);
    // Should whoever has the turn hang in a room, the others go on without it.
    let _held = timeout(Duration::from_secs(TURN_WAIT_SECONDS_MAX), turn.lock()).await;
    retry(TRIES_MAX - 1, attempt).await
}

/// As [`retry_by_turns`], where the conditions are one's own: nobody else is held up, and nobody waits.
///
/// # Errors
/// As [`retry_by_turns`].
pub(crate) async fn retry_on_conflict<T, F>(attempt: impl FnMut() -> F) -> Result<T, CommandError>
where
    F: Future<Output = Result<T, CommandError>>,
{
    retry(TRIES_MAX, attempt).await
}

async fn retry<T, F>(tries_max: usize, mut attempt: impl FnMut() -> F) -> Result<T, CommandError>
where
    F: Future<Output = Result<T, CommandError>>,
{
    let mut tries = 1;
    loop {
        let outcome = attempt().await;
        if !has_met(&outcome) || tries >= tries_max {
            return outcome;
        }
        tries += 1;
    }
}

/// Whether somebody else committed meanwhile what this rested on.
fn has_met<T>(outcome: &Result<T, CommandError>) -> bool {
    matches!(outcome, Err(CommandError::Store(StoreError::Conflict { .. })))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use futures_util::future::join_all;
    use tokio::task::yield_now;

    use super::*;

    fn conflict() -> CommandError {
        StoreError::Conflict { key: "counter".to_owned() }.into()
    }

    /// Adds one to what everybody shares, when it is still what was seen when it began.
    async fn add_one(counter: &AtomicU64) -> Result<(), CommandError> {
        let seen = counter.load(Ordering::SeqCst);
        yield_now().await;
        let outcome = counter.compare_exchange(seen, seen + 1, Ordering::SeqCst, Ordering::SeqCst);
        outcome.map(drop).map_err(|_| conflict())
    }

    #[tokio::test]
    async fn call_16_a_hundred_who_rest_on_one_value_at_once_are_all_done() {
        let (turns, workshop, counter) = (Turns::default(), WorkshopId::random(), AtomicU64::new(0));
        let all = (0..100).map(|_| retry_by_turns(&turns, &workshop, || add_one(&counter)));
        for outcome in join_all(all).await {
            outcome.unwrap();
        }
        assert_eq!(counter.load(Ordering::SeqCst), 100);
        let alone = (0..100).map(|_| retry_on_conflict(|| add_one(&counter)));
        let failed = join_all(alone).await.into_iter().filter(Result::is_err).count();
        assert!(failed > 0, "without turns some never fit, or this test shows nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn call_16_who_hangs_in_their_turn_holds_up_nobody_for_ever_and_no_other_workshop() {
        let (turns, workshop, other) = (Turns::default(), WorkshopId::random(), WorkshopId::random());
        let turn = turns.of(&workshop);
        let hangs = turn.lock().await;
        let began = tokio::time::Instant::now();
        let second_time = |tries: &'static AtomicU64| {
            move || async move { if tries.fetch_add(1, Ordering::SeqCst) == 0 { Err(conflict()) } else { Ok(()) } }
        };
        static THERE: AtomicU64 = AtomicU64::new(0);
        static HERE: AtomicU64 = AtomicU64::new(0);
        retry_by_turns(&turns, &other, second_time(&THERE)).await.unwrap();
        assert_eq!(began.elapsed(), Duration::ZERO);
        retry_by_turns(&turns, &workshop, second_time(&HERE)).await.unwrap();
        assert!(began.elapsed() >= Duration::from_secs(TURN_WAIT_SECONDS_MAX));
        drop(hangs);
    }

    #[tokio::test]
    async fn the_turns_of_workshops_where_nobody_waits_are_forgotten() {
        let turns = Turns::default();
        for _ in 0..100 {
            drop(turns.of(&WorkshopId::random()));
        }
        assert_eq!(turns.0.lock().unwrap().len(), 1);
    }
}
