//! A half of a pair says yes to other stages. With both yeses they are what the pair decides about.

use pairway_crdt::workshop::side::Side;
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

/// Says yes to the stages that are asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptScope {
    /// What the person saw asked for.
    scope: WantedScope,
    /// For whom, when a scribe writes it down.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for AcceptScope {
    const NAME: &'static str = "acceptScope";
    const PATH: &'static str = "/pairs/{pair}/scope/accept";
    const RIGHT: Right = Right::ActFor;
    type Target = PairId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, PairId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let side = Speaker::of(call, state, self.acting_for.as_ref()).await?.half()?;
        let seen = self.scope.clone();
        Ok(change_for(call, AuditWord::AcceptScope, self.acting_for.as_ref(), move |_, _, mut pair| {
            let mut asked = seen.as_asked_of(&pair)?;
            if !asked.yes.contains(&side) {
                asked.yes.push(side);
            }
            let is_agreed = Side::BOTH.iter().all(|side| asked.yes.contains(side));
            if is_agreed {
                pair.scope.choose(&asked.map, &asked.stages);
            }
            pair.asked_scope = Some(asked).filter(|_| !is_agreed);
            Ok(pair)
        }))
    }
}
