//! Not letting a waiting person in; the name they gave is forgotten.

use serde::Deserialize;
use utoipa::ToSchema;

use super::waiting_room::{Waits, still_waits};
use crate::auth::records::{PersonRecord, PersonState};
use crate::auth::rights::Right;
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Does not let a waiting person in; the name they gave is forgotten.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusePerson {}

impl Command for RefusePerson {
    const NAME: &'static str = "refusePerson";
    const PATH: &'static str = "/participants/{p}/refuse";
    const RIGHT: Right = Right::Admit;
    type Target = ParticipantId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ParticipantId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, participant) = (call.caller, call.target);
        let mut person = state.person(participant).await?;
        match still_waits(&person, PersonState::TurnedAway)? {
            Waits::Yes => {}
            // Two facilitators pressed at the same moment; they wanted the same.
            Waits::DecidedSo => return Ok(Decision::already_done(Done {})),
        }
        turn_away(&mut person);
        let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Refuse, caller) };
        Ok(Decision::new(Done {})
            .save_person(&caller.workshop, participant, person)
            .forget_help(&caller.workshop, participant)
            .audit(&entry))
    }
}

/// Whoever waited is not let in, and leaves no name.
pub(super) fn turn_away(person: &mut PersonRecord) {
    person.state = PersonState::TurnedAway;
    person.nickname.clear();
    person.marks.clear();
}
