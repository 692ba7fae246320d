//! The one list of routes and the one stack of layers.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api::{
    agreement, audit, files, health, invites, managing, pairs, people, public, returning, talk, waiting,
    workshops,
};
use crate::app::AppState;
use crate::error::ApiError;
use crate::extract::{BodyBytesMax, mark_call};
use crate::limits::{ARCHIVE_CALL_BYTES_MAX, BODY_BYTES_MAX, CALL_SECONDS_MAX};
use crate::{assets, middleware, socket};

/// Every route of the server.
pub fn routes(app: AppState) -> Router {
    // A layer added later lies further out: a request passes them from the bottom of this list to the top.
    Router::new()
        .merge(calls())
        .merge(socket::routes(app.sockets.clone()))
        .fallback(get(assets::serve_asset))
        .layer(from_fn_with_state(app.clone(), middleware::check_origin))
        .layer(CatchPanicLayer::custom(middleware::answer_panic))
        // Outside of the catch, so that refused and failed calls are counted and carry the headers too.
        .layer(from_fn(middleware::observe))
        .layer(from_fn(middleware::secure))
        .with_state(app)
}

/// The HTTP interface (docs/PROTOCOL.md section 5).
fn calls() -> Router<AppState> {
    let may_carry_an_archive = Router::new()
        .route("/api/workshops", post(workshops::create_workshop))
        .layer(from_fn(mark_call))
        .layer(DefaultBodyLimit::max(ARCHIVE_CALL_BYTES_MAX))
        .layer(Extension(BodyBytesMax(ARCHIVE_CALL_BYTES_MAX)));

    Router::new()
        .route("/api/config", get(public::show_config))
        .route("/api/templates", get(public::list_templates))
        .route("/api/invites/look", post(invites::look_at_invite))
        .route("/api/join", post(people::join_workshop))
        .route("/api/return", post(returning::come_back))
        .route("/api/workshops/{w}", delete(workshops::delete_workshop))
        .route("/api/workshops/{w}/token", post(people::refresh_token))
        .route("/api/workshops/{w}/standing", post(waiting::show_standing))
        .route("/api/workshops/{w}/return-code", post(returning::make_return_code))
        .route("/api/workshops/{w}/roster", get(people::show_roster))
        .route("/api/workshops/{w}/invites", get(invites::list_invites))
        .route("/api/workshops/{w}/invites/facilitator", post(invites::add_facilitator_link))
        .route("/api/workshops/{w}/invites/{role}/renew", post(invites::renew_invite))
        .route("/api/workshops/{w}/invites/{role}/revoke", post(invites::revoke_invite))
        .route("/api/workshops/{w}/waiting-room", post(waiting::set_waiting_room))
        .route("/api/workshops/{w}/observers-comment", post(talk::let_observers))
        .route("/api/workshops/{w}/waiting-room/admit-all", post(waiting::admit_all))
        .route("/api/workshops/{w}/audit", get(audit::show_audit))
        .route("/api/workshops/{w}/freeze", post(workshops::freeze_workshop))
        .route("/api/workshops/{w}/participants", post(managing::add_by_phone))
        .route("/api/workshops/{w}/participants/{p}/admit", post(waiting::admit_person))
        .route("/api/workshops/{w}/participants/{p}/refuse", post(waiting::turn_person_away))
        .route("/api/workshops/{w}/participants/{p}/rename", post(managing::rename_person))
        .route("/api/workshops/{w}/participants/{p}/role", post(managing::change_role))
        .route("/api/workshops/{w}/participants/{p}/acts-for", post(managing::set_acts_for))
        .route("/api/workshops/{w}/participants/{p}/remove", post(people::remove_person))
        .route("/api/workshops/{w}/pairs", post(pairs::form_pair))
        .route("/api/workshops/{w}/pairs/{pair}/accept", post(pairs::accept_pair))
        .route("/api/workshops/{w}/pairs/{pair}/words", post(pairs::word_pair))
        .route("/api/workshops/{w}/pairs/{pair}/end", post(pairs::end_pair))
        .route("/api/workshops/{w}/maps/{m}/agreement", post(agreement::say_of_part))
        .route("/api/workshops/{w}/maps/{m}/mine", get(agreement::list_my_parts))
        .route("/api/workshops/{w}/leave", post(people::leave_workshop))
        .route("/api/workshops/{w}/maps/{m}/talk", post(talk::talk_about_map))
        .route("/api/workshops/{w}/maps/{m}/steps.csv", get(files::send_steps_csv))
        .route("/api/workshops/{w}/maps/{m}/archive.json", get(files::send_archive))
        .route("/api/{*rest}", get(no_such_call).post(no_such_call).delete(no_such_call))
        .layer(from_fn(mark_call))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .merge(may_carry_an_archive)
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
