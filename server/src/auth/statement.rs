//! Signed statements about the end of something: that a workshop was deleted, that a person is out of one.
//!
//! A device forgets only by such a statement, under the key that it was told when it joined. A server on a wrong or empty
//! folder has another key, and one that lost its data has nothing recorded to sign. The key pair is made from the signing
//! key of the data folder, so every data folder and every backup has it. ECDSA on P-256, because every browser can check
//! it; the shape is that of a signed JWT (ES256).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde::Serialize;

use crate::ids::{ParticipantId, WorkshopId};

/// The first part of every statement: how it is signed, and that it is no token.
const HEADER: &str = r#"{"alg":"ES256","typ":"pairway-statement"}"#;

/// What is stated. `epoch` is the one in which it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum Statement<'a> {
    /// The workshop was deleted.
    Deleted {
        /// Which.
        workshop: &'a WorkshopId,
        /// When it was recorded.
        epoch: &'a str,
        /// On which day, `YYYY-MM-DD`.
        on: &'a str,
    },
    /// The person left or was removed.
    Removed {
        /// From which workshop.
        workshop: &'a WorkshopId,
        /// Who.
        participant: &'a ParticipantId,
        /// When it was recorded.
        epoch: &'a str,
    },
}

/// Signs statements.
pub struct StatementKey(SigningKey);

impl std::fmt::Debug for StatementKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StatementKey(secret)")
    }
}

impl StatementKey {
    /// The key from a source of secrets by number: the first one that is a key. All but one of 2^32 are.
    pub(super) fn made_from(secret: impl Fn(&str) -> String) -> Self {
        let keys = (0_u32..).filter_map(|number| {
            let bytes = URL_SAFE_NO_PAD.decode(secret(&number.to_string())).ok()?;
            SigningKey::from_slice(&bytes).ok()
        });
        Self(keys.take(64).next().expect("64 secrets of 256 bit are not all out of range"))
    }

    /// What devices keep: the public key as an uncompressed point, in base64url.
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// Signs a statement.
    ///
    /// # Panics
    /// Never: a statement holds nothing that JSON cannot.
    #[must_use]
    pub fn sign(&self, statement: &Statement<'_>) -> String {
        let payload = serde_json::to_vec(statement).expect("a statement holds nothing that JSON cannot");
        let said = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
        let signature: Signature = self.0.sign(said.as_bytes());
        format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;

    use super::*;
    use crate::auth::token::Keys;

    fn holds(public: &str, statement: &str) -> bool {
        let (said, signature) = statement.rsplit_once('.').unwrap();
        let key = VerifyingKey::from_sec1_bytes(&URL_SAFE_NO_PAD.decode(public).unwrap()).unwrap();
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        key.verify(said.as_bytes(), &signature).is_ok()
    }

    #[test]
    fn auth_7_a_statement_holds_under_the_key_of_its_data_folder_and_no_other() {
        let (ours, other) = (Keys::from_bytes(&[7; 32]), Keys::from_bytes(&[8; 32]));
        let (workshop, participant) = (WorkshopId::random(), ParticipantId::random());
        let statement = Statement::Removed { workshop: &workshop, participant: &participant, epoch: "e" };
        let said = ours.statements().sign(&statement);
        assert!(holds(&ours.statements().public(), &said));
        assert!(!holds(&other.statements().public(), &said));
        let payload = URL_SAFE_NO_PAD.decode(said.split('.').nth(1).unwrap()).unwrap();
        let payload: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        let expected = serde_json::json!({
            "is": "removed", "workshop": workshop, "participant": participant, "epoch": "e",
        });
        assert_eq!(payload, expected);
        // The same folder has the same key after every start, and in every backup.
        assert_eq!(ours.statements().public(), Keys::from_bytes(&[7; 32]).statements().public());
    }

    #[test]
    fn auth_7_a_statement_is_no_token_and_a_token_no_statement() {
        let keys = Keys::from_bytes(&[7; 32]);
        let workshop = WorkshopId::random();
        let said =
            keys.statements().sign(&Statement::Deleted { workshop: &workshop, epoch: "e", on: "2026-11-22" });
        assert!(keys.read_token(&said, 1).is_err());
        assert!(keys.read_recovery(&said, 1).is_err());
        assert!(keys.read_membership(&said).is_err());
    }
}
