//! How a waiting person stands.

use axum::Json;
use axum::extract::State;

use crate::api::invites::opened;
use crate::api::people::DeviceBody;
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Client, InWorkshop, Input};
use crate::workshop::people::sign_in::Joined;

/// `POST /api/workshops/{w}/standing`
pub async fn show_standing(
    State(app): State<AppState>,
    Client(address): Client,
    InWorkshop(workshop): InWorkshop,
    Input(body): Input<DeviceBody>,
) -> Result<Json<Joined>, ApiError> {
    let standing = app.workshops.standing(&workshop, &body.participant, &body.device_secret).await;
    let standing = opened(&app, address, &body.tried(&workshop), standing)?;
    // After the secret was right: nobody can use up the questions of another.
    app.rates.take_standing(&body.participant)?;
    Ok(Json(standing))
}
