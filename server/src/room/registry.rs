//! The door to all rooms: finds a room or loads it, once however many ask, and starts and ends the tasks of rooms.
//!
//! A room's mailbox is put into the table under one lock before anything is loaded, so two first visitors get the same
//! room by construction; what they ask waits in its mailbox while it loads. The lock is never held across a wait.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit, mpsc, oneshot};
use tokio_util::task::TaskTracker;

use super::cache::{StateMemory, state_memory};
use super::edited::Edited;
use super::event::{Event, Join, MemberId};
use super::membership::Membership;
use super::message::RightsChange;
use super::work::Work;
use super::writers::Run;
use super::{COMMAND_WAIT, LOADS_AT_ONCE_MAX, MAILBOX_EVENTS_MAX, RoomError, RoomSettings, SHUTDOWN_WAIT};
use crate::auth::permission::{DocumentKind, DocumentName};
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::{Batch, Store};

/// The task of a room, from loading its document to its end. A pointer, so that the table of rooms need not know what a
/// room does.
pub(super) type RoomTask =
    fn(Rooms, DocumentName, u64, mpsc::Receiver<Event>) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// All rooms of this server. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Rooms {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Arc<dyn Store>,
    settings: RoomSettings,
    table: Mutex<Table>,
    next_number: AtomicU64,
    run: AtomicU64,
    tasks: TaskTracker,
    task: RoomTask,
    edited: Edited,
    state_memory: StateMemory,
    work: Work,
    loads: Semaphore,
}

#[derive(Debug, Default)]
struct Table {
    rooms: HashMap<DocumentName, Place>,
    deleted: HashSet<WorkshopId>,
    life: Life,
}

#[derive(Debug)]
struct Place {
    mailbox: mpsc::Sender<Event>,
    number: u64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Life {
    #[default]
    Open,
    Stopping,
}

/// A room that was found or loaded.
#[derive(Debug, Clone)]
pub struct RoomHandle {
    rooms: Rooms,
    name: DocumentName,
}

impl RoomHandle {
    /// Which document.
    #[must_use]
    pub fn name(&self) -> &DocumentName {
        &self.name
    }

    /// Joins as a member.
    ///
    /// # Errors
    /// As [`Rooms::join`].
    pub async fn join(&self, join: Join) -> Result<Membership, RoomError> {
        self.rooms.join(&self.name, join).await
    }
}

impl Rooms {
    /// No room is loaded yet.
    pub(super) fn with_task(store: Arc<dyn Store>, settings: RoomSettings, task: RoomTask) -> Self {
        let inner = Inner {
            store,
            settings,
            table: Mutex::default(),
            next_number: AtomicU64::new(1),
            run: AtomicU64::new(
                getrandom::u64().expect("the operating system always has randomness once it has booted"),
            ),
            tasks: TaskTracker::new(),
            task,
            edited: Edited::default(),
            state_memory: state_memory(),
            work: Work::default(),
            loads: Semaphore::new(LOADS_AT_ONCE_MAX),
        };
        Self { inner: Arc::new(inner) }
    }

    /// This run of the server, or what is left of it that is certain (`writers/`).
    pub(super) fn run(&self) -> Run {
        self.inner.run.load(Ordering::Relaxed)
    }

    /// A room was lost with edits that people were shown: what was certain is no more.
    pub(super) fn doubt_everything(&self) {
        self.inner.run.store(
            getrandom::u64().expect("the operating system always has randomness once it has booted"),
            Ordering::Relaxed,
        );
    }

    /// Finds the room of a document or loads it.
    ///
    /// # Errors
    /// When the document cannot be loaded, is deleted, or the server is stopping.
    pub async fn open(&self, name: &DocumentName) -> Result<RoomHandle, RoomError> {
        self.read(name, |_| ()).await?;
        Ok(RoomHandle { rooms: self.clone(), name: name.clone() })
    }

    /// Becomes a member of a document's room.
    ///
    /// # Errors
    /// When the document cannot be loaded, is deleted, or the server is stopping.
    pub async fn join(&self, name: &DocumentName, join: Join) -> Result<Membership, RoomError> {
        let (reply, answer) = oneshot::channel();
        let purse = self.inner.work.purse(name, join.participant.as_ref());
        let mailbox = self.send(name, Event::Join(join, purse.clone(), reply)).await?;
        let id = answer.await.map_err(|_| RoomError::Ended)??;
        Ok(Membership::new(id, mailbox, purse))
    }

