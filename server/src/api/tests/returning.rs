//! Coming back with one's own code.

use serde_json::{Value, json};

use super::support::{Joined, TestServer, command, holds};
use crate::ids::random_id;
use crate::limits::{DEVICES_PER_PERSON_MAX, FAILED_TRIES_OF_A_SECRET_PER_MINUTE};

fn back(code: &Value) -> Value {
    json!({ "command": random_id(), "code": code })
}

#[tokio::test]
async fn return_2_a_person_comes_back_as_the_same_person_with_the_code_and_only_its_hash_is_kept() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    for role in ["facilitator", "carer", "observer"] {
        let person = server.join(&made, role, "Somebody").await;
        let ask = command();
        let code = server.post_as(&made.path("/return-code"), person.token(), ask.clone()).await.ok();
        let again = server.post_as(&made.path("/return-code"), person.token(), ask).await.ok();
        assert_eq!(code, again, "the same command has the same answer");
        let code = code["code"].as_str().unwrap();
        let body = json!({ "command": random_id(), "code": code.to_lowercase().replace('-', " ") });
        let back = Joined { answer: server.post("/api/return", body.clone()).await.ok() };
        assert_eq!(server.post("/api/return", body).await.ok()["deviceSecret"], *back.device_secret());
        assert_eq!((back.id(), &back.answer["role"]), (person.id(), &json!(role)));
        assert_ne!(back.device_secret(), person.device_secret());
        for device in [back.device_secret(), person.device_secret()] {
            let body = json!({ "participant": person.id(), "deviceSecret": device });
            server.post(&made.path("/token"), body).await.ok();
        }
        server.get(&made.path("/roster"), back.token()).await.ok();
        for (key, value) in server.app().store.list("").await.unwrap() {
            let plain = code.replace('-', "");
            assert!(!holds(&value, code) && !holds(&value, &plain) && !key.contains(&plain), "{key}");
        }
    }
    server.running.stop().await;
}

#[tokio::test]
async fn return_2_a_code_ends_with_the_next_one_and_with_its_person() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let first = server.post_as(&made.path("/return-code"), pat.token(), command()).await.ok();
    let second = server.post_as(&made.path("/return-code"), pat.token(), command()).await.ok();
    server.post("/api/return", back(&first["code"])).await.refused(404, "not_found");
    server.post("/api/return", back(&second["code"])).await.ok();
    let remove = made.path(&format!("/participants/{}/remove", pat.id()));
    server.post_as(&remove, facilitator.token(), command()).await.ok();
    server.post("/api/return", back(&second["code"])).await.refused(404, "not_found");
    assert_eq!(server.app().store.list("returns/").await.unwrap().len(), 0, "nothing is left behind");

    server.post_as(&made.path("/return-code"), facilitator.token(), command()).await.ok();
    assert_eq!(server.app().store.list("returns/").await.unwrap().len(), 1);
    server.delete(&made.path(""), facilitator.token()).await.ok();
    assert_eq!(server.app().store.list("returns/").await.unwrap().len(), 0, "it goes with the workshop");
    server.running.stop().await;
}

#[tokio::test]
async fn join_9_what_is_no_return_code_or_a_wrong_one_holds_back_no_right_one() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let code = server.post_as(&made.path("/return-code"), pat.token(), command()).await.ok();
    for wrong in ["ABCDE-FGHJK-MNPQR", "short", ""] {
        for _ in 0..FAILED_TRIES_OF_A_SECRET_PER_MINUTE {
            server.post("/api/return", back(&json!(wrong))).await.refused(404, "not_found");
        }
        server.post("/api/return", back(&json!(wrong))).await.refused(429, "too_many_tries");
    }
    server.post("/api/return", back(&code["code"])).await.ok();
    server.running.stop().await;
}

#[tokio::test]
async fn return_5_a_device_that_leaves_leaves_the_other_devices_in_and_the_oldest_of_too_many_goes() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let code = server.post_as(&made.path("/return-code"), pat.token(), command()).await.ok();
    let mut devices = Vec::new();
    for _ in 1..DEVICES_PER_PERSON_MAX {
        devices.push(Joined { answer: server.post("/api/return", back(&code["code"])).await.ok() });
    }
    let secret = |device: &Joined| json!({ "participant": pat.id(), "deviceSecret": device.device_secret() });
    server.post(&made.path("/token"), secret(&pat)).await.ok();
    let newest = Joined { answer: server.post("/api/return", back(&code["code"])).await.ok() };
    server.post(&made.path("/token"), secret(&pat)).await.refused(401, "not_signed_in");

    let leave = json!({ "command": random_id(), "deviceSecret": newest.device_secret() });
    server.post_as(&made.path("/leave"), newest.token(), leave).await.ok();
    server.post(&made.path("/token"), secret(&newest)).await.refused(401, "not_signed_in");
    server.get(&made.path("/roster"), devices[0].token()).await.ok();
    server.post(&made.path("/token"), secret(&devices[0])).await.ok();
    server.running.stop().await;
}
