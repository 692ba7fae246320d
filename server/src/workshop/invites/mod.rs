//! Invites as facilitators and invited people see them: look at one, list them; making and ending them are commands.

pub mod facilitator_link;
pub mod renew;
pub mod revoke;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use pairway_crdt::workshop::facts::{self, WorkshopFacts};
use pairway_crdt::workshop::side::Side;

use super::{CommandError, Workshops, facts_document};
use crate::auth::invite::{self, Found, Uses};
use crate::auth::records::{self, RoleInvite};
use crate::auth::role::Role;
use crate::ids::WorkshopId;

/// An invite, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Invite {
    /// The role it gives.
    pub role: Role,
    /// The link.
    pub link: String,
    /// The six characters; facilitators have none.
    #[schema(required = true)]
    pub code: Option<String>,
    /// The link as a picture; facilitators have none.
    #[schema(required = true)]
    pub qr_svg: Option<String>,
}

/// What an invited person sees before joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// The workshop.
    pub workshop: WorkshopId,
    /// What it is called.
    pub title: String,
    /// What the pair works on.
    pub challenge: String,
    /// The role the invite gives.
    pub role: Role,
    /// The side of that role.
    #[schema(schema_with = crate::workshop::schema::side, required = true)]
    pub side: Option<Side>,
    /// Last day.
    pub ends_on: String,
    /// The secret to join with.
    pub secret: String,
}

/// What every unknown, withdrawn or used invite is answered; it says nothing about which it was.
pub const NO_SUCH_INVITE: &str =
    "This invite does not work, or no longer. Check it, or ask the facilitator for a new one.";

impl Workshops {
    /// The invite a secret stands for.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when it opens nothing.
    pub(super) async fn found(&self, secret: &str) -> Result<Found, CommandError> {
        let found = invite::find_secret(self.store.as_ref(), &self.keys, secret, self.clock.now_ms()).await?;
        let found = found.ok_or(CommandError::NotFound(NO_SUCH_INVITE))?;
        match &found.uses {
            Uses::Once { used_key } if self.store.get(used_key).await?.is_some() => {
                Err(CommandError::NotFound(NO_SUCH_INVITE))
            }
            Uses::Once { .. } | Uses::Many => Ok(found),
        }
    }

    /// The secret behind a code as it was typed.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when it opens nothing.
    pub async fn secret_of_code(&self, typed: &str) -> Result<String, CommandError> {
        let code = invite::read_code(typed).ok_or(CommandError::NotFound(NO_SUCH_INVITE))?;
        let secret = invite::find_code(self.store.as_ref(), &code).await?;
        secret.ok_or(CommandError::NotFound(NO_SUCH_INVITE))
    }

    /// What an invited person sees before joining.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when the secret opens nothing.
    pub async fn look_at_invite(&self, secret: &str) -> Result<Look, CommandError> {
        let target = self.found(secret).await?.target;
        let record = self.open_record(&target.workshop).await?;
        let facts = self.facts(&target.workshop).await?;
        Ok(Look {
            workshop: target.workshop,
            title: facts.title,
            challenge: facts.challenge,
            role: target.role,
            side: target.role.side(),
            ends_on: record.ends_on,
            secret: secret.to_owned(),
        })
    }

    /// The facts of a workshop as its document has them.
    pub(super) async fn facts(&self, workshop: &WorkshopId) -> Result<WorkshopFacts, CommandError> {
        Ok(self.rooms.read(&facts_document(workshop), facts::read).await?)
    }

    /// The invites of all roles but the facilitator's.
    ///
    /// # Errors
    /// The store's.
    pub async fn invites(&self, workshop: &WorkshopId) -> Result<Vec<Invite>, CommandError> {
        let mut invites = Vec::with_capacity(invite::INVITED_ROLES.len());
        for role in invite::INVITED_ROLES {
            let key = records::role_invite_key(workshop, role);
            if let Some(kept) = records::read::<RoleInvite>(self.store.as_ref(), &key).await? {
                invites.push(self.shown_invite(role, kept));
            }
        }
        Ok(invites)
    }

    fn shown_invite(&self, role: Role, kept: RoleInvite) -> Invite {
        let link = invite::link(&self.public_url, &kept.secret);
        Invite { role, code: Some(kept.code), qr_svg: Some(invite::qr_svg(&link)), link }
    }
}
