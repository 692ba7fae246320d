//! Writing down what is to be done after the meeting.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::actions::{self, ACTIONS_MAX};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ActionWords;
use crate::auth::rights::Right;
use crate::ids::{ActionId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::session::session_document;

/// Writes down an action.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAction {
    /// What is to be done.
    text: String,
    /// Who does it, if somebody is named.
    #[serde(default)]
    owner: Option<ParticipantId>,
    /// By when, `YYYY-MM-DD`, if there is a day.
    #[serde(default)]
    due: Option<String>,
}

/// The action that was written down.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AddedAction {
    /// Its id.
    action: ActionId,
}

impl Command for AddAction {
    const NAME: &'static str = "addAction";
    const PATH: &'static str = "/session/actions";
    const RIGHT: Right = Right::PlanActions;
    type Target = ();
    type Answer = AddedAction;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<AddedAction>, CommandError> {
        let Self { text, owner, due } = self;
        let words = ActionWords { text: text.clone(), owner: owner.clone(), due: due.clone(), done: false };
        let action = words.read(state, call.now_ms).await?;
        let id = ActionId::random();
        let key = id.to_string();
        Ok(Decision::new(AddedAction { action: id }).edit(
            session_document(&call.caller.workshop),
            move |document: &mut Document| {
                if actions::read(document).len() >= ACTIONS_MAX {
                    return Err(CommandError::not_now(
                        "actions_full",
                        "There is no room for more actions. Remove some that are done first.",
                    ));
                }
                document.write(|txn, _| actions::write_action(txn, &key, &action));
                Ok(())
            },
        ))
    }
}
