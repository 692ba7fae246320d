//! Letting nobody in who waits now; the names they gave are forgotten.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::refuse::turn_away;
use super::write_people;
use crate::auth::records::{self, PersonState};
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::{CommandError, facts_document};

/// Lets nobody in who waits now; the names they gave are forgotten.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseAll {}

/// How many were not let in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// People.
    refused: u64,
}

impl Command for RefuseAll {
    const NAME: &'static str = "refuseAll";
    const PATH: &'static str = "/waiting-room/refuse-all";
    const RIGHT: Right = Right::Admit;
    type Target = ();
    type Answer = Refused;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Refused>, CommandError> {
        let (caller, mut refused) = (call.caller, Vec::new());
        for (participant, _) in
            state.people().await?.into_iter().filter(|(_, person)| person.state == PersonState::Waiting)
        {
            // Looked at again by itself, so that it is a condition that they still wait.
            let mut person = state.person(&participant).await?;
            if person.state == PersonState::Waiting {
                turn_away(&mut person);
                refused.push((participant, person));
            }
        }
        let mut decision = Decision::new(Refused { refused: refused.len() as u64 });
        for (participant, person) in &refused {
            let entry = Entry { to: Some(participant), ..Entry::of(call.now_ms, AuditWord::Refuse, caller) };
            decision = decision
                .put(records::person_key(&caller.workshop, participant), person)
                .forget_help(&caller.workshop, participant)
                .audit(&entry);
        }
        Ok(decision.edit(facts_document(&caller.workshop), write_people(refused)))
    }
}
