//! The epoch of the data: which history of this folder it is. A restore from a backup begins a new one, because what was
//! recorded after the backup is unknown from then on; devices can tell so that the server was set back.
//!
//! Owns the record. The server makes the first one, a restore every later one.

use serde::{Deserialize, Serialize};

use super::{Batch, Store, StoreError};
use crate::ids::random_id;

/// Key of the [`Epoch`] in the table of keys.
pub const EPOCH_KEY: &str = "server/epoch";

/// One history of the data, from a first start or a restore on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Epoch {
    /// Never used twice.
    pub id: String,
    /// When it began, milliseconds since 1970.
    pub began_at_ms: u64,
    /// To which moment the data was set back, when a restore began it: when the backup was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_back_to_ms: Option<u64>,
}

impl Epoch {
    /// A new epoch.
    #[must_use]
    pub fn begin(now_ms: u64, set_back_to_ms: Option<u64>) -> Self {
        Self { id: random_id(), began_at_ms: now_ms, set_back_to_ms }
    }

    /// The present epoch of a store; begins the first one where there is none.
    ///
    /// # Errors
    /// The store's, and [`StoreError::Failed`] for an unreadable record.
    pub async fn of(store: &dyn Store, now_ms: u64) -> Result<Self, StoreError> {
        if let Some(bytes) = store.get(EPOCH_KEY).await? {
            return serde_json::from_slice(&bytes)
                .map_err(|_| StoreError::Failed(format!("record {EPOCH_KEY} is unreadable")));
        }
        let first = Self::begin(now_ms, None);
        let puts = vec![(EPOCH_KEY.to_owned(), first.to_bytes()?)];
        let expects = vec![(EPOCH_KEY.to_owned(), None)];
        store.commit(Batch { puts, expects, ..Batch::default() }).await?;
        Ok(first)
    }

    /// The record as it is stored.
    ///
    /// # Errors
    /// None that can be met: the record holds only text and numbers.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(self).map_err(|error| StoreError::Failed(error.to_string()))
    }
}
