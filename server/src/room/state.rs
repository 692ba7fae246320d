//! A room between two events: the document, the members, what is owed. One method an event, none of them waits.
//!
//! Owns joining, leaving, marks, presence and acknowledging; writes are in `writing.rs`, whose ids they are under in
//! `claims.rs`, states and diffs in `sync_reply.rs`.
//! Knows no store and no channel.

use std::collections::BTreeMap;

use bytes::Bytes;
use pairway_crdt::document::Document;
use tokio::time::Instant;

use super::RoomSettings;
use super::cache::StateCache;
use super::event::{Join, MemberId};
use super::members::{Asking, Member, Owes};
use super::message::{Notice, Parting, RightsChange};
use super::outbox::{Control, Delivery, Payload};
use super::pending_log::PendingLog;
use super::presence::{Board, Question};
use super::work::{Purse, Work};
use super::writers::Writers;
use crate::auth::permission::Access;
use crate::ids::ParticipantId;

/// Whether the log can be written, as people were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    /// It can.
    Up,
    /// It cannot; acknowledgements wait.
    Down,
}

/// One room.
#[derive(Debug)]
pub(crate) struct Room {
    pub(crate) document: Document,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) pending: PendingLog,
    pub(crate) cache: StateCache,
    pub(crate) size: Size,
    pub(crate) tail_bytes_max: usize,
    pub(crate) origins: Origins,
    pub(crate) writers: Writers,
    pub(crate) work: Work,
    /// Work of the updates since the log was compacted last.
    pub(crate) work_logged: u64,
    /// From when on the next dear update may be applied.
    pub(crate) dear_from: Instant,
    pub(crate) presence: Board,
    log: Log,
    started: Instant,
}

/// Whether it is kept who made a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origins {
    /// In maps.
    Noted,
    /// Elsewhere.
    Ignored,
}

/// How large the document may get, and when its encoded size was measured last. The document's own estimate only grows
/// between two measurements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) bytes_max: usize,
    pub(crate) measured: Option<Measured>,
}

/// A measurement of the encoded size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) bytes: usize,
    pub(crate) at: Instant,
}

impl Room {
    pub(crate) fn new(document: Document, settings: &RoomSettings) -> Self {
        Self {
            document,
            members: BTreeMap::new(),
            pending: PendingLog::default(),
            cache: StateCache::default(),
            size: Size { bytes_max: settings.document_bytes_max, measured: None },
            tail_bytes_max: settings.tail_bytes_max,
            origins: Origins::Ignored,
            writers: Writers::default(),
            work: Work::default(),
            work_logged: 0,
            dear_from: Instant::now(),
            presence: Board::default(),
            log: Log::Up,
            started: Instant::now(),
        }
    }

    pub(crate) fn join(&mut self, id: MemberId, join: Join, purse: Purse) {
        let member = Member::new(join, purse);
        if self.log == Log::Down {
            member.push(Delivery::Notice(Notice::StoreDown));
        }
        self.members.insert(id, member);
    }

    pub(crate) fn leave(&mut self, id: MemberId) {
        if let Some(member) = self.members.remove(&id) {
            member.outbox().forget(member.slot());
            let now_ms = self.now_ms();
            self.presence.leave(id, now_ms);
        }
    }

    /// Sends a member away; its socket does the rest.
    pub(crate) fn part(&mut self, id: MemberId, parting: Parting) {
        if let Some(member) = self.members.remove(&id) {
            member.outbox().tell(member.slot(), Control::Parted(parting));
            let now_ms = self.now_ms();
            self.presence.leave(id, now_ms);
        }
    }

    pub(crate) fn part_all(&mut self, parting: &Parting) {
        for (_, member) in std::mem::take(&mut self.members) {
            member.outbox().tell(member.slot(), Control::Parted(parting.clone()));
        }
    }

    pub(crate) fn revoke(&mut self, participant: &ParticipantId, reason: &str) {
        let gone: Vec<MemberId> =
            self.members_where(|member| member.participant.as_ref() == Some(participant)).collect();
        for id in gone {
            self.part(id, Parting::Revoked { reason: reason.to_owned() });
        }
    }

    pub(crate) fn refresh_access(&self, change: RightsChange) {
        for member in self.members.values() {
            member.outbox().tell(member.slot(), Control::RefreshAccess(change));
        }
    }

    pub(crate) fn set_access(&mut self, id: MemberId, access: Access, change: RightsChange) {
        let Some(member) = self.members.get_mut(&id) else { return };
        let before = std::mem::replace(&mut member.access, access);
        let notice = match (change, before, access) {
            (_, before, access) if before == access => return,
            (RightsChange::Joined | RightsChange::Notes, ..) => return,
            (RightsChange::Role, ..) => Notice::Role,
            (RightsChange::Freeze, _, Access::ReadWrite) => Notice::Thawed,
            (RightsChange::Freeze, _, Access::ReadOnly | Access::Denied) => Notice::Frozen,
        };
        member.push(Delivery::Notice(notice));
    }