    /// Sends a person's connections away from every document of a workshop.
    pub fn revoke(&self, workshop: &WorkshopId, participant: &ParticipantId, reason: &str) {
        self.tell_workshop(workshop, || Event::Revoke(participant.clone(), reason.to_owned()));
    }

    /// Has every connection of a workshop ask the gatekeeper again.
    pub fn refresh_access(&self, workshop: &WorkshopId, change: RightsChange) {
        if change == RightsChange::Notes {
            let notes = self.lock().of_people(workshop);
            self.tell_rooms(notes, || Event::RefreshAccess(change));
        } else {
            self.tell_workshop(workshop, || Event::RefreshAccess(change));
        }
    }

    /// Ends the rooms of a workshop that is being deleted: connections go with "deleted". Its documents cannot be opened
    /// from then on.
    pub async fn close_workshop(&self, workshop: &WorkshopId) {
        let rooms = {
            let mut table = self.lock();
            table.deleted.insert(workshop.clone());
            table.of_workshop(workshop)
        };
        for mailbox in rooms {
            let (reply, answer) = oneshot::channel();
            if mailbox.send(Event::Delete(reply)).await.is_ok() {
                // An error means that the room has ended, which is as good.
                let _ = answer.await;
            }
        }
    }

    /// Deletes the documents of a workshop for real, after its rooms here have ended.
    ///
    /// # Errors
    /// When the store fails; ask again.
    pub async fn delete_workshop(&self, workshop: &WorkshopId) -> Result<(), RoomError> {
        self.close_workshop(workshop).await;
        let mut streams = Vec::new();
        for prefix in stream_prefixes(workshop) {
            streams.extend(self.inner.store.streams(&prefix).await?);
        }
        if !streams.is_empty() {
            self.inner.store.commit(Batch { drops: streams, ..Batch::default() }).await?;
        }
        Ok(())
    }

    /// Commits everything, sends everybody away with "come back", ends all rooms. No room opens afterwards.
    pub async fn shutdown(&self) {
        let rooms: Vec<mpsc::Sender<Event>> = {
            let mut table = self.lock();
            table.life = Life::Stopping;
            table.rooms.values().map(|place| place.mailbox.clone()).collect()
        };
        let ended = rooms.into_iter().map(|mailbox| async move {
            let (reply, answer) = oneshot::channel();
            if mailbox.send(Event::Shutdown(reply)).await.is_ok() {
                let _ = answer.await;
            }
        });
        self.inner.tasks.close();
        let all = async {
            futures_util::future::join_all(ended).await;
            self.inner.tasks.wait().await;
        };
        if tokio::time::timeout(SHUTDOWN_WAIT * 2, all).await.is_err() {
            tracing::error!("rooms did not end in time; what was not acknowledged stays with its clients");
        }
    }

    /// How many rooms are loaded.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lock().rooms.len()
    }

    pub(super) fn edited_maps(&self) -> &Edited {
        &self.inner.edited
    }

    pub(super) fn state_memory(&self) -> &StateMemory {
        &self.inner.state_memory
    }

    pub(super) fn work(&self) -> &Work {
        &self.inner.work
    }

