//! The waiting room: who joins waits until a facilitator lets them in. Off unless a facilitator opens it.
//!
//! A waiting person has no token, so the gatekeeper has nothing to judge; they ask with their device's secret how they
//! stand (`sign_in.rs`). Who is turned away leaves no name behind.

use serde::Deserialize;
use utoipa::ToSchema;

use pairway_crdt::workshop::facts;

use crate::auth::records::{self, PersonRecord, PersonState, WaitingRoom};
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::person_records::NO_SUCH_PERSON;
use crate::workshop::{CommandError, facts_document};

/// Opens or closes the waiting room. Who waits already goes on waiting: a facilitator decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWaitingRoom {
    /// Whether whoever joins waits from now on.
    on: bool,
}

impl Command for SetWaitingRoom {
    const NAME: &'static str = "setWaitingRoom";
    const PATH: &'static str = "/waiting-room";
    const RIGHT: Right = Right::Admit;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, on) = (call.caller, self.on);
        let mut record = state.record().clone();
        let (wanted, word) = if on {
            (WaitingRoom::On, AuditWord::OpenWaitingRoom)
        } else {
            (WaitingRoom::Off, AuditWord::CloseWaitingRoom)
        };
        record.waiting_room = wanted;
        Ok(Decision::new(Done {})
            .put(records::workshop_key(&caller.workshop), &record)
            .audit(&Entry::of(call.now_ms, word, caller))
            .edit(facts_document(&caller.workshop), move |document| {
                document.write(|txn, _| facts::write_waiting_room(txn, on));
                Ok(())
            }))
    }
}

/// Whether a person still waits for a facilitator's decision.
pub(super) enum Waits {
    /// They do.
    Yes,
    /// The same was decided meanwhile.
    DecidedSo,
}

/// Whether a person still waits, when this is to be decided.
///
/// # Errors
/// When the opposite was decided, or there is no such person.
pub(super) fn still_waits(person: &PersonRecord, decided: PersonState) -> Result<Waits, CommandError> {
    match person.state {
        PersonState::Waiting => Ok(Waits::Yes),
        state if state == decided => Ok(Waits::DecidedSo),
        PersonState::TurnedAway | PersonState::Removed => Err(NO_SUCH_PERSON),
        PersonState::In => Err(CommandError::NotNow {
            code: "not_waiting",
            message: "Somebody has let this person in already.",
        }),
    }
}
