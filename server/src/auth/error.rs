//! Why who asks is not let in: one closed enum for tokens, devices and records. The texts are for people; knows no HTTP status
//! and no close code.

/// Why somebody is not let in. The texts are for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// The token's time is over; the device can get a fresh one.
    #[error("Your sign-in has run out.")]
    Expired,
    /// The person left or was removed, or an older token was withdrawn.
    #[error("You are no longer in this workshop.")]
    Revoked,
    /// The person waits to be let in.
    #[error("You are in the waiting room. A facilitator will let you in.")]
    Waiting,
    /// The person was not let in.
    #[error("A facilitator did not let you in. If this is a mistake, ask them, and join again.")]
    TurnedAway,
    /// Not a token of this server.
    #[error("This sign-in is not valid.")]
    Invalid,
    /// The workshop was deleted, and that is recorded.
    #[error("This workshop has been deleted.")]
    Deleted,
    /// There is no such workshop, and nothing recorded of one: a wrong address, or a server without its data.
    #[error("This server does not have this workshop.")]
    UnknownWorkshop,
    /// The workshop's last day is over by a clock that was moved: it is closed, and nothing is deleted yet.
    #[error(
        "This workshop is closed: its last day is over. Nothing is deleted before somebody has looked at the clock."
    )]
    Ended,
    /// The store did not answer: nothing is said about the person; try again.
    #[error("The server cannot check your sign-in at the moment. Try again soon.")]
    Unavailable,
}
