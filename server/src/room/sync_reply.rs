//! What a member gets of the document: the first state, a diff when it comes back, one fresh diff after its outbox was
//! full (decisions D6 and D7).
//!
//! Architecture invariant: a diff that could hold edits of its recipient which are not durable waits for their commit,
//! because stock clients show "saved" when their own edit comes back.

use bytes::Bytes;
use tokio::time::Instant;

use super::event::MemberId;
use super::members::Due;
use super::message::Parting;
use super::outbox::{Delivery, Payload};
use super::state::{Measured, Room};
use super::state_vector;
use crate::metrics;

/// The state vector of a client that has nothing.
const NOTHING: &[u8] = &[0];

impl Room {
    /// Answers a client's state vector: what it lacks, then our own state vector, then who is here.
    ///
    /// While an earlier answer still waits to be written only the newest question is kept: a client that asks without
    /// reading costs one answer.
    pub(crate) fn step1(&mut self, id: MemberId, state_vector: Bytes) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if member.waits_for_large() {
            member.deferred = Some(state_vector);
            return;
        }
        if state_vector.as_ref() == NOTHING {
            let state = self.cache.get(|| self.document.encode());
            self.send_large(id, Delivery::State(state));
        } else {
            let Ok(diff) = self.document.diff(&state_vector) else {
                return self.part(id, Parting::BadUpdate);
            };
            self.send_large(id, Delivery::State(Payload::new(diff.into(), Vec::new())));
        }
        let ours = Bytes::from(self.document.state_vector());
        if let Some(member) = self.members.get(&id) {
            member.push(Delivery::Step1(ours));
        }
        self.show_presence(id);
    }

    /// The socket of a member has written everything: what was dropped follows as one diff, and a deferred question is
    /// answered.
    pub(crate) fn drained(&mut self, id: MemberId) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if let Some(lag) = member.outbox().take_lag(member.slot()) {
            ::metrics::counter!(metrics::OUTBOXES_FULL).increment(1);
            let has = state_vector::lower(&self.document.state_vector(), &lag.missing);
            match self.document.diff(&has) {
                Ok(diff) => self.send_large(id, Delivery::Diff(Payload::new(diff.into(), Vec::new()))),
                Err(error) => {
                    tracing::error!(%error, "our own state vector was refused");
                    return self.part(id, Parting::OutOfStep);
                }
            }
            if lag.presence {
                self.show_presence(id);
            }
        }
        let Some(member) = self.members.get_mut(&id) else { return };
        if !member.waits_for_large()
            && let Some(state_vector) = member.deferred.take()
        {
            self.step1(id, state_vector);
        }
    }

    /// Sends a state or diff once no edit of its recipient in it is undurable.
    fn send_large(&mut self, id: MemberId, delivery: Delivery) {
        let durable = self.pending.durable();
        let Some(member) = self.members.get_mut(&id) else { return };
        let needs = self.pending.undurable_by(&member.author()).unwrap_or(durable);
        member.owe(needs, Due::Large(delivery));
        member.release(durable);
    }

    /// The whole document exactly as it is now, encoded at most once a change.
    pub(crate) fn full_state(&mut self) -> Bytes {
        let state = self.cache.get(|| self.document.encode());
        let bytes = state.bytes().len();
        self.document.measured(bytes);
        self.size.measured = Some(Measured { bytes, at: Instant::now() });
        state.bytes().clone()
    }
}
