//! Lowering a hand: my own, that of the person I write for, or as a facilitator anybody's.

use pairway_crdt::workshop::session::hands;
use serde::Deserialize;
use utoipa::ToSchema;

use super::present;
use crate::auth::rights::{self, Right};
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::people::scribe::Voice;
use crate::workshop::session::session_document;

/// Lowers a hand. When that person was next, the other side is next now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LowerHand {
    /// Whose; absent for the own one. Others' hands are lowered by facilitators, and by who writes for them.
    #[serde(default)]
    person: Option<ParticipantId>,
}

impl Command for LowerHand {
    const NAME: &'static str = "lowerHand";
    const PATH: &'static str = "/session/hand/lower";
    const RIGHT: Right = Right::ActFor;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let caller = call.caller;
        let other = self.person.as_ref().filter(|person| **person != caller.participant);
        let acting_for = other.filter(|_| !rights::may(caller.role, Right::LeadRoom));
        let (_, facts, _) = Voice::heard(caller, state, acting_for, Right::RaiseHand).await?;
        let here: Vec<String> = present(&facts).map(|(person, _)| person.clone()).collect();
        let person = other.unwrap_or(&caller.participant).to_string();
        Ok(Decision::new(Done {}).edit(session_document(&caller.workshop), move |document| {
            let mut hands = hands::read(document);
            hands.keep(|one| one == person || here.iter().any(|here| here == one));
            hands.lower(&person);
            document.write(|txn, _| hands.write(txn));
            Ok(())
        }))
    }
}
