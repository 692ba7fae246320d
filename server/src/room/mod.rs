//! Rooms: one task owns one document and everybody connected to it (decisions D3, D6, D7, D8).
//!
//! The order is law: gate, apply, fan out and log, acknowledge when durable. [`Rooms`] is the door: it loads a document
//! once however many ask for it, and hands sockets a [`Membership`]. The loop is `actor.rs`; what one event does is in the
//! pure leaves around it. Knows no HTTP and no WebSocket: a connection is a bounded [`outbox::Outbox`] and an identity.

mod actor;
mod api;
mod cache;
mod claims;
mod commit;
mod compact;
pub mod edited;
mod editing;
mod event;
mod held;
mod log_snapshot;
mod members;
mod membership;
mod message;
pub mod outbox;
mod pending_log;
mod presence;
mod registry;
mod repair;
mod state;
mod state_vector;
mod sync_reply;
mod turns;
mod upgrade;
mod work;
mod writers;
mod writing;

#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

use crate::store::StoreError;

pub use event::{Echo, Join, Write, WriteKind};
pub use membership::{Gone, Membership};
pub use message::{Mark, MarkAnswer, Notice, Parting, Recovery, RightsChange};
pub use registry::{RoomHandle, Rooms};

/// Events that may wait before one room. When it is full a socket waits and so stops reading its connection; an HTTP
/// command gives up after [`COMMAND_WAIT`] with [`RoomError::Busy`]. Nothing is dropped.
pub const MAILBOX_EVENTS_MAX: usize = 4_096;

/// Events a room handles before it looks at commits and timers again.
pub const EVENTS_PER_TURN_MAX: usize = 256;

/// How long an HTTP command waits for a place in a full mailbox.
pub const COMMAND_WAIT: Duration = Duration::from_secs(5);

/// Bytes of update frames and presence that may wait for one connection.
pub const OUTBOX_BYTES_MAX: usize = 1024 * 1024;

/// States and diffs up to this size are not counted as memory: so much waits for a connection anyway.
pub const SMALL_STATE_BYTES_MAX: usize = 64 * 1024;

/// From this size on a state that somebody still reads is shared with those who come later.
pub const SHARED_STATE_BYTES_MIN: usize = 256 * 1024;

/// Memory for larger states and diffs that wait to be read, of all rooms and of one. Over it newcomers share what there
/// is, or wait until somebody has read.
pub const STATES_BYTES_MAX: usize = 6 * pairway_crdt::limits::DOCUMENT_BYTES_MAX;
/// See [`STATES_BYTES_MAX`].
pub const STATES_PER_DOCUMENT_BYTES_MAX: usize = 3 * pairway_crdt::limits::DOCUMENT_BYTES_MAX;

/// Work for the engine that the updates of one person may make a minute, all at once if need be, in comparisons of items
/// (about 0.1 to 0.2 µs each): one or two seconds. What people write by hand is thousands of times less.
pub const WORK_PER_PERSON_PER_MINUTE: u64 = 2 * pairway_crdt::limits::UPDATE_WORK_MAX;

/// As [`WORK_PER_PERSON_PER_MINUTE`], for all updates of one document.
pub const WORK_PER_DOCUMENT_PER_MINUTE: u64 = 3 * WORK_PER_PERSON_PER_MINUTE;

/// From this much work on an update is applied off the async workers (some milliseconds).
pub const DEAR_WORK_MIN: u64 = 20_000;

/// How much the threads that do dear work give way to all others, as `nice` counts it: a tenth of a share where both want
/// to go on.
pub const DEAR_WORK_NICE: i32 = 10;

/// How long a dear update whose turn it is lets the events go before it that have come since; then it goes before them.
pub const DEAR_UPDATE_WAIT_MAX: Duration = Duration::from_secs(1);

/// Such updates that are applied at a time, of all rooms; the others wait in the order they came.
pub const DEAR_UPDATES_AT_ONCE_MAX: usize = 1;

/// Small writes of one person that may be on their way to rooms; a larger one counts as many. A debt is seen only when
/// the room has planned what came.
pub const WRITES_UNDER_WAY_MAX: u32 = 32;

/// Accounts of work that are remembered; above it those that are paid and unused are forgotten.
pub const WORK_ACCOUNTS_MAX: usize = 10_000;

/// Work in the log of a document above which it is compacted: a snapshot does not cost it again when it is loaded.
pub const COMPACT_WORK: u64 = WORK_PER_PERSON_PER_MINUTE;

/// Documents that are loaded at a time; the others wait in the order they were asked for.
pub const LOADS_AT_ONCE_MAX: usize = 4;

