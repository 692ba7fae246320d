//! Removing a person: their connections end, and their tokens and devices stop working.

use serde::Deserialize;
use utoipa::ToSchema;

use super::KEEP_ONE;
use super::leave::{Forgotten, forget_devices};
use crate::auth::rights::Right;
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::Effect;

/// Takes a person out of the workshop. Who comes with the same device again waits to be let in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemovePerson {}

impl Command for RemovePerson {
    const NAME: &'static str = "removePerson";
    const PATH: &'static str = "/participants/{p}/remove";
    const RIGHT: Right = Right::ManagePeople;
    type Target = ParticipantId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ParticipantId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, participant) = (call.caller, call.target);
        if *participant == caller.participant {
            return Err(CommandError::bad("remove_self", "To take yourself out, use \u{201c}Leave\u{201d}."));
        }
        state.keep_a_facilitator(participant, KEEP_ONE).await?;
        let before = state.person(participant).await?;
        let Forgotten { person, return_key } = forget_devices(before, None, &call.workshops.epoch)?;
        let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Remove, caller) };
        Ok(Decision::new(Done {})
            .save_person(&caller.workshop, participant, person)
            .remove(return_key)
            .audit(&entry)
            .effect(Effect::removed(&caller.workshop, participant))
            .forget_help(&caller.workshop, participant)
            .forget_notes(&caller.workshop, participant))
    }
}
