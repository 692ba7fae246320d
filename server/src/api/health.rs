//! Health for whoever watches the server: is the process alive, and can it do its work.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use tokio::time::timeout;

use crate::app::{App, AppState};
use crate::limits::{DISK_FREE_BYTES_MIN, READY_SECONDS_MAX};
use crate::store::Batch;

/// A key that nothing rests on: reading it shows that the store answers, writing it that the store can write.
const PROBE_KEY: &str = "health/probe";

/// 200 as long as the process answers at all.
pub async fn show_live() -> &'static str {
    "alive\n"
}

/// 200 when the store answers and can write, else 503 with what is wrong: a load balancer then sends people elsewhere.
pub async fn show_ready(State(app): State<AppState>) -> (StatusCode, &'static str) {
    match check(&app).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(words) => {
            tracing::warn!("not ready: {words}");
            (StatusCode::SERVICE_UNAVAILABLE, words)
        }
    }
}

async fn check(app: &App) -> Result<(), &'static str> {
    let limit = Duration::from_secs(READY_SECONDS_MAX);
    match timeout(limit, app.store.get(PROBE_KEY)).await {
        Ok(Ok(_)) => {}
        Ok(Err(_)) | Err(_) => return Err("the store does not answer\n"),
    }
    // Unknown where the folder cannot be asked; then the store tells.
    let free = rustix::fs::statvfs(&app.config.data).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    if free.is_ok_and(|bytes| bytes < DISK_FREE_BYTES_MIN) {
        return Err("the disk is full\n");
    }
    if app.store.last_commit_failed() {
        // Nobody else may be writing any more, so whether it can be written again is tried here.
        let puts = vec![(PROBE_KEY.to_owned(), Vec::new())];
        match timeout(limit, app.store.commit(Batch { puts, ..Batch::default() })).await {
            Ok(Ok(_)) => {}
            Ok(Err(_)) | Err(_) => return Err("the store cannot write\n"),
        }
    }
    Ok(())
}
