//! What anyone may know of the server: its version, who may start workshops, the templates.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use pairway_crdt::pathway::template::{Template, TemplateSummary, templates};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};

use super::describe::{Shape, openapi_json};
use crate::app::AppState;
use crate::config::Creation;

/// What a client needs to know before anybody joined.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
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

/// The shape of the list of templates; the pure crate that has its type knows nothing of the interface.
pub(super) fn templates_shape() -> Shape {
    let of = |kind| ObjectBuilder::new().schema_type(SchemaType::new(kind)).build();
    let mut one = ObjectBuilder::new();
    for (name, kind) in [
        ("id", Type::String),
        ("name", Type::String),
        ("basedOn", Type::String),
        ("format", Type::String),
        ("pairs", Type::String),
        ("totalMin", Type::Integer),
        ("steps", Type::Integer),
        ("links", Type::Integer),
        ("goalLinks", Type::Integer),
    ] {
        one = one.property(name, of(kind)).required(name);
    }
    for name in ["before", "stages", "lanes", "goals", "discuss"] {
        one = one.property(name, ArrayBuilder::new().items(of(Type::String))).required(name);
    }
    for name in ["agenda", "facts"] {
        one = one.property(name, ArrayBuilder::new().items(of(Type::Object))).required(name);
    }
    Shape::written("Templates", Schema::Array(ArrayBuilder::new().items(one).build()))
}

/// `GET /api/openapi.json`
pub async fn show_openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi_json()).into_response()
}
