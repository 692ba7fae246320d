//! The waiting room: waiting, being let in, being turned away.

use pairway_crdt::workshop::facts::{self, ParticipantState, WorkshopFacts};
use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, TestServer, command, holds};
use crate::auth::permission::DocumentName;
use crate::ids::random_id;
use crate::limits::{STANDING_PER_PERSON_PER_MINUTE, WAITING_PEOPLE_PER_ROLE_MAX};

async fn with_waiting_room(server: &TestServer) -> (Made, Joined) {
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let on = json!({ "command": random_id(), "on": true });
    server.post_as(&made.path("/waiting-room"), facilitator.token(), on).await.ok();
    (made, facilitator)
}

async fn facts_of(server: &TestServer, made: &Made) -> WorkshopFacts {
    let name = DocumentName::parse(&format!("workshop/{}", made.id())).unwrap();
    server.app().rooms.read(&name, facts::read).await.unwrap()
}

async fn standing(server: &TestServer, made: &Made, who: &Joined) -> Answer {
    let body = json!({ "participant": who.id(), "deviceSecret": who.device_secret() });
    server.post(&made.path("/standing"), body).await
}

fn person_path(made: &Made, who: &Joined, what: &str) -> String {
    made.path(&format!("/participants/{}/{what}", who.id()))
}

#[tokio::test]
async fn wait_1_who_joins_waits_without_a_token_and_facilitators_are_in_at_once() {
    let server = TestServer::start().await;
    let (made, _) = with_waiting_room(&server).await;
    assert!(facts_of(&server, &made).await.waiting_room);
    let pat = server.join(&made, "patientLeader", "Pat Jones").await;
    assert_eq!(pat.answer["state"], "waiting");
    for key in ["token", "tokenExpiresAt", "map"] {
        assert_eq!(pat.answer[key], Value::Null, "{key}");
    }
    let body = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    server.post(&made.path("/token"), body).await.refused(403, "waiting");
    assert_eq!(standing(&server, &made, &pat).await.ok()["state"], "waiting");
    let second = server.join(&made, "facilitator", "Fred").await;
    assert_eq!(second.answer["state"], "in");
    server.get(&made.path("/roster"), second.token()).await.ok();
    let facts = facts_of(&server, &made).await;
    assert_eq!(facts.participants[pat.id()].state, ParticipantState::Waiting);
    assert_eq!(facts.participants[second.id()].state, ParticipantState::In);
    server.running.stop().await;
}

#[tokio::test]
async fn wait_2_facilitators_see_who_waits_and_let_one_or_all_in() {
    let server = TestServer::start().await;
    let (made, facilitator) = with_waiting_room(&server).await;
    let mut waiting = Vec::new();
    for (role, name) in [("patientLeader", "Pat"), ("carer", "Cai"), ("observer", "Olu")] {
        waiting.push(server.join(&made, role, name).await);
    }
    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    let named = |name: &str| {
        let people = roster["people"].as_array().unwrap();
        people.iter().find(|person| person["nickname"] == name).unwrap().clone()
    };
    assert_eq!((&named("Pat")["state"], &named("Pat")["role"]), (&json!("waiting"), &json!("patientLeader")));

    let admit = person_path(&made, &waiting[0], "admit");
    let body = command();
    server.post_as(&admit, facilitator.token(), body.clone()).await.ok();
    server.post_as(&admit, facilitator.token(), body).await.ok();
    server.post_as(&admit, facilitator.token(), command()).await.ok();
    let pat = standing(&server, &made, &waiting[0]).await.ok();
    assert_eq!((&pat["state"], &pat["map"]), (&json!("in"), &made.answer["map"]));
    let token = pat["token"].as_str().unwrap();
    // Who is in is told of who waits neither the name nor anything else.
    let seen = server.get(&made.path("/roster"), token).await;
    assert!(holds(&seen.bytes, "Pat") && !holds(&seen.bytes, "Cai") && !holds(&seen.bytes, "waiting"));
    assert!(!holds(&seen.bytes, "sameDeviceAs"));
    for path in ["/waiting-room", "/waiting-room/admit-all"] {
        server.post_as(&made.path(path), token, command()).await.refused(403, "facilitators_only");
    }
    for what in ["admit", "refuse"] {
        let path = person_path(&made, &waiting[1], what);
        server.post_as(&path, token, command()).await.refused(403, "facilitators_only");
    }

    let all = made.path("/waiting-room/admit-all");
    let body = command();
    assert_eq!(server.post_as(&all, facilitator.token(), body.clone()).await.ok()["admitted"], 2);
    assert_eq!(server.post_as(&all, facilitator.token(), body).await.ok()["admitted"], 2);
    for who in &waiting {
        assert_eq!(standing(&server, &made, who).await.ok()["state"], "in");
    }
    let off = json!({ "command": random_id(), "on": false });
    server.post_as(&made.path("/waiting-room"), facilitator.token(), off).await.ok();
    assert_eq!(server.join(&made, "carer", "Ceri").await.answer["state"], "in");
    server.running.stop().await;
}

