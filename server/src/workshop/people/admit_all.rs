//! Letting everybody in who waits now, in the order they came, as far as there are places.

use serde::Deserialize;
use utoipa::ToSchema;

use serde::Serialize;

use super::places::{Everybody, NO_PLACE_LEFT, Place};
use super::write_people;
use crate::auth::entrance::LetInBy;
use crate::auth::records::{self, PersonState};
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::{CommandError, facts_document};

/// Lets everybody in who waits now, in the order they came. Who finds no place of their role goes on waiting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmitAll {}

/// How many were let in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Admitted {
    /// People.
    admitted: u64,
}

impl Command for AdmitAll {
    const NAME: &'static str = "admitAll";
    const PATH: &'static str = "/waiting-room/admit-all";
    const RIGHT: Right = Right::Admit;
    type Target = ();
    type Answer = Admitted;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Admitted>, CommandError> {
        let (caller, mut people, mut admitted) = (call.caller, state.people().await?, Vec::new());
        let mut is_full = false;
        for index in 0..people.len() {
            if people[index].1.state != PersonState::Waiting {
                continue;
            }
            // Looked at again by itself, so that it is a condition that they still wait.
            let participant = people[index].0.clone();
            let mut person = state.person(&participant).await?;
            if person.state != PersonState::Waiting {
                continue;
            }
            if (Everybody { people: &people, now_ms: call.now_ms }).free(Place::Role(person.role)) == 0 {
                is_full = true;
                continue;
            }
            (person.state, person.entrance.let_in_by) = (PersonState::In, LetInBy::Facilitator);
            people[index].1 = person.clone();
            admitted.push((participant, person));
        }
        if is_full && admitted.is_empty() {
            return Err(NO_PLACE_LEFT);
        }
        let mut decision = Decision::new(Admitted { admitted: admitted.len() as u64 });
        for (participant, person) in &admitted {
            let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Admit, caller) };
            decision = decision.put(records::person_key(&caller.workshop, participant), person).audit(&entry);
        }
        Ok(decision.edit(facts_document(&caller.workshop), write_people(admitted)))
    }
}
