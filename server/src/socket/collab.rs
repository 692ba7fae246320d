//! `/collab`: Hocuspocus v4 framing, many documents on one connection (docs/PROTOCOL.md section 2).
//!
//! Each address (document name, with a session suffix if the client has one) signs in by itself and is a member of its
//! own. What comes before the sign-in waits; what comes after a refusal is dropped, because stock providers reconnect
//! after any close and must be told by message. Answers carry exactly the address received.

use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::frame::hocuspocus::{self, Auth, Body, Frame, Scope};
use pairway_crdt::frame::sync::SyncMessage;
use pairway_crdt::limits::{ADDRESS_BYTES_MAX, FRAME_BYTES_MAX};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;

use super::addresses::{Addressed, Addresses};
use super::admission::{House, Permit};
use super::attached::{Attached, Document, document_of};
use super::close::Close;
use super::connection::{Connection, Pace, Wire};
use super::meter::{Meter, Metered};
use super::rate::UpdateRate;
use super::shown::Shown;
use super::sign_in::{Life, NotJoined, Refused, Seat, SignedIn, participant, reason};
use super::{DOCUMENTS_PER_CONNECTION_MAX, EXPIRY_CHECK, PRE_AUTH_BYTES_MAX, PRE_AUTH_WAIT, Sockets};
use crate::auth::permission::{Access, DocumentName};
use crate::ids::ParticipantId;
use crate::room::outbox::{Control, Delivery, Outbox, Slot};
use crate::room::{Echo, Notice, OUTBOX_BYTES_MAX, Parting, RightsChange, RoomError};

/// A connection that has not signed in in time.
const NOBODY: &str = "Nobody has signed in.";

/// Serves one connection to its end.
pub(super) async fn serve<S>(sockets: Arc<Sockets>, socket: WebSocketStream<Metered<S>>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let meter = socket.get_ref().meter();
    let outbox = Outbox::new(OUTBOX_BYTES_MAX);
    let addresses = Arc::new(Addresses::default());
    let mut connection =
        Connection::new(socket, Arc::clone(&outbox), Arc::new(Addressed::new(Arc::clone(&addresses))));
    let stopping = sockets.stopping.clone();
    let mut wire = Collab {
        rate: UpdateRate::new(sockets.settings.update_rate),
        sockets,
        outbox,
        addresses,
        meter,
        documents: HashMap::new(),
        permits: HashMap::new(),
        waiting_bytes: 0,
        slots: 0,
        life: Life::Nobody,
        wakes_at: Instant::now() + PRE_AUTH_WAIT,
        told_too_fast_at: None,
    };
    let close = connection.serve(&mut wire, &stopping).await;
    connection.drain().await;
    // Members leave before the goodbye is waited for.
    drop(wire);
    connection.close(&close).await;
}

/// The reading half of the wire.
struct Collab {
    sockets: Arc<Sockets>,
    outbox: Arc<Outbox>,
    addresses: Arc<Addresses>,
    meter: Arc<Meter>,
    documents: HashMap<String, Document>,
    permits: HashMap<(House, Option<ParticipantId>), Permit>,
    waiting_bytes: u64,
    slots: u32,
    rate: UpdateRate,
    life: Life,
    wakes_at: Instant,
    told_too_fast_at: Option<Instant>,
}

impl Collab {
    async fn dispatch(&mut self, message: &Bytes, frame: Frame<'_>) -> Result<(), Close> {
        match frame.body {
            Body::Ping => {
                let pong = hocuspocus::encode(Frame { address: "", body: Body::Pong });
                self.outbox.push(Slot(u32::MAX), Delivery::Raw(pong.into()));
                Ok(())
            }
            // Newer clients may say what this server does not know yet.
            Body::Pong | Body::Unknown => Ok(()),
            Body::Auth(Auth::Token { token, version }) => self.sign_in(frame.address, token, version).await,
            // Only servers say these: a client that does may not be believed in anything.
            Body::Auth(Auth::TokenWanted | Auth::Denied(_) | Auth::Granted(_))
            | Body::SyncReply(_)
            | Body::BroadcastStateless(_)
            | Body::SyncStatus(_) => Err(Close::BadFrame),
            Body::Sync(_)
            | Body::Awareness(_)
            | Body::QueryAwareness
            | Body::Stateless(_)
            | Body::Close(_) => self.pass_on(message, frame).await,
        }
    }

