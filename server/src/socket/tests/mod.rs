//! Both wires over streams in memory and stopped time: what a client sees, byte for byte.

mod collab;
mod ends;
mod limits;
mod yjs;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use pairway_crdt::document::Document;
use pairway_crdt::frame::hocuspocus::{self, Auth, Body, Frame, Scope, SyncStatus};
use pairway_crdt::frame::sync::SyncMessage;
use tokio::io::DuplexStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::*;
use crate::auth::error::AuthError;
use crate::auth::gatekeeper::{GateFuture, Identified, Identity};
use crate::auth::permission::{Access, DocumentName};
use crate::auth::role;
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::room::RoomSettings;
use crate::room::tests::{TroubledStore, text_of, type_into};

/// Bytes a stream in memory holds each way.
const STREAM_BYTES: usize = 8 * 1024;

/// How long an answer may take, in stopped time.
const PATIENCE: Duration = Duration::from_secs(300);

/// A gatekeeper that says what the test wrote down.
#[derive(Default)]
struct WrittenGate {
    tokens: Mutex<HashMap<String, Result<Identity, AuthError>>>,
    access: Mutex<HashMap<Option<ParticipantId>, Result<Access, AuthError>>>,
    /// Runs once, after the next answer was decided and before it is heard: what happens between check and join.
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl std::fmt::Debug for WrittenGate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WrittenGate")
    }
}

impl WrittenGate {
    fn decide(&self, identity: &Identity) -> Result<Access, AuthError> {
        let who = sign_in::participant(identity);
        let access = self.access.lock().unwrap().get(&who).copied().unwrap_or(Ok(Access::Denied));
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let Some(meanwhile) = meanwhile {
            meanwhile();
        }
        access
    }
}

impl Gatekeeper for WrittenGate {
    fn identify(&self, _: &str) -> GateFuture<Result<Identified, AuthError>> {
        unreachable!("sockets sign in to a document");
    }

    fn sign_in(&self, token: &str, _: &DocumentName) -> GateFuture<Result<(Identity, Access), AuthError>> {
        let known = self.tokens.lock().unwrap().get(token).cloned().unwrap_or(Err(AuthError::Invalid));
        let signed_in = known.and_then(|identity| {
            let access = self.decide(&identity)?;
            Ok((identity, access))
        });
        Box::pin(std::future::ready(signed_in))
    }

    fn access(&self, identity: &Identity, _: &DocumentName) -> GateFuture<Result<Access, AuthError>> {
        Box::pin(std::future::ready(self.decide(identity)))
    }
}

/// Sockets over a troubled store, with one map that is open to people with a token.
struct House {
    store: Arc<TroubledStore>,
    gate: Arc<WrittenGate>,
    clock: Clock,
    sockets: Arc<Sockets>,
    workshop: WorkshopId,
    map: DocumentName,
}

/// Time of the stopped clock at the start, and how long a token lasts from there.
const NOW_MS: u64 = 1_800_000_000_000;
const TOKEN_MS: u64 = 3_600_000;

impl House {
    fn new() -> Self {
        let store = TroubledStore::new();
        let gate = Arc::new(WrittenGate::default());
        let clock = Clock::stopped(NOW_MS);
        let rooms = Rooms::new(store.clone(), RoomSettings::default());
        let sockets = Sockets::new(rooms, gate.clone(), clock.clone(), SocketSettings::default());
        let workshop = WorkshopId::random();
        let map = DocumentName::Map(workshop.clone(), MapId::random());
        Self { store, gate, clock, sockets, workshop, map }
    }

    fn address(&self) -> String {
        self.map.to_string()
    }

    /// A person with a token; gives the participant.
    fn admits(&self, token: &str, access: Access) -> ParticipantId {
        let participant = ParticipantId::random();
        self.renews(token, &participant, NOW_MS + TOKEN_MS);
        self.allows(&participant, Ok(access));
        participant
    }

