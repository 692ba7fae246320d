//! Practising: what such a workshop is made of, who makes it, and when it is gone.

use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, Meeting, TestServer, holds};
use crate::auth::role::Role;
use crate::ids::random_id;
use crate::limits::PRACTICES_PER_PERSON_PER_HOUR;
use crate::workshop::lifecycle::days::PRACTICE_MS;

async fn practises(server: &TestServer, made: &Made, who: &Joined) -> Answer {
    server.post_as(&made.path("/practice"), who.token(), json!({ "command": random_id() })).await
}

impl Meeting {
    /// A workshop in which the facilitator practises, and the facilitator there.
    async fn practice(&self) -> (Made, Joined) {
        let practice = Made { answer: practises(&self.server, &self.made, &self.fay).await.ok() };
        let fay = self.server.join(&practice, "facilitator", "Fay").await;
        (practice, fay)
    }

    /// Whether a workshop is deleted: nobody of it gets a token, and no key but one names it.
    async fn is_gone(&self, made: &Made, who: &Joined) -> bool {
        // The end of one is due when another is erased.
        for _ in 0..2 {
            self.server.app().workshops.perform_due().await;
        }
        let body = json!({ "participant": who.id(), "deviceSecret": who.device_secret() });
        let is_deleted = self.server.post(&made.path("/token"), body).await.status == 410;
        let keys = self.server.app().store.list("").await.unwrap();
        let is_of_it = |(key, value): &&(String, Vec<u8>)| key.contains(made.id()) || holds(value, made.id());
        let left = keys.iter().filter(is_of_it).count();
        let streams = self.server.app().store.streams("").await.unwrap();
        let streams = streams.iter().filter(|name| name.contains(made.id())).count();
        assert_eq!(is_deleted, (left, streams) == (1, 0), "{left} keys and {streams} streams are left");
        is_deleted
    }
}

#[tokio::test]
async fn practice_1_it_has_what_is_prepared_and_nothing_of_what_people_said() {
    let meeting = Meeting::begin().await;
    let words = "A comment of somebody";
    let comment = json!({ "command": random_id(), "act": "comment", "part": { "kind": "map", "id": "map" }, "text": words });
    meeting.server.post_as(&meeting.made.map_path("talk"), meeting.pat.token(), comment).await.ok();
    let (practice, _) = meeting.practice().await;
    assert_ne!(practice.id(), meeting.made.id());
    let (mine, theirs) = (meeting.server.facts(&meeting.made).await, meeting.server.facts(&practice).await);
    assert_eq!(theirs.title, format!("Practice: {}", mine.title));
    assert_eq!(theirs.challenge, mine.challenge);
    let says = |facts: &pairway_crdt::workshop::facts::WorkshopFacts| -> Vec<(String, String, String)> {
        facts.agenda.iter().map(|item| (item.title.clone(), item.mode.clone(), item.says.clone())).collect()
    };
    assert!(!mine.agenda.is_empty());
    assert_eq!(says(&theirs), says(&mine));
    let roles: Vec<&Value> =
        practice.answer["invites"].as_array().unwrap().iter().map(|invite| &invite["role"]).collect();
    assert!(roles.contains(&&json!("patientLeader")) && roles.contains(&&json!("professional")));
    let talk = meeting.server.app().rooms.encoded(&practice.document("workshop")).await.unwrap();
    assert!(!holds(&talk, words) && !holds(&talk, meeting.pat.id()));
    let streams = meeting.server.app().store.streams("").await.unwrap();
    let talks = streams.iter().filter(|name| name.contains(practice.id()) && name.starts_with("talk/"));
    assert_eq!(talks.count(), 0);
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn practice_2_a_facilitator_makes_it_nobody_else_and_none_in_a_practice() {
    let meeting = Meeting::begin().await;
    let Meeting { server, made, .. } = &meeting;
    for role in Role::ALL.iter().filter(|role| **role != Role::Facilitator) {
        let other = server.join(made, role.as_str(), "Other").await;
        practises(server, made, &other).await.refused(403, "facilitators_only");
    }
    let (practice, fay) = meeting.practice().await;
    practises(server, &practice, &fay).await.refused(409, "is_practice");
    // A call that is repeated is answered as before; as another call the id is refused.
    let body = json!({ "command": random_id() });
    let path = made.path("/practice");
    let first = server.post_as(&path, meeting.fay.token(), body.clone()).await.ok();
    assert_eq!(server.post_as(&path, meeting.fay.token(), body.clone()).await.ok(), first);
    let other = server.make_workshop().await;
    let gus = server.join(&other, "facilitator", "Gus").await;
    server.post_as(&other.path("/practice"), gus.token(), body).await.refused(409, "command_used");
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn practice_3_there_is_one_at_a_time_and_so_many_an_hour() {
    let meeting = Meeting::begin().await;
    let (first, fay) = meeting.practice().await;
    assert!(!meeting.is_gone(&first, &fay).await);
    let (second, gus) = meeting.practice().await;
    assert!(meeting.is_gone(&first, &fay).await);
    assert!(!meeting.is_gone(&second, &gus).await);
    for _ in 2..PRACTICES_PER_PERSON_PER_HOUR {
        practises(&meeting.server, &meeting.made, &meeting.fay).await.ok();
    }
    practises(&meeting.server, &meeting.made, &meeting.fay).await.refused(429, "too_many_tries");
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn practice_4_it_is_deleted_by_itself_by_a_facilitator_and_with_the_other_workshop() {
    let meeting = Meeting::begin().await;
    let (practice, fay) = meeting.practice().await;
    let later = json!({ "command": random_id(), "endsOn": "2026-12-24" });
    meeting.server.post_as(&practice.path("/edit"), fay.token(), later).await.refused(409, "practice_ends");
    meeting.server.pass(PRACTICE_MS - 1).await;
    assert!(!meeting.is_gone(&practice, &fay).await);
    let server = meeting.server.restart().await;
    server.pass(1).await;
    // A token does not last as long.
    let fay_again = server.join(&meeting.made, "facilitator", "Fay").await;
    let restarted = Meeting { server, fay: fay_again, ..meeting };
    assert!(restarted.is_gone(&practice, &fay).await, "a start goes on with what is planned");

    let (practice, fay) = restarted.practice().await;
    restarted.server.delete(&practice.path(""), fay.token()).await.ok();
    assert!(restarted.is_gone(&practice, &fay).await);
    assert!(!restarted.is_gone(&restarted.made, &restarted.fay).await);

    let (practice, fay) = restarted.practice().await;
    restarted.server.delete(&restarted.made.path(""), restarted.fay.token()).await.ok();
    assert!(restarted.is_gone(&restarted.made, &restarted.fay).await);
    assert!(restarted.is_gone(&practice, &fay).await);
    restarted.server.running.stop().await;
}
