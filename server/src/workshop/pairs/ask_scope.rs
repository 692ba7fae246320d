//! Asking that a pair decides about other stages than now.

use pairway_crdt::workshop::pairs::PairState;
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

/// Asks that a pair decides about these stages, or about the whole map. It counts when both halves have said yes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskScope {
    /// What is asked for.
    scope: WantedScope,
    /// For whom, when a scribe writes it down.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for AskScope {
    const NAME: &'static str = "askScope";
    const PATH: &'static str = "/pairs/{pair}/scope";
    const RIGHT: Right = Right::ActFor;
    type Target = PairId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, PairId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let speaker = Speaker::of(call, state, self.acting_for.as_ref()).await?;
        self.scope.check(&call.caller.workshop, state).await?;
        let (wanted, at) = (self.scope.clone(), call.now_ms);
        Ok(change_for(call, AuditWord::AskScope, self.acting_for.as_ref(), move |_, _, mut pair| {
            if pair.state != PairState::Open {
                return Err(CommandError::not_now("pair_not_open", "These two are not a pair now."));
            }
            if pair.asked_scope.is_some() {
                return Err(CommandError::not_now(
                    "scope_asked_already",
                    "Somebody has asked for other stages already. That needs an answer first.",
                ));
            }
            if wanted.is_so(&pair) {
                return Err(CommandError::not_now("scope_is_so", "The pair decides about these stages now."));
            }
            pair.asked_scope = Some(wanted.asked(&speaker.person, speaker.side, at));
            Ok(pair)
        }))
    }
}
