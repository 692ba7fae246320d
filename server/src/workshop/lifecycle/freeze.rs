//! Freezing: while it lasts only facilitators edit the map.

use pairway_crdt::workshop::facts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::records;
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::effect::{Effect, RightsChange};
use crate::workshop::{CommandError, facts_document};

/// Freezes editing, or opens it again; open connections learn it at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    /// Whether only facilitators edit from now on.
    frozen: bool,
}

/// How it is now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct FreezeAnswer {
    /// Whether only facilitators edit.
    frozen: bool,
}

impl Command for Freeze {
    const NAME: &'static str = "freezeWorkshop";
    const PATH: &'static str = "/freeze";
    const RIGHT: Right = Right::Freeze;
    type Target = ();
    type Answer = FreezeAnswer;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<FreezeAnswer>, CommandError> {
        let (caller, frozen) = (call.caller, self.frozen);
        let mut record = state.record().clone();
        record.frozen = frozen;
        let word = if frozen { AuditWord::Freeze } else { AuditWord::Thaw };
        Ok(Decision::new(FreezeAnswer { frozen })
            .put(records::workshop_key(&caller.workshop), &record)
            .audit(&Entry::of(call.now_ms, word, caller))
            .edit(facts_document(&caller.workshop), move |document| {
                facts::set_frozen(document, frozen);
                Ok(())
            })
            .effect(Effect::RecheckRights {
                workshop: caller.workshop.clone(),
                change: RightsChange::Freeze,
            }))
    }
}
