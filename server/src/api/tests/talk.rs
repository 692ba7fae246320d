//! Talking about a map: who may, whose voice it is, what is refused, what is left of what was taken back.

use std::time::Duration;

use pairway_crdt::workshop::talk::{COMMENT_UNITS_MAX, Gone, MENTIONS_MAX, Message, Talk, ThreadState};
use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, TestServer, holds};
use crate::auth::permission::DocumentName;
use crate::ids::random_id;
use crate::limits::{COMMENTS_PER_PERSON_PER_MINUTE, SIGNS_PER_PERSON_PER_MINUTE};

/// A server with a workshop of four.
pub(super) struct House {
    pub(super) server: TestServer,
    pub(super) made: Made,
    pub(super) fay: Joined,
    pub(super) pat: Joined,
    pub(super) prof: Joined,
    pub(super) obs: Joined,
}

impl House {
    pub(super) async fn new() -> Self {
        let server = TestServer::start().await;
        let made = server.make_workshop().await;
        let fay = server.join(&made, "facilitator", "Fay").await;
        let pat = server.join(&made, "patientLeader", "Pat").await;
        let prof = server.join(&made, "professional", "Dr Rees").await;
        let obs = server.join(&made, "observer", "Olu").await;
        Self { server, made, fay, pat, prof, obs }
    }

    /// Sends an act with a fresh command id.
    pub(super) async fn says(&self, who: &Joined, mut act: Value) -> Answer {
        act["command"] = json!(random_id());
        self.sends(who, act).await
    }

    pub(super) async fn sends(&self, who: &Joined, body: Value) -> Answer {
        self.server.post_as(&self.made.map_path("talk"), who.token(), body).await
    }

    /// Begins a thread on the whole map; gives the ids of thread and message.
    pub(super) async fn begins(&self, who: &Joined, text: &str) -> (String, String) {
        let answer = self.says(who, comment(text)).await.ok();
        let id = |key: &str| answer[key].as_str().unwrap().to_owned();
        (id("thread"), id("message"))
    }

    pub(super) async fn talk(&self) -> Talk {
        let map = self.made.answer["map"].as_str().unwrap();
        let name = DocumentName::parse(&format!("talk/{}/{map}", self.made.id())).unwrap();
        self.server.app().rooms.read(&name, Talk::read).await.unwrap()
    }

    pub(super) async fn message(&self, id: &str) -> Message {
        self.talk().await.messages.into_iter().find(|message| message.id == id).unwrap()
    }

    /// Waits until words are in no file of the server.
    pub(super) async fn leaves_the_disk(&self, words: &str) {
        let erased = async {
            while holds(&self.server.bytes_on_disk(), words) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), erased).await.expect("the words leave the disk");
    }

    pub(super) async fn ends(self) {
        self.server.running.stop().await;
    }
}

pub(super) fn comment(text: &str) -> Value {
    json!({ "act": "comment", "part": { "kind": "map", "id": "map" }, "text": text })
}

#[tokio::test]
async fn talk_8_everybody_with_a_voice_comments_and_partners_and_facilitators_resolve() {
    let house = House::new().await;
    let (thread, message) = house.begins(&house.pat, "Who tells the GP?").await;
    let reply = json!({ "act": "reply", "thread": thread, "text": "The ward does." });
    let react = json!({ "act": "react", "message": message, "reaction": "meToo" });
    let (resolve, reopen) =
        (json!({ "act": "resolve", "thread": thread }), json!({ "act": "reopen", "thread": thread }));
    for (role, speaks, settles) in [
        ("facilitator", true, true),
        ("patientLeader", true, true),
        ("carer", true, true),
        ("professional", true, true),
        ("supporter", false, false),
        ("observer", true, false),
        ("systemPartner", true, false),
    ] {
        let person = house.server.join(&house.made, role, "Somebody").await;
        let words = [comment("A word."), reply.clone(), react.clone()];
        for (act, allowed) in words
            .into_iter()
            .map(|act| (act, speaks))
            .chain([(resolve.clone(), settles), (reopen.clone(), settles)])
        {
            let answer = house.says(&person, act.clone()).await;
            if allowed {
                answer.ok();
            } else {
                answer.refused(403, "not_your_role");
            }
        }
    }
    let talk = house.talk().await;
    assert_eq!((talk.threads.len(), talk.messages.len(), talk.reactions.len()), (7, 13, 6));
    house.server.post(&house.made.map_path("talk"), comment("A word.")).await.refused(401, "not_signed_in");
    house.ends().await;
}

