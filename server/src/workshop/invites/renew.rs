//! Making the invite of a role anew: what was given out before opens nothing any more. People who joined stay in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facilitator_link::secret_of;
use super::{Invite, NO_SUCH_INVITE};
use crate::auth::invite;
use crate::auth::records::{self, RoleInvite};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::store::Batch;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};

/// Makes the invite of a role anew; for facilitators one link in place of all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewInvite {}

/// The new invite; nothing of it is kept with the command.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Renewed {
    #[serde(flatten)]
    invite: Option<Invite>,
}

impl Command for RenewInvite {
    const NAME: &'static str = "renewInvite";
    const PATH: &'static str = "/invites/{role}/renew";
    const RIGHT: Right = Right::Invite;
    type Target = Role;
    type Answer = Renewed;

    async fn decide(
        &self,
        call: &Call<'_, Role>,
        _state: &mut State<'_>,
    ) -> Result<Decision<Renewed>, CommandError> {
        let (caller, role, mut batch) = (call.caller, *call.target, Batch::default());
        let store = call.workshops.store.as_ref();
        if role == Role::Facilitator {
            invite::replace_facilitator_links(store, &mut batch, &caller.workshop, &secret_of(call)).await?;
        } else {
            let key = records::role_invite_key(&caller.workshop, role);
            let before = store.get(&key).await?;
            if let Some(bytes) = &before {
                invite::withdraw_role_invite(&mut batch, &records::decode(&key, bytes)?);
            }
            batch.expects.push((key, before));
            invite::issue_role_invite(store, &mut batch, &caller.workshop, role).await?;
        }
        let entry = Entry { about: Some(role), ..Entry::of(call.now_ms, AuditWord::Invite, caller) };
        Ok(Decision::new(Renewed::default()).with(batch).audit(&entry))
    }

    async fn complete(call: &Call<'_, Role>, _kept: Renewed) -> Result<Renewed, CommandError> {
        let (workshops, role) = (call.workshops, *call.target);
        let invite = if role == Role::Facilitator {
            let link = invite::link(&workshops.public_url, &secret_of(call));
            Invite { role, link, code: None, qr_svg: None }
        } else {
            let key = records::role_invite_key(&call.caller.workshop, role);
            let kept: Option<RoleInvite> = records::read(workshops.store.as_ref(), &key).await?;
            workshops.shown_invite(role, kept.ok_or(CommandError::NotFound(NO_SUCH_INVITE))?)
        };
        Ok(Renewed { invite: Some(invite) })
    }
}
