//! The presence of one document of a connection on its way to the room: over the rate only the newest state of each client
//! is kept, and shown as soon as it may be. So presence never holds anything else back.

use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::held_presence::HeldPresence;
use tokio::time::Instant;

use super::close::Close;
use super::rate::PresenceRate;

/// What a document of a connection shows.
#[derive(Debug)]
pub(super) struct Shown {
    rate: Arc<PresenceRate>,
    held: HeldPresence,
    due_at: Option<Instant>,
}

impl Shown {
    pub(super) fn new(rate: Arc<PresenceRate>) -> Self {
        Self { rate, held: HeldPresence::default(), due_at: None }
    }

    /// What of a message is shown now; the rest is held back.
    ///
    /// # Errors
    /// When a message that must be held back cannot be taken apart.
    pub(super) fn pass(&mut self, message: Bytes) -> Result<Option<Bytes>, Close> {
        if self.held.is_empty() {
            match self.rate.spend(message.len()) {
                Ok(()) => return Ok(Some(message)),
                Err(wait) => self.due_at = Some(Instant::now() + wait),
            }
        }
        self.held.keep(&message).map_err(|_| Close::BadFrame)?;
        Ok(None)
    }

    /// When what is held back may be shown.
    pub(super) fn due_at(&self) -> Option<Instant> {
        self.due_at
    }

    /// What was held back, if it may be shown by now.
    pub(super) fn take_due(&mut self) -> Option<Bytes> {
        let now = Instant::now();
        self.due_at.filter(|due_at| *due_at <= now)?;
        // Another connection of the same person may have been first. The size is counted when it is known.
        if let Err(wait) = self.rate.spend(0) {
            self.due_at = Some(now + wait);
            return None;
        }
        self.due_at = None;
        self.held.take().map(|message| {
            self.rate.count(message.len());
            message.into()
        })
    }
}
