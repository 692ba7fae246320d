//! What members of a room are told, apart from content: answers to marks, notices, and why they must go.
//!
//! Owns no behaviour and no words for people; the sockets have those.

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
    /// The map was full, and what was added last was removed of it.
    Full,
}

/// Why connections ask the gatekeeper again: decides which words the person reads when their rights changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightsChange {
    /// Editing was frozen or opened.
    Freeze,
    /// Somebody's role was changed, or the token said something new.
    Role,
    /// Who may open whose notes, or write in them; only rooms of notes ask.
    Notes,
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
