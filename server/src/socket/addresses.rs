//! The writing half of `/collab`: which address a document of the connection has, and its frames.
//!
//! A frame whose address is the plain document name is encoded once for all members that have it; addresses with a
//! session suffix get their own.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use pairway_crdt::frame::hocuspocus::{self, Body, Frame, SyncStatus};
use pairway_crdt::frame::sync::{SyncKind, SyncMessage};
use pairway_crdt::pathway::schema::SCHEMA_VERSION;
use serde_json::json;

use super::connection::Encode;
use super::out_frame::OutFrame;
use crate::auth::permission::DocumentName;
use crate::room::outbox::{Delivery, Framing, Payload, Slot};
use crate::room::{Mark, MarkAnswer, Notice, Recovery};

/// The addresses of a connection, shared by its two halves.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    by_slot: HashMap<Slot, Address>,
    ping: Ping,
}

/// Whether the client answers a ping.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ping {
    /// It may misread one.
    #[default]
    Unknown,
    /// It does.
    Understood,
}

impl Ping {
    /// Providers from version 4 on answer a ping; older ones would misread it.
    fn of_version(version: Option<&str>) -> Self {
        let major =
            version.and_then(|version| version.split('.').next()).and_then(|major| major.parse::<u32>().ok());
        if major.is_some_and(|major| major >= 4) { Self::Understood } else { Self::Unknown }
    }
}

#[derive(Debug, Clone)]
struct Address {
    text: Arc<str>,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The document's name: frames are shared.
    Plain,
    /// With a session suffix.
    Suffixed,
}

impl Addresses {
    pub(super) fn insert(&self, slot: Slot, address: &str, name: &DocumentName) {
        let form = if name.to_string() == address { Form::Plain } else { Form::Suffixed };
        self.lock().by_slot.insert(slot, Address { text: address.into(), form });
    }

    pub(super) fn remove(&self, slot: Slot) {
        self.lock().by_slot.remove(&slot);
    }

    /// The version a client signed in with.
    pub(super) fn heard_version(&self, version: Option<&str>) {
        self.lock().ping = Ping::of_version(version);
    }

    fn get(&self, slot: Slot) -> Option<Address> {
        self.lock().by_slot.get(&slot).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing under this lock can panic half way.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts what rooms say into Hocuspocus frames.
#[derive(Debug)]
pub(super) struct Addressed {
    addresses: Arc<Addresses>,
}

impl Addressed {
    pub(super) fn new(addresses: Arc<Addresses>) -> Self {
        Self { addresses }
    }

    /// A notice as a frame.
    pub(super) fn notice(address: &str, notice: Notice) -> Bytes {
        let (code, message) = words(notice);
        let said = json!({ "kind": "notice", "code": code, "message": message });
        hocuspocus::encode_stateless(address, &said.to_string()).into()
    }
}

impl Addressed {
    /// The version of the schema of this server's documents as a frame.
    pub(super) fn schema(address: &str) -> Bytes {
        let said = json!({ "kind": "schema", "version": SCHEMA_VERSION });
        hocuspocus::encode_stateless(address, &said.to_string()).into()
    }
}

impl Encode for Addressed {
    fn encode(&self, slot: Slot, delivery: &Delivery, frames: &mut VecDeque<OutFrame>) {
        if let Delivery::Raw(frame) = delivery {
            return frames.push_back(frame.clone().into());
        }
        // Detached meanwhile: nobody listens at this address any more.
        let Some(address) = self.addresses.get(slot) else { return };
        let text = &*address.text;
        let frame = match delivery {
            Delivery::Step1(vector) => hocuspocus::encode_sync(text, SyncMessage::Step1(vector)).into(),
            Delivery::State(payload) => large(text, SyncKind::Step2, payload),
            Delivery::Diff(payload) => large(text, SyncKind::Update, payload),
            Delivery::Update(payload) | Delivery::Echo(payload) => {
                shared(&address, payload, |update| hocuspocus::encode_sync(text, SyncMessage::Update(update)))
            }
            Delivery::Presence(payload) => {
                shared(&address, payload, |entries| hocuspocus::encode_awareness(text, entries))
            }
            Delivery::AskPresence => {
                hocuspocus::encode(Frame { address: text, body: Body::QueryAwareness }).into()
            }
            Delivery::Saved => hocuspocus::encode_sync_status(text, SyncStatus::Saved).into(),
            Delivery::Refused => hocuspocus::encode_sync_status(text, SyncStatus::Refused).into(),
            Delivery::Mark(mark) => hocuspocus::encode_stateless(text, &answer(mark)).into(),
            Delivery::Notice(notice) => Self::notice(text, *notice).into(),
            Delivery::Raw(frame) => frame.clone().into(),
        };
        frames.push_back(frame);
    }

    fn alive(&self, frames: &mut VecDeque<OutFrame>) {
        let inner = self.addresses.lock();
        if inner.ping == Ping::Understood {
            let ping = hocuspocus::encode(Frame { address: "", body: Body::Ping });
            return frames.push_back(ping.into());
        }
        // No entries: valid, without effect, and a message all the same.
        frames.extend(
            inner
                .by_slot
                .values()
                .map(|address| OutFrame::from(hocuspocus::encode_awareness(&address.text, &[0]))),
        );
    }
}

/// A state or diff: whatever its address, its bytes are not copied.
fn large(address: &str, kind: SyncKind, payload: &Payload) -> OutFrame {
    let body = payload.bytes().clone();
    OutFrame::shared(hocuspocus::encode_sync_head(address, kind, body.len()), body)
}

fn shared(address: &Address, payload: &Payload, encode: impl FnOnce(&[u8]) -> Vec<u8>) -> OutFrame {
    match address.form {
        Form::Plain => payload.frame(Framing::Addressed, encode).into(),
        Form::Suffixed => encode(payload.bytes()).into(),
    }
}

fn answer(mark: &Mark) -> String {
    let id = mark.id;
    let said = match mark.answer {
        MarkAnswer::Durable => json!({ "kind": "durable", "id": id }),
        MarkAnswer::Refused(recovery) => {
            let (recovery, message) = match recovery {
                Recovery::Again => {
                    ("again", "Some edits have not arrived whole yet. They will be sent again.")
                }
                Recovery::Resync => ("resync", "Some edits need to be compared with the server again."),
                Recovery::Rebuild => {
                    ("rebuild", "Some edits were not accepted. They are kept for you to copy.")
                }
            };
            json!({ "kind": "refused", "id": id, "recovery": recovery, "message": message })
        }
    };
    said.to_string()
}

fn words(notice: Notice) -> (&'static str, &'static str) {
    match notice {
        Notice::StoreDown => {
            ("storeDown", "The server cannot save at the moment. Your edits are kept and will be saved.")
        }
        Notice::StoreUp => ("storeUp", "The server can save again."),
        Notice::Frozen => ("frozen", "A facilitator has locked the map."),
        Notice::Thawed => ("thawed", "Editing is open again."),
        Notice::Role => ("role", "A facilitator has changed your role in this workshop."),
        Notice::Removed => ("removed", "You are no longer in this workshop."),
        Notice::Full => (
            "full",
            "This map is full. What was added last was removed. You can bring it back when there is room.",
        ),
        Notice::TooFast => ("tooFast", "Too much at once. The server reads more slowly for a moment."),
        Notice::Identity => ("identity", "Your presence named somebody else and was not shown."),
    }
}
