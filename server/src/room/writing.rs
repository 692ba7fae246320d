//! The way of one write: may it, gate, apply, fan out and log, acknowledge when durable (decisions D3 and D5).
//!
//! Every refusal names its recovery. A missing dependency is never a refusal: the sender is asked for everything, and its
//! acknowledgement waits until that has come.

use bytes::Bytes;
use pairway_crdt::document::{Applied, OwnWrite};
use pairway_crdt::error::ApplyError;
use pairway_crdt::gate;
use pairway_crdt::gate::update::Walked;
use pairway_crdt::pathway::births::births_in;
use pairway_crdt::pathway::meaning::PartName;
use tokio::time::Instant;

use super::event::{MemberId, Write, WriteKind};
use super::held::{Until, Waited};
use super::members::{Asking, CaughtUp, Due, Owes};
use super::message::{Notice, Parting, Recovery};
use super::outbox::{Delivery, Payload};
use super::pending_log::{Author, Ticket};
use super::state::{Origins, Room};
use super::work::rest_after;
use super::{
    AWAITING_MAX, DEAR_WORK_MIN, MEASURE_AGAIN_BYTES, MEASURE_AGAIN_WAIT, MISSING_ASKS_MAX,
    WITHHELD_FRAMES_MAX, state_vector,
};
use crate::auth::permission::Access;
use crate::metrics;

/// The engine failed on these bytes: the document must be rebuilt without them.
#[derive(Debug)]
pub(crate) struct Poison {
    pub(crate) member: MemberId,
    pub(crate) bytes: Bytes,
}

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It was taken, or refused.
    Judged,
    /// It is to be brought again: its new ids are not durable, or it is dear and others go first.
    MustWait(Until),
}

/// A write that was applied as far as it could be.
struct Frame<'a> {
    order: u64,
    write: &'a Write,
    walked: Walked<'a>,
    waited: Waited,
}

/// What is to be done with a write that its member may make.
enum Admitted {
    /// It may hold something new.
    New,
    /// There is nothing in it that we do not have.
    Known,
}

/// Why a write is not taken.
enum Refusal {
    /// Bytes no Yjs client sends: the connection goes.
    Hostile,
    /// The person may not write, or not this.
    NotAllowed,
    /// The store is away and no more may wait for it.
    Full,
}

impl Room {
    /// Takes one step2 or update.
    ///
    /// # Errors
    /// When the engine failed; the member is still there and the caller sends it away.
    pub(crate) fn write(&mut self, id: MemberId, write: &Write, waited: Waited) -> Result<Written, Poison> {
        if !self.members.contains_key(&id) {
            return Ok(Written::Judged);
        }
        let walk = || gate::update::walk(&write.bytes);
        let walked = self.work.go_through(write.bytes.len(), walk);
        if let (Ok(walked), Waited::No) = (&walked, waited)
            && let Some(until) = self.reserve_for(id, write.kind, walked)
        {
            return Ok(Written::MustWait(Until::Durable(until)));
        }
        let Some(member) = self.members.get_mut(&id) else { return Ok(Written::Judged) };
        let order = member.count_frame();
        let written = match walked {
            Ok(walked) => self.take(id, &Frame { order, write, walked, waited })?,
            Err(_) => self.refuse(id, &Refusal::Hostile),
        };
        if let (Written::Judged, WriteKind::Step2) = (written, write.kind)
            && let Some(member) = self.members.get_mut(&id)
        {
            member.answered();
        }
        Ok(written)
    }

    /// Takes a write that has passed the gate, if it may be made.
    fn take(&mut self, id: MemberId, frame: &Frame<'_>) -> Result<Written, Poison> {
        let (walked, bytes, kind) = (&frame.walked, &frame.write.bytes, frame.write.kind);
        match self.admit(id, walked) {
            Ok(Admitted::New) => {}
            Ok(Admitted::Known) => {
                count("known");
                self.finish_step2(id, kind);
                self.acknowledge(id, (bytes, walked));
                return Ok(Written::Judged);
            }
            Err(refusal) => return Ok(self.refuse(id, &refusal)),
        }
        let births = self.births_in(walked);
        let additions = self.additions(id, (kind, walked));
        let applied = match self.apply(id, walked, frame.waited) {
            Ok(Some(applied)) => applied,
            Ok(None) => return Ok(Written::MustWait(Until::ItsTurn(Instant::now()))),
            Err(ApplyError::Gate(_)) => return Ok(self.refuse(id, &Refusal::Hostile)),
            Err(ApplyError::Poisoned) => return Err(Poison { member: id, bytes: bytes.clone() }),
        };
        count(match (applied.missing, &applied.novel) {
            (true, _) => "missing",
            (false, Some(_)) => "applied",
            (false, None) => "known",
        });
        if let Some(novel) = applied.novel {
            self.spread(id, novel, (walked, births));
            self.added(id, (kind, additions));
        }
        if applied.missing {
            if let (WriteKind::Step2, Some(member)) = (kind, self.members.get_mut(&id)) {
                // It was the answer to our question, and not enough: the next question may go out.
                member.asking = Asking::No;
            }
            self.withhold(id, frame);
        } else {
            self.finish_step2(id, kind);
            self.acknowledge(id, (bytes, walked));
        }
        Ok(Written::Judged)
    }

