//! What anyone may know of the server: its version, who may start workshops, the templates.

use axum::Json;
use axum::extract::State;
use pairway_crdt::pathway::template::{Template, TemplateSummary, templates};
use serde::Serialize;

use crate::app::AppState;
use crate::config::Creation;

/// What a client needs to know before anybody joined.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerFacts {
    /// Version of the server.
    pub version: &'static str,
    /// `open` or `key`.
    pub creation: &'static str,
    /// Latest end date, in days from today.
    pub retention_days_max: u32,
}

/// `GET /api/config`
pub async fn show_config(State(app): State<AppState>) -> Json<ServerFacts> {
    let creation = match app.config.creation {
        Creation::Open => "open",
        Creation::Key(_) | Creation::Closed => "key",
    };
    Json(ServerFacts {
        version: env!("CARGO_PKG_VERSION"),
        creation,
        retention_days_max: app.config.retention_days_max,
    })
}

/// `GET /api/templates`
pub async fn list_templates() -> Json<Vec<TemplateSummary<'static>>> {
    Json(templates().iter().map(Template::summary).collect())
}
