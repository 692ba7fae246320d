//! Sockets: both wires of the protocol over one way of reading, writing and ending a connection (decisions D4 and D7).
//!
//! `collab.rs` speaks Hocuspocus v4 framing, `yjs.rs` y-websocket framing; `connection.rs` is what they share. Owns who is
//! let onto a socket and for how long. Knows nothing of the HTTP interface, and of rooms only their door.

mod addresses;
mod admission;
mod attached;
pub mod close;
mod collab;
mod connection;
mod frame_pieces;
mod meter;
mod out_frame;
mod rate;
mod shown;
mod sign_in;
mod upgrade;
mod yjs;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::gatekeeper::Gatekeeper;
use crate::clock::Clock;
use crate::room::Rooms;
use admission::Admissions;
use meter::LargeMessages;
use upgrade::Upgrade;

/// Bytes a connection may send before it has signed in.
pub const PRE_AUTH_BYTES_MAX: u64 = 64 * 1024;

/// Bytes around a payload in a message: address, message numbers, lengths.
const FRAMING_BYTES_MAX: usize = 1_024;

/// Largest message of somebody who may write: a step2 can be as large as a document.
pub const MESSAGE_BYTES_MAX: usize = pairway_crdt::limits::DOCUMENT_BYTES_MAX + FRAMING_BYTES_MAX;

/// Largest message of somebody who may only read. The answer to a state that was sent may be as large as the deletions in it.
pub const READER_MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// Messages up to this size are let in without asking for room.
pub const SMALL_MESSAGE_BYTES_MAX: usize = 16 * 1024;

/// Bytes of larger messages that are coming or not taken in yet, of all connections, of one workshop and of one person in
/// it. When there is no room, a connection is not read until there is.
pub const LARGE_MESSAGES_BYTES_MAX: usize = 4 * MESSAGE_BYTES_MAX;
/// See [`LARGE_MESSAGES_BYTES_MAX`].
pub const LARGE_MESSAGES_PER_WORKSHOP_BYTES_MAX: usize = 2 * MESSAGE_BYTES_MAX;
/// See [`LARGE_MESSAGES_BYTES_MAX`].
pub const LARGE_MESSAGES_PER_PERSON_BYTES_MAX: usize = MESSAGE_BYTES_MAX;

/// How long a larger message may take to come, beside its bytes.
pub const LARGE_MESSAGE_WAIT: Duration = Duration::from_secs(20);

/// The slowest pace at which a larger message may come: half a megabit a second.
pub const LARGE_MESSAGE_BYTES_PER_SECOND_MIN: usize = 64 * 1024;

/// How long a connection may take to sign in.
pub const PRE_AUTH_WAIT: Duration = Duration::from_secs(10);

/// Documents one connection may have at a time, refused ones counted.
pub const DOCUMENTS_PER_CONNECTION_MAX: usize = 64;

/// Connections of one workshop.
pub const CONNECTIONS_PER_WORKSHOP_MAX: usize = 300;

/// Connections of one person to one workshop. A tab has one, a stock y-websocket page one a document; one person alone must
/// not use up [`CONNECTIONS_PER_WORKSHOP_MAX`] and lock the others out.
pub const CONNECTIONS_PER_PERSON_MAX: usize = 20;

/// Connections of one workshop from which on a person gets no more than [`CONNECTIONS_PER_PERSON_WHEN_CROWDED`]: a few people
/// with many each must not lock the others out.
pub const CONNECTIONS_CROWDED: usize = 150;

/// Connections of one person to a crowded workshop: one, and one that takes its place when it is lost unnoticed.
pub const CONNECTIONS_PER_PERSON_WHEN_CROWDED: usize = 2;

/// Connections to scratch documents, all together.
pub const SCRATCH_CONNECTIONS_MAX: usize = 5_000;

/// Frames of a connection a second, presence not counted: sustained, and at once. Defaults of [`SocketSettings`].
pub const UPDATE_FRAMES_PER_SECOND: u32 = 100;
/// See [`UPDATE_FRAMES_PER_SECOND`]. Enough for a client that attaches all its documents.
pub const UPDATE_FRAMES_BURST: u32 = 400;

/// Presence messages of a person in a workshop a second, over all their connections: sustained, and at once. Everybody else
/// is sent them. Over it only the newest state of each client is kept.
pub const PRESENCE_PER_SECOND: u32 = 30;
/// See [`PRESENCE_PER_SECOND`].
pub const PRESENCE_BURST: u32 = 120;
/// So many bytes of a presence message count as one message more.
pub const PRESENCE_COST_BYTES: usize = 1_024;

