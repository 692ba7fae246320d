//! Who pays for the work that updates make for the engine, and where dear ones are done.
//!
//! A few kilobytes can cost half a second. Each person has so much work a minute and each document has its own; whoever is
//! over theirs is read no further until the time has paid for it, over all their connections. Dear updates are applied off the async
//! workers, a few at a time, by threads that give way to all others, so that whatever one room does, another waits for a few turns at most. Knows no document's content.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};

use super::{
    DEAR_UPDATES_AT_ONCE_MAX, DEAR_WORK_MIN, DEAR_WORK_NICE, WORK_ACCOUNTS_MAX, WORK_PER_DOCUMENT_PER_MINUTE,
    WORK_PER_PERSON_PER_MINUTE, WRITES_UNDER_WAY_MAX,
};
use crate::auth::permission::DocumentName;
use crate::ids::ParticipantId;

/// Bytes of an update that count as one more write under way: what is larger can cost more.
const BYTES_PER_WRITE: usize = 128;

/// From so many bytes on they are gone through off the async workers.
const LARGE_BYTES_MIN: usize = 128 * 1024;

/// Whose work it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Payer {
    Person(ParticipantId),
    Document(DocumentName),
}

/// The accounts of all rooms, and the turns of dear updates. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    accounts: Mutex<HashMap<Payer, Arc<Account>>>,
    dear: Semaphore,
    /// Dear updates that wait for their turn.
    waiting: AtomicUsize,
}

impl Default for Inner {
    fn default() -> Self {
        let dear = Semaphore::new(DEAR_UPDATES_AT_ONCE_MAX);
        Self { accounts: Mutex::default(), dear, waiting: AtomicUsize::new(0) }
    }
}

/// What one payer has left.
#[derive(Debug)]
struct Account {
    per_minute: f64,
    left: Mutex<Left>,
    under_way: Arc<Semaphore>,
}

#[derive(Debug, Clone, Copy)]
struct Left {
    work: f64,
    at: Instant,
}

/// Both accounts that a member's writes are charged to.
#[derive(Debug, Clone)]
pub(crate) struct Purse {
    person: Arc<Account>,
    document: Arc<Account>,
}

/// A write that is on its way to its room, or in it.
#[derive(Debug)]
pub(crate) struct UnderWay {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Work {
    /// The purse of a member. Who is nobody in particular has one for each connection.
    pub(crate) fn purse(&self, document: &DocumentName, person: Option<&ParticipantId>) -> Purse {
        let person = match person {
            Some(person) => self.account(Payer::Person(person.clone()), WORK_PER_PERSON_PER_MINUTE),
            None => Arc::new(Account::new(WORK_PER_PERSON_PER_MINUTE)),
        };
        let document = self.account(Payer::Document(document.clone()), WORK_PER_DOCUMENT_PER_MINUTE);
        Purse { person, document }
    }

    /// Applies an update of this much work: a dear one where it holds up no other room, when it is its turn.
    pub(crate) fn apply<T: Send>(&self, work: u64, apply: impl FnOnce() -> T + Send) -> T {
        match on_worker() {
            Some(handle) if work >= DEAR_WORK_MIN => tokio::task::block_in_place(|| {
                self.inner.waiting.fetch_add(1, Ordering::Relaxed);
                let _turn = handle.block_on(self.inner.dear.acquire());
                self.inner.waiting.fetch_sub(1, Ordering::Relaxed);
                give_way(apply)
            }),
            Some(_) | None => apply(),
        }
    }

    /// Goes through so many bytes: many of them where it holds up no other room. No turn is waited for, as the bytes under way
    /// are bounded.
    pub(crate) fn go_through<T: Send>(&self, bytes: usize, work: impl FnOnce() -> T + Send) -> T {
        match on_worker() {
            Some(_) if bytes >= LARGE_BYTES_MIN => tokio::task::block_in_place(|| give_way(work)),
            Some(_) | None => work(),
        }
    }

