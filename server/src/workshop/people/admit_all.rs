//! Letting everybody in who waits now.

use serde::Deserialize;
use utoipa::ToSchema;

use serde::Serialize;

use super::write_people;
use crate::auth::records::{self, PersonState};
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::{CommandError, facts_document};

/// Lets everybody in who waits now.
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
        let (caller, mut admitted) = (call.caller, Vec::new());
        for (participant, _) in
            state.people().await?.into_iter().filter(|(_, person)| person.state == PersonState::Waiting)
        {
            // Looked at again by itself, so that it is a condition that they still wait.
            let mut person = state.person(&participant).await?;
            if person.state == PersonState::Waiting {
                person.state = PersonState::In;
                admitted.push((participant, person));
            }
        }
        let mut decision = Decision::new(Admitted { admitted: admitted.len() as u64 });
        for (participant, person) in &admitted {
            let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Admit, caller) };
            decision = decision.put(records::person_key(&caller.workshop, participant), person).audit(&entry);
        }
        Ok(decision.edit(facts_document(&caller.workshop), write_people(admitted)))
    }
}
