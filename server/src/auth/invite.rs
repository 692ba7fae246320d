//! Invites: links with a long secret, six-character codes, QR codes; issuing, finding and withdrawing them.
//!
//! Owns how secrets and codes look and which keys of the table they occupy. The secret of a participant role is kept
//! readable, so that facilitators can show the link again; of facilitator links only hashes are kept. Decides nothing
//! about rates and knows no HTTP.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qrcode::{Color, EcLevel, QrCode};

use crate::auth::error::AuthError;
use crate::auth::records::{self, FacilitatorInvites, InviteTarget, RoleInvite};
use crate::auth::role::Role;
use crate::auth::token::{Keys, TOKEN_BYTES_MAX, hash_secret};
use crate::ids::{WorkshopId, random_bytes};
use crate::limits::FACILITATOR_LINKS_MAX;
use crate::store::{Batch, Store, StoreError};

/// Letters of join codes: none that is mistaken for another when read aloud or from a wall.
pub const CODE_ALPHABET: &[u8; 30] = b"ABCDEFGHJKMNPQRSTVWXYZ23456789";

/// Characters of a join code: 729 million codes.
pub const CODE_CHARS: usize = 6;

/// Bytes of randomness in the secret of a link.
const SECRET_BYTES: usize = 32;

/// Tries to find a code that nobody has; with a million workshops one in a hundred is taken.
const CODE_TRIES_MAX: usize = 16;

/// White around a QR code, in modules; readers need four.
const QR_QUIET_MODULES: usize = 4;

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

/// A fresh code; every code is equally likely.
#[must_use]
pub fn random_code() -> String {
    let letters = CODE_ALPHABET.len();
    let mut code = String::with_capacity(CODE_CHARS);
    while code.len() < CODE_CHARS {
        for byte in random_bytes::<16>() {
            // Bytes of the incomplete last round would make the first letters likelier.
            let round = usize::from(byte) / letters;
            if round < 256 / letters && code.len() < CODE_CHARS {
                code.push(char::from(CODE_ALPHABET[usize::from(byte) % letters]));
            }
        }
    }
    code
}

/// A join code as people type it in its plain form; `None` when it is none.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    read_letters(text, CODE_CHARS)
}

/// So many letters of the alphabet of codes, as people type them (lower case, spaces, hyphens), in their plain form.
pub(super) fn read_letters(text: &str, chars: usize) -> Option<String> {
    if text.len() > 4 * chars {
        return None;
    }
    let code: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let right = code.len() == chars && code.bytes().all(|letter| CODE_ALPHABET.contains(&letter));
    right.then_some(code)
}

/// The link of a secret; the part after `#` never leaves the browser on its own.
#[must_use]
pub fn link(public_url: &str, secret: &str) -> String {
    format!("{public_url}/join#{secret}")
}

/// A link as a QR code, black on white with its quiet zone, as an SVG element that scales with the page.
///
/// Empty when the link is longer than a QR code holds (about 2,900 characters); ours are a tenth of that.
#[must_use]
pub fn qr_svg(link: &str) -> String {
    use std::fmt::Write;
    let Ok(code) = QrCode::with_error_correction_level(link, EcLevel::M) else { return String::new() };
    let width = code.width();
    let side = width + 2 * QR_QUIET_MODULES;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                let (x, y) = (column + QR_QUIET_MODULES, row + QR_QUIET_MODULES);
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{}v1h-{}z", run.len(), run.len());
            }
            column += run.len();
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
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

    #[test]
    fn invite_1_codes_use_only_letters_that_are_not_mistaken_and_all_of_them() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..2_000 {
            let code = random_code();
            assert_eq!(code.len(), CODE_CHARS);
            seen.extend(code.bytes());
        }
        assert_eq!(seen.len(), CODE_ALPHABET.len());
        assert!(seen.iter().all(|letter| !b"ILOU01".contains(letter)));
    }

    #[test]
    fn invite_1_a_code_is_read_as_people_type_it() {
        for text in ["ABC234", "abc234", " abc-234 ", "a b c 2 3 4"] {
            assert_eq!(read_code(text).as_deref(), Some("ABC234"), "{text:?}");
        }
        for text in ["", "ABC23", "ABC2345", "ABC2O4", "ABC1I4", "ÄBC234", &"A".repeat(1000)] {
            assert_eq!(read_code(text), None, "{text:?}");
        }
    }

    #[test]
    fn invite_3_a_link_has_its_secret_behind_the_hash_and_fits_a_qr_code() {
        let secret = random_secret();
        let link = link("https://pairway.example.org", &secret);
        assert_eq!(link.split_once('#').unwrap().1, secret);
        assert!(!link.split_once('#').unwrap().0.contains(&secret));
        let svg = qr_svg(&link);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style=") && !svg.contains("<script"), "the page's policy forbids both");
        assert!(svg.len() < 32 * 1024, "{} bytes", svg.len());
        // The top left finder pattern: seven dark modules behind the quiet zone.
        assert!(svg.contains("M4 4h7v1h-7z"));
        assert_eq!(qr_svg(&"x".repeat(10_000)), "");
    }

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
