//! Who is where in one room: whose client id is whose, and one merged frame a tick (decision D8).
//!
//! Owns the rules of speaking for a client id. Echoes (a clock that is known) are dropped before anything else, so an echo
//! never binds an id to the echoing connection and never removes somebody else. Pure: time is passed in.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use pairway_crdt::gate::awareness::Entry;
use pairway_crdt::presence::{Outcome, Presence};
use serde::Deserialize;

use super::event::MemberId;
use super::{PRESENCE_ASK, PRESENCE_ASK_STATES, PRESENCE_IDS_PER_MEMBER_MAX, PRESENCE_OWNERS_MAX};
use crate::ids::ParticipantId;

/// Who speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speaker<'a> {
    pub(crate) member: MemberId,
    pub(crate) participant: Option<&'a ParticipantId>,
}

/// Which of a member's presence messages an entry is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// The first one, with one entry: of its own client, so that it is no echo unless it says exactly what is known.
    First,
    /// A later one: what is not newer is an echo.
    Later,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// News; it goes out with the next tick.
    News,
    /// An echo, somebody else's id, or too many.
    Dropped,
    /// It names another participant than the connection's own.
    Identity,
}

#[derive(Debug)]
struct Owner {
    member: MemberId,
    participant: Option<ParticipantId>,
    life: Life,
    /// Questions whether it is still here since it last renewed.
    questions: u32,
}

/// What a member is asked whose client did not renew its presence for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// Its own removal, which y-protocols answers by renewing.
    Renew(Bytes),
    /// "Send the states you know": providers that keep the answer to the first question to themselves answer this one.
    States,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Life {
    Connected,
    Gone,
}

/// The presence of one room.
#[derive(Debug, Default)]
pub(crate) struct Board {
    presence: Presence,
    owners: HashMap<u64, Owner>,
    dirty: BTreeSet<u64>,
}

/// The one field the server reads of a state.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    participant: Option<serde_json::Value>,
}

impl Board {
    /// Judges one entry.
    pub(crate) fn judge(&self, speaker: Speaker<'_>, entry: &Entry<'_>) -> Heard {
        if !self.is_newer(entry) || !self.may_speak(speaker, entry) {
            Heard::Dropped
        } else if names_itself(speaker.participant, entry.state) {
            Heard::News
        } else {
            Heard::Identity
        }
    }

    /// Judges and takes one entry.
    pub(crate) fn hear(&mut self, speaker: Speaker<'_>, entry: &Entry<'_>, now_ms: u64) -> Heard {
        let is_removal = entry.state.is_none();
        match self.judge(speaker, entry) {
            Heard::News => {}
            other @ (Heard::Dropped | Heard::Identity) => return other,
        }
        match self.presence.update(entry, now_ms) {
            Outcome::Accepted => {}
            Outcome::Stale | Outcome::Full => return Heard::Dropped,
        }
        if !is_removal {
            self.own(speaker, entry.client);
        } else if let Some(owner) = self.owners.get_mut(&entry.client) {
            // It may show others instead: a client takes a new id now and then.
            owner.life = Life::Gone;
        }
        self.dirty.insert(entry.client);
        Heard::News
    }

    /// Whether an entry may only repeat what its sender was told.
    pub(crate) fn is_echo(&self, entry: &Entry<'_>, frame: Frame) -> bool {
        let Some(clock) = self.presence.clock(entry.client) else { return entry.state.is_none() };
        match frame {
            _ if entry.state.is_none() => true,
            Frame::First => entry.clock == clock && entry.state == self.presence.state(entry.client),
            Frame::Later => entry.clock <= clock,
        }
    }

    /// A member left: what it showed goes with the next tick.
    pub(crate) fn leave(&mut self, member: MemberId, now_ms: u64) {
        for (client, owner) in &mut self.owners {
            if owner.member == member {
                owner.life = Life::Gone;
                if self.presence.remove(*client, now_ms).is_some() {
                    self.dirty.insert(*client);
                }
            }
        }
    }

    /// An id that somebody showed whose it is not is free again for its owner, from the first clock on.
    pub(crate) fn release_from_others(&mut self, client: u64, owner: Option<&ParticipantId>) {
        if self.owners.get(&client).is_some_and(|shown| shown.participant.as_ref() != owner) {
            self.owners.remove(&client);
            self.presence.forget(client);
            self.dirty.remove(&client);
        }
    }