/// Bytes that are read ahead of a connection that sends too fast, before it is not read for a while. What was read is
/// handled also when its sender has gone meanwhile.
pub const READ_AHEAD_BYTES_MAX: usize = 256 * 1024;

/// A connection that was sent nothing for this long gets a small frame: stock clients leave after 30 s of silence.
pub const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// How often a connection is pinged, so that half-open ones are noticed.
pub const PING: Duration = Duration::from_secs(25);

/// A connection of which nothing was heard for this long, not even a pong, is gone.
pub const SILENCE_MAX: Duration = Duration::from_secs(75);

/// How often tokens are looked at that nobody used meanwhile.
pub const EXPIRY_CHECK: Duration = Duration::from_secs(30);

/// How long a connection may take to read what it is still sent when it ends.
pub const FAREWELL_MAX: Duration = Duration::from_secs(5);

/// How long a denied y-websocket connection, or one too many, is kept without service, so that old clients do not come back
/// at once.
/// Shorter than the 30 s of silence after which y-websocket 3.1 hangs up by itself: then it would never see the close
/// code that tells it to stop.
pub const PARKED: Duration = Duration::from_secs(20);

/// Denied connections that are kept at a time; further ones are closed at once.
pub const PARKED_MAX: usize = 1_024;

/// How many frames may come: sustained, and at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameRate {
    /// Frames a second, at least 1.
    pub per_second: u32,
    /// Frames at once, at least 1.
    pub burst: u32,
}

impl Default for FrameRate {
    fn default() -> Self {
        Self { per_second: UPDATE_FRAMES_PER_SECOND, burst: UPDATE_FRAMES_BURST }
    }
}

/// What may differ between installations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketSettings {
    /// Frames of one connection, presence not counted; `None`: as many as it likes.
    pub update_rate: Option<FrameRate>,
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self { update_rate: Some(FrameRate::default()) }
    }
}

/// The sockets of this server.
#[derive(Debug)]
pub struct Sockets {
    settings: SocketSettings,
    rooms: Rooms,
    gatekeeper: Arc<dyn Gatekeeper>,
    clock: Clock,
    admissions: Admissions,
    /// Room for messages that are larger than usual.
    large_messages: LargeMessages,
    /// Places for denied connections that are kept without service.
    parking: Arc<Semaphore>,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Sockets {
    /// Sockets over these rooms; `gatekeeper` says who may do what, `clock` when a token is over.
    #[must_use]
    pub fn new(
        rooms: Rooms,
        gatekeeper: Arc<dyn Gatekeeper>,
        clock: Clock,
        settings: SocketSettings,
    ) -> Arc<Self> {
        Arc::new(Self {
            settings,
            rooms,
            gatekeeper,
            clock,
            admissions: Admissions::default(),
            large_messages: LargeMessages::new(LARGE_MESSAGES_BYTES_MAX),
            parking: Arc::new(Semaphore::new(PARKED_MAX)),
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
        })
    }

    /// Connections open now.
    #[must_use]
    pub fn count(&self) -> usize {
        self.tasks.len()
    }

    /// Ends every connection with "come back" and waits until they are gone, bounded in time. Call [`Rooms::shutdown`]
    /// first: then what is durable is still acknowledged.
    pub async fn shutdown(&self) {
        self.stopping.cancel();
        self.tasks.close();
        if tokio::time::timeout(FAREWELL_MAX * 2, self.tasks.wait()).await.is_err() {
            tracing::warn!("some connections did not end in time");
        }
    }
}

/// The routes of both wires. The check of where a page comes from is a layer around them.
pub fn routes<S: Clone + Send + Sync + 'static>(sockets: Arc<Sockets>) -> Router<S> {
    Router::new()
        .route("/collab", get(open_collab))
        .route("/collab/", get(open_collab))
        .route("/yjs/{*document}", get(open_yjs))
        .with_state(sockets)
}

async fn open_collab(State(sockets): State<Arc<Sockets>>, upgrade: Upgrade) -> Response {
    let tasks = sockets.tasks.clone();
    upgrade.accept(&tasks, sockets.large_messages.clone(), move |stream| collab::serve(sockets, stream))
}

async fn open_yjs(
    State(sockets): State<Arc<Sockets>>,
    Path(document): Path<String>,
    RawQuery(query): RawQuery,
    upgrade: Upgrade,
) -> Response {
    let tasks = sockets.tasks.clone();
    let request = yjs::Request { document, token: yjs::token(query.as_deref().unwrap_or_default()) };
    upgrade.accept(&tasks, sockets.large_messages.clone(), move |stream| yjs::serve(sockets, stream, request))
}