/// Of that memory, how much of a document's may be taken by what single readers lack: the states that many share come first.
pub const OWN_STATES_PER_DOCUMENT_BYTES_MAX: usize = pairway_crdt::limits::DOCUMENT_BYTES_MAX;

/// Small messages (statuses, marks, notices) that may wait for one connection; a connection that lets more pile up does
/// not read at all and is parted as too slow.
pub const OUTBOX_SMALL_MAX: usize = 8_192;

/// Bytes of entries that may wait for the log while the store is down. Over it a write is refused with the recovery
/// *again*, and asked for again when the store is back.
pub const TAIL_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Largest batch of entries in one commit, in bytes (at least one entry always goes).
pub const COMMIT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes written to a document since its size was measured after which a write that seems not to fit has it measured again.
/// Below that the document counts as full up to this much, 1 in 128, before its limit.
pub const MEASURE_AGAIN_BYTES: usize = 256 * 1024;

/// How long after its size was measured a document to which less was written is measured again: whoever has made room in a
/// full document can write on after this time.
pub const MEASURE_AGAIN_WAIT: Duration = Duration::from_secs(10);

/// How often in a row one member is asked for a missing dependency before it is sent away to come back.
pub const MISSING_ASKS_MAX: u32 = 8;

/// Frames of one member that may wait for a missing dependency.
pub const WITHHELD_FRAMES_MAX: usize = 1_024;

/// Marks of one member that may wait for an answer.
pub const AWAITING_MAX: usize = 16_384;

/// Presence client ids one member may hold.
pub const PRESENCE_IDS_PER_MEMBER_MAX: usize = 4;

/// Presence client ids a room remembers the owners of.
pub const PRESENCE_OWNERS_MAX: usize = 4_096;

/// Events of one member that may wait behind one that waits until a new id of theirs is durable, or for its turn.
pub const HELD_EVENTS_MAX: usize = 1_024;

/// Client ids of one person of which a document keeps that they are theirs; each page has one. Beyond it their own oldest one
/// is forgotten, never another's.
pub const WRITERS_PER_PERSON_MAX: usize = 512;

/// The pace of merged presence frames: 50 ms for a small room, slower when many would each get each frame.
pub const PRESENCE_TICK: Duration = Duration::from_millis(50);

/// A client that did not renew its presence for so long is asked to: stock clients renew after 15 to 18 s when their timers
/// run, and forget others after 30 s.
pub const PRESENCE_ASK: Duration = Duration::from_secs(20);

/// So much later a client that did not answer is asked for all states it knows.
pub const PRESENCE_ASK_STATES: Duration = Duration::from_secs(4);

/// First and longest wait between two tries of a failed commit.
pub const RETRY_WAIT: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// A commit that takes longer than this is told to everybody as a store that is down.
pub const COMMIT_SLOW: Duration = Duration::from_secs(10);

/// How long `shutdown` tries to commit what is left of one room.
pub const SHUTDOWN_WAIT: Duration = Duration::from_secs(10);

/// What may differ between installations and tests.
#[derive(Debug, Clone)]
pub struct RoomSettings {
    /// A room without members is unloaded after this time.
    pub idle_unload: Duration,
    /// Log entries after which a room is compacted.
    pub compact_entries: usize,
    /// Log bytes after which a room is compacted (or twice the snapshot, whichever is more).
    pub compact_bytes: usize,
    /// Largest encoded document in bytes.
    pub document_bytes_max: usize,
    /// Bytes of entries that may wait for the log, see [`TAIL_BYTES_MAX`].
    pub tail_bytes_max: usize,
}

impl Default for RoomSettings {
    fn default() -> Self {
        Self {
            idle_unload: Duration::from_secs(60),
            compact_entries: 2_000,
            compact_bytes: 2 * 1024 * 1024,
            document_bytes_max: pairway_crdt::limits::DOCUMENT_BYTES_MAX,
            tail_bytes_max: TAIL_BYTES_MAX,
        }
    }
}

/// Why a room did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RoomError {
    /// The store refused or failed; nothing was changed and nobody saw anything.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The room has more to do than it can; try again.
    #[error("the room is busy")]
    Busy,
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
    /// The workshop is being deleted.
    #[error("the workshop has been deleted")]
    Deleted,
    /// What the store gave back for this document cannot be read.
    #[error("the stored document cannot be read: {0}")]
    Unreadable(String),
    /// An edit of the server failed inside the engine or panicked. Nothing of it is there; the document was built anew.
    #[error("an edit of the document failed")]
    EditFailed,
    /// The room ended while it was asked; it will be loaded anew.
    #[error("the room ended unexpectedly")]
    Ended,
}