#[tokio::test]
async fn talk_9_who_speaks_is_who_is_signed_in() {
    let house = House::new().await;
    let (_, message) = house.begins(&house.obs, "I only watch, yet I wonder.").await;
    assert_eq!(house.message(&message).await.by, house.obs.id());
    for field in ["by", "participant", "scribe", "at", "id"] {
        let mut forged = comment("In another's name.");
        forged[field] = json!(house.pat.id());
        house.says(&house.obs, forged).await.refused(400, "bad_json");
    }
    // Another's reaction cannot be given or taken back, since no act can name a person.
    let react = json!({ "act": "react", "message": message, "reaction": "thanks" });
    house.says(&house.pat, react).await.ok();
    let unreact = json!({ "act": "unreact", "message": message, "reaction": "thanks" });
    house.says(&house.prof, unreact).await.ok();
    let talk = house.talk().await;
    assert_eq!((talk.messages.len(), talk.reactions[0].1.as_str()), (1, house.pat.id()));

    let other = house.server.make_workshop().await;
    let path = other.map_path("talk");
    let mut foreign = comment("From elsewhere.");
    foreign["command"] = json!(random_id());
    house.server.post_as(&path, house.fay.token(), foreign.clone()).await.refused(403, "other_workshop");
    let map = other.answer["map"].as_str().unwrap();
    let path = house.made.path(&format!("/maps/{map}/talk"));
    house.server.post_as(&path, house.fay.token(), foreign).await.refused(404, "not_found");
    house.ends().await;
}

#[tokio::test]
async fn talk_10_an_act_sent_twice_is_done_once_and_acts_may_come_in_any_order() {
    let house = House::new().await;
    let mut first = comment("Who tells the GP?");
    first["command"] = json!(random_id());
    let answer = house.sends(&house.pat, first.clone()).await.ok();
    assert_eq!(house.sends(&house.pat, first.clone()).await.ok(), answer);
    house.sends(&house.prof, first.clone()).await.refused(409, "command_used");
    let (one, other) = tokio::join!(house.sends(&house.pat, first.clone()), house.sends(&house.pat, first));
    assert_eq!((one.ok(), other.ok()), (answer.clone(), answer.clone()));
    assert_eq!(house.talk().await.messages.len(), 1);

    // The reply overtakes what it answers, and the reaction comes after what it meant was taken back.
    let early = json!({ "act": "reply", "thread": random_id(), "text": "Too soon." });
    house.says(&house.prof, early).await.refused(404, "not_found");
    let message = answer["message"].as_str().unwrap();
    let mut resolve = json!({ "act": "resolve", "thread": answer["thread"], "command": random_id() });
    house.sends(&house.pat, resolve.clone()).await.ok();
    house.says(&house.pat, json!({ "act": "reopen", "thread": answer["thread"] })).await.ok();
    house.sends(&house.pat, resolve.take()).await.ok();
    assert_eq!(house.talk().await.threads[0].state, ThreadState::Open, "an old command does not act again");
    house.says(&house.pat, json!({ "act": "takeBack", "message": message })).await.ok();
    let late = json!({ "act": "react", "message": message, "reaction": "thanks" });
    house.says(&house.prof, late).await.refused(409, "taken_back");
    house.ends().await;
}

#[tokio::test]
async fn talk_13_what_is_refused_leaves_nothing_behind() {
    let house = House::new().await;
    let (thread, message) = house.begins(&house.pat, "Who tells the GP?").await;
    let before = (house.talk().await, house.server.app().store.list("").await.unwrap());
    let audit = audit_lines(&house).await;
    let part =
        |kind: &str, id: &str| json!({ "act": "comment", "part": { "kind": kind, "id": id }, "text": "x" });
    let reaction = |name: &str| json!({ "act": "react", "message": message, "reaction": name });
    for (act, status, code) in [
        (json!({ "act": "takeBack", "message": message }), 403, "not_yours"),
        (json!({ "act": "takeBack", "message": random_id() }), 404, "not_found"),
        (json!({ "act": "reply", "thread": "no such/id", "text": "x" }), 404, "not_found"),
        (json!({ "act": "resolve", "thread": random_id() }), 404, "not_found"),
        (part("step", &random_id()), 404, "not_found"),
        (part("cell", "x"), 400, "bad_act"),
        (part("step", "a:b"), 400, "bad_act"),
        (reaction("applause"), 400, "bad_act"),
        (json!({ "act": "reply", "thread": thread }), 400, "bad_act"),
        (json!({ "act": "delete", "thread": thread }), 400, "bad_json"),
        (comment(" \n "), 400, "comment_empty"),
        (comment(&"x".repeat(COMMENT_UNITS_MAX + 1)), 400, "comment_too_long"),
        (comment("a\u{202e}b"), 400, "comment_unreadable"),
    ] {
        house.says(&house.prof, act).await.refused(status, code);
    }
    let mut short = comment("x");
    short["command"] = json!("short");
    house.sends(&house.prof, short).await.refused(400, "bad_command");
    assert_eq!((house.talk().await, house.server.app().store.list("").await.unwrap()), before);
    assert_eq!(audit_lines(&house).await, audit);
    house.ends().await;
}