    /// Somebody who only looks.
    fn admits_observer(&self, token: &str) {
        let participant = ParticipantId::random();
        self.knows(token, (&participant, role::Role::Observer), NOW_MS + TOKEN_MS);
        self.allows(&participant, Ok(Access::ReadOnly));
    }

    fn renews(&self, token: &str, participant: &ParticipantId, expires_at_ms: u64) {
        self.knows(token, (participant, role::Role::Carer), expires_at_ms);
    }

    fn knows(&self, token: &str, (participant, role): (&ParticipantId, role::Role), expires_at_ms: u64) {
        let identity = Identity::Participant {
            workshop: self.workshop.clone(),
            participant: participant.clone(),
            role,
            epoch: 1,
            expires_at_ms,
        };
        self.gate.tokens.lock().unwrap().insert(token.to_owned(), Ok(identity));
    }

    fn allows(&self, participant: &ParticipantId, access: Result<Access, AuthError>) {
        self.gate.access.lock().unwrap().insert(Some(participant.clone()), access);
    }

    /// A `/collab` connection nobody has signed in on.
    async fn collab(&self) -> Client {
        let (ours, theirs) = tokio::io::duplex(STREAM_BYTES);
        let sockets = self.sockets.clone();
        let stream = upgrade::websocket(theirs, self.sockets.large_messages.clone()).await;
        self.sockets.tasks.spawn(super::collab::serve(sockets, stream));
        Client::over(ours).await
    }

    /// A `/collab` connection that has signed in to the map and synced.
    async fn member(&self, token: &str) -> Client {
        let mut client = self.collab().await;
        client.signs_in(&self.address(), token).await;
        assert!(matches!(client.hears().await.body(), OwnBody::Granted(_)));
        client.syncs(&self.address()).await;
        client
    }

    async fn yjs(&self, document: &str, token: Option<&str>) -> Client {
        let (ours, theirs) = tokio::io::duplex(STREAM_BYTES);
        let sockets = self.sockets.clone();
        let stream = upgrade::websocket(theirs, self.sockets.large_messages.clone()).await;
        let request = super::yjs::Request { document: document.to_owned(), token: token.map(str::to_owned) };
        self.sockets.tasks.spawn(super::yjs::serve(sockets, stream, request));
        Client::over(ours).await
    }

    async fn room_text(&self) -> String {
        self.sockets.rooms.read(&self.map, text_of).await.unwrap()
    }
}

/// A client on a wire.
struct Client {
    socket: WebSocketStream<DuplexStream>,
    document: Document,
    /// Addresses for which the schema was said, with the version, in order. Not among what is heard, so that tests of other
    /// things need not mind it.
    schemas: Vec<(String, u64)>,
}

/// What a client hears.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Heard {
    Bytes(Vec<u8>),
    Closed(u16),
    Gone,
}

/// The body of a Hocuspocus frame, owned.
#[derive(Debug, Clone, PartialEq, Eq)]
enum OwnBody {
    Step1,
    Step2(Vec<u8>),
    Update(Vec<u8>),
    Presence(Vec<u8>),
    Granted(Scope),
    Denied(String),
    Stateless(String),
    Saved,
    Refused,
    Ping,
}

impl Heard {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Closed(_) | Self::Gone => panic!("expected a message, heard {self:?}"),
        }
    }

    fn address(&self) -> String {
        hocuspocus::decode(self.bytes()).unwrap().address.to_owned()
    }

    fn body(&self) -> OwnBody {
        match hocuspocus::decode(self.bytes()).unwrap().body {
            Body::Sync(SyncMessage::Step1(_)) => OwnBody::Step1,
            Body::Sync(SyncMessage::Step2(update)) => OwnBody::Step2(update.to_vec()),
            Body::Sync(SyncMessage::Update(update)) => OwnBody::Update(update.to_vec()),
            Body::Awareness(entries) => OwnBody::Presence(entries.to_vec()),
            Body::Auth(Auth::Granted(scope)) => OwnBody::Granted(scope),
            Body::Auth(Auth::Denied(reason)) => OwnBody::Denied(reason.to_owned()),
            Body::Stateless(text) => OwnBody::Stateless(text.to_owned()),
            Body::SyncStatus(SyncStatus::Saved) => OwnBody::Saved,
            Body::SyncStatus(SyncStatus::Refused) => OwnBody::Refused,
            Body::Ping => OwnBody::Ping,
            other => panic!("servers do not say {other:?}"),
        }
    }
}

