//! Presence: the newest state per client id.
//!
//! Owns the y-protocols rules of which state wins, and forgetting. Pure: time is passed in. It must not know
//! connections or participants: who may speak for a client id is the room's to decide.

use std::collections::HashMap;

use crate::gate::awareness::Entry;
use crate::lib0::{write_number, write_text};
use crate::limits::{PRESENCE_CLIENTS_MAX, PRESENCE_REMEMBERED_MS};

const GONE: &str = "null";

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// News: pass it on.
    Accepted,
    /// Known already: an echo. Never pass it on.
    Stale,
    /// [`PRESENCE_CLIENTS_MAX`] clients are known; not taken.
    Full,
}

#[derive(Debug)]
struct Known {
    clock: u32,
    /// `None`: gone, remembered only for its clock.
    state: Option<Box<str>>,
    renewed_at_ms: u64,
}

/// Everybody's newest presence in one document.
#[derive(Debug, Default)]
pub struct Presence {
    clients: HashMap<u64, Known>,
}

impl Presence {
    /// Nobody is here.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one checked entry. It wins when its clock is newer, or equal and it says that a present client is gone.
    pub fn update(&mut self, entry: &Entry<'_>, now_ms: u64) -> Outcome {
        let known_here = match self.clients.get(&entry.client) {
            Some(known) => {
                let removes = entry.clock == known.clock && entry.state.is_none() && known.state.is_some();
                if entry.clock <= known.clock && !removes {
                    return Outcome::Stale;
                }
                true
            }
            None => false,
        };
        if !known_here && self.clients.len() >= PRESENCE_CLIENTS_MAX {
            return Outcome::Full;
        }
        let state = entry.state.map(Box::from);
        self.clients.insert(entry.client, Known { clock: entry.clock, state, renewed_at_ms: now_ms });
        Outcome::Accepted
    }

    /// Whether the client is present.
    #[must_use]
    pub fn contains(&self, client: u64) -> bool {
        self.clients.get(&client).is_some_and(|known| known.state.is_some())
    }

    /// The state of a present client.
    #[must_use]
    pub fn state(&self, client: u64) -> Option<&str> {
        self.clients.get(&client)?.state.as_deref()
    }

    /// The newest clock known of a client, also after it left.
    #[must_use]
    pub fn clock(&self, client: u64) -> Option<u32> {
        self.clients.get(&client).map(|known| known.clock)
    }

