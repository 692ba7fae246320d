//! One document a `/collab` connection is signed in to.
//!
//! Owns what a frame becomes in the room. Knows no address and no token.

use bytes::Bytes;
use pairway_crdt::frame::hocuspocus::Body;
use pairway_crdt::frame::sync::SyncMessage;

use super::close::Close;
use super::meter::Meter;
use super::shown::Shown;
use super::sign_in::SignedIn;
use crate::auth::gatekeeper::Identity;
use crate::auth::permission::{Access, DocumentName};
use crate::room::outbox::Slot;
use crate::room::{Membership, RightsChange, Write, WriteKind};

/// Where one address of a connection stands.
pub(super) enum Document {
    /// Not signed in yet; its frames wait.
    Waiting(Vec<Bytes>),
    /// A member of its room.
    Attached(Attached),
    /// Refused or sent away; its frames are dropped until it signs in anew.
    Refused,
}

/// A document of a connection whose member it is.
pub(super) struct Attached {
    pub(super) slot: Slot,
    pub(super) name: DocumentName,
    pub(super) identity: Identity,
    pub(super) access: Access,
    pub(super) membership: Membership,
    pub(super) shown: Shown,
}

impl Attached {
    /// Hands one frame to the room. A room that has ended says so through the outbox, so its silence is no error here.
    pub(super) async fn hand_over(&mut self, message: &Bytes, body: Body<'_>) -> Result<(), Close> {
        let room = &self.membership;
        let sent = match body {
            Body::Sync(SyncMessage::Step1(vector)) => room.step1(message.slice_ref(vector)).await,
            Body::Sync(SyncMessage::Step2(update)) => {
                room.write(Write { kind: WriteKind::Step2, bytes: message.slice_ref(update) }).await
            }
            Body::Sync(SyncMessage::Update(update)) => {
                room.write(Write { kind: WriteKind::Update, bytes: message.slice_ref(update) }).await
            }
            Body::Awareness(entries) => match self.shown.pass(message.slice_ref(entries))? {
                Some(entries) => room.show(entries).await,
                None => Ok(()),
            },
            Body::QueryAwareness => room.query_presence().await,
            Body::Stateless(text) => match mark_of(text) {
                Some(mark) => room.mark(mark).await,
                // Newer clients may say what this server does not know yet.
                None => Ok(()),
            },
            Body::Auth(_)
            | Body::SyncReply(_)
            | Body::BroadcastStateless(_)
            | Body::SyncStatus(_)
            | Body::Close(_)
            | Body::Ping
            | Body::Pong
            | Body::Unknown => return Err(Close::BadFrame),
        };
        let _ = sent;
        Ok(())
    }

    /// Shows what was held back, if it is time.
    pub(super) async fn show_due(&mut self) {
        if let Some(entries) = self.shown.take_due() {
            // A room that has ended says so through the outbox.
            let _ = self.membership.show(entries).await;
        }
    }

    pub(super) async fn refresh(&mut self, signed_in: SignedIn, meter: &Meter) {
        signed_in.lift(meter, &self.name);
        self.identity = signed_in.identity;
        if self.access != signed_in.access {
            self.access = signed_in.access;
            let _ = self.membership.set_access(self.access, RightsChange::Role).await;
        }
    }
}

/// The document name of an address: what stands before the session suffix.
pub(super) fn document_of(address: &str) -> &str {
    address.split_once('\0').map_or(address, |(name, _)| name)
}

/// The number of a durability mark, if a stateless message is one.
fn mark_of(text: &str) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Said {
        kind: String,
        id: u64,
    }
    serde_json::from_str::<Said>(text).ok().filter(|said| said.kind == "mark").map(|said| said.id)
}
