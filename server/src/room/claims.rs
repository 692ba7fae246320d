//! When two claim one client id: whose words under it are whose, so that nobody's look known that are not (ROOM-36).
//!
//! A Yjs client sends only what the server's state vector says it lacks. So who may have other words than the server under
//! an id is asked with a state vector that ends before them, and what it sends is compared with what the server has. What
//! differs is refused, and given back to the person; it is never acknowledged. Whose an id is, is in `writers/`.

use bytes::Bytes;
use pairway_crdt::gate::awareness::{self, Entry};
use pairway_crdt::gate::update::Walked;

use super::PRESENCE_IDS_PER_MEMBER_MAX;
use super::event::{MemberId, WriteKind};
use super::message::{Notice, Parting};
use super::outbox::Delivery;
use super::presence::{Frame, Heard, Speaker};
use super::state::{Origins, Room};
use super::state_vector::{self, Clocks};
use super::writers::{Manner, Reservation, Shown};
use crate::auth::permission::Access;
use crate::ids::ParticipantId;

impl Room {
    /// Takes the presence that a member shows.
    pub(crate) fn hear(&mut self, id: MemberId, bytes: &[u8]) {
        let Some(member) = self.members.get_mut(&id) else { return };
        let Ok(entries) = awareness::check(bytes) else {
            return self.part(id, Parting::BadUpdate);
        };
        // Clients begin with their own state, before they can have heard of others.
        let first = member.next_frame();
        let frame = if entries.len() == 1 { first } else { Frame::Later };
        let heard: Vec<Heard> = entries.iter().map(|entry| self.hear_entry(id, (entry, frame))).collect();
        if let Some(member) = self.members.get(&id).filter(|_| heard.contains(&Heard::Identity)) {
            member.push(Delivery::Notice(Notice::Identity));
        }
    }

    /// Takes presence that has waited until its id was durable.
    pub(crate) fn hear_again(&mut self, id: MemberId, entry: &Entry<'_>) {
        self.hear_entry(id, (entry, Frame::Later));
    }

