//! Coming back: with one's return code, or to a server that was set back.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::invites::opened;
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Call, Client, InWorkshop, Input};
use crate::ids::ParticipantId;
use crate::workshop::people::ask_again::AskingAgain;
use crate::workshop::people::come_back::ComingBack;
use crate::workshop::people::proof::Proof;
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

/// Body of `POST /api/workshops/{w}/ask-again`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskAgainBody {
    command: String,
    participant: ParticipantId,
    device_secret: String,
    membership: String,
    nickname: String,
}

/// `POST /api/workshops/{w}/ask-again`
pub async fn ask_again(
    State(app): State<AppState>,
    InWorkshop(workshop): InWorkshop,
    Call(call): Call,
    Input(body): Input<AskAgainBody>,
) -> Result<Json<Joined>, ApiError> {
    // Nobody guesses what the server signed with 256 bit, so no wrong tries are counted.
    app.rates.take_standing(&body.participant)?;
    let AskAgainBody { command, participant, device_secret, membership, nickname } = body;
    let asking = AskingAgain { command, workshop, participant, device_secret, membership, nickname, call };
    Ok(Json(app.workshops.ask_again(asking).await?))
}

/// Body of `POST /api/workshops/{w}/proof`.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofBody {
    participant: ParticipantId,
}

/// `POST /api/workshops/{w}/proof`
pub async fn show_proof(
    State(app): State<AppState>,
    InWorkshop(workshop): InWorkshop,
    Input(body): Input<ProofBody>,
) -> Result<Json<Proof>, ApiError> {
    // Says nothing that the call for a token does not say to whoever knows the two ids, and costs one signature.
    app.rates.take_standing(&body.participant)?;
    Ok(Json(app.workshops.proof(&workshop, &body.participant).await?))
}
