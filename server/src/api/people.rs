//! Joining, fresh tokens, the roster, leaving and being removed.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use crate::api::invites::counted;
use crate::api::{CommandBody, Done};
use crate::app::AppState;
use crate::auth::command::given;
use crate::error::ApiError;
use crate::extract::{Call, Client, InWorkshop, Input, May, OfParticipant};
use crate::ids::ParticipantId;
use crate::rate_limit::Tried;
use crate::workshop::join::{FreshToken, Joined, Joining};
use crate::workshop::people::Roster;

/// Body of `POST /api/join`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    command: String,
    secret: String,
    nickname: String,
    device: Option<String>,
}

/// Body of `POST /api/workshops/{w}/token` and `…/standing`: which person's which device.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceBody {
    pub(super) participant: ParticipantId,
    pub(super) device_secret: String,
}

/// Body of `POST /api/workshops/{w}/leave`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeaveBody {
    command: String,
    device_secret: String,
}

/// `POST /api/join`
pub async fn join_workshop(
    State(app): State<AppState>,
    Client(address): Client,
    Call(call): Call,
    Input(body): Input<JoinBody>,
) -> Result<Json<Joined>, ApiError> {
    app.rates.may_try(address, Tried::Secret)?;
    let JoinBody { command, secret, nickname, device } = &body;
    let joining = Joining { command, secret, nickname, device: device.as_deref(), call: &call };
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
    May(actor, _): May<given::SeePeople>,
) -> Result<Json<Roster>, ApiError> {
    Ok(Json(app.workshops.roster(&actor).await?))
}

/// `POST /api/workshops/{w}/participants/{p}/remove`
pub async fn remove_person(
    State(app): State<AppState>,
    May(actor, _): May<given::ManagePeople>,
    OfParticipant(participant): OfParticipant,
    Input(body): Input<CommandBody>,
) -> Result<Json<Done>, ApiError> {
    app.workshops.remove_person(&actor, &body.command, &participant).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/leave`
pub async fn leave_workshop(
    State(app): State<AppState>,
    May(actor, _): May<given::Leave>,
    Input(body): Input<LeaveBody>,
) -> Result<Json<Done>, ApiError> {
    app.workshops.leave(&actor, &body.command, &body.device_secret).await?;
    Ok(Json(Done {}))
}