    /// The ids that a connected member shows.
    pub(crate) fn ids_of(&self, member: MemberId) -> impl Iterator<Item = u64> + '_ {
        let is_its = move |owner: &Owner| owner.member == member && owner.life == Life::Connected;
        self.owners.iter().filter(move |(_, owner)| is_its(owner)).map(|(client, _)| *client)
    }

    /// Forgets the clocks of those who left long ago. Who is connected is present, renewed or not.
    pub(crate) fn forget_departed(&mut self, now_ms: u64) {
        self.presence.forget_departed(now_ms);
    }

    /// What to ask of members whose clients did not renew for long. A page in the background cannot renew by a timer, but
    /// it answers, and so stays present for stock clients too, who forget whoever does not renew for 30 s.
    pub(crate) fn ask_silent(&mut self, now_ms: u64) -> Vec<(MemberId, Question)> {
        let mut asked = Vec::new();
        for (client, owner) in &mut self.owners {
            let Some(silent_ms) = self.presence.silent_ms(*client, now_ms) else { continue };
            if owner.life == Life::Gone || silent_ms < due_ms(owner.questions) {
                continue;
            }
            let question = if owner.questions.is_multiple_of(2) {
                self.presence.ask_to_renew(*client).map(|message| Question::Renew(message.into()))
            } else {
                Some(Question::States)
            };
            owner.questions += 1;
            asked.extend(question.map(|question| (owner.member, question)));
        }
        asked
    }

    /// Whether the next tick has something to say.
    pub(crate) fn is_dirty(&self) -> bool {
        !self.dirty.is_empty()
    }

    /// One merged message of all news, and whose they are when they are all of one member: that one is not told.
    pub(crate) fn flush(&mut self) -> Option<(Bytes, Option<MemberId>)> {
        let clients: Vec<u64> = std::mem::take(&mut self.dirty).into_iter().collect();
        let message = self.presence.encode(&clients)?;
        let mut owners = clients.iter().map(|client| self.owners.get(client).map(|owner| owner.member));
        let first = owners.next().flatten();
        let only = if owners.all(|owner| owner == first) { first } else { None };
        Some((Bytes::from(message), only))
    }

    /// Everybody present, for a newcomer.
    pub(crate) fn everybody(&self) -> Option<Bytes> {
        self.presence.encode_all().map(Bytes::from)
    }

    /// The connected member and participant a client id belongs to.
    pub(crate) fn owner(&self, client: u64) -> Option<(MemberId, Option<&ParticipantId>)> {
        let owner = self.owners.get(&client).filter(|owner| owner.life == Life::Connected)?;
        Some((owner.member, owner.participant.as_ref()))
    }

    /// Clocks are remembered after a client left, so that a late echo does not bring it back.
    fn is_newer(&self, entry: &Entry<'_>) -> bool {
        match self.presence.clock(entry.client) {
            None => entry.state.is_some(),
            Some(known) => {
                let removes = entry.state.is_none() && self.presence.contains(entry.client);
                entry.clock > known || (entry.clock == known && removes)
            }
        }
    }

    fn may_speak(&self, speaker: Speaker<'_>, entry: &Entry<'_>) -> bool {
        let held = || self.held_by(speaker.member);
        let Some(owner) = self.owners.get(&entry.client) else {
            return held() < PRESENCE_IDS_PER_MEMBER_MAX && self.owners_have_room();
        };
        if owner.member == speaker.member && owner.life == Life::Connected {
            return true;
        }
        if owner.participant.as_ref() != speaker.participant || entry.state.is_none() {
            return false;
        }
        match (owner.life, speaker.participant) {
            // The same client came back on a new connection.
            (Life::Gone, _) => held() < PRESENCE_IDS_PER_MEMBER_MAX,
            // A half-open socket: the newer connection of the same person takes over.
            (Life::Connected, Some(_)) => {
                speaker.member > owner.member && held() < PRESENCE_IDS_PER_MEMBER_MAX
            }
            // Nobody can tell anonymous connections apart: only one that shows nothing of its own yet takes over.
            (Life::Connected, None) => speaker.member > owner.member && held() == 0,
        }
    }

    fn own(&mut self, speaker: Speaker<'_>, client: u64) {
        if self.owners.len() >= PRESENCE_OWNERS_MAX {
            self.owners.retain(|_, owner| owner.life == Life::Connected);
        }
        let participant = speaker.participant.cloned();
        let owner = Owner { member: speaker.member, participant, life: Life::Connected, questions: 0 };
        self.owners.insert(client, owner);
    }

    fn owners_have_room(&self) -> bool {
        self.owners.len() < PRESENCE_OWNERS_MAX || self.owners.values().any(|owner| owner.life == Life::Gone)
    }

    fn held_by(&self, member: MemberId) -> usize {
        self.owners.values().filter(|owner| owner.member == member && owner.life == Life::Connected).count()
    }
}

