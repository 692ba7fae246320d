//! What led to what, and whether observers may comment.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::part_reader;
use pairway_crdt::workshop::facts;
use pairway_crdt::workshop::trail::{self, LedTo};
use serde_json::{Value, json};

use super::support::Joined;
use super::talk::{House, audit_lines, comment};
use crate::auth::permission::DocumentName;
use crate::ids::random_id;

impl House {
    fn document(&self, kind: &str) -> DocumentName {
        let map = self.made.answer["map"].as_str().unwrap();
        DocumentName::parse(&format!("{kind}/{}/{map}", self.made.id())).unwrap()
    }

    async fn led_to(&self) -> Vec<LedTo> {
        self.server.app().rooms.read(&self.document("talk"), trail::read).await.unwrap()
    }

    /// Kind and id of the first part of a kind.
    async fn part(&self, kind: &str) -> Value {
        let look = |document: &Document| document.read(|txn, _| part_reader::all_parts(txn));
        let parts = self.server.app().rooms.read(&self.document("map"), look).await.unwrap();
        let part = parts.into_keys().find(|part| part.kind.as_str() == kind).unwrap();
        json!({ "kind": kind, "id": part.id })
    }

    /// Whether observers may comment, as the document says.
    async fn observers_are_silent(&self) -> bool {
        let name = DocumentName::parse(&format!("workshop/{}", self.made.id())).unwrap();
        self.server.app().rooms.read(&name, facts::read).await.unwrap().observers_silent
    }

    async fn lets_observers(&self, who: &Joined, body: Value) -> super::support::Answer {
        self.server.post_as(&self.made.path("/observers-comment"), who.token(), body).await
    }
}

fn from_message(message: &str) -> Value {
    json!({ "kind": "message", "id": message })
}

fn led(act: &str, from: &Value, part: &Value) -> Value {
    json!({ "act": act, "from": from, "part": part })
}

#[tokio::test]
async fn trail_5_who_shapes_the_map_says_what_led_to_a_part_and_who_said_it_is_who_is_signed_in() {
    let house = House::new().await;
    // What an observer said may lead to something; to say so is for those who shape the map.
    let (_, message) = house.begins(&house.obs, "People go home not knowing whom to call.").await;
    let (step, goal) = (house.part("step").await, house.part("goal").await);
    for (role, may) in [
        ("facilitator", true),
        ("patientLeader", true),
        ("carer", true),
        ("professional", true),
        ("supporter", false),
        ("observer", false),
        ("systemPartner", false),
    ] {
        let person = house.server.join(&house.made, role, "Somebody").await;
        for act in [
            led("ledTo", &from_message(&message), &step),
            led("ledTo", &goal, &step),
            led("notLedTo", &goal, &step),
            led("notLedTo", &from_message(&message), &step),
        ] {
            let forward = act["act"] == "ledTo";
            let answer = house.says(&person, act).await;
            if !may {
                answer.refused(403, "not_your_role");
                continue;
            }
            answer.ok();
            let said = house.led_to().await;
            assert!(said.iter().all(|led| led.by == person.id()), "{role}");
            assert!(forward != said.is_empty() || said.len() == 1, "{role}");
        }
        assert_eq!(house.led_to().await, []);
    }
    let mut forged = led("ledTo", &from_message(&message), &step);
    forged["by"] = json!(house.prof.id());
    house.says(&house.pat, forged).await.refused(400, "bad_json");
    house.ends().await;
}

#[tokio::test]
async fn trail_1_both_ends_must_be_there_and_what_is_refused_leaves_nothing_behind() {
    let house = House::new().await;
    let (_, message) = house.begins(&house.pat, "Whom do I call?").await;
    let step = house.part("step").await;
    let nowhere = json!({ "kind": "step", "id": random_id() });
    let before = house.server.app().store.list("").await.unwrap();
    let audit = audit_lines(&house).await;
    for (from, part, status, code) in [
        (from_message(&random_id()), step.clone(), 404, "not_found"),
        (from_message(&message), nowhere.clone(), 404, "not_found"),
        (nowhere, step.clone(), 404, "not_found"),
        (step.clone(), step.clone(), 400, "bad_act"),
        (json!({ "kind": "map", "id": "map" }), step.clone(), 400, "bad_act"),
        (from_message(&message), from_message(&message), 400, "bad_act"),
        (from_message("a/b"), step.clone(), 400, "bad_act"),
    ] {
        house.says(&house.prof, led("ledTo", &from, &part)).await.refused(status, code);
    }
    house.says(&house.prof, json!({ "act": "ledTo", "part": step })).await.refused(400, "bad_act");
    assert_eq!(house.led_to().await, []);
    assert_eq!(house.server.app().store.list("").await.unwrap(), before);
    assert_eq!(audit_lines(&house).await, audit);
    // What somebody takes back leads to nothing new, and what it led to stays told.
    house.says(&house.prof, led("ledTo", &from_message(&message), &step)).await.ok();
    house.says(&house.pat, json!({ "act": "takeBack", "message": message })).await.ok();
    let goal = house.part("goal").await;
    house.says(&house.prof, led("ledTo", &from_message(&message), &goal)).await.refused(409, "taken_back");
    assert_eq!(house.led_to().await.len(), 1);
    house.ends().await;
}

