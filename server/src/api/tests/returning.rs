//! Coming back with one's own code.

use serde_json::{Value, json};

use super::support::{Joined, TestServer, command, holds, settings};
use crate::clock::Clock;
use crate::ids::random_id;
use crate::limits::{DEVICES_PER_PERSON_MAX, FAILED_TRIES_OF_A_SECRET_PER_MINUTE};
use crate::store::backup;

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

/// The same server after it was set back to a backup.
async fn set_back(server: TestServer, name: &str, clock: Clock) -> TestServer {
    let TestServer { running, clock: _, folder } = server;
    running.stop().await;
    let (backup, restored) = (folder.path().join("backup"), folder.path().join(name));
    backup::restore(&backup, &restored).unwrap();
    let mut settings = settings(&folder);
    settings.data = Some(restored);
    TestServer::start_in(folder, settings, clock).await
}

#[tokio::test]
async fn return_6_whom_a_server_that_was_set_back_does_not_know_asks_to_be_let_in_again_and_stays_who_they_are()
 {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    backup::backup(&server.folder.path().join("data"), &server.folder.path().join("backup")).unwrap();
    let (pat, other) =
        (server.join(&made, "patientLeader", "Pat").await, server.join(&made, "carer", "Cai").await);
    let clock = server.clock.clone();
    let server = set_back(server, "restored", clock).await;

    let device = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    server.post(&made.path("/token"), device.clone()).await.refused(401, "not_signed_in");
    // The token is not over, and says nothing of a removal that never was.
    server.get(&made.path("/roster"), pat.token()).await.refused(401, "not_signed_in");
    let ask = |who: &Joined, secret: &str, membership: &Value| {
        let (participant, command) = (who.id(), random_id());
        json!({ "command": command, "participant": participant, "deviceSecret": secret, "membership": membership, "nickname": "Pat" })
    };
    let path = made.path("/ask-again");
    let theirs = &other.answer["membership"];
    for wrong in [
        ask(&pat, pat.device_secret(), theirs),
        ask(&pat, "guess", &pat.answer["membership"]),
        ask(&pat, pat.device_secret(), &json!(pat.token())),
    ] {
        server.post(&path, wrong).await.refused(401, "not_signed_in");
    }
    let right = ask(&pat, pat.device_secret(), &pat.answer["membership"]);
    let asked = server.post(&path, right.clone()).await.ok();
    assert_eq!(
        (&asked["state"], &asked["participant"], &asked["role"]),
        (&json!("waiting"), &json!(pat.id()), &json!("patientLeader"))
    );
    assert_eq!(server.post(&path, right).await.ok()["state"], "waiting", "twice is once");
    server.post(&made.path("/token"), device.clone()).await.refused(403, "waiting");
    let body = json!({ "participant": facilitator.id(), "deviceSecret": facilitator.device_secret() });
    let fay = server.post(&made.path("/token"), body).await.ok();
    let token = fay["token"].as_str().unwrap();
    let admit = made.path(&format!("/participants/{}/admit", pat.id()));
    server.post_as(&admit, token, command()).await.ok();
    let fresh = server.post(&made.path("/token"), device).await.ok();
    assert_eq!(fresh["server"]["key"], pat.answer["server"]["key"], "the same server");
    assert_ne!(fresh["server"]["epoch"], pat.answer["server"]["epoch"], "which was set back");
    assert!(fresh["server"]["setBackTo"].as_u64().is_some());
    // Who was removed is known, and is not let in by asking.
    let remove = made.path(&format!("/participants/{}/remove", pat.id()));
    server.post_as(&remove, token, command()).await.ok();
    server
        .post(&path, ask(&pat, pat.device_secret(), &pat.answer["membership"]))
        .await
        .refused(401, "removed");
    server.running.stop().await;
}
