//! Why a command or a question about a workshop was refused: codes for programs, plain words for people.
//!
//! Knows no HTTP status; `server/src/error.rs` gives each kind one.

use crate::auth::error::AuthError;
use crate::room::RoomError;
use crate::store::StoreError;

/// Why a command was refused. The texts are for people.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommandError {
    /// Something that was given is not right.
    #[error("{message}")]
    BadInput {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words.
        message: String,
    },
    /// There is no such thing.
    #[error("{0}")]
    NotFound(&'static str),
    /// The present state does not allow it.
    #[error("{message}")]
    NotNow {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words.
        message: &'static str,
    },
    /// Not for this person.
    #[error("{message}")]
    NotAllowed {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words.
        message: &'static str,
    },
    /// What was seen is no longer so; what is so now comes with the refusal.
    #[error("{message}")]
    Changed {
        /// Plain words.
        message: &'static str,
        /// What is so now.
        now: serde_json::Value,
    },
    /// Who asks is not, or no longer, who they say.
    #[error(transparent)]
    SignIn(#[from] AuthError),
    /// The store refused; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Too much is going on; nothing was changed.
    #[error("the queue is full")]
    Busy,
    /// The room refused; nothing was changed.
    #[error("{0}")]
    Room(RoomError),
}

impl From<RoomError> for CommandError {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Store(error) => Self::Store(error),
            RoomError::Deleted => Self::SignIn(AuthError::Deleted),
            other => Self::Room(other),
        }
    }
}

impl CommandError {
    /// A [`CommandError::BadInput`].
    pub(crate) fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::BadInput { code, message: message.into() }
    }

    /// A [`CommandError::NotNow`].
    pub(crate) fn not_now(code: &'static str, message: &'static str) -> Self {
        Self::NotNow { code, message }
    }

    /// A [`CommandError::NotAllowed`], from a code and its words.
    pub(crate) fn not_allowed((code, message): (&'static str, &'static str)) -> Self {
        Self::NotAllowed { code, message }
    }
}
