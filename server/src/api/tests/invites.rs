//! Looking at invites, making them anew, the recovery link.

use serde_json::json;

use super::support::{TestServer, command, secret_of};
use crate::auth::invite::CODE_ALPHABET;
use crate::auth::role::Role;
use crate::auth::token::{Keys, RECOVERY_LIFE_MS};
use crate::ids::{WorkshopId, random_id};
use crate::limits::{
    FAILED_CODES_PER_MINUTE, FAILED_TRIES_OF_A_SECRET_PER_MINUTE, FAILED_TRIES_PER_ADDRESS_PER_MINUTE,
};

#[tokio::test]
async fn join_1_a_link_and_a_code_as_typed_show_the_same_workshop() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    for role in ["patientLeader", "carer", "professional", "supporter", "observer", "systemPartner"] {
        let invite = made.invite(role);
        let by_link = server.post("/api/invites/look", json!({ "secret": made.secret(role) })).await.ok();
        assert_eq!(by_link["role"], role);
        assert_eq!(by_link["title"], "Hearts in our town");
        let code = invite["code"].as_str().unwrap().to_lowercase();
        let typed = format!(" {}-{} ", &code[..3], &code[3..]);
        let by_code = server.post("/api/invites/look", json!({ "code": typed })).await.ok();
        assert_eq!(by_code, by_link);
        assert!(invite["qrSvg"].as_str().unwrap().starts_with("<svg"));
    }
    let facilitator =
        server.post("/api/invites/look", json!({ "secret": made.secret("facilitator") })).await.ok();
    assert_eq!((&facilitator["role"], &facilitator["side"]), (&json!("facilitator"), &json!(null)));
    server.running.stop().await;
}

#[tokio::test]
async fn join_2_wrong_codes_are_bounded_an_address_and_successes_repetitions_and_what_is_no_code_are_free() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let (cai, olu) = (made.invite("carer")["code"].clone(), made.invite("observer")["code"].clone());
    let look = |code: serde_json::Value| server.post("/api/invites/look", json!({ "code": code }));
    for _ in 0..FAILED_CODES_PER_MINUTE + 1 {
        look(cai.clone()).await.ok();
        look(json!("AAAAAA")).await.refused(404, "not_found");
        look(json!("no code")).await.refused(404, "not_found");
    }
    for number in 1..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        let letter = char::from(CODE_ALPHABET[number as usize]);
        look(json!(format!("{letter}AAAAA"))).await.refused(404, "not_found");
    }
    let refused = look(olu.clone()).await;
    refused.refused(429, "too_many_tries");
    assert_eq!(refused.headers["retry-after"], "6");
    look(cai).await.ok();
    let join = json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": "Cai" });
    server.post("/api/join", join).await.ok();
    server.clock.advance(6_000);
    look(olu).await.ok();
    server.running.stop().await;
}

/// Every call that takes a secret that cannot be guessed, after far more wrong ones than any limit.
#[tokio::test]
async fn join_9_a_right_link_device_or_return_code_never_waits_behind_wrong_ones() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let code = server.post_as(&made.path("/return-code"), pat.token(), command()).await.ok()["code"].clone();
    let device = |secret: &str| json!({ "participant": pat.id(), "deviceSecret": secret });
    for number in 0..3 * FAILED_CODES_PER_MINUTE {
        let wrong = format!("{number:043}");
        server.post("/api/invites/look", json!({ "secret": wrong })).await.refused(404, "not_found");
        let join = json!({ "command": random_id(), "secret": wrong, "nickname": "Eve" });
        server.post("/api/join", join).await.refused(404, "not_found");
        for path in ["/token", "/standing"] {
            let outcome = server.post(&made.path(path), device(&wrong)).await;
            outcome.refused(401, "not_signed_in");
        }
        let wrong = format!("{}{}", "A".repeat(12), three_letters(number));
        let back = json!({ "command": random_id(), "code": wrong });
        server.post("/api/return", back).await.refused(404, "not_found");
    }
    let dead = json!({ "secret": "A dead link" });
    for _ in 0..FAILED_TRIES_OF_A_SECRET_PER_MINUTE {
        server.post("/api/invites/look", dead.clone()).await.refused(404, "not_found");
    }
    server.post("/api/invites/look", dead).await.refused(429, "too_many_tries");

    for role in ["facilitator", "carer"] {
        server.post("/api/invites/look", json!({ "secret": made.secret(role) })).await.ok();
        server.join(&made, role, "Somebody").await;
    }
    for path in ["/token", "/standing"] {
        server.post(&made.path(path), device(pat.device_secret())).await.ok();
    }
    server.post("/api/return", json!({ "command": random_id(), "code": code })).await.ok();
    server.post("/api/invites/look", json!({ "code": made.invite("carer")["code"] })).await.ok();
    server.running.stop().await;
}

