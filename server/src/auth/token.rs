//! Tokens: the signing key of a data folder, the signed tokens of participants, one-time recovery links, memberships, and
//! secrets derived from the key.
//!
//! Owns `secret.key` and the shape of what is signed. Knows no store: whether a person is still in is the gatekeeper's
//! question.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::auth::error::AuthError;
use crate::auth::role::Role;
use crate::auth::statement::StatementKey;
use crate::ids::{ParticipantId, WorkshopId, random_bytes, random_id};

/// How long a participant's token lasts, in milliseconds: one hour. The device asks for a fresh one with its secret.
pub const TOKEN_LIFE_MS: u64 = 60 * 60 * 1000;

/// How long a recovery link made with `pairway token` lasts, in milliseconds: one hour.
pub const RECOVERY_LIFE_MS: u64 = 60 * 60 * 1000;

/// Longest token that is looked at, in bytes; ours have about 300.
pub const TOKEN_BYTES_MAX: usize = 1024;

/// Bytes of the signing key.
const KEY_BYTES: usize = 32;

/// Name of the key's file in the data folder.
pub const KEY_FILE: &str = "secret.key";

/// What a participant's token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The workshop.
    pub w: WorkshopId,
    /// The participant.
    pub p: ParticipantId,
    /// The role at the time of signing, for whoever reads the token; the server goes by the person's record.
    pub r: Role,
    /// The participant's epoch at the time of signing; an older one than the record's is refused.
    pub e: u32,
    /// End of validity, seconds since 1970.
    pub exp: u64,
}

/// What a recovery link says: whoever holds it may join once with this role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// The workshop.
    pub recovers: WorkshopId,
    /// The role it gives.
    pub r: Role,
    /// Makes it work only once.
    pub id: String,
    /// End of validity, seconds since 1970.
    pub exp: u64,
}

/// How far ahead of the clock the end of a token may lie, in milliseconds. One further ahead was made while the clock was
/// ahead: it counts as run out and is renewed, where it would else be good for as long as the clock was wrong. Twice the
/// life, because a clock is often set back a little.
pub const TOKEN_AHEAD_MS_MAX: u64 = 2 * TOKEN_LIFE_MS;

/// Whether the time of a token is over, or lies so far ahead that the clock was moved since it was made.
#[must_use]
pub fn is_over(expires_at_ms: u64, now_ms: u64) -> bool {
    now_ms >= expires_at_ms || expires_at_ms - now_ms > TOKEN_AHEAD_MS_MAX
}

/// That a person was let in to a workshop with a device, said for the time after a restore: a server that was set back may
/// know nothing of them. It opens nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The workshop.
    pub member_of: WorkshopId,
    /// The participant.
    pub p: ParticipantId,
    /// The role.
    pub r: Role,
    /// The hash of the secret of the device.
    pub d: String,
}

/// The signing key of a data folder and what is done with it.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    statements: StatementKey,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(secret)")
    }
}

impl Keys {
    /// Keys from raw bytes, for tests and for servers without a data folder.
    #[must_use]
    pub fn from_bytes(secret: &[u8; KEY_BYTES]) -> Self {
        let (encoding, decoding) = (EncodingKey::from_secret(secret), DecodingKey::from_secret(secret));
        let statements = StatementKey::made_from(|number| derive(&encoding, Purpose::Statements, number));
        Self { encoding, decoding, statements }
    }

    /// The key that devices know this server by.
    #[must_use]
    pub fn statements(&self) -> &StatementKey {
        &self.statements
    }

    /// Keys that nobody else has and that end with the process.
    #[must_use]
    pub fn random() -> Self {
        Self::from_bytes(&random_bytes())
    }

    /// Opens the key of a data folder; makes one on the first start, durable and readable by the owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or does not hold a key.
    pub fn open(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(KEY_FILE);
        match Self::read(folder) {
            Err(KeyError::Missing(_)) => {}
            other => return other,
        }
        let secret: [u8; KEY_BYTES] = random_bytes();
        write_key(folder, &path, &secret).map_err(|cause| KeyError::Io { path, cause })?;
        Ok(Self::from_bytes(&secret))
    }

    /// Reads the key of a data folder that a server has used before.
    ///
    /// # Errors
    /// [`KeyError::Missing`] when no server ever ran on this folder; otherwise as [`Keys::open`].
    pub fn read(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(KEY_FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Err(KeyError::Missing(path)),
            Err(cause) => return Err(KeyError::Io { path, cause }),
        };
        let secret: [u8; KEY_BYTES] = bytes.try_into().map_err(|_| KeyError::Damaged(path))?;
        Ok(Self::from_bytes(&secret))
    }

    /// Signs a participant's token.
    #[must_use]
    pub fn sign(&self, claims: &Claims) -> String {
        self.encode(claims)
    }

