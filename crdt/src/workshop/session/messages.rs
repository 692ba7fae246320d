//! What a facilitator tells everybody: one sentence at a time, in the `session` document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::{ReadTxn, TransactionMut};

use super::records;
use crate::document::Document;

/// Most messages that are kept; the oldest makes room.
pub const MESSAGES_KEPT_MAX: usize = 20;

/// Longest message, in UTF-16 code units.
pub const MESSAGE_UNITS_MAX: usize = 300;

const MESSAGES: &str = "messages";

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Plain text in one line.
    pub text: String,
    /// Who wrote it: a participant.
    pub by: String,
    /// When, milliseconds since 1970; later than every message before.
    pub at: u64,
}

/// The messages, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages(pub BTreeMap<String, Message>);

impl Messages {
    /// Adds one, later than all before it, whatever the clock says.
    pub fn add(&mut self, id: &str, mut message: Message) {
        let newest = self.0.values().map(|message| message.at).max();
        message.at = newest.map_or(message.at, |newest| message.at.max(newest.saturating_add(1)));
        self.0.insert(String::from(id), message);
        while self.0.len() > MESSAGES_KEPT_MAX {
            let Some((oldest, _)) = self.0.iter().min_by_key(|(_, message)| message.at) else { return };
            let oldest = oldest.clone();
            self.0.remove(&oldest);
        }
    }

    /// Reads them. Values of the wrong type read as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        Self(records::read(txn, MESSAGES, MESSAGES_KEPT_MAX))
    }

    /// Writes them within a transaction; what is as it was is not written again.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let before = Self::read(txn);
        records::write(txn, MESSAGES, (&before.0, &self.0));
    }
}

/// Reads the messages of a `session` document.
#[must_use]
pub fn read(document: &Document) -> Messages {
    document.read(|txn, _| Messages::read(txn))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, at: u64) -> Message {
        Message { text: String::from(text), by: String::from("fay"), at }
    }

    #[test]
    fn lead_7_the_newest_messages_are_kept_in_their_order_whatever_the_clock_says() {
        let mut messages = Messages::default();
        for index in 0..MESSAGES_KEPT_MAX + 2 {
            // The clock stands still, and once it goes back.
            messages.add(&format!("id{index}"), message(&format!("say {index}"), 1_000 - (index as u64 % 2)));
        }
        let mut kept: Vec<&Message> = messages.0.values().collect();
        kept.sort_by_key(|message| message.at);
        let texts: Vec<&str> = kept.iter().map(|message| message.text.as_str()).collect();
        assert_eq!((texts.len(), texts[0], texts[19]), (MESSAGES_KEPT_MAX, "say 2", "say 21"));
        let mut document = Document::new();
        document.write(|txn, _| messages.write(txn));
        assert_eq!(read(&document), messages);
    }
}
