//! Of whom a ballot is in.

use axum::Json;
use axum::extract::State;

use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::Allowed;
use crate::workshop::session::votes::MyBallots;

/// `GET /api/workshops/{w}/session/ballots`
pub async fn show_my_ballots(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
) -> Result<Json<MyBallots>, ApiError> {
    Ok(Json(app.workshops.my_ballots(&caller).await?))
}
