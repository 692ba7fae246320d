//! Looking at an invite, listing invites, making them anew.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::api::{CommandBody, Done};
use crate::app::{App, AppState};
use crate::auth::command::given;
use crate::error::ApiError;
use crate::extract::{Client, Input, May, OfRole};
use crate::rate_limit::Tried;
use crate::workshop::CommandError;
use crate::workshop::invites::{Invite, Look};

/// Body of `POST /api/invites/look`: one of the two.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum LookBody {
    /// The part of the link behind `#`.
    Secret(String),
    /// The six characters as they were typed.
    Code(String),
}

/// A list of invites.
#[derive(Debug, Clone, Serialize)]
pub struct InviteList {
    invites: Vec<Invite>,
}

/// A facilitator link.
#[derive(Debug, Clone, Serialize)]
pub struct LinkAnswer {
    link: String,
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
    May(actor, _): May<given::Invite>,
) -> Result<Json<InviteList>, ApiError> {
    Ok(Json(InviteList { invites: app.workshops.invites(&actor.workshop).await? }))
}

/// `POST /api/workshops/{w}/invites/facilitator`
pub async fn add_facilitator_link(
    State(app): State<AppState>,
    May(actor, _): May<given::Invite>,
    Input(body): Input<CommandBody>,
) -> Result<Json<LinkAnswer>, ApiError> {
    let link = app.workshops.add_facilitator_link(&actor, &body.command).await?;
    Ok(Json(LinkAnswer { link }))
}

/// `POST /api/workshops/{w}/invites/{role}/renew`
pub async fn renew_invite(
    State(app): State<AppState>,
    May(actor, _): May<given::Invite>,
    OfRole(role): OfRole,
    Input(body): Input<CommandBody>,
) -> Result<Json<Invite>, ApiError> {
    Ok(Json(app.workshops.renew_invite(&actor, &body.command, role).await?))
}

/// `POST /api/workshops/{w}/invites/{role}/revoke`
pub async fn revoke_invite(
    State(app): State<AppState>,
    May(actor, _): May<given::Invite>,
    OfRole(role): OfRole,
    Input(body): Input<CommandBody>,
) -> Result<Json<Done>, ApiError> {
    app.workshops.revoke_invite(&actor, &body.command, role).await?;
    Ok(Json(Done {}))
}
