//! What a room does, over a store in memory and over one that fails or hangs on command.
//!
//! People here are documents of their own with an outbox that is looked into directly; no wire is involved.

mod claims_model;
mod dear;
mod durability;
mod kills;
mod life;
mod new_ids;
mod refusals;
mod server_edits;
mod sync_reply;
mod writers;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use pairway_crdt::document::Document;
use tokio::sync::Notify;
use yrs::{GetString, ReadTxn, Text, WriteTxn};

use super::outbox::{Control, Delivery, Outbox, Slot};
use super::*;
use crate::auth::permission::{Access, DocumentName};
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::store::memory::MemoryStore;
use crate::store::{Batch, Sequence, Store, StoreFuture, StreamContent, StreamTail};

/// How a [`TroubledStore`] treats commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    None,
    Failing,
    Hanging,
    /// One commit goes through, and the next ones hang.
    HangingAfterOne,
}

/// A store in memory whose commits fail or hang on command, and that counts loads.
#[derive(Debug)]
pub(crate) struct TroubledStore {
    inner: Arc<MemoryStore>,
    trouble: Arc<Mutex<Trouble>>,
    changed: Arc<Notify>,
    pub(crate) loads: AtomicUsize,
    /// Reads of keys.
    pub(crate) reads: AtomicUsize,
}

impl TroubledStore {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            inner: Arc::new(MemoryStore::new()),
            trouble: Arc::new(Mutex::new(Trouble::None)),
            changed: Arc::new(Notify::new()),
            loads: AtomicUsize::new(0),
            reads: AtomicUsize::new(0),
        })
    }

    pub(crate) fn set(&self, trouble: Trouble) {
        *self.trouble.lock().unwrap() = trouble;
        self.changed.notify_waiters();
    }

    /// The document as a restarted server would load it.
    pub(crate) async fn stored(&self, name: &DocumentName) -> Document {
        let content = self.inner.load(&name.to_string()).await.unwrap();
        let snapshot = content.snapshot.as_ref().map(|(_, bytes)| bytes.as_ref());
        Document::rebuild(snapshot, content.entries.iter().map(|(_, bytes)| bytes.as_ref())).unwrap()
    }

    pub(crate) async fn stored_text(&self, name: &DocumentName) -> String {
        text_of(&self.stored(name).await)
    }
}

impl Store for TroubledStore {
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>> {
        let (inner, trouble, changed) = (self.inner.clone(), self.trouble.clone(), self.changed.clone());
        Box::pin(async move {
            loop {
                let next = changed.notified();
                let now = *trouble.lock().unwrap();
                match now {
                    Trouble::None => return inner.commit(batch).await,
                    Trouble::HangingAfterOne => {
                        *trouble.lock().unwrap() = Trouble::Hanging;
                        return inner.commit(batch).await;
                    }
                    Trouble::Failing => return Err(StoreError::Failed("no space left".to_owned())),
                    Trouble::Hanging => next.await,
                }
            }
        })
    }

    fn load(&self, stream: &str) -> StoreFuture<StreamContent> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.inner.load(stream)
    }

    fn load_after(&self, stream: &str, after: Sequence) -> StoreFuture<StreamTail> {
        self.inner.load_after(stream, after)
    }

    fn compact(&self, stream: &str, through: Sequence, snapshot: Bytes) -> StoreFuture<()> {
        self.inner.compact(stream, through, snapshot)
    }

    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.inner.get(key)
    }

    fn get_many(&self, keys: &[&str]) -> StoreFuture<Vec<Option<Vec<u8>>>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.inner.get_many(keys)
    }

    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.inner.list(prefix)
    }

    fn range(&self, from: &str, to: &str, limit: usize) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.inner.range(from, to, limit)
    }

    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>> {
        self.inner.streams(prefix)
    }

    fn close(&self) -> StoreFuture<()> {
        self.inner.close()
    }
}

/// Rooms over a troubled store, and one map.
pub(crate) struct House {
    pub(crate) store: Arc<TroubledStore>,
    pub(crate) rooms: Rooms,
    pub(crate) workshop: WorkshopId,
    pub(crate) map: DocumentName,
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with(RoomSettings::default())
    }

    pub(crate) fn with(settings: RoomSettings) -> Self {
        let store = TroubledStore::new();
        let workshop = WorkshopId::random();
        let map = DocumentName::Map(workshop.clone(), MapId::random());
        Self { rooms: Rooms::new(store.clone(), settings), store, workshop, map }
    }

    /// Somebody with write access who has synced, and whose id is not new.
    pub(crate) async fn person(&self) -> Person {
        let person = self.newcomer().await;
        person.membership.reserve(person.document.client_id()).await;
        person.rests().await;
        person
    }

    /// Somebody with write access who has synced and shown nothing yet.
    pub(crate) async fn newcomer(&self) -> Person {
        let mut person = self.joins(ParticipantId::random(), Access::ReadWrite, Echo::Never).await;
        person.sync().await;
        person
    }

    pub(crate) async fn joins(&self, participant: ParticipantId, access: Access, echo: Echo) -> Person {
        self.joins_at(&self.map, (participant, access, echo)).await
    }

    /// Somebody new at a document.
    pub(crate) async fn joins_document(&self, name: &DocumentName, access: Access) -> Person {
        self.joins_at(name, (ParticipantId::random(), access, Echo::Never)).await
    }

    async fn joins_at(
        &self,
        name: &DocumentName,
        (participant, access, echo): (ParticipantId, Access, Echo),
    ) -> Person {
        let outbox = Outbox::new(OUTBOX_BYTES_MAX);
        let join = Join {
            participant: Some(participant.clone()),
            access,
            outbox: outbox.clone(),
            slot: Slot(0),
            echo,
        };
        let membership = self.rooms.join(name, join).await.unwrap();
        Person { document: Document::new(), outbox, membership, participant }
    }
}