impl Client {
    async fn over(stream: DuplexStream) -> Self {
        let socket = WebSocketStream::from_raw_socket(stream, Role::Client, None).await;
        Self { socket, document: Document::new(), schemas: Vec::new() }
    }

    async fn sends(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::Binary(bytes.into())).await.unwrap();
    }

    /// Sends to a server that may close at any time.
    async fn tries(&mut self, bytes: Vec<u8>) {
        let _ = self.socket.send(Message::Binary(bytes.into())).await;
    }

    async fn says(&mut self, address: &str, body: Body<'_>) {
        self.sends(hocuspocus::encode(Frame { address, body })).await;
    }

    async fn signs_in(&mut self, address: &str, token: &str) {
        self.says(address, Body::Auth(Auth::Token { token, version: Some("4.8.0") })).await;
    }

    /// Exchanges state vectors to the end: what we lack, what they lack, the acknowledgement.
    async fn syncs(&mut self, address: &str) {
        let vector = self.document.state_vector();
        self.says(address, Body::Sync(SyncMessage::Step1(&vector))).await;
        loop {
            let heard = self.hears().await;
            match heard.body() {
                OwnBody::Step2(update) => {
                    self.document.apply(&update).unwrap();
                    let ours = self.document.encode();
                    self.says(address, Body::Sync(SyncMessage::Step2(&ours))).await;
                }
                OwnBody::Saved | OwnBody::Refused => return,
                _ => {}
            }
        }
    }

    fn types(&mut self, text: &str) -> Bytes {
        type_into(&mut self.document, text)
    }

    async fn edits(&mut self, address: &str, text: &str) {
        let update = self.types(text);
        self.says(address, Body::Sync(SyncMessage::Update(&update))).await;
    }

    /// The next message or the end; WebSocket pings are not seen by clients in browsers.
    async fn hears(&mut self) -> Heard {
        let next = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Binary(bytes))) => match schema_of(&bytes) {
                        Some(schema) => self.schemas.push(schema),
                        None => return Heard::Bytes(bytes.to_vec()),
                    },
                    Some(Ok(Message::Close(Some(frame)))) => return Heard::Closed(frame.code.into()),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(other)) => panic!("servers do not send {other:?}"),
                    Some(Err(_)) | None => return Heard::Gone,
                }
            }
        };
        tokio::time::timeout(PATIENCE, next).await.expect("the server says something in time")
    }

    /// Everything that comes within a time.
    async fn hears_for(&mut self, time: Duration) -> Vec<Heard> {
        let mut heard = Vec::new();
        let all = async {
            loop {
                heard.push(self.hears().await);
            }
        };
        let _ = tokio::time::timeout(time, all).await;
        heard
    }

    /// How the connection ends, whatever is said before.
    async fn ends(&mut self) -> Heard {
        loop {
            match self.hears().await {
                Heard::Bytes(_) => {}
                end @ (Heard::Closed(_) | Heard::Gone) => return end,
            }
        }
    }
}

/// The address and version of a frame that says the schema.
fn schema_of(frame: &[u8]) -> Option<(String, u64)> {
    let Ok(Frame { address, body: Body::Stateless(text) }) = hocuspocus::decode(frame) else { return None };
    let said: serde_json::Value = serde_json::from_str(text).ok()?;
    (said["kind"] == "schema").then(|| (address.to_owned(), said["version"].as_u64().unwrap_or(0)))
}