#[tokio::test]
async fn wait_3_who_is_turned_away_is_told_so_and_leaves_no_name() {
    let server = TestServer::start().await;
    let (made, facilitator) = with_waiting_room(&server).await;
    let stranger = server.join(&made, "observer", "Unmistakable").await;
    let path = person_path(&made, &stranger, "refuse");
    server.post_as(&path, facilitator.token(), command()).await.ok();
    let told = standing(&server, &made, &stranger).await;
    told.refused(403, "turned_away");
    assert!(holds(&told.bytes, "A facilitator did not let you in."));
    for (key, value) in server.app().store.list("").await.unwrap() {
        assert!(!holds(&value, "Unmistakable"), "{key}");
    }
    let roster = server.get(&made.path("/roster"), facilitator.token()).await;
    assert!(!holds(&roster.bytes, stranger.id()));
    assert_eq!(facts_of(&server, &made).await.participants[stranger.id()].state, ParticipantState::Removed);
    for what in ["admit", "remove"] {
        let path = person_path(&made, &stranger, what);
        server.post_as(&path, facilitator.token(), command()).await.refused(404, "not_found");
    }
    let rename = json!({ "command": random_id(), "nickname": "Somebody" });
    let path = person_path(&made, &stranger, "rename");
    server.post_as(&path, facilitator.token(), rename).await.refused(404, "not_found");
    // The invitation still works: it may have been a mistake.
    assert_eq!(server.join(&made, "observer", "Olu").await.answer["state"], "waiting");
    server.running.stop().await;
}

#[tokio::test]
async fn wait_1_the_room_and_the_questions_of_who_waits_have_bounds() {
    let server = TestServer::start().await;
    let (made, facilitator) = with_waiting_room(&server).await;
    let mut last = None;
    for _ in 0..WAITING_PEOPLE_PER_ROLE_MAX {
        last = Some(server.join(&made, "observer", "Somebody").await);
    }
    let last = last.unwrap();
    let one_more =
        json!({ "command": random_id(), "secret": made.secret("observer"), "nickname": "One more" });
    server.post("/api/join", one_more.clone()).await.refused(409, "waiting_room_full");
    let path = person_path(&made, &last, "admit");
    server.post_as(&path, facilitator.token(), command()).await.ok();
    server.post("/api/join", one_more).await.ok();

    for _ in 0..STANDING_PER_PERSON_PER_MINUTE {
        standing(&server, &made, &last).await.ok();
    }
    standing(&server, &made, &last).await.refused(429, "too_many_tries");
    let wrong = json!({ "participant": last.id(), "deviceSecret": "guess" });
    server.post(&made.path("/standing"), wrong).await.refused(401, "not_signed_in");
    server.running.stop().await;
}