    /// The clients present, in no order.
    pub fn present(&self) -> impl Iterator<Item = u64> + '_ {
        self.clients.iter().filter(|(_, known)| known.state.is_some()).map(|(client, _)| *client)
    }

    /// A message with everybody present, for a newcomer; `None` when nobody is.
    #[must_use]
    pub fn encode_all(&self) -> Option<Vec<u8>> {
        let mut clients: Vec<u64> = self.present().collect();
        clients.sort_unstable();
        self.encode(&clients)
    }

    /// A message with these clients as they are now, the departed ones as gone; `None` when none of them is known.
    #[must_use]
    pub fn encode(&self, clients: &[u64]) -> Option<Vec<u8>> {
        let known: Vec<(u64, &Known)> = clients
            .iter()
            .filter_map(|client| self.clients.get(client).map(|known| (*client, known)))
            .collect();
        if known.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        write_number(&mut out, known.len() as u64);
        for (client, known) in known {
            write_number(&mut out, client);
            write_number(&mut out, u64::from(known.clock));
            write_text(&mut out, known.state.as_deref().unwrap_or(GONE));
        }
        Some(out)
    }

    /// Marks a present client as gone and gives the message that says so. The clock stays: receivers take an equal
    /// clock for a removal, and the client's own next state must not look stale.
    pub fn remove(&mut self, client: u64, now_ms: u64) -> Option<Vec<u8>> {
        let known = self.clients.get_mut(&client)?;
        known.state.take()?;
        known.renewed_at_ms = now_ms;
        self.encode(&[client])
    }

    /// Forgets a client altogether, its clock too: what was known of it was not its own.
    pub fn forget(&mut self, client: u64) {
        self.clients.remove(&client);
    }

    /// How long a present client has not renewed its state, in milliseconds.
    #[must_use]
    pub fn silent_ms(&self, client: u64, now_ms: u64) -> Option<u64> {
        let known = self.clients.get(&client).filter(|known| known.state.is_some())?;
        Some(now_ms.saturating_sub(known.renewed_at_ms))
    }

    /// A message that says of a present client that it is gone, with the clock it has. To the client itself it is a
    /// question: y-protocols lets nobody remove a client's own state, and raises its clock to say that it is still here.
    #[must_use]
    pub fn ask_to_renew(&self, client: u64) -> Option<Vec<u8>> {
        let known = self.clients.get(&client).filter(|known| known.state.is_some())?;
        let mut out = Vec::new();
        write_number(&mut out, 1);
        write_number(&mut out, client);
        write_number(&mut out, u64::from(known.clock));
        write_text(&mut out, GONE);
        Some(out)
    }

    /// Forgets those gone for [`PRESENCE_REMEMBERED_MS`], their clocks too. Who is present stays until it is removed:
    /// a page in the background may renew once a minute, or not at all, and is still there.
    pub fn forget_departed(&mut self, now_ms: u64) {
        self.clients.retain(|_, known| {
            known.state.is_some() || now_ms.saturating_sub(known.renewed_at_ms) < PRESENCE_REMEMBERED_MS
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::awareness::check;

    fn entry(client: u64, clock: u32, state: Option<&str>) -> Entry<'_> {
        Entry { client, clock, state }
    }

    #[test]
    fn room_50_newer_clocks_win_and_echoes_are_stale() {
        let mut presence = Presence::new();
        assert_eq!(presence.update(&entry(1, 5, Some("{}")), 0), Outcome::Accepted);
        assert_eq!(presence.update(&entry(1, 5, Some("{}")), 0), Outcome::Stale);
        assert_eq!(presence.update(&entry(1, 4, Some("{}")), 0), Outcome::Stale);
        assert_eq!(presence.update(&entry(1, 6, Some("{\"a\":1}")), 0), Outcome::Accepted);
        let all = presence.encode_all().unwrap();
        assert_eq!(check(&all).unwrap(), [entry(1, 6, Some("{\"a\":1}"))]);
    }

    /// "Gone" with an equal clock removes a present client, once.
    #[test]
    fn an_equal_clock_removes_once() {
        let mut presence = Presence::new();
        presence.update(&entry(1, 5, Some("{}")), 0);
        assert_eq!(presence.update(&entry(1, 5, None), 0), Outcome::Accepted);
        assert_eq!(presence.update(&entry(1, 5, None), 0), Outcome::Stale);
        assert_eq!(presence.encode_all(), None);
        assert_eq!(presence.update(&entry(1, 6, Some("{}")), 0), Outcome::Accepted);
    }

    /// The server removes a client without touching its clock, so that the client's next state is news
    /// again.
    #[test]
    fn the_servers_removal_keeps_the_clock() {
        let mut presence = Presence::new();
        presence.update(&entry(7, 5, Some("{}")), 0);
        let message = presence.remove(7, 1).unwrap();
        assert_eq!(check(&message).unwrap(), [entry(7, 5, None)]);
        assert_eq!(presence.remove(7, 1), None);
        assert_eq!(presence.update(&entry(7, 5, Some("{}")), 2), Outcome::Stale);
    }

    #[test]
    fn presence_4_a_silent_client_stays_and_the_clock_of_a_departed_one_is_remembered_for_a_while() {
        let mut presence = Presence::new();
        presence.update(&entry(1, 1, Some("{}")), 0);
        presence.update(&entry(2, 1, Some("{}")), 10);
        let hours_ms = 8 * 60 * 60 * 1_000;
        presence.forget_departed(hours_ms);
        assert_eq!(presence.silent_ms(1, hours_ms), Some(hours_ms));
        presence.remove(1, hours_ms);
        assert_eq!(presence.silent_ms(1, hours_ms), None);
        presence.forget_departed(hours_ms + PRESENCE_REMEMBERED_MS - 1);
        assert_eq!(presence.clock(1), Some(1));
        presence.forget_departed(hours_ms + PRESENCE_REMEMBERED_MS);
        assert_eq!(presence.clock(1), None);
        assert!(presence.contains(2));
    }

    #[test]
    fn room_51_the_question_to_a_silent_client_is_its_own_removal_at_the_clock_it_has() {
        let mut presence = Presence::new();
        presence.update(&entry(7, 5, Some("{}")), 0);
        assert_eq!(check(&presence.ask_to_renew(7).unwrap()).unwrap(), [entry(7, 5, None)]);
        assert!(presence.contains(7), "asking removes nobody");
        presence.remove(7, 1);
        assert_eq!(presence.ask_to_renew(7), None);
    }

    #[test]
    fn gate_22_the_number_of_clients_is_bounded() {
        let mut presence = Presence::new();
        for client in 0..PRESENCE_CLIENTS_MAX as u64 {
            assert_eq!(presence.update(&entry(client, 1, Some("{}")), 0), Outcome::Accepted);
        }
        assert_eq!(presence.update(&entry(u64::from(u32::MAX), 1, Some("{}")), 0), Outcome::Full);
        assert_eq!(presence.update(&entry(0, 2, Some("{}")), 0), Outcome::Accepted);
    }
}
