//! `/yjs/{document}`: the wire of y-websocket 1.5 to 3.x and `@y/websocket` 4, one document a connection.
//!
//! Traps it minds: clients up to 3.1 read only the first message of a frame; an author's edit comes back only when it is
//! durable; a denied client is told, kept without service, then closed, because most of them retry whatever the code.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::frame::sync::{SyncKind, SyncMessage};
use pairway_crdt::frame::y_websocket::{self, ALIVE, Message};
use pairway_crdt::limits::FRAME_BYTES_MAX;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;

use super::admission::{House, Permit};
use super::close::Close;
use super::connection::{Connection, Encode, Pace, Wire};
use super::meter::{Meter, Metered};
use super::out_frame::OutFrame;
use super::rate::UpdateRate;
use super::shown::Shown;
use super::sign_in::{Refused, Seat, SignedIn, participant};
use super::{EXPIRY_CHECK, PARKED, Sockets};
use crate::auth::error::AuthError;
use crate::auth::gatekeeper::Identity;
use crate::auth::permission::{Access, DocumentName};
use crate::room::outbox::{Control, Delivery, Framing, Outbox, Slot};
use crate::room::{Echo, Membership, OUTBOX_BYTES_MAX, Write, WriteKind};

/// The only document of a connection.
const SLOT: Slot = Slot(0);

/// What people are told whose edit was refused; the wire has no better word for it.
const REFUSED: &str = "This edit was not accepted. Reload to see the shared document.";

/// What a client asks for.
#[derive(Debug)]
pub(super) struct Request {
    /// The path behind `/yjs/`.
    pub(super) document: String,
    /// The token of the query.
    pub(super) token: Option<String>,
}

/// The token of a query: `yauth` (as yhub calls it) or `token`. Tokens need no percent-encoding.
pub(super) fn token(query: &str) -> Option<String> {
    let pairs = || query.split('&').filter_map(|pair| pair.split_once('='));
    let value = |wanted: &str| pairs().find(|(key, _)| *key == wanted).map(|(_, value)| value.to_owned());
    value("yauth").or_else(|| value("token")).filter(|token| !token.is_empty())
}

/// Serves one connection to its end.
pub(super) async fn serve<S>(sockets: Arc<Sockets>, socket: WebSocketStream<Metered<S>>, request: Request)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let meter = socket.get_ref().meter();
    let outbox = Outbox::new(OUTBOX_BYTES_MAX);
    let mut connection = Connection::new(socket, Arc::clone(&outbox), Arc::new(Bare));
    let stopping = sockets.stopping.clone();
    let close = match admit(&sockets, &outbox, &meter, &request).await {
        Ok(mut wire) => {
            let close = connection.serve(&mut wire, &stopping).await;
            connection.drain().await;
            close
        }
        Err(close) => close,
    };
    if let Some(words) = denial(&close) {
        outbox.push(SLOT, Delivery::Raw(y_websocket::encode(Message::Denied(words)).into()));
        connection.drain().await;
        if let Ok(_place) = sockets.parking.try_acquire() {
            connection.park(PARKED, &stopping).await;
        }
    }
    connection.close(&close).await;
}

/// What a client is told that must not come back as it is, or not at once; `None` for ends it may come back from.
fn denial(close: &Close) -> Option<&str> {
    match close {
        Close::NotSignedIn { .. }
        | Close::NotAllowed
        | Close::Deleted
        | Close::TooMany
        | Close::TooManyOfOne => Some(close.reason()),
        // Hostile bytes are not waited on.
        Close::BadFrame
        | Close::TextMessage
        | Close::NotWebSocket
        | Close::NotUtf8
        | Close::TooLarge
        | Close::Gone
        | Close::SignInOver
        | Close::Stopping
        | Close::Internal
        | Close::Busy
        | Close::Silent => None,
    }
}

async fn admit(
    sockets: &Arc<Sockets>,
    outbox: &Arc<Outbox>,
    meter: &Arc<Meter>,
    request: &Request,
) -> Result<Yjs, Close> {
    let name = DocumentName::parse(&request.document).ok_or(Close::NotAllowed)?;
    let mut signed_in = sockets.sign_in(&name, request.token.as_deref()).await?;
    let permit = sockets.admissions.admit(House::of(&name), participant(&signed_in.identity))?;
    let seat = Seat { outbox: Arc::clone(outbox), slot: SLOT, echo: Echo::WhenDurable };
    let membership = sockets.join(&name, &mut signed_in, seat).await?;
    signed_in.lift(meter, &name);
    let SignedIn { identity, access } = signed_in;
    Ok(Yjs {
        sockets: Arc::clone(sockets),
        meter: Arc::clone(meter),
        name,
        identity,
        access,
        membership,
        shown: Shown::new(permit.presence_rate()),
        rate: UpdateRate::new(sockets.settings.update_rate),
        wakes_at: Instant::now() + EXPIRY_CHECK,
        _permit: permit,
    })
}

/// The reading half of the wire.
struct Yjs {
    sockets: Arc<Sockets>,
    name: DocumentName,
    identity: Identity,
    access: Access,
    membership: Membership,
    meter: Arc<Meter>,
    shown: Shown,
    rate: UpdateRate,
    wakes_at: Instant,
    _permit: Permit,
}

