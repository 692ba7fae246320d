//! The task of one room: a closed set of events into one loop, and everything that waits (decisions D3 and D6).
//!
//! Owns repair, unloading and shutdown; commits are in `commit.rs`, compaction in `compact.rs`. The room itself
//! (`state.rs` and its leaves) never waits. Order that matters: entries go to the log in the order they were applied,
//! one commit at a time, and members are told only after the commit.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes::{NOTES_BYTES_MAX, STRAYS_PER_EDIT_MAX};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::cache::StateCache;
use super::event::{Decided, EditJob, Event, MemberId, Sent};
use super::held::Waited;
use super::log_snapshot::Compacted;
use super::message::Parting;
use super::registry::Rooms;
use super::repair::{self, Loaded, LogSize};
use super::state::{Log, Origins, Room};
use super::writers::Reservation;
use super::writing::{Poison, Written};
use super::{COMMIT_SLOW, EVENTS_PER_TURN_MAX, PRESENCE_TICK, RoomError, SHUTDOWN_WAIT};
use crate::auth::permission::DocumentName;
use crate::store::{Batch, Sequence, Store, StoreError, StoreFuture};

/// How often a room looks at presence that was not renewed, slow commits and whether anybody still needs it.
const UPKEEP: Duration = Duration::from_secs(1);

/// Whether the loop goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Continue,
    End,
}

/// The task of one room.
pub(crate) struct Actor {
    pub(super) rooms: Rooms,
    pub(super) name: DocumentName,
    pub(super) stream: String,
    number: u64,
    pub(super) store: Arc<dyn Store>,
    mailbox: mpsc::Receiver<Event>,
    pub(super) room: Room,
    pub(super) log: LogSize,
    pub(super) commit: Option<(StoreFuture<Vec<Sequence>>, Instant)>,
    pub(super) failures: u32,
    pub(super) retry_at: Option<Instant>,
    pub(super) compaction: Option<Pin<Box<dyn Future<Output = Compacted> + Send>>>,
    pub(super) compact_after: usize,
    /// The reservations up to which what waited was gone on with.
    pub(super) resumed: Reservation,
    /// Asked for, however short the log is; stays until it is done.
    pub(super) compact_at_once: bool,
    tick_at: Option<Instant>,
    last_used: Instant,
}

impl Actor {
    /// Loads the document, then serves it until nobody needs it. What is asked meanwhile waits in the mailbox.
    pub(crate) async fn run(
        rooms: Rooms,
        name: DocumentName,
        number: u64,
        mut mailbox: mpsc::Receiver<Event>,
    ) {
        let store = Arc::clone(rooms.store());
        let stream = name.to_string();
        let place = rooms.place_to_load().await;
        let loaded = repair::load(&store, &name, Vec::new()).await;
        drop(place);
        let kept = repair::writers(&store, &name, rooms.run()).await;
        match loaded.and_then(|loaded| Ok((loaded, kept?))) {
            Ok((Loaded { document, log }, writers)) => {
                // Whoever looks after maps may have been cut short the last time.
                rooms.edited_maps().note_births(&name);
                let mut room = Room::new(document, rooms.settings());
                room.cache = StateCache::within(rooms.state_memory().clone(), name.clone());
                room.work = rooms.work().clone();
                if let DocumentName::Map(..) = name {
                    room.origins = Origins::Noted;
                    room.writers = writers;
                }
                if let DocumentName::Notes(..) = name {
                    room.size.bytes_max = room.size.bytes_max.min(NOTES_BYTES_MAX);
                }
                let mut actor = Self {
                    rooms,
                    name,
                    stream,
                    number,
                    store,
                    mailbox,
                    room,
                    log,
                    commit: None,
                    failures: 0,
                    retry_at: None,
                    compaction: None,
                    compact_after: 1,
                    resumed: 0,
                    compact_at_once: false,
                    tick_at: None,
                    last_used: Instant::now(),
                };
                match actor.bring_up_to_date().await {
                    Ok(()) => actor.serve().await,
                    Err(error) => {
                        turn_all_away((&actor.rooms, &actor.name, number), &mut actor.mailbox, &error).await;
                    }
                }
            }
            Err(error) => turn_all_away((&rooms, &name, number), &mut mailbox, &error).await,
        }
    }

