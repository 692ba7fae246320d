//! Looking at an invite, listing invites, making them anew.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::{App, AppState};
use crate::error::ApiError;
use crate::extract::{Allowed, Client, Input};
use crate::rate_limit::Tried;
use crate::workshop::CommandError;
use crate::workshop::invites::{Invite, Look};

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
            app.rates.may_try(address, Tried::Secret)?;
            counted(&app, address, Tried::Secret, app.workshops.look_at_invite(&secret).await).map(Json)
        }
        LookBody::Code(code) => {
            app.rates.may_try(address, Tried::Code)?;
            let secret = counted(&app, address, Tried::Code, app.workshops.secret_of_code(&code).await)?;
            Ok(Json(app.workshops.look_at_invite(&secret).await?))
        }
    }
}

/// Counts a try that found nothing, or was not who it said.
pub(super) fn counted<T>(
    app: &App,
    address: IpAddr,
    tried: Tried,
    outcome: Result<T, CommandError>,
) -> Result<T, ApiError> {
    if let Err(CommandError::NotFound(_) | CommandError::SignIn(crate::auth::error::AuthError::Invalid)) =
        outcome
    {
        app.rates.count_failure(address, tried);
    }
    outcome.map_err(ApiError::from)
}

/// `GET /api/workshops/{w}/invites`
pub async fn list_invites(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
) -> Result<Json<InviteList>, ApiError> {
    Ok(Json(InviteList { invites: app.workshops.invites(&caller.workshop).await? }))
}