pub(super) async fn audit_lines(house: &House) -> Vec<Value> {
    let content = house.server.app().store.load(&format!("audit/{}", house.made.id())).await.unwrap();
    content.entries.iter().map(|(_, line)| serde_json::from_slice(line).unwrap()).collect()
}

#[tokio::test]
async fn talk_12_a_comment_mentions_people_of_the_workshop_twenty_at_most() {
    let house = House::new().await;
    let mentioning = |people: &[&str]| {
        let mut act = comment("Please look.");
        act["mentions"] = json!(people);
        act
    };
    let answer =
        house.says(&house.pat, mentioning(&[house.prof.id(), house.obs.id(), house.prof.id()])).await.ok();
    let message = house.message(answer["message"].as_str().unwrap()).await;
    assert_eq!(message.mentions, [house.prof.id(), house.obs.id()]);
    house.says(&house.pat, mentioning(&[&random_id()])).await.refused(400, "mention_unknown");
    house.says(&house.pat, mentioning(&["Dr Rees"])).await.refused(400, "bad_json");

    let remove = house.made.path(&format!("/participants/{}/remove", house.obs.id()));
    house.server.post_as(&remove, house.fay.token(), json!({ "command": random_id() })).await.ok();
    house.says(&house.pat, mentioning(&[house.obs.id()])).await.refused(400, "mention_unknown");

    let mut people = Vec::new();
    for _ in 0..=MENTIONS_MAX {
        people.push(house.server.join(&house.made, "carer", "Cai").await);
    }
    let ids: Vec<&str> = people.iter().map(Joined::id).collect();
    house.says(&house.pat, mentioning(&ids[1..])).await.ok();
    house.says(&house.pat, mentioning(&ids)).await.refused(400, "too_many_mentions");
    house.ends().await;
}

#[tokio::test]
async fn talk_4_what_was_taken_back_is_gone_from_the_disk() {
    const WORDS: &str = "Unmistakable words that somebody regrets";
    let house = House::new().await;
    let (thread, message) = house.begins(&house.pat, WORDS).await;
    house.says(&house.prof, json!({ "act": "reply", "thread": thread, "text": "I see." })).await.ok();
    assert!(holds(&house.server.bytes_on_disk(), WORDS), "the test looks where the words are");
    house.says(&house.pat, json!({ "act": "takeBack", "message": message })).await.ok();
    let gone = house.message(&message).await;
    assert!(gone.gone == Some(Gone::TakenBack) && gone.text.is_empty());
    assert_eq!(gone.by, house.pat.id());
    house.leaves_the_disk(WORDS).await;
    let House { server, made, pat, .. } = house;
    let server = server.restart().await;
    let token = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    server.post(&made.path("/token"), token).await.ok();
    let map = made.answer["map"].as_str().unwrap();
    let name = DocumentName::parse(&format!("talk/{}/{map}", made.id())).unwrap();
    let talk = server.app().rooms.read(&name, Talk::read).await.unwrap();
    assert_eq!(talk.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>(), ["", "I see."]);
    server.running.stop().await;
}

#[tokio::test]
async fn talk_16_whoever_floods_waits_and_nobody_else() {
    let house = House::new().await;
    let (_, message) = house.begins(&house.pat, "One.").await;
    for _ in 1..COMMENTS_PER_PERSON_PER_MINUTE {
        house.says(&house.pat, comment("More.")).await.ok();
    }
    let refused = house.says(&house.pat, comment("Too much.")).await;
    refused.refused(429, "too_many_tries");
    assert_eq!(refused.headers["retry-after"], "3");
    house.says(&house.prof, comment("From the same address.")).await.ok();
    for number in 0..SIGNS_PER_PERSON_PER_MINUTE {
        let act = if number % 2 == 0 { "react" } else { "unreact" };
        house.says(&house.pat, json!({ "act": act, "message": message, "reaction": "thanks" })).await.ok();
    }
    house
        .says(&house.pat, json!({ "act": "takeBack", "message": message }))
        .await
        .refused(429, "too_many_tries");
    house.server.clock.advance(60_000);
    house.says(&house.pat, comment("Again.")).await.ok();
    house.ends().await;
}

