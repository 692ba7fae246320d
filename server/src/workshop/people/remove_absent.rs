//! Taking out everybody who joined some time ago and never came: what a link that went around leaves behind.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::leave::{Forgotten, forget_devices};
use super::places::never_came;
use super::write_people;
use crate::auth::records::{self, PersonState};
use crate::auth::rights::Right;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::effect::Effect;
use crate::workshop::{CommandError, facts_document};

/// Takes out everybody who joined a quarter of an hour ago or earlier and whose device has never come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAbsent {}

/// How many were taken out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Removed {
    /// People.
    removed: u64,
}

impl Command for RemoveAbsent {
    const NAME: &'static str = "removeAbsentPeople";
    const PATH: &'static str = "/participants/remove-absent";
    const RIGHT: Right = Right::ManagePeople;
    type Target = ();
    type Answer = Removed;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Removed>, CommandError> {
        let (caller, mut removed, mut decision) = (call.caller, Vec::new(), Decision::new(()));
        for (participant, _) in
            state.people().await?.into_iter().filter(|(_, person)| never_came(person, call.now_ms))
        {
            // Looked at again by itself, so that it is a condition that they still have not come.
            let person = state.person(&participant).await?;
            if participant == caller.participant
                || person.state != PersonState::In
                || !never_came(&person, call.now_ms)
            {
                continue;
            }
            let Forgotten { mut person, return_key } = forget_devices(person, None, &call.workshops.epoch)?;
            // They were not sent away: whoever comes after all joins as everybody does.
            person.sent_away = false;
            let entry = Entry { to: Some(&participant), ..Entry::of(call.now_ms, AuditWord::Remove, caller) };
            decision = decision
                .put(records::person_key(&caller.workshop, &participant), &person)
                .remove(return_key)
                .forget_help(&caller.workshop, &participant)
                .audit(&entry)
                .effect(Effect::removed(&caller.workshop, &participant));
            removed.push((participant, person));
        }
        let decision = decision.answering(Removed { removed: removed.len() as u64 });
        Ok(decision.edit(facts_document(&caller.workshop), write_people(removed)))
    }
}
