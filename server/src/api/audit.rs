//! Reading what happened.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;

use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::Allowed;
use crate::workshop::audit::AuditPage;

/// Which page.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Which {
    before: Option<u64>,
}

/// `GET /api/workshops/{w}/audit`
pub async fn show_audit(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
    which: Result<Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<AuditPage>, ApiError> {
    let Ok(Query(Which { before })) = which else {
        return Err(ApiError::bad("bad_page", "There is no such page of what happened."));
    };
    Ok(Json(app.workshops.what_happened(&caller.workshop, before).await?))
}
