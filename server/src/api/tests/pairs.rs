//! Forming, wording and ending pairs.

use pairway_crdt::workshop::pairs::{self, PAIRS_MAX, Pair, PairState, Pairs};
use pairway_crdt::workshop::scope::Scope;
use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, TestServer, command};
use crate::auth::permission::DocumentName;
use crate::ids::{ParticipantId, random_id};

/// A workshop with a facilitator and two people of each side.
pub(super) struct Group {
    pub(super) server: TestServer,
    pub(super) made: Made,
    pub(super) fay: Joined,
    pub(super) pat: Joined,
    pub(super) cai: Joined,
    pub(super) rees: Joined,
    pub(super) jo: Joined,
}

impl Group {
    pub(super) async fn gather() -> Self {
        let server = TestServer::start().await;
        let made = server.make_workshop().await;
        let fay = server.join(&made, "facilitator", "Fay").await;
        let pat = server.join(&made, "patientLeader", "Pat").await;
        let cai = server.join(&made, "carer", "Cai").await;
        let rees = server.join(&made, "professional", "Dr Rees").await;
        let jo = server.join(&made, "professional", "Jo").await;
        Self { server, made, fay, pat, cai, rees, jo }
    }

    pub(super) async fn pairs(&self) -> Pairs {
        let name = DocumentName::parse(&format!("workshop/{}", self.made.id())).unwrap();
        self.server.app().rooms.read(&name, pairs::read).await.unwrap()
    }

    /// Fay pairs two people.
    pub(super) async fn pair(&self, patient: &Joined, professional: &Joined) -> String {
        let formed = self.form(&self.fay, patient, professional).await.ok();
        formed["pair"].as_str().unwrap().to_owned()
    }

    async fn form(&self, by: &Joined, patient: &Joined, professional: &Joined) -> Answer {
        let body =
            json!({ "command": random_id(), "patient": patient.id(), "professional": professional.id() });
        self.server.post_as(&self.made.path("/pairs"), by.token(), body).await
    }

    pub(super) async fn on_pair(&self, by: &Joined, pair: &str, (what, body): (&str, Value)) -> Answer {
        let path = self.made.path(&format!("/pairs/{pair}/{what}"));
        self.server.post_as(&path, by.token(), body).await
    }

    async fn words(&self, by: &Joined, pair: &str, [field, was, text]: [&str; 3]) -> Answer {
        let body = json!({ "command": random_id(), "field": field, "was": was, "text": text });
        self.on_pair(by, pair, ("words", body)).await
    }
}

