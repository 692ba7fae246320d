//! Invites: issuing, finding and withdrawing them. How their codes and links look is in `invite/`.
//!
//! Owns their secrets and which keys of the table they occupy. The secret of a participant role is kept
//! readable, so that facilitators can show the link again; of facilitator links only hashes are kept. Decides nothing
//! about rates and knows no HTTP.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::auth::error::AuthError;
use crate::auth::records::{self, FacilitatorInvites, InviteTarget, RoleInvite};
use crate::auth::role::Role;
use crate::auth::token::{Keys, TOKEN_BYTES_MAX, hash_secret};
use crate::ids::{WorkshopId, random_bytes};
use crate::limits::FACILITATOR_LINKS_MAX;
use crate::store::{Batch, Store, StoreError};

mod code;
mod link;

pub(super) use code::read_letters;
pub use code::{CODE_ALPHABET, CODE_CHARS, random_code, read_code};
pub use link::{link, qr_svg};

/// Bytes of randomness in the secret of a link.
const SECRET_BYTES: usize = 32;

/// Tries to find a code that nobody has; with a million workshops one in a hundred is taken.
const CODE_TRIES_MAX: usize = 16;

/// The roles that have an invite of their own from the start, in the order of the invite sheet.
pub const INVITED_ROLES: [Role; 6] = [
    Role::PatientLeader,
    Role::Carer,
    Role::Professional,
    Role::Supporter,
    Role::Observer,
    Role::SystemPartner,
];

/// An invite that was found to be good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it opens.
    pub target: InviteTarget,
    /// Hash of the secret: names the invite where the secret must not be.
    pub hash: String,
    /// How often it can be used.
    pub uses: Uses,
}

/// How often an invite can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uses {
    /// Until it is withdrawn.
    Many,
    /// Once; the key is written by the join that uses it.
    Once {
        /// Key that says it was used.
        used_key: String,
    },
}

/// A fresh secret of 256 bit.
#[must_use]
pub fn random_secret() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<SECRET_BYTES>())
}

/// Adds a fresh invite of a participant role to a batch.
///
/// # Errors
/// The store's; [`StoreError::Conflict`] when every code tried is taken.
pub async fn issue_role_invite(
    store: &dyn Store,
    batch: &mut Batch,
    workshop: &WorkshopId,
    role: Role,
) -> Result<RoleInvite, StoreError> {
    let code = free_code(store).await?;
    let invite = RoleInvite { secret: random_secret(), code };
    let target = records::encode(&InviteTarget { workshop: workshop.clone(), role });
    let code_key = records::code_key(&invite.code);
    batch.expects.push((code_key.clone(), None));
    batch.puts.push((code_key, target.clone()));
    batch.puts.push((records::invite_key(&hash_secret(&invite.secret)), target));
    batch.puts.push((records::role_invite_key(workshop, role), records::encode(&invite)));
    Ok(invite)
}

async fn free_code(store: &dyn Store) -> Result<String, StoreError> {
    for _ in 0..CODE_TRIES_MAX {
        let code = random_code();
        if store.get(&records::code_key(&code)).await?.is_none() {
            return Ok(code);
        }
    }
    Err(StoreError::Conflict { key: records::code_key("") })
}

/// Adds the withdrawal of a participant role's invite to a batch: its link and code open nothing any more.
pub fn withdraw_role_invite(batch: &mut Batch, invite: &RoleInvite) {
    batch.removes.push(records::invite_key(&hash_secret(&invite.secret)));
    batch.removes.push(records::code_key(&invite.code));
}

