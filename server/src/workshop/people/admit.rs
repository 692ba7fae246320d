//! Letting a waiting person in.

use serde::Deserialize;
use utoipa::ToSchema;

use super::places::{Everybody, NO_PLACE_LEFT, Place};
use super::waiting_room::{Waits, still_waits};
use crate::auth::entrance::LetInBy;
use crate::auth::records::PersonState;
use crate::auth::rights::Right;
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Lets a waiting person in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmitPerson {}

impl Command for AdmitPerson {
    const NAME: &'static str = "admitPerson";
    const PATH: &'static str = "/participants/{p}/admit";
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
        match still_waits(&person, PersonState::In)? {
            Waits::Yes => {}
            // Two facilitators pressed at the same moment; they wanted the same.
            Waits::DecidedSo => return Ok(Decision::already_done(Done {})),
        }
        let people = state.people().await?;
        if (Everybody { people: &people, now_ms: call.now_ms }).free(Place::Role(person.role)) == 0 {
            return Err(NO_PLACE_LEFT);
        }
        (person.state, person.entrance.let_in_by) = (PersonState::In, LetInBy::Facilitator);
        let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Admit, caller) };
        Ok(Decision::new(Done {}).save_person(&caller.workshop, participant, person).audit(&entry))
    }
}
