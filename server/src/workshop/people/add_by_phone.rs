//! Putting somebody on the list who has no device and takes part by phone; a scribe acts for them.

use serde::Deserialize;
use utoipa::ToSchema;

use serde::Serialize;

use super::places::{Everybody, NO_PLACE_LEFT, Place};
use crate::auth::records::{PersonRecord, PersonState, TakesPart};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::ParticipantId;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::{CommandError, input};

/// Puts somebody on the list who takes part by phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddByPhone {
    /// What they are called.
    nickname: String,
    /// Their role; facilitators need a device.
    role: Role,
}

/// The id of somebody who was added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Added {
    /// The person.
    participant: ParticipantId,
}

impl Command for AddByPhone {
    const NAME: &'static str = "addByPhone";
    const PATH: &'static str = "/participants";
    const RIGHT: Right = Right::ManagePeople;
    type Target = ();
    type Answer = Added;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Added>, CommandError> {
        let nickname = input::read_nickname(&self.nickname)?;
        if self.role == Role::Facilitator {
            let message = "Facilitators need a device to run the workshop. Choose another role.";
            return Err(CommandError::bad("facilitator_by_phone", message));
        }
        let people = state.people().await?;
        let everybody = Everybody { people: &people, now_ms: call.now_ms };
        if everybody.free(Place::Phone) == 0 || !everybody.has_record_for(Role::Facilitator) {
            return Err(NO_PLACE_LEFT);
        }
        let (caller, participant) = (call.caller, ParticipantId::random());
        let mut person = PersonRecord::new(nickname, self.role, PersonState::In, call.now_ms);
        person.presence = TakesPart::Phone;
        let entry = Entry {
            to: Some(&participant),
            about: Some(self.role),
            ..Entry::of(call.now_ms, AuditWord::AddByPhone, caller)
        };
        Ok(Decision::new(Added { participant: participant.clone() })
            .save_person(&caller.workshop, &participant, person)
            .audit(&entry))
    }
}
