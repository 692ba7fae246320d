//! A half of a pair does not want other stages, or who asked for them takes the question back. Nothing changes.

use serde::Deserialize;
use utoipa::ToSchema;

use super::change_for;
use super::scope::{Speaker, WantedScope};
use crate::auth::rights::Right;
use crate::ids::{PairId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Says no to the stages that are asked for, or takes that question back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclineScope {
    /// What the person saw asked for.
    scope: WantedScope,
    /// For whom, when a scribe writes it down.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for DeclineScope {
    const NAME: &'static str = "declineScope";
    const PATH: &'static str = "/pairs/{pair}/scope/decline";
    const RIGHT: Right = Right::ActFor;
    type Target = PairId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, PairId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        Speaker::of(call, state, self.acting_for.as_ref()).await?;
        let seen = self.scope.clone();
        Ok(change_for(call, AuditWord::DeclineScope, self.acting_for.as_ref(), move |_, _, mut pair| {
            seen.as_asked_of(&pair)?;
            pair.asked_scope = None;
            Ok(pair)
        }))
    }
}
