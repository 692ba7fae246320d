//! More minutes for the activity that is on, or fewer.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, session_document};
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Gives the activity that is on more minutes, or fewer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddMinutes {
    /// The activity that is on, as the page shows it.
    seen: String,
    /// How many more; less than 0 for fewer, an hour at most.
    minutes: i32,
}

impl Command for AddMinutes {
    const NAME: &'static str = "addMinutes";
    const PATH: &'static str = "/session/minutes";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(&self, call: &Call<'_, ()>, _: &mut State<'_>) -> Result<Decision<Done>, CommandError> {
        let minutes = self.minutes;
        let edit = change(Some(self.seen.clone()), move |session| session.add_minutes(minutes));
        Ok(Decision::new(Done {}).edit(session_document(&call.caller.workshop), edit))
    }
}
