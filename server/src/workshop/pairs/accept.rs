//! The partner who was asked says yes to the pair.

use serde::Deserialize;
use utoipa::ToSchema;

use pairway_crdt::workshop::pairs::PairState;

use super::{change, check_free};
use crate::auth::rights::Right;
use crate::ids::PairId;
use crate::workshop::CommandError;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Says yes to being a pair.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptPair {}

impl Command for AcceptPair {
    const NAME: &'static str = "acceptPair";
    const PATH: &'static str = "/pairs/{pair}/accept";
    const RIGHT: Right = Right::FormPair;
    type Target = PairId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, PairId>,
        _state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (me, since) = (call.caller.participant.to_string(), call.now_ms);
        Ok(change(call, AuditWord::AcceptPair, move |facts, pairs, mut pair| {
            let asked_me = pair.side_of(&me).is_some() && pair.asked_by.as_deref() != Some(me.as_str());
            if pair.state != PairState::Asked || !asked_me {
                return Err(CommandError::not_now(
                    "not_asked",
                    "Nobody is waiting for your answer here any more.",
                ));
            }
            check_free(facts, pairs, &pair)?;
            (pair.state, pair.asked_by, pair.since) = (PairState::Open, None, since);
            Ok(pair)
        }))
    }
}
