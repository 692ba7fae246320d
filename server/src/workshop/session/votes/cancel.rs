//! Taking a vote away that is open: no result, and the ballots are gone.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, check_open, session_document};
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Takes an open vote away without a result; its ballots are erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CancelRound {
    /// The vote.
    round: String,
}

impl Command for CancelRound {
    const NAME: &'static str = "cancelRound";
    const PATH: &'static str = "/session/rounds/cancel";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        check_open(call.workshops, (workshop, &self.round), state).await?;
        // Whoever votes for the first time meanwhile changes the document, so that it is decided anew with their ballot.
        state.look(&session_document(workshop), |_| ()).await?;
        let (_, erased) = call.workshops.take_ballots(workshop, &self.round).await?;
        let id = self.round.clone();
        Ok(Decision::new(Done {})
            .with(erased)
            .audit(&Entry::of(call.now_ms, AuditWord::CancelRound, call.caller))
            .edit(session_document(workshop), change(move |rounds| rounds.cancel(&id))))
    }
}
