//! Which notes wait to be shown without names.

use axum::Json;
use axum::extract::State;

use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::Allowed;
use crate::workshop::session::notes::MyGiven;

/// `GET /api/workshops/{w}/session/notes/given`
pub async fn show_my_given(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
) -> Result<Json<MyGiven>, ApiError> {
    Ok(Json(app.workshops.my_given(&caller).await?))
}
