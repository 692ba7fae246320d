//! Taking a map away as a file.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{Allowed, OfMap};

/// `GET /api/workshops/{w}/maps/{m}/steps.csv`
pub async fn send_steps_csv(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
    OfMap(map): OfMap,
) -> Result<Response, ApiError> {
    let csv = app.workshops.steps_csv(&caller, &map).await?;
    Ok(file(csv, "text/csv; charset=utf-8", "attachment; filename=\"pathway-steps.csv\""))
}

/// `GET /api/workshops/{w}/maps/{m}/archive.json`
pub async fn send_archive(
    State(app): State<AppState>,
    Allowed(caller): Allowed,
    OfMap(map): OfMap,
) -> Result<Response, ApiError> {
    let json = app.workshops.archive_json(&caller, &map).await?;
    Ok(file(json, "application/json", "attachment; filename=\"pathway-archive.json\""))
}

/// File names are fixed: a title in a header would be content in the logs of proxies.
fn file(bytes: Bytes, kind: &'static str, disposition: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
