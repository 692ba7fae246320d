//! What waits to be written to one connection, bounded (decision D7).
//!
//! A room pushes and never waits; the socket takes. When update frames and presence pass [`super::OUTBOX_BYTES_MAX`] what is queued
//! of that document is dropped *as a whole*; the outbox remembers from where on, and once the socket has drained the room
//! sends one fresh diff instead. A first state goes around the bound. Knows neither the room's rules nor a wire: a
//! payload only keeps a place where the socket leaves its encoded frame for the other members.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;

use super::OUTBOX_SMALL_MAX;
use super::message::{Mark, Notice, Parting, RightsChange};
use super::state_vector::Clocks;
use crate::auth::permission::DocumentName;
use crate::budget::Held;

/// Which document of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

/// Bytes that many members get; the first socket of a framing encodes the frame, the others share it.
#[derive(Debug, Default)]
pub struct Payload {
    bytes: Bytes,
    starts: Vec<(u64, u32)>,
    frames: [OnceLock<Bytes>; 2],
    /// Of a state or diff: at most how many bytes the answer of somebody who only reads has.
    answer_bytes: usize,
}

/// Whose frame of a payload is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// y-websocket: no address.
    Bare,
    /// Hocuspocus: the plain document name as address.
    Addressed,
}

/// The bytes of a state or diff, and their share of the memory for those.
#[derive(Debug)]
pub(crate) struct HeldState {
    pub(crate) bytes: Vec<u8>,
    /// At most how many bytes the answer of somebody who only reads has.
    pub(crate) answer_bytes: usize,
    /// Nothing is counted for small ones.
    pub(crate) _held: Option<Held<DocumentName>>,
}

/// What sockets hold of a state: it lives as long as the last of them.
struct SharedState(Arc<HeldState>);

impl AsRef<[u8]> for SharedState {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl Payload {
    pub(crate) fn new(bytes: Bytes, starts: Vec<(u64, u32)>) -> Arc<Self> {
        Arc::new(Self { bytes, starts, ..Self::default() })
    }

    /// A state or diff, which keeps its share of the memory for those until the last of its bytes was written.
    pub(crate) fn large(state: &Arc<HeldState>) -> Arc<Self> {
        let bytes = Bytes::from_owner(SharedState(Arc::clone(state)));
        Arc::new(Self { bytes, answer_bytes: state.answer_bytes, ..Self::default() })
    }

    /// The update or presence entries themselves.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The frame of this framing, encoded once for all members.
    pub fn frame(&self, framing: Framing, encode: impl FnOnce(&[u8]) -> Vec<u8>) -> Bytes {
        let place = match framing {
            Framing::Bare => &self.frames[0],
            Framing::Addressed => &self.frames[1],
        };
        place.get_or_init(|| Bytes::from(encode(&self.bytes))).clone()
    }
}

/// One message for a connection, before it has a wire's form.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// The room's state vector: "send me what I lack".
    Step1(Bytes),
    /// The answer to the client's state vector. Not counted.
    State(Arc<Payload>),
    /// One fresh diff instead of what was dropped. Not counted.
    Diff(Arc<Payload>),
    /// Somebody else's edit.
    Update(Arc<Payload>),
    /// The connection's own edit, now durable.
    Echo(Arc<Payload>),
    /// Presence entries.
    Presence(Arc<Payload>),
    /// "Send me the presence you know."
    AskPresence,
    /// A step2 or update frame of the connection is durable.
    Saved,
    /// A step2 or update frame of the connection was refused.
    Refused,
    /// A durability mark is answered.
    Mark(Mark),
    /// Something to tell people.
    Notice(Notice),
    /// Bytes the socket itself wants written, in order with the rest.
    Raw(Bytes),
}

impl Delivery {
    fn counted_bytes(&self) -> usize {
        match self {
            Self::Update(payload) | Self::Echo(payload) | Self::Presence(payload) => payload.bytes.len() + 16,
            Self::Step1(_)
            | Self::State(_)
            | Self::Diff(_)
            | Self::AskPresence
            | Self::Saved
            | Self::Refused
            | Self::Mark(_)
            | Self::Notice(_)
            | Self::Raw(_) => 0,
        }
    }

