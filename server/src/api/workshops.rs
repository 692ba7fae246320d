//! Starting workshops.
//!
//! Nobody is signed in here and the body may be an archive, so the order matters: whether this caller may try at all, then
//! the body within its budget, then the key, and only then what the archive holds; large bodies off the async workers.

use std::net::IpAddr;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use pairway_crdt::pathway::archive::WorkshopArchive;
use pairway_crdt::pathway::archive::value::ArchiveValue;
use serde::Deserialize;
use serde::de::IgnoredAny;
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::token::{hash_secret, hashes_equal};
use crate::body::HeldBody;
use crate::config::{CREATION_KEY_UNGUESSABLE_CHARS, Creation, is_local_authority};
use crate::error::ApiError;
use crate::extract::{Allowed, Call, Client, Input, check_is_json, read_json};
use crate::limits::{ARCHIVE_CALL_BYTES_MAX, BODY_BYTES_MAX};
use crate::rate_limit::Guessable;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::idempotency::CallDigest;
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
    // Only whether there is one: what it holds is read when the key is known to be right.
    #[serde(default)]
    #[schema(value_type = Option<serde_json::Value>)]
    archive: Option<IgnoredAny>,
    #[serde(default)]
    creation_key: Option<String>,
}

/// The archive of the same body.
#[derive(Deserialize)]
struct ArchiveOf<'a> {
    #[serde(borrow)]
    archive: ArchiveValue<'a>,
}

/// `POST /api/workshops`
pub async fn create_workshop(
    State(app): State<AppState>,
    Client(address): Client,
    headers: HeaderMap,
    request: Request,
) -> Result<Json<Created>, ApiError> {
    may_try(&app, address, &headers)?;
    check_is_json(&headers)?;
    let path = request.uri().path().to_owned();
    let held = app.bodies.read(address, ARCHIVE_CALL_BYTES_MAX, request).await?;
    let read = move |bytes: &[u8]| (CallDigest::of(&path, bytes), read_json::<CreateBody>(bytes));
    let (held, (call, body)) = at_its_place(&app, held, read).await?;
    let body = body?;
    check_key(&app, address, body.creation_key.as_deref())?;
    let source = match (body.template.filter(|id| !id.is_empty()), body.archive) {
        (Some(_), Some(_)) => {
            return Err(ApiError::bad("two_sources", "Choose a template or a file, not both."));
        }
        (Some(id), None) => Source::Template(id),
        (None, Some(_)) => {
            let read =
                |bytes: &[u8]| read_json::<ArchiveOf<'_>>(bytes).map(|of| WorkshopArchive::read(&of.archive));
            let (_held, archive) = at_its_place(&app, held, read).await?;
            Source::Archive(Box::new(archive?))
        }
        (None, None) => Source::Empty,
    };
    let new = NewWorkshop {
        command: body.command,
        title: body.title,
        challenge: body.challenge,
        ends_on: body.ends_on,
        source,
        practised_by: None,
        call,
    };
    Ok(Json(app.workshops.create(new).await?))
}

/// Asks for a workshop to practise in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PracticeBody {
    /// The command id.
    command: String,
}

/// `POST /api/workshops/{w}/practice`
pub async fn make_practice(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
    Call(call): Call,
    Input(body): Input<PracticeBody>,
) -> Result<Json<Created>, ApiError> {
    app.rates.take(&caller.participant, Counted::Practices)?;
    Ok(Json(app.workshops.make_practice(&caller, body.command, call).await?))
}

/// Works on a body: a small one here, a large one where it holds up nobody.
async fn at_its_place<T: Send + 'static>(
    app: &App,
    held: HeldBody,
    work: impl FnOnce(&[u8]) -> T + Send + 'static,
) -> Result<(HeldBody, T), ApiError> {
    if held.bytes.len() <= BODY_BYTES_MAX {
        let made = work(&held.bytes);
        return Ok((held, made));
    }
    // The body goes along, so that its place in the budget is kept also when the caller hangs up meanwhile.
    let work = move || {
        let made = work(&held.bytes);
        (held, made)
    };
    app.bodies.work(work).await
}

/// What can be refused before the body is read.
fn may_try(app: &App, address: IpAddr, headers: &HeaderMap) -> Result<(), ApiError> {
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
        Creation::Key(_) => app.rates.may_start_workshop(address),
    }
}

/// Whether the key for starting workshops is right. A long one is looked at first, so that wrong ones of others at the same
/// address never hold it back; a short one could be guessed that way.
fn check_key(app: &App, address: IpAddr, given: Option<&str>) -> Result<(), ApiError> {
    let Creation::Key(key) = &app.config.creation else { return Ok(()) };
    let given = given.unwrap_or_default();
    let is_guessable = key.chars().count() < CREATION_KEY_UNGUESSABLE_CHARS;
    if is_guessable {
        app.rates.may_guess(address, Guessable::Key(given))?;
    }
    // Hashes have one length, so that the comparison tells nothing about the key's.
    if hashes_equal(&hash_secret(given), &hash_secret(key)) {
        return app.rates.take_workshop(address);
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
