//! One member of a room: what it may do, what it waits for, what it is owed.
//!
//! Owns the order of a member's acknowledgements: they leave in the order its frames came. Pure.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::gate::update::Section;

use super::OUTBOX_BYTES_MAX;
use super::event::{Echo, Join};
use super::held::HeldBack;
use super::message::{Mark, MarkAnswer, Recovery};
use super::outbox::{Delivery, Outbox, Payload, Slot};
use super::pending_log::{Author, Ticket};
use super::presence::Frame;
use super::work::Purse;
use crate::auth::permission::Access;
use crate::ids::ParticipantId;

/// Something a member is told once a ticket is durable.
#[derive(Debug)]
pub(crate) enum Due {
    /// A step2 or update frame is durable.
    Saved(Option<Arc<Payload>>),
    /// A first state or diff that holds edits of its recipient which were not durable.
    Large(Delivery),
    /// A mark.
    Mark(PendingMark),
}

/// A mark whose turn has not come.
#[derive(Debug)]
pub(crate) struct PendingMark {
    id: u64,
    order: u64,
    refusal: Option<Recovery>,
}

/// A frame whose missing dependency was asked for; its acknowledgement waits until it is covered.
#[derive(Debug)]
pub(crate) struct Withheld {
    order: u64,
    pub(crate) sections: Vec<Section>,
    pub(crate) echo: Option<Arc<Payload>>,
}

/// Whether a member was asked for its step2 because something was missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Asking {
    /// Not asked.
    #[default]
    No,
    /// Asked, and the step2 has not come yet.
    Yes,
}

/// One member.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) participant: Option<ParticipantId>,
    pub(crate) access: Access,
    /// What its writes are charged to.
    pub(crate) purse: Purse,
    outbox: Arc<Outbox>,
    slot: Slot,
    echo: Echo,
    due: VecDeque<(Ticket, Due)>,
    pub(crate) withheld: Vec<Withheld>,
    pub(crate) asking: Asking,
    pub(crate) asks: u32,
    /// The strongest recovery of what was refused since the last mark.
    refusal: Option<Recovery>,
    /// Frames that were refused because the store was away; asked for again when it is back.
    pub(crate) owes: Owes,
    order: u64,
    /// Ids it has shown that are another's: what it has under them is compared with what the room has.
    pub(crate) disputed: BTreeSet<u64>,
    /// What waits until its new ids are durable.
    pub(crate) held: HeldBack,
    /// Which presence message comes next.
    frame: Frame,
    /// Questions for its step2 so far, and answers.
    asked: u32,
    answered: u32,
    /// The question whose answer must have come before a mark can be durable.
    check_due: Option<u32>,
    /// Whether its step2 has come: from then on the server has all edits made under its own client id.
    pub(crate) caught_up: CaughtUp,
    /// The newest state vector that arrived while an earlier answer still waited to be written.
    pub(crate) deferred: Option<Bytes>,
}

/// Whether a member has edits the server refused only for the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Owes {
    /// No.
    #[default]
    Nothing,
    /// Yes.
    Edits,
}

/// Whether the server has seen everything a member had when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CaughtUp {
    /// Not yet.
    #[default]
    No,
    /// Its step2 was taken.
    Yes,
}

impl Member {
    pub(crate) fn new(join: Join, purse: Purse) -> Self {
        Self {
            participant: join.participant,
            access: join.access,
            purse,
            outbox: join.outbox,
            slot: join.slot,
            echo: join.echo,
            due: VecDeque::new(),
            withheld: Vec::new(),
            asking: Asking::No,
            asks: 0,
            refusal: None,
            owes: Owes::Nothing,
            order: 0,
            disputed: BTreeSet::new(),
            held: HeldBack::default(),
            frame: Frame::First,
            asked: 0,
            answered: 0,
            check_due: None,
            caught_up: CaughtUp::No,
            deferred: None,
        }
    }

    pub(crate) fn author(&self) -> Author {
        Author::of(self.participant.as_ref())
    }

    pub(crate) fn has_caught_up(&self) -> bool {
        self.caught_up == CaughtUp::Yes
    }

    pub(crate) fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The connection is gone: nothing that is said from here on reaches anybody.
    pub(crate) fn hang_up(&mut self) {
        self.outbox.forget(self.slot);
        self.outbox = Outbox::new(OUTBOX_BYTES_MAX);
    }

