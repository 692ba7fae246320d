//! Which parts of a map are one's own.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Allowed, OfMap};

/// Parts by kind and id.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MyParts {
    parts: Vec<MyPart>,
}

/// A part of the map.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MyPart {
    kind: &'static str,
    id: String,
}

/// `GET /api/workshops/{w}/maps/{m}/mine`
pub async fn list_my_parts(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
    OfMap(map): OfMap,
) -> Result<Json<MyParts>, ApiError> {
    let parts = app.workshops.parts_of(&caller, &map).await?;
    let parts = parts.into_iter().map(|part| MyPart { kind: part.kind.as_str(), id: part.id }).collect();
    Ok(Json(MyParts { parts }))
}
