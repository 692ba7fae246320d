//! The waiting room: opening and closing it, letting people in or not, and how a waiting person stands.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::api::invites::counted;
use crate::api::people::DeviceBody;
use crate::api::{CommandBody, Done};
use crate::app::AppState;
use crate::auth::command::given;
use crate::auth::records::WaitingRoom;
use crate::error::ApiError;
use crate::extract::{Client, InWorkshop, Input, May, OfParticipant};
use crate::rate_limit::Tried;
use crate::workshop::join::Joined;
use crate::workshop::managing::About;

/// Body of `POST /api/workshops/{w}/waiting-room`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitingRoomBody {
    command: String,
    on: bool,
}

/// How many were let in.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Admitted {
    admitted: u64,
}

/// `POST /api/workshops/{w}/waiting-room`
pub async fn set_waiting_room(
    State(app): State<AppState>,
    May(actor, _): May<given::Admit>,
    Input(body): Input<WaitingRoomBody>,
) -> Result<Json<Done>, ApiError> {
    let wanted = if body.on { WaitingRoom::On } else { WaitingRoom::Off };
    app.workshops.set_waiting_room(&actor, &body.command, wanted).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/waiting-room/admit-all`
pub async fn admit_all(
    State(app): State<AppState>,
    May(actor, _): May<given::Admit>,
    Input(body): Input<CommandBody>,
) -> Result<Json<Admitted>, ApiError> {
    let admitted = app.workshops.admit_all(&actor, &body.command).await?;
    Ok(Json(Admitted { admitted }))
}

/// `POST /api/workshops/{w}/participants/{p}/admit`
pub async fn admit_person(
    State(app): State<AppState>,
    May(actor, _): May<given::Admit>,
    OfParticipant(participant): OfParticipant,
    Input(body): Input<CommandBody>,
) -> Result<Json<Done>, ApiError> {
    let about = About { actor: &actor, command: &body.command, participant: &participant };
    app.workshops.admit(about).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/participants/{p}/refuse`
pub async fn turn_person_away(
    State(app): State<AppState>,
    May(actor, _): May<given::Admit>,
    OfParticipant(participant): OfParticipant,
    Input(body): Input<CommandBody>,
) -> Result<Json<Done>, ApiError> {
    let about = About { actor: &actor, command: &body.command, participant: &participant };
    app.workshops.turn_away(about).await?;
    Ok(Json(Done {}))
}

/// `POST /api/workshops/{w}/standing`
pub async fn show_standing(
    State(app): State<AppState>,
    Client(address): Client,
    InWorkshop(workshop): InWorkshop,
    Input(body): Input<DeviceBody>,
) -> Result<Json<Joined>, ApiError> {
    app.rates.may_try(address, Tried::Secret)?;
    let standing = app.workshops.standing(&workshop, &body.participant, &body.device_secret).await;
    let standing = counted(&app, address, Tried::Secret, standing)?;
    // After the secret was right: nobody can use up the questions of another.
    app.rates.take_standing(&body.participant)?;
    Ok(Json(standing))
}
