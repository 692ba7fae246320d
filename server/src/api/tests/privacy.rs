//! Names have one place; logs and the audit hold none.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::support::{TestServer, command, holds};
use crate::auth::records;
use crate::ids::{WorkshopId, random_id};
use crate::workshop::audit;

const NAME: &str = "Mair Unmistakable";

#[tokio::test]
async fn privacy_1_a_name_is_in_its_persons_record_and_nowhere_else() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let person = server.join(&made, "patientLeader", NAME).await;
    let remove = made.path(&format!("/participants/{}/remove", person.id()));
    server.post_as(&remove, facilitator.token(), command()).await.ok();
    server.get(&made.map_path("archive.json"), facilitator.token()).await.ok();

    let workshop = WorkshopId::parse(made.id()).unwrap();
    let people = records::people_prefix(&workshop);
    let mut places = 0;
    for (key, value) in server.app().store.list("").await.unwrap() {
        if holds(&value, "Unmistakable") || key.contains("Unmistakable") {
            assert!(key.starts_with(&people), "{key}");
            places += 1;
        }
    }
    assert_eq!(places, 1);
    for stream in server.app().store.streams("").await.unwrap() {
        let content = server.app().store.load(&stream).await.unwrap();
        let snapshot = content.snapshot.map(|(_, bytes)| bytes);
        for bytes in content.entries.into_iter().map(|(_, bytes)| bytes).chain(snapshot) {
            assert!(!holds(&bytes, "Unmistakable"), "{stream}");
        }
    }
    let archive = server.get(&made.map_path("archive.json"), facilitator.token()).await;
    assert!(!holds(&archive.bytes, person.id()) && !holds(&archive.bytes, "Unmistakable"));
    server.running.stop().await;
}

#[tokio::test]
async fn privacy_2_the_audit_says_who_by_role_and_id_did_what_when() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let person = server.join(&made, "patientLeader", NAME).await;
    let token = facilitator.token();
    server
        .post_as(&made.path("/freeze"), token, json!({ "command": random_id(), "frozen": true }))
        .await
        .ok();
    server
        .post_as(&made.path("/freeze"), token, json!({ "command": random_id(), "frozen": false }))
        .await
        .ok();
    server.post_as(&made.path("/invites/carer/renew"), token, command()).await.ok();
    assert_eq!(server.get(&made.map_path("steps.csv"), token).await.status, 200);
    let remove = made.path(&format!("/participants/{}/remove", person.id()));
    server.post_as(&remove, token, command()).await.ok();
    let _who_stays = server.join(&made, "facilitator", "Fred").await;
    let leave = json!({ "command": random_id(), "deviceSecret": facilitator.device_secret() });
    server.post_as(&made.path("/leave"), token, leave).await.ok();

    let workshop = WorkshopId::parse(made.id()).unwrap();
    let stream = server.app().store.load(&audit::stream(&workshop)).await.unwrap();
    let lines: Vec<Value> =
        stream.entries.iter().map(|(_, bytes)| serde_json::from_slice(bytes).unwrap()).collect();
    let acts: Vec<&str> = lines.iter().map(|line| line["act"].as_str().unwrap()).collect();
    let expected =
        ["create", "join", "join", "freeze", "thaw", "invite", "export", "remove", "join", "leave"];
    assert_eq!(acts, expected);
    let removed = &lines[7];
    assert_eq!(removed["by"], facilitator.id());
    assert_eq!(removed["role"], "facilitator");
    assert_eq!(removed["to"], person.id());
    assert_eq!(removed["at"], server.clock.now_ms());
    server.running.stop().await;
}

/// Everything that is logged, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn privacy_3_logs_hold_no_names_no_content_no_secrets_and_no_query() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // While there is only one subscriber, what a thread without one asks first decides for all threads.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    // One thread runs everything here, so what it logs is all there is.
    let guard = tracing::subscriber::set_default(subscriber);
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let person = server.join(&made, "patientLeader", NAME).await;
    server.get(&made.path("/roster?token=querysecret"), person.token()).await.ok();
    server.get(&made.map_path("steps.csv"), person.token()).await;
    let bad = json!({ "command": random_id(), "secret": "wrongsecret", "nickname": NAME });
    server.post("/api/join", bad).await.refused(404, "not_found");
    server.look("/w/somewhere?yauth=querysecret").await;
    let (token, device) = (person.token().to_owned(), person.device_secret().to_owned());
    let secret = made.secret("patientLeader");
    server.running.stop().await;
    drop(guard);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("a call was answered") && text.contains("/api/workshops/{w}/roster"), "{text}");
    for phrase in
        ["Unmistakable", "Hearts", "querysecret", "wrongsecret", &token, &device, &secret, "patientLeader"]
    {
        assert!(!text.contains(phrase), "{phrase:?} was logged");
    }
}
