//! Ending a pair, or taking back or declining what was asked. What it said stays in the record.

use serde::Deserialize;
use utoipa::ToSchema;

use pairway_crdt::workshop::pairs::PairState;

use super::{NOT_YOURS, change};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::PairId;
use crate::workshop::CommandError;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::Effect;

/// Ends a pair, or takes back or declines what was asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPair {}

impl Command for EndPair {
    const NAME: &'static str = "endPair";
    const PATH: &'static str = "/pairs/{pair}/end";
    const RIGHT: Right = Right::EndPair;
    type Target = PairId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, PairId>,
        _state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let caller = call.caller;
        let (me, role, since) = (caller.participant.to_string(), caller.role, call.now_ms);
        let decision = change(call, AuditWord::EndPair, move |_, _, mut pair| {
            if role != Role::Facilitator && pair.side_of(&me).is_none() {
                return Err(CommandError::not_allowed(NOT_YOURS));
            }
            if pair.state != PairState::Ended {
                (pair.state, pair.since, pair.asked_scope) = (PairState::Ended, since, None);
            }
            Ok(pair)
        });
        // What this pair alone wanted to keep may go now.
        Ok(decision.effect(Effect::GuardMap { workshop: caller.workshop.clone(), map: None }))
    }
}
