//! What anyone may know of the server: its version, who may start workshops, the templates.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use pairway_crdt::pathway::template::{Template, TemplateSummary, templates};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};

use super::shape::Shape;
use crate::app::AppState;
use crate::config::Creation;

/// What a client needs to know before anybody joined.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerFacts {
    /// Version of the server.
    pub version: &'static str,
    /// Who may start workshops.
    pub creation: WhoMayCreate,
    /// Latest end date, in days from today.
    pub retention_days_max: u32,
    /// How people reach whoever runs the server, in the host's own words; left out where the host has said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Who may start workshops.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WhoMayCreate {
    /// Whoever reaches the server under a local name.
    Open,
    /// Whoever knows the key.
    Key,
}

/// `GET /api/config`
pub async fn show_config(State(app): State<AppState>) -> Json<ServerFacts> {
    let creation = match app.config.creation {
        Creation::Open => WhoMayCreate::Open,
        Creation::Key(_) | Creation::Closed => WhoMayCreate::Key,
    };
    Json(ServerFacts {
        version: env!("CARGO_PKG_VERSION"),
        creation,
        retention_days_max: app.config.retention_days_max,
        contact: app.config.contact.clone(),
    })
}

/// What time it is for the server.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerTime {
    /// Milliseconds since 1970.
    now_ms: u64,
}

/// `GET /api/time`: clocks of devices may be wrong, and everybody counts the time of an activity by the server's.
pub async fn show_time(State(app): State<AppState>) -> Json<ServerTime> {
    Json(ServerTime { now_ms: app.config.clock.now_ms() })
}

/// `GET /api/templates`
pub async fn list_templates() -> Json<Vec<TemplateSummary<'static>>> {
    Json(templates().iter().map(Template::summary).collect())
}

/// The shape of a template as a chooser shows it; the pure crate that has its type knows nothing of the interface.
pub(super) fn template_shape() -> Shape {
    let of = |kind| ObjectBuilder::new().schema_type(SchemaType::new(kind));
    let words = ["id", "name", "basedOn", "format", "pairs"].map(|name| (name, Type::String));
    let counts = ["totalMin", "steps", "links", "goalLinks"].map(|name| (name, Type::Integer));
    let mut one = ObjectBuilder::new();
    for (name, kind) in words.into_iter().chain(counts) {
        one = one.property(name, of(kind)).required(name);
    }
    for name in ["before", "stages", "lanes", "goals", "discuss", "facts"] {
        one = one.property(name, ArrayBuilder::new().items(of(Type::String))).required(name);
    }
    let mut activity = of(Type::Object).property("min", of(Type::Integer)).required("min");
    for name in ["title", "mode", "opens"] {
        activity = activity.property(name, of(Type::String)).required(name);
    }
    for name in ["says", "about", "notes"] {
        activity = activity.property(name, of(Type::String));
    }
    one = one.property("agenda", ArrayBuilder::new().items(activity)).required("agenda");
    Shape::written("TemplateSummary", one.build().into())
}

/// `GET /api/openapi.json`
pub async fn show_openapi(State(app): State<AppState>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], app.openapi.clone()).into_response()
}
