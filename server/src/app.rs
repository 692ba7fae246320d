//! What every handler can reach: one shared value, made once at the start.

use std::sync::Arc;

use crate::auth::gatekeeper::Gatekeeper;
use crate::auth::token::Keys;
use crate::config::Config;
use crate::rate_limit::RateLimits;
use crate::store::Store;

/// The parts of a running server.
#[derive(Debug)]
pub struct App {
    /// The configuration, as resolved at the start.
    pub config: Config,
    /// The origin of links, without a slash at the end.
    pub public_url: String,
    /// The durable store.
    pub store: Arc<dyn Store>,
    /// Who may do what with documents.
    pub gatekeeper: Arc<dyn Gatekeeper>,
    /// The signing key of the data folder.
    pub keys: Arc<Keys>,
    /// Rate limits of the HTTP interface.
    pub rates: RateLimits,
}

/// How handlers hold the parts.
pub type AppState = Arc<App>;
