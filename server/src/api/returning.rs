//! Coming back with one's return code.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::invites::counted;
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Call, Client, Input};
use crate::rate_limit::Tried;
use crate::workshop::people::come_back::ComingBack;
use crate::workshop::people::sign_in::Joined;

/// Body of `POST /api/return`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnBody {
    command: String,
    code: String,
    device: Option<String>,
}

/// `POST /api/return`
pub async fn come_back(
    State(app): State<AppState>,
    Client(address): Client,
    Call(call): Call,
    Input(body): Input<ReturnBody>,
) -> Result<Json<Joined>, ApiError> {
    app.rates.may_try(address, Tried::Code)?;
    let ReturnBody { command, code, device } = body;
    let joined = app.workshops.come_back(ComingBack { command, code, device, call }).await;
    counted(&app, address, Tried::Code, joined).map(Json)
}
