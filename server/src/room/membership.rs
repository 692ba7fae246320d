//! A place in a room: what a socket says to the room of one document.
//!
//! Everything goes through the room's mailbox; while that is full the socket waits, and so stops reading its connection.

use bytes::Bytes;
use tokio::sync::mpsc;

use super::event::{Event, MemberId, Sent, Write};
use super::message::RightsChange;
use super::work::Purse;
use crate::auth::permission::Access;

/// A place in a room. Dropping it leaves the room.
#[derive(Debug)]
pub struct Membership {
    id: MemberId,
    mailbox: mpsc::Sender<Event>,
    purse: Purse,
}

/// The room has ended; the connection must come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the room has ended")]
pub struct Gone;

impl Membership {
    pub(super) fn new(id: MemberId, mailbox: mpsc::Sender<Event>, purse: Purse) -> Self {
        Self { id, mailbox, purse }
    }

    /// "Send me what I lack": the client's state vector, not judged yet.
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn step1(&self, state_vector: Bytes) -> Result<(), Gone> {
        self.send(Event::Step1(self.id, state_vector)).await
    }

    /// A step2 or an update, not judged yet. Waits while the person is in debt for the work of earlier ones.
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn write(&self, write: Write) -> Result<(), Gone> {
        let under_way = self.purse.may_write(write.bytes.len()).await;
        self.send(Event::Sent(self.id, Sent::Write(write, under_way))).await
    }

    /// Presence entries, not judged yet.
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn show(&self, entries: Bytes) -> Result<(), Gone> {
        self.send(Event::Presence(self.id, entries)).await
    }

    /// "Send me the presence you know."
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn query_presence(&self) -> Result<(), Gone> {
        self.send(Event::QueryPresence(self.id)).await
    }

    /// A durability mark.
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn mark(&self, id: u64) -> Result<(), Gone> {
        self.send(Event::Sent(self.id, Sent::Mark(id))).await
    }

    /// What the gatekeeper says now.
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn set_access(&self, access: Access, change: RightsChange) -> Result<(), Gone> {
        self.send(Event::SetAccess(self.id, access, change)).await
    }

    /// The outbox of this connection has run empty.
    ///
    /// # Errors
    /// When the room has ended.
    pub async fn drained(&self) -> Result<(), Gone> {
        self.send(Event::Drained(self.id)).await
    }

    /// Waits until the room has handled everything sent before.
    #[cfg(test)]
    pub(crate) async fn settle(&self) {
        let (reply, answer) = tokio::sync::oneshot::channel();
        if self.send(Event::Settle(reply)).await.is_ok() {
            let _ = answer.await;
        }
    }

    #[cfg(test)]
    pub(crate) async fn poison(&self, bytes: Bytes) {
        self.send(Event::Poison(self.id, bytes)).await.unwrap();
    }

    /// As if this person had written under the id before: what they write there is not held back.
    #[cfg(test)]
    pub(crate) async fn reserve(&self, client: u64) {
        self.send(Event::Reserve(self.id, client)).await.unwrap();
    }

    async fn send(&self, event: Event) -> Result<(), Gone> {
        self.mailbox.send(event).await.map_err(|_| Gone)
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        let Err(mpsc::error::TrySendError::Full(event)) =
            self.mailbox.try_send(Event::Sent(self.id, Sent::Leave))
        else {
            return;
        };
        // The room has much to do; it must hear of the leaving all the same, or the member stays for ever.
        let mailbox = self.mailbox.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = mailbox.send(event).await;
            });
        }
    }
}
