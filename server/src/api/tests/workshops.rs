//! Starting, freezing, taking away.

use std::collections::HashSet;

use axum::body::Body;
use axum::http::{Request, header};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::support::{TestServer, command, new_workshop};
use crate::auth::gatekeeper::Identity;
use crate::auth::permission::{Access, DocumentName};
use crate::auth::records;
use crate::clock::Clock;
use crate::config::CREATION_KEY_UNGUESSABLE_CHARS;
use crate::ids::{WorkshopId, random_id};
use crate::limits::FAILED_TRIES_PER_ADDRESS_PER_MINUTE;
use crate::store::Batch;

#[tokio::test]
async fn call_1_a_workshop_starts_from_any_template_an_archive_or_nothing() {
    let server = TestServer::start().await;
    let templates = server.look("/api/templates").await.ok();
    assert_eq!(templates.as_array().unwrap().len(), 7);
    for template in templates.as_array().unwrap() {
        let mut body = new_workshop();
        body["template"] = template["id"].clone();
        let made = super::support::Made { answer: server.post("/api/workshops", body).await.ok() };
        let person = server.join(&made, "professional", "Sam").await;
        let archive = server.get(&made.map_path("archive.json"), person.token()).await.ok();
        assert_eq!(
            archive["maps"][0]["steps"].as_array().unwrap().len(),
            template["steps"],
            "{}",
            template["id"]
        );
        assert_eq!(archive["maps"][0]["links"].as_array().unwrap().len(), template["links"]);
        assert_eq!(archive["maps"][0]["stepGoals"].as_array().unwrap().len(), template["goalLinks"]);
    }
    let mut body = new_workshop();
    body.as_object_mut().unwrap().remove("template");
    let made = super::support::Made { answer: server.post("/api/workshops", body).await.ok() };
    let person = server.join(&made, "professional", "Sam").await;
    let archive = server.get(&made.map_path("archive.json"), person.token()).await.ok();
    assert_eq!(archive["maps"][0]["steps"], json!([]));
    assert_eq!(archive["workshop"]["title"], "Hearts in our town");
    server.running.stop().await;
}

#[tokio::test]
async fn call_2_an_archive_comes_back_as_a_new_workshop_with_the_same_content() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let person = server.join(&made, "observer", "Olu").await;
    let file = server.get(&made.map_path("archive.json"), person.token()).await;
    assert_eq!(file.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"pathway-archive.json\"");
    let archive = file.ok();
    let mut body = new_workshop();
    body.as_object_mut().unwrap().remove("template");
    body["archive"] = archive.clone();
    let copy = super::support::Made { answer: server.post("/api/workshops", body).await.ok() };
    let reader = server.join(&copy, "observer", "Ola").await;
    let again = server.get(&copy.map_path("archive.json"), reader.token()).await.ok();
    let titles = |archive: &Value, kind: &str| -> Vec<Value> {
        archive["maps"][0][kind].as_array().unwrap().iter().map(|part| part["title"].clone()).collect()
    };
    for kind in ["stages", "lanes", "goals", "steps"] {
        assert_eq!(titles(&again, kind), titles(&archive, kind));
        assert!(!titles(&archive, kind).is_empty());
    }
    assert_eq!(again["workshop"], archive["workshop"]);
    let csv = |answer: super::support::Answer| String::from_utf8(answer.bytes.to_vec()).unwrap();
    let (first, second) = (
        csv(server.get(&made.map_path("steps.csv"), person.token()).await),
        csv(server.get(&copy.map_path("steps.csv"), reader.token()).await),
    );
    assert_eq!(first, second);
    assert_eq!(first.lines().count(), 10, "a header and nine steps");
    server.running.stop().await;
}