impl Yjs {
    /// Hands one message to the room. A room that has ended says so through the outbox, so its silence is no error here.
    async fn hand_over(&mut self, bytes: &Bytes, message: Message<'_>) -> Result<Pace, Close> {
        let room = &self.membership;
        let sent = match message {
            Message::Sync(SyncMessage::Step1(vector)) => room.step1(bytes.slice_ref(vector)).await,
            Message::Sync(SyncMessage::Step2(update)) => {
                room.write(Write { kind: WriteKind::Step2, bytes: bytes.slice_ref(update) }).await
            }
            Message::Sync(SyncMessage::Update(update)) => {
                room.write(Write { kind: WriteKind::Update, bytes: bytes.slice_ref(update) }).await
            }
            Message::Awareness(entries) => {
                if let Some(entries) = self.shown.pass(bytes.slice_ref(entries))? {
                    let _ = room.show(entries).await;
                }
                // Presence is held back by itself, and holds nothing else back.
                return Ok(Pace::Steady);
            }
            Message::QueryAwareness => room.query_presence().await,
            // The reference server passes over what it does not know, and so do clients that rely on it.
            Message::Unknown => Ok(()),
            Message::Denied(_) => return Err(Close::BadFrame),
        };
        let _ = sent;
        Ok(self.rate.spend().map_or(Pace::Steady, Pace::Wait))
    }
}

impl Wire for Yjs {
    async fn take(&mut self, message: Bytes) -> Result<Pace, Close> {
        if self.sockets.is_over(&self.identity) {
            return Err(Close::SignInOver);
        }
        let messages = y_websocket::decode_all(&message).map_err(|_| Close::BadFrame)?;
        let holds_step2 = matches!(messages.as_slice(), [Message::Sync(SyncMessage::Step2(_))]);
        if message.len() > FRAME_BYTES_MAX && !holds_step2 {
            return Err(Close::TooLarge);
        }
        let mut pace = Pace::Steady;
        for message_in_frame in messages {
            pace = match (pace, self.hand_over(&message, message_in_frame).await?) {
                (Pace::Wait(one), Pace::Wait(other)) => Pace::Wait(one.max(other)),
                (Pace::Steady, pace) | (pace, Pace::Steady) => pace,
            };
        }
        Ok(pace)
    }

    async fn obey(&mut self, _: Slot, control: Control) -> Result<(), Close> {
        match control {
            Control::RefreshAccess(change) => match self.sockets.access(&self.identity, &self.name).await {
                Ok(access) => {
                    if access != self.access {
                        self.access = access;
                        self.meter.lift_for(access);
                        // A room that has ended says so through the outbox.
                        let _ = self.membership.set_access(access, change).await;
                    }
                    Ok(())
                }
                Err(Refused::SignIn(AuthError::Unavailable)) => Ok(()),
                Err(refused) => Err(refused.into()),
            },
            Control::Drained => {
                let _ = self.membership.drained().await;
                Ok(())
            }
            Control::Parted(parting) => Err(parting.into()),
        }
    }

    fn wakes_at(&self) -> Instant {
        self.shown.due_at().map_or(self.wakes_at, |due_at| due_at.min(self.wakes_at))
    }

    async fn look_up(&mut self) -> Result<(), Close> {
        if let Some(entries) = self.shown.take_due() {
            let _ = self.membership.show(entries).await;
        }
        if Instant::now() < self.wakes_at {
            return Ok(());
        }
        self.wakes_at = Instant::now() + EXPIRY_CHECK;
        if self.sockets.is_over(&self.identity) { Err(Close::SignInOver) } else { Ok(()) }
    }
}

/// The writing half: exactly one message a frame.
struct Bare;

impl Encode for Bare {
    fn encode(&self, _: Slot, delivery: &Delivery, frames: &mut VecDeque<OutFrame>) {
        let frame = match delivery {
            Delivery::Step1(vector) => y_websocket::encode(Message::Sync(SyncMessage::Step1(vector))).into(),
            Delivery::State(payload) => {
                let body = payload.bytes().clone();
                OutFrame::shared(y_websocket::encode_sync_head(SyncKind::Step2, body.len()), body)
            }
            Delivery::Diff(payload) => {
                let body = payload.bytes().clone();
                OutFrame::shared(y_websocket::encode_sync_head(SyncKind::Update, body.len()), body)
            }
            Delivery::Update(payload) | Delivery::Echo(payload) => {
                let encode = |update: &[u8]| y_websocket::encode(Message::Sync(SyncMessage::Update(update)));
                payload.frame(Framing::Bare, encode).into()
            }
            Delivery::Presence(payload) => payload
                .frame(Framing::Bare, |entries| y_websocket::encode(Message::Awareness(entries)))
                .into(),
            Delivery::AskPresence => y_websocket::encode(Message::QueryAwareness).into(),
            Delivery::Refused => y_websocket::encode(Message::Denied(REFUSED)).into(),
            Delivery::Raw(frame) => frame.clone().into(),
            // This wire has no words for these.
            Delivery::Saved | Delivery::Mark(_) | Delivery::Notice(_) => return,
        };
        frames.push_back(frame);
    }

    fn alive(&self, frames: &mut VecDeque<OutFrame>) {
        frames.push_back(Bytes::from_static(&ALIVE).into());
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn sock_10_the_token_is_in_the_query_under_either_name() {
        assert_eq!(token("yauth=abc&x=1").as_deref(), Some("abc"));
        assert_eq!(token("x=1&token=a.b-c_d").as_deref(), Some("a.b-c_d"));
        assert_eq!(token("token="), None);
        assert_eq!(token(""), None);
    }
}
