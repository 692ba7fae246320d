//! Who edits in a break: facilitators only, unless they say otherwise.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, resting, session_document};
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Lets everybody edit in the break that is on, or facilitators only.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetEditInBreak {
    /// The activity that is on, as the page shows it.
    seen: String,
    /// Whether everybody whose role edits may.
    everybody: bool,
}

impl Command for LetEditInBreak {
    const NAME: &'static str = "letEditInBreak";
    const PATH: &'static str = "/session/break";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let everybody = self.everybody;
        let edit = change(Some(self.seen.clone()), move |session| session.let_edit_in_break(everybody));
        let decision = Decision::new(Done {}).edit(session_document(&call.caller.workshop), edit);
        Ok(resting(decision, (call, state), !everybody))
    }
}