#[tokio::test]
async fn trail_1_a_command_that_comes_again_does_nothing_and_the_audit_says_who_and_not_what() {
    let house = House::new().await;
    let (_, message) = house.begins(&house.pat, "Whom do I call?").await;
    let mut there = led("ledTo", &from_message(&message), &house.part("step").await);
    there["command"] = json!(random_id());
    house.sends(&house.prof, there.clone()).await.ok();
    let mut away = there.clone();
    away["act"] = json!("notLedTo");
    house.says(&house.fay, away).await.ok();
    // Sent once more because its answer was lost.
    house.sends(&house.prof, there).await.ok();
    assert_eq!(house.led_to().await, []);
    let lines = audit_lines(&house).await;
    let of = |act: &str| lines.iter().filter(|line| line["act"] == act).cloned().collect::<Vec<_>>();
    assert_eq!((of("ledTo").len(), of("notLedTo").len()), (1, 1));
    assert_eq!(
        (&of("ledTo")[0]["by"], &of("notLedTo")[0]["by"]),
        (&json!(house.prof.id()), &json!(house.fay.id()))
    );
    assert!(!of("ledTo")[0].to_string().contains(&message));
    house.ends().await;
}

#[tokio::test]
async fn talk_21_facilitators_ask_observers_to_listen_only_and_let_them_comment_again() {
    let house = House::new().await;
    let (thread, message) = house.begins(&house.obs, "May I say something?").await;
    let react = json!({ "act": "react", "message": message, "reaction": "thanks" });
    house.says(&house.obs, react.clone()).await.ok();
    let set = |on: bool| json!({ "command": random_id(), "on": on });
    for other in [&house.pat, &house.prof, &house.obs] {
        house.lets_observers(other, set(false)).await.refused(403, "facilitators_only");
    }
    assert!(!house.observers_are_silent().await);
    let quiet = set(false);
    house.lets_observers(&house.fay, quiet.clone()).await.ok();
    assert!(house.observers_are_silent().await);
    let reply = json!({ "act": "reply", "thread": thread, "text": "One more thing." });
    for act in [comment("Once more."), reply.clone(), react.clone()] {
        house.says(&house.obs, act).await.refused(403, "observers_silent");
    }
    // What they said is theirs to take back; everybody else talks as before.
    let unreact = json!({ "act": "unreact", "message": message, "reaction": "thanks" });
    house.says(&house.obs, unreact).await.ok();
    house.says(&house.obs, json!({ "act": "takeBack", "message": message })).await.ok();
    let partner = house.server.join(&house.made, "systemPartner", "Sys").await;
    for other in [&house.fay, &house.pat, &house.prof, &partner] {
        house.says(other, reply.clone()).await.ok();
    }
    house.lets_observers(&house.fay, set(true)).await.ok();
    house.says(&house.obs, reply).await.ok();
    // The first command once more, because its answer was lost.
    house.lets_observers(&house.fay, quiet).await.ok();
    assert!(!house.observers_are_silent().await);
    let lines = audit_lines(&house).await;
    let acts: Vec<_> = lines.iter().filter_map(|line| line["act"].as_str()).collect();
    let of = |act: &str| acts.iter().filter(|known| **known == act).count();
    assert_eq!((of("hushObservers"), of("letObservers")), (1, 1));
    house.ends().await;
}

#[tokio::test]
async fn talk_21_that_observers_listen_only_is_there_after_a_restart() {
    let house = House::new().await;
    house.lets_observers(&house.fay, json!({ "command": random_id(), "on": false })).await.ok();
    let House { server, made, fay, pat, prof, obs } = house;
    let house = House { server: server.restart().await, made, fay, pat, prof, obs };
    house.says(&house.obs, comment("Still here?")).await.refused(403, "observers_silent");
    house.ends().await;
}
