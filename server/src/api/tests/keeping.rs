//! Keeping no longer than promised: deletion is real, end dates are kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use yrs::{Map, WriteTxn};

use super::support::{DAY_MS, Made, NOON_MS, TestServer, command, holds, new_workshop};
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, Life, WorkshopRecord};
use crate::auth::role::Role;
use crate::auth::token::{Claims, TOKEN_LIFE_MS};
use crate::ids::{ParticipantId, WorkshopId, random_id};
use crate::limits::COMMAND_MEMORY_MS;
use crate::store::Batch;
use crate::store::folder_facts::FolderFacts;
use crate::time_guard::JUMP_MS_MAX;
use crate::workshop::audit;
use crate::workshop::effect::{self, Effect};
use crate::workshop::lifecycle::days;

const TITLE: &str = "Hearts in our town";

#[tokio::test]
async fn keep_3_a_deleted_workshop_is_gone_from_every_byte_on_disk() {
    let server = TestServer::start().await;
    let mut body = new_workshop();
    body["challenge"] = json!("An indigo challenge");
    let made = Made { answer: server.post("/api/workshops", body).await.ok() };
    let other = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay Unmistakable").await;
    server.join(&made, "carer", "Cai Unmistakable").await;
    let neighbour = server.join(&other, "carer", "Nia Neighbour").await;
    let map = made.answer["map"].as_str().unwrap().to_owned();
    let secret = made.secret("carer");
    let name = DocumentName::parse(&format!("map/{}/{map}", made.id())).unwrap();
    let write = |document: &mut pairway_crdt::document::Document| {
        document.write(|txn, _| txn.get_or_insert_map("goals").insert(txn, "goal", "A vermilion goal"));
    };
    server.app().rooms.edit(&name, write).await.unwrap();
    let before = server.bytes_on_disk();
    for phrase in ["Unmistakable", "indigo", "vermilion", TITLE, made.id(), &map, &secret] {
        assert!(holds(&before, phrase), "{phrase:?} is on disk as long as it is needed");
    }
    server.delete(&made.path(""), facilitator.token()).await.ok();

    server.delete(&made.path(""), facilitator.token()).await.refused(410, "workshop_deleted");
    server.get(&made.path("/roster"), facilitator.token()).await.refused(410, "workshop_deleted");
    server.post("/api/invites/look", json!({ "secret": secret })).await.refused(404, "not_found");
    server
        .post("/api/invites/look", json!({ "code": made.invite("carer")["code"] }))
        .await
        .refused(404, "not_found");
    let token = json!({ "participant": facilitator.id(), "deviceSecret": facilitator.device_secret() });
    server.post(&made.path("/token"), token).await.refused(410, "workshop_deleted");
    server.get(&other.path("/roster"), neighbour.token()).await.ok();

    let keys = server.app().store.list("").await.unwrap();
    let of_it: Vec<_> = keys.iter().filter(|(key, _)| key.contains(made.id())).collect();
    let tombstone = format!(r#"{{"epoch":"{}","deletedOn":"2026-11-22"}}"#, server.app().workshops.epoch.id);
    assert_eq!(of_it, [&(format!("deleted/{}", made.id()), tombstone.into_bytes())], "id, day and epoch");
    let streams = server.app().store.streams("").await.unwrap();
    assert!(streams.iter().all(|stream| !stream.contains(made.id())));
    let made_id = made.id().to_owned();
    let server = server.restart().await;
    let after = server.bytes_on_disk();
    for phrase in ["Unmistakable", "indigo", "vermilion", &map, &secret] {
        assert!(!holds(&after, phrase), "{phrase:?} is still on disk");
    }
    assert!(holds(&after, "Nia Neighbour") && holds(&after, TITLE), "the other workshop is whole");
    let kept = server.app().store.load(audit::SERVER_STREAM).await.unwrap();
    let last = String::from_utf8(kept.entries.last().unwrap().1.to_vec()).unwrap();
    assert!(last.contains("\"act\":\"delete\"") && last.contains(&made_id), "{last}");
    server.running.stop().await;
}

#[tokio::test]
async fn keep_2_a_workshop_is_deleted_when_its_end_date_is_over_and_not_before() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let person = server.join(&made, "carer", "Cai").await;
    let token = async |server: &TestServer| {
        let body = json!({ "participant": person.id(), "deviceSecret": person.device_secret() });
        server.post(&made.path("/token"), body).await
    };
    // The last day is 2026-12-22, 30 days ahead; at noon of it the workshop is there.
    server.pass(30 * DAY_MS).await;
    server.app().workshops.perform_due().await;
    token(&server).await.ok();
    server.clock.advance(DAY_MS - 1);
    server.app().workshops.perform_due().await;
    token(&server).await.ok();
    server.clock.advance(1);
    server.app().workshops.perform_due().await;
    token(&server).await.refused(410, "workshop_deleted");
    assert_eq!(server.app().store.list("workshops/").await.unwrap(), Vec::new());
    assert_eq!(server.app().store.list("invites/").await.unwrap(), Vec::new());
    assert_eq!(server.app().store.list("codes/").await.unwrap(), Vec::new());
    assert_eq!(server.app().store.streams("").await.unwrap(), [audit::SERVER_STREAM]);
    server.running.stop().await;
}