    async fn pass_on(&mut self, message: &Bytes, frame: Frame<'_>) -> Result<(), Close> {
        if frame.address.len() > ADDRESS_BYTES_MAX {
            return Ok(());
        }
        let full = self.documents.len() >= DOCUMENTS_PER_CONNECTION_MAX;
        match self.documents.get_mut(frame.address) {
            Some(Document::Attached(document)) => {
                if self.sockets.is_over(&document.identity) {
                    self.deny(frame.address, reason::TOKEN_EXPIRED);
                } else if let Body::Close(_) = frame.body {
                    self.detach(frame.address);
                } else {
                    document.hand_over(message, frame.body).await?;
                }
            }
            Some(Document::Refused) => {}
            _ if matches!(frame.body, Body::Close(_)) => self.detach(frame.address),
            Some(Document::Waiting(frames)) => {
                self.waiting_bytes += message.len() as u64;
                frames.push(message.clone());
            }
            None if full => self.refuse(frame.address, reason::TOO_MANY),
            None => {
                self.waiting_bytes += message.len() as u64;
                self.documents.insert(frame.address.to_owned(), Document::Waiting(vec![message.clone()]));
            }
        }
        if self.waiting_bytes > PRE_AUTH_BYTES_MAX { Err(Close::TooLarge) } else { Ok(()) }
    }

    /// A sign-in, or a fresh token for an attached document: then rights go on without a gap.
    async fn sign_in(&mut self, address: &str, token: &str, version: Option<&str>) -> Result<(), Close> {
        self.addresses.heard_version(version);
        if address.len() > ADDRESS_BYTES_MAX {
            // Not kept, not even as refused: what comes under it is dropped by its length.
            self.refuse(address, reason::DENIED);
            return Ok(());
        }
        if !self.documents.contains_key(address) && self.documents.len() >= DOCUMENTS_PER_CONNECTION_MAX {
            self.refuse(address, reason::TOO_MANY);
            return Ok(());
        }
        let Some(name) = DocumentName::parse(document_of(address)) else {
            self.deny(address, reason::DENIED);
            return Ok(());
        };
        let signed_in = match self.sockets.sign_in(&name, Some(token)).await {
            Ok(signed_in) => signed_in,
            Err(refused) => return self.not_let_in(address, refused),
        };
        if let Some(Document::Attached(document)) = self.documents.get_mut(address) {
            if participant(&document.identity) == participant(&signed_in.identity) {
                document.refresh(signed_in, &self.meter).await;
                let (slot, access) = (document.slot, document.access);
                self.welcome(slot, address, access);
                return Ok(());
            }
            self.detach(address);
        }
        self.attach(address, name, signed_in).await
    }

    async fn attach(
        &mut self,
        address: &str,
        name: DocumentName,
        mut signed_in: SignedIn,
    ) -> Result<(), Close> {
        let counted = (House::of(&name), participant(&signed_in.identity));
        let shown = match self.permits.entry(counted) {
            Entry::Occupied(place) => place.get().presence_rate(),
            Entry::Vacant(place) => {
                let (house, person) = place.key().clone();
                place.insert(self.sockets.admissions.admit(house, person)?).presence_rate()
            }
        };
        let slot = Slot(self.slots);
        self.slots += 1;
        self.addresses.insert(slot, address, &name);
        let seat = Seat { outbox: Arc::clone(&self.outbox), slot, echo: Echo::Never };
        let membership = match self.sockets.join(&name, &mut signed_in, seat).await {
            Ok(membership) => membership,
            Err(NotJoined::Room(RoomError::Deleted)) => {
                self.deny(address, reason::DELETED);
                return Ok(());
            }
            Err(NotJoined::Room(error)) => return Err(Close::from(&error)),
            Err(NotJoined::Refused(refused)) => {
                self.addresses.remove(slot);
                self.outbox.forget(slot);
                return self.not_let_in(address, refused);
            }
        };
        signed_in.lift(&self.meter, &name);
        let SignedIn { identity, access } = signed_in;
        self.welcome(slot, address, access);
        self.life = Life::SignedIn;
        let attached = Attached { slot, name, identity, access, membership, shown: Shown::new(shown) };
        let before = self.documents.insert(address.to_owned(), Document::Attached(attached));
        if let Some(Document::Waiting(frames)) = before {
            self.catch_up(address, frames).await?;
        }
        Ok(())
    }

