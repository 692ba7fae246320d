//! Logs: structured, on standard error, without content, names, tokens or query strings.
//!
//! Owns the subscriber. What may be logged is written down in `docs/OPERATIONS.md`.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Starts logging for the whole process; a second call changes nothing.
///
/// # Errors
/// When `level` is not a filter.
pub fn start(level: &str, format: LogFormat) -> Result<(), String> {
    let filter = EnvFilter::try_new(level).map_err(|error| format!("log: {error}"))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Where a line cannot be written (its file is on a disk that is full), saying so would end the task that logs.
        .log_internal_errors(false)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    // A process has one subscriber; tests start several servers in one process.
    drop(started);
    Ok(())
}