/// Adds a facilitator link with this secret to a batch. The oldest link ends when there are too many.
///
/// # Errors
/// The store's.
pub async fn issue_facilitator_link(
    store: &dyn Store,
    batch: &mut Batch,
    workshop: &WorkshopId,
    secret: &str,
) -> Result<(), StoreError> {
    let key = records::role_invite_key(workshop, Role::Facilitator);
    let before = store.get(&key).await?;
    let mut invites: FacilitatorInvites = match &before {
        Some(bytes) => records::decode(&key, bytes)?,
        None => FacilitatorInvites::default(),
    };
    let hash = hash_secret(secret);
    if invites.hashes.contains(&hash) {
        return Ok(());
    }
    while invites.hashes.len() >= FACILITATOR_LINKS_MAX {
        batch.removes.push(records::invite_key(&invites.hashes.remove(0)));
    }
    let target = InviteTarget { workshop: workshop.clone(), role: Role::Facilitator };
    batch.puts.push((records::invite_key(&hash), records::encode(&target)));
    invites.hashes.push(hash);
    batch.expects.push((key.clone(), before));
    batch.puts.push((key, records::encode(&invites)));
    Ok(())
}

/// Adds one facilitator link in place of all to a batch.
///
/// # Errors
/// The store's.
pub async fn replace_facilitator_links(
    store: &dyn Store,
    batch: &mut Batch,
    workshop: &WorkshopId,
    secret: &str,
) -> Result<(), StoreError> {
    let key = records::role_invite_key(workshop, Role::Facilitator);
    let before = store.get(&key).await?;
    if let Some(bytes) = &before {
        let invites: FacilitatorInvites = records::decode(&key, bytes)?;
        batch.removes.extend(invites.hashes.iter().map(|hash| records::invite_key(hash)));
    }
    let hash = hash_secret(secret);
    let target = InviteTarget { workshop: workshop.clone(), role: Role::Facilitator };
    batch.puts.push((records::invite_key(&hash), records::encode(&target)));
    batch.expects.push((key.clone(), before));
    batch.puts.push((key, records::encode(&FacilitatorInvites { hashes: vec![hash] })));
    Ok(())
}

/// The keys a workshop's invites occupy outside of its own prefix, read from the records under it.
///
/// # Errors
/// When a record is unreadable.
pub fn outside_keys(key: &str, value: &[u8]) -> Result<Vec<String>, StoreError> {
    match key.rsplit_once("/invites/") {
        None => Ok(Vec::new()),
        Some((_, role)) if role == Role::Facilitator.as_str() => {
            let invites: FacilitatorInvites = records::decode(key, value)?;
            Ok(invites.hashes.iter().map(|hash| records::invite_key(hash)).collect())
        }
        Some(_) => {
            let invite: RoleInvite = records::decode(key, value)?;
            Ok(vec![records::invite_key(&hash_secret(&invite.secret)), records::code_key(&invite.code)])
        }
    }
}

/// What the secret of a link opens; `None` when it opens nothing (any more).
///
/// # Errors
/// The store's.
pub async fn find_secret(
    store: &dyn Store,
    keys: &Keys,
    secret: &str,
    now_ms: u64,
) -> Result<Option<Found>, StoreError> {
    if secret.len() > TOKEN_BYTES_MAX {
        return Ok(None);
    }
    let hash = hash_secret(secret);
    if let Some(target) = records::read::<InviteTarget>(store, &records::invite_key(&hash)).await? {
        return Ok(Some(Found { target, hash, uses: Uses::Many }));
    }
    let recovery = match keys.read_recovery(secret, now_ms) {
        Ok(recovery) => recovery,
        Err(
            AuthError::Expired
            | AuthError::Invalid
            | AuthError::Revoked
            | AuthError::Waiting
            | AuthError::TurnedAway
            | AuthError::Deleted
            | AuthError::UnknownWorkshop
            | AuthError::Ended
            | AuthError::Unavailable,
        ) => return Ok(None),
    };
    let used_key = records::used_key(&recovery.recovers, &recovery.id);
    let target = InviteTarget { workshop: recovery.recovers, role: recovery.r };
    Ok(Some(Found { target, hash, uses: Uses::Once { used_key } }))
}

