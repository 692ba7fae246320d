//! What partners say of the parts of a map, over HTTP: who may, what is refused, what is kept.

use std::collections::BTreeMap;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{self, Meaning, PartName};
use pairway_crdt::pathway::part_reader::{self, PartPresent, PartReader};
use pairway_crdt::workshop::agreement::{Combined, State};
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::record::{self, Record};
use pairway_crdt::workshop::side::Side;
use serde_json::{Value, json};
use yrs::{Map, WriteTxn};

use super::pairs::Group;
use super::support::{Answer, Joined};
use crate::auth::permission::DocumentName;
use crate::ids::{ParticipantId, random_id};

impl Group {
    pub(super) fn document(&self, kind: &str) -> DocumentName {
        let map = self.made.answer["map"].as_str().unwrap();
        DocumentName::parse(&format!("{kind}/{}/{map}", self.made.id())).unwrap()
    }

    pub(super) async fn parts(&self) -> BTreeMap<PartName, Meaning> {
        let look = |document: &Document| document.read(|txn, _| part_reader::all_parts(txn));
        self.server.app().rooms.read(&self.document("map"), look).await.unwrap()
    }

    async fn record(&self) -> Record {
        self.server.app().rooms.read(&self.document("record"), Record::read_document).await.unwrap()
    }

    async fn state(&self, part: &PartName) -> State {
        self.combined(part).await.state
    }

    pub(super) async fn combined(&self, part: &PartName) -> Combined {
        let wanted = part.clone();
        let look =
            move |document: &Document| document.read(|txn, _| PartReader::of_one(txn).present(&wanted));
        let now = self.server.app().rooms.read(&self.document("map"), look).await.unwrap().unwrap();
        self.record().await.state_of(part, &self.open_pairs().await, &now)
    }

    async fn open_pairs(&self) -> OpenPairs {
        OpenPairs::on(self.made.answer["map"].as_str().unwrap(), &self.pairs().await)
    }

    /// The first part of a kind. The links of the template have no words, so that the first of them is given some.
    pub(super) async fn a_part(&self, kind: &str) -> PartName {
        if kind == "link" {
            let edit = |document: &mut Document| {
                document.write(|txn, _| {
                    let links = txn.get_or_insert_map("links");
                    let first = links.keys(txn).min().map(String::from).unwrap();
                    let Some(yrs::Out::YMap(link)) = links.get(txn, &first) else { panic!("no link") };
                    link.insert(txn, "label", yrs::TextPrelim::new("within a week"));
                });
            };
            self.server.app().rooms.edit(&self.document("map"), edit).await.unwrap();
        }
        self.parts().await.into_keys().find(|part| part.kind.as_str() == kind).unwrap()
    }

    /// A step that leads to another by a link without words: that step, the link, the step it leads to.
    async fn an_order(&self) -> [PartName; 3] {
        let leads = |(step, meaning): (&PartName, &Meaning)| {
            let order = meaning.leads_to().first()?;
            let named = |kind, id: &str| PartName { kind, id: id.to_owned() };
            let link = named(meaning::AgreeKind::Link, &order.link);
            Some([step.clone(), link, named(meaning::AgreeKind::Step, &order.id)])
        };
        self.parts().await.iter().find_map(leads).unwrap()
    }

    /// Whether a link is on the map, with words or without.
    async fn is_linked(&self, link: &PartName) -> bool {
        let link = link.clone();
        let look = move |document: &Document| {
            document.read(|txn, _| part_reader::read_part(txn, &link).is_some_and(|now| !now.is_removed))
        };
        self.server.app().rooms.read(&self.document("map"), look).await.unwrap()
    }

    /// Somebody deletes a part from the map altogether.
    async fn delete(&self, part: &PartName) {
        let part = part.clone();
        let delete = move |document: &mut Document| {
            document.write(|txn, _| {
                let map = txn.get_or_insert_map(part.kind.root().unwrap());
                map.remove(txn, &part.id);
            });
        };
        self.server.app().rooms.edit(&self.document("map"), delete).await.unwrap();
    }