#[tokio::test]
async fn keep_8_an_end_that_an_earlier_version_planned_in_utc_is_planned_again_and_leaves_no_key() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let other = server.make_workshop().await;
    let (id, other_id) = (WorkshopId::parse(made.id()).unwrap(), WorkshopId::parse(other.id()).unwrap());
    let store = &server.app().store;
    let (planned_ms, earlier_ms) = (days::over_at_ms("2026-12-22"), days::over_in_utc_at_ms("2026-12-22"));
    for id in [&id, &other_id] {
        let (key, value) = effect::due(&Effect::EndWorkshop { workshop: id.clone() }, earlier_ms);
        let removes = vec![effect::end_key(planned_ms, id)];
        store.commit(Batch { puts: vec![(key, value)], removes, ..Batch::default() }).await.unwrap();
    }
    let facilitator = server.join(&other, "facilitator", "Fay").await;
    server.delete(&other.path(""), facilitator.token()).await.ok();
    server.app().workshops.perform_due().await;
    let due = || async { store.list("due/").await.unwrap() };
    assert!(due().await.iter().all(|(key, _)| !key.contains(other_id.as_str())), "{:?}", due().await);
    server.pass(earlier_ms - NOON_MS).await;
    server.app().workshops.perform_due().await;
    assert_eq!(records::all_workshops(store.as_ref()).await.unwrap().len(), 1, "half a day too early");
    server.pass(planned_ms - earlier_ms).await;
    server.app().workshops.perform_due().await;
    assert!(records::all_workshops(store.as_ref()).await.unwrap().is_empty());
    server.running.stop().await;
}

#[tokio::test]
async fn keep_2_a_running_server_deletes_what_is_over_by_itself() {
    let server = TestServer::start().await;
    server.make_workshop().await;
    server.pass(31 * DAY_MS).await;
    // The follower looks again by its own time.
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(61)).await;
    tokio::time::resume();
    while !server.app().store.list("workshops/").await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    server.running.stop().await;
}

