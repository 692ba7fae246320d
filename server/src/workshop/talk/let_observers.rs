//! Whether observers comment, or are asked to listen only.

use pairway_crdt::workshop::facts;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, facts_document};

/// Lets observers comment, or asks them to listen only.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetObserversComment {
    /// Whether they comment, reply and react from now on.
    on: bool,
}

impl Command for LetObserversComment {
    const NAME: &'static str = "letObserversComment";
    const PATH: &'static str = "/observers-comment";
    const RIGHT: Right = Right::LetObservers;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        _state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, on) = (call.caller, self.on);
        let word = if on { AuditWord::LetObservers } else { AuditWord::HushObservers };
        Ok(Decision::new(Done {}).audit(&Entry::of(call.now_ms, word, caller)).edit(
            facts_document(&caller.workshop),
            move |document| {
                document.write(|txn, _| facts::write_observers_comment(txn, on));
                Ok(())
            },
        ))
    }
}
