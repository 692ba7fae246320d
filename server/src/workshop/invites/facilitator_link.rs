//! A further facilitator link; the earlier ones go on working.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::invite;
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::auth::token::Purpose;
use crate::store::Batch;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Target};

/// Makes one more facilitator link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddFacilitatorLink {}

/// A facilitator link.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct FacilitatorLink {
    /// The link; not kept with the command, only its hash is kept at all.
    #[serde(default)]
    #[schema(required = true)]
    link: String,
}

impl Command for AddFacilitatorLink {
    const NAME: &'static str = "addFacilitatorLink";
    const PATH: &'static str = "/invites/facilitator";
    const RIGHT: Right = Right::Invite;
    type Target = ();
    type Answer = FacilitatorLink;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        _state: &mut State<'_>,
    ) -> Result<Decision<FacilitatorLink>, CommandError> {
        let (caller, mut batch) = (call.caller, Batch::default());
        let store = call.workshops.store.as_ref();
        invite::issue_facilitator_link(store, &mut batch, &caller.workshop, &secret_of(call)).await?;
        let entry =
            Entry { about: Some(Role::Facilitator), ..Entry::of(call.now_ms, AuditWord::Invite, caller) };
        Ok(Decision::new(FacilitatorLink::default()).with(batch).audit(&entry))
    }

    async fn complete(call: &Call<'_, ()>, _kept: FacilitatorLink) -> Result<FacilitatorLink, CommandError> {
        Ok(FacilitatorLink { link: invite::link(&call.workshops.public_url, &secret_of(call)) })
    }
}

/// Derived, so that a repeated command gives the same link although only its hash is kept.
pub(super) fn secret_of<T: Target>(call: &Call<'_, T>) -> String {
    let subject = format!("{} {}", call.caller.workshop, call.id);
    call.workshops.keys.derive(Purpose::FacilitatorLink, &subject)
}
