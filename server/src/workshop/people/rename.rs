//! Giving a person another name.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::records::PersonState;
use crate::auth::rights::Right;
use crate::ids::ParticipantId;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::person_records::NO_SUCH_PERSON;
use crate::workshop::{CommandError, input};

/// Gives a person another name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenamePerson {
    /// What they are called from now on.
    nickname: String,
}

impl Command for RenamePerson {
    const NAME: &'static str = "renamePerson";
    const PATH: &'static str = "/participants/{p}/rename";
    const RIGHT: Right = Right::ManagePeople;
    type Target = ParticipantId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ParticipantId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, participant) = (call.caller, call.target);
        let nickname = input::read_nickname(&self.nickname)?;
        let mut person = state.person(participant).await?;
        match person.state {
            PersonState::In | PersonState::Waiting => {}
            PersonState::TurnedAway | PersonState::Removed => return Err(NO_SUCH_PERSON),
        }
        person.nickname = nickname;
        let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Rename, caller) };
        Ok(Decision::new(Done {}).save_person(&caller.workshop, participant, person).audit(&entry))
    }
}
