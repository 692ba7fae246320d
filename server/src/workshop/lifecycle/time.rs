//! What the server does about its clock: remembers when it was last used, and closes what is over by a clock that is not
//! believed instead of deleting it (`time_guard.rs` says when).

use crate::ids::WorkshopId;
use crate::room::RightsChange;
use crate::store::StoreError;
use crate::time_guard::Trust;
use crate::workshop::Workshops;
use crate::workshop::effect::{self, DUE_PREFIX};

/// Most keys that one look at the ends of workshops reads; it goes on with the next.
const END_KEYS_MAX: usize = 256;

impl Workshops {
    /// Looks at the clock, and closes what is over by one that has jumped.
    pub async fn look_at_time(&self) {
        self.time.look();
        if self.time.wants_keeping() {
            let time = self.time.clone();
            match tokio::task::spawn_blocking(move || time.keep()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the folder cannot remember when it was used"),
                Err(error) => tracing::error!(%error, "remembering when the folder was used failed"),
            }
        }
        match self.time.look() {
            Trust::Believed => {}
            Trust::Jumped { .. } => {
                if let Err(error) = self.close_what_is_over().await {
                    tracing::warn!(%error, "what is over could not be closed; it is tried again");
                }
            }
        }
    }

    /// Whether an effect waits until the clock is believed: the end of a workshop does.
    pub(crate) fn must_wait(&self, key: &str) -> bool {
        effect::ending(key).is_some_and(|workshop| self.time.is_closed(&workshop))
    }

    async fn close_what_is_over(&self) -> Result<(), StoreError> {
        let (mut from, until) = (DUE_PREFIX.to_owned(), effect::due_until(self.clock.now_ms()));
        loop {
            let keys = self.store.range(&from, &until, END_KEYS_MAX).await?;
            let Some((last, _)) = keys.last() else { return Ok(()) };
            from = format!("{last}\0");
            for workshop in keys.iter().filter_map(|(key, _)| effect::ending(key)) {
                self.close(&workshop);
            }
        }
    }

    fn close(&self, workshop: &WorkshopId) {
        if self.time.close(workshop) {
            tracing::warn!(%workshop, "a workshop is closed: its last day is over by a clock that has jumped");
            // Whoever is connected asks again, and is told.
            self.rooms.refresh_access(workshop, RightsChange::Freeze);
        }
    }
}
