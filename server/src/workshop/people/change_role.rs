//! Giving a person another role; it counts at once, on open connections too.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{KEEP_ONE, check_is_in};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::{Effect, RightsChange};

/// Gives a person another role. Refused when nobody would be left to run the workshop.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRole {
    /// The role from now on.
    role: Role,
}

impl Command for ChangeRole {
    const NAME: &'static str = "changeRole";
    const PATH: &'static str = "/participants/{p}/role";
    const RIGHT: Right = Right::ManagePeople;
    type Target = ParticipantId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ParticipantId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, participant, role) = (call.caller, call.target, self.role);
        let mut person = state.person(participant).await?;
        check_is_in(&person)?;
        if person.role == Role::Facilitator && role != Role::Facilitator {
            state.keep_a_facilitator(participant, KEEP_ONE).await?;
        }
        let changes_side = person.role.side() != role.side();
        person.role = role;
        let entry = Entry {
            to: Some(participant),
            about: Some(role),
            ..Entry::of(call.now_ms, AuditWord::ChangeRole, caller)
        };
        let decision = Decision::new(Done {})
            .audit(&entry)
            .effect(Effect::RecheckRights { workshop: caller.workshop.clone(), change: RightsChange::Role });
        Ok(if changes_side {
            decision.save_unpaired_person(&caller.workshop, participant, person)
        } else {
            decision.save_person(&caller.workshop, participant, person)
        })
    }
}
