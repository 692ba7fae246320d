//! One sentence from a facilitator to everybody.

use pairway_crdt::workshop::session::messages::{self, Message};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check_on;
use crate::auth::rights::Right;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::input::read_message;
use crate::workshop::session::session_document;

/// Tells everybody one sentence, in plain text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TellEveryone {
    /// The sentence, up to 300 UTF-16 units in one line.
    text: String,
}

impl Command for TellEveryone {
    const NAME: &'static str = "tellEveryone";
    const PATH: &'static str = "/session/messages";
    const RIGHT: Right = Right::LeadRoom;
    type Target = ();
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Comments)
    }

    async fn decide(&self, call: &Call<'_, ()>, _: &mut State<'_>) -> Result<Decision<Done>, CommandError> {
        let by = call.caller.participant.to_string();
        let message = Message { text: read_message(&self.text)?, by, at: call.now_ms };
        let id = call.id.to_owned();
        Ok(Decision::new(Done {}).audit(&Entry::of(call.now_ms, AuditWord::TellEveryone, call.caller)).edit(
            session_document(&call.caller.workshop),
            move |document| {
                check_on(document)?;
                let mut messages = messages::read(document);
                messages.add(&id, message);
                document.write(|txn, _| messages.write(txn));
                Ok(())
            },
        ))
    }
}
