//! The one list of routes and the one stack of layers.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower::Layer;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api::{health, registry};
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::mark_call;
use crate::limits::{BODY_BYTES_MAX, CALL_SECONDS_MAX};
use crate::{assets, config, middleware, socket};

/// Every route of the server; below the path of its public address as well, where that has one.
pub fn routes(app: AppState) -> Router {
    let path = config::path_of(&app.public_url).to_owned();
    let routes = own_routes(app);
    if path.is_empty() {
        return routes;
    }
    // Around the router, because a route is chosen by the address before any layer within it is passed. A proxy may take the
    // path away itself or leave it: both are served.
    let layer = MapRequestLayer::new(move |request: Request| without_path(request, &path));
    Router::new().fallback_service(layer.layer(routes))
}

/// A request without the path that the public address begins with.
fn without_path(mut request: Request, path: &str) -> Request {
    let Some(rest) = request.uri().path().strip_prefix(path) else { return request };
    if !rest.is_empty() && !rest.starts_with('/') {
        return request;
    }
    let rest = if rest.is_empty() { "/" } else { rest };
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = format!("{rest}{query}").parse().ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
    request
}

fn own_routes(app: AppState) -> Router {
    // A layer added later lies further out: a request passes them from the bottom of this list to the top.
    Router::new()
        .merge(calls(&app))
        .merge(socket::routes(app.sockets.clone()))
        .fallback(get(assets::serve_asset))
        .layer(from_fn_with_state(app.clone(), middleware::check_origin))
        .layer(CatchPanicLayer::custom(middleware::answer_panic))
        // Outside of the catch, so that refused and failed calls are counted and carry the headers too.
        .layer(from_fn(middleware::observe))
        .layer(from_fn(middleware::secure))
        .with_state(app)
}

/// The HTTP interface: everything of `api/registry.rs`.
fn calls(app: &AppState) -> Router<AppState> {
    let (may_carry_an_archive, others): (Vec<_>, Vec<_>) =
        registry::entries().into_iter().partition(|entry| entry.path == registry::CREATE_PATH);
    // It reads its body itself, once it knows that the caller may try at all.
    let may_carry_an_archive = registry::add_routes(Router::new(), &may_carry_an_archive, app);

    registry::add_routes(Router::new(), &others, app)
        .route("/api/{*rest}", get(no_such_call).post(no_such_call).delete(no_such_call))
        .layer(from_fn_with_state(app.clone(), mark_call))
        .merge(may_carry_an_archive)
        // Nothing may read a body past `body.rs`.
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .route("/health/live", get(health::show_live))
        .route("/health/ready", get(health::show_ready))
        .layer(from_fn(middleware::never_store))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(CALL_SECONDS_MAX),
        ))
}

async fn no_such_call() -> ApiError {
    ApiError::NotFound { message: "There is no such call." }
}