#[tokio::test]
async fn talk_17_the_audit_says_that_people_talked_and_not_what_and_no_file_holds_it() {
    const WORDS: &str = "Unmistakable words";
    let house = House::new().await;
    let (thread, message) = house.begins(&house.pat, WORDS).await;
    for act in [
        json!({ "act": "reply", "thread": thread, "text": WORDS }),
        json!({ "act": "react", "message": message, "reaction": "thanks" }),
        json!({ "act": "unreact", "message": message, "reaction": "thanks" }),
        json!({ "act": "resolve", "thread": thread }),
        json!({ "act": "reopen", "thread": thread }),
        json!({ "act": "takeBack", "message": message }),
    ] {
        house.says(&house.pat, act).await.ok();
    }
    let lines = audit_lines(&house).await;
    let of_pat: Vec<&Value> = lines.iter().filter(|line| line["by"] == house.pat.id()).collect();
    let acts: Vec<&str> = of_pat.iter().map(|line| line["act"].as_str().unwrap()).collect();
    let wanted =
        ["join", "comment", "reply", "react", "unreact", "resolveThread", "reopenThread", "takeBack"];
    assert_eq!(acts, wanted);
    assert!(!lines.iter().any(|line| line.to_string().contains("Unmistakable")));
    for file in ["archive.json", "steps.csv"] {
        let answer = house.server.get(&house.made.map_path(file), house.pat.token()).await;
        assert!(answer.status == 200 && !holds(&answer.bytes, "Unmistakable"), "{file}");
    }
    house.ends().await;
}

#[tokio::test]
async fn keep_3_comments_go_with_their_workshop() {
    const WORDS: &str = "Unmistakable words";
    let house = House::new().await;
    house.begins(&house.pat, WORDS).await;
    house.server.delete(&house.made.path(""), house.fay.token()).await.ok();
    assert_eq!(house.server.app().store.streams("talk/").await.unwrap(), Vec::<String>::new());
    assert!(!holds(&house.server.bytes_on_disk(), WORDS));
    house.says(&house.pat, comment("Anybody here?")).await.refused(410, "workshop_deleted");
    house.ends().await;
}

#[tokio::test]
async fn talk_19_a_scribe_speaks_for_the_one_person_who_has_them_and_it_says_so() {
    let house = House::new().await;
    let sam = house.server.join(&house.made, "supporter", "Sam").await;
    let cai = house.server.join(&house.made, "systemPartner", "Cai").await;
    let acting = |mut act: Value, person: &str| {
        act["actingFor"] = json!(person);
        act
    };
    let acts_for = async |person: &Joined| {
        let path = house.made.path(&format!("/participants/{}/acts-for", sam.id()));
        let body = json!({ "command": random_id(), "person": person.id() });
        house.server.post_as(&path, person.token(), body).await.ok();
    };
    house.says(&sam, acting(comment("For Pat."), house.pat.id())).await.refused(403, "not_their_scribe");
    acts_for(&house.pat).await;
    let answer = house.says(&sam, acting(comment("For Pat."), house.pat.id())).await.ok();
    let message = house.message(answer["message"].as_str().unwrap()).await;
    assert_eq!((message.by.as_str(), message.scribe.as_deref()), (house.pat.id(), Some(sam.id())));
    house.says(&sam, comment("In my own name.")).await.refused(403, "not_your_role");
    house.says(&sam, acting(comment("For another."), house.prof.id())).await.refused(403, "not_their_scribe");
    house
        .says(&house.prof, acting(comment("Not asked."), house.pat.id()))
        .await
        .refused(403, "not_their_scribe");
    let resolve = json!({ "act": "resolve", "thread": answer["thread"] });
    house.says(&sam, acting(resolve.clone(), house.pat.id())).await.ok();
    let lines = audit_lines(&house).await;
    let line = lines.iter().find(|line| line["act"] == "comment").unwrap();
    assert_eq!((&line["by"], &line["actsFor"]), (&json!(sam.id()), &json!(house.pat.id())));
    // The person takes back what was written for them; with the rights of the person and no more.
    house.says(&house.pat, json!({ "act": "takeBack", "message": answer["message"] })).await.ok();
    acts_for(&cai).await;
    house.says(&sam, acting(comment("For Cai."), cai.id())).await.ok();
    house.says(&sam, acting(resolve, cai.id())).await.refused(403, "not_your_role");
    let remove = house.made.path(&format!("/participants/{}/remove", cai.id()));
    house.server.post_as(&remove, house.fay.token(), json!({ "command": random_id() })).await.ok();
    assert_eq!(house.says(&sam, acting(comment("For nobody."), cai.id())).await.status.as_u16() / 100, 4);
    house.ends().await;
}