    /// Reads a participant's token: signature, shape and end of validity.
    ///
    /// # Errors
    /// [`AuthError::Invalid`] for anything this server did not sign, [`AuthError::Expired`] from `exp` on.
    pub fn read_token(&self, token: &str, now_ms: u64) -> Result<Claims, AuthError> {
        let claims: Claims = self.decode(token)?;
        if is_over(claims.exp.saturating_mul(1000), now_ms) { Err(AuthError::Expired) } else { Ok(claims) }
    }

    /// Signs that a person was let in with a device.
    #[must_use]
    pub fn sign_membership(&self, membership: &Membership) -> String {
        self.encode(membership)
    }

    /// Reads what [`Keys::sign_membership`] made.
    ///
    /// # Errors
    /// [`AuthError::Invalid`] for anything this server did not sign.
    pub fn read_membership(&self, text: &str) -> Result<Membership, AuthError> {
        self.decode(text)
    }

    /// Signs a link that lets its holder join once with a role, for an hour.
    #[must_use]
    pub fn sign_recovery(&self, workshop: &WorkshopId, role: Role, now_ms: u64) -> String {
        let exp = (now_ms + RECOVERY_LIFE_MS) / 1000;
        self.encode(&Recovery { recovers: workshop.clone(), r: role, id: random_id(), exp })
    }

    /// Reads a recovery link's secret.
    ///
    /// # Errors
    /// As [`Keys::read_token`].
    pub fn read_recovery(&self, secret: &str, now_ms: u64) -> Result<Recovery, AuthError> {
        let recovery: Recovery = self.decode(secret)?;
        if is_over(recovery.exp.saturating_mul(1000), now_ms) {
            Err(AuthError::Expired)
        } else {
            Ok(recovery)
        }
    }

    /// A secret of 256 bit that only this key gives for this purpose, the same every time: a repeated command is
    /// answered with the same secret although nobody stored it.
    ///
    /// # Panics
    /// Never: HMAC takes any message.
    #[must_use]
    pub fn derive(&self, purpose: Purpose, about: &str) -> String {
        derive(&self.encoding, purpose, about)
    }

    fn encode<T: Serialize>(&self, claims: &T) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.encoding)
            .expect("claims hold nothing that JSON cannot and the key is an HMAC key")
    }

    fn decode<T: DeserializeOwned + Clone>(&self, token: &str) -> Result<T, AuthError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(AuthError::Invalid);
        }
        let mut validation = Validation::new(Algorithm::HS256);
        // The end of validity is compared with our own clock, to the millisecond and without leeway.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        jsonwebtoken::decode::<T>(token, &self.decoding, &validation)
            .map(|data| data.claims)
            .map_err(|_| AuthError::Invalid)
    }
}

fn derive(key: &EncodingKey, purpose: Purpose, about: &str) -> String {
    // What JWT signs is two base64url words joined by a full stop; a message with a space can never be one.
    let message = format!("pairway {} {about}", purpose.as_str());
    jsonwebtoken::crypto::sign(message.as_bytes(), key, Algorithm::HS256)
        .expect("HMAC takes any message and the key is an HMAC key")
}

/// What a derived secret is for; purposes never share secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The secret of a facilitator link.
    FacilitatorLink,
    /// The secret of a device.
    Device,
    /// A person's return code.
    ReturnCode,
    /// What stands for a device within one workshop.
    DeviceMark,
    /// What stands for a call beside its remembered answer.
    CallMark,
    /// The key that devices know the server by.
    Statements,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::FacilitatorLink => "facilitator-link",
            Self::Device => "device",
            Self::ReturnCode => "return-code",
            Self::DeviceMark => "device-mark",
            Self::CallMark => "call-mark",
            Self::Statements => "statements",
        }
    }
}

/// Why the key could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is none.
    #[error("there is no {}: no server has run on this data folder yet", .0.display())]
    Missing(PathBuf),
    /// It is not a key.
    #[error("{} does not hold a key of 32 bytes; restore it from a backup", .0.display())]
    Damaged(PathBuf),
    /// The disk refused.
    #[error("cannot use {}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

/// Writes the key beside its place and renames it, so that a power cut leaves a whole key or none.
fn write_key(folder: &Path, path: &Path, secret: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let fresh = folder.join("secret.key.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(secret)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    // The name becomes durable with the folder, not with the file.
    fs::File::open(folder)?.sync_all()
}

/// SHA-256 of a secret, as hex: what is stored in place of the secret.
#[must_use]
pub fn hash_secret(secret: &str) -> String {
    hash_bytes(secret.as_bytes())
}

/// SHA-256 of bytes, as hex.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two hashes are equal, in a time that does not depend on where they differ.
#[must_use]
pub fn hashes_equal(one: &str, other: &str) -> bool {
    bool::from(subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()))
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
