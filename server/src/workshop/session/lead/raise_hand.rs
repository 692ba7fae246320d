//! Raising a hand.

use std::collections::BTreeSet;

use pairway_crdt::workshop::session::hands::{self, Hand};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{check_on, present};
use crate::auth::rights::Right;
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::people::scribe::Voice;
use crate::workshop::session::session_document;

/// Raises a hand: that somebody would like to speak. One that is up stays where it is in the order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RaiseHand {
    /// For whom, when a scribe does it.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for RaiseHand {
    const NAME: &'static str = "raiseHand";
    const PATH: &'static str = "/session/hand";
    const RIGHT: Right = Right::ActFor;
    type Target = ();
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Hands)
    }

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (voice, facts, _) =
            Voice::heard(call.caller, state, self.acting_for.as_ref(), Right::RaiseHand).await?;
        let here: BTreeSet<String> = present(&facts).map(|(person, _)| person.clone()).collect();
        let hand = Hand { side: voice.role.side(), at: call.now_ms, scribe: voice.scribe };
        let person = voice.person;
        Ok(Decision::new(Done {}).edit(session_document(&call.caller.workshop), move |document| {
            check_on(document)?;
            let mut hands = hands::read(document);
            hands.keep(|person| here.contains(person));
            hands.raise(&person, hand).map_err(|_| {
                CommandError::not_now("hands_full", "Too many hands are up now. Wait until some are down.")
            })?;
            document.write(|txn, _| hands.write(txn));
            Ok(())
        }))
    }
}
