//! Which documents people have edited or opened since somebody last asked: a set, so that bursts cost one look.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::registry::Rooms;
use crate::auth::permission::DocumentName;

/// The names of edited maps; grows to the number of loaded maps at most, since only loaded ones are edited.
#[derive(Debug, Default)]
pub(super) struct Edited {
    names: Mutex<HashSet<DocumentName>>,
    some: Notify,
}

impl Edited {
    /// Notes a map; other documents are nobody's concern.
    pub(super) fn note(&self, name: &DocumentName) {
        if !matches!(name, DocumentName::Map(..)) {
            return;
        }
        let is_new = self.lock().insert(name.clone());
        // Waking comes after the entry is there; one permit is kept when nobody waits.
        if is_new {
            self.some.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<DocumentName>> {
        // An insert leaves nothing half done.
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rooms {
    /// Waits until a map was edited or loaded.
    pub async fn edited(&self) {
        self.edited_maps().some.notified().await;
    }

    /// The maps that were edited or loaded since the last call.
    #[must_use]
    pub fn take_edited(&self) -> HashSet<DocumentName> {
        std::mem::take(&mut *self.edited_maps().lock())
    }
}
