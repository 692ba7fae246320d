//! Metrics for Prometheus: the recorder of the process and the listener that shows it.
//!
//! Served on a second, local port without access control; holds counts and times, no content and no ids.

use std::sync::OnceLock;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the time buckets, in seconds.
const SECONDS_BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Requests answered, by route, method and status.
pub const HTTP_REQUESTS: &str = "pairway_http_requests_total";
/// Time from the head of a request to the head of its answer, in seconds.
pub const HTTP_SECONDS: &str = "pairway_http_request_seconds";
/// Tries that a rate limit refused, by limit.
pub const RATE_LIMITED: &str = "pairway_rate_limited_total";
/// Rooms in memory: documents that somebody has open, or had a minute ago.
pub const ROOMS: &str = "pairway_rooms";
/// Sockets open.
pub const SOCKETS: &str = "pairway_sockets";
/// Step2 and update frames, by outcome: `applied`, `known` (nothing new), `missing` (asked again) or `refused`.
pub const UPDATES: &str = "pairway_updates_total";
/// Updates the engine failed on; each is in quarantine.
pub const QUARANTINED: &str = "pairway_quarantined_total";
/// Slow readers whose queue was replaced by one diff.
pub const OUTBOXES_FULL: &str = "pairway_outboxes_full_total";
/// Logs replaced by a proved snapshot.
pub const COMPACTIONS: &str = "pairway_compactions_total";
/// Sockets closed by the server, by close code.
pub const SOCKET_ENDS: &str = "pairway_socket_ends_total";
/// Workshops deleted, by reason.
pub const WORKSHOPS_DELETED: &str = "pairway_workshops_deleted_total";
/// Time of a group commit with its sync, in seconds.
pub const STORE_COMMIT_SECONDS: &str = "pairway_store_commit_seconds";
/// Batches made durable.
pub const STORE_BATCHES: &str = "pairway_store_batches_total";
/// Group commits that the disk or database refused.
pub const STORE_FAILURES: &str = "pairway_store_failures_total";

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The process's recorder; the first call installs it. `None` when something else records already.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    RECORDER
        .get_or_init(|| {
            let buckets = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS_BUCKETS)
                .ok()?;
            let recorder = buckets.build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).ok()?;
            describe();
            Some(handle)
        })
        .as_ref()
}

fn describe() {
    metrics::describe_counter!(HTTP_REQUESTS, "Requests answered");
    metrics::describe_histogram!(HTTP_SECONDS, metrics::Unit::Seconds, "Time to answer a request");
    metrics::describe_counter!(RATE_LIMITED, "Tries refused by a rate limit");
    metrics::describe_gauge!(ROOMS, "Rooms in memory");
    metrics::describe_gauge!(SOCKETS, "Sockets open");
    metrics::describe_counter!(UPDATES, "Step2 and update frames by outcome");
    metrics::describe_counter!(QUARANTINED, "Updates the engine failed on");
    metrics::describe_counter!(OUTBOXES_FULL, "Slow readers whose queue was replaced by one diff");
    metrics::describe_counter!(COMPACTIONS, "Logs replaced by a proved snapshot");
    metrics::describe_counter!(SOCKET_ENDS, "Sockets closed by the server");
    metrics::describe_counter!(WORKSHOPS_DELETED, "Workshops deleted");
    metrics::describe_histogram!(STORE_COMMIT_SECONDS, metrics::Unit::Seconds, "Time of a group commit");
    metrics::describe_counter!(STORE_BATCHES, "Batches made durable");
    metrics::describe_counter!(STORE_FAILURES, "Group commits that failed");
}

/// The routes of the metrics listener.
pub fn routes() -> Router {
    Router::new().route("/metrics", get(show_metrics))
}

async fn show_metrics() -> impl IntoResponse {
    let text = recorder().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}
