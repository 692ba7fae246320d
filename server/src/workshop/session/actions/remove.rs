//! Taking an action away.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::actions;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::rights::Right;
use crate::ids::ActionId;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::session::session_document;

/// Takes an action away; one that is gone already stays gone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAction {}

impl Command for RemoveAction {
    const NAME: &'static str = "removeAction";
    const PATH: &'static str = "/session/actions/{action}/remove";
    const RIGHT: Right = Right::PlanActions;
    type Target = ActionId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ActionId>,
        _: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let id = call.target.to_string();
        Ok(Decision::new(Done {}).edit(
            session_document(&call.caller.workshop),
            move |document: &mut Document| {
                document.write(|txn, _| actions::remove_action(txn, &id));
                Ok(())
            },
        ))
    }
}