    /// Applies an update; its person pays for the work before it is done. `None` for a dear one that has not waited yet.
    fn apply(
        &mut self,
        id: MemberId,
        walked: &Walked<'_>,
        waited: Waited,
    ) -> Result<Option<Applied>, ApplyError> {
        let plan = || self.document.plan_walked(walked);
        let planned = self.work.go_through(walked.bytes().len(), plan)?;
        let work = planned.work();
        if work >= DEAR_WORK_MIN && waited < Waited::ForItsTurn {
            return Ok(None);
        }
        self.work_logged = self.work_logged.saturating_add(work);
        if let Some(member) = self.members.get(&id)
            && member.purse.charge(work)
        {
            member.push(Delivery::Notice(Notice::TooFast));
        }
        let Self { document, work: lane, .. } = self;
        let applied = lane.apply(work, || document.apply_planned(walked, planned));
        self.dear_from = self.dear_from.max(Instant::now() + rest_after(work));
        applied.map(Some)
    }

    /// Whether an update may be applied.
    fn admit(&mut self, id: MemberId, update: &Walked<'_>) -> Result<Admitted, Refusal> {
        if update.is_empty() {
            return Ok(Admitted::Known);
        }
        if self.contradicts(id, update) {
            return Err(Refusal::NotAllowed);
        }
        let Some(member) = self.members.get(&id) else { return Err(Refusal::NotAllowed) };
        match member.access {
            Access::ReadWrite => {}
            Access::ReadOnly | Access::Denied => {
                return match self.document.contains_walked(update) {
                    Ok(true) => Ok(Admitted::Known),
                    Ok(false) => Err(Refusal::NotAllowed),
                    Err(_) => Err(Refusal::Hostile),
                };
            }
        }
        let waits = member.due_count() >= AWAITING_MAX;
        // One write always gets in, however large: a step2 can be as large as a document.
        let waiting_bytes = self.pending.unlogged_bytes();
        let is_full = waiting_bytes > 0 && waiting_bytes + update.bytes().len() > self.tail_bytes_max;
        if waits || is_full {
            return Err(Refusal::Full);
        }
        if self.squats(id, update) || (update.structs() > 0 && !self.has_space(update.bytes().len())) {
            return Err(Refusal::NotAllowed);
        }
        Ok(Admitted::New)
    }

    /// Whether an update adds under the server's client id or under one that is another's (`writers/`).
    fn squats(&self, id: MemberId, update: &Walked<'_>) -> bool {
        let participant = self.members.get(&id).and_then(|member| member.participant.as_ref());
        let server = self.document.client_id();
        let suspects: Vec<_> = update
            .sections()
            .iter()
            .filter(|section| {
                section.client == server || self.writers.is_closed_to(section.client, participant)
            })
            .collect();
        if suspects.is_empty() {
            return false;
        }
        let clocks = state_vector::decode(&self.document.state_vector());
        suspects.iter().any(|section| section.end_clock > clocks.get(&section.client).copied().unwrap_or(0))
    }

    fn has_space(&mut self, more_bytes: usize) -> bool {
        let fits = |room: &Self| room.document.encoded_bytes_estimate() + more_bytes <= room.size.bytes_max;
        if fits(self) {
            return true;
        }
        // The estimate only grows; before an honest edit is refused the size is measured.
        self.may_measure() && {
            self.full_state();
            fits(self)
        }
    }

    /// Whether the size may be measured again. It costs time by the size of the document, which near its limit is large, so
    /// that a write does not pay for it: many bytes written since, or a while in which somebody may have made room, do.
    fn may_measure(&self) -> bool {
        let Some(measured) = self.size.measured else { return true };
        let grown = self.document.encoded_bytes_estimate().saturating_sub(measured.bytes);
        grown >= MEASURE_AGAIN_BYTES || (grown > 0 && measured.at.elapsed() >= MEASURE_AGAIN_WAIT)
    }

