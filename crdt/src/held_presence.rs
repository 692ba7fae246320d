//! Presence that is held back because too much of it is sent: of each client only the newest state is kept.
//!
//! Owns what of several messages is left in one. Pure. It must not know rates or connections, and judges no state: whoever
//! takes the message judges it.

use std::collections::BTreeMap;

use crate::error::GateError;
use crate::gate::awareness::outline;
use crate::lib0::{write_number, write_text};
use crate::limits::HELD_PRESENCE_CLIENTS_MAX;

const GONE: &str = "null";

#[derive(Debug)]
struct Held {
    clock: u32,
    state: Option<Box<str>>,
}

/// The newest state of each client in the messages that were held back.
#[derive(Debug, Default)]
pub struct HeldPresence {
    clients: BTreeMap<u64, Held>,
}

impl HeldPresence {
    /// Whether nothing is held back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clients.is_empty()
    }

    /// Keeps what is newer in a message. Of clients beyond [`HELD_PRESENCE_CLIENTS_MAX`] nothing is kept.
    ///
    /// # Errors
    /// When the message cannot be taken apart.
    pub fn keep(&mut self, message: &[u8]) -> Result<(), GateError> {
        for entry in outline(message)? {
            let is_newer = match self.clients.get(&entry.client) {
                Some(held) => {
                    entry.clock > held.clock || (entry.clock == held.clock && entry.state.is_none())
                }
                None => self.clients.len() < HELD_PRESENCE_CLIENTS_MAX,
            };
            if is_newer {
                let held = Held { clock: entry.clock, state: entry.state.map(Box::from) };
                self.clients.insert(entry.client, held);
            }
        }
        Ok(())
    }

    /// Everything held back as one message; `None` when there is nothing.
    pub fn take(&mut self) -> Option<Vec<u8>> {
        if self.clients.is_empty() {
            return None;
        }
        let clients = std::mem::take(&mut self.clients);
        let mut out = Vec::new();
        write_number(&mut out, clients.len() as u64);
        for (client, held) in clients {
            write_number(&mut out, client);
            write_number(&mut out, u64::from(held.clock));
            write_text(&mut out, held.state.as_deref().unwrap_or(GONE));
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::awareness::{Entry, check};

    fn message(entries: &[Entry<'_>]) -> Vec<u8> {
        let mut out = Vec::new();
        write_number(&mut out, entries.len() as u64);
        for entry in entries {
            write_number(&mut out, entry.client);
            write_number(&mut out, u64::from(entry.clock));
            write_text(&mut out, entry.state.unwrap_or(GONE));
        }
        out
    }

    fn entry(client: u64, clock: u32, state: Option<&str>) -> Entry<'_> {
        Entry { client, clock, state }
    }

    #[test]
    fn presence_5_of_each_client_the_newest_state_is_held() {
        let mut held = HeldPresence::default();
        assert_eq!(held.take(), None);
        held.keep(&message(&[entry(7, 3, Some("{}")), entry(8, 1, Some("{}"))])).unwrap();
        held.keep(&message(&[entry(7, 5, Some(r#"{"a":1}"#))])).unwrap();
        held.keep(&message(&[entry(7, 4, Some(r#"{"late":1}"#)), entry(8, 1, None)])).unwrap();
        let taken = held.take().unwrap();
        assert_eq!(check(&taken).unwrap(), [entry(7, 5, Some(r#"{"a":1}"#)), entry(8, 1, None)]);
        assert!(held.is_empty() && held.take().is_none());
    }

    #[test]
    fn presence_5_so_many_clients_are_held_and_not_one_more() {
        let mut held = HeldPresence::default();
        let bound = HELD_PRESENCE_CLIENTS_MAX as u64;
        for client in 0..=bound {
            held.keep(&message(&[entry(client, 1, Some("{}"))])).unwrap();
        }
        held.keep(&message(&[entry(0, 2, Some("{}"))])).unwrap();
        let taken = held.take().unwrap();
        let entries = check(&taken).unwrap();
        assert_eq!(entries.len(), HELD_PRESENCE_CLIENTS_MAX);
        assert_eq!((entries[0].clock, entries.iter().any(|entry| entry.client == bound)), (2, false));
        assert!(held.keep(&[0x80, 0xe5, 0x9a, 0x77]).is_err());
    }
}
