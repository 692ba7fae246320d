//! A room between two events: the document, the members, what is owed. One method an event, none of them waits.
//!
//! Owns joining, leaving, marks, presence and acknowledging; writes are in `writing.rs`, states and diffs in `sync_reply.rs`.
//! Knows no store and no channel.

use std::collections::BTreeMap;

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::gate::awareness;
use tokio::time::Instant;

use super::RoomSettings;
use super::cache::StateCache;
use super::event::{Join, MemberId};
use super::members::{Asking, Member, Owes};
use super::message::{Notice, Parting, RightsChange};
use super::outbox::{Control, Delivery, Payload};
use super::pending_log::PendingLog;
use super::presence::{Board, Heard, Speaker};
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
    presence: Board,
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
            presence: Board::default(),
            log: Log::Up,
            started: Instant::now(),
        }
    }

    pub(crate) fn join(&mut self, id: MemberId, join: Join) {
        let member = Member::new(join);
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
            (RightsChange::Joined, ..) => return,
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

    pub(crate) fn hear(&mut self, id: MemberId, bytes: &[u8]) {
        let now_ms = self.now_ms();
        let Some(member) = self.members.get(&id) else { return };
        let Ok(entries) = awareness::check(bytes) else {
            return self.part(id, Parting::BadUpdate);
        };
        let speaker = Speaker { member: id, participant: member.participant.as_ref() };
        let mut misnamed = false;
        for entry in &entries {
            match self.writers.owner(entry.client) {
                // Showing oneself under an id that another writes under would take their place on everybody's map.
                Some(owner) if Some(owner) != speaker.participant => continue,
                Some(_) => self.presence.release_from_others(entry.client, speaker.participant),
                // Whoever came first and never wrote under it gives way to who did.
                None if member.wrote.contains(&entry.client) => {
                    self.presence.release_from_others(entry.client, speaker.participant)
                }
                None => {}
            }
            match self.presence.hear(speaker, entry, now_ms) {
                Heard::News | Heard::Dropped => {}
                Heard::Identity => misnamed = true,
            }
        }
        if misnamed {
            member.push(Delivery::Notice(Notice::Identity));
        }
        // Only what was shown just now: everybody's presence comes ten times a second.
        for entry in &entries {
            self.note_writer(id, entry.client);
        }
    }

    /// The ids that a member both shows and writes under are its person's, from now on and after this room is gone.
    pub(crate) fn note_writers(&mut self, id: MemberId) {
        let shown: Vec<u64> = self.presence.ids_of(id).collect();
        for client in shown {
            self.note_writer(id, client);
        }
    }

    fn note_writer(&mut self, id: MemberId, client: u64) {
        let Some(member) = self.members.get(&id) else { return };
        let (Some(person), Origins::Noted) = (&member.participant, self.origins) else { return };
        let shows = self.presence.owner(client).is_some_and(|(owner, _)| owner == id);
        let writes = member.wrote.contains(&client) || self.writers.owner(client) == Some(person);
        if shows && writes {
            self.writers.note(client, person, member.has_caught_up());
        }
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

    pub(crate) fn has_presence_news(&self) -> bool {
        self.presence.is_dirty()
    }

    pub(crate) fn expire_presence(&mut self) {
        let now_ms = self.now_ms();
        self.presence.expire(now_ms);
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
        let state_vector = Bytes::from(self.document.state_vector());
        for member in self.members.values_mut() {
            if std::mem::take(&mut member.owes) == Owes::Edits {
                member.asking = Asking::Yes;
                member.push(Delivery::Step1(state_vector.clone()));
            }
        }
    }

    /// Tells everybody when the log goes down or comes back.
    pub(crate) fn set_log(&mut self, log: Log) {
        if std::mem::replace(&mut self.log, log) == log {
            return;
        }
        let notice = match log {
            Log::Down => Notice::StoreDown,
            Log::Up => Notice::StoreUp,
        };
        for member in self.members.values() {
            member.push(Delivery::Notice(notice));
        }
    }

    /// A document rebuilt from the log takes the place of one that must be thrown away; everybody is asked for what it
    /// may lack.
    pub(crate) fn replace_document(&mut self, document: Document) {
        self.restore_document(document);
        self.writers.doubt();
        let state_vector = Bytes::from(self.document.state_vector());
        for member in self.members.values_mut() {
            member.asking = Asking::Yes;
            member.push(Delivery::Step1(state_vector.clone()));
        }
    }

    /// A document in the state members know takes the place of one with a change that never was.
    pub(crate) fn restore_document(&mut self, document: Document) {
        self.document = document;
        self.cache.clear();
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