#[tokio::test]
async fn call_2_a_broken_archive_is_refused_in_words_and_leaves_nothing() {
    let server = TestServer::start().await;
    for archive in
        [json!({}), json!([]), json!("text"), json!({ "format": "pairway-archive", "version": 99 })]
    {
        let mut body = new_workshop();
        body.as_object_mut().unwrap().remove("template");
        body["archive"] = archive;
        server.post("/api/workshops", body).await.refused(400, "archive_unreadable");
    }
    let mut both = new_workshop();
    both["archive"] = json!({});
    server.post("/api/workshops", both).await.refused(400, "two_sources");
    assert_eq!(server.app().store.streams("").await.unwrap(), Vec::<String>::new());
    let keys = server.app().store.list("").await.unwrap();
    let of_the_server = ["migrations/effects", "server/epoch", "server/workshopsMade"];
    assert_eq!(keys.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), of_the_server);
    server.running.stop().await;
}

#[tokio::test]
async fn call_4_the_same_command_has_one_effect_and_the_same_answer() {
    let server = TestServer::start().await;
    let body = new_workshop();
    let first = server.post("/api/workshops", body.clone()).await.ok();
    let second = server.post("/api/workshops", body).await.ok();
    assert_eq!(first, second, "links, codes and pictures included");

    let made = super::support::Made { answer: first };
    let join = json!({ "command": random_id(), "secret": made.secret("facilitator"), "nickname": "Fay" });
    let (one, two) =
        (server.post("/api/join", join.clone()).await.ok(), server.post("/api/join", join).await.ok());
    assert_eq!(one, two, "token and device secret included");
    let token = one["token"].as_str().unwrap();
    let roster = server.get(&made.path("/roster"), token).await.ok();
    assert_eq!(roster["people"].as_array().unwrap().len(), 1);

    let freeze = json!({ "command": random_id(), "frozen": true });
    server.post_as(&made.path("/freeze"), token, freeze.clone()).await.ok();
    let thaw = json!({ "command": random_id(), "frozen": false });
    server.post_as(&made.path("/freeze"), token, thaw).await.ok();
    let late = server.post_as(&made.path("/freeze"), token, freeze).await.ok();
    assert_eq!(late, json!({ "frozen": true }), "the answer of then");
    let facts = server.app().workshops.look_at_invite(&made.secret("carer")).await;
    assert!(facts.is_ok());

    let link = command();
    let path = made.path("/invites/facilitator");
    let (one, two) = (
        server.post_as(&path, token, link.clone()).await.ok(),
        server.post_as(&path, token, link).await.ok(),
    );
    assert_eq!(one, two);
    server.running.stop().await;
}

#[tokio::test]
async fn call_9_a_command_id_used_again_for_something_else_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let freeze = json!({ "command": "the-same-command", "frozen": true });
    server.post_as(&made.path("/freeze"), fay.token(), freeze.clone()).await.ok();
    let used = json!({ "command": "the-same-command" });
    let rename = made.path(&format!("/participants/{}/rename", fay.id()));
    for (path, body) in [
        (made.path("/freeze"), json!({ "command": "the-same-command", "frozen": false })),
        (made.path("/invites/facilitator"), used.clone()),
        (made.path("/invites/carer/revoke"), used.clone()),
        (made.path("/return-code"), used.clone()),
        (
            made.path("/participants"),
            json!({ "command": "the-same-command", "nickname": "Ann", "role": "carer" }),
        ),
        (rename, json!({ "command": "the-same-command", "nickname": "Fred" })),
    ] {
        server.post_as(&path, fay.token(), body).await.refused(409, "command_used");
    }
    server.post("/api/invites/look", json!({ "secret": made.secret("carer") })).await.ok();
    let again = server.post_as(&made.path("/freeze"), fay.token(), freeze).await.ok();
    assert_eq!(again, json!({ "frozen": true }), "the very same call still has its answer");

    // Whoever knows somebody's command does not get that person's device by joining under another name.
    let mut join = json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": "Cai" });
    server.post("/api/join", join.clone()).await.ok();
    join["nickname"] = json!("Eve");
    server.post("/api/join", join).await.refused(409, "command_used");
    let mut new = new_workshop();
    server.post("/api/workshops", new.clone()).await.ok();
    new["title"] = json!("Another title");
    server.post("/api/workshops", new).await.refused(409, "command_used");
    server.running.stop().await;
}

