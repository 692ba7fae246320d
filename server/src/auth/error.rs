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
    /// The workshop is gone, or never was: nothing is kept by which the two could be told apart.
    #[error("This workshop is not here any more, or never was.")]
    Deleted,
    /// The store did not answer: nothing is said about the person; try again.
    #[error("The server cannot check your sign-in at the moment. Try again soon.")]
    Unavailable,
}