#[tokio::test]
async fn keep_6_a_start_finishes_a_deletion_that_was_cut_short_and_deletes_what_is_over() {
    let server = TestServer::start().await;
    let (cut, kept) = (server.make_workshop().await, server.make_workshop().await);
    let mut short = new_workshop();
    short["endsOn"] = json!("2026-11-23");
    server.post("/api/workshops", short).await.ok();
    let person = server.join(&kept, "carer", "Cai").await;
    // A deletion as it was committed, by a server that ended before it carried anything out.
    let id = WorkshopId::parse(cut.id()).unwrap();
    let (store, key) = (&server.app().store, records::workshop_key(&id));
    let mut record: WorkshopRecord = records::read(store.as_ref(), &key).await.unwrap().unwrap();
    record.life = Life::Deleting;
    let erase = effect::due(&Effect::EraseWorkshop { workshop: id }, NOON_MS);
    let puts = vec![(key, records::encode(&record)), erase];
    store.commit(Batch { puts, ..Batch::default() }).await.unwrap();
    server.clock.advance(2 * DAY_MS);
    let server = server.restart().await;
    let workshops = records::all_workshops(server.app().store.as_ref()).await.unwrap();
    assert_eq!(workshops.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), [kept.id()]);
    let body = json!({ "participant": person.id(), "deviceSecret": person.device_secret() });
    server.post(&kept.path("/token"), body).await.ok();
    server.running.stop().await;
}

#[tokio::test]
async fn keep_8_workshops_of_before_end_as_they_were_promised_to() {
    let server = TestServer::start().await;
    let (cut, over, kept) =
        (server.make_workshop().await, server.make_workshop().await, server.make_workshop().await);
    // As a version left them that kept no effects: marked, or over, and nothing that is due.
    for (made, change) in [(&cut, "life"), (&over, "end")] {
        let key = records::workshop_key(&WorkshopId::parse(made.id()).unwrap());
        let store = &server.app().store;
        let mut record: WorkshopRecord = records::read(store.as_ref(), &key).await.unwrap().unwrap();
        match change {
            "life" => record.life = Life::Deleting,
            _ => record.ends_on = "2026-11-21".to_owned(),
        }
        let puts = vec![(key, records::encode(&record))];
        store.commit(Batch { puts, ..Batch::default() }).await.unwrap();
    }
    let store = &server.app().store;
    let due = store.list("due/").await.unwrap().into_iter().map(|(key, _)| key);
    let removes = due.chain(["migrations/effects".to_owned()]).collect();
    store.commit(Batch { removes, ..Batch::default() }).await.unwrap();
    let server = server.restart().await;
    let workshops = records::all_workshops(server.app().store.as_ref()).await.unwrap();
    assert_eq!(workshops.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), [kept.id()]);
    server.pass(31 * DAY_MS).await;
    server.app().workshops.perform_due().await;
    assert!(records::all_workshops(server.app().store.as_ref()).await.unwrap().is_empty());
    server.running.stop().await;
}

#[tokio::test]
async fn call_4_command_ids_are_forgotten_after_a_day() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let workshop = WorkshopId::parse(made.id()).unwrap();
    let body = json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": "Cai" });
    server.post("/api/join", body).await.ok();
    let commands =
        async || server.app().store.list(&records::commands_prefix(&workshop)).await.unwrap().len();
    server.clock.advance(COMMAND_MEMORY_MS);
    server.app().workshops.perform_due().await;
    assert_eq!(commands().await, 1);
    server.clock.advance(60 * 60 * 1000);
    server.app().workshops.perform_due().await;
    assert_eq!(commands().await, 0, "at most an hour later");
    server.running.stop().await;
}

