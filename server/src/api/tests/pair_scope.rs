//! The stages that pairs decide about: asking, accepting, declining, and what it makes of parts.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{AgreeKind, Meaning, PartName};
use pairway_crdt::workshop::agreement::{Combined, State};
use serde_json::{Value, json};
use yrs::{Any, Map, WriteTxn};

use super::pairs::Group;
use super::support::{Answer, Joined, command};
use crate::ids::random_id;

impl Group {
    fn map(&self) -> &str {
        self.made.answer["map"].as_str().unwrap()
    }

    fn wanted(&self, stages: &[&PartName]) -> Value {
        json!({ "map": self.map(), "stages": stages.iter().map(|stage| &stage.id).collect::<Vec<_>>() })
    }

    async fn on_scope(&self, by: &Joined, pair: &str, (what, scope): (&str, &Value)) -> Answer {
        let body = json!({ "command": random_id(), "scope": scope });
        self.on_pair(by, pair, (what, body)).await
    }

    async fn ask(&self, by: &Joined, pair: &str, scope: &Value) -> Answer {
        self.on_scope(by, pair, ("scope", scope)).await
    }

    async fn accept(&self, by: &Joined, pair: &str, scope: &Value) -> Answer {
        self.on_scope(by, pair, ("scope/accept", scope)).await
    }

    async fn decline(&self, by: &Joined, pair: &str, scope: &Value) -> Answer {
        self.on_scope(by, pair, ("scope/decline", scope)).await
    }

    /// The stages of a pair on the map, sorted; none for the whole map.
    async fn stages_of(&self, pair: &str) -> Vec<String> {
        let pairs = self.pairs().await;
        pairs[pair].scope.stages_on(self.map()).into_iter().flatten().cloned().collect()
    }

    async fn stages(&self) -> Vec<PartName> {
        self.parts().await.into_keys().filter(|part| part.kind == AgreeKind::Stage).collect()
    }

    /// A step with the stage and the lane it is in.
    async fn a_placed_step(&self) -> (PartName, PartName, String) {
        let parts = self.parts().await;
        let step = parts.into_iter().find_map(|(part, meaning)| match meaning {
            Meaning::Step { stage, lane, .. } if !stage.id.is_empty() => {
                Some((part, PartName { kind: AgreeKind::Stage, id: stage.id }, lane.id))
            }
            _ => None,
        });
        step.unwrap()
    }

    async fn move_step(&self, step: &PartName, [stage, lane]: [&str; 2]) {
        let (step, stage, lane) = (step.clone(), String::from(stage), String::from(lane));
        let edit = move |document: &mut Document| {
            document.write(|txn, _| {
                let steps = txn.get_or_insert_map("steps");
                let Some(yrs::Out::YMap(step)) = steps.get(txn, &step.id) else { panic!("no step") };
                let place = [("stage", stage), ("lane", lane), ("ord", String::from("a0"))];
                let place = place.map(|(key, word)| (String::from(key), Any::from(word)));
                step.insert(txn, "pos", Any::from(std::collections::HashMap::from(place)));
            });
        };
        self.server.app().rooms.edit(&self.document("map"), edit).await.unwrap();
    }
}

fn by_some(agreed: usize, of: usize) -> Combined {
    Combined { state: State::SomePairsAgree, agreed, around: 0, of }
}

fn by_all(of: usize) -> Combined {
    Combined { state: State::Agreed, agreed: of, around: 0, of }
}

