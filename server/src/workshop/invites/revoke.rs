//! Ending the invite of a role, by link and by code, without a new one. People who joined stay in.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::invite;
use crate::auth::records;
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Ends the invite of a role; for facilitators all their links end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeInvite {}

impl Command for RevokeInvite {
    const NAME: &'static str = "revokeInvite";
    const PATH: &'static str = "/invites/{role}/revoke";
    const RIGHT: Right = Right::Invite;
    type Target = Role;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, Role>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, role) = (call.caller, *call.target);
        let key = records::role_invite_key(&caller.workshop, role);
        let mut decision = Decision::new(Done {});
        if let Some(before) = state.bytes(&key).await? {
            decision = decision.remove(invite::outside_keys(&key, &before)?).remove([key]);
        }
        let entry = Entry { about: Some(role), ..Entry::of(call.now_ms, AuditWord::RevokeInvite, caller) };
        Ok(decision.audit(&entry))
    }
}
