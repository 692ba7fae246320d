//! What every handler can reach: one shared value, made once at the start.

use std::sync::Arc;

use crate::auth::gatekeeper::Gatekeeper;
use crate::body::Bodies;
use crate::config::Config;
use crate::rate_limit::RateLimits;
use crate::room::Rooms;
use crate::socket::Sockets;
use crate::store::Store;
use crate::workshop::Workshops;

/// The parts of a running server.
#[derive(Debug)]
pub struct App {
    /// The configuration, as resolved at the start.
    pub config: Config,
    /// The origin of links, without a slash at the end.
    pub public_url: Arc<str>,
    /// The durable store.
    pub store: Arc<dyn Store>,
    /// The rooms.
    pub rooms: Rooms,
    /// The sockets that carry documents.
    pub sockets: Arc<Sockets>,
    /// Who may do what with documents.
    pub gatekeeper: Arc<dyn Gatekeeper>,
    /// The commands of workshops.
    pub workshops: Workshops,
    /// The description of the HTTP interface, as it is served.
    pub openapi: String,
    /// The bodies of calls that are being read.
    pub bodies: Bodies,
    /// Rate limits of the HTTP interface.
    pub rates: RateLimits,
}

/// How handlers hold the parts.
pub type AppState = Arc<App>;
