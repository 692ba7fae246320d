//! Commands that arrive twice have one effect and one answer; commands that meet are tried again.
//!
//! A command id is remembered for a day with who sent it, a mark of the call, and the answer, committed together with the
//! effect.

use serde_json::Value;

use super::{Actor, CommandError, Workshops};
use crate::auth::records::{self, CommandRecord};
use crate::auth::token::{Purpose, hash_bytes};
use crate::ids::WorkshopId;
use crate::store::{Batch, StoreError};

/// Tries of a command whose conditions no longer held when it was committed.
const TRIES_MAX: usize = 8;

/// Characters that are kept of the mark of a call: 132 bits, far more than a day of commands can make meet.
const MARK_CHARS: usize = 22;

/// Answer to a command id that stood for something else before.
pub(super) const COMMAND_USED: CommandError = CommandError::NotNow {
    code: "command_used",
    message: "Something went wrong on this page, and nothing was changed. Reload it and try again.",
};

/// What tells two calls apart: where they went and what they carried. Empty for what no call brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallMark(String);

impl CallMark {
    /// The mark of a call to an address with a body.
    #[must_use]
    pub fn of(address: &str, body: &[u8]) -> Self {
        // Of two hashes of fixed length, so that no two calls read as the same bytes and no large body is copied.
        Self(hash_bytes(format!("{}{}", hash_bytes(address.as_bytes()), hash_bytes(body)).as_bytes()))
    }
}

/// A command as it came: which one, where, from whom, with which call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    /// In which workshop.
    pub(super) workshop: &'a WorkshopId,
    /// Its id.
    pub(super) command: &'a str,
    /// Who sent it: a participant id, or the hash of an invite's secret.
    pub(super) by: &'a str,
    /// The call that brought it.
    pub(super) call: &'a CallMark,
}

impl<'a> Given<'a> {
    /// A command of a person in the workshop.
    pub(super) fn by_actor(actor: &'a Actor, command: &'a str) -> Self {
        Self { workshop: &actor.workshop, command, by: actor.participant.as_str(), call: &actor.call }
    }
}

impl Workshops {
    /// The answer this command got before.
    ///
    /// # Errors
    /// When this command id was used by somebody else or for something else, and the store's.
    pub(super) async fn earlier_answer(&self, given: Given<'_>) -> Result<Option<Value>, CommandError> {
        let key = records::command_key(given.workshop, given.command);
        match records::read::<CommandRecord>(self.store.as_ref(), &key).await? {
            None => Ok(None),
            Some(record) if record.by == given.by && self.is_same_call(&record.call, given.call) => {
                Ok(Some(record.answer))
            }
            Some(_) => Err(COMMAND_USED),
        }
    }

    /// Whether a call is the one that is remembered; records of before there were marks have none.
    pub(super) fn is_same_call(&self, remembered: &str, call: &CallMark) -> bool {
        remembered.is_empty() || remembered == self.kept_mark(call)
    }

    /// What is kept of a call. Keyed: a name or a comment must not be found again by trying words on a stolen disk.
    pub(super) fn kept_mark(&self, CallMark(mark): &CallMark) -> String {
        if mark.is_empty() {
            return String::new();
        }
        let mut kept = self.keys.derive(Purpose::CallMark, mark);
        kept.truncate(MARK_CHARS);
        kept
    }

    /// Adds the answer of a command to the batch of its effect; the batch fails if the command was answered meanwhile.
    pub(super) fn remember_answer(&self, batch: &mut Batch, given: Given<'_>, answer: Value) {
        let key = records::command_key(given.workshop, given.command);
        let record = CommandRecord {
            by: given.by.to_owned(),
            call: self.kept_mark(given.call),
            at_ms: self.clock.now_ms(),
            answer,
        };
        batch.expects.push((key.clone(), None));
        batch.puts.push((key, records::encode(&record)));
    }
}

/// Runs a command again when a condition of its batch did not hold: each try looks at the new state.
///
/// # Errors
/// The command's own; the last conflict when it never fits.
pub(super) async fn until_it_fits<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, CommandError>
where
    F: Future<Output = Result<T, CommandError>>,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Err(CommandError::Store(StoreError::Conflict { .. })) if tries < TRIES_MAX => tries += 1,
            outcome => return outcome,
        }
    }
}