/// A client: its own document, and what the room has queued for it.
pub(crate) struct Person {
    pub(crate) document: Document,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) membership: Membership,
    pub(crate) participant: ParticipantId,
}

/// Short names of deliveries, to compare orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Got {
    Step1,
    State,
    Diff,
    Update,
    Echo,
    Presence,
    AskPresence,
    Saved,
    Refused,
    Mark(u64, MarkAnswer),
    Notice(Notice),
    Raw,
}

impl Person {
    /// Types at the end of the shared text; gives the update without sending it.
    pub(crate) fn types(&mut self, text: &str) -> Bytes {
        type_into(&mut self.document, text)
    }

    /// Types and sends.
    pub(crate) async fn edits(&mut self, text: &str) {
        let update = self.types(text);
        self.sends(update).await;
    }

    pub(crate) async fn sends(&self, update: Bytes) {
        self.membership.write(Write { kind: WriteKind::Update, bytes: update }).await.unwrap();
    }

    /// Sends everything the server may lack, as an answer to its state vector.
    pub(crate) async fn sends_step2(&self, server: &[u8]) {
        let bytes = Bytes::from(self.document.diff(server).unwrap());
        self.membership.write(Write { kind: WriteKind::Step2, bytes }).await.unwrap();
    }

    /// Exchanges state vectors both ways and forgets what was said on the way.
    pub(crate) async fn sync(&mut self) {
        self.membership.step1(self.document.state_vector().into()).await.unwrap();
        self.rests().await;
        self.takes();
    }

    /// Waits until the room has handled everything and, if the store lets it, committed it.
    pub(crate) async fn rests(&self) {
        for _ in 0..3 {
            self.membership.settle().await;
        }
    }

    /// Takes and applies everything queued, answers state vectors the next time it is asked to.
    pub(crate) fn takes(&mut self) -> Vec<Got> {
        let mut taken = Vec::new();
        self.outbox.try_take(usize::MAX, &mut taken);
        taken.into_iter().map(|(_, delivery)| self.applies(&delivery)).collect()
    }

    fn applies(&mut self, delivery: &Delivery) -> Got {
        match delivery {
            Delivery::Step1(_) => Got::Step1,
            Delivery::State(payload) => self.integrates(payload.bytes(), Got::State),
            Delivery::Diff(payload) => self.integrates(payload.bytes(), Got::Diff),
            Delivery::Update(payload) => self.integrates(payload.bytes(), Got::Update),
            Delivery::Echo(payload) => self.integrates(payload.bytes(), Got::Echo),
            Delivery::Presence(_) => Got::Presence,
            Delivery::AskPresence => Got::AskPresence,
            Delivery::Saved => Got::Saved,
            Delivery::Refused => Got::Refused,
            Delivery::Mark(mark) => Got::Mark(mark.id, mark.answer),
            Delivery::Notice(notice) => Got::Notice(*notice),
            Delivery::Raw(_) => Got::Raw,
        }
    }

    fn integrates(&mut self, update: &[u8], got: Got) -> Got {
        self.document.apply(update).unwrap();
        got
    }

    /// What the room tells the socket next; that it may be asked for more is heard and passed over.
    pub(crate) async fn told(&self) -> Control {
        loop {
            match self.outbox.told().await.1 {
                Control::Drained => {}
                told @ (Control::RefreshAccess(_) | Control::Parted(_)) => return told,
            }
        }
    }

    /// Waits until the outbox asks the room for more, and passes that on.
    pub(crate) async fn drains(&self) {
        assert_eq!(self.outbox.told().await.1, Control::Drained);
        self.membership.drained().await.unwrap();
        self.rests().await;
    }

    pub(crate) fn text(&self) -> String {
        text_of(&self.document)
    }
}

pub(crate) fn type_into(document: &mut Document, text: &str) -> Bytes {
    type_into_root(document, "text", text)
}

fn type_into_root(document: &mut Document, root: &str, text: &str) -> Bytes {
    let typed = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
        let root = txn.get_or_insert_text(root);
        let end = root.len(txn);
        root.insert(txn, end, text);
    };
    document.write(typed).1
}

pub(crate) fn text_of(document: &Document) -> String {
    text_of_root(document, "text")
}

fn text_of_root(document: &Document, root: &str) -> String {
    // A root that came by an update gets its type when it is named for the first time, which needs a transaction that
    // may write; a copy of the document keeps the look from changing anything.
    let mut copy = Document::rebuild(Some(&document.encode()), std::iter::empty()).unwrap();
    let root = copy.write(|txn, _| txn.get_or_insert_text(root)).0;
    copy.read(|txn, _| root.get_string(txn))
}

/// How many roots a document has; a cheap way to ask whether anything is in it.
pub(crate) fn is_empty(document: &Document) -> bool {
    document.read(|txn, _| txn.state_vector().is_empty())
}
