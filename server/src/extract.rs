//! What handlers are given: who is asking, from where, and what they sent. A permission is a parameter type here, not an
//! `if` in a handler.

use std::net::{IpAddr, SocketAddr};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::app::AppState;
use crate::auth::error::AuthError;
use crate::auth::gatekeeper::Identity;
use crate::auth::rights::{self, Right};
use crate::error::ApiError;
use crate::ids::{MapId, WorkshopId};
use crate::limits::BODY_BYTES_MAX;
use crate::middleware;
use crate::workshop::Caller;
use crate::workshop::command::Target;
use crate::workshop::command::idempotency::CallDigest;
use crate::workshop::command::runner::SignedIn;

/// Who sends a command, as the token says. The runner looks at the person's record with every try.
#[derive(Debug, Clone)]
pub struct Signed(pub SignedIn);

/// A person of the workshop that the address names who has the right that the route needs ([`require`]).
#[derive(Debug, Clone)]
pub struct Allowed(pub Caller);

/// What the address of a command names besides the workshop.
#[derive(Debug, Clone)]
pub struct Named<T>(pub T);

/// The address a call comes from.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub IpAddr);

/// Which call this is; what is not marked has an empty mark.
#[derive(Debug, Clone)]
pub struct Call(pub CallDigest);

/// The `{w}` of the address.
#[derive(Debug, Clone)]
pub struct InWorkshop(pub WorkshopId);

/// The `{m}` of the address.
#[derive(Debug, Clone)]
pub struct OfMap(pub MapId);

/// A JSON body of at most [`BODY_BYTES_MAX`] bytes.
#[derive(Debug, Clone)]
pub struct Input<T>(pub T);

const OTHER_WORKSHOP: ApiError = ApiError::NotAllowed {
    code: "other_workshop",
    message: "You have joined another workshop than this one.",
};

const NO_SUCH_ADDRESS: ApiError = ApiError::NotFound { message: "There is nothing at this address." };

async fn path_value(parts: &mut Parts, name: &str) -> Result<String, ApiError> {
    let values = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| NO_SUCH_ADDRESS)?;
    let found = values.iter().find(|(key, _)| *key == name);
    found.map(|(_, value)| value.to_owned()).ok_or(NO_SUCH_ADDRESS)
}

impl FromRequestParts<AppState> for InWorkshop {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &AppState) -> Result<Self, ApiError> {
        WorkshopId::parse(&path_value(parts, "w").await?).map(Self).ok_or(NO_SUCH_ADDRESS)
    }
}

impl FromRequestParts<AppState> for OfMap {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &AppState) -> Result<Self, ApiError> {
        MapId::parse(&path_value(parts, "m").await?).map(Self).ok_or(NO_SUCH_ADDRESS)
    }
}

impl<T: Target> FromRequestParts<AppState> for Named<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &AppState) -> Result<Self, ApiError> {
        let text = match T::PARAMETER {
            Some(name) => path_value(parts, name).await?,
            None => String::new(),
        };
        T::parse(&text).map(Self).ok_or(NO_SUCH_ADDRESS)
    }
}

impl FromRequestParts<AppState> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        let InWorkshop(asked) = InWorkshop::from_request_parts(parts, app).await?;
        let claims = app.workshops.keys.read_token(bearer(parts)?, app.config.clock.now_ms())?;
        if claims.w != asked {
            return Err(OTHER_WORKSHOP);
        }
        Ok(Self(SignedIn { workshop: claims.w, participant: claims.p, epoch: claims.e }))
    }
}

impl FromRequestParts<AppState> for Allowed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &AppState) -> Result<Self, ApiError> {
        // Every route that asks for it has the layer.
        parts.extensions.get().cloned().map(Self).ok_or(ApiError::Internal)
    }
}

/// The layer of a route that only people with a right may ask.
pub async fn require(
    State((app, right)): State<(AppState, Right)>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    let InWorkshop(asked) = InWorkshop::from_request_parts(&mut parts, &app).await?;
    match app.gatekeeper.identify(bearer(&parts)?).await?.identity {
        Identity::Participant { workshop, participant, role, .. } if workshop == asked => {
            if !rights::may(role, right) {
                let (code, message) = rights::refusal(right);
                return Err(ApiError::NotAllowed { code, message });
            }
            parts.extensions.insert(Caller { workshop, participant, role });
        }
        Identity::Participant { .. } | Identity::Anonymous => return Err(OTHER_WORKSHOP),
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

fn bearer(parts: &Parts) -> Result<&str, ApiError> {
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    Ok(header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(AuthError::Invalid)?)
}

impl FromRequestParts<AppState> for Call {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &AppState) -> Result<Self, ApiError> {
        Ok(Self(parts.extensions.get().cloned().unwrap_or_default()))
    }
}

impl FromRequestParts<AppState> for Client {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, ApiError> {
        // Every connection is served with its peer's address (`serve.rs`).
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().ok_or(ApiError::Internal)?;
        Ok(Self(middleware::client_address(&parts.headers, peer, app.config.client_address)))
    }
}

impl<T: DeserializeOwned> FromRequest<AppState> for Input<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _app: &AppState) -> Result<Self, ApiError> {
        check_is_json(request.headers())?;
        // Read whole and within its limit before the call came here ([`mark_call`]).
        let bytes = Bytes::from_request(request, &()).await.map_err(|_| ApiError::Internal)?;
        read_json(&bytes).map(Self)
    }
}

/// Refuses a body of another type: a form of another site can send text, but never JSON without this server's leave.
///
/// # Errors
/// When it is not said to be JSON.
pub fn check_is_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("application/json")) {
        Ok(())
    } else {
        Err(ApiError::bad("not_json", "Send this as JSON (Content-Type: application/json)."))
    }
}

/// The value of a JSON body.
///
/// # Errors
/// When it is not what the call takes; says where.
pub fn read_json<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        // What serde says may quote what was sent; only the place is told.
        let place = format!("line {}, column {}", error.line(), error.column());
        ApiError::bad("bad_json", format!("What was sent is not what this call takes ({place})."))
    })
}

/// Reads the body of a call that may carry a command, and marks the call with where it goes and what it carries
/// ([`Call`]). The body keeps its place in the budget until the call is answered.
pub async fn mark_call(
    State(app): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    if request.method() != Method::POST {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let Client(from) = Client::from_request_parts(&mut parts, &app).await?;
    let held = app.bodies.read(from, BODY_BYTES_MAX, Request::new(body)).await?;
    parts.extensions.insert(CallDigest::of(parts.uri.path(), &held.bytes));
    Ok(next.run(Request::from_parts(parts, Body::from(held.bytes.clone()))).await)
}