    /// What came before the sign-in, now that it may.
    async fn catch_up(&mut self, address: &str, frames: Vec<Bytes>) -> Result<(), Close> {
        for message in frames {
            self.waiting_bytes -= message.len() as u64;
            let frame = hocuspocus::decode(&message).map_err(|_| Close::BadFrame)?;
            if let Some(Document::Attached(document)) = self.documents.get_mut(address) {
                document.hand_over(&message, frame.body).await?;
            }
        }
        Ok(())
    }

    fn not_let_in(&mut self, address: &str, refused: Refused) -> Result<(), Close> {
        // Without a reason nothing is wrong with the person: the provider comes back by itself after a close.
        let words = refused.reason().ok_or(Close::Busy)?;
        self.deny(address, words);
        Ok(())
    }

    /// Leaves the document and says why; its frames are dropped from now on.
    fn deny(&mut self, address: &str, words: &str) {
        self.detach(address);
        self.documents.insert(address.to_owned(), Document::Refused);
        self.refuse(address, words);
    }

    fn refuse(&mut self, address: &str, words: &str) {
        if let (Life::Nobody, Ok(place)) = (&self.life, Arc::clone(&self.sockets.parking).try_acquire_owned())
        {
            self.life = Life::Refused { _place: place };
        }
        let frame = hocuspocus::encode_auth(address, Auth::Denied(words));
        self.outbox.push(Slot(u32::MAX), Delivery::Raw(frame.into()));
    }

    fn grant(&self, slot: Slot, address: &str, access: Access) {
        let scope = match access {
            Access::ReadWrite => Scope::ReadWrite,
            Access::ReadOnly | Access::Denied => Scope::ReadOnly,
        };
        let frame = hocuspocus::encode_auth(address, Auth::Granted(scope));
        self.outbox.push(slot, Delivery::Raw(frame.into()));
    }

    /// A sign-in is accepted. The schema lets an open page of an older version tell its person to reload.
    fn welcome(&self, slot: Slot, address: &str, access: Access) {
        self.grant(slot, address, access);
        self.outbox.push(slot, Delivery::Raw(Addressed::schema(address)));
    }

    fn detach(&mut self, address: &str) {
        match self.documents.remove(address) {
            Some(Document::Attached(document)) => {
                self.addresses.remove(document.slot);
                self.outbox.forget(document.slot);
            }
            Some(Document::Waiting(frames)) => {
                self.waiting_bytes -= frames.iter().map(|frame| frame.len() as u64).sum::<u64>();
            }
            Some(Document::Refused) | None => {}
        }
    }

    fn address_of(&self, wanted: Slot) -> Option<String> {
        let of_slot =
            |document: &Document| matches!(document, Document::Attached(document) if document.slot == wanted);
        self.documents.iter().find(|(_, document)| of_slot(document)).map(|(address, _)| address.clone())
    }

    /// The gatekeeper is asked again: a freeze, a change of role, a removal.
    async fn refresh_access(&mut self, address: &str, change: RightsChange) {
        let Some(Document::Attached(document)) = self.documents.get_mut(address) else { return };
        match self.sockets.access(&document.identity, &document.name).await {
            Ok(access) if access == document.access => {}
            Ok(access) => {
                document.access = access;
                self.meter.lift_for(access);
                // A room that has ended says so through the outbox.
                let _ = document.membership.set_access(access, change).await;
                let slot = document.slot;
                self.grant(slot, address, access);
            }
            Err(refused) => {
                // A gatekeeper that cannot answer changes nothing: the store will be back.
                let _ = self.not_let_in(address, refused);
            }
        }
    }

