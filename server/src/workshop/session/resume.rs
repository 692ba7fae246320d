//! Going on after a pause.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, session_document};
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Lets the time of the activity that is on go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResumeSession {
    /// The activity that is on, as the page shows it.
    seen: String,
}

impl Command for ResumeSession {
    const NAME: &'static str = "resumeSession";
    const PATH: &'static str = "/session/resume";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(&self, call: &Call<'_, ()>, _: &mut State<'_>) -> Result<Decision<Done>, CommandError> {
        let now_ms = call.now_ms;
        let edit = change(Some(self.seen.clone()), move |session| session.resume(now_ms));
        Ok(Decision::new(Done {})
            .audit(&Entry::of(call.now_ms, AuditWord::ResumeSession, call.caller))
            .edit(session_document(&call.caller.workshop), edit))
    }
}
