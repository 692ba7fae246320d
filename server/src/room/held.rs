//! What of a member waits: until it is durable whose the ids in it are, since nobody is told of an id before (ROOM-93), and a
//! dear update until it is its turn, which comes after everybody's cheap ones (ROOM-94).
//!
//! Only that member waits, and what they send behind it keeps its order. Presence under new ids waits by itself, so that
//! nothing waits for it. Owns no rule of whose an id is (`claims.rs`, `writers/`) and none of what is dear (`work.rs`); when
//! something goes on is in `turns.rs`. Pure.

use std::collections::{BTreeMap, VecDeque};

use pairway_crdt::gate::awareness::Entry;
use tokio::time::Instant;

use super::event::Sent;
use super::writers::Reservation;
use super::{HELD_EVENTS_MAX, PRESENCE_IDS_PER_MEMBER_MAX};

/// What something that was sent has waited for already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Waited {
    /// Nothing of its own.
    No,
    /// That it is durable whose the ids in it are.
    ForIds,
    /// Its turn among dear updates, which is later.
    ForItsTurn,
}

/// What it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// What its member sent before has been taken.
    Before,
    /// So many reservations are durable.
    Durable(Reservation),
    /// It is its turn among dear updates; since when it waits.
    ItsTurn(Instant),
}

/// Something that waits.
#[derive(Debug)]
struct Waiting {
    sent: Sent,
    until: Until,
}

/// The newest presence under an id that waits.
#[derive(Debug)]
pub(crate) struct Showing {
    pub(crate) clock: u32,
    pub(crate) state: String,
    until: Reservation,
}

/// More waits of one member than may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch;

/// What of one member waits.
#[derive(Debug, Default)]
pub(crate) struct HeldBack {
    sent: VecDeque<Waiting>,
    shown: BTreeMap<u64, Showing>,
}

impl HeldBack {
    /// Keeps presence under a new id; of each id the newest.
    pub(crate) fn keep_shown(&mut self, entry: &Entry<'_>, until: Reservation) {
        let Some(state) = entry.state else { return };
        let is_newer = match self.shown.get(&entry.client) {
            Some(known) => entry.clock > known.clock,
            None => self.shown.len() < PRESENCE_IDS_PER_MEMBER_MAX,
        };
        if is_newer {
            let showing = Showing { clock: entry.clock, state: state.to_owned(), until };
            self.shown.insert(entry.client, showing);
        }
    }

    /// Presence that its own client has taken back need not be shown.
    pub(crate) fn forget_shown(&mut self, entry: &Entry<'_>) {
        if entry.state.is_none()
            && self.shown.get(&entry.client).is_some_and(|kept| entry.clock >= kept.clock)
        {
            self.shown.remove(&entry.client);
        }
    }

    /// Whether something that was sent waits; presence is not counted.
    pub(crate) fn is_waited_for(&self) -> bool {
        !self.sent.is_empty()
    }

    /// Since when a dear update waits for its turn.
    pub(crate) fn waits_for_turn(&self) -> Option<Instant> {
        match self.sent.front()?.until {
            Until::ItsTurn(since) => Some(since),
            Until::Before | Until::Durable(_) => None,
        }
    }

    /// Keeps something behind what waits.
    ///
    /// # Errors
    /// When too much waits.
    pub(crate) fn keep_behind(&mut self, sent: Sent) -> Result<(), TooMuch> {
        if self.sent.len() >= HELD_EVENTS_MAX {
            return Err(TooMuch);
        }
        self.sent.push_back(Waiting { sent, until: Until::Before });
        Ok(())
    }

    /// Keeps something until its time has come, before all that was sent since.
    pub(crate) fn hold(&mut self, sent: Sent, until: Until) {
        self.sent.push_front(Waiting { sent, until });
    }

    /// The next of what was sent, if it need not wait any more.
    pub(crate) fn next_free(&mut self, durable: Reservation) -> Option<(Sent, Waited)> {
        let waited = match self.sent.front()?.until {
            Until::Before => Waited::No,
            Until::Durable(until) if until <= durable => Waited::ForIds,
            Until::Durable(_) | Until::ItsTurn(_) => return None,
        };
        self.sent.pop_front().map(|next| (next.sent, waited))
    }

    /// The dear update that waits for its turn.
    pub(crate) fn next_dear(&mut self) -> Option<Sent> {
        self.waits_for_turn()?;
        self.sent.pop_front().map(|next| next.sent)
    }

    /// Nobody is there any more who could be shown.
    pub(crate) fn hide(&mut self) {
        self.shown.clear();
    }

    /// The presence that need not wait any more.
    pub(crate) fn take_shown(&mut self, durable: Reservation) -> Vec<(u64, Showing)> {
        let all = std::mem::take(&mut self.shown).into_iter();
        let (free, waiting): (Vec<_>, Vec<_>) = all.partition(|(_, showing)| showing.until <= durable);
        self.shown = waiting.into_iter().collect();
        free
    }
}
