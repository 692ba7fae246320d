//! Health for whoever watches the server: is the process alive, and can it do its work.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::AppState;

/// A key that never exists: reading it shows that the store answers.
const PROBE_KEY: &str = "health/probe";

/// 200 as long as the process answers at all.
pub async fn show_live() -> &'static str {
    "alive\n"
}

/// 200 when the store answers, else 503: a load balancer then sends people elsewhere.
pub async fn show_ready(State(app): State<AppState>) -> (StatusCode, &'static str) {
    match app.store.get(PROBE_KEY).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    }
}
