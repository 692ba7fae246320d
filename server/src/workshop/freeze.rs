//! Freezing: while it lasts only facilitators edit the map.

use pairway_crdt::workshop::facts;
use serde_json::json;

use super::audit::{self, Act, Entry};
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::permission::Frozen;
use crate::auth::records;
use crate::room::RightsChange;
use crate::store::Batch;

impl Workshops {
    /// Freezes or opens editing; connections learn it at once.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn set_frozen(
        &self,
        actor: &Actor,
        command: &str,
        frozen: Frozen,
    ) -> Result<Frozen, CommandError> {
        words::check_command(command)?;
        let answer = until_it_fits(|| self.try_set_frozen(actor, command, frozen)).await?;
        self.rooms.refresh_access(&actor.workshop, RightsChange::Freeze);
        Ok(answer)
    }

    async fn try_set_frozen(
        &self,
        actor: &Actor,
        command: &str,
        frozen: Frozen,
    ) -> Result<Frozen, CommandError> {
        let (mut record, before) = self.open_record(&actor.workshop).await?;
        let given = Given::by_actor(actor, command);
        if let Some(earlier) = self.earlier_answer(given).await? {
            return Ok(if earlier["frozen"] == json!(true) { Frozen::Yes } else { Frozen::No });
        }
        let (is_frozen, act) = match frozen {
            Frozen::Yes => (true, Act::Freeze),
            Frozen::No => (false, Act::Thaw),
        };
        record.frozen = is_frozen;
        let key = records::workshop_key(&actor.workshop);
        let mut batch = Batch::default();
        batch.expects.push((key.clone(), Some(before)));
        batch.puts.push((key, records::encode(&record)));
        self.remember_answer(&mut batch, given, json!({ "frozen": is_frozen }));
        audit::note(&mut batch, &Entry::of(self.clock.now_ms(), act, actor));
        let edit = move |document: &mut pairway_crdt::document::Document| {
            facts::set_frozen(document, is_frozen);
        };
        self.rooms.edit_with(&facts_document(&actor.workshop), batch, edit).await?;
        Ok(frozen)
    }
}