    async fn serve(mut self) {
        let mut events = Vec::with_capacity(EVENTS_PER_TURN_MAX);
        let mut upkeep = tokio::time::interval(UPKEEP);
        upkeep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let dear = self.room.dear_due();
            let flow = tokio::select! {
                // Commits and timers first: a full mailbox must not keep acknowledgements and presence back.
                biased;
                outcome = next_commit(&mut self.commit) => { self.committed(outcome); Flow::Continue }
                () = at(self.retry_at) => { self.retry_at = None; Flow::Continue }
                done = next_compaction(&mut self.compaction) => { self.compacted(done); Flow::Continue }
                () = at(self.tick_at) => { self.tick_at = None; self.room.tick(); Flow::Continue }
                _ = upkeep.tick() => self.upkeep(),
                () = at(dear.map(|(_, overdue)| overdue)) => self.take_dear().await,
                _ = self.mailbox.recv_many(&mut events, EVENTS_PER_TURN_MAX) => self.turn(&mut events).await,
                // Cheap ones of others have gone first.
                () = at(dear.map(|(from, _)| from)) => self.take_dear().await,
            };
            if flow == Flow::End || self.resume().await == Flow::End {
                return self.end();
            }
            self.start_commit();
            self.start_compaction();
            self.plan_tick();
        }
    }

    fn end(mut self) {
        self.rooms.remove(&self.name, self.number);
        self.mailbox.close();
        while let Ok(event) = self.mailbox.try_recv() {
            self.rooms.forward(&self.name, event);
        }
    }

    async fn turn(&mut self, events: &mut Vec<Event>) -> Flow {
        if events.is_empty() {
            // Every sender is gone: not even the table knows this room.
            return Flow::End;
        }
        self.last_used = Instant::now();
        let mut events = std::mem::take(events).into_iter();
        while let Some(event) = events.next() {
            if self.handle(event).await == Flow::End {
                for event in events {
                    self.rooms.forward(&self.name, event);
                }
                return Flow::End;
            }
        }
        Flow::Continue
    }

    async fn handle(&mut self, event: Event) -> Flow {
        match event {
            Event::Join(join, purse, reply) => {
                let id = self.rooms.next_member();
                self.room.join(id, join, purse);
                if reply.send(Ok(id)).is_err() {
                    // The connection went away while the document was loading.
                    self.room.leave(id);
                }
            }
            Event::Sent(id, sent) => {
                if let Some(sent) = self.room.keep_in_turn(id, sent) {
                    return self.take_sent(id, sent, Waited::No).await;
                }
            }
            Event::Step1(id, state_vector) => self.going_through_all(|room| room.step1(id, state_vector)),
            Event::Presence(id, entries) => self.room.hear(id, &entries),
            Event::QueryPresence(id) => self.room.query_presence(id),
            Event::SetAccess(id, access, change) => self.room.set_access(id, access, change),
            Event::Drained(id) => self.going_through_all(|room| room.drained(id)),
            Event::Edit(job) => return self.edit(job).await,
            Event::Read(look) => {
                let newest = self.log.newest;
                self.going_through_all(|room| look(Ok((&room.document, newest))));
            }
            Event::Encode(reply) => drop(reply.send(Ok(self.going_through_all(Room::full_state)))),
            Event::Tell(notice) => self.room.tell(notice),
            Event::CompactNow => self.compact_at_once = true,
            Event::Revoke(participant, reason) => self.room.revoke(&participant, &reason),
            Event::RefreshAccess(change) => self.room.refresh_access(change),
            Event::Delete(reply) => return self.delete(reply).await,
            Event::Shutdown(reply) => return self.shutdown(reply).await,
            #[cfg(test)]
            Event::Settle(reply) => drop(reply.send(())),
            #[cfg(test)]
            Event::Poison(member, bytes) => return self.mend(Poison { member, bytes }).await,
            #[cfg(test)]
            Event::Reserve(member, client) => self.room.reserve(member, client),
        }
        Flow::Continue
    }

    /// Takes what a member has sent, whose turn it is.
    pub(super) async fn take_sent(&mut self, id: MemberId, sent: Sent, waited: Waited) -> Flow {
        match sent {
            // Its place among those of its person is free when it was applied and charged.
            Sent::Write(write, under_way) => match self.room.write(id, &write, waited) {
                Ok(Written::Judged) => {
                    self.rooms.edited_maps().note(&self.name);
                    return self.tidy_notes().await;
                }
                Ok(Written::MustWait(until)) => self.room.hold(id, Sent::Write(write, under_way), until),
                Err(poison) => return self.mend(poison).await,
            },
            Sent::Mark(mark) => self.room.mark(id, mark),
            Sent::Leave => self.room.leave(id),
        }
        Flow::Continue
    }

    /// Takes out of notes what does not belong there. Of maps others see to that, who also know what was agreed.
    async fn tidy_notes(&mut self) -> Flow {
        if !matches!(self.name, DocumentName::Notes(..)) || self.room.document.strays() == 0 {
            return Flow::Continue;
        }
        let edit = Box::new(|document: Result<&mut Document, RoomError>| {
            document.ok()?.delete_strays(STRAYS_PER_EDIT_MAX);
            Some(Decided::Commit(Box::new(drop)))
        });
        self.edit(EditJob { edit, batch: Batch::default() }).await
    }

    /// What may read or encode the whole document: a large one off the async workers.
    pub(super) fn going_through_all<T: Send>(&mut self, work: impl FnOnce(&mut Room) -> T + Send) -> T {
        let bytes = self.room.document.encoded_bytes_estimate();
        self.rooms.work().go_through(bytes, || work(&mut self.room))
    }

    /// The engine failed: the bytes go to quarantine, their sender goes, the document comes back from the log and what
    /// was not logged yet; the others are asked for what it may lack.
    async fn mend(&mut self, poison: Poison) -> Flow {
        tracing::error!(document = %self.stream, bytes = poison.bytes.len(), "the engine failed on an update");
        if repair::may_be_kept(&self.name) {
            repair::quarantine(&self.store, &self.stream, poison.bytes);
        }
        self.room.part(poison.member, Parting::BadUpdate);
        self.finish_commit().await;
        match repair::load(&self.store, &self.name, self.room.pending.unlogged()).await {
            Ok(Loaded { document, log }) => {
                self.log = log;
                self.room.replace_document(document);
                Flow::Continue
            }
            Err(error) => {
                tracing::error!(document = %self.stream, %error, "the room could not be rebuilt and ends");
                // What was shown and not logged is lost here; only people can bring it back.
                self.rooms.doubt_everything();
                Flow::End
            }
        }
    }

    fn upkeep(&mut self) -> Flow {
        self.room.look_after_presence();
        self.going_through_all(Room::answer_all_deferred);
        if self.commit.as_ref().is_some_and(|(_, since)| since.elapsed() >= COMMIT_SLOW) {
            self.room.set_log(Log::Down);
        }
        let idle = self.room.members.is_empty()
            && self.room.pending.is_clean()
            && self.room.writers.is_saved()
            && self.commit.is_none()
            && self.compaction.is_none();
        if idle
            && self.last_used.elapsed() >= self.rooms.settings().idle_unload
            && self.rooms.retire(&self.name, self.number, &mut self.mailbox)
        {
            return Flow::End;
        }
        if !self.room.members.is_empty() {
            self.last_used = Instant::now();
        }
        Flow::Continue
    }

    /// Many members make each merged frame dearer, so that they get them less often.
    fn plan_tick(&mut self) {
        if self.tick_at.is_none() && self.room.has_presence_news() {
            let slower = 1 + u32::try_from(self.room.members.len() / 50).unwrap_or(u32::MAX).min(7);
            self.tick_at = Some(Instant::now() + PRESENCE_TICK * slower);
        }
    }

    async fn delete(&mut self, reply: oneshot::Sender<()>) -> Flow {
        self.room.part_all(&Parting::Deleted);
        if let Some((future, _)) = self.commit.take() {
            // Whatever became of it: the streams are dropped after it.
            let _ = future.await;
        }
        if let Some(compaction) = self.compaction.take() {
            let _ = compaction.await;
        }
        self.rooms.remove(&self.name, self.number);
        let _ = reply.send(());
        Flow::End
    }

    async fn shutdown(&mut self, reply: oneshot::Sender<()>) -> Flow {
        let deadline = Instant::now() + SHUTDOWN_WAIT;
        // What waits was received, so it is taken.
        while self.resume().await == Flow::Continue
            && self.take_all_dear().await == Flow::Continue
            && self.room.has_unsaved()
        {
            self.start_commit();
            if timeout_at(deadline, self.finish_commit_or_wait()).await.is_err() {
                tracing::error!(document = %self.stream, "stopped with edits that were never acknowledged");
                break;
            }
        }
        self.room.part_all(&Parting::Stopping);
        if let Some(compaction) = self.compaction.take() {
            let _ = timeout_at(deadline, compaction).await;
        }
        self.rooms.remove(&self.name, self.number);
        let _ = reply.send(());
        Flow::End
    }

    async fn finish_commit_or_wait(&mut self) {
        if let Some((future, _)) = &mut self.commit {
            let outcome = future.await;
            self.committed(outcome);
        } else {
            at(self.retry_at).await;
            self.retry_at = None;
        }
    }
}

/// A document could not be loaded: whoever asks next tries again.
async fn turn_all_away(
    (rooms, name, number): (&Rooms, &DocumentName, u64),
    mailbox: &mut mpsc::Receiver<Event>,
    error: &RoomError,
) {
    tracing::error!(document = %name, %error, "a document could not be loaded");
    rooms.remove(name, number);
    mailbox.close();
    while let Some(event) = mailbox.recv().await {
        event.turn_away(error.clone());
    }
}

async fn next_commit(
    commit: &mut Option<(StoreFuture<Vec<Sequence>>, Instant)>,
) -> Result<Vec<Sequence>, StoreError> {
    match commit {
        Some((future, _)) => future.await,
        None => std::future::pending().await,
    }
}

async fn next_compaction(
    compaction: &mut Option<Pin<Box<dyn Future<Output = Compacted> + Send>>>,
) -> Compacted {
    match compaction {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}
