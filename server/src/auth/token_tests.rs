//! Tests of tokens: every way a token can be wrong.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

const NOW_MS: u64 = 1_800_000_000_000;

fn claims() -> Claims {
    Claims {
        w: WorkshopId::random(),
        p: ParticipantId::random(),
        r: Role::Professional,
        e: 3,
        exp: (NOW_MS + TOKEN_LIFE_MS) / 1000,
    }
}

#[test]
fn auth_1_a_signed_token_reads_back_until_the_millisecond_it_expires() {
    let (keys, claims) = (Keys::random(), claims());
    let token = keys.sign(&claims);
    assert_eq!(keys.read_token(&token, NOW_MS), Ok(claims));
    assert!(keys.read_token(&token, NOW_MS + TOKEN_LIFE_MS - 1).is_ok());
    assert_eq!(keys.read_token(&token, NOW_MS + TOKEN_LIFE_MS), Err(AuthError::Expired));
}

#[test]
fn auth_1_a_token_that_this_key_did_not_sign_is_refused() {
    let (keys, claims) = (Keys::random(), claims());
    let token = keys.sign(&claims);
    assert_eq!(Keys::random().read_token(&token, NOW_MS), Err(AuthError::Invalid));

    let mut parts: Vec<&str> = token.split('.').collect();
    let other_payload =
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&Claims { e: 4, ..claims.clone() }).unwrap());
    parts[1] = &other_payload;
    assert_eq!(keys.read_token(&parts.join("."), NOW_MS), Err(AuthError::Invalid), "payload changed");

    let none_header = URL_SAFE_NO_PAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
    let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap());
    assert_eq!(
        keys.read_token(&format!("{none_header}.{payload}."), NOW_MS),
        Err(AuthError::Invalid),
        "unsigned"
    );

    for text in
        ["", ".", "..", "a.b.c", "é", "\0", &"x".repeat(TOKEN_BYTES_MAX), &"x".repeat(TOKEN_BYTES_MAX + 1)]
    {
        assert_eq!(keys.read_token(text, NOW_MS), Err(AuthError::Invalid), "{text:?}");
    }
}

#[test]
fn auth_3_a_recovery_link_is_no_token_and_a_token_is_no_recovery_link() {
    let (keys, claims) = (Keys::random(), claims());
    let recovery = keys.sign_recovery(&claims.w, Role::Facilitator, NOW_MS);
    assert_eq!(keys.read_recovery(&recovery, NOW_MS).unwrap().recovers, claims.w);
    assert_eq!(keys.read_recovery(&recovery, NOW_MS + RECOVERY_LIFE_MS), Err(AuthError::Expired));
    assert_eq!(keys.read_token(&recovery, NOW_MS), Err(AuthError::Invalid));
    assert_eq!(keys.read_recovery(&keys.sign(&claims), NOW_MS), Err(AuthError::Invalid));
}

#[test]
fn auth_4_the_key_of_a_folder_is_made_once_and_is_readable_by_the_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Keys::read(folder.path()), Err(KeyError::Missing(_))));
    let token = Keys::open(folder.path()).unwrap().sign(&claims());
    assert!(
        Keys::open(folder.path()).unwrap().read_token(&token, NOW_MS).is_ok(),
        "the second start has the same key"
    );

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join(KEY_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    fs::write(folder.path().join(KEY_FILE), b"short").unwrap();
    assert!(
        matches!(Keys::open(folder.path()), Err(KeyError::Damaged(_))),
        "a damaged key is never replaced"
    );
}

/// Secrets derived from the key are the same every time for one purpose and subject, and differ otherwise.
#[test]
fn derived_secrets_are_stable_and_differ_by_purpose_subject_and_key() {
    let keys = Keys::from_bytes(&[7; 32]);
    let secret = keys.derive(Purpose::Device, "one");
    assert_eq!(secret.len(), 43, "256 bit in base64url");
    assert_eq!(secret, Keys::from_bytes(&[7; 32]).derive(Purpose::Device, "one"));
    assert_ne!(secret, keys.derive(Purpose::Device, "two"));
    assert_ne!(secret, keys.derive(Purpose::FacilitatorLink, "one"));
    assert_ne!(secret, Keys::from_bytes(&[8; 32]).derive(Purpose::Device, "one"));
}

#[test]
fn auth_6_secrets_are_stored_as_hashes_that_compare_exactly() {
    let hash = hash_secret("abc");
    assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert!(hashes_equal(&hash, &hash_secret("abc")));
    assert!(!hashes_equal(&hash, &hash_secret("abd")));
    assert!(!hashes_equal(&hash, ""));
}
