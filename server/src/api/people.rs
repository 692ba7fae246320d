//! Joining, fresh tokens, the roster.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::invites::counted;
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Allowed, Call, Client, InWorkshop, Input};
use crate::ids::ParticipantId;
use crate::rate_limit::Tried;
use crate::workshop::people::join::Joining;
use crate::workshop::people::roster::Roster;
use crate::workshop::people::sign_in::{FreshToken, Joined};

/// Body of `POST /api/join`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    command: String,
    secret: String,
    nickname: String,
    device: Option<String>,
}

/// Body of `POST /api/workshops/{w}/token` and `…/standing`: which person's which device.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceBody {
    pub(super) participant: ParticipantId,
    pub(super) device_secret: String,
}

/// `POST /api/join`
pub async fn join_workshop(
    State(app): State<AppState>,
    Client(address): Client,
    Call(call): Call,
    Input(body): Input<JoinBody>,
) -> Result<Json<Joined>, ApiError> {
    app.rates.may_try(address, Tried::Secret)?;
    let JoinBody { command, secret, nickname, device } = body;
    let joining = Joining { command, secret, nickname, device, call };
    counted(&app, address, Tried::Secret, app.workshops.join(joining).await).map(Json)
}

/// `POST /api/workshops/{w}/token`
pub async fn refresh_token(
    State(app): State<AppState>,
    Client(address): Client,
    InWorkshop(workshop): InWorkshop,
    Input(body): Input<DeviceBody>,
) -> Result<Json<FreshToken>, ApiError> {
    app.rates.may_try(address, Tried::Secret)?;
    let fresh = app.workshops.fresh_token(&workshop, &body.participant, &body.device_secret).await;
    counted(&app, address, Tried::Secret, fresh).map(Json)
}

/// `GET /api/workshops/{w}/roster`
pub async fn show_roster(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
) -> Result<Json<Roster>, ApiError> {
    Ok(Json(app.workshops.roster(&caller).await?))
}
