//! From an HTTP request to a WebSocket of small buffers whose reading is counted from the first byte.
//!
//! The framework's own upgrade hides the stream, and with it the bound on what is read before signing in.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_util::task::TaskTracker;

use super::MESSAGE_BYTES_MAX;
use super::frame_pieces::PIECE_BYTES_MAX;
use super::meter::{LargeMessages, Meter, Metered};
use crate::connection::Stay;
use crate::error::ApiError;
use crate::limits::BUSY_RETRY_SECONDS;

/// Buffers of one connection each way; a thousand idle viewers must not cost megabytes each.
const BUFFER_BYTES: usize = 4_096;

/// A request that asks to become a WebSocket.
#[derive(Debug)]
pub(super) struct Upgrade {
    accept_key: String,
    on_upgrade: OnUpgrade,
}

/// Why a request cannot become a WebSocket.
#[derive(Debug)]
pub(super) enum NotUpgraded {
    /// It does not ask for it as it should.
    NotAWebSocket,
    /// All places for connections that stay are taken.
    NoPlace,
}

impl IntoResponse for NotUpgraded {
    fn into_response(self) -> Response {
        match self {
            Self::NotAWebSocket => {
                let upgrade = [(header::UPGRADE, "websocket")];
                (StatusCode::UPGRADE_REQUIRED, upgrade, "This address is a WebSocket.").into_response()
            }
            Self::NoPlace => ApiError::Busy { retry_after_s: BUSY_RETRY_SECONDS }.into_response(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Upgrade {
    type Rejection = NotUpgraded;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NotUpgraded> {
        let headers = &parts.headers;
        let asks = parts.method == Method::GET
            && names(headers, &header::CONNECTION, "upgrade")
            && names(headers, &header::UPGRADE, "websocket")
            && names(headers, &header::SEC_WEBSOCKET_VERSION, "13");
        let key =
            headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks).ok_or(NotUpgraded::NotAWebSocket)?;
        if parts.extensions.get() == Some(&Stay::Brief) {
            return Err(NotUpgraded::NoPlace);
        }
        let accept_key = derive_accept_key(key.as_bytes());
        let on_upgrade = parts.extensions.remove::<OnUpgrade>().ok_or(NotUpgraded::NotAWebSocket)?;
        Ok(Self { accept_key, on_upgrade })
    }
}

fn names(headers: &HeaderMap, header: &HeaderName, wanted: &str) -> bool {
    headers
        .get_all(header)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|word| word.trim().eq_ignore_ascii_case(wanted))
}

impl Upgrade {
    /// Answers the request and serves the WebSocket in a task of `tasks`.
    pub(super) fn accept<F>(
        self,
        tasks: &TaskTracker,
        large: LargeMessages,
        serve: impl FnOnce(WebSocketStream<Metered<TokioIo<Upgraded>>>) -> F + Send + 'static,
    ) -> Response
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let on_upgrade = self.on_upgrade;
        tasks.spawn(async move {
            match on_upgrade.await {
                Ok(upgraded) => serve(websocket(TokioIo::new(upgraded), large).await).await,
                Err(error) => tracing::debug!(%error, "a connection ended before it was a WebSocket"),
            }
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, header::HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, header::HeaderValue::from_static("websocket"));
        if let Ok(key) = header::HeaderValue::from_str(&self.accept_key) {
            headers.insert(header::SEC_WEBSOCKET_ACCEPT, key);
        }
        response
    }
}

/// The server's side of a WebSocket over a stream.
pub(super) async fn websocket<S>(stream: S, large: LargeMessages) -> WebSocketStream<Metered<S>>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let config = WebSocketConfig::default()
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_write_buffer_size(MESSAGE_BYTES_MAX)
        .max_message_size(Some(MESSAGE_BYTES_MAX))
        .max_frame_size(Some(PIECE_BYTES_MAX));
    let metered = Metered::new(stream, Meter::new(large));
    WebSocketStream::from_raw_socket(metered, Role::Server, Some(config)).await
}
