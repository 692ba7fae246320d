//! A link that went around: who still gets in, and what facilitators do about it.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::support::{Made, TestServer, command};
use crate::auth::records::{self, PersonRecord, PersonState};
use crate::auth::role::Role;
use crate::ids::{ParticipantId, WorkshopId, random_id};
use crate::limits::{
    JOINS_BY_LINK_MAX, NEVER_CAME_AFTER_MS, PEOPLE_PER_WORKSHOP_MAX, PEOPLE_RECORDS_KEPT, PEOPLE_RECORDS_MAX,
    WAITING_PEOPLE_PER_ROLE_MAX,
};
use crate::store::Batch;

fn join_body(made: &Made, role: &str) -> Value {
    json!({ "command": random_id(), "secret": made.secret(role), "nickname": "Somebody" })
}

/// Puts people into the table as if they had joined long ago.
async fn add_people(server: &TestServer, made: &Made, people: impl Iterator<Item = PersonRecord>) {
    let workshop = WorkshopId::parse(made.id()).unwrap();
    let put = |person| (records::person_key(&workshop, &ParticipantId::random()), records::encode(&person));
    let batch = Batch { puts: people.map(put).collect(), ..Batch::default() };
    server.app().store.commit(batch).await.unwrap();
}

fn somebody(role: Role, state: PersonState) -> PersonRecord {
    PersonRecord::new("Somebody".to_owned(), role, state, 1)
}

fn states(roster: &Value, role: &str) -> Vec<String> {
    let people = roster["people"].as_array().unwrap().iter().filter(|person| person["role"] == role);
    people.map(|person| person["state"].as_str().unwrap().to_owned()).collect()
}

/// The attack as it was: 499 joins by one link, all at the same moment.
#[tokio::test]
async fn join_10_five_hundred_joins_by_one_link_let_sixty_in_hold_a_hundred_and_keep_nobody_else_out() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let device = json!({ "participant": facilitator.id(), "deviceSecret": facilitator.device_secret() });
    server.post(&made.path("/token"), device).await.ok();
    let joins = (1..PEOPLE_PER_WORKSHOP_MAX).map(|_| server.post("/api/join", join_body(&made, "observer")));
    let mut refused = 0;
    for answer in join_all(joins).await {
        if answer.status.as_u16() != 200 {
            let code = answer.json()["error"]["code"].clone();
            assert_eq!(code, "waiting_room_full");
            refused += 1;
        }
    }
    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    let count = |state: &str| states(&roster, "observer").iter().filter(|one| *one == state).count();
    assert_eq!(count("in"), JOINS_BY_LINK_MAX);
    assert!(count("waiting") <= WAITING_PEOPLE_PER_ROLE_MAX, "{}", count("waiting"));
    assert_eq!(count("in") + count("waiting") + refused, PEOPLE_PER_WORKSHOP_MAX - 1);

    for role in ["patientLeader", "carer", "professional", "systemPartner", "facilitator"] {
        assert_eq!(server.join(&made, role, "Somebody").await.answer["state"], "in", "{role}");
    }
    let phone = json!({ "command": random_id(), "nickname": "Pam", "role": "carer" });
    server.post_as(&made.path("/participants"), facilitator.token(), phone).await.ok();

    let path = made.path("/waiting-room/refuse-all");
    let refuse = command();
    let told = server.post_as(&path, facilitator.token(), refuse.clone()).await.ok();
    assert_eq!(told["refused"], count("waiting"));
    assert_eq!(server.post_as(&path, facilitator.token(), refuse).await.ok(), told, "sent again");
    server.clock.advance(NEVER_CAME_AFTER_MS);
    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    let absent = roster["people"].as_array().unwrap().iter().filter(|person| person["neverCame"] == true);
    let absent = absent.count();
    assert!(absent >= JOINS_BY_LINK_MAX, "{absent}");
    let path = made.path("/participants/remove-absent");
    let told = server.post_as(&path, facilitator.token(), command()).await.ok();
    assert_eq!(told["removed"], absent);
    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    assert!(states(&roster, "observer").iter().all(|state| state == "removed"));
    assert_eq!(server.join(&made, "observer", "Olu").await.answer["state"], "in");
    server.running.stop().await;
}

