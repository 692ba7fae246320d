//! Looking at an invite, listing invites, making them anew.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::auth::error::AuthError;
use crate::auth::invite;
use crate::error::ApiError;
use crate::extract::{Allowed, Client, Input};
use crate::rate_limit::Guessable;
use crate::workshop::CommandError;
use crate::workshop::invites::{Invite, Look, NO_SUCH_INVITE};

/// Body of `POST /api/invites/look`: one of the two.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum LookBody {
    /// The part of the link behind `#`.
    Secret(String),
    /// The six characters as they were typed.
    Code(String),
}

/// A list of invites.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InviteList {
    invites: Vec<Invite>,
}

/// `POST /api/invites/look`
pub async fn look_at_invite(
    State(app): State<AppState>,
    Client(address): Client,
    Input(body): Input<LookBody>,
) -> Result<Json<Look>, ApiError> {
    match body {
        LookBody::Secret(secret) => {
            let looked = app.workshops.look_at_invite(&secret).await;
            opened(&app, address, &secret, looked).map(Json)
        }
        LookBody::Code(typed) => look_with_code(&app, address, &typed).await.map(Json),
    }
}

async fn look_with_code(app: &App, address: IpAddr, typed: &str) -> Result<Look, ApiError> {
    // What cannot be a code is no guess.
    let code = invite::read_code(typed).ok_or(CommandError::NotFound(NO_SUCH_INVITE))?;
    app.rates.may_guess(address, Guessable::Code(&code))?;
    let secret = app.workshops.secret_of_code(&code).await;
    if is_wrong(&secret) {
        app.rates.count_wrong_guess(address, Guessable::Code(&code));
    }
    let look = app.workshops.look_at_invite(&secret?).await?;
    app.rates.note_right_code(address, &code);
    Ok(look)
}

/// Passes on what a secret that cannot be guessed has opened. A wrong one is counted, against itself.
pub(super) fn opened<T>(
    app: &App,
    address: IpAddr,
    secret: &str,
    outcome: Result<T, CommandError>,
) -> Result<T, ApiError> {
    if is_wrong(&outcome) {
        app.rates.count_wrong_secret(secret)?;
    }
    if outcome.is_ok() {
        app.rates.note_right_secret(address);
    }
    outcome.map_err(ApiError::from)
}

/// Whether what was tried opened nothing, or was not who it said.
fn is_wrong<T>(outcome: &Result<T, CommandError>) -> bool {
    matches!(outcome, Err(CommandError::NotFound(_) | CommandError::SignIn(AuthError::Invalid)))
}

/// `GET /api/workshops/{w}/invites`
pub async fn list_invites(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
) -> Result<Json<InviteList>, ApiError> {
    Ok(Json(InviteList { invites: app.workshops.invites(&caller.workshop).await? }))
}
