//! Joining, fresh tokens, the roster.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::invites::opened;
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Allowed, Call, Client, InWorkshop, Input};
use crate::ids::{ParticipantId, WorkshopId};
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
    /// What helps this person to take part; only facilitators read it.
    help: Option<String>,
}

/// Body of `POST /api/workshops/{w}/token` and `…/standing`: which person's which device.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceBody {
    pub(super) participant: ParticipantId,
    pub(super) device_secret: String,
}

impl DeviceBody {
    /// What was tried as a whole: a right secret of somebody else is another wrong one.
    pub(super) fn tried(&self, workshop: &WorkshopId) -> String {
        format!("{workshop} {} {}", self.participant, self.device_secret)
    }
}

/// `POST /api/join`
pub async fn join_workshop(
    State(app): State<AppState>,
    Client(address): Client,
    Call(call): Call,
    Input(body): Input<JoinBody>,
) -> Result<Json<Joined>, ApiError> {
    let JoinBody { command, secret, nickname, device, help } = body;
    let help = help.unwrap_or_default();
    let joining = Joining { command, secret: secret.clone(), nickname, device, help, call };
    opened(&app, address, &secret, app.workshops.join(joining).await).map(Json)
}

/// `POST /api/workshops/{w}/token`
pub async fn refresh_token(
    State(app): State<AppState>,
    Client(address): Client,
    InWorkshop(workshop): InWorkshop,
    Input(body): Input<DeviceBody>,
) -> Result<Json<FreshToken>, ApiError> {
    let fresh = app.workshops.fresh_token(&workshop, &body.participant, &body.device_secret).await;
    opened(&app, address, &body.tried(&workshop), fresh).map(Json)
}

/// `GET /api/workshops/{w}/roster`
pub async fn show_roster(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
) -> Result<Json<Roster>, ApiError> {
    Ok(Json(app.workshops.roster(&caller).await?))
}
