//! Errors of the HTTP interface: the one file that knows HTTP status.
//!
//! Public text is plain words for people and holds nothing of the inside; the inside goes to the log, once, here.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::auth::error::AuthError;
use crate::limits::BUSY_RETRY_SECONDS;
use crate::room::RoomError;
use crate::store::StoreError;
use crate::workshop::CommandError;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Something in the request is not right; the message says what, to the person.
    #[error("{message}")]
    BadInput {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words for people.
        message: String,
    },
    /// Who is asking is not established.
    #[error("{0}")]
    NotSignedIn(AuthError),
    /// Who is asking may not do this.
    #[error("{message}")]
    NotAllowed {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words for people.
        message: &'static str,
    },
    /// There is no such thing, or none that who is asking may know of.
    #[error("{message}")]
    NotFound {
        /// Plain words for people.
        message: &'static str,
    },
    /// It no longer fits the present state.
    #[error("{message}")]
    Conflict {
        /// Stable word for programs.
        code: &'static str,
        /// Plain words for people.
        message: &'static str,
    },
    /// What was seen is no longer so; what is so now comes along.
    #[error("{message}")]
    Changed {
        /// Plain words for people.
        message: &'static str,
        /// What is so now.
        now: serde_json::Value,
    },
    /// Too many tries.
    #[error("Too many tries. Wait a moment and try again.")]
    TooMany {
        /// When trying again makes sense, in seconds.
        retry_after_s: u64,
    },
    /// Too much in a short time of what nobody does so fast; not about tries.
    #[error("That was very fast. Wait a moment, then go on.")]
    TooFast {
        /// When going on makes sense, in seconds.
        retry_after_s: u64,
    },
    /// The server holds as much for others as it may; nothing was changed.
    #[error("The server has too much to do at the moment. Nothing was changed. Try again in a few seconds.")]
    Busy {
        /// When trying again makes sense, in seconds.
        retry_after_s: u64,
    },
    /// The body did not arrive in time.
    #[error("What was sent came too slowly. Nothing was changed. Check your connection and try again.")]
    TooSlow,
    /// The body is over its limit.
    #[error("What was sent is too large: the limit is {bytes_max} bytes.")]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// The store cannot answer now; nothing was changed.
    #[error("The server cannot save at the moment. Nothing was changed. Try again soon.")]
    Unavailable,
    /// A fault of ours.
    #[error("Something went wrong on the server. Try again; if it stays, tell whoever runs it.")]
    Internal,
}

impl ApiError {
    /// A [`ApiError::BadInput`].
    pub fn bad(code: &'static str, message: impl Into<String>) -> Self {
        Self::BadInput { code, message: message.into() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::BadInput { .. } => StatusCode::BAD_REQUEST,
            Self::NotSignedIn(AuthError::Unavailable) | Self::Unavailable | Self::Busy { .. } => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::NotSignedIn(AuthError::Deleted) => StatusCode::GONE,
            Self::NotSignedIn(AuthError::Expired | AuthError::Revoked | AuthError::Invalid) => {
                StatusCode::UNAUTHORIZED
            }
            Self::NotSignedIn(AuthError::Waiting | AuthError::TurnedAway | AuthError::Ended)
            | Self::NotAllowed { .. } => StatusCode::FORBIDDEN,
            Self::NotSignedIn(AuthError::UnknownWorkshop) | Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::Conflict { .. } | Self::Changed { .. } => StatusCode::CONFLICT,
            Self::TooMany { .. } | Self::TooFast { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::BadInput { code, .. } | Self::NotAllowed { code, .. } | Self::Conflict { code, .. } => code,
            Self::NotSignedIn(AuthError::Expired) => "token_expired",
            Self::NotSignedIn(AuthError::Revoked) => "removed",
            Self::NotSignedIn(AuthError::Waiting) => "waiting",
            Self::NotSignedIn(AuthError::TurnedAway) => "turned_away",
            Self::NotSignedIn(AuthError::Invalid) => "not_signed_in",
            Self::NotSignedIn(AuthError::Deleted) => "workshop_deleted",
            Self::NotSignedIn(AuthError::UnknownWorkshop) => "workshop_unknown",
            Self::NotSignedIn(AuthError::Ended) => "workshop_ended",
            Self::NotSignedIn(AuthError::Unavailable) | Self::Unavailable => "unavailable",
            Self::NotFound { .. } => "not_found",
            Self::Changed { .. } => "changed",
            Self::TooMany { .. } => "too_many_tries",
            Self::TooFast { .. } => "too_fast",
            Self::Busy { .. } => "busy",
            Self::TooSlow => "too_slow",
            Self::TooLarge { .. } => "too_large",
            Self::Internal => "internal",
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": { "code": self.code(), "message": self.to_string() } });
        if let Self::Changed { now, .. } = &self {
            body["error"]["now"] = now.clone();
        }
        let mut response = (self.status(), Json(body)).into_response();
        if let Self::TooMany { retry_after_s }
        | Self::TooFast { retry_after_s }
        | Self::Busy { retry_after_s } = self
        {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s.max(1)));
        }
        response
    }
}

