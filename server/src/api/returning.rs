//! Coming back with one's return code.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::invites::opened;
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Call, Client, Input};
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
    let ReturnBody { command, code, device } = body;
    let joined = app.workshops.come_back(ComingBack { command, code: code.clone(), device, call }).await;
    // Fifteen letters cannot be guessed, so a right code is never held back by wrong ones.
    opened(&app, address, &code, joined).map(Json)
}
