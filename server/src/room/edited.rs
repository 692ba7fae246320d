//! Which documents people have edited or opened since somebody last asked: a set, so that bursts cost one look.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::auth::permission::DocumentName;

/// What happened to a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// It was edited.
    Edited,
    /// Parts were made in it too, or it was loaded and may have some that nobody has looked at.
    Born,
}

/// The names of edited maps; grows to the number of loaded maps at most, since only loaded ones are edited.
#[derive(Debug, Default)]
pub(super) struct Edited {
    names: Mutex<HashMap<DocumentName, News>>,
    some: Notify,
}

impl Edited {
    /// Notes that a map was edited; other documents are nobody's concern.
    pub(super) fn note(&self, name: &DocumentName) {
        self.add(name, News::Edited);
    }

    /// Notes that a map has new parts, or was loaded.
    pub(super) fn note_births(&self, name: &DocumentName) {
        self.add(name, News::Born);
    }

    /// Waits until something is noted.
    pub(super) async fn wait(&self) {
        self.some.notified().await;
    }

    /// What was noted since the last call.
    pub(super) fn take(&self) -> HashMap<DocumentName, News> {
        std::mem::take(&mut *self.lock())
    }

    fn add(&self, name: &DocumentName, news: News) {
        if !matches!(name, DocumentName::Map(..)) {
            return;
        }
        let before = {
            let mut names = self.lock();
            let before = names.get(name).copied();
            names.insert(name.clone(), before.map_or(news, |before| before.max(news)));
            before
        };
        // Waking comes after the entry is there; one permit is kept when nobody waits.
        if before.is_none() {
            self.some.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DocumentName, News>> {
        // An insert leaves nothing half done.
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
