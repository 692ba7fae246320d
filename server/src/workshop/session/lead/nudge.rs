//! One sentence from a facilitator to one person, which nobody else ever reads: "would you like to say something about this?"
//!
//! It stands in the document of that person alone. Neither the audit nor the record of the command says to whom or what.

use pairway_crdt::workshop::session::messages::{self, Message};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check_on;
use crate::auth::permission::DocumentName;
use crate::auth::rights::Right;
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Body, Call, Command, Done};
use crate::workshop::input::read_message;
use crate::workshop::people::check_is_in;
use crate::workshop::session::session_document;

/// Tells one person one sentence, in plain text, which nobody else reads but who writes for that person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nudge {
    /// Whom.
    #[schema(value_type = String)]
    person: ParticipantId,
    /// The sentence, up to 300 UTF-16 units in one line.
    text: String,
}

impl std::fmt::Debug for Nudge {
    /// Without the words and the person, so that no log can hold them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Nudge").finish_non_exhaustive()
    }
}

impl Command for Nudge {
    const NAME: &'static str = "nudgePerson";
    const PATH: &'static str = "/session/nudges";
    const RIGHT: Right = Right::LeadRoom;
    const BODY: Body = Body::Secret;
    type Target = ();
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Comments)
    }

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (workshop, me) = (&call.caller.workshop, &call.caller.participant);
        if self.person == *me {
            return Err(CommandError::bad("nudge_self", "Choose somebody else: this would be for yourself."));
        }
        let text = read_message(&self.text)?;
        check_is_in(&state.person(&self.person).await?)?;
        // No condition: an activity that ends at the same moment makes nothing of this wrong.
        state.look_at_map(&session_document(workshop), check_on).await??;
        let message = Message { text, by: me.to_string(), at: call.now_ms };
        let id = call.id.to_owned();
        let personal = DocumentName::Personal(workshop.clone(), self.person.clone());
        let entry = Entry::of(call.now_ms, AuditWord::Nudge, call.caller);
        Ok(Decision::new(Done {}).audit(&entry).edit(personal, move |document| {
            let mut messages = messages::read(document);
            messages.add(&id, message);
            document.write(|txn, _| messages.write(txn));
            Ok(())
        }))
    }
}
