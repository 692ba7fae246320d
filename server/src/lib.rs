//! The Pairway server. Start reading in `docs/ARCHITECTURE.md`.

pub mod api;
pub mod app;
pub mod assets;
pub mod auth;
pub mod body;
mod budget;
pub mod cli;
pub mod clock;
pub mod config;
mod connection;
pub mod error;
pub mod export;
pub mod extract;
mod file_handles;
pub mod ids;
pub mod limits;
pub mod metrics;
pub mod middleware;
pub mod rate_limit;
pub mod room;
pub mod router;
pub mod serve;
pub mod socket;
pub mod store;
pub mod telemetry;
pub mod time_guard;
pub mod workshop;