    fn account(&self, payer: Payer, per_minute: u64) -> Arc<Account> {
        let mut accounts = self.lock();
        if accounts.len() >= WORK_ACCOUNTS_MAX {
            // One that is in use or not paid back stays: closing the connection must not pay a debt.
            accounts.retain(|_, account| Arc::strong_count(account) > 1 || !account.is_full());
        }
        Arc::clone(accounts.entry(payer).or_insert_with(|| Arc::new(Account::new(per_minute))))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Payer, Arc<Account>>> {
        // Nothing under this lock can panic half way.
        self.inner.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long after a dear update of this much work the next one of the same document is applied: until a document's share has
/// paid for it.
pub(crate) fn rest_after(work: u64) -> Duration {
    if work < DEAR_WORK_MIN {
        return Duration::ZERO;
    }
    Duration::from_secs_f64(work as f64 * 60.0 / WORK_PER_DOCUMENT_PER_MINUTE as f64)
}

/// Does work on a thread of its own that gives way to all others: they wait for their own turns, not for its end.
fn give_way<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let done = scope.spawn(|| {
            // Elsewhere it would be the whole process that gives way. Where it is refused, all are as before.
            #[cfg(target_os = "linux")]
            let _ = rustix::process::setpriority_process(None, DEAR_WORK_NICE);
            work()
        });
        done.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The runtime, when this is one of its async workers; tests have one thread for everything.
fn on_worker() -> Option<Handle> {
    Handle::try_current().ok().filter(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread)
}

impl Purse {
    /// Waits until a write of so many bytes may go on its way: what its person has under way is bounded, so that a debt is
    /// seen before it has grown.
    pub(crate) async fn may_write(&self, bytes: usize) -> UnderWay {
        let weight = (bytes / BYTES_PER_WRITE + 1).min(WRITES_UNDER_WAY_MAX as usize) as u32;
        // Never closed.
        let permit = Arc::clone(&self.person.under_way).acquire_many_owned(weight).await.ok();
        while let Some(wait) = self.wait() {
            sleep(wait).await;
        }
        UnderWay { _permit: permit }
    }

    /// Charges work; whether the person is in debt from now on and was not before.
    pub(crate) fn charge(&self, work: u64) -> bool {
        self.document.charge(work);
        self.person.charge(work)
    }

    /// What the person has left; less than nothing in debt.
    pub(crate) fn left(&self) -> f64 {
        self.person.with(|left| left.work)
    }

    /// How long until the next write may go. What a document has left is only looked at for those who have taken more than a
    /// little of it.
    fn wait(&self) -> Option<Duration> {
        let person = self.person.wait();
        let document = if self.person.is_nearly_full() { None } else { self.document.wait() };
        person.max(document)
    }
}

impl Account {
    fn new(per_minute: u64) -> Self {
        let per_minute = per_minute as f64;
        Self {
            per_minute,
            left: Mutex::new(Left { work: per_minute, at: Instant::now() }),
            under_way: Arc::new(Semaphore::new(WRITES_UNDER_WAY_MAX as usize)),
        }
    }

    fn with<T>(&self, look: impl FnOnce(&mut Left) -> T) -> T {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let gained = (now - left.at).as_secs_f64() * self.per_minute / 60.0;
        *left = Left { work: (left.work + gained).min(self.per_minute), at: now };
        look(&mut left)
    }

    fn charge(&self, work: u64) -> bool {
        self.with(|left| {
            let before = left.work;
            left.work -= work as f64;
            before >= 0.0 && left.work < 0.0
        })
    }

    fn wait(&self) -> Option<Duration> {
        self.with(|left| {
            (left.work < 0.0).then(|| Duration::from_secs_f64(-left.work * 60.0 / self.per_minute))
        })
    }

    fn is_full(&self) -> bool {
        self.with(|left| left.work >= self.per_minute)
    }

    fn is_nearly_full(&self) -> bool {
        self.with(|left| left.work >= self.per_minute * 0.9)
    }
}

#[cfg(test)]
mod tests {
    use pairway_crdt::limits::UPDATE_WORK_MAX;

    use super::*;
    use crate::ids::{MapId, WorkshopId};

    fn map() -> DocumentName {
        DocumentName::Map(WorkshopId::random(), MapId::random())
    }

    async fn seconds_until_next(purse: &Purse) -> u64 {
        let began = Instant::now();
        drop(purse.may_write(10).await);
        began.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn room_91_a_person_has_so_much_work_a_minute_over_all_connections_and_others_do_not_pay() {
        let (work, map, person) = (Work::default(), map(), ParticipantId::random());
        let (one, other) = (work.purse(&map, Some(&person)), work.purse(&self::map(), Some(&person)));
        assert!(!one.charge(WORK_PER_PERSON_PER_MINUTE));
        assert_eq!(seconds_until_next(&one).await, 0, "all of it may be used");
        assert!(one.charge(WORK_PER_PERSON_PER_MINUTE / 2), "told once");
        assert!(!one.charge(0));
        let somebody = work.purse(&map, Some(&ParticipantId::random()));
        assert_eq!(seconds_until_next(&somebody).await, 0);
        drop(one);
        assert!((29..=31).contains(&seconds_until_next(&other).await), "also on a new connection, elsewhere");
        assert_eq!(seconds_until_next(&other).await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn room_91_a_document_over_its_share_is_slowed_for_those_who_made_it_dear() {
        let (work, map) = (Work::default(), map());
        let people: Vec<_> = (0..4).map(|_| work.purse(&map, Some(&ParticipantId::random()))).collect();
        for purse in &people {
            purse.charge(WORK_PER_PERSON_PER_MINUTE);
        }
        let honest = work.purse(&map, Some(&ParticipantId::random()));
        honest.charge(1_000);
        let elsewhere = work.purse(&self::map(), Some(&ParticipantId::random()));
        assert_eq!(seconds_until_next(&honest).await, 0);
        assert_eq!(seconds_until_next(&elsewhere).await, 0);
        assert!(seconds_until_next(&people[0]).await > 0);
    }

    #[tokio::test(start_paused = true)]
    async fn room_91_large_writes_of_a_person_are_on_their_way_one_at_a_time() {
        let (work, map, person) = (Work::default(), map(), ParticipantId::random());
        let (one, other) = (work.purse(&map, Some(&person)), work.purse(&map, Some(&person)));
        let first = one.may_write(100_000).await;
        let waits = tokio::time::timeout(Duration::from_secs(600), other.may_write(40)).await;
        assert!(waits.is_err(), "the cost of the first is not known yet");
        drop(first);
        let small: Vec<_> =
            futures_util::future::join_all((0..WRITES_UNDER_WAY_MAX).map(|_| other.may_write(40))).await;
        assert!(tokio::time::timeout(Duration::from_secs(600), one.may_write(40)).await.is_err());
        drop(small);
        drop(one.may_write(40).await);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn room_92_another_room_waits_for_one_turn_of_a_room_with_many_and_cheap_ones_for_none() {
        use std::sync::mpsc;

        const TURNS: usize = 20;
        let (work, order) = (Work::default(), Arc::new(Mutex::new(Vec::new())));
        let ((begun, has_begun), (release, released)) = (mpsc::channel(), mpsc::channel());
        let released = Mutex::new(released);
        let (busy, done) = (work.clone(), order.clone());
        let busy = tokio::spawn(async move {
            for turn in 0..TURNS {
                busy.apply(DEAR_WORK_MIN, || {
                    if turn == 0 {
                        begun.send(()).unwrap();
                        released.lock().unwrap().recv().unwrap();
                    }
                    done.lock().unwrap().push("busy");
                });
            }
        });
        tokio::task::block_in_place(|| has_begun.recv()).unwrap();
        work.apply(DEAR_WORK_MIN - 1, || order.lock().unwrap().push("cheap"));
        let (other, done) = (work.clone(), order.clone());
        let other =
            tokio::spawn(async move { other.apply(DEAR_WORK_MIN, || done.lock().unwrap().push("other")) });
        while work.inner.waiting.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        release.send(()).unwrap();
        busy.await.unwrap();
        other.await.unwrap();
        let order = order.lock().unwrap();
        assert_eq!(order[0], "cheap", "while the busy room has its turn");
        let waited = order.iter().position(|turn| *turn == "other").unwrap();
        // The turn that was under way, and one more where its next was queued in the same moment.
        assert!(waited <= 3 && order.len() == TURNS + 2, "{order:?}");
    }

    #[cfg(target_os = "linux")]
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn room_92_dear_and_large_work_gives_way_to_all_other_threads_and_a_panic_comes_through() {
        let work = Work::default();
        let how_much = || rustix::process::getpriority_process(None).unwrap();
        let doing = work.clone();
        let (own, dear, large, small) = tokio::spawn(async move {
            let (dear, large) =
                (doing.apply(DEAR_WORK_MIN, how_much), doing.go_through(LARGE_BYTES_MIN, how_much));
            let small =
                (doing.apply(DEAR_WORK_MIN - 1, how_much), doing.go_through(LARGE_BYTES_MIN - 1, how_much));
            (how_much(), dear, large, small)
        })
        .await
        .unwrap();
        assert_eq!((dear, large), (DEAR_WORK_NICE.max(own), DEAR_WORK_NICE.max(own)));
        assert_eq!(small, (own, own));
        let failed = tokio::spawn(async move { work.apply(DEAR_WORK_MIN, || panic!("as it was")) }).await;
        let panic = failed.unwrap_err().into_panic();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"as it was"));
    }

    #[tokio::test(start_paused = true)]
    async fn room_91_accounts_are_forgotten_when_they_are_paid_and_nobody_has_them() {
        let work = Work::default();
        let in_debt = ParticipantId::random();
        work.purse(&map(), Some(&in_debt)).charge(WORK_PER_PERSON_PER_MINUTE + UPDATE_WORK_MAX);
        for _ in 0..WORK_ACCOUNTS_MAX {
            drop(work.purse(&map(), Some(&ParticipantId::random())));
        }
        assert!(work.lock().len() <= WORK_ACCOUNTS_MAX + 1);
        assert!(seconds_until_next(&work.purse(&map(), Some(&in_debt))).await > 0);
    }
}