    fn payload_bytes(&self) -> usize {
        match self {
            Self::State(payload) | Self::Diff(payload) => payload.bytes.len(),
            Self::Update(_) | Self::Echo(_) | Self::Presence(_) => self.counted_bytes(),
            Self::Step1(bytes) | Self::Raw(bytes) => bytes.len(),
            Self::AskPresence | Self::Saved | Self::Refused | Self::Mark(_) | Self::Notice(_) => 16,
        }
    }

    /// What a client sends that has taken a state in and only reads: the deletions in it, again. `None` where nothing is
    /// answered.
    pub(crate) fn answer_bytes(&self) -> Option<usize> {
        match self {
            Self::State(payload) | Self::Diff(payload) => Some(payload.answer_bytes),
            Self::Step1(_)
            | Self::Update(_)
            | Self::Echo(_)
            | Self::Presence(_)
            | Self::AskPresence
            | Self::Saved
            | Self::Refused
            | Self::Mark(_)
            | Self::Notice(_)
            | Self::Raw(_) => None,
        }
    }

    fn is_large(&self) -> bool {
        matches!(self, Self::State(_) | Self::Diff(_))
    }
}

/// What the room has to say to the socket itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// Ask the gatekeeper again for this document.
    RefreshAccess(RightsChange),
    /// Tell the room that the outbox has run empty.
    Drained,
    /// The room has sent this document's member away.
    Parted(Parting),
}

/// What was dropped for one document since its outbox was full.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Lag {
    /// The first clock per client that the connection was not sent.
    pub(crate) missing: Clocks,
    /// Whether presence was dropped.
    pub(crate) presence: bool,
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<(Slot, Delivery)>,
    queued_bytes: usize,
    queued_small: usize,
    lags: HashMap<Slot, Lag>,
    asked: bool,
    controls: VecDeque<(Slot, Control)>,
}

/// The bounded queue before one connection. See the file's head for what happens when it is full.
#[derive(Debug)]
pub struct Outbox {
    state: Mutex<State>,
    bytes_max: usize,
    filled: Notify,
    told: Notify,
}