#[tokio::test]
async fn call_9_what_is_kept_of_a_call_is_short_and_records_without_it_still_answer() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let body = json!({ "command": "a-command-of-before", "frozen": true });
    server.post_as(&made.path("/freeze"), fay.token(), body).await.ok();
    let key = records::command_key(&WorkshopId::parse(made.id()).unwrap(), "a-command-of-before");
    let store = &server.app().store;
    let mut kept: Value = serde_json::from_slice(&store.get(&key).await.unwrap().unwrap()).unwrap();
    assert_eq!(kept["call"].as_str().unwrap().len(), 22);
    kept.as_object_mut().unwrap().remove("call");
    store
        .commit(Batch { puts: vec![(key, kept.to_string().into_bytes())], ..Batch::default() })
        .await
        .unwrap();
    let other = json!({ "command": "a-command-of-before", "frozen": false });
    assert_eq!(
        server.post_as(&made.path("/freeze"), fay.token(), other).await.ok(),
        json!({ "frozen": true })
    );
    server.running.stop().await;
}

#[tokio::test]
async fn call_4_two_at_once_with_the_same_command_get_one_answer() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let body = json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": "Cai" });
    let (one, two) = tokio::join!(server.post("/api/join", body.clone()), server.post("/api/join", body));
    assert_eq!(one.ok(), two.ok());
    let body = new_workshop();
    let (one, two) =
        tokio::join!(server.post("/api/workshops", body.clone()), server.post("/api/workshops", body));
    assert_eq!(one.ok(), two.ok());
    server.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn call_15_many_workshops_started_at_once_are_all_made_and_many_who_join_at_once_all_come_in() {
    let server = TestServer::start().await;
    let starts = (0..100).map(|_| server.post("/api/workshops", new_workshop()));
    let made: HashSet<String> =
        join_all(starts).await.into_iter().map(|made| made.ok()["workshop"].to_string()).collect();
    assert_eq!(made.len(), 100);

    let made = server.make_workshop().await;
    let joins = ["patientLeader", "carer", "professional", "systemPartner"].into_iter().flat_map(|role| {
        let secret = made.secret(role);
        (0..8)
            .map(move |at| json!({ "command": random_id(), "secret": secret, "nickname": format!("P{at}") }))
    });
    for joined in join_all(joins.map(|body| server.post("/api/join", body))).await {
        joined.ok();
    }
    server.running.stop().await;
}

#[tokio::test]
async fn live_1_freezing_takes_writing_from_all_but_facilitators_and_thawing_gives_it_back() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let patient = server.join(&made, "patientLeader", "Pat").await;
    let map = format!("map/{}/{}", made.id(), made.answer["map"].as_str().unwrap());
    let map = DocumentName::parse(&map).unwrap();
    let access = async |token: &str| {
        let gate = &server.app().gatekeeper;
        let identity = gate.identify(token).await.unwrap().identity;
        gate.access(&identity, &map).await.unwrap()
    };
    assert_eq!(access(patient.token()).await, Access::ReadWrite);
    server
        .post_as(
            &made.path("/freeze"),
            facilitator.token(),
            json!({ "command": random_id(), "frozen": true }),
        )
        .await
        .ok();
    assert_eq!(access(patient.token()).await, Access::ReadOnly);
    assert_eq!(access(facilitator.token()).await, Access::ReadWrite);
    server
        .post_as(
            &made.path("/freeze"),
            facilitator.token(),
            json!({ "command": random_id(), "frozen": false }),
        )
        .await
        .ok();
    assert_eq!(access(patient.token()).await, Access::ReadWrite);
    assert_eq!(server.app().gatekeeper.access(&Identity::Anonymous, &map).await, Ok(Access::Denied));
    server.running.stop().await;
}

