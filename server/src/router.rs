//! The one list of routes and the one stack of layers.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api::health;
use crate::app::AppState;
use crate::limits::CALL_SECONDS_MAX;
use crate::{assets, middleware};

/// Every route of the server.
pub fn routes(app: AppState) -> Router {
    let health = Router::new()
        .route("/health/live", get(health::show_live))
        .route("/health/ready", get(health::show_ready))
        .layer(from_fn(middleware::never_store));

    // A layer added later lies further out: a request passes them from the bottom of this list to the top.
    Router::new()
        .merge(health)
        .fallback(get(assets::serve_asset))
        // Sockets are answered at once with 101, so the timeout does not end them.
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(CALL_SECONDS_MAX),
        ))
        .layer(from_fn_with_state(app.clone(), middleware::check_origin))
        .layer(CatchPanicLayer::custom(middleware::answer_panic))
        // Outside of the catch, so that refused and failed calls are counted and carry the headers too.
        .layer(from_fn(middleware::observe))
        .layer(from_fn(middleware::secure))
        .with_state(app)
}
