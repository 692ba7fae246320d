//! The guard of maps: looks at every map that was edited or loaded, a moment after, until a look succeeds.
//!
//! Owns when a map is looked at: what waits, what is looked at now, when a failed look is tried again. Looks at several maps
//! at once and none for ever, so that a map whose room hangs holds up no other. It remembers what each record holds, by
//! the heads of the documents it was read from, so that typing does not cost reading a record; the map itself is read once for
//! all that a look may find. What is done then is in `sound_maps.rs` (what does not belong into a map) and `agreed_parts.rs`
//! (what pairs have agreed).

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::pathway::sound::over_limits;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::agreed_parts::{HeldParts, Task, held_parts, tasks};
use super::sound_maps::Watched;
use super::{CommandError, Workshops, facts_document};
use crate::auth::error::AuthError;
use crate::auth::permission::DocumentName;
use crate::ids::{MapId, WorkshopId};
use crate::limits::GUARD_WAIT_MS;
use crate::room::edited::News;
use crate::store::Sequence;

/// Maps that are looked at at the same time.
const LOOKS_AT_ONCE_MAX: usize = 8;
/// How long one look may take before it counts as failed.
const LOOK_TIME_MAX: Duration = Duration::from_secs(10);
/// First and longest wait before a failed look is tried again.
const RETRY_WAIT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// Maps of which the guard remembers what is held; beyond it starts anew.
const REMEMBERED_MAPS_MAX: usize = 256;

/// What becomes of a look that did not succeed.
#[derive(Debug, thiserror::Error)]
enum LookError {
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("it took too long")]
    TimedOut,
    #[error("it panicked")]
    Panicked,
}

impl LookError {
    /// Whether there is nothing left to look at.
    fn is_over(&self) -> bool {
        matches!(self, Self::Command(CommandError::SignIn(AuthError::Deleted | AuthError::UnknownWorkshop)))
    }
}

/// A map that is to be looked at.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    news: News,
    due: Instant,
    failures: u32,
}

/// The maps that are to be looked at, until they were.
#[derive(Debug, Default)]
struct List {
    waiting: HashMap<DocumentName, Waiting>,
    /// Looked at now; what happens to them meanwhile waits.
    under_look: HashSet<DocumentName>,
}

impl List {
    fn add(&mut self, name: DocumentName, added: Waiting) {
        let before = self.waiting.get(&name).copied();
        let merged = before.map_or(added, |before| Waiting {
            news: before.news.max(added.news),
            // A map that failed keeps its wait: people type on while the store is away.
            due: before.due,
            failures: before.failures.max(added.failures),
        });
        self.waiting.insert(name, merged);
    }

    /// When the next map may be looked at.
    fn next_due(&self) -> Option<Instant> {
        let free = self.waiting.iter().filter(|(name, _)| !self.under_look.contains(*name));
        free.map(|(_, waiting)| waiting.due).min()
    }

    /// The map that waits longest, if one is due; it is under look from then on.
    fn take_due(&mut self, now: Instant) -> Option<(DocumentName, Waiting)> {
        let free = self.waiting.iter().filter(|(name, _)| !self.under_look.contains(*name));
        let due = free.filter(|(_, waiting)| waiting.due <= now);
        let name = due.min_by_key(|(_, waiting)| waiting.due).map(|(name, _)| name.clone())?;
        let waiting = self.waiting.remove(&name)?;
        self.under_look.insert(name.clone());
        Some((name, waiting))
    }

    /// A look is over; a failed one waits again, longer each time.
    fn finish(&mut self, (name, looked, outcome): Looked, now: Instant) {
        self.under_look.remove(&name);
        let Err(error) = outcome else { return };
        if error.is_over() {
            self.waiting.remove(&name);
            return;
        }
        let (first, longest) = RETRY_WAIT;
        let due = now + first.saturating_mul(1 << looked.failures.min(8)).min(longest);
        // Also where it was edited meanwhile: the next look would most likely fail too.
        let news = self.waiting.remove(&name).map_or(looked.news, |since| since.news.max(looked.news));
        self.waiting.insert(name, Waiting { news, due, failures: looked.failures + 1 });
    }
}

/// What a record held, and the heads of the documents it was read from.
#[derive(Debug, Clone)]
struct Remembered {
    heads: (Sequence, Sequence),
    held: Arc<HeldParts>,
}

/// The guard; see the module.
#[derive(Debug)]
pub(super) struct MapGuard {
    workshops: Workshops,
    remembered: Mutex<HashMap<(WorkshopId, MapId), Remembered>>,
    /// Maps that may be over a limit.
    watched: Mutex<HashMap<(WorkshopId, MapId), Watched>>,
    /// How often a record was read; tests hold the guard to a number.
    record_reads: AtomicU64,
}

/// What one reading of a map finds to be done.
struct Found {
    /// With parts that pairs have agreed.
    tasks: Vec<(PartName, Task)>,
    /// Whether something does not belong into a map.
    has_strays: bool,
    /// Whether something may be too much.
    may_be_over: bool,
}

type Looked = (DocumentName, Waiting, Result<(), LookError>);

impl Workshops {
    /// Looks after every map that is edited or loaded, for as long as the server runs.
    pub async fn guard_edited_maps(&self, stopping: CancellationToken) {
        MapGuard::new(self.clone()).run(stopping).await;
    }
}

impl MapGuard {
    pub(super) fn new(workshops: Workshops) -> Arc<Self> {
        Arc::new(Self {
            workshops,
            remembered: Mutex::default(),
            watched: Mutex::default(),
            record_reads: AtomicU64::new(0),
        })
    }

