//! The closed set of events a room's loop takes, and what they carry.
//!
//! Owns no behaviour. Every way into a room is a variant here.

use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::document::Document;
use tokio::sync::oneshot;

use super::RoomError;
use super::message::{Notice, RightsChange};
use super::outbox::{Outbox, Slot};
use super::work::{Purse, UnderWay};
use crate::auth::permission::Access;
use crate::ids::ParticipantId;
use crate::store::{Batch, Sequence};

/// One member of one room; grows, so that the larger of two is the newer connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct MemberId(pub(crate) u64);

/// A connection that wants in.
#[derive(Debug)]
pub struct Join {
    /// The person, or `None` on documents that are open to anyone.
    pub participant: Option<ParticipantId>,
    /// What it may do; the socket has asked the gatekeeper.
    pub access: Access,
    /// Where what the room has to say is queued.
    pub outbox: Arc<Outbox>,
    /// Which document of the connection this is.
    pub slot: Slot,
    /// Whether its own updates come back when they are durable.
    pub echo: Echo,
}

/// Whether a member's own updates come back to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// Once durable: y-websocket clients of version 4 show "saved" by it.
    WhenDurable,
    /// Never: the wire has a status message.
    Never,
}

/// A write as it came off the wire.
#[derive(Debug, Clone)]
pub struct Write {
    /// Which message carried it.
    pub kind: WriteKind,
    /// The update, not judged yet.
    pub bytes: Bytes,
}

/// Which message carried a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteKind {
    /// The answer to a state vector: everything the client has that we lack.
    Step2,
    /// One edit.
    Update,
}

/// A server edit with its type erased: runs on the document, gives back what it decided. Run with an error instead of a
/// document it answers at once and gives nothing back.
pub(crate) type Edit = Box<dyn FnOnce(Result<&mut Document, RoomError>) -> Option<Decided> + Send>;
/// Answers the one who asked for an edit.
pub(crate) type Answer = Box<dyn FnOnce(Result<(), RoomError>) + Send>;
/// A read with its type erased, of the document and the number of the newest committed entry that is in it.
pub(crate) type Look = Box<dyn FnOnce(Result<(&Document, Sequence), RoomError>) + Send>;

/// What a server edit decided inside the room, and how its caller is answered once the outcome is known.
pub(crate) enum Decided {
    /// To be committed.
    Commit(Answer),
    /// Against itself: nothing of it is committed.
    Against(Answer),
    /// It panicked; what it has done to the document is not known.
    Panicked(Answer),
}

/// A server edit and what is committed together with it.
pub(crate) struct EditJob {
    pub(crate) edit: Edit,
    pub(crate) batch: Batch,
}

/// What of a member keeps its place among all that it sends.
#[derive(Debug)]
pub(crate) enum Sent {
    /// A step2 or an update, and its place among those of its person.
    Write(Write, UnderWay),
    /// A durability mark.
    Mark(u64),
    /// The connection is gone or detached.
    Leave,
}

/// Everything that can happen to a room from outside.
pub(crate) enum Event {
    /// Somebody wants in; the answer says under which id.
    Join(Join, Purse, oneshot::Sender<Result<MemberId, RoomError>>),
    /// What a member sends, in order.
    Sent(MemberId, Sent),
    /// "Send me what I lack."
    Step1(MemberId, Bytes),
    /// Presence entries.
    Presence(MemberId, Bytes),
    /// "Send me the presence you know."
    QueryPresence(MemberId),
    /// The gatekeeper's present answer for a member, and why it was asked.
    SetAccess(MemberId, Access, RightsChange),
    /// A full outbox has run empty.
    Drained(MemberId),
    /// A server edit.
    Edit(EditJob),
    /// A read.
    Read(Look),
    /// The whole document as one update.
    Encode(oneshot::Sender<Result<Bytes, RoomError>>),
    /// Everybody is told something.
    Tell(Notice),
    /// The log is to be replaced by a snapshot now, long or short.
    CompactNow,
    /// A person's connections must go.
    Revoke(ParticipantId, String),
    /// Every connection asks the gatekeeper again.
    RefreshAccess(RightsChange),
    /// The document is deleted; answered when nothing of this room will touch the store any more.
    Delete(oneshot::Sender<()>),
    /// Commit, send everybody away, end.
    Shutdown(oneshot::Sender<()>),
    /// Only answers when everything before it was handled.
    #[cfg(test)]
    Settle(oneshot::Sender<()>),
    /// As if the engine had failed on these bytes.
    #[cfg(test)]
    Poison(MemberId, Bytes),
    /// As if the member had written under this id before.
    #[cfg(test)]
    Reserve(MemberId, u64),
}

impl Event {
    /// Answers whoever waits for an answer that there will be none.
    pub(crate) fn turn_away(self, error: RoomError) {
        match self {
            // Who asked may have gone meanwhile; then there is nobody to tell.
            Self::Join(_, _, reply) => drop(reply.send(Err(error))),
            Self::Edit(job) => drop((job.edit)(Err(error))),
            Self::Read(look) => look(Err(error)),
            Self::Encode(reply) => drop(reply.send(Err(error))),
            Self::Delete(reply) | Self::Shutdown(reply) => drop(reply.send(())),
            #[cfg(test)]
            Self::Settle(reply) => drop(reply.send(())),
            #[cfg(test)]
            Self::Poison(..) | Self::Reserve(..) => {}
            Self::Sent(..)
            | Self::Step1(..)
            | Self::Presence(..)
            | Self::QueryPresence(_)
            | Self::SetAccess(..)
            | Self::Drained(_)
            | Self::Tell(_)
            | Self::CompactNow
            | Self::Revoke(..)
            | Self::RefreshAccess(_) => {}
        }
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Event")
    }
}
