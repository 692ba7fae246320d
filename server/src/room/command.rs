//! The closed set of events a room's loop takes, and the words they are made of.
//!
//! Owns no behaviour. Every way into a room is a variant here.

use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::document::Document;
use tokio::sync::oneshot;

use super::RoomError;
use super::outbox::{Outbox, Slot};
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

/// How a client whose write was refused gets whole again (decision D3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recovery {
    /// Send the step2 again.
    Again,
    /// Exchange state vectors again.
    Resync,
    /// Drop the copy, load the server's, keep the refused text for the person.
    Rebuild,
}

/// The answer to a durability mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The client's number for it.
    pub id: u64,
    /// What became of everything before it.
    pub answer: MarkAnswer,
}

/// What became of everything a member sent before a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkAnswer {
    /// All of it is durable.
    Durable,
    /// Some of it was refused or waits for a missing dependency.
    Refused(Recovery),
}

/// Something people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The store cannot be written; edits are kept and not yet saved.
    StoreDown,
    /// The store can be written again.
    StoreUp,
    /// Editing was frozen for this connection.
    Frozen,
    /// Editing is open again for this connection.
    Thawed,
    /// The person's role was changed, and with it what they may do here.
    Role,
    /// The person was removed from the workshop.
    Removed,
    /// The connection sends faster than the server reads.
    TooFast,
    /// A presence state named somebody else.
    Identity,
}

/// Why connections ask the gatekeeper again: decides which words the person reads when their rights changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Editing was frozen or opened.
    Freeze,
    /// Somebody's role was changed, or the token said something new.
    Role,
    /// They had just joined; nothing was promised yet, so there is nothing to tell.
    Joined,
}

/// Why a room sends a member away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parting {
    /// The person left or was removed.
    Revoked {
        /// In plain words.
        reason: String,
    },
    /// The document is gone.
    Deleted,
    /// The server is stopping; come back.
    Stopping,
    /// It sent bytes that no Yjs client sends.
    BadUpdate,
    /// It does not read what it is sent, or keeps sending updates with gaps; come back and sync anew.
    OutOfStep,
    /// The room failed; come back.
    RoomFailed,
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

/// Everything that can happen to a room from outside.
pub(crate) enum Event {
    /// Somebody wants in; the answer says under which id.
    Join(Join, oneshot::Sender<Result<MemberId, RoomError>>),
    /// A connection is gone or detached.
    Leave(MemberId),
    /// "Send me what I lack."
    Step1(MemberId, Bytes),
    /// A step2 or an update.
    Write(MemberId, Write),
    /// Presence entries.
    Presence(MemberId, Bytes),
    /// "Send me the presence you know."
    QueryPresence(MemberId),
    /// A durability mark.
    Mark(MemberId, u64),
    /// The gatekeeper's present answer for a member, and why it was asked.
    SetAccess(MemberId, Access, Because),
    /// A full outbox has run empty.
    Drained(MemberId),
    /// A server edit.
    Edit(EditJob),
    /// A read.
    Read(Look),
    /// The whole document as one update.
    Encode(oneshot::Sender<Result<Bytes, RoomError>>),
    /// The log is to be replaced by a snapshot now, long or short.
    PutTogether,
    /// A person's connections must go.
    Revoke(ParticipantId, String),
    /// Every connection asks the gatekeeper again.
    RefreshAccess(Because),
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
}

impl Event {
    /// Answers whoever waits for an answer that there will be none.
    pub(crate) fn turn_away(self, error: RoomError) {
        match self {
            // Who asked may have gone meanwhile; then there is nobody to tell.
            Self::Join(_, reply) => drop(reply.send(Err(error))),
            Self::Edit(job) => drop((job.edit)(Err(error))),
            Self::Read(look) => look(Err(error)),
            Self::Encode(reply) => drop(reply.send(Err(error))),
            Self::Delete(reply) | Self::Shutdown(reply) => drop(reply.send(())),
            #[cfg(test)]
            Self::Settle(reply) => drop(reply.send(())),
            #[cfg(test)]
            Self::Poison(..) => {}
            Self::Leave(_)
            | Self::Step1(..)
            | Self::Write(..)
            | Self::Presence(..)
            | Self::QueryPresence(_)
            | Self::Mark(..)
            | Self::SetAccess(..)
            | Self::Drained(_)
            | Self::PutTogether
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
