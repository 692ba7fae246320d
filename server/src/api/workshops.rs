//! Starting workshops.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::token::{hash_secret, hashes_equal};
use crate::config::{CREATION_KEY_UNGUESSABLE_CHARS, Creation, is_local_authority};
use crate::error::ApiError;
use crate::extract::{Call, Client, Input};
use crate::rate_limit::Guessable;
use crate::workshop::lifecycle::create::{Created, NewWorkshop, Source};

/// Body of `POST /api/workshops`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateBody {
    command: String,
    title: String,
    #[serde(default)]
    challenge: String,
    ends_on: String,
    #[serde(default)]
    template: Option<String>,
    #[serde(default)]
    archive: Option<serde_json::Value>,
    #[serde(default)]
    creation_key: Option<String>,
}

/// `POST /api/workshops`
pub async fn create_workshop(
    State(app): State<AppState>,
    (Client(address), Call(call)): (Client, Call),
    headers: HeaderMap,
    Input(body): Input<CreateBody>,
) -> Result<Json<Created>, ApiError> {
    check_creation(&app, address, &headers, body.creation_key.as_deref())?;
    let source = match (body.template.filter(|id| !id.is_empty()), body.archive) {
        (Some(_), Some(_)) => {
            return Err(ApiError::bad("two_sources", "Choose a template or a file, not both."));
        }
        (Some(id), None) => Source::Template(id),
        (None, Some(archive)) => Source::Archive(Arc::new(archive)),
        (None, None) => Source::Empty,
    };
    let new = NewWorkshop {
        command: body.command,
        title: body.title,
        challenge: body.challenge,
        ends_on: body.ends_on,
        source,
        call,
    };
    Ok(Json(app.workshops.create(new).await?))
}

fn check_creation(
    app: &App,
    address: std::net::IpAddr,
    headers: &HeaderMap,
    given: Option<&str>,
) -> Result<(), ApiError> {
    match &app.config.creation {
        Creation::Open => {
            // A page of another site can make a browser reach this computer under that site's own name.
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            if host.is_some_and(is_local_authority) {
                Ok(())
            } else {
                Err(ApiError::NotAllowed {
                    code: "local_only",
                    message: "Workshops can be started only on the computer that runs Pairway.",
                })
            }
        }
        Creation::Closed => Err(ApiError::NotAllowed {
            code: "creation_closed",
            message: "Nobody can start workshops here yet. Ask whoever runs this server to set a key.",
        }),
        Creation::Key(key) => {
            check_key(app, address, key, given.unwrap_or_default())?;
            app.rates.take_workshop(address)
        }
    }
}

/// Whether the key for starting workshops is right. A long one is looked at first, so that wrong ones of others at the same
/// address never hold it back; a short one could be guessed that way.
fn check_key(app: &App, address: std::net::IpAddr, key: &str, given: &str) -> Result<(), ApiError> {
    let is_guessable = key.chars().count() < CREATION_KEY_UNGUESSABLE_CHARS;
    if is_guessable {
        app.rates.may_guess(address, Guessable::Key(given))?;
    }
    // Hashes have one length, so that the comparison tells nothing about the key's.
    if hashes_equal(&hash_secret(given), &hash_secret(key)) {
        return Ok(());
    }
    if is_guessable {
        app.rates.count_wrong_guess(address, Guessable::Key(given));
    } else {
        app.rates.count_wrong_secret(given)?;
    }
    Err(ApiError::NotAllowed {
        code: "wrong_creation_key",
        message: "This key for starting workshops is not right.",
    })
}