    /// Looks after the maps until the server stops; what is left then is found when the map is loaded again.
    pub(super) async fn run(self: &Arc<Self>, stopping: CancellationToken) {
        let mut list = List::default();
        let mut looks: JoinSet<Looked> = JoinSet::new();
        let mut collect_at: Option<Instant> = None;
        loop {
            let next_due = if looks.len() < LOOKS_AT_ONCE_MAX { list.next_due() } else { None };
            tokio::select! {
                () = stopping.cancelled() => return,
                // Typing comes in bursts; one look serves all of it.
                () = self.workshops.rooms.edited(), if collect_at.is_none() => {
                    collect_at = Some(Instant::now() + Duration::from_millis(GUARD_WAIT_MS));
                }
                () = at(collect_at) => {
                    collect_at = None;
                    let due = Instant::now();
                    for (name, news) in self.workshops.rooms.take_edited() {
                        list.add(name, Waiting { news, due, failures: 0 });
                    }
                }
                () = at(next_due) => {
                    if let Some((name, waiting)) = list.take_due(Instant::now()) {
                        looks.spawn(Arc::clone(self).look(name, waiting));
                    }
                }
                Some(done) = looks.join_next() => finish(&mut list, done),
            }
        }
    }

    /// One look, bounded in time. A panic in it is one map's failure, not the guard's end.
    async fn look(self: Arc<Self>, name: DocumentName, waiting: Waiting) -> Looked {
        let (guard, document) = (Arc::clone(&self), name.clone());
        let look = tokio::spawn(async move { guard.look_at(&document, waiting.news).await });
        let abort = look.abort_handle();
        let outcome = match timeout(LOOK_TIME_MAX, look).await {
            Ok(Ok(looked)) => looked.map_err(LookError::from),
            Ok(Err(_)) => Err(LookError::Panicked),
            Err(_) => {
                abort.abort();
                Err(LookError::TimedOut)
            }
        };
        (name, waiting, outcome)
    }

    async fn look_at(&self, name: &DocumentName, news: News) -> Result<(), CommandError> {
        let DocumentName::Map(workshop, map) = name else { return Ok(()) };
        let held = self.held(workshop, map).await?;
        let kept = Arc::clone(&held);
        let look = move |document: &Document| Found {
            tasks: tasks(document, &kept),
            has_strays: document.strays() > 0,
            may_be_over: over_limits::may_be_over(document),
        };
        let Found { tasks, has_strays, may_be_over } = self.workshops.rooms.read(name, look).await?;
        // What is put back may be what is too much.
        let may_be_over = may_be_over || !tasks.is_empty();
        self.workshops.carry_out(workshop, map, tasks).await?;
        match news {
            News::Born => self.workshops.note_origins(workshop, map).await?,
            News::Edited => {}
        }
        if has_strays {
            self.workshops.take_out_strays(workshop, map).await?;
        }
        if may_be_over {
            return self.keep_within_limits((workshop, map), &held).await;
        }
        lock(&self.watched).remove(&(workshop.clone(), map.clone()));
        Ok(())
    }

    async fn keep_within_limits(
        &self,
        (workshop, map): (&WorkshopId, &MapId),
        held: &HeldParts,
    ) -> Result<(), CommandError> {
        let key = (workshop.clone(), map.clone());
        // After a look that failed the parts go by their arrival alone.
        let watched = lock(&self.watched).remove(&key).unwrap_or_default();
        if let Some(watched) = self.workshops.take_out_excess((workshop, map), held, watched).await? {
            let mut all = lock(&self.watched);
            if all.len() >= REMEMBERED_MAPS_MAX {
                all.clear();
            }
            all.insert(key, watched);
        }
        Ok(())
    }

    /// What only pairs can take out of a map, read anew only when its record or the pairs changed.
    async fn held(&self, workshop: &WorkshopId, map: &MapId) -> Result<Arc<HeldParts>, CommandError> {
        let record = DocumentName::Record(workshop.clone(), map.clone());
        let rooms = &self.workshops.rooms;
        let ((), facts_head) = rooms.read_with_head(&facts_document(workshop), |_| ()).await?;
        let ((), record_head) = rooms.read_with_head(&record, |_| ()).await?;
        let key = (workshop.clone(), map.clone());
        let remembered = lock(&self.remembered).get(&key).cloned();
        if let Some(known) = remembered.filter(|known| known.heads == (facts_head, record_head)) {
            return Ok(known.held);
        }
        self.record_reads.fetch_add(1, Ordering::Relaxed);
        let (held, heads) = held_parts(rooms, workshop, map).await?;
        let held = Arc::new(held);
        let mut all = lock(&self.remembered);
        if all.len() >= REMEMBERED_MAPS_MAX && !all.contains_key(&key) {
            all.clear();
        }
        all.insert(key, Remembered { heads, held: Arc::clone(&held) });
        Ok(held)
    }
}

fn lock<T>(of_maps: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // An insert or a removal leaves nothing half done.
    of_maps.lock().unwrap_or_else(PoisonError::into_inner)
}

fn finish(list: &mut List, done: Result<Looked, JoinError>) {
    // A look contains its own panics, so an error here can only be the runtime going down.
    let Ok((name, looked, outcome)) = done else { return };
    if let Err(error) = &outcome
        && !error.is_over()
    {
        tracing::warn!(document = %name, %error, failures = looked.failures + 1, "a map could not be looked after");
    }
    list.finish((name, looked, outcome), Instant::now());
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
#[path = "map_guard_tests.rs"]
pub(super) mod tests;