impl Outbox {
    /// An empty outbox of at most `bytes_max` bytes of update frames and presence.
    #[must_use]
    pub fn new(bytes_max: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), bytes_max, filled: Notify::new(), told: Notify::new() })
    }

    /// Queues a delivery; never waits.
    pub fn push(&self, slot: Slot, delivery: Delivery) {
        let mut state = self.lock();
        let bytes = delivery.counted_bytes();
        if bytes > 0 {
            if !state.lags.contains_key(&slot) && state.queued_bytes + bytes > self.bytes_max {
                state.drop_counted(slot);
            }
            if let Some(lag) = state.lags.get_mut(&slot) {
                lag.remember(&delivery);
                drop(state);
                self.filled.notify_one();
                return;
            }
        } else if !delivery.is_large() {
            state.queued_small += 1;
            if state.queued_small > OUTBOX_SMALL_MAX {
                // It has not read thousands of answers: whatever else is said would only pile up too.
                state.queued_small -= 1;
                drop(state);
                return self.tell(slot, Control::Parted(Parting::OutOfStep));
            }
        }
        state.queued_bytes += bytes;
        state.queue.push_back((slot, delivery));
        drop(state);
        self.filled.notify_one();
    }

    /// Tells the socket something; the same thing waiting for the same document is told once.
    pub fn tell(&self, slot: Slot, control: Control) {
        let mut state = self.lock();
        if !state.controls.contains(&(slot, control.clone())) {
            state.controls.push_back((slot, control));
        }
        drop(state);
        self.told.notify_one();
    }

    /// Forgets everything queued for a document that left the connection.
    pub fn forget(&self, slot: Slot) {
        let mut state = self.lock();
        state.retain(|of, delivery| of != slot || matches!(delivery, Delivery::Raw(_)));
        state.lags.remove(&slot);
        state.controls.retain(|(of, _)| *of != slot);
    }

    /// Takes what is queued, at most about `bytes_max` of it, into `taken`. Waits until there is something.
    ///
    /// When nothing is left and documents lag, the room is asked for their diffs (through [`Control::Drained`]).
    pub async fn take(&self, bytes_max: usize, taken: &mut Vec<(Slot, Delivery)>) {
        loop {
            let filled = self.filled.notified();
            if self.try_take(bytes_max, taken) {
                return;
            }
            filled.await;
        }
    }

    /// Takes what is queued without waiting; whether there was anything.
    pub fn try_take(&self, bytes_max: usize, taken: &mut Vec<(Slot, Delivery)>) -> bool {
        let mut state = self.lock();
        let mut bytes = 0;
        while bytes < bytes_max {
            let Some((slot, delivery)) = state.queue.pop_front() else { break };
            bytes += delivery.payload_bytes() + 1;
            state.uncount(&delivery);
            if delivery.is_large() && !state.controls.contains(&(slot, Control::Drained)) {
                // The room may be keeping a question back until this answer is on its way.
                state.controls.push_back((slot, Control::Drained));
                self.told.notify_one();
            }
            taken.push((slot, delivery));
        }
        if taken.is_empty() && !state.asked && !state.lags.is_empty() {
            // Asked once per time of lagging: the room takes the lag when it answers.
            state.asked = true;
            let slots: Vec<Slot> = state.lags.keys().copied().collect();
            state.controls.extend(slots.into_iter().map(|slot| (slot, Control::Drained)));
            self.told.notify_one();
        }
        !taken.is_empty()
    }

    /// The next thing the room has to say to the socket itself.
    pub async fn told(&self) -> (Slot, Control) {
        loop {
            let told = self.told.notified();
            if let Some(next) = self.lock().controls.pop_front() {
                return next;
            }
            told.await;
        }
    }

    /// What was dropped for a document; from now on it is queued for again. `None` also while the outbox is still more
    /// than half full: the writer will ask again.
    pub(crate) fn take_lag(&self, slot: Slot) -> Option<Lag> {
        let mut state = self.lock();
        state.asked = false;
        if state.queued_bytes * 2 > self.bytes_max {
            return None;
        }
        let lag = state.lags.remove(&slot);
        drop(state);
        // Another document may still lag: the writer looks again.
        self.filled.notify_one();
        lag
    }

    /// Whether a first state or diff of this document is still waiting to be written.
    pub(crate) fn holds_large(&self, slot: Slot) -> bool {
        self.lock().queue.iter().any(|(of, delivery)| *of == slot && delivery.is_large())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs under the lock, so what a poisoned lock protects is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Drops the counted deliveries of one document as a whole and begins to remember what is missing.
    fn drop_counted(&mut self, slot: Slot) {
        let mut lag = Lag::default();
        self.retain(|of, delivery| {
            let goes = of == slot && delivery.counted_bytes() > 0;
            if goes {
                lag.remember(delivery);
            }
            !goes
        });
        self.lags.insert(slot, lag);
        self.asked = false;
    }

    fn retain(&mut self, mut keep: impl FnMut(Slot, &Delivery) -> bool) {
        let queue = std::mem::take(&mut self.queue);
        for (slot, delivery) in queue {
            if keep(slot, &delivery) {
                self.queue.push_back((slot, delivery));
            } else {
                self.uncount(&delivery);
            }
        }
    }

    fn uncount(&mut self, delivery: &Delivery) {
        let bytes = delivery.counted_bytes();
        self.queued_bytes -= bytes;
        if bytes == 0 && !delivery.is_large() {
            self.queued_small -= 1;
        }
    }
}

impl Lag {
    fn remember(&mut self, delivery: &Delivery) {
        match delivery {
            Delivery::Update(payload) | Delivery::Echo(payload) => {
                for (client, first) in &payload.starts {
                    let known = self.missing.entry(*client).or_insert(*first);
                    *known = (*known).min(*first);
                }
            }
            Delivery::Presence(_) => self.presence = true,
            Delivery::Step1(_)
            | Delivery::State(_)
            | Delivery::Diff(_)
            | Delivery::AskPresence
            | Delivery::Saved
            | Delivery::Refused
            | Delivery::Mark(_)
            | Delivery::Notice(_)
            | Delivery::Raw(_) => {}
        }
    }
}
