//! The audit: who (role and id) did what and when, append-only, without names and content.
//!
//! `audit/{w}` goes with its workshop; `audit/server` keeps that workshops were made and deleted.

use bytes::Bytes;
use serde::Serialize;

use super::Actor;
use crate::auth::role::Role;
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::Batch;

/// Stream of what happens to workshops as a whole; outlives them.
pub const SERVER_STREAM: &str = "audit/server";

/// Stream of a workshop.
#[must_use]
pub fn stream(workshop: &WorkshopId) -> String {
    format!("audit/{workshop}")
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// A workshop was made.
    Create,
    /// A person joined.
    Join,
    /// A person left.
    Leave,
    /// A person was removed.
    Remove,
    /// Editing was frozen.
    Freeze,
    /// Editing was opened again.
    Thaw,
    /// An invite was made or made anew.
    Invite,
    /// The map was taken away as a file.
    Export,
    /// A thread of comments was begun.
    Comment,
    /// Something was said in a thread.
    Reply,
    /// A thread was resolved.
    ResolveThread,
    /// A thread was opened again.
    ReopenThread,
    /// Somebody reacted to a comment.
    React,
    /// A reaction was taken back.
    Unreact,
    /// A comment was taken back.
    TakeBack,
    /// The workshop was deleted by a facilitator.
    Delete,
    /// The workshop was deleted after its end date.
    Expire,
}

/// One line of the audit.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry<'a> {
    /// Milliseconds since 1970.
    pub at: u64,
    /// What happened.
    pub act: Act,
    /// In which workshop.
    pub workshop: &'a WorkshopId,
    /// Who did it; absent for the server itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<&'a ParticipantId>,
    /// In which role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'a ParticipantId>,
}

impl<'a> Entry<'a> {
    /// An act of the server itself, or of somebody not yet known.
    #[must_use]
    pub fn of_server(at: u64, act: Act, workshop: &'a WorkshopId) -> Self {
        Self { at, act, workshop, by: None, role: None, to: None }
    }

    /// An act of a person.
    #[must_use]
    pub fn of(at: u64, act: Act, actor: &'a Actor) -> Self {
        Self {
            at,
            act,
            workshop: &actor.workshop,
            by: Some(&actor.participant),
            role: Some(actor.role),
            to: None,
        }
    }
}

/// Adds a line to the workshop's audit.
pub fn note(batch: &mut Batch, entry: &Entry<'_>) {
    batch.appends.push((stream(entry.workshop), line(entry)));
}

/// Adds a line to the audit that outlives the workshop.
pub fn note_on_server(batch: &mut Batch, entry: &Entry<'_>) {
    batch.appends.push((SERVER_STREAM.to_owned(), line(entry)));
}

fn line(entry: &Entry<'_>) -> Bytes {
    Bytes::from(crate::auth::records::encode(entry))
}
