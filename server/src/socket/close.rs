//! The one file that knows close codes: why a connection ends, as code and words.
//!
//! 4400-4499 mean "do not retry as you are"; everything else means "come back". Stock clients take all of 4400-4499 as final,
//! so what passes by itself, or by sending it another way, has no such code.

use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::auth::error::AuthError;
use crate::room::{Parting, RoomError};

/// Why a connection ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Close {
    /// The other side closed or is gone: nothing is left to say.
    Gone,
    /// Bytes that no client of the wire sends.
    BadFrame,
    /// A text message: both wires are binary.
    TextMessage,
    /// Not a WebSocket any more: an unknown opcode, a frame without a mask.
    NotWebSocket,
    /// A text message that is not even text.
    NotUtf8,
    /// Nobody signed in in time, or the person was removed.
    NotSignedIn {
        /// In plain words.
        reason: String,
    },
    /// The person may not use this document.
    NotAllowed,
    /// The document is gone.
    Deleted,
    /// A frame over its limit, or too much before signing in. Coming back, an edit that was too large for a frame is sent
    /// with the answer to the server's state vector, which may be larger.
    TooLarge,
    /// The workshop has as many connections as it may.
    TooMany,
    /// The person has as many connections to the workshop as they may.
    TooManyOfOne,
    /// The sign-in has run out; come back with a fresh one.
    SignInOver,
    /// The server is stopping; come back.
    Stopping,
    /// The room failed; come back.
    Internal,
    /// Too much is going on, or the connection is out of step; come back.
    Busy,
    /// Nothing was heard for too long.
    Silent,
}

impl Close {
    /// The close code.
    #[must_use]
    pub fn code(&self) -> u16 {
        match self {
            Self::Gone => 1000,
            Self::BadFrame => 4400,
            Self::NotSignedIn { .. } => 4401,
            Self::NotAllowed => 4403,
            Self::Deleted => 4404,
            Self::NotWebSocket => 1002,
            Self::TextMessage => 1003,
            Self::NotUtf8 => 1007,
            Self::TooLarge => 1009,
            Self::TooMany | Self::TooManyOfOne => 4529,
            Self::SignInOver => 4501,
            Self::Stopping => 4503,
            Self::Internal => 1011,
            Self::Busy | Self::Silent => 1013,
        }
    }

    /// The reason in plain words; at most 123 bytes, as the wire demands.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Gone => "",
            Self::BadFrame | Self::NotWebSocket | Self::NotUtf8 => "This message cannot be read.",
            Self::TextMessage => "Messages must be binary.",
            Self::NotSignedIn { reason } => shortened(reason),
            Self::NotAllowed => "You may not use this document.",
            Self::Deleted => "This workshop has been deleted.",
            Self::TooLarge => "This message is too large.",
            Self::TooMany => "This workshop has as many connections as it may.",
            Self::TooManyOfOne => {
                "You have this workshop open too many times. Close a tab of it, then this one goes on."
            }
            Self::SignInOver => "Your sign-in has run out.",
            Self::Stopping => "The server is stopping. It will be back soon.",
            Self::Internal => "Something went wrong on the server.",
            Self::Busy => "The server is busy. Try again soon.",
            Self::Silent => "Nothing was heard for too long.",
        }
    }

    /// What the WebSocket sends; `None` when nobody is there to read it.
    pub(super) fn frame(&self) -> Option<CloseFrame> {
        match self {
            Self::Gone => None,
            Self::BadFrame
            | Self::TextMessage
            | Self::NotWebSocket
            | Self::NotUtf8
            | Self::NotSignedIn { .. }
            | Self::NotAllowed
            | Self::Deleted
            | Self::TooLarge
            | Self::TooMany
            | Self::TooManyOfOne
            | Self::SignInOver
            | Self::Stopping
            | Self::Internal
            | Self::Busy
            | Self::Silent => {
                Some(CloseFrame { code: CloseCode::from(self.code()), reason: self.reason().into() })
            }
        }
    }
}

/// The bytes a reason of a close frame may have.
const REASON_BYTES_MAX: usize = 123;

fn shortened(reason: &str) -> &str {
    let mut end = reason.len().min(REASON_BYTES_MAX);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}

impl From<Parting> for Close {
    fn from(parting: Parting) -> Self {
        match parting {
            Parting::Revoked { reason } => Self::NotSignedIn { reason },
            Parting::Deleted => Self::Deleted,
            Parting::Stopping => Self::Stopping,
            Parting::BadUpdate => Self::BadFrame,
            Parting::OutOfStep => Self::Busy,
            Parting::RoomFailed => Self::Internal,
        }
    }
}

impl From<&RoomError> for Close {
    fn from(error: &RoomError) -> Self {
        match error {
            RoomError::Stopping => Self::Stopping,
            RoomError::Deleted => Self::Deleted,
            RoomError::Busy | RoomError::Store(_) => Self::Busy,
            RoomError::Unreadable(_) | RoomError::EditFailed | RoomError::Ended => Self::Internal,
        }
    }
}

impl From<AuthError> for Close {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Expired
            | AuthError::Revoked
            | AuthError::Waiting
            | AuthError::TurnedAway
            | AuthError::UnknownWorkshop
            | AuthError::Ended
            | AuthError::Invalid => Self::NotSignedIn { reason: error.to_string() },
            AuthError::Deleted => Self::Deleted,
            AuthError::Unavailable => Self::Busy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sock_30_permanent_ends_have_44xx_and_passing_ones_have_not() {
        let permanent = [
            Close::BadFrame,
            Close::NotSignedIn { reason: String::new() },
            Close::NotAllowed,
            Close::Deleted,
        ];
        let passing = [
            Close::SignInOver,
            Close::Stopping,
            Close::Internal,
            Close::Busy,
            Close::Silent,
            Close::TooLarge,
            Close::TooMany,
            Close::TooManyOfOne,
            Close::TextMessage,
            Close::NotWebSocket,
            Close::NotUtf8,
        ];
        assert!(permanent.iter().all(|close| (4400..4500).contains(&close.code())));
        assert!(passing.iter().all(|close| !(4400..4500).contains(&close.code())));
    }

    #[test]
    fn sock_30_a_long_reason_is_cut_between_letters() {
        let close = Close::NotSignedIn { reason: "é".repeat(100) };
        assert_eq!(close.reason().len(), REASON_BYTES_MAX - 1);
    }
}
