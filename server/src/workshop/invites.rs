//! Invites as facilitators and invited people see them: look at one, list them, make them anew.

use serde::Serialize;
use serde_json::json;

use pairway_crdt::workshop::facts::{self, WorkshopFacts};

use super::audit::{self, Act, Entry};
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::invite::{self, Found, Uses};
use crate::auth::records::{self, RoleInvite};
use crate::auth::role::Role;
use crate::auth::token::Purpose;
use crate::ids::WorkshopId;
use crate::store::Batch;
use pairway_crdt::workshop::side::Side;

/// An invite, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invite {
    /// The role it gives.
    pub role: Role,
    /// The link.
    pub link: String,
    /// The six characters; facilitators have none.
    pub code: Option<String>,
    /// The link as a picture; facilitators have none.
    pub qr_svg: Option<String>,
}

/// What an invited person sees before joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
        let (record, _) = self.open_record(&target.workshop).await?;
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
                invites.push(self.shown(role, kept));
            }
        }
        Ok(invites)
    }

    fn shown(&self, role: Role, kept: RoleInvite) -> Invite {
        let link = invite::link(&self.public_url, &kept.secret);
        Invite { role, code: Some(kept.code), qr_svg: Some(invite::qr_svg(&link)), link }
    }

    /// A further facilitator link; the earlier ones go on working.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn add_facilitator_link(&self, actor: &Actor, command: &str) -> Result<String, CommandError> {
        words::check_command(command)?;
        until_it_fits(|| self.try_renew(actor, command, Renewal::Further)).await.map(|invite| invite.link)
    }

    /// Makes the invite of a role anew: what was given out before opens nothing any more. People who joined stay in.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn renew_invite(
        &self,
        actor: &Actor,
        command: &str,
        role: Role,
    ) -> Result<Invite, CommandError> {
        words::check_command(command)?;
        let renewal = match role {
            Role::Facilitator => Renewal::AllFacilitators,
            _ => Renewal::OfRole(role),
        };
        until_it_fits(|| self.try_renew(actor, command, renewal)).await
    }

    /// Ends the invite of a role, by link and by code, and makes none anew. For facilitators all their links end. People
    /// who joined stay in.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn revoke_invite(&self, actor: &Actor, command: &str, role: Role) -> Result<(), CommandError> {
        words::check_command(command)?;
        until_it_fits(|| async {
            let given = Given::by_actor(actor, command);
            if self.earlier_answer(given).await?.is_some() {
                return Ok(());
            }
            let mut batch = Batch::default();
            let key = records::role_invite_key(&actor.workshop, role);
            if let Some(before) = self.store.get(&key).await? {
                batch.removes.extend(invite::outside_keys(&key, &before)?);
                batch.removes.push(key.clone());
                batch.expects.push((key, Some(before)));
            }
            self.remember_answer(&mut batch, given, json!({}));
            let entry = Entry::of(self.clock.now_ms(), Act::RevokeInvite, actor);
            audit::note(&mut batch, &Entry { about: Some(role), ..entry });
            self.store.commit(batch).await?;
            Ok(())
        })
        .await
    }

    async fn try_renew(
        &self,
        actor: &Actor,
        command: &str,
        renewal: Renewal,
    ) -> Result<Invite, CommandError> {
        let (workshop, given) = (&actor.workshop, Given::by_actor(actor, command));
        let secret = self.keys.derive(Purpose::FacilitatorLink, &format!("{workshop} {command}"));
        let earlier = self.earlier_answer(given).await?;
        if earlier.is_none() {
            let mut batch = self.renewal(workshop, renewal, &secret).await?;
            self.remember_answer(&mut batch, given, json!({}));
            let entry = Entry::of(self.clock.now_ms(), Act::Invite, actor);
            audit::note(&mut batch, &Entry { about: Some(renewal.role()), ..entry });
            self.store.commit(batch).await?;
        }
        match renewal {
            Renewal::Further | Renewal::AllFacilitators => {
                let link = invite::link(&self.public_url, &secret);
                Ok(Invite { role: Role::Facilitator, link, code: None, qr_svg: None })
            }
            Renewal::OfRole(role) => {
                let key = records::role_invite_key(workshop, role);
                let kept = records::read::<RoleInvite>(self.store.as_ref(), &key).await?;
                Ok(self.shown(role, kept.ok_or(CommandError::NotFound(NO_SUCH_INVITE))?))
            }
        }
    }

    async fn renewal(
        &self,
        workshop: &WorkshopId,
        renewal: Renewal,
        secret: &str,
    ) -> Result<Batch, CommandError> {
        let (store, mut batch) = (self.store.as_ref(), Batch::default());
        match renewal {
            Renewal::Further => invite::issue_facilitator_link(store, &mut batch, workshop, secret).await?,
            Renewal::AllFacilitators => {
                invite::replace_facilitator_links(store, &mut batch, workshop, secret).await?;
            }
            Renewal::OfRole(role) => {
                let key = records::role_invite_key(workshop, role);
                let before = store.get(&key).await?;
                if let Some(bytes) = &before {
                    invite::withdraw_role_invite(&mut batch, &records::decode(&key, bytes)?);
                }
                batch.expects.push((key, before));
                invite::issue_role_invite(store, &mut batch, workshop, role).await?;
            }
        }
        Ok(batch)
    }
}

/// Which invite is made.
#[derive(Debug, Clone, Copy)]
enum Renewal {
    /// One more facilitator link.
    Further,
    /// One facilitator link in place of all.
    AllFacilitators,
    /// The invite of another role.
    OfRole(Role),
}

impl Renewal {
    fn role(self) -> Role {
        match self {
            Self::Further | Self::AllFacilitators => Role::Facilitator,
            Self::OfRole(role) => role,
        }
    }
}
