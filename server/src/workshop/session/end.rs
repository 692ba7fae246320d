//! Ending the session; what was done in it stays.

use pairway_crdt::workshop::session::{call, hands};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, resting, session_document, votes};
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Ends the session: no activity is on any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndSession {
    /// The activity that is on, as the page shows it.
    seen: String,
}

impl Command for EndSession {
    const NAME: &'static str = "endSession";
    const PATH: &'static str = "/session/end";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let now_ms = call.now_ms;
        let end = change(Some(self.seen.clone()), move |session| session.end(now_ms));
        let forgotten = call.workshops.forget_all_help(&call.caller.workshop).await?;
        let decision = Decision::new(Done {})
            .with(forgotten)
            .audit(&Entry::of(call.now_ms, AuditWord::EndSession, call.caller))
            .edit(session_document(&call.caller.workshop), move |document| {
                votes::check_none_open(document)?;
                end(document)?;
                // Nobody waits to speak any more, and nobody is asked to look anywhere.
                let mut hands = hands::read(document);
                hands.keep(|_| false);
                document.write(|txn, _| {
                    hands.write(txn);
                    call::write(txn, None);
                });
                Ok(())
            });
        Ok(resting(decision, (call, state), false))
    }
}