    pub(crate) fn slot(&self) -> Slot {
        self.slot
    }

    pub(crate) fn push(&self, delivery: Delivery) {
        self.outbox.push(self.slot, delivery);
    }

    /// Which presence message this is.
    pub(crate) fn next_frame(&mut self) -> Frame {
        std::mem::replace(&mut self.frame, Frame::Later)
    }

    /// Asks for its step2. Clients answer each question, in order.
    pub(crate) fn ask(&mut self, state_vector: Bytes) {
        self.asked += 1;
        self.push(Delivery::Step1(state_vector));
    }

    /// The answer to the newest question must have come before a mark can be durable.
    pub(crate) fn check(&mut self) {
        self.check_due = Some(self.asked);
    }

    /// A step2 has come.
    pub(crate) fn answered(&mut self) {
        self.answered += 1;
        if self.check_due.is_some_and(|due| self.answered >= due) {
            self.check_due = None;
        }
    }

    /// What comes back to the member when its frame is durable.
    pub(crate) fn echo_of(&self, payload: impl FnOnce() -> Arc<Payload>) -> Option<Arc<Payload>> {
        match self.echo {
            Echo::WhenDurable => Some(payload()),
            Echo::Never => None,
        }
    }

    /// Counts a frame, so that marks know what was before them.
    pub(crate) fn count_frame(&mut self) -> u64 {
        self.order += 1;
        self.order
    }

    pub(crate) fn owe(&mut self, needs: Ticket, due: Due) {
        self.due.push_back((needs, due));
    }

    pub(crate) fn due_count(&self) -> usize {
        self.due.len()
    }

    /// Whether a first state or diff waits for a commit or for the socket.
    pub(crate) fn waits_for_large(&self) -> bool {
        self.due.iter().any(|(_, due)| matches!(due, Due::Large(_))) || self.outbox.holds_large(self.slot)
    }

    pub(crate) fn withhold(&mut self, order: u64, sections: Vec<Section>, echo: Option<Arc<Payload>>) {
        self.withheld.push(Withheld { order, sections, echo });
    }

    /// What was missing for a frame has come, and all of it is durable with `needs`. Marks that came after the frame
    /// wait for that too: they were owed what was applied when they came, and the frame was not.
    pub(crate) fn cover(&mut self, frame: Withheld, needs: Ticket) {
        for (ticket, due) in &mut self.due {
            if matches!(due, Due::Mark(mark) if mark.order > frame.order) {
                *ticket = needs.max(*ticket);
            }
        }
        self.owe(needs, Due::Saved(frame.echo));
    }

    pub(crate) fn refuse(&mut self, recovery: Recovery) {
        self.refusal = self.refusal.max(Some(recovery));
        self.push(Delivery::Refused);
    }

    pub(crate) fn mark(&mut self, id: u64, needs: Ticket) {
        let order = self.count_frame();
        let unchecked = self.check_due.map(|_| Recovery::Again);
        let refusal = self.refusal.take().max(unchecked);
        self.owe(needs, Due::Mark(PendingMark { id, order, refusal }));
    }

    /// Sends everything that is due, in order, as far as it is durable.
    pub(crate) fn release(&mut self, durable: Ticket) {
        while let Some((needs, _)) = self.due.front() {
            if *needs > durable {
                return;
            }
            let Some((_, due)) = self.due.pop_front() else { return };
            match due {
                Due::Saved(echo) => {
                    if let Some(payload) = echo {
                        self.push(Delivery::Echo(payload));
                    }
                    self.push(Delivery::Saved);
                }
                Due::Large(delivery) => self.push(delivery),
                Due::Mark(mark) => {
                    let answer = self.answer(&mark);
                    self.push(Delivery::Mark(Mark { id: mark.id, answer }));
                }
            }
        }
    }

    fn answer(&self, mark: &PendingMark) -> MarkAnswer {
        if let Some(recovery) = mark.refusal {
            return MarkAnswer::Refused(recovery);
        }
        if self.withheld.iter().any(|frame| frame.order < mark.order) {
            return MarkAnswer::Refused(Recovery::Again);
        }
        MarkAnswer::Durable
    }
}
