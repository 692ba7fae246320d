//! Changing what is to be done after the meeting, or saying that it is done.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::actions;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{ActionWords, NO_SUCH_ACTION};
use crate::auth::rights::Right;
use crate::ids::ActionId;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::session::session_document;

/// Changes an action, when it still says what was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAction {
    /// What it said, as the page showed it.
    was: ActionWords,
    /// What it says from now on.
    now: ActionWords,
}

impl Command for ChangeAction {
    const NAME: &'static str = "changeAction";
    const PATH: &'static str = "/session/actions/{action}";
    const RIGHT: Right = Right::PlanActions;
    type Target = ActionId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ActionId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let mut action = self.now.read(state, call.now_ms).await?;
        let (id, was) = (call.target.to_string(), self.was.clone());
        Ok(Decision::new(Done {}).edit(
            session_document(&call.caller.workshop),
            move |document: &mut Document| {
                let found = actions::read(document).remove(&id);
                let found = found.ok_or(CommandError::NotFound(NO_SUCH_ACTION))?;
                let says = ActionWords::of(&found);
                if says != was {
                    let message = "Somebody has changed this action at the same moment. Look at it, then change it again.";
                    return Err(CommandError::Changed { message, now: json!(says) });
                }
                // It keeps its place in the list.
                action.at = found.at;
                document.write(|txn, _| actions::write_action(txn, &id, &action));
                Ok(())
            },
        ))
    }
}
