//! Leaving: the device is forgotten, and with the last device the person is out. The tokens of a device that leaves others
//! behind end with their hour: ending them now would throw the others out.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::error::AuthError;
use crate::auth::records::{self, Grant, PersonRecord, PersonState};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::auth::token::{hash_secret, hashes_equal};
use crate::store::epoch::Epoch;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::{Effect, EndReason};
use crate::workshop::person_records::NO_SUCH_PERSON;

/// Answer to the last facilitator who wants to leave with their last device.
const STAY_OR_DELETE: &str =
    "You are the only facilitator. Make somebody else a facilitator first, or delete the workshop.";

/// Leaves the workshop with this device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leave {
    /// The secret of the device.
    device_secret: String,
}

impl Command for Leave {
    const NAME: &'static str = "leaveWorkshop";
    const PATH: &'static str = "/leave";
    const RIGHT: Right = Right::Leave;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let caller = call.caller;
        let before = state.person(&caller.participant).await?;
        let Forgotten { person, return_key } =
            forget_devices(before, Some(&hash_secret(&self.device_secret)), &call.workshops.epoch)?;
        let is_out = person.state == PersonState::Removed;
        if is_out && caller.role == Role::Facilitator {
            state.keep_a_facilitator(&caller.participant, STAY_OR_DELETE).await?;
        }
        let decision = Decision::new(Done {})
            .save_person(&caller.workshop, &caller.participant, person)
            .remove(return_key)
            .audit(&Entry::of(call.now_ms, AuditWord::Leave, caller));
        Ok(if is_out {
            decision
                .effect(Effect::EndConnections {
                    workshop: caller.workshop.clone(),
                    participant: caller.participant.clone(),
                    why: EndReason::Left,
                })
                .forget_help(&caller.workshop, &caller.participant)
                .forget_notes(&caller.workshop, &caller.participant)
        } else {
            decision
        })
    }
}

/// A person after devices of theirs were forgotten.
pub(super) struct Forgotten {
    pub(super) person: PersonRecord,
    /// The key of a return code that ends with the person.
    pub(super) return_key: Option<String>,
}

/// Forgets the device with this hash of its secret, or all of them; without any the person is out.
///
/// # Errors
/// [`AuthError::Invalid`] when the device is not theirs; when there is no such person.
pub(super) fn forget_devices(
    mut person: PersonRecord,
    only: Option<&str>,
    epoch: &Epoch,
) -> Result<Forgotten, CommandError> {
    match person.state {
        PersonState::In | PersonState::Removed => {}
        PersonState::Waiting | PersonState::TurnedAway => return Err(NO_SUCH_PERSON),
    }
    match only {
        None => person.devices.clear(),
        Some(hash) => {
            if !person.devices.iter().any(|known| hashes_equal(known, hash)) {
                return Err(AuthError::Invalid.into());
            }
            person.devices.retain(|known| !hashes_equal(known, hash));
        }
    }
    let mut return_key = None;
    if person.devices.is_empty() {
        person.epoch = person.epoch.saturating_add(1);
        person.state = PersonState::Removed;
        person.out_since_epoch = Some(epoch.id.clone());
        person.sent_away = only.is_none();
        person.act_for(None, Grant::Given);
        return_key = person.return_hash.take().map(|hash| records::return_key(&hash));
    }
    Ok(Forgotten { person, return_key })
}
