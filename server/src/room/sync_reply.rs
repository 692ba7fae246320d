//! What a member gets of the document: the first state, a diff when it comes back, one fresh diff after its outbox was
//! full (decisions D6 and D7).
//!
//! Architecture invariant: a diff that could hold edits of its recipient which are not durable waits for their commit,
//! because stock clients show "saved" when their own edit comes back.

use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use super::cache::FirstState;
use super::event::MemberId;
use super::members::Due;
use super::message::Parting;
use super::outbox::{Delivery, Payload};
use super::state::{Measured, Room};
use super::state_vector;
use crate::metrics;

/// What became of sending the whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Sent,
    /// There is no memory for it until somebody has read.
    NoRoom,
}

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
        let own = if state_vector.as_ref() == NOTHING {
            None
        } else {
            // A tombstone in the place of somebody's words would delete them on their own device, before they are compared.
            let spared: Vec<_> = self.doubtful(id).into_iter().collect();
            let Ok(diff) = self.document.diff_sparing(&state_vector, &spared) else {
                return self.part(id, Parting::BadUpdate);
            };
            let own = self.cache.own(diff);
            if own.is_none() && !spared.is_empty() {
                // All would not spare them.
                return self.defer(id, state_vector);
            }
            own
        };
        // Without memory for what this client lacks it is sent all, which others are sent too.
        match own {
            Some(diff) => self.send_large(id, Delivery::State(diff)),
            None => match self.send_whole(id, Delivery::State) {
                Whole::Sent => {}
                Whole::NoRoom => return self.defer(id, state_vector),
            },
        }
        self.ask(id);
        self.show_presence(id);
    }

    /// The socket of a member has written everything: what was dropped follows as one diff, and a deferred question is
    /// answered.
    pub(crate) fn drained(&mut self, id: MemberId) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if let Some(lag) = member.outbox().take_lag(member.slot()) {
            ::metrics::counter!(metrics::OUTBOXES_FULL).increment(1);
            let has = state_vector::lower(&self.document.state_vector(), &lag.missing);
            let spared: Vec<_> = self.doubtful(id).into_iter().collect();
            match self.document.diff_sparing(&has, &spared).map(|diff| self.cache.own(diff)) {
                Ok(Some(diff)) => self.send_large(id, Delivery::Diff(diff)),
                Ok(None) if !spared.is_empty() => self.defer(id, has.into()),
                // No memory for it: all, which others are sent too, or what it lacks when there is memory again.
                Ok(None) => match self.send_whole(id, Delivery::Diff) {
                    Whole::Sent => {}
                    Whole::NoRoom => self.defer(id, has.into()),
                },
                Err(error) => {
                    tracing::error!(%error, "our own state vector was refused");
                    return self.part(id, Parting::OutOfStep);
                }
            }
            if lag.presence {
                self.show_presence(id);
            }
        }
        self.answer_deferred(id);
    }

    /// Answers the questions that waited for memory.
    pub(crate) fn answer_all_deferred(&mut self) {
        let waiting: Vec<MemberId> = self.members_where(|member| member.deferred.is_some()).collect();
        for id in waiting {
            self.answer_deferred(id);
        }
    }

    fn answer_deferred(&mut self, id: MemberId) {
        let Some(member) = self.members.get_mut(&id) else { return };
        if !member.waits_for_large()
            && let Some(state_vector) = member.deferred.take()
        {
            self.step1(id, state_vector);
        }
    }

    /// Sends the whole document, shared with others who are sent it.
    fn send_whole(&mut self, id: MemberId, first: fn(Arc<Payload>) -> Delivery) -> Whole {
        match self.cache.first(&self.document) {
            FirstState::Present(state) => self.send_large(id, first(state)),
            FirstState::Earlier(state, since) => {
                self.send_large(id, first(state));
                self.send_large(id, Delivery::Diff(since));
            }
            FirstState::NoRoom => return Whole::NoRoom,
        }
        Whole::Sent
    }

    fn defer(&mut self, id: MemberId, state_vector: Bytes) {
        if let Some(member) = self.members.get_mut(&id) {
            member.deferred = Some(state_vector);
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
        let state = self.cache.exact(&self.document);
        let bytes = state.len();
        self.document.measured(bytes);
        self.size.measured = Some(Measured { bytes, at: Instant::now() });
        state
    }
}
