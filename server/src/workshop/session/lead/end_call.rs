//! Ending the call to look at one place.

use pairway_crdt::workshop::session::call;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::session::session_document;

/// Asks nobody to look at one place any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndCall {}

impl Command for EndCall {
    const NAME: &'static str = "endCall";
    const PATH: &'static str = "/session/call/end";
    const RIGHT: Right = Right::LeadRoom;
    type Target = ();
    type Answer = Done;

    async fn decide(&self, call: &Call<'_, ()>, _: &mut State<'_>) -> Result<Decision<Done>, CommandError> {
        Ok(Decision::new(Done {}).edit(session_document(&call.caller.workshop), |document| {
            document.write(|txn, _| call::write(txn, None));
            Ok(())
        }))
    }
}