    pub(crate) fn mark(&mut self, id: MemberId, mark: u64) {
        let (needs, durable) = (self.pending.newest(), self.pending.durable());
        let Some(member) = self.members.get_mut(&id) else { return };
        if member.due_count() >= super::AWAITING_MAX {
            return self.part(id, Parting::OutOfStep);
        }
        member.mark(mark, needs);
        member.release(durable);
    }

    pub(crate) fn query_presence(&mut self, id: MemberId) {
        let Some(member) = self.members.get(&id) else { return };
        // An empty message is an answer too: it says that nobody is here.
        let everybody = self.presence.everybody().unwrap_or_else(|| Bytes::from_static(&[0]));
        member.push(Delivery::Presence(Payload::new(everybody, Vec::new())));
    }

    /// Everybody present, to one member, if there is anybody.
    pub(crate) fn show_presence(&self, id: MemberId) {
        if let (Some(member), Some(everybody)) = (self.members.get(&id), self.presence.everybody()) {
            member.push(Delivery::Presence(Payload::new(everybody, Vec::new())));
        }
    }

    /// One merged frame for everybody; encoded once. A member is not told what it said itself.
    pub(crate) fn tick(&mut self) {
        let Some((message, only)) = self.presence.flush() else { return };
        let payload = Payload::new(message, Vec::new());
        for (id, member) in &self.members {
            if only != Some(*id) {
                member.push(Delivery::Presence(payload.clone()));
            }
        }
    }

    /// Whether something that was received is not durable yet.
    pub(crate) fn has_unsaved(&self) -> bool {
        !self.pending.is_clean() || self.members.values().any(|member| member.held.is_waited_for())
    }

    pub(crate) fn has_presence_news(&self) -> bool {
        self.presence.is_dirty()
    }

    /// Asks those who did not renew their presence for long, and forgets who left long ago.
    pub(crate) fn look_after_presence(&mut self) {
        let now_ms = self.now_ms();
        self.presence.forget_departed(now_ms);
        for (id, question) in self.presence.ask_silent(now_ms) {
            let Some(member) = self.members.get(&id) else { continue };
            member.push(match question {
                Question::Renew(message) => Delivery::Presence(Payload::new(message, Vec::new())),
                Question::States => Delivery::AskPresence,
            });
        }
    }

    /// The commit under way is durable: everybody is told what is due to them.
    pub(crate) fn committed(&mut self) -> (usize, usize) {
        let carried = self.pending.commit_done();
        let durable = self.pending.durable();
        for member in self.members.values_mut() {
            member.release(durable);
        }
        self.set_log(Log::Up);
        self.ask_who_owes();
        carried
    }

    /// Asks for the edits that were refused only because too much waited for the log.
    fn ask_who_owes(&mut self) {
        let owing: Vec<MemberId> = self.members_where(|member| member.owes == Owes::Edits).collect();
        for id in owing {
            if let Some(member) = self.members.get_mut(&id) {
                member.owes = Owes::Nothing;
                member.asking = Asking::Yes;
            }
            self.ask(id);
        }
    }

    /// Tells everybody when the log goes down or comes back.
    pub(crate) fn set_log(&mut self, log: Log) {
        if std::mem::replace(&mut self.log, log) == log {
            return;
        }
        self.tell(match log {
            Log::Down => Notice::StoreDown,
            Log::Up => Notice::StoreUp,
        });
    }

    /// Tells everybody.
    pub(crate) fn tell(&self, notice: Notice) {
        for member in self.members.values() {
            member.push(Delivery::Notice(notice));
        }
    }

    /// A document rebuilt from the log takes the place of one that must be thrown away; everybody is asked for what it
    /// may lack.
    pub(crate) fn replace_document(&mut self, document: Document) {
        self.restore_document(document);
        self.writers.doubt();
        let everybody: Vec<MemberId> = self.members.keys().copied().collect();
        for id in everybody {
            if let Some(member) = self.members.get_mut(&id) {
                member.asking = Asking::Yes;
            }
            self.ask(id);
        }
    }

    /// A document in the state members know takes the place of one with a change that never was.
    pub(crate) fn restore_document(&mut self, document: Document) {
        self.document = document;
        self.cache.forget();
    }

    pub(crate) fn members_where(&self, wanted: impl Fn(&Member) -> bool) -> impl Iterator<Item = MemberId> {
        self.members.iter().filter(move |(_, member)| wanted(member)).map(|(id, _)| *id)
    }

    /// Milliseconds since the room was loaded.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Room {
    /// However a room ends, nobody is left waiting on a connection that will never say anything again.
    fn drop(&mut self) {
        self.part_all(&Parting::RoomFailed);
    }
}
