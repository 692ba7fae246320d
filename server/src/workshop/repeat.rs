//! Commands that arrive twice have one effect and one answer; commands that meet are tried again.
//!
//! A command id is remembered for a day with who sent it and the answer, committed together with the effect.

use serde_json::Value;

use super::{Actor, CommandError, Workshops};
use crate::auth::records::{self, CommandRecord};
use crate::ids::WorkshopId;
use crate::store::{Batch, StoreError};

/// Tries of a command whose conditions no longer held when it was committed.
const TRIES_MAX: usize = 8;

/// A command as it came: which one, where, from whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    /// In which workshop.
    pub(super) workshop: &'a WorkshopId,
    /// Its id.
    pub(super) command: &'a str,
    /// Who sent it: a participant id, or the hash of an invite's secret.
    pub(super) by: &'a str,
}

impl<'a> Given<'a> {
    /// A command of a person in the workshop.
    pub(super) fn by_actor(actor: &'a Actor, command: &'a str) -> Self {
        Self { workshop: &actor.workshop, command, by: actor.participant.as_str() }
    }
}

impl Workshops {
    /// The answer this command got before.
    ///
    /// # Errors
    /// When somebody else used this command id, and the store's.
    pub(super) async fn earlier_answer(&self, given: Given<'_>) -> Result<Option<Value>, CommandError> {
        let key = records::command_key(given.workshop, given.command);
        match records::read::<CommandRecord>(self.store.as_ref(), &key).await? {
            None => Ok(None),
            Some(record) if record.by == given.by => Ok(Some(record.answer)),
            Some(_) => Err(CommandError::NotNow {
                code: "command_used",
                message: "Something went wrong on this page. Reload it and try again.",
            }),
        }
    }

    /// Adds the answer of a command to the batch of its effect; the batch fails if the command was answered meanwhile.
    pub(super) fn remember_answer(&self, batch: &mut Batch, given: Given<'_>, answer: Value) {
        let key = records::command_key(given.workshop, given.command);
        let record = CommandRecord { by: given.by.to_owned(), at_ms: self.clock.now_ms(), answer };
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
