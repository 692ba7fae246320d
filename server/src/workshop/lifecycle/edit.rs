//! Changing what a workshop is called, what it works on and its last day.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts;
use serde::Deserialize;
use utoipa::ToSchema;

use super::days;
use crate::auth::records;
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::{self, Effect};
use crate::workshop::{CommandError, facts_document, input};

const PRACTICE_ENDS: CommandError = CommandError::NotNow {
    code: "practice_ends",
    message: "A practice ends by itself after some hours. It has no other last day.",
};

/// Changes the title, the shared challenge or the last day; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditWorkshop {
    /// What it is called.
    #[serde(default)]
    title: Option<String>,
    /// What the pairs work on; may be empty.
    #[serde(default)]
    challenge: Option<String>,
    /// The last day, `YYYY-MM-DD`; after it everything is deleted.
    #[serde(default)]
    ends_on: Option<String>,
}

impl Command for EditWorkshop {
    const NAME: &'static str = "editWorkshop";
    const PATH: &'static str = "/edit";
    const RIGHT: Right = Right::EditWorkshop;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let caller = call.caller;
        let title = self.title.as_deref().map(input::read_title).transpose()?;
        let challenge = self.challenge.as_deref().map(input::read_challenge).transpose()?;
        let days_max = call.workshops.retention_days_max;
        let ends_on =
            self.ends_on.as_deref().map(|day| days::read_end(day, call.now_ms, days_max)).transpose()?;
        let mut record = state.record().clone();
        if ends_on.is_some() && record.practice_of.is_some() {
            return Err(PRACTICE_ENDS);
        }
        let mut decision = Decision::new(Done {});
        if let Some(day) = ends_on.as_ref().filter(|day| **day != record.ends_on) {
            let planned_at = [days::over_at_ms(&record.ends_on), days::over_in_utc_at_ms(&record.ends_on)];
            let earlier = planned_at.map(|at_ms| effect::end_key(at_ms, &caller.workshop));
            record.ends_on.clone_from(day);
            let end = Effect::EndWorkshop { workshop: caller.workshop.clone() };
            decision = decision.remove(earlier).effect_at(&end, days::over_at_ms(day));
        }
        Ok(decision
            .put(records::workshop_key(&caller.workshop), &record)
            .audit(&Entry::of(call.now_ms, AuditWord::EditWorkshop, caller))
            .edit(facts_document(&caller.workshop), move |document: &mut Document| {
                document.write(|txn, _| {
                    facts::write_description(txn, title.as_deref(), challenge.as_deref(), ends_on.as_deref());
                });
                Ok(())
            }))
    }
}