    /// Under an id that is new nothing is shown before it is durable whose it is.
    fn hear_entry(&mut self, id: MemberId, (entry, frame): (&Entry<'_>, Frame)) -> Heard {
        let now_ms = self.now_ms();
        let Some(member) = self.members.get_mut(&id) else { return Heard::Dropped };
        let participant = member.participant.clone();
        member.held.forget_shown(entry);
        if !self.may_show(id, (entry, frame)) {
            return Heard::Dropped;
        }
        let speaker = Speaker { member: id, participant: participant.as_ref() };
        match self.presence.judge(speaker, entry) {
            Heard::News if entry.state.is_some() => self.reserve(id, entry.client),
            Heard::News => {}
            other @ (Heard::Dropped | Heard::Identity) => return other,
        }
        let undurable = self.writers.undurable(entry.client);
        match (undurable, self.members.get_mut(&id)) {
            (Some(until), Some(member)) => {
                member.held.keep_shown(entry, until);
                Heard::Dropped
            }
            (None, _) | (_, None) => self.presence.hear(speaker, entry, now_ms),
        }
    }

    /// Reserves the new ids under which a write adds; gives what must be durable before anybody is told of them.
    pub(crate) fn reserve_for(
        &mut self,
        id: MemberId,
        kind: WriteKind,
        update: &Walked<'_>,
    ) -> Option<Reservation> {
        let person = self.person_noted(id)?;
        match self.members.get(&id)?.access {
            Access::ReadWrite => {}
            // What it adds is refused.
            Access::ReadOnly | Access::Denied => return None,
        }
        let (server, manner) = (self.document.client_id(), self.manner(id, kind));
        let mut until = None;
        for section in update.sections() {
            let (client, known) = (section.client, self.document.known(section.client));
            if client == server || section.end_clock <= known {
                continue;
            }
            if self.writers.owner(client).is_none() {
                self.writers.add(client, &person, (known, manner));
            }
            until = until.max(self.writers.undurable(client));
        }
        until
    }

    /// Asks a member for everything we lack, and for everything that we may have other than it.
    pub(crate) fn ask(&mut self, id: MemberId) {
        let ours = self.document.state_vector();
        let doubtful = self.doubtful(id);
        let question = if doubtful.is_empty() { ours } else { state_vector::lower(&ours, &doubtful) };
        if let Some(member) = self.members.get_mut(&id) {
            member.ask(Bytes::from(question));
        }
    }

    /// The member has said all it has: from here on nobody else adds under the ids that it shows.
    pub(crate) fn say_whole(&mut self, id: MemberId) {
        let Some(person) = self.person_noted(id) else { return };
        for client in self.presence.ids_of(id) {
            self.writers.say_whole(client, &person);
        }
    }

    /// Where a write adds under an id that is not its sender's, from which clock on. What a connection brings under an id of its
    /// person that it does not show is another page's: it may have come to it from somebody else.
    pub(crate) fn additions(
        &self,
        id: MemberId,
        (kind, update): (WriteKind, &Walked<'_>),
    ) -> Vec<(u64, u32)> {
        let Some(person) = self.person_noted(id) else { return Vec::new() };
        let is_own = |client: u64| {
            self.writers.owner(client) == Some(&person)
                && (self.manner(id, kind) == Manner::Live || self.shows(id, client))
        };
        let others = update.sections().iter().filter(|section| !is_own(section.client));
        let known = others.map(|section| (section, self.document.known(section.client)));
        known
            .filter(|(section, known)| section.end_clock > *known)
            .map(|(section, known)| (section.client, known))
            .collect()
    }

    /// Notes these additions, as far as they were made.
    pub(crate) fn added(&mut self, id: MemberId, (kind, additions): (WriteKind, Vec<(u64, u32)>)) {
        let Some(person) = self.person_noted(id) else { return };
        let manner = self.manner(id, kind);
        for (client, from) in additions {
            if self.document.known(client) > from {
                self.writers.add(client, &person, (from, manner));
            }
        }
    }

    /// Whether an id is shown by this connection.
    fn shows(&self, id: MemberId, client: u64) -> bool {
        self.presence.owner(client).is_some_and(|(member, _)| member == id)
    }

    fn manner(&self, id: MemberId, kind: WriteKind) -> Manner {
        let is_caught_up = self.members.get(&id).is_some_and(|member| member.has_caught_up());
        match kind {
            WriteKind::Update if is_caught_up => Manner::Live,
            WriteKind::Update | WriteKind::Step2 => Manner::Brought,
        }
    }

    /// Whether an update says other than the document under an id where that must not be passed over.
    pub(crate) fn contradicts(&mut self, id: MemberId, update: &Walked<'_>) -> bool {
        let doubtful = self.doubtful(id);
        if doubtful.is_empty() {
            return false;
        }
        let mut agreed = Vec::new();
        for section in update.sections() {
            let Some(from) = doubtful.get(&section.client).copied() else { continue };
            let known = self.document.known(section.client);
            if section.end_clock <= from || section.first_clock >= known {
                continue;
            }
            if !self.document.agrees(update, (section.client, from)) {
                return true;
            }
            if section.first_clock <= from {
                agreed.push((section.client, (section.end_clock, known)));
            }
        }
        for (client, upto) in agreed {
            // Only the page that writes under an id can say that nothing else was ever written under it.
            if self.shows(id, client) {
                self.writers.agree(client, upto);
            }
        }
        false
    }

    /// From which clocks on a member may have other words than the document, by id.
    pub(crate) fn doubtful(&self, id: MemberId) -> Clocks {
        let (Some(member), Some(person)) = (self.members.get(&id), self.person_noted(id)) else {
            return Clocks::new();
        };
        let foreign = self.writers.foreign_of(&person);
        foreign.chain(member.disputed.iter().map(|client| (*client, 0))).collect()
    }

    /// Whether a member may show an id. It may not when it is another's; if its owner may be mistaken, what the member has
    /// under it is compared before anything of it is acknowledged.
    fn may_show(&mut self, id: MemberId, (entry, frame): (&Entry<'_>, Frame)) -> bool {
        let Some(person) = self.person_noted(id) else { return true };
        let client = entry.client;
        match self.writers.owner(client) {
            None => true,
            Some(owner) if *owner == person => {
                self.presence.release_from_others(client, Some(&person));
                true
            }
            Some(_) if self.presence.is_echo(entry, frame) => false,
            Some(_) => match self.writers.show(client, &person) {
                Shown::Own => true,
                Shown::TakenOver => {
                    self.presence.release_from_others(client, Some(&person));
                    self.check(id);
                    true
                }
                Shown::Anothers => {
                    self.dispute(id, client);
                    false
                }
            },
        }
    }

    pub(crate) fn reserve(&mut self, id: MemberId, client: u64) {
        let Some(person) = self.person_noted(id) else { return };
        self.writers.show(client, &person);
        if self.members.get(&id).is_some_and(|member| member.has_caught_up()) {
            self.writers.say_whole(client, &person);
        }
    }

    fn dispute(&mut self, id: MemberId, client: u64) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if member.disputed.len() < PRESENCE_IDS_PER_MEMBER_MAX && member.disputed.insert(client) {
            self.check(id);
        }
    }

    /// Asks anew; until the answer has come no mark is answered as durable.
    fn check(&mut self, id: MemberId) {
        self.ask(id);
        if let Some(member) = self.members.get_mut(&id) {
            member.check();
        }
    }

    /// The person behind a member, where it is kept whose ids are whose.
    fn person_noted(&self, id: MemberId) -> Option<ParticipantId> {
        match self.origins {
            Origins::Noted => self.members.get(&id)?.participant.clone(),
            Origins::Ignored => None,
        }
    }
}
