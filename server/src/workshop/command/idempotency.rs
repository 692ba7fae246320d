//! Commands that arrive twice have one effect and one answer.
//!
//! A command id is remembered for a day with who sent it, a digest of the call, and the answer, committed together with
//! the effect.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::auth::records::{self, CommandRecord};
use crate::auth::token::{Purpose, hash_bytes};
use crate::ids::WorkshopId;
use crate::store::{Batch, StoreError};
use crate::workshop::{CommandError, Workshops};

/// Characters that are kept of the digest of a call: 132 bits, far more than a day of commands can make meet.
const DIGEST_CHARS: usize = 22;

/// Answer to a command id that stood for something else before.
pub(crate) const COMMAND_USED: CommandError = CommandError::NotNow {
    code: "command_used",
    message: "Something went wrong on this page, and nothing was changed. Reload it and try again.",
};

/// What tells two calls apart: where they went and what they carried. Empty for what no call brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallDigest {
    address: String,
    whole: String,
}

impl CallDigest {
    /// The digest of a call to an address with a body.
    #[must_use]
    pub fn of(address: &str, body: &[u8]) -> Self {
        // Of two hashes of fixed length, so that no two calls read as the same bytes and no large body is copied.
        let address = hash_bytes(address.as_bytes());
        let whole = hash_bytes(format!("{address}{}", hash_bytes(body)).as_bytes());
        Self { address, whole }
    }

    /// The same without what the call carried, for a body of which not even a mark may be kept: few bodies are possible, and
    /// whoever has the server's key could try them all.
    #[must_use]
    pub fn without_body(&self) -> Self {
        Self { address: self.address.clone(), whole: self.address.clone() }
    }
}

/// A command as it came: which one, where, from whom, with which call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    /// In which workshop.
    pub(crate) workshop: &'a WorkshopId,
    /// Its id.
    pub(crate) command: &'a str,
    /// Who sent it: a participant id, or the hash of the secret that lets somebody in.
    pub(crate) by: &'a str,
    /// The call that brought it.
    pub(crate) call: &'a CallDigest,
    /// Whether that it came is kept.
    pub(crate) is_recorded: bool,
}

impl Workshops {
    /// The answer this command got before.
    ///
    /// # Errors
    /// When this command id was used by somebody else or for something else, and the store's.
    pub(crate) async fn earlier_answer<A: DeserializeOwned>(
        &self,
        given: Given<'_>,
    ) -> Result<Option<A>, CommandError> {
        let key = records::command_key(given.workshop, given.command);
        match records::read::<CommandRecord>(self.store.as_ref(), &key).await? {
            None => Ok(None),
            Some(record) if record.by == given.by && self.is_same_call(&record.call, given.call) => {
                // An answer of another shape was kept by a version that had another one.
                serde_json::from_value(record.answer).map(Some).map_err(|_| COMMAND_USED)
            }
            Some(_) => Err(COMMAND_USED),
        }
    }

    /// Whether a call is the one that is remembered; records of before there were digests have none.
    pub(crate) fn is_same_call(&self, remembered: &str, call: &CallDigest) -> bool {
        remembered.is_empty() || remembered == self.kept_digest(call)
    }

    /// What is kept of a call. Keyed: a name or a comment must not be found again by trying words on a stolen disk.
    pub(crate) fn kept_digest(&self, CallDigest { whole: digest, .. }: &CallDigest) -> String {
        if digest.is_empty() {
            return String::new();
        }
        let mut kept = self.keys.derive(Purpose::CallMark, digest);
        kept.truncate(DIGEST_CHARS);
        kept
    }

    /// Adds the answer of a command to the batch of its changes; the batch fails if the command was answered meanwhile.
    pub(crate) fn remember_answer<A: Serialize>(
        &self,
        batch: &mut Batch,
        given: Given<'_>,
        answer: &A,
    ) -> Result<(), CommandError> {
        if !given.is_recorded {
            return Ok(());
        }
        let key = records::command_key(given.workshop, given.command);
        let answer = serde_json::to_value(answer).map_err(|error| StoreError::Failed(error.to_string()))?;
        let record = CommandRecord {
            by: given.by.to_owned(),
            call: self.kept_digest(given.call),
            at_ms: self.clock.now_ms(),
            answer,
        };
        batch.expects.push((key.clone(), None));
        batch.puts.push((key, records::encode(&record)));
        Ok(())
    }
}