impl From<AuthError> for ApiError {
    fn from(error: AuthError) -> Self {
        Self::NotSignedIn(error)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            // A condition of a batch failed: two calls met; the later one is safe to repeat, and nothing is wrong.
            StoreError::Conflict { .. } => {
                tracing::debug!("two calls met");
                Self::Conflict {
                    code: "changed_meanwhile",
                    message: "Something changed at the same moment. Try again.",
                }
            }
            StoreError::Busy
            | StoreError::Failed(_)
            | StoreError::TooLarge { .. }
            | StoreError::InUse(_)
            | StoreError::TooNew { .. }
            | StoreError::Closed => {
                tracing::error!(%error, "the store refused a call");
                Self::Unavailable
            }
        }
    }
}

impl From<CommandError> for ApiError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::BadInput { code, message } => Self::BadInput { code, message },
            CommandError::NotFound(message) => Self::NotFound { message },
            CommandError::NotNow { code, message } => Self::Conflict { code, message },
            CommandError::NotAllowed { code, message } => Self::NotAllowed { code, message },
            CommandError::Changed { message, now } => Self::Changed { message, now },
            CommandError::SignIn(error) => error.into(),
            CommandError::Store(error) => error.into(),
            CommandError::Room(error) => error.into(),
            CommandError::Busy => Self::Busy { retry_after_s: BUSY_RETRY_SECONDS },
        }
    }
}

impl From<RoomError> for ApiError {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Store(error) => return error.into(),
            RoomError::Deleted => return AuthError::Deleted.into(),
            RoomError::Busy | RoomError::Stopping => {}
            RoomError::Unreadable(_) | RoomError::EditFailed | RoomError::Ended => {
                tracing::error!(%error, "a room failed a call");
                return Self::Internal;
            }
        }
        Self::Unavailable
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Everything that is logged, as text.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn http_11_two_calls_that_met_are_no_error_in_the_log_and_a_failing_store_is() {
        let log = Log::default();
        // While there is only one subscriber, what a thread without one asks first decides for all threads.
        let _second = tracing::Dispatch::new(tracing_subscriber::registry());
        let said = |error: StoreError| {
            let writer = log.clone();
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing::Level::DEBUG)
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .finish();
            let refused = tracing::subscriber::with_default(subscriber, || ApiError::from(error));
            let text = std::mem::take(&mut *log.0.lock().unwrap());
            (refused.code(), String::from_utf8(text).unwrap())
        };
        let (code, met) = said(StoreError::Conflict { key: "workshops/w".to_owned() });
        assert_eq!(code, "changed_meanwhile");
        assert!(met.contains("DEBUG") && !met.contains("ERROR"), "{met}");
        let (code, failed) = said(StoreError::Closed);
        assert_eq!(code, "unavailable");
        assert!(failed.contains("ERROR") && failed.contains("the store refused a call"), "{failed}");
    }
}
