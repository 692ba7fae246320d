//! Votes that were open when a backup was made: it holds no ballots, so after a restore they begin anew, and say so.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::votes;

use super::session_document;
use crate::auth::records;
use crate::auth::vote_records::{self, OPEN_ROUNDS_PREFIX, OpenRound};
use crate::store::Batch;
use crate::workshop::{CommandError, Workshops};

impl Workshops {
    /// Begins every open vote of an earlier epoch of the data anew. One that cannot be changed stays as it is: nobody can vote
    /// in it, and the next start tries again.
    ///
    /// # Errors
    /// The store's.
    pub async fn begin_restored_rounds_anew(&self) -> Result<(), CommandError> {
        for (key, value) in self.store.list(OPEN_ROUNDS_PREFIX).await? {
            let open: OpenRound = records::decode(&key, &value)?;
            let Some((workshop, round)) = vote_records::open_round_of(&key) else { continue };
            if open.epoch == self.epoch.id {
                continue;
            }
            let (round, now_ms) = (round.to_owned(), self.clock.now_ms());
            let again = records::encode(&OpenRound { epoch: self.epoch.id.clone() });
            let batch = Batch { puts: vec![(key, again)], ..Batch::default() };
            let begin = move |document: &mut Document| {
                let mut rounds = votes::read(document);
                rounds.begin_anew(&round, now_ms);
                document.write(|txn, _| rounds.write(txn));
            };
            if let Err(error) = self.rooms.edit_with(&session_document(&workshop), batch, begin).await {
                tracing::warn!(%workshop, %error, "a vote of before the restore could not begin anew");
            }
        }
        Ok(())
    }
}