#[tokio::test]
async fn pair_4_a_facilitator_forms_a_pair_and_a_partner_asks_another_who_says_yes() {
    let group = Group::gather().await;
    let pair = group.pair(&group.pat, &group.rees).await;
    assert_eq!(group.pairs().await[&pair].state, PairState::Open);

    let asked = group.form(&group.jo, &group.cai, &group.jo).await.ok();
    assert_eq!(asked["state"], "asked");
    let id = asked["pair"].as_str().unwrap();
    assert_eq!(group.pairs().await[id].asked_by.as_deref(), Some(group.jo.id()));
    for nobody in [&group.jo, &group.pat, &group.fay] {
        group.on_pair(nobody, id, ("accept", command())).await.refused(409, "not_asked");
    }
    group.on_pair(&group.cai, id, ("accept", command())).await.ok();
    let accepted = &group.pairs().await[id];
    assert_eq!((accepted.state, accepted.asked_by.as_deref()), (PairState::Open, None));
    group.on_pair(&group.cai, id, ("accept", command())).await.refused(409, "not_asked");
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_5_a_pair_is_two_free_people_of_both_sides_and_nobody_pairs_others_but_a_facilitator() {
    let group = Group::gather().await;
    let Group { fay, pat, cai, rees, jo, .. } = &group;
    group.form(pat, cai, rees).await.refused(403, "pair_of_others");
    group.form(fay, rees, pat).await.refused(400, "not_a_half");
    group.form(fay, pat, cai).await.refused(400, "not_a_half");
    group.form(fay, fay, rees).await.refused(400, "not_a_half");
    let observer = group.server.join(&group.made, "observer", "Obi").await;
    group.form(&observer, pat, rees).await.refused(403, "not_your_role");
    group.form(fay, &observer, rees).await.refused(400, "not_a_half");

    group.form(pat, pat, rees).await.ok();
    group.form(rees, pat, rees).await.refused(409, "asked_already");
    group.pair(pat, rees).await;
    group.form(fay, pat, jo).await.refused(409, "paired_already");
    group.form(jo, pat, jo).await.refused(409, "paired_already");
    // What was asked before cannot be accepted any more.
    let asked = group.pairs().await.into_iter().find(|(_, pair)| pair.state == PairState::Asked).unwrap().0;
    group.on_pair(rees, &asked, ("accept", command())).await.refused(409, "paired_already");
    group.on_pair(rees, &random_id(), ("accept", command())).await.refused(404, "not_found");
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_5_nobody_gets_into_two_pairs_by_two_commands_at_once() {
    let group = Group::gather().await;
    let Group { fay, pat, rees, jo, .. } = &group;
    let (one, other) = tokio::join!(group.form(fay, pat, rees), group.form(fay, pat, jo));
    let statuses = [one.status.as_u16(), other.status.as_u16()];
    assert!(statuses == [200, 409] || statuses == [409, 200], "{statuses:?}");
    assert_eq!(group.pairs().await.len(), 1);
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_7_words_are_changed_when_they_are_still_what_was_seen_and_how_we_work_by_the_two_alone() {
    let group = Group::gather().await;
    let Group { fay, pat, rees, jo, .. } = &group;
    let pair = group.pair(pat, rees).await;
    group.words(fay, &pair, ["name", "", " Heart pair "]).await.ok();
    group.words(pat, &pair, ["howWeWork", "", "We take turns."]).await.ok();
    let told = |refused: Answer| {
        refused.refused(403, "not_your_pair");
        refused.json()["error"]["message"].as_str().unwrap().to_owned()
    };
    // A facilitator is not told that facilitators may.
    let words = told(group.words(fay, &pair, ["howWeWork", "We take turns.", "I decide."]).await);
    assert!(words.starts_with("Only the two write how they work together."), "{words}");
    let words = told(group.words(jo, &pair, ["name", "Heart pair", "Mine"]).await);
    assert!(words.contains("Only the two and facilitators"), "{words}");
    let stale = group.words(rees, &pair, ["howWeWork", "", "Patients first."]).await;
    stale.refused(409, "changed");
    assert_eq!(stale.json()["error"]["now"]["text"], "We take turns.");
    group.words(rees, &pair, ["howWeWork", "We take turns.", "We take turns. Pat goes first."]).await.ok();
    let long = "x".repeat(4_001);
    group.words(rees, &pair, ["howWeWork", "", &long]).await.refused(400, "how_we_work_too_long");
    let now = &group.pairs().await[&pair];
    assert_eq!(
        (now.name.as_str(), now.how_we_work.as_str()),
        ("Heart pair", "We take turns. Pat goes first.")
    );
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_8_either_of_the_two_or_a_facilitator_ends_a_pair_and_both_are_free_again() {
    let group = Group::gather().await;
    let Group { fay, pat, rees, jo, .. } = &group;
    for by in [fay, pat, rees] {
        let pair = group.pair(pat, rees).await;
        group.on_pair(jo, &pair, ("end", command())).await.refused(403, "not_your_pair");
        let body = command();
        group.on_pair(by, &pair, ("end", body.clone())).await.ok();
        group.on_pair(by, &pair, ("end", body)).await.ok();
        assert_eq!(group.pairs().await[&pair].state, PairState::Ended);
    }
    let path = group.made.path("/pairs");
    let server = &group.server;
    let lines = server.app().store.load(&format!("audit/{}", group.made.id())).await.unwrap().entries;
    let acts: Vec<Value> =
        lines.iter().map(|(_, line)| serde_json::from_slice::<Value>(line).unwrap()["act"].clone()).collect();
    assert_eq!(acts.iter().filter(|act| **act == "formPair").count(), 3);
    assert_eq!(acts.iter().filter(|act| **act == "endPair").count(), 3);
    server.post_as(&path, fay.token(), json!({ "command": random_id() })).await.refused(400, "bad_json");
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_5_a_workshop_keeps_no_more_pairs_than_its_limit() {
    let group = Group::gather().await;
    let name = DocumentName::parse(&format!("workshop/{}", group.made.id())).unwrap();
    let fill = |document: &mut pairway_crdt::document::Document| {
        for _ in 1..PAIRS_MAX {
            let ended = Pair {
                name: String::new(),
                challenge: String::new(),
                how_we_work: String::new(),
                patient: ParticipantId::random().to_string(),
                professional: ParticipantId::random().to_string(),
                state: PairState::Ended,
                asked_by: None,
                since: 1,
                scope: Scope::default(),
                asked_scope: None,
            };
            pairs::set_pair(document, &random_id(), &ended);
        }
    };
    group.server.app().rooms.edit(&name, fill).await.unwrap();
    group.pair(&group.pat, &group.rees).await;
    group.form(&group.fay, &group.cai, &group.jo).await.refused(409, "too_many_pairs");
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_10_what_happened_says_when_both_halves_came_with_one_device_and_holds_no_mark_of_it() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let join = async |role: &str, device: &str| {
        let body = json!({
            "command": random_id(), "secret": made.secret(role), "nickname": "Somebody", "device": device,
        });
        Joined { answer: server.post("/api/join", body).await.ok() }
    };
    let (one, other) = (random_id(), random_id());
    let fay = join("facilitator", &one).await;
    let (pat, rees) = (join("patientLeader", &one).await, join("professional", &one).await);
    let (cai, jo) = (join("carer", &other).await, join("professional", &random_id()).await);
    for (patient, professional) in [(&pat, &rees), (&cai, &jo)] {
        let body =
            json!({ "command": random_id(), "patient": patient.id(), "professional": professional.id() });
        server.post_as(&made.path("/pairs"), fay.token(), body).await.ok();
    }
    let page = server.get(&made.path("/audit"), fay.token()).await.ok();
    let lines = page["lines"].as_array().unwrap();
    let formed: Vec<&Value> = lines.iter().filter(|line| line["act"] == "formPair").collect();
    assert_eq!(formed.iter().map(|line| &line["device"]).collect::<Vec<_>>(), ["different", "same"]);
    assert!(!page.to_string().contains(&one) && !page.to_string().contains(&other));
    server.running.stop().await;
}