    /// The parts that an update makes, in a room where that is of interest.
    fn births_in(&self, update: &Walked<'_>) -> Vec<PartName> {
        match self.origins {
            Origins::Noted => births_in(&self.document, update),
            Origins::Ignored => Vec::new(),
        }
    }

    /// Peers see an edit at once; the log gets it in the same order.
    fn spread(&mut self, author: MemberId, novel: Bytes, (update, births): (&Walked<'_>, Vec<PartName>)) {
        let by = self.members.get(&author).map_or(Author::Anonymous, |member| member.author());
        self.pending.append_births(novel.clone(), by, births);
        let payload = Payload::new(novel, update.starts());
        self.cache.clear();
        for (id, member) in &self.members {
            if *id != author {
                member.push(Delivery::Update(payload.clone()));
            }
        }
    }

    /// Fans out a server edit that is durable already.
    pub(crate) fn spread_from_server(&mut self, write: OwnWrite) {
        let payload = Payload::new(write.update, write.starts);
        self.cache.clear();
        for member in self.members.values() {
            member.push(Delivery::Update(payload.clone()));
        }
    }

    /// The frame is acknowledged when everything applied so far is durable: what it holds may have come another way and
    /// be on its way to the log.
    fn acknowledge(&mut self, id: MemberId, (bytes, walked): (&Bytes, &Walked<'_>)) {
        let (newest, durable) = (self.pending.newest(), self.pending.durable());
        let Some(member) = self.members.get_mut(&id) else { return };
        let says_nothing = bytes.as_ref() == EMPTY_UPDATE;
        let needs: Ticket = if says_nothing { durable } else { newest };
        let echo =
            if says_nothing { None } else { member.echo_of(|| Payload::new(bytes.clone(), walked.starts())) };
        member.owe(needs, Due::Saved(echo));
        member.release(durable);
    }

    /// A whole step2 covers what was missing before it.
    fn finish_step2(&mut self, id: MemberId, kind: WriteKind) {
        match kind {
            WriteKind::Update => return,
            WriteKind::Step2 => {}
        }
        let newest = self.pending.newest();
        let state_vector = self.document.state_vector();
        let Some(member) = self.members.get_mut(&id) else { return };
        member.caught_up = CaughtUp::Yes;
        member.asking = Asking::No;
        self.say_whole(id);
        let Some(member) = self.members.get_mut(&id) else { return };
        if member.withheld.is_empty() {
            member.asks = 0;
            return;
        }
        let clocks = state_vector::decode(&state_vector);
        let known = |client: u64| clocks.get(&client).copied().unwrap_or(0);
        for frame in std::mem::take(&mut member.withheld) {
            if frame.sections.iter().all(|section| known(section.client) >= section.end_clock) {
                member.cover(frame, newest);
            } else {
                member.withheld.push(frame);
            }
        }
        if member.withheld.is_empty() {
            member.asks = 0;
        } else {
            self.ask_for_step2(id);
        }
    }

    fn withhold(&mut self, id: MemberId, frame: &Frame<'_>) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if member.withheld.len() >= WITHHELD_FRAMES_MAX {
            return self.part(id, Parting::OutOfStep);
        }
        let echo = member.echo_of(|| Payload::new(frame.write.bytes.clone(), frame.walked.starts()));
        member.withhold(frame.order, frame.walked.sections().to_vec(), echo);
        self.ask_for_step2(id);
    }

    /// Asks a member for everything we lack; so often in a row and then it must come back and sync anew.
    fn ask_for_step2(&mut self, id: MemberId) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if member.asking == Asking::Yes {
            return;
        }
        member.asks += 1;
        if member.asks > MISSING_ASKS_MAX {
            return self.part(id, Parting::OutOfStep);
        }
        member.asking = Asking::Yes;
        self.ask(id);
    }

    fn refuse(&mut self, id: MemberId, refusal: &Refusal) -> Written {
        count("refused");
        let Some(member) = self.members.get_mut(&id) else { return Written::Judged };
        match refusal {
            Refusal::NotAllowed => member.refuse(Recovery::Rebuild),
            Refusal::Full => {
                // Asked for again with the next commit. Whether the store is in trouble is told by whoever waits for it.
                member.owes = Owes::Edits;
                member.refuse(Recovery::Again);
            }
            Refusal::Hostile => {
                member.refuse(Recovery::Rebuild);
                self.part(id, Parting::BadUpdate);
            }
        }
        Written::Judged
    }
}

fn count(outcome: &'static str) {
    ::metrics::counter!(metrics::UPDATES, "outcome" => outcome).increment(1);
}

/// An update without structs and deletions.
const EMPTY_UPDATE: &[u8] = &[0, 0];
