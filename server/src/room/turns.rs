//! When what waits goes on: with the commit that it waits for, or when a dear update has its turn (ROOM-93, ROOM-94).
//!
//! A dear update is taken when the mailbox is empty and the one before it is paid for, so that of all that waits in the room it
//! holds up nothing. What waits is in `held.rs`.

use pairway_crdt::gate::awareness::Entry;
use tokio::time::Instant;

use super::DEAR_UPDATE_WAIT_MAX;
use super::actor::{Actor, Flow};
use super::event::{MemberId, Sent};
use super::held::{Showing, Until, Waited};
use super::message::Parting;
use super::state::Room;

impl Room {
    /// Keeps what is sent behind something that waits; gives back anything else.
    pub(crate) fn keep_in_turn(&mut self, id: MemberId, sent: Sent) -> Option<Sent> {
        if !self.members.get(&id).is_some_and(|member| member.held.is_waited_for()) {
            return Some(sent);
        }
        if let Sent::Leave = sent {
            self.hang_up(id);
        }
        if self.members.get_mut(&id)?.held.keep_behind(sent).is_err() {
            self.part(id, Parting::OutOfStep);
        }
        None
    }

    /// Keeps something until its time has come, before all that its member has sent since.
    pub(crate) fn hold(&mut self, id: MemberId, sent: Sent, until: Until) {
        if let Some(member) = self.members.get_mut(&id) {
            member.held.hold(sent, until);
        }
    }

    /// Of whom something waits.
    pub(crate) fn holding(&self) -> Vec<MemberId> {
        self.members_where(|member| member.held.is_waited_for()).collect()
    }

    /// The next of what a member has sent, if it need not wait any more.
    pub(crate) fn next_free(&mut self, id: MemberId) -> Option<(Sent, Waited)> {
        let durable = self.writers.durable();
        self.members.get_mut(&id)?.held.next_free(durable)
    }

    /// From when on the next dear update may be applied, and from when on it goes before everything else.
    pub(crate) fn dear_due(&self) -> Option<(Instant, Instant)> {
        let oldest = self.members.values().filter_map(|member| member.held.waits_for_turn()).min()?;
        let from = self.dear_from.max(oldest);
        Some((from, from + DEAR_UPDATE_WAIT_MAX))
    }

    /// The dear update whose turn it is: of whoever has made the least work, as far as they have paid.
    pub(crate) fn next_dear(&mut self) -> Option<(MemberId, Sent)> {
        let waiting = self.members.iter_mut().filter(|(_, member)| member.held.waits_for_turn().is_some());
        let (id, member) =
            waiting.max_by(|(_, one), (_, other)| one.purse.left().total_cmp(&other.purse.left()))?;
        member.held.next_dear().map(|sent| (*id, sent))
    }

    /// Shows all presence that need not wait any more.
    pub(crate) fn show_free(&mut self) {
        let durable = self.writers.durable();
        let mut free = Vec::new();
        for (id, member) in &mut self.members {
            free.extend(member.held.take_shown(durable).into_iter().map(|shown| (*id, shown)));
        }
        for (id, (client, Showing { clock, state, .. })) in free {
            self.hear_again(id, &Entry { client, clock, state: Some(&state) });
        }
    }

    /// The connection of a member is gone; what it has sent is still taken, since it was received.
    fn hang_up(&mut self, id: MemberId) {
        let now_ms = self.now_ms();
        self.presence.leave(id, now_ms);
        if let Some(member) = self.members.get_mut(&id) {
            member.held.hide();
            member.hang_up();
        }
    }
}

impl Actor {
    /// Goes on with what waited for a commit that is durable now.
    pub(super) async fn resume(&mut self) -> Flow {
        let durable = self.room.writers.durable();
        if durable == self.resumed {
            return Flow::Continue;
        }
        self.resumed = durable;
        self.room.show_free();
        for id in self.room.holding() {
            if self.take_free(id).await == Flow::End {
                return Flow::End;
            }
        }
        Flow::Continue
    }

    /// Applies the dear update whose turn it is, and what its member has sent behind it.
    pub(super) async fn take_dear(&mut self) -> Flow {
        let Some((id, sent)) = self.room.next_dear() else { return Flow::Continue };
        match self.take_sent(id, sent, Waited::ForItsTurn).await {
            Flow::Continue => self.take_free(id).await,
            Flow::End => Flow::End,
        }
    }

    /// Applies all dear updates that wait.
    pub(super) async fn take_all_dear(&mut self) -> Flow {
        while let Some((id, sent)) = self.room.next_dear() {
            if self.take_sent(id, sent, Waited::ForItsTurn).await == Flow::End
                || self.take_free(id).await == Flow::End
            {
                return Flow::End;
            }
        }
        Flow::Continue
    }

    async fn take_free(&mut self, id: MemberId) -> Flow {
        while let Some((sent, waited)) = self.room.next_free(id) {
            if self.take_sent(id, sent, waited).await == Flow::End {
                return Flow::End;
            }
        }
        Flow::Continue
    }
}