#[tokio::test]
async fn pair_12_other_stages_count_when_both_halves_have_said_yes_to_what_they_saw() {
    let group = Group::gather().await;
    let Group { fay, pat, rees, jo, .. } = &group;
    let pair = group.pair(pat, rees).await;
    let stages = group.stages().await;
    let (one, two) = (group.wanted(&[&stages[0]]), group.wanted(&[&stages[0], &stages[1]]));

    group.accept(pat, &pair, &one).await.refused(409, "not_asked");
    group.ask(pat, &pair, &group.wanted(&[])).await.refused(409, "scope_is_so");
    group.ask(jo, &pair, &one).await.refused(403, "not_your_pair");
    group.ask(pat, &pair, &one).await.ok();
    assert_eq!(group.stages_of(&pair).await, Vec::<String>::new(), "until both accept, the whole map");
    group.ask(rees, &pair, &two).await.refused(409, "scope_asked_already");
    group.accept(fay, &pair, &one).await.refused(403, "not_your_pair");
    let other = group.accept(rees, &pair, &two).await;
    other.refused(409, "changed");
    assert_eq!(other.json()["error"]["now"]["stages"], json!([stages[0].id]));
    group.accept(pat, &pair, &one).await.ok();
    assert!(group.pairs().await[&pair].asked_scope.is_some(), "one half alone accepts nothing");
    group.accept(rees, &pair, &one).await.ok();
    assert_eq!(group.stages_of(&pair).await, [stages[0].id.clone()]);
    assert_eq!(group.pairs().await[&pair].asked_scope, None);

    // Declined by the other half, taken back by who asked, and by a facilitator.
    for (asks, declines) in [(pat, rees), (rees, rees), (fay, pat), (pat, fay)] {
        group.ask(asks, &pair, &two).await.ok();
        group.decline(jo, &pair, &two).await.refused(403, "not_your_pair");
        group.decline(declines, &pair, &one).await.refused(409, "changed");
        group.decline(declines, &pair, &two).await.ok();
        group.accept(rees, &pair, &two).await.refused(409, "not_asked");
    }
    assert_eq!(group.stages_of(&pair).await, [stages[0].id.clone()]);
    // What a facilitator asks for needs both.
    let whole = group.wanted(&[]);
    group.ask(fay, &pair, &whole).await.ok();
    group.accept(rees, &pair, &whole).await.ok();
    assert_eq!(group.stages_of(&pair).await.len(), 1);
    group.accept(pat, &pair, &whole).await.ok();
    assert!(group.pairs().await[&pair].scope.is_whole());

    let page = group.server.get(&group.made.path("/audit"), fay.token()).await.ok();
    let noted = |act: &str| {
        let lines = page["lines"].as_array().unwrap().iter();
        lines.filter(|line| line["act"] == act && line["pair"] == *pair).count()
    };
    assert_eq!((noted("askScope"), noted("acceptScope"), noted("declineScope")), (6, 4, 4));
    assert!(!page.to_string().contains(&stages[0].id), "no content in what happened");
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_12_a_facilitator_proposes_stages_with_the_pair_and_a_scribe_answers_for_who_is_on_the_phone() {
    let group = Group::gather().await;
    let Group { fay, pat, rees, .. } = &group;
    let stages = group.stages().await;
    let one = group.wanted(&[&stages[0]]);
    let form =
        json!({ "command": random_id(), "patient": pat.id(), "professional": rees.id(), "scope": one });
    let pair = group.server.post_as(&group.made.path("/pairs"), fay.token(), form).await.ok();
    let pair = pair["pair"].as_str().unwrap();
    assert!(group.pairs().await[pair].is_open() && group.stages_of(pair).await.is_empty());
    let sam = group.server.join(&group.made, "supporter", "Sam").await;
    let for_pat = json!({ "command": random_id(), "scope": one, "actingFor": pat.id() });
    group.on_pair(&sam, pair, ("scope/accept", for_pat.clone())).await.refused(403, "not_their_scribe");
    let path = group.made.path(&format!("/participants/{}/acts-for", sam.id()));
    for by in [fay, pat] {
        let grant = json!({ "command": random_id(), "person": pat.id() });
        group.server.post_as(&path, by.token(), grant).await.ok();
    }
    group
        .on_pair(&sam, pair, ("scope/accept", json!({ "command": random_id(), "scope": one })))
        .await
        .refused(403, "not_your_role");
    group.on_pair(&sam, pair, ("scope/accept", for_pat)).await.ok();
    group.accept(rees, pair, &one).await.ok();
    assert_eq!(group.stages_of(pair).await, [stages[0].id.clone()]);
    // A pair that ends leaves no question.
    group.ask(rees, pair, &group.wanted(&[])).await.ok();
    group.on_pair(fay, pair, ("end", command())).await.ok();
    assert_eq!(group.pairs().await[pair].asked_scope, None);
    group.ask(fay, pair, &group.wanted(&[])).await.refused(409, "pair_not_open");
    group.server.running.stop().await;
}

#[tokio::test]
async fn pair_13_only_stages_on_the_map_are_asked_for_and_one_that_is_removed_stays_chosen() {
    let group = Group::gather().await;
    let Group { pat, rees, cai, jo, .. } = &group;
    let (pair, other) = (group.pair(pat, rees).await, group.pair(cai, jo).await);
    let (step, stage, _) = group.a_placed_step().await;
    let nowhere = json!({ "map": group.map(), "stages": ["nostage"] });
    group.ask(pat, &pair, &nowhere).await.refused(409, "no_such_stage");
    let elsewhere = json!({ "map": random_id(), "stages": [stage.id] });
    group.ask(pat, &pair, &elsewhere).await.refused(404, "not_found");
    let chosen = group.wanted(&[&stage]);
    group.ask(pat, &pair, &chosen).await.ok();
    group.accept(rees, &pair, &chosen).await.ok();
    for by in [cai, jo] {
        group.says_yes(by, &step).await.ok();
    }
    assert_eq!(group.combined(&step).await, by_some(1, 2));
    let elsewhere = group.stages().await.into_iter().find(|one| *one != stage).unwrap();
    let asked = group.wanted(&[&elsewhere]);
    for by in [cai, jo] {
        let answer = if by.id() == cai.id() {
            group.ask(by, &other, &asked).await
        } else {
            group.accept(by, &other, &asked).await
        };
        answer.ok();
    }
    assert_eq!(group.combined(&step).await, by_some(1, 2), "who has spoken of it decides about it");
    group.set(&stage, ("rm", true)).await;
    assert_eq!(group.stages_of(&pair).await, std::slice::from_ref(&stage.id));
    // Without its stage the step says something else, and counts for everybody.
    assert_eq!((group.combined(&step).await.state, group.combined(&step).await.of), (State::ToAgree, 2));
    group.set(&stage, ("rm", false)).await;
    assert_eq!(group.combined(&step).await, by_some(1, 2));
    group.server.running.stop().await;
}

#[tokio::test]
async fn agree_36_what_one_pair_agreed_stays_agreed_when_a_pair_is_formed_later_and_only_that_pair_takes_it_out()
 {
    let group = Group::gather().await;
    let Group { pat, rees, cai, jo, .. } = &group;
    group.pair(pat, rees).await;
    let (step, stage, lane) = group.a_placed_step().await;
    for by in [pat, rees] {
        group.says_yes(by, &step).await.ok();
    }
    assert_eq!(group.combined(&step).await, by_all(1));
    let later = group.pair(cai, jo).await;
    assert_eq!(group.combined(&step).await, by_some(1, 2));
    // One of the later pair, or anybody, does not take it off.
    group.set(&step, ("rm", true)).await;
    group.guard().await;
    assert!(group.is_there(&step).await, "agreed by one of two pairs is agreed for that pair");
    group.say(cai, &step, ("remove", json!({}))).await.refused(409, "not_agreed");
    // The later pair chooses another stage: it is agreed by all whom it concerns.
    let other = group.stages().await.into_iter().find(|one| *one != stage).unwrap();
    let chosen = group.wanted(&[&other]);
    group.ask(cai, &later, &chosen).await.ok();
    group.accept(jo, &later, &chosen).await.ok();
    assert_eq!(group.combined(&step).await, by_all(1));
    // Moved into that stage it is another step for both, and to agree again for who agreed it.
    group.move_step(&step, [&other.id, &lane]).await;
    assert_eq!((group.combined(&step).await.state, group.combined(&step).await.of), (State::ToAgree, 2));
    for by in [cai, jo] {
        group.says_yes(by, &step).await.ok();
    }
    assert_eq!(group.combined(&step).await, by_some(1, 2));
    group.move_step(&step, [&stage.id, &lane]).await;
    assert_eq!(group.combined(&step).await, by_some(1, 2), "each has agreed it in a place of its own");
    for by in [cai, jo] {
        group.says_yes(by, &step).await.ok();
    }
    assert_eq!(group.combined(&step).await, by_all(2), "who has spoken of it goes on deciding about it");
    // Both halves of one pair do not take it from the other.
    for by in [cai, jo] {
        group.say(by, &step, ("remove", json!({}))).await.ok();
    }
    assert!(group.is_there(&step).await);
    for by in [pat, rees] {
        group.say(by, &step, ("remove", json!({}))).await.ok();
    }
    assert!(!group.is_there(&step).await);
    group.server.running.stop().await;
}