#[tokio::test]
async fn call_7_who_may_start_a_workshop_follows_the_configuration() {
    let open = TestServer::start().await;
    assert_eq!(open.look("/api/config").await.ok()["creation"], "open");
    let rebound = Request::post("/api/workshops")
        .header(header::HOST, "evil.example:8080")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(new_workshop().to_string()))
        .unwrap();
    open.send(rebound).await.refused(403, "local_only");
    open.running.stop().await;

    let closed = TestServer::start_with(|settings| {
        settings.public_url = Some("https://pairway.example.org".to_owned());
    })
    .await;
    assert_eq!(closed.look("/api/config").await.ok()["creation"], "key");
    closed.post("/api/workshops", new_workshop()).await.refused(403, "creation_closed");
    closed.running.stop().await;

    let keyed = TestServer::start_with(|settings| {
        settings.creation_key = Some("open sesame please".to_owned());
        settings.public_url = Some("https://pairway.example.org".to_owned());
    })
    .await;
    keyed.post("/api/workshops", new_workshop()).await.refused(403, "wrong_creation_key");
    let mut body = new_workshop();
    body["creationKey"] = json!("open sesame pleasE");
    keyed.post("/api/workshops", body.clone()).await.refused(403, "wrong_creation_key");
    body["creationKey"] = json!("open sesame please");
    let made = keyed.post("/api/workshops", body).await.ok();
    assert!(made["facilitatorLink"].as_str().unwrap().starts_with("https://pairway.example.org/join#"));
    keyed.running.stop().await;
}

#[tokio::test]
async fn join_9_a_long_creation_key_never_waits_behind_wrong_ones_and_a_short_one_does() {
    for (key, is_held_back) in [
        ("k".repeat(CREATION_KEY_UNGUESSABLE_CHARS - 1), true),
        ("k".repeat(CREATION_KEY_UNGUESSABLE_CHARS), false),
    ] {
        let server = TestServer::start_with(|settings| settings.creation_key = Some(key.clone())).await;
        let with_key = |key: &str| {
            let mut body = new_workshop();
            body["creationKey"] = json!(key);
            body
        };
        for number in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
            let wrong = with_key(&format!("wrong {number}"));
            server.post("/api/workshops", wrong).await.refused(403, "wrong_creation_key");
        }
        let outcome = server.post("/api/workshops", with_key(&key)).await;
        if is_held_back {
            outcome.refused(429, "too_many_tries");
        } else {
            outcome.ok();
        }
        server.running.stop().await;
    }
}

#[tokio::test]
async fn call_8_the_demo_is_made_on_the_first_start_only_and_its_links_stay() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = super::support::settings(&folder);
    settings.no_demo = None;
    let clock = Clock::stopped(super::support::NOON_MS);
    let server = TestServer::start_in(folder, settings.clone(), clock.clone()).await;
    let links = server.app().workshops.demo_links().await.unwrap().unwrap();
    let roles: Vec<&str> = links.links.iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(roles, ["facilitator", "patientLeader", "professional"]);
    let secrets: Vec<String> =
        links.links.iter().map(|(_, link)| link.split_once('#').unwrap().1.to_owned()).collect();
    for secret in &secrets {
        server.post("/api/invites/look", json!({ "secret": secret })).await.ok();
    }
    let TestServer { running, clock, folder } = server;
    running.stop().await;
    let server = TestServer::start_in(folder, settings.clone(), clock).await;
    let again = server.app().workshops.demo_links().await.unwrap().unwrap();
    assert_eq!(
        again.links.iter().map(|(_, link)| link.split_once('#').unwrap().1.to_owned()).collect::<Vec<_>>(),
        secrets
    );
    let body = json!({ "command": random_id(), "secret": secrets[0], "nickname": "Fay" });
    let joined = server.post("/api/join", body).await.ok();
    let path = format!("/api/workshops/{}", joined["workshop"].as_str().unwrap());
    server.delete(&path, joined["token"].as_str().unwrap()).await.ok();
    assert_eq!(server.app().workshops.demo_links().await.unwrap(), None);
    let TestServer { running, clock, folder } = server;
    running.stop().await;
    let server = TestServer::start_in(folder, settings, clock).await;
    assert_eq!(server.app().workshops.demo_links().await.unwrap(), None, "a deleted demo does not come back");
    server.running.stop().await;
}
