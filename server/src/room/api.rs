//! What the server itself asks of a room: to change its document, to look at it, to give a copy.
//!
//! Every one of these waits for its turn in the room's mailbox and for its answer; none holds a lock meanwhile.

use std::collections::HashMap;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::document::Document;
use tokio::sync::oneshot;

use super::actor::Actor;
use super::edited::News;
use super::event::{Decided, EditJob, Event};
use super::message::Notice;
use super::registry::Rooms;
use super::{RoomError, RoomSettings};
use crate::auth::permission::DocumentName;
use crate::store::{Batch, Sequence, Store};

impl Rooms {
    /// No room is loaded yet.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, settings: RoomSettings) -> Self {
        Self::with_task(store, settings, |rooms, name, number, mailbox| {
            Box::pin(Actor::run(rooms, name, number, mailbox))
        })
    }

    /// A server edit: committed first, then fanned out. Nobody sees it when the commit fails; the change is undone.
    ///
    /// # Errors
    /// When the store refuses or the room cannot be loaded.
    pub async fn edit<T: Send + 'static>(
        &self,
        name: &DocumentName,
        edit: impl FnOnce(&mut Document) -> T + Send + 'static,
    ) -> Result<T, RoomError> {
        self.edit_with(name, Batch::default(), edit).await
    }

    /// A server edit that is committed together with `batch`, all or nothing.
    ///
    /// # Errors
    /// When the store refuses (also a condition of the batch) or the room cannot be loaded.
    pub async fn edit_with<T: Send + 'static>(
        &self,
        name: &DocumentName,
        batch: Batch,
        edit: impl FnOnce(&mut Document) -> T + Send + 'static,
    ) -> Result<T, RoomError> {
        match self.try_edit_with(name, batch, |document| Ok::<T, Infallible>(edit(document))).await? {
            Ok(value) => Ok(value),
        }
    }

    /// A server edit that decides inside the room, on what the document holds at that moment. When it decides against
    /// (the inner `Err`) nothing is committed, `batch` included; what it changed by then is undone.
    ///
    /// # Errors
    /// When the store refuses (also a condition of the batch) or the room cannot be loaded. [`StoreError::Conflict`] with
    /// the document's own stream when somebody else wrote to it meanwhile: the room has caught up by then, so ask again.
    /// [`RoomError::EditFailed`] when the edit panicked or broke the document.
    ///
    /// [`StoreError::Conflict`]: crate::store::StoreError::Conflict
    pub async fn try_edit_with<T: Send + 'static, E: Send + 'static>(
        &self,
        name: &DocumentName,
        batch: Batch,
        edit: impl FnOnce(&mut Document) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, RoomError> {
        let (reply, answer) = oneshot::channel();
        let edit = Box::new(move |document: Result<&mut Document, RoomError>| {
            // Nobody listens any more when the caller went away; the edit holds all the same, hence the ignored results.
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    let _ = reply.send(Err(error));
                    return None;
                }
            };
            Some(match catch_unwind(AssertUnwindSafe(|| edit(document))) {
                Ok(Ok(value)) => {
                    Decided::Commit(Box::new(move |outcome| drop(reply.send(outcome.map(|()| Ok(value))))))
                }
                Ok(Err(refused)) => Decided::Against(Box::new(move |outcome| {
                    drop(reply.send(outcome.map(|()| Err(refused))));
                })),
                Err(_) => Decided::Panicked(Box::new(move |outcome| {
                    drop(reply.send(outcome.and(Err(RoomError::EditFailed))));
                })),
            })
        });
        self.ask(name, Event::Edit(EditJob { edit, batch })).await?;
        answer.await.map_err(|_| RoomError::Ended)?
    }

    /// Looks at a document inside its room; must be short and bounded.
    ///
    /// # Errors
    /// When the room cannot be loaded.
    pub async fn read<T: Send + 'static>(
        &self,
        name: &DocumentName,
        look: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<T, RoomError> {
        self.read_with_head(name, look).await.map(|(value, _)| value)
    }

    /// Looks at a document inside its room, and gives the sequence number of the newest committed entry that is in it: what
    /// a batch puts into [`Batch::expects_heads`] when it rests on what was seen. A document that people write may
    /// hold more, which is not committed yet.
    ///
    /// # Errors
    /// When the room cannot be loaded.
    pub async fn read_with_head<T: Send + 'static>(
        &self,
        name: &DocumentName,
        look: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<(T, Sequence), RoomError> {
        let (reply, answer) = oneshot::channel();
        let look = Box::new(move |seen: Result<(&Document, Sequence), RoomError>| {
            let _ = reply.send(seen.map(|(document, head)| (look(document), head)));
        });
        self.ask(name, Event::Read(look)).await?;
        answer.await.map_err(|_| RoomError::Ended)?
    }

    /// The whole document as one update, for exports that work on a copy.
    ///
    /// # Errors
    /// When the room cannot be loaded.
    pub async fn encoded(&self, name: &DocumentName) -> Result<Bytes, RoomError> {
        let (reply, answer) = oneshot::channel();
        self.ask(name, Event::Encode(reply)).await?;
        answer.await.map_err(|_| RoomError::Ended)?
    }

    /// Has a room put its log together now, so that what was emptied in the document leaves the disk too.
    ///
    /// # Errors
    /// When the room cannot be loaded.
    pub async fn compact_now(&self, name: &DocumentName) -> Result<(), RoomError> {
        self.ask(name, Event::CompactNow).await
    }

    /// Ends the room of one document and drops its log for real. Whoever may still open it can begin it anew.
    ///
    /// # Errors
    /// When the store fails; ask again.
    pub async fn erase_document(&self, name: &DocumentName) -> Result<(), RoomError> {
        let (reply, answer) = oneshot::channel();
        // A document that cannot be loaded has no room to end, and goes all the same.
        if self.ask(name, Event::Delete(reply)).await.is_ok() {
            let _ = answer.await;
        }
        let drops = vec![name.to_string()];
        self.store().commit(Batch { drops, ..Batch::default() }).await?;
        Ok(())
    }

    /// Tells everybody who has a document open.
    ///
    /// # Errors
    /// When the room cannot be loaded.
    pub async fn tell(&self, name: &DocumentName, notice: Notice) -> Result<(), RoomError> {
        self.ask(name, Event::Tell(notice)).await
    }

    /// Has whoever looks after maps look at this one, as if it had been edited.
    pub fn note_edited(&self, name: &DocumentName) {
        self.edited_maps().note(name);
    }

    /// Waits until a map was edited or loaded.
    pub async fn edited(&self) {
        self.edited_maps().wait().await;
    }

    /// The maps that were edited or loaded since the last call, and whether parts were made in them.
    #[must_use]
    pub fn take_edited(&self) -> HashMap<DocumentName, News> {
        self.edited_maps().take()
    }
}