    fn parted(&mut self, address: &str, parting: Parting) -> Result<(), Close> {
        match parting {
            Parting::Revoked { reason } => {
                if let Some(Document::Attached(document)) = self.documents.get(address) {
                    let notice = Addressed::notice(address, Notice::Removed);
                    self.outbox.push(document.slot, Delivery::Raw(notice));
                }
                self.deny(address, &reason);
                Ok(())
            }
            Parting::Deleted
            | Parting::Stopping
            | Parting::BadUpdate
            | Parting::OutOfStep
            | Parting::RoomFailed => Err(parting.into()),
        }
    }

    fn spend(&mut self, address: &str) -> Pace {
        let Some(wait) = self.rate.spend() else { return Pace::Steady };
        let now = Instant::now();
        if self.told_too_fast_at.is_none_or(|at| now - at >= EXPIRY_CHECK)
            && let Some(Document::Attached(document)) = self.documents.get(address)
        {
            self.told_too_fast_at = Some(now);
            self.outbox.push(document.slot, Delivery::Notice(Notice::TooFast));
        }
        Pace::Wait(wait)
    }
}

impl Wire for Collab {
    async fn take(&mut self, message: Bytes) -> Result<Pace, Close> {
        let frame = hocuspocus::decode(&message).map_err(|_| Close::BadFrame)?;
        // Only a client that was offline for long has so much to say at once.
        let may_be_large = matches!(frame.body, Body::Sync(SyncMessage::Step2(_)));
        if message.len() > FRAME_BYTES_MAX && !may_be_large {
            return Err(Close::TooLarge);
        }
        self.dispatch(&message, frame).await?;
        // Presence is held back by itself, and holds nothing else back.
        let is_presence = matches!(frame.body, Body::Awareness(_));
        Ok(if is_presence { Pace::Steady } else { self.spend(frame.address) })
    }

    async fn obey(&mut self, slot: Slot, control: Control) -> Result<(), Close> {
        let Some(address) = self.address_of(slot) else { return Ok(()) };
        match control {
            Control::RefreshAccess(change) => self.refresh_access(&address, change).await,
            Control::Drained => {
                if let Some(Document::Attached(document)) = self.documents.get(&address) {
                    // A room that has ended says so through the outbox.
                    let _ = document.membership.drained().await;
                }
            }
            Control::Parted(parting) => return self.parted(&address, parting),
        }
        Ok(())
    }

    fn wakes_at(&self) -> Instant {
        let due = |document: &Document| match document {
            Document::Attached(document) => document.shown.due_at(),
            Document::Waiting(_) | Document::Refused => None,
        };
        self.documents.values().filter_map(due).fold(self.wakes_at, Instant::min)
    }

    async fn look_up(&mut self) -> Result<(), Close> {
        for document in self.documents.values_mut() {
            if let Document::Attached(document) = document {
                document.show_due().await;
            }
        }
        if Instant::now() < self.wakes_at {
            return Ok(());
        }
        self.wakes_at = Instant::now() + EXPIRY_CHECK;
        match &self.life {
            Life::Refused { .. } => Ok(()),
            Life::Nobody => Err(Close::NotSignedIn { reason: NOBODY.to_owned() }),
            Life::SignedIn => {
                let over = |document: &Document| matches!(document, Document::Attached(one) if self.sockets.is_over(&one.identity));
                let over = self.documents.iter().filter(|(_, document)| over(document));
                let addresses: Vec<String> = over.map(|(address, _)| address.clone()).collect();
                for address in addresses {
                    self.deny(&address, reason::TOKEN_EXPIRED);
                }
                Ok(())
            }
        }
    }
}