#[tokio::test]
async fn bound_5_who_was_removed_frees_the_place_and_who_came_for_a_token_keeps_theirs() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let olu = server.join(&made, "observer", "Olu").await;
    let carers = std::iter::repeat_with(|| somebody(Role::Carer, PersonState::In));
    add_people(&server, &made, carers.take(PEOPLE_PER_WORKSHOP_MAX)).await;
    let full = server.post("/api/join", join_body(&made, "carer")).await;
    full.refused(409, "workshop_full");
    server.join(&made, "professional", "Rees").await;

    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    let people = roster["people"].as_array().unwrap();
    let carers: Vec<&str> = people
        .iter()
        .filter(|one| one["role"] == "carer")
        .map(|one| one["participant"].as_str().unwrap())
        .collect();
    for carer in &carers[..carers.len() - 349] {
        let path = made.path(&format!("/participants/{carer}/remove"));
        server.post_as(&path, facilitator.token(), command()).await.ok();
    }
    server.join(&made, "carer", "Cai").await;
    server.post("/api/join", join_body(&made, "carer")).await.refused(409, "workshop_full");

    let device = json!({ "participant": olu.id(), "deviceSecret": olu.device_secret() });
    server.post(&made.path("/token"), device).await.ok();
    server.clock.advance(NEVER_CAME_AFTER_MS);
    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    let find = |id: &str| {
        let people = roster["people"].as_array().unwrap();
        people.iter().find(|person| person["participant"] == id).unwrap().clone()
    };
    assert_eq!(find(olu.id())["neverCame"], Value::Null);
    let absent = made.path("/participants/remove-absent");
    server.post_as(&absent, olu.token(), command()).await.refused(403, "facilitators_only");
    server.post_as(&absent, facilitator.token(), command()).await.ok();
    server.get(&made.path("/roster"), olu.token()).await.ok();
    server.running.stop().await;
}

#[tokio::test]
async fn bound_5_where_no_place_is_left_facilitators_are_told_so_when_they_let_in() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let waiting = json!({ "command": random_id(), "on": true });
    server.post_as(&made.path("/waiting-room"), facilitator.token(), waiting).await.ok();
    let cai = server.join(&made, "carer", "Cai").await;
    let olu = server.join(&made, "observer", "Olu").await;
    let carers = std::iter::repeat_with(|| somebody(Role::Carer, PersonState::In));
    add_people(&server, &made, carers.take(PEOPLE_PER_WORKSHOP_MAX)).await;
    let admit = made.path(&format!("/participants/{}/admit", cai.id()));
    server.post_as(&admit, facilitator.token(), command()).await.refused(409, "workshop_full");
    let all = made.path("/waiting-room/admit-all");
    assert_eq!(
        server.post_as(&all, facilitator.token(), command()).await.ok()["admitted"],
        1,
        "the observer"
    );
    server.post_as(&all, facilitator.token(), command()).await.refused(409, "workshop_full");
    let device = |who: &super::support::Joined| json!({ "participant": who.id(), "deviceSecret": who.device_secret() });
    assert_eq!(server.post(&made.path("/standing"), device(&olu)).await.ok()["state"], "in");
    assert_eq!(server.post(&made.path("/standing"), device(&cai)).await.ok()["state"], "waiting");
    server.running.stop().await;
}

#[tokio::test]
async fn bound_6_a_workshop_that_remembers_all_it_can_forgets_who_was_turned_away_first() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let out = std::iter::repeat_with(|| somebody(Role::Carer, PersonState::Removed));
    add_people(&server, &made, out.take(PEOPLE_RECORDS_MAX - PEOPLE_RECORDS_KEPT)).await;
    server.post("/api/join", join_body(&made, "carer")).await.refused(409, "workshop_full");
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    add_people(&server, &made, std::iter::once(somebody(Role::Carer, PersonState::TurnedAway))).await;
    let workshop = WorkshopId::parse(made.id()).unwrap();
    let records =
        || async { server.app().store.list(&records::people_prefix(&workshop)).await.unwrap().len() };
    let before = records().await;
    server.join(&made, "carer", "Cai").await;
    assert_eq!(records().await, before, "one came, one was forgotten");
    server.get(&made.path("/roster"), facilitator.token()).await.ok();
    server.running.stop().await;
}
