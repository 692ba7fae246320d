//! What helps people to take part: who is told, where it stands, and when it is erased.

use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, TestServer, command, holds};
use crate::auth::help_records::HELP_UNITS_MAX;
use crate::auth::role::Role;
use crate::ids::random_id;

const WORDS: &str = "Please read the screen aloud to me";

async fn joins_with(server: &TestServer, made: &Made, role: &str) -> Joined {
    let mut body = json!({ "command": random_id(), "secret": made.secret(role), "nickname": "Pat" });
    body["help"] = format!("  {WORDS}  ").into();
    Joined { answer: server.post("/api/join", body).await.ok() }
}

async fn says(server: &TestServer, made: &Made, who: &Joined, text: &str) -> Answer {
    let body = json!({ "command": random_id(), "text": text });
    server.post_as(&made.path("/help"), who.token(), body).await
}

/// What somebody is told of somebody's help.
async fn told(server: &TestServer, made: &Made, asks: &Joined, of: &str) -> Value {
    let roster = server.get(&made.path("/roster"), asks.token()).await.ok();
    let people = roster["people"].as_array().unwrap();
    people.iter().find(|person| person["participant"] == of).unwrap()["help"].clone()
}

#[tokio::test]
async fn help_1_who_joins_says_what_helps_and_only_facilitators_and_that_person_are_told() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let pat = joins_with(&server, &made, "patientLeader").await;
    assert_eq!(told(&server, &made, &fay, pat.id()).await, WORDS);
    assert_eq!(told(&server, &made, &pat, pat.id()).await, WORDS);
    let before = server.get(&made.path("/roster"), fay.token()).await.ok()["revision"].as_u64();
    for role in Role::ALL.iter().map(|role| role.as_str()) {
        let other = server.join(&made, role, "Other").await;
        assert_eq!(told(&server, &made, &other, other.id()).await, Value::Null);
        if role != "facilitator" {
            assert_eq!(told(&server, &made, &other, pat.id()).await, Value::Null, "{role}");
        }
        // Everybody may say it later, change it, and take it back.
        says(&server, &made, &other, "A break each half hour").await.ok();
        assert_eq!(told(&server, &made, &fay, other.id()).await, "A break each half hour");
        says(&server, &made, &other, " ").await.ok();
        assert_eq!(told(&server, &made, &fay, other.id()).await, Value::Null);
    }
    let after = server.get(&made.path("/roster"), fay.token()).await.ok()["revision"].as_u64();
    assert!(after > before, "open pages of facilitators ask anew");
    server.running.stop().await;
}

#[tokio::test]
async fn help_2_it_has_300_units_of_plain_text() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    says(&server, &made, &pat, &"a".repeat(HELP_UNITS_MAX)).await.ok();
    says(&server, &made, &pat, &"a".repeat(HELP_UNITS_MAX + 1)).await.refused(400, "help_too_long");
    says(&server, &made, &pat, "a\u{202e}b").await.refused(400, "help_unreadable");
    assert_eq!(told(&server, &made, &pat, pat.id()).await, "a".repeat(HELP_UNITS_MAX));
    let body = json!({
        "command": random_id(), "secret": made.secret("carer"), "nickname": "Cat",
        "help": "a".repeat(HELP_UNITS_MAX + 1),
    });
    server.post("/api/join", body).await.refused(400, "help_too_long");
    server.running.stop().await;
}

#[tokio::test]
async fn help_3_it_stands_in_one_row_and_is_erased_when_the_person_is_out_and_when_the_session_ends() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let pat = joins_with(&server, &made, "patientLeader").await;
    let store = &server.app().store;
    let rows = async || {
        let all = store.list("").await.unwrap();
        all.into_iter().filter(|(_, value)| holds(value, WORDS)).map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(rows().await, [format!("workshops/{}/help/{}", made.id(), pat.id())]);
    for name in store.streams("").await.unwrap() {
        let content = store.load(&name).await.unwrap();
        assert!(!content.entries.iter().any(|(_, entry)| holds(entry, WORDS)), "{name}");
    }
    assert!(holds(&server.bytes_on_disk(), WORDS), "the look finds what is there");

    server
        .post_as(&made.path(&format!("/participants/{}/remove", pat.id())), fay.token(), command())
        .await
        .ok();
    assert!(rows().await.is_empty());

    let cat = joins_with(&server, &made, "carer").await;
    let body = json!({ "command": random_id(), "deviceSecret": cat.device_secret() });
    server.post_as(&made.path("/leave"), cat.token(), body).await.ok();
    assert!(rows().await.is_empty());

    let waiting_room = json!({ "command": random_id(), "on": true });
    server.post_as(&made.path("/waiting-room"), fay.token(), waiting_room).await.ok();
    let waits = joins_with(&server, &made, "carer").await;
    assert_eq!(told(&server, &made, &fay, waits.id()).await, WORDS, "also of who waits");
    server
        .post_as(&made.path(&format!("/participants/{}/refuse", waits.id())), fay.token(), command())
        .await
        .ok();
    joins_with(&server, &made, "carer").await;
    server.post_as(&made.path("/waiting-room/refuse-all"), fay.token(), command()).await.ok();
    assert!(rows().await.is_empty());

    says(&server, &made, &fay, WORDS).await.ok();
    let first = &server.facts(&made).await.agenda[0].id;
    let begin = json!({ "command": random_id(), "activity": first });
    server.post_as(&made.path("/session/start"), fay.token(), begin).await.ok();
    assert_eq!(rows().await.len(), 1);
    let end = json!({ "command": random_id(), "seen": first });
    server.post_as(&made.path("/session/end"), fay.token(), end).await.ok();
    assert!(rows().await.is_empty());
    server.running.stop().await;
}