fn three_letters(number: u32) -> String {
    let letters = CODE_ALPHABET.len();
    let digits = [number as usize / letters / letters, number as usize / letters, number as usize];
    digits.map(|digit| char::from(CODE_ALPHABET[digit % letters])).iter().collect()
}

#[tokio::test]
async fn join_6_a_renewed_invite_ends_the_old_link_and_code_and_keeps_people_in() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let cai = server.join(&made, "carer", "Cai").await;
    let fresh = server.post_as(&made.path("/invites/carer/renew"), facilitator.token(), command()).await.ok();
    let old = json!({ "secret": made.secret("carer") });
    server.post("/api/invites/look", old).await.refused(404, "not_found");
    let old = json!({ "code": made.invite("carer")["code"] });
    server.post("/api/invites/look", old).await.refused(404, "not_found");
    server.post("/api/invites/look", json!({ "code": fresh["code"] })).await.ok();
    server.get(&made.path("/roster"), cai.token()).await.ok();
    let listed = server.get(&made.path("/invites"), facilitator.token()).await.ok();
    assert_eq!(listed["invites"].as_array().unwrap().len(), 6);
    assert!(listed["invites"].as_array().unwrap().contains(&fresh));

    let path = made.path("/invites/facilitator");
    let further = secret_of(&server.post_as(&path, facilitator.token(), command()).await.ok()["link"]);
    let founding = made.secret("facilitator");
    for secret in [&further, &founding] {
        server.post("/api/invites/look", json!({ "secret": secret })).await.ok();
    }
    let renewed =
        server.post_as(&made.path("/invites/facilitator/renew"), facilitator.token(), command()).await.ok();
    assert_eq!((&renewed["code"], &renewed["qrSvg"]), (&json!(null), &json!(null)));
    for secret in [&further, &founding] {
        server.post("/api/invites/look", json!({ "secret": secret })).await.refused(404, "not_found");
    }
    server.post("/api/invites/look", json!({ "secret": secret_of(&renewed["link"]) })).await.ok();
    server.running.stop().await;
}

#[tokio::test]
async fn join_4_a_recovery_link_lets_one_facilitator_in_once() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let workshop = WorkshopId::parse(made.id()).unwrap();
    let keys = Keys::read(&server.folder.path().join("data")).unwrap();
    let secret = keys.sign_recovery(&workshop, Role::Facilitator, server.clock.now_ms());
    server.post("/api/invites/look", json!({ "secret": secret })).await.ok();
    let body = json!({ "command": random_id(), "secret": secret, "nickname": "Fay" });
    let first = server.post("/api/join", body.clone()).await.ok();
    assert_eq!(first["role"], "facilitator");
    assert_eq!(server.post("/api/join", body).await.ok(), first, "the answer may get lost on the way");
    let other = json!({ "command": random_id(), "secret": secret, "nickname": "Eve" });
    server.post("/api/join", other).await.refused(404, "not_found");
    server.post("/api/invites/look", json!({ "secret": secret })).await.refused(404, "not_found");

    let late = keys.sign_recovery(&workshop, Role::Facilitator, server.clock.now_ms());
    server.clock.advance(RECOVERY_LIFE_MS);
    server.post("/api/invites/look", json!({ "secret": late })).await.refused(404, "not_found");
    server.running.stop().await;
}

#[tokio::test]
async fn call_9_a_command_id_of_somebody_else_is_refused() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let body = json!({ "command": "the-same-command", "secret": made.secret("carer"), "nickname": "Cai" });
    server.post("/api/join", body).await.ok();
    let body = json!({ "command": "the-same-command", "secret": made.secret("observer"), "nickname": "Eve" });
    server.post("/api/join", body).await.refused(409, "command_used");
    server.running.stop().await;
}
