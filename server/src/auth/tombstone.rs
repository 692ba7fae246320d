//! What stays of a workshop that was deleted, and how many workshops were ever made: enough to tell "deleted" from "never
//! here" and from "lost".

use serde::{Deserialize, Serialize};

use crate::auth::error::AuthError;
use crate::ids::WorkshopId;
use crate::store::{Store, StoreError};

/// That a workshop was deleted: all that stays of it, so that its devices can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tombstone {
    /// The epoch of the data in which that was recorded.
    pub epoch: String,
    /// The day, `YYYY-MM-DD` in UTC.
    pub deleted_on: String,
}

/// Prefix of the tombstones.
pub const TOMBSTONES_PREFIX: &str = "deleted/";

/// Key of the [`Tombstone`] of a workshop.
#[must_use]
pub fn tombstone_key(workshop: &WorkshopId) -> String {
    format!("{TOMBSTONES_PREFIX}{workshop}")
}

/// Key of how many workshops were ever made in this store.
pub const WORKSHOPS_MADE_KEY: &str = "server/workshopsMade";

/// Why there is no record of a workshop: it was deleted, or nothing is known of it.
///
/// # Errors
/// The store's.
pub async fn why_missing(store: &dyn Store, workshop: &WorkshopId) -> Result<AuthError, StoreError> {
    let is_recorded = store.get(&tombstone_key(workshop)).await?.is_some();
    Ok(if is_recorded { AuthError::Deleted } else { AuthError::UnknownWorkshop })
}