/// How long a client is silent when it is asked for the time after `questions` questions: for its renewal, a little later
/// for all states, and so on for as long as it is silent.
fn due_ms(questions: u32) -> u64 {
    let round = PRESENCE_ASK * (questions / 2 + 1);
    let due = if questions.is_multiple_of(2) { round } else { round + PRESENCE_ASK_STATES };
    u64::try_from(due.as_millis()).unwrap_or(u64::MAX)
}

/// A state without a name speaks for its connection; one that names somebody must name its own participant. A state
/// that names twice is read differently by different readers, and so is refused.
fn names_itself(participant: Option<&ParticipantId>, state: Option<&str>) -> bool {
    let (Some(participant), Some(state)) = (participant, state) else { return true };
    match serde_json::from_str::<Named>(state) {
        Ok(Named { participant: None }) => true,
        Ok(Named { participant: Some(named) }) => named.as_str() == Some(participant.as_str()),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry<'a>(client: u64, clock: u32, state: Option<&'a str>) -> Entry<'a> {
        Entry { client, clock, state }
    }

    fn by(member: u64, participant: Option<&ParticipantId>) -> Speaker<'_> {
        Speaker { member: MemberId(member), participant }
    }

    #[test]
    fn room_50_an_echo_never_binds_an_id_and_never_removes_somebody_else() {
        for people in [(None, None), (Some(ParticipantId::random()), Some(ParticipantId::random()))] {
            let mut board = Board::default();
            let (one, two) = (people.0.as_ref(), people.1.as_ref());
            assert_eq!(board.hear(by(1, one), &entry(7, 3, Some("{}")), 0), Heard::News);
            assert_eq!(board.hear(by(2, two), &entry(7, 3, Some("{}")), 0), Heard::Dropped);
            assert_eq!(board.hear(by(2, two), &entry(7, 3, None), 0), Heard::Dropped);
            assert_eq!(board.hear(by(2, two), &entry(7, 4, None), 0), Heard::Dropped);
            board.leave(MemberId(2), 0);
            assert_eq!(board.owner(7).map(|(member, _)| member), Some(MemberId(1)));
            board.leave(MemberId(1), 0);
            assert_eq!(board.hear(by(3, two), &entry(7, 3, Some("{}")), 0), Heard::Dropped, "a late echo");
        }
    }

    #[test]
    fn room_50_a_newer_connection_of_the_same_person_takes_over_and_survives_the_older_one() {
        let me = ParticipantId::random();
        let mut board = Board::default();
        board.hear(by(1, Some(&me)), &entry(7, 3, Some("{}")), 0);
        assert_eq!(board.hear(by(2, Some(&me)), &entry(7, 4, Some("{}")), 0), Heard::News);
        assert_eq!(board.hear(by(1, Some(&me)), &entry(7, 5, None), 0), Heard::Dropped);
        board.leave(MemberId(1), 0);
        assert!(board.presence.contains(7));
    }

    #[test]
    fn room_54_two_tabs_of_one_person_are_two_and_an_echo_between_them_changes_nothing() {
        let me = ParticipantId::random();
        let mut board = Board::default();
        board.hear(by(1, Some(&me)), &entry(7, 3, Some("{}")), 0);
        board.hear(by(2, Some(&me)), &entry(8, 1, Some("{}")), 0);
        assert_eq!(board.hear(by(2, Some(&me)), &entry(7, 3, Some("{}")), 0), Heard::Dropped);
        board.leave(MemberId(2), 0);
        assert!(board.presence.contains(7) && !board.presence.contains(8));
    }

    #[test]
    fn room_65_a_state_names_its_own_participant_or_nobody() {
        let (me, other) = (ParticipantId::random(), ParticipantId::random());
        let mut board = Board::default();
        let mut say = |state: &str| board.hear(by(1, Some(&me)), &entry(7, 3, Some(state)), 0);
        assert_eq!(say(&format!(r#"{{"participant":"{other}"}}"#)), Heard::Identity);
        assert_eq!(say(&format!(r#"{{"participant":"{me}","participant":"{other}"}}"#)), Heard::Identity);
        assert_eq!(say(r#"{"participant":7}"#), Heard::Identity);
        assert_eq!(say(&format!(r#"{{"participant":"{me}"}}"#)), Heard::News);
    }

    #[test]
    fn room_54_a_member_holds_so_many_ids_and_not_one_more() {
        let me = ParticipantId::random();
        let mut board = Board::default();
        for client in 0..PRESENCE_IDS_PER_MEMBER_MAX as u64 {
            assert_eq!(board.hear(by(1, Some(&me)), &entry(client, 1, Some("{}")), 0), Heard::News);
        }
        assert_eq!(board.hear(by(1, Some(&me)), &entry(99, 1, Some("{}")), 0), Heard::Dropped);
        assert_eq!(board.hear(by(2, Some(&me)), &entry(99, 1, Some("{}")), 0), Heard::News);
    }

    /// News are merged; who alone has news is not told them.
    #[test]
    fn news_are_merged_and_a_lone_speaker_is_not_told_its_own() {
        let mut board = Board::default();
        board.hear(by(1, None), &entry(7, 3, Some("{}")), 0);
        board.hear(by(1, None), &entry(7, 4, Some("{}")), 0);
        let (message, only) = board.flush().unwrap();
        assert_eq!(pairway_crdt::gate::awareness::check(&message).unwrap(), [entry(7, 4, Some("{}"))]);
        assert_eq!(only, Some(MemberId(1)));
        board.hear(by(1, None), &entry(7, 5, Some("{}")), 0);
        board.hear(by(2, None), &entry(8, 1, Some("{}")), 0);
        assert_eq!(board.flush().unwrap().1, None);
        assert!(board.flush().is_none());
    }

    #[test]
    fn room_51_a_silent_client_is_asked_in_time_for_stock_clients_to_keep_it_and_stays() {
        let mut board = Board::default();
        board.hear(by(1, None), &entry(7, 3, Some("{}")), 0);
        let (renew_ms, states_ms) = (due_ms(0), due_ms(1));
        assert!(
            states_ms + 1_000 < pairway_crdt::limits::PRESENCE_OUTDATED_MS,
            "both in time, and their answers"
        );
        assert_eq!(board.ask_silent(renew_ms - 1), []);
        let [(MemberId(1), Question::Renew(message))] = &board.ask_silent(renew_ms)[..] else {
            panic!("it is asked to renew")
        };
        assert_eq!(pairway_crdt::gate::awareness::check(message).unwrap(), [entry(7, 3, None)]);
        assert_eq!(board.ask_silent(states_ms - 1), [], "once");
        assert_eq!(board.ask_silent(states_ms), [(MemberId(1), Question::States)]);
        // It answers; the next question waits as long as the first one.
        assert_eq!(board.hear(by(1, None), &entry(7, 4, Some("{}")), states_ms), Heard::News);
        assert_eq!(board.ask_silent(states_ms + renew_ms - 1), []);
        assert_eq!(board.ask_silent(states_ms + renew_ms).len(), 1);
        // One that never answers, frozen by its browser, is asked for as long as it is connected, and stays.
        let day_ms = 24 * 60 * 60 * 1_000;
        let questions: usize = (0..day_ms / 1_000).map(|second| board.ask_silent(second * 1_000).len()).sum();
        assert!(questions > 1_000);
        board.forget_departed(day_ms);
        assert!(board.presence.contains(7));
        board.leave(MemberId(1), day_ms);
        assert_eq!(board.ask_silent(2 * day_ms), [], "nobody is there to ask");
    }
}