    /// Somebody renames the lane in which a step stands.
    async fn rename_lane_of(&self, step: &PartName, words: &'static str) {
        let (Meaning::Step { lane, .. } | Meaning::Decision { lane, .. }) = self.parts().await[step].clone()
        else {
            panic!("no step")
        };
        let rename = move |document: &mut Document| {
            document.write(|txn, _| {
                let lanes = txn.get_or_insert_map("lanes");
                let Some(yrs::Out::YMap(lane)) = lanes.get(txn, &lane.id) else { panic!("no lane") };
                lane.insert(txn, "title", yrs::TextPrelim::new(words));
            });
        };
        self.server.app().rooms.edit(&self.document("map"), rename).await.unwrap();
    }

    /// A yes to several parts, each as the map has it now but those of which another fingerprint is given.
    async fn says_yes_to(&self, by: &Joined, parts: &[&PartName], stale: Option<&str>) -> Answer {
        let now = self.parts().await;
        let seen = parts.iter().enumerate().map(|(at, part)| {
            let present = now.get(*part).map(Meaning::fingerprint).unwrap_or_default();
            let fingerprint = if at == 0 { stale.unwrap_or(&present) } else { &present };
            json!({ "kind": part.kind.as_str(), "id": part.id, "fingerprint": fingerprint })
        });
        let body = json!({ "command": random_id(), "parts": seen.collect::<Vec<_>>() });
        let path = format!("{}/several", self.made.map_path("agreement"));
        self.server.post_as(&path, by.token(), body).await
    }

    pub(super) async fn say(&self, by: &Joined, part: &PartName, (act, more): (&str, Value)) -> Answer {
        let mut body = json!({ "command": random_id(), "act": act, "part": { "kind": part.kind.as_str(), "id": part.id } });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.server.post_as(&self.made.map_path("agreement"), by.token(), body).await
    }

    pub(super) async fn says_yes(&self, by: &Joined, part: &PartName) -> Answer {
        let print = self.parts().await[part].fingerprint();
        self.say(by, part, ("agree", json!({ "fingerprint": print }))).await
    }