/// The secret behind a code; `None` when the code opens nothing (any more).
///
/// # Errors
/// The store's.
pub async fn find_code(store: &dyn Store, code: &str) -> Result<Option<String>, StoreError> {
    let Some(target) = records::read::<InviteTarget>(store, &records::code_key(code)).await? else {
        return Ok(None);
    };
    let key = records::role_invite_key(&target.workshop, target.role);
    let invite: Option<RoleInvite> = records::read(store, &key).await?;
    Ok(invite.filter(|invite| invite.code == code).map(|invite| invite.secret))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::memory::MemoryStore;

    #[tokio::test]
    async fn join_6_a_withdrawn_invite_opens_nothing_by_link_or_code() {
        let (store, keys, workshop) = (MemoryStore::new(), Keys::random(), WorkshopId::random());
        let mut batch = Batch::default();
        let invite = issue_role_invite(&store, &mut batch, &workshop, Role::Carer).await.unwrap();
        store.commit(batch).await.unwrap();
        let found = find_secret(&store, &keys, &invite.secret, 0).await.unwrap().unwrap();
        assert_eq!((found.target.workshop, found.target.role), (workshop.clone(), Role::Carer));
        assert_eq!(find_code(&store, &invite.code).await.unwrap(), Some(invite.secret.clone()));

        let mut batch = Batch::default();
        withdraw_role_invite(&mut batch, &invite);
        let fresh = issue_role_invite(&store, &mut batch, &workshop, Role::Carer).await.unwrap();
        store.commit(batch).await.unwrap();
        assert_eq!(find_secret(&store, &keys, &invite.secret, 0).await.unwrap(), None);
        assert_eq!(find_code(&store, &invite.code).await.unwrap(), None);
        assert_eq!(find_code(&store, &fresh.code).await.unwrap(), Some(fresh.secret));
    }

    #[tokio::test]
    async fn invite_5_of_facilitator_links_only_hashes_are_kept_and_the_oldest_ends_at_the_bound() {
        let (store, keys, workshop) = (MemoryStore::new(), Keys::random(), WorkshopId::random());
        let secrets: Vec<String> = (0..=FACILITATOR_LINKS_MAX).map(|_| random_secret()).collect();
        for secret in &secrets {
            let mut batch = Batch::default();
            issue_facilitator_link(&store, &mut batch, &workshop, secret).await.unwrap();
            store.commit(batch).await.unwrap();
        }
        for (key, value) in store.list("").await.unwrap() {
            let held = format!("{key}{}", String::from_utf8_lossy(&value));
            assert!(secrets.iter().all(|secret| !held.contains(secret)), "{key} holds a secret");
        }
        assert_eq!(find_secret(&store, &keys, &secrets[0], 0).await.unwrap(), None, "one over the bound");
        for secret in &secrets[1..] {
            assert!(find_secret(&store, &keys, secret, 0).await.unwrap().is_some());
        }
        let mut batch = Batch::default();
        replace_facilitator_links(&store, &mut batch, &workshop, "the only one").await.unwrap();
        store.commit(batch).await.unwrap();
        for secret in &secrets {
            assert_eq!(find_secret(&store, &keys, secret, 0).await.unwrap(), None, "all earlier ones ended");
        }
        assert!(find_secret(&store, &keys, "the only one", 0).await.unwrap().is_some());
        assert_eq!(store.list("invites/").await.unwrap().len(), 1, "nothing is left behind");
    }

    #[tokio::test]
    async fn join_4_a_recovery_link_works_without_a_record_and_names_its_single_use() {
        let (store, keys, workshop) = (MemoryStore::new(), Keys::random(), WorkshopId::random());
        let secret = keys.sign_recovery(&workshop, Role::Facilitator, 1_000);
        let found = find_secret(&store, &keys, &secret, 1_000).await.unwrap().unwrap();
        assert_eq!(found.target.role, Role::Facilitator);
        assert!(matches!(found.uses, Uses::Once { .. }));
        let late = find_secret(&store, &keys, &secret, 1_000 + crate::auth::token::RECOVERY_LIFE_MS).await;
        assert_eq!(late.unwrap(), None);
        assert_eq!(find_secret(&store, &Keys::random(), &secret, 1_000).await.unwrap(), None);
    }
}