    /// A place among the documents that are being loaded.
    pub(super) async fn place_to_load(&self) -> Option<SemaphorePermit<'_>> {
        // Never closed.
        self.inner.loads.acquire().await.ok()
    }

    pub(super) fn settings(&self) -> &RoomSettings {
        &self.inner.settings
    }

    pub(super) fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    pub(super) fn next_member(&self) -> MemberId {
        MemberId(self.inner.next_number.fetch_add(1, Ordering::Relaxed))
    }

    /// Takes an idle room out of the table and closes its mailbox, unless somebody has asked it something meanwhile.
    pub(super) fn retire(
        &self,
        name: &DocumentName,
        number: u64,
        mailbox: &mut mpsc::Receiver<Event>,
    ) -> bool {
        let mut table = self.lock();
        if !mailbox.is_empty() {
            return false;
        }
        table.remove(name, number);
        mailbox.close();
        true
    }

    /// Takes a room that ends out of the table, so that the next visitor loads it anew.
    pub(super) fn remove(&self, name: &DocumentName, number: u64) {
        self.lock().remove(name, number);
    }

    /// Hands an event that reached a retired room to the one after it.
    pub(super) fn forward(&self, name: &DocumentName, event: Event) {
        match self.mailbox(name) {
            Ok(mailbox) => {
                if mailbox.try_send(event).is_err() {
                    tracing::warn!("a room was full as it began; one question was turned away");
                }
            }
            Err(error) => event.turn_away(error),
        }
    }

    pub(super) async fn ask(&self, name: &DocumentName, event: Event) -> Result<(), RoomError> {
        match tokio::time::timeout(COMMAND_WAIT, self.send(name, event)).await {
            Ok(sent) => sent.map(|_| ()),
            Err(_) => Err(RoomError::Busy),
        }
    }

    /// Sends an event to a room, loading it if need be; waits while its mailbox is full.
    async fn send(&self, name: &DocumentName, event: Event) -> Result<mpsc::Sender<Event>, RoomError> {
        let mut event = event;
        loop {
            let mailbox = self.mailbox(name)?;
            match mailbox.send(event).await {
                Ok(()) => return Ok(mailbox),
                // The room retired between the look and the send: the next one takes it.
                Err(mpsc::error::SendError(unsent)) => event = unsent,
            }
        }
    }

    fn mailbox(&self, name: &DocumentName) -> Result<mpsc::Sender<Event>, RoomError> {
        let mut table = self.lock();
        table.may_open(name)?;
        if let Some(place) = table.rooms.get(name)
            && !place.mailbox.is_closed()
        {
            return Ok(place.mailbox.clone());
        }
        let (mailbox, events) = mpsc::channel(MAILBOX_EVENTS_MAX);
        let number = self.inner.next_number.fetch_add(1, Ordering::Relaxed);
        table.rooms.insert(name.clone(), Place { mailbox: mailbox.clone(), number });
        drop(table);
        self.inner.tasks.spawn((self.inner.task)(self.clone(), name.clone(), number, events));
        Ok(mailbox)
    }

    fn tell_workshop(&self, workshop: &WorkshopId, event: impl Fn() -> Event) {
        let rooms = self.lock().of_workshop(workshop);
        self.tell_rooms(rooms, event);
    }

    fn tell_rooms(&self, rooms: Vec<mpsc::Sender<Event>>, event: impl Fn() -> Event) {
        for mailbox in rooms {
            match mailbox.try_send(event()) {
                Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => {}
                Err(mpsc::error::TrySendError::Full(event)) => {
                    self.inner.tasks.spawn(async move {
                        // A closed room has no connections left to tell.
                        let _ = mailbox.send(event).await;
                    });
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // Nothing under this lock leaves the table half changed.
        self.inner.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn may_open(&self, name: &DocumentName) -> Result<(), RoomError> {
        match self.life {
            Life::Stopping => return Err(RoomError::Stopping),
            Life::Open => {}
        }
        match name.workshop() {
            Some(workshop) if self.deleted.contains(workshop) => Err(RoomError::Deleted),
            Some(_) | None => Ok(()),
        }
    }

    fn remove(&mut self, name: &DocumentName, number: u64) {
        if self.rooms.get(name).is_some_and(|place| place.number == number) {
            self.rooms.remove(name);
        }
    }

    /// The rooms of documents that belong to one person each.
    fn of_people(&self, workshop: &WorkshopId) -> Vec<mpsc::Sender<Event>> {
        let belongs = |name: &DocumentName| name.workshop() == Some(workshop) && name.person().is_some();
        let of_it = self.rooms.iter().filter(|(name, _)| belongs(name));
        of_it.map(|(_, place)| place.mailbox.clone()).collect()
    }

    fn of_workshop(&self, workshop: &WorkshopId) -> Vec<mpsc::Sender<Event>> {
        let of_it = self.rooms.iter().filter(|(name, _)| name.workshop() == Some(workshop));
        of_it.map(|(_, place)| place.mailbox.clone()).collect()
    }
}

fn stream_prefixes(workshop: &WorkshopId) -> Vec<String> {
    let documents: Vec<String> = DocumentKind::ALL.iter().map(|kind| kind.prefix(workshop)).collect();
    let quarantined = documents.iter().map(|prefix| format!("{}{prefix}", super::repair::QUARANTINE_PREFIX));
    let audit = format!("audit/{workshop}");
    quarantined.chain([audit]).chain(documents.clone()).collect()
}