    /// Somebody edits the map.
    pub(super) async fn set(&self, part: &PartName, (key, value): (&'static str, bool)) {
        let part = part.clone();
        let edit = move |document: &mut Document| {
            document.write(|txn, _| {
                let map = txn.get_or_insert_map(part.kind.root().unwrap());
                let Some(yrs::Out::YMap(part)) = map.get(txn, &part.id) else { panic!("no part") };
                part.insert(txn, key, value);
            });
        };
        self.server.app().rooms.edit(&self.document("map"), edit).await.unwrap();
    }

    /// Somebody changes the words of a part.
    async fn reword(&self, part: &PartName, words: &'static str) {
        let part = part.clone();
        let edit = move |document: &mut Document| {
            document.write(|txn, _| {
                let map = txn.get_or_insert_map(part.kind.root().unwrap());
                let Some(yrs::Out::YMap(part)) = map.get(txn, &part.id) else { panic!("no part") };
                part.insert(txn, "title", yrs::TextPrelim::new(words));
            });
        };
        self.server.app().rooms.edit(&self.document("map"), edit).await.unwrap();
    }

    pub(super) async fn guard(&self) {
        let DocumentName::Map(workshop, map) = self.document("map") else { panic!("no map") };
        self.server.app().workshops.guard_map(&workshop, &map).await.unwrap();
    }

    pub(super) async fn is_there(&self, part: &PartName) -> bool {
        self.parts().await.contains_key(part)
    }
}

fn nothing() -> Value {
    json!({})
}

#[tokio::test]
async fn agree_20_a_part_is_agreed_when_both_halves_of_the_pair_say_yes_and_a_change_reopens_it() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    for kind in ["goal", "stage", "step", "link"] {
        let part = group.a_part(kind).await;
        assert_eq!(group.state(&part).await, State::Idea, "{part}");
        group.says_yes(pat, &part).await.ok();
        assert_eq!(group.state(&part).await, State::OneAgrees(Some(Side::Patient)));
        group.says_yes(rees, &part).await.ok();
        assert_eq!(group.state(&part).await, State::Agreed);
    }
    let goal = group.a_part("goal").await;
    group.reword(&goal, "Changed by anybody").await;
    assert_eq!(group.state(&goal).await, State::ToAgree);
    let record = group.record().await;
    assert_eq!(record.proposed[&goal].side, "patient", "who says yes first has put it up");
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_21_a_yes_to_what_is_no_longer_there_is_refused_and_says_what_is() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let goal = group.a_part("goal").await;
    let seen = group.parts().await[&goal].fingerprint();
    group.reword(&goal, "Walk to the shops").await;
    let refused = group.say(pat, &goal, ("agree", json!({ "fingerprint": seen }))).await;
    refused.refused(409, "changed");
    let now = &refused.json()["error"]["now"];
    assert_eq!(now["meaning"], json!({ "kind": "goal", "title": "Walk to the shops" }));
    assert_eq!(now["fingerprint"], group.parts().await[&goal].fingerprint());
    for guess in [String::new(), "0".repeat(64), seen.to_uppercase(), "x".repeat(5_000)] {
        group.say(pat, &goal, ("agree", json!({ "fingerprint": guess }))).await.refused(409, "changed");
    }
    assert_eq!(group.state(&goal).await, State::Idea);
    let same = group.say(pat, &goal, ("agree", json!({ "fingerprint": now["fingerprint"] }))).await;
    same.ok();
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_22_only_the_halves_of_an_open_pair_agree_and_each_refusal_says_why() {
    let group = Group::gather().await;
    let Group { fay, pat, cai, rees, .. } = &group;
    let part = group.a_part("step").await;
    group.says_yes(pat, &part).await.refused(409, "no_pair");
    let pair = group.pair(pat, rees).await;
    group.says_yes(cai, &part).await.refused(409, "no_pair");
    group.says_yes(fay, &part).await.refused(403, "partners_only");
    for role in ["observer", "supporter", "systemPartner"] {
        let other = group.server.join(&group.made, role, "Other").await;
        group.says_yes(&other, &part).await.refused(403, "partners_only");
        group.say(&other, &part, ("propose", nothing())).await.refused(403, "not_your_role");
        group.say(&other, &part, ("park", nothing())).await.refused(403, "partners_only");
    }
    // A facilitator puts a part up, and no more.
    group.say(fay, &part, ("propose", nothing())).await.ok();
    assert_eq!(
        (group.state(&part).await, group.record().await.proposed[&part].side.as_str()),
        (State::ToAgree, "")
    );
    for by in [pat, rees] {
        group.says_yes(by, &part).await.ok();
    }
    let end = group.made.path(&format!("/pairs/{pair}/end"));
    group.server.post_as(&end, pat.token(), super::support::command()).await.ok();
    group.says_yes(pat, &part).await.refused(409, "no_pair");
    // Nobody's agreement counts any more, and what was said stays in the record.
    assert_eq!(group.state(&part).await, State::ToAgree);
    assert!(group.record().await.acts.contains_key(&(pair, part)));
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_23_a_scribe_says_yes_for_the_person_who_is_named_and_for_nobody_else() {
    let group = Group::gather().await;
    let Group { pat, rees, cai, .. } = &group;
    group.pair(pat, rees).await;
    let sam = group.server.join(&group.made, "supporter", "Sam").await;
    let part = group.a_part("goal").await;
    let print = group.parts().await[&part].fingerprint();
    let for_pat = json!({ "fingerprint": print, "actingFor": pat.id() });
    group.say(&sam, &part, ("agree", for_pat.clone())).await.refused(403, "not_their_scribe");
    let grant = async |by: &Joined, scribe: &Joined| {
        let path = group.made.path(&format!("/participants/{}/acts-for", scribe.id()));
        let body = json!({ "command": random_id(), "person": pat.id() });
        group.server.post_as(&path, by.token(), body).await
    };
    grant(&group.fay, rees).await.refused(409, "half_of_a_pair");
    // A facilitator asks; it counts once the person has said so.
    grant(&group.fay, &sam).await.ok();
    group.say(&sam, &part, ("agree", for_pat.clone())).await.refused(403, "not_their_scribe");
    grant(&sam, &sam).await.refused(403, "facilitators_only");
    grant(pat, &sam).await.ok();
    group.say(&sam, &part, ("agree", json!({ "fingerprint": print }))).await.refused(403, "partners_only");
    for other in [rees, cai] {
        let body = json!({ "fingerprint": print, "actingFor": other.id() });
        group.say(&sam, &part, ("agree", body)).await.refused(403, "not_their_scribe");
    }
    let unknown = json!({ "fingerprint": print, "actingFor": ParticipantId::random() });
    group.say(&sam, &part, ("agree", unknown)).await.refused(403, "not_their_scribe");
    group.say(&sam, &part, ("agree", for_pat)).await.ok();
    let acts = group.record().await.acts.into_values().next().unwrap();
    let yes = acts.patient.yes.unwrap();
    assert_eq!((yes.by.as_str(), yes.scribe.as_deref()), (pat.id(), Some(sam.id())));
    // A scribe is nobody's partner.
    let sam_too = group.made.path("/pairs");
    let body = json!({ "command": random_id(), "patient": cai.id(), "professional": sam.id() });
    group.server.post_as(&sam_too, group.fay.token(), body).await.refused(400, "not_a_half");
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_23_nobody_writes_for_both_halves_of_a_pair_not_even_one_after_the_other() {
    let group = Group::gather().await;
    let Group { fay, pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let part = group.a_part("goal").await;
    let print = group.parts().await[&part].fingerprint();
    let sam = group.server.join(&group.made, "supporter", "Sam").await;
    for scribe in [fay, &sam] {
        let grant = async |person: &Joined| {
            let path = group.made.path(&format!("/participants/{}/acts-for", scribe.id()));
            let body = json!({ "command": random_id(), "person": person.id() });
            group.server.post_as(&path, person.token(), body).await.ok();
        };
        let says = async |act: &str, person: &Joined| {
            let seen = if act == "agree" { json!(print) } else { Value::Null };
            group.say(scribe, &part, (act, json!({ "fingerprint": seen, "actingFor": person.id() }))).await
        };
        grant(pat).await;
        says("agree", pat).await.ok();
        grant(rees).await;
        for act in ["agree", "park", "remove"] {
            says(act, rees).await.refused(409, "one_hand");
        }
        // Back to the first: that is still the other half of a pair both were spoken for.
        grant(pat).await;
        says("withdraw", pat).await.refused(409, "one_hand");
    }
    assert!(group.record().await.acts.values().all(|acts| acts.agreed.is_none()));
    group.server.running.stop().await;
}

#[tokio::test]
async fn call_4_a_command_that_comes_again_or_late_has_no_second_effect() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let part = group.a_part("step").await;
    let print = group.parts().await[&part].fingerprint();
    let body = json!({
        "command": random_id(), "act": "agree", "fingerprint": print,
        "part": { "kind": "step", "id": part.id },
    });
    let path = group.made.map_path("agreement");
    for _ in 0..2 {
        group.server.post_as(&path, pat.token(), body.clone()).await.ok();
    }
    group.say(pat, &part, ("withdraw", nothing())).await.ok();
    // The yes of before, once more: a replay, not a new yes.
    group.server.post_as(&path, pat.token(), body.clone()).await.ok();
    assert_eq!(group.state(&part).await, State::ToAgree);
    // Somebody else's command id opens nothing.
    group.server.post_as(&path, rees.token(), body).await.refused(409, "command_used");
    assert_eq!(group.state(&part).await, State::ToAgree);
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_25_what_is_not_a_part_or_not_an_act_is_refused_in_words() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let part = group.a_part("goal").await;
    let path = group.made.map_path("agreement");
    for (kind, id) in [("lane", part.id.as_str()), ("goal", ""), ("map", "x"), ("goal", "a/b"), ("Goal", "a")]
    {
        let body = json!({ "command": random_id(), "act": "propose", "part": { "kind": kind, "id": id } });
        group.server.post_as(&path, pat.token(), body).await.refused(400, "bad_part");
    }
    for (act, more) in [
        ("agree", nothing()),
        ("agree", json!({ "fingerprint": "x", "text": "y" })),
        ("withdraw", json!({ "fingerprint": "x" })),
        ("differ", nothing()),
        ("park", json!({ "text": "x" })),
    ] {
        group.say(pat, &part, (act, more)).await.refused(400, "bad_act");
    }
    for (text, code) in
        [("  ", "view_empty"), (&*"x".repeat(2_001), "view_too_long"), ("a\u{202e}b", "view_unreadable")]
    {
        group.say(pat, &part, ("differ", json!({ "text": text }))).await.refused(400, code);
    }
    group.say(pat, &part, ("vote", nothing())).await.refused(400, "bad_json");
    group
        .say(pat, &part, ("agree", json!({ "by": rees.id(), "fingerprint": "x" })))
        .await
        .refused(400, "bad_json");
    let missing = PartName::parse("goal:nothere").unwrap();
    group.say(pat, &missing, ("propose", nothing())).await.refused(404, "not_found");
    let other = group.made.path(&format!("/maps/{}/agreement", random_id()));
    let body = json!({ "command": random_id(), "act": "propose", "part": { "kind": "goal", "id": part.id } });
    group.server.post_as(&other, pat.token(), body).await.refused(404, "not_found");
    group.say(pat, &part, ("resolve", nothing())).await.refused(409, "nothing_to_resolve");
    group.say(pat, &part, ("reopen", nothing())).await.refused(409, "not_parked");
    group.say(pat, &part, ("remove", nothing())).await.refused(409, "not_agreed");
    group.set(&part, ("rm", true)).await;
    group.say(pat, &part, ("propose", nothing())).await.refused(409, "taken_out");
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_26_what_only_a_pair_that_ends_wanted_to_keep_goes_at_once() {
    let group = Group::gather().await;
    let Group { fay, pat, cai, rees, jo, .. } = &group;
    group.pair(pat, rees).await;
    let keeping = group.pair(cai, jo).await;
    let part = group.a_part("step").await;
    for by in [pat, rees, cai, jo] {
        group.says_yes(by, &part).await.ok();
    }
    for by in [pat, rees] {
        group.say(by, &part, ("remove", nothing())).await.ok();
    }
    assert!(group.is_there(&part).await, "the other pair has agreed it too");
    let path = group.made.path(&format!("/pairs/{keeping}/end"));
    let end = json!({ "command": random_id() });
    group.server.post_as(&path, fay.token(), end).await.ok();
    assert!(!group.is_there(&part).await);
    assert!(group.record().await.acts.values().all(|acts| !acts.both_take_out()));
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_26_nobody_takes_an_agreed_link_off_the_map_by_taking_out_a_step_at_its_end() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let link = group.a_part("link").await;
    let Meaning::Link { to, .. } = group.parts().await[&link].clone() else { panic!("no link") };
    let step = PartName { kind: meaning::AgreeKind::Step, id: to.id.clone() };
    for by in [pat, rees] {
        group.says_yes(by, &link).await.ok();
    }
    group.set(&step, ("rm", true)).await;
    assert!(!group.is_there(&link).await);
    let print = json!({ "fingerprint": "0".repeat(64) });
    group.say(pat, &link, ("agree", print)).await.refused(409, "taken_out");
    group.guard().await;
    assert_eq!(group.state(&link).await, State::Agreed);
    // Deleted altogether it comes back with all that the link says of it.
    let gone = step.id.clone();
    let delete = move |document: &mut Document| {
        document.write(|txn, _| {
            let steps = txn.get_or_insert_map("steps");
            steps.remove(txn, &gone);
        });
    };
    group.server.app().rooms.edit(&group.document("map"), delete).await.unwrap();
    group.guard().await;
    assert_eq!(group.state(&link).await, State::Agreed);
    // Once the two agree on the step too and take it out, its link goes with it, and both stay away.
    for act in ["agree", "remove"] {
        for by in [pat, rees] {
            let seen =
                if act == "agree" { json!(group.parts().await[&step].fingerprint()) } else { Value::Null };
            group.say(by, &step, (act, json!({ "fingerprint": seen }))).await.ok();
        }
    }
    group.guard().await;
    assert!(!group.is_there(&step).await && !group.is_there(&link).await);
    assert!(group.record().await.acts.values().all(|acts| acts.agreed.is_none()));
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_37_words_around_a_part_that_change_are_a_state_of_their_own_and_no_agreement() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let step = group.a_part("step").await;
    for by in [pat, rees] {
        group.says_yes(by, &step).await.ok();
    }
    let seen = group.parts().await[&step].fingerprint();
    group.rename_lane_of(&step, "GP surgery").await;
    assert_eq!(group.state(&step).await, State::AroundChanged);
    group.say(pat, &step, ("agree", json!({ "fingerprint": seen }))).await.refused(409, "changed");
    let archive = group.server.get(&group.made.map_path("archive.json"), pat.token()).await;
    let said = archive.json()["maps"][0]["agreement"].to_string();
    assert!(said.contains("Agreed, words around it changed") && !said.contains("\"Agreed\""), "{said}");
    group.says_yes(pat, &step).await.ok();
    assert_eq!(group.state(&step).await, State::AroundChanged, "the partner has not said yes to it again");
    group.says_yes(rees, &step).await.ok();
    assert_eq!(group.state(&step).await, State::Agreed);
    group.reword(&step, "Something else").await;
    assert_eq!(group.state(&step).await, State::ToAgree);
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_38_a_plain_link_of_an_agreed_step_is_taken_out_by_both_alone() {
    let group = Group::gather().await;
    let Group { pat, rees, cai, .. } = &group;
    group.pair(pat, rees).await;
    let [step, link, to] = group.an_order().await;
    for act in [("agree", json!({ "fingerprint": "x" })), ("propose", nothing()), ("park", nothing())] {
        group.say(pat, &link, act).await.refused(409, "part_of_step");
    }
    group.say(pat, &link, ("remove", nothing())).await.refused(409, "not_agreed");
    for by in [pat, rees] {
        group.says_yes(by, &step).await.ok();
    }
    assert_eq!(group.state(&step).await, State::Agreed);
    // Hidden, deleted altogether, or with the step it leads to: it comes back, and the step is agreed as it was.
    group.set(&link, ("rm", true)).await;
    assert_eq!(group.state(&step).await, State::ToAgree);
    group.guard().await;
    assert_eq!(group.state(&step).await, State::Agreed);
    group.delete(&link).await;
    group.guard().await;
    assert_eq!(group.state(&step).await, State::Agreed);
    group.set(&to, ("rm", true)).await;
    group.guard().await;
    assert!(group.is_there(&to).await && group.state(&step).await == State::Agreed);
    // Asked by one half and kept by the other, then asked by both.
    group.say(cai, &link, ("remove", nothing())).await.refused(409, "no_pair");
    group.say(pat, &link, ("remove", nothing())).await.ok();
    group.say(rees, &link, ("keep", nothing())).await.ok();
    group.say(rees, &link, ("remove", nothing())).await.ok();
    assert!(group.is_linked(&link).await);
    group.say(pat, &link, ("remove", nothing())).await.ok();
    assert!(!group.is_linked(&link).await);
    assert_eq!(group.state(&step).await, State::ToAgree, "nobody has agreed the step without it");
    group.guard().await;
    assert!(!group.is_linked(&link).await, "it stays away");
    assert!(
        group.record().await.acts.keys().all(|(_, part)| *part != link),
        "and nothing is said of it any more"
    );
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_38_another_link_to_the_same_step_or_a_step_taken_out_by_both_lets_a_plain_link_go() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let [step, link, to] = group.an_order().await;
    for by in [pat, rees] {
        for part in [&step, &to] {
            group.says_yes(by, part).await.ok();
        }
    }
    let ends = json!({ "from": step.id, "to": to.id }).to_string();
    let add = move |document: &mut Document| {
        document.write(|txn, _| {
            let ends = yrs::Any::from_json(&ends).unwrap();
            txn.get_or_insert_map("links").insert(txn, "another", yrs::MapPrelim::from([("ends", ends)]));
        });
    };
    group.server.app().rooms.edit(&group.document("map"), add).await.unwrap();
    group.set(&link, ("rm", true)).await;
    group.guard().await;
    assert!(!group.is_linked(&link).await, "the other one leads there");
    assert_eq!(group.state(&step).await, State::Agreed);
    group.set(&link, ("rm", false)).await;
    for by in [pat, rees] {
        group.say(by, &to, ("remove", nothing())).await.ok();
    }
    group.guard().await;
    assert!(!group.is_there(&to).await && group.is_there(&step).await);
    assert_eq!(group.state(&step).await, State::ToAgree);
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_39_a_yes_to_several_parts_is_one_to_each_and_what_went_stale_is_refused_alone() {
    let group = Group::gather().await;
    let Group { pat, rees, cai, .. } = &group;
    group.pair(pat, rees).await;
    let [step, link, to] = group.an_order().await;
    let goal = group.a_part("goal").await;
    let gone = PartName::parse("goal:gone").unwrap();
    let first = group.says_yes_to(pat, &[&step, &to, &goal, &link, &gone], None).await.ok();
    let code =
        |part: &PartName, code: &str| json!({ "kind": part.kind.as_str(), "id": part.id, "code": code });
    assert_eq!(first["refused"], json!([code(&link, "part_of_step"), code(&gone, "not_found")]));
    assert_eq!(group.state(&goal).await, State::OneAgrees(Some(Side::Patient)));
    assert_eq!(group.record().await.proposed[&goal].side, "patient", "who says yes first has put it up");
    group.says_yes_to(rees, &[&step, &to, &goal], None).await.ok();
    let seen = group.parts().await[&step].fingerprint();
    group.rename_lane_of(&step, "GP surgery").await;
    for by in [pat, rees] {
        let again = group.says_yes_to(by, &[&step, &to], Some(&seen)).await.ok();
        assert_eq!(again["refused"], json!([code(&step, "changed")]));
    }
    assert_eq!(group.state(&step).await, State::AroundChanged);
    assert_eq!(group.state(&to).await, State::Agreed);
    group.says_yes_to(cai, &[&goal], None).await.refused(409, "no_pair");
    group.says_yes_to(&group.fay, &[&goal], None).await.refused(403, "partners_only");
    group.says_yes_to(pat, &[], None).await.refused(400, "bad_parts");
    group.says_yes_to(pat, &[&goal; 201], None).await.refused(400, "bad_parts");
    group.says_yes_to(pat, &[&PartName::whole_map()], None).await.refused(400, "bad_part");
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_34_an_agreed_part_that_somebody_breaks_over_the_wire_is_put_back() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    for kind in ["goal", "stage", "step", "link"] {
        let part = group.a_part(kind).await;
        for by in [pat, rees] {
            group.says_yes(by, &part).await.ok();
        }
        let broken = part.clone();
        let replace = move |document: &mut Document| {
            document.write(|txn, _| {
                let map = txn.get_or_insert_map(broken.kind.root().unwrap());
                map.insert(txn, broken.id.as_str(), yrs::MapPrelim::default());
            });
        };
        group.server.app().rooms.edit(&group.document("map"), replace).await.unwrap();
        group.guard().await;
        assert_eq!(group.state(&part).await, State::Agreed, "{part}");
    }
    let link = group.a_part("link").await;
    let Meaning::Link { from, to, .. } = group.parts().await[&link].clone() else { panic!("no link") };
    let ends =
        [json!({"from": from.id, "to": from.id}), json!({"from": "gone", "to": to.id}), json!("nowhere")];
    for ends in ends {
        let id = link.id.clone();
        let bend = move |document: &mut Document| {
            document.write(|txn, _| {
                let map = txn.get_or_insert_map("links");
                let Some(yrs::Out::YMap(link)) = map.get(txn, &id) else { panic!("no link") };
                link.insert(txn, "ends", yrs::Any::from_json(&ends.to_string()).unwrap());
            });
        };
        group.server.app().rooms.edit(&group.document("map"), bend).await.unwrap();
        assert!(!group.is_there(&link).await);
        group.guard().await;
        assert_eq!(group.state(&link).await, State::Agreed);
    }
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_35_a_text_over_the_limit_counts_as_changed_and_cannot_be_agreed() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let goal = group.a_part("goal").await;
    let longest = "x".repeat(pairway_crdt::limits::TEXT_FIELD_UNITS_MAX);
    group.reword(&goal, longest.clone().leak()).await;
    for by in [pat, rees] {
        group.says_yes(by, &goal).await.ok();
    }
    assert_eq!(group.state(&goal).await, State::Agreed);
    group.reword(&goal, format!("{longest}, and what nobody has agreed to").leak()).await;
    assert_eq!(group.state(&goal).await, State::ToAgree);
    group.says_yes(pat, &goal).await.refused(409, "text_too_long");
    group.reword(&goal, longest.leak()).await;
    assert_eq!(group.state(&goal).await, State::Agreed, "what both saw is agreed as before");
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_26_what_both_agreed_is_taken_out_by_both_alone() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let part = group.a_part("step").await;
    for by in [pat, rees] {
        group.says_yes(by, &part).await.ok();
    }
    // Anybody else's removal is put back, whether hidden or deleted altogether.
    group.set(&part, ("rm", true)).await;
    assert!(!group.is_there(&part).await);
    group.guard().await;
    assert_eq!(group.state(&part).await, State::Agreed);
    let gone = part.clone();
    let delete = move |document: &mut Document| {
        document.write(|txn, _| {
            let steps = txn.get_or_insert_map("steps");
            steps.remove(txn, &gone.id);
        });
    };
    group.server.app().rooms.edit(&group.document("map"), delete).await.unwrap();
    group.guard().await;
    assert_eq!(group.state(&part).await, State::Agreed);
    // One half asks, the other keeps it; one asks again, and the other says yes.
    group.say(pat, &part, ("remove", nothing())).await.ok();
    assert!(group.is_there(&part).await);
    group.say(rees, &part, ("keep", nothing())).await.ok();
    group.say(rees, &part, ("remove", nothing())).await.ok();
    assert!(group.is_there(&part).await);
    group.say(pat, &part, ("remove", nothing())).await.ok();
    assert!(!group.is_there(&part).await);
    // Brought back, it is to be agreed anew, and free to be taken out.
    group.set(&part, ("rm", false)).await;
    assert_eq!(group.state(&part).await, State::ToAgree);
    group.set(&part, ("rm", true)).await;
    group.guard().await;
    assert!(!group.is_there(&part).await);
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_27_the_whole_map_comes_last() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let whole = PartName::whole_map();
    let print = async || {
        let (record, pairs) = (group.record().await, group.open_pairs().await);
        let look = move |document: &Document| {
            document.read(|txn, _| {
                let reader = PartReader::of_many(txn);
                record.whole_map(meaning::map_kind(txn), &pairs, |part| reader.present(part)).meaning
            })
        };
        let meaning = group.server.app().rooms.read(&group.document("map"), look).await.unwrap();
        PartPresent { fingerprint: meaning.fingerprint(), ..PartPresent::default() }
    };
    let yes = async |by: &Joined| {
        group.say(by, &whole, ("agree", json!({ "fingerprint": print().await.fingerprint }))).await
    };
    yes(pat).await.refused(409, "nothing_agreed");
    let goal = group.a_part("goal").await;
    group.says_yes(pat, &goal).await.ok();
    yes(pat).await.refused(409, "parts_open");
    group.says_yes(rees, &goal).await.ok();
    for by in [pat, rees] {
        yes(by).await.ok();
    }
    let state =
        async || group.record().await.state_of(&whole, &group.open_pairs().await, &print().await).state;
    assert_eq!(state().await, State::Agreed);
    group.reword(&goal, "Something else").await;
    assert_eq!(state().await, State::ToAgree);
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_28_what_was_said_is_there_after_a_restart_and_holds_no_names() {
    let group = Group::gather().await;
    group.pair(&group.pat, &group.rees).await;
    let part = group.a_part("goal").await;
    group.says_yes(&group.pat, &part).await.ok();
    group.say(&group.rees, &part, ("differ", json!({ "text": "Not for everybody" }))).await.ok();
    let Group { server, made, fay, pat, cai, rees, jo } = group;
    let group = Group { server: server.restart().await, made, fay, pat, cai, rees, jo };
    assert_eq!(group.state(&part).await, State::Differ);
    let record = group.document("record");
    let bytes = group.server.app().rooms.encoded(&record).await.unwrap();
    for name in ["Pat", "Dr Rees", "Fay"] {
        assert!(!super::support::holds(&bytes, name), "{name}");
    }
    let wording = group.parts().await[&part].clone();
    let kept =
        move |document: &Document| record::wording(document, &wording.fingerprint()) == Some(wording.clone());
    assert!(group.server.app().rooms.read(&record, kept).await.unwrap());
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_3_yeses_and_edits_at_the_same_moment_never_agree_to_two_wordings() {
    let group = Group::gather().await;
    let Group { pat, rees, .. } = &group;
    group.pair(pat, rees).await;
    let goal = group.a_part("goal").await;
    for words in ["One wording", "Another wording", "A third wording"] {
        let (one, other, ()) =
            tokio::join!(group.says_yes(pat, &goal), group.says_yes(rees, &goal), group.reword(&goal, words));
        for answer in [one, other] {
            assert!(answer.status.is_success() || answer.json()["error"]["code"] == "changed");
        }
        let acts = group.record().await.acts.into_values().next().unwrap_or_default();
        let present = group.parts().await[&goal].fingerprint();
        let both = acts.says_yes(Side::Patient, &present) && acts.says_yes(Side::Professional, &present);
        assert_eq!(group.state(&goal).await == State::Agreed, both);
    }
    for by in [pat, rees] {
        group.says_yes(by, &goal).await.ok();
    }
    assert_eq!(group.state(&goal).await, State::Agreed);
    group.server.running.stop().await;
}
