//! Pausing: the time of the activity stands still.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, session_document};
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Lets the time of the activity that is on stand still.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PauseSession {
    /// The activity that is on, as the page shows it.
    seen: String,
}

impl Command for PauseSession {
    const NAME: &'static str = "pauseSession";
    const PATH: &'static str = "/session/pause";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(&self, call: &Call<'_, ()>, _: &mut State<'_>) -> Result<Decision<Done>, CommandError> {
        let now_ms = call.now_ms;
        let edit = change(Some(self.seen.clone()), move |session| session.pause(now_ms));
        Ok(Decision::new(Done {})
            .audit(&Entry::of(call.now_ms, AuditWord::PauseSession, call.caller))
            .edit(session_document(&call.caller.workshop), edit))
    }
}