/// The payload of a signed statement.
fn said(proof: &Value) -> Value {
    let statement = proof["statement"].as_str().unwrap();
    let payload = URL_SAFE_NO_PAD.decode(statement.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

#[tokio::test]
async fn keep_11_the_server_states_what_is_recorded_of_an_end_and_nothing_else() {
    let server = TestServer::start().await;
    let (made, other) = (server.make_workshop().await, server.make_workshop().await);
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let (pat, cai) =
        (server.join(&made, "patientLeader", "Pat").await, server.join(&made, "carer", "Cai").await);
    let proof =
        async |made: &Made, id: &str| server.post(&made.path("/proof"), json!({ "participant": id })).await;
    proof(&made, pat.id()).await.refused(404, "not_found");
    proof(&made, &random_id()).await.refused(404, "not_found");
    let epoch = server.app().workshops.epoch.id.clone();
    let remove = made.path(&format!("/participants/{}/remove", pat.id()));
    server.post_as(&remove, facilitator.token(), command()).await.ok();
    let leave = json!({ "command": random_id(), "deviceSecret": cai.device_secret() });
    server.post_as(&made.path("/leave"), cai.token(), leave).await.ok();
    for out in [&pat, &cai] {
        let expected =
            json!({ "is": "removed", "workshop": made.id(), "participant": out.id(), "epoch": epoch });
        assert_eq!(said(&proof(&made, out.id()).await.ok()), expected);
    }
    proof(&made, facilitator.id()).await.refused(404, "not_found");
    server.delete(&made.path(""), facilitator.token()).await.ok();
    let expected = json!({ "is": "deleted", "workshop": made.id(), "epoch": epoch, "on": "2026-11-22" });
    assert_eq!(said(&proof(&made, pat.id()).await.ok()), expected);
    proof(&other, pat.id()).await.refused(404, "not_found");
    let server = server.restart().await;
    assert_eq!(
        said(&server.post(&made.path("/proof"), json!({ "participant": pat.id() })).await.ok()),
        expected
    );
    server.running.stop().await;
}

#[tokio::test]
async fn keep_9_a_start_with_a_clock_that_is_far_ahead_closes_what_is_over_and_deletes_nothing() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let person = server.join(&made, "carer", "Cai").await;
    let body = json!({ "participant": person.id(), "deviceSecret": person.device_secret() });
    let token = async |server: &TestServer| server.post(&made.path("/token"), body.clone()).await;
    server.clock.advance(300 * DAY_MS);
    let server = server.restart().await;
    token(&server).await.refused(403, "workshop_ended");
    let join = json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": "Ann" });
    server.post("/api/join", join).await.refused(403, "workshop_ended");
    server.get(&made.path("/roster"), person.token()).await.refused(401, "token_expired");
    server.app().workshops.perform_due().await;
    assert_eq!(records::all_workshops(server.app().store.as_ref()).await.unwrap().len(), 1);
    // Set right, it is open again.
    server.clock.set(NOON_MS + DAY_MS);
    server.app().workshops.perform_due().await;
    token(&server).await.ok();
    // And accepted, it is deleted.
    server.clock.set(NOON_MS + 300 * DAY_MS);
    let server = server.restart().await;
    token(&server).await.refused(403, "workshop_ended");
    let data = server.folder.path().join("data");
    FolderFacts::new(server.clock.now_ms(), 1).write(&data).unwrap();
    server.app().workshops.perform_due().await;
    token(&server).await.refused(410, "workshop_deleted");
    server.running.stop().await;
}

#[tokio::test]
async fn keep_9_a_jump_while_the_server_runs_closes_too_and_a_server_that_was_off_for_seven_days_does_not() {
    let server = TestServer::start().await;
    let mut short = new_workshop();
    short["endsOn"] = json!("2026-11-23");
    let made = Made { answer: server.post("/api/workshops", short).await.ok() };
    let person = server.join(&made, "carer", "Cai").await;
    server.clock.advance(JUMP_MS_MAX + 1);
    server.app().workshops.perform_due().await;
    let fresh = server.app().workshops.keys.sign(&Claims {
        w: WorkshopId::parse(made.id()).unwrap(),
        p: ParticipantId::parse(person.id()).unwrap(),
        r: Role::Carer,
        e: 1,
        exp: (server.clock.now_ms() + TOKEN_LIFE_MS) / 1000,
    });
    server.get(&made.path("/roster"), &fresh).await.refused(403, "workshop_ended");
    assert_eq!(
        server.app().gatekeeper.identify(&fresh).await.map(|_| ()),
        Err(crate::auth::error::AuthError::Ended),
        "sockets ask the gatekeeper"
    );
    server.clock.set(NOON_MS);
    server.app().workshops.perform_due().await;
    server.clock.advance(JUMP_MS_MAX);
    let server = server.restart().await;
    assert!(records::all_workshops(server.app().store.as_ref()).await.unwrap().is_empty());
    server.running.stop().await;
}
