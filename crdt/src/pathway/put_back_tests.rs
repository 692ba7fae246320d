//! Tests of putting agreed parts back: taken out, deleted, replaced, or with something in it that no editor writes.

use std::collections::BTreeMap;

use yrs::In;

use super::*;
use crate::document::Document;
use crate::pathway::part_reader::{all_parts, read_part};
use crate::pathway::schema::{Family, Mode, Sector};
use crate::pathway::seed::seed_map;
use crate::pathway::template::template;
use crate::pathway::view::PathwayMap;

fn map() -> Document {
    let mut document = Document::new();
    let mut last = 0;
    let mut new_id = || {
        last += 1;
        format!("{last:026}")
    };
    seed_map(&mut document, &template("cardiac-services").unwrap().to_map(), &mut new_id);
    document
}

#[test]
fn agree_26_a_part_that_was_taken_out_or_deleted_altogether_comes_back_with_its_agreed_words() {
    let mut document = map();
    document.write(|txn, _| {
        // The links of the template have no words, so that they are parts of their steps.
        let links = txn.get_or_insert_map("links");
        let first = links.keys(txn).min().map(String::from).unwrap();
        value::part(txn, &links, &first).unwrap().insert(txn, "label", TextPrelim::new("then"));
        let goals = Vec::new();
        let outcome = Meaning::Outcome {
            title: String::from("Walks far"),
            measure: String::from("500 m"),
            family: Family::Recovery,
        };
        put_back(txn, &PartName::parse("outcome:o1").unwrap(), &outcome, &mut LastOrders::new(&mut || 9));
        let map = PathwayMap::read(txn);
        let (stages, lanes) = (map.stages(), map.lanes());
        let decision = Meaning::Decision {
            title: String::from("Choose"),
            detail: String::new(),
            options: String::from("Rest\nWalk"),
            matters: String::from("Sleep"),
            stage: Named { id: stages[0].id.clone(), title: stages[0].title.clone() },
            lane: Named { id: lanes[0].id.clone(), title: lanes[0].title.clone() },
            mode: Mode::With,
            sector: Sector::Peer,
            goals,
            leads_to: Vec::new(),
        };
        put_back(txn, &PartName::parse("step:d1").unwrap(), &decision, &mut LastOrders::new(&mut || 9));
    });
    let before = document.read(|txn, _| all_parts(txn));
    let kinds: std::collections::BTreeSet<_> = before.keys().map(|name| name.kind).collect();
    assert_eq!(kinds.len(), 5, "goals, outcomes, stages, steps and links");
    assert!(before.values().any(|meaning| matches!(meaning, Meaning::Decision { .. })));
    for (name, meaning) in &before {
        document.write(|txn, _| take_out(txn, name));
        assert!(document.read(|txn, _| read_part(txn, name)).unwrap().is_removed, "{name}");
        document.write(|txn, _| put_back(txn, name, meaning, &mut LastOrders::new(&mut || 9)));
        document.write(|txn, _| {
            let map = txn.get_or_insert_map(name.kind.root().unwrap());
            map.remove(txn, &name.id);
        });
        assert_eq!(document.read(|txn, _| read_part(txn, name)), None);
        document.write(|txn, _| put_back(txn, name, meaning, &mut LastOrders::new(&mut || 9)));
    }
    assert_eq!(document.read(|txn, _| all_parts(txn)), before);
    assert!(PathwayMap::read_document(&document).steps.iter().all(crate::pathway::view::Step::is_placed));
}

#[test]
fn agree_26_what_others_wrote_inside_meanwhile_stays() {
    let mut document = map();
    let (name, agreed) = document.read(|txn, _| all_parts(txn)).pop_first().unwrap();
    document.write(|txn, _| {
        take_out(txn, &name);
        let map = txn.get_or_insert_map(name.kind.root().unwrap());
        let part = value::part(txn, &map, &name.id).unwrap();
        part.insert(txn, key::TITLE, TextPrelim::new("Changed meanwhile"));
    });
    document.write(|txn, _| put_back(txn, &name, &agreed, &mut LastOrders::new(&mut || 9)));
    let now = document.read(|txn, _| read_part(txn, &name)).unwrap();
    assert!(!now.is_removed && now.meaning != agreed);
}

/// A map with a part of every kind that pairs agree on, and what each means.
fn whole() -> (Document, BTreeMap<PartName, Meaning>) {
    let mut document = map();
    document.write(|txn, _| {
        let (stage, lane) = {
            let map = PathwayMap::read(txn);
            (map.stages()[0].clone(), map.lanes()[0].clone())
        };
        let decision = Meaning::Decision {
            title: String::from("Choose"),
            detail: String::from("Together"),
            options: String::from("Rest\nWalk"),
            matters: String::from("Sleep"),
            stage: Named { id: stage.id, title: stage.title },
            lane: Named { id: lane.id, title: lane.title },
            mode: Mode::With,
            sector: Sector::Peer,
            goals: Vec::new(),
            leads_to: Vec::new(),
        };
        let outcome = Meaning::Outcome {
            title: String::from("Walks far"),
            measure: String::from("500 m"),
            family: Family::Recovery,
        };
        let mut random = || 9;
        let mut orders = LastOrders::new(&mut random);
        put_back(txn, &PartName::parse("step:decision").unwrap(), &decision, &mut orders);
        put_back(txn, &PartName::parse("outcome:outcome").unwrap(), &outcome, &mut orders);
        let steps: Vec<_> = PathwayMap::read(txn).steps.into_iter().take(2).collect();
        let [from, to] =
            [0, 1].map(|at: usize| Named { id: steps[at].id.clone(), title: steps[at].title.clone() });
        let link = Meaning::Link { from, to, label: String::from("then") };
        put_back(txn, &PartName::parse("link:link").unwrap(), &link, &mut orders);
    });
    let parts = document.read(|txn, _| all_parts(txn));
    (document, parts)
}

fn object_of(fields: &serde_json::Value) -> In {
    In::Any(Any::from_json(&fields.to_string()).unwrap())
}

/// What somebody may write where something else was agreed: the field, and what stands there instead.
fn replacements(name: &PartName, agreed: &Meaning) -> Vec<(&'static str, Option<In>)> {
    let mut fields: Vec<_> = texts(agreed).into_iter().filter(|(_, words)| !words.is_empty()).collect();
    if says_words(agreed) {
        fields.push((key::META, ""));
    }
    let mut all = Vec::new();
    for (key, _) in fields {
        all.push((key, None));
        all.push((key, Some(In::from("plain words"))));
        all.push((key, Some(In::Map(MapPrelim::default()))));
        all.push((key, Some(In::from(yrs::XmlTextPrelim::new("other words")))));
    }
    let json = |key, values: Vec<serde_json::Value>| {
        values.into_iter().map(move |value| (key, Some(object_of(&value))))
    };
    match agreed {
        Meaning::Link { from, to, .. } => {
            let (from, to) = (&from.id, &to.id);
            all.extend(json(
                key::ENDS,
                vec![
                    serde_json::json!({"from": from, "to": "gone"}),
                    serde_json::json!({"from": "removed", "to": to}),
                    serde_json::json!({"from": from, "to": from}),
                    serde_json::json!({"from": to}),
                    serde_json::json!({"from": [from], "to": to}),
                    serde_json::json!({"__proto__": {"from": from, "to": to}}),
                    serde_json::json!(format!("{from}:{to}")),
                    serde_json::json!([from, to]),
                    serde_json::json!(null),
                ],
            ));
            all.push((key::ENDS, None));
        }
        Meaning::Step { stage, lane, .. } | Meaning::Decision { stage, lane, .. } if !stage.id.is_empty() => {
            all.extend(json(
                key::POS,
                vec![
                    serde_json::json!({"stage": "gone", "lane": lane.id, "ord": "a0"}),
                    serde_json::json!({"stage": stage.id, "lane": "no id", "ord": "a0"}),
                    serde_json::json!({"ord": "a0"}),
                    serde_json::json!([stage.id, lane.id]),
                    serde_json::json!("nowhere"),
                ],
            ));
            all.push((key::POS, None));
        }
        _ => {}
    }
    assert!(!all.is_empty(), "{name}");
    all
}

#[test]
fn agree_34_what_no_editor_makes_of_an_agreed_part_is_put_back_in_every_kind() {
    let (mut document, before) = whole();
    document.write(|txn, _| {
        let removed = txn.get_or_insert_map(root::STEPS).insert(txn, "removed", MapPrelim::default());
        removed.insert(txn, key::REMOVED, true);
    });
    let random = &mut || 9;
    let mut check = |document: &mut Document, (name, agreed): (&PartName, &Meaning), what: &str| {
        assert!(document.read(|txn, _| is_due(txn, name, agreed)), "{name}: {what}");
        document.write(|txn, _| put_back(txn, name, agreed, &mut LastOrders::new(random)));
        assert!(!document.read(|txn, _| is_due(txn, name, agreed)), "{name}: {what} is put back once");
        assert_eq!(document.read(|txn, _| all_parts(txn)), before, "{name}: {what}");
    };
    for (name, agreed) in &before {
        assert!(!document.read(|txn, _| is_due(txn, name, agreed)), "{name}: nothing is wrong");
        for (key, value) in replacements(name, agreed) {
            let what = format!("{key} {value:?}");
            document.write(|txn, _| {
                let map = txn.get_or_insert_map(name.kind.root().unwrap());
                let part = value::part(txn, &map, &name.id).unwrap();
                match value {
                    Some(value) => drop(part.insert(txn, key, value)),
                    None => drop(part.remove(txn, key)),
                }
            });
            check(&mut document, (name, agreed), &what);
        }
        let others = [In::Map(MapPrelim::default()), In::from("words"), In::from(TextPrelim::new("words"))];
        for other in others {
            let what = format!("{other:?}");
            document.write(|txn, _| {
                txn.get_or_insert_map(name.kind.root().unwrap()).insert(txn, name.id.as_str(), other);
            });
            check(&mut document, (name, agreed), &what);
        }
        document.write(|txn, _| {
            let map = txn.get_or_insert_map(name.kind.root().unwrap());
            map.insert(txn, name.id.as_str(), MapPrelim::from([(key::REMOVED, true)]));
        });
        check(&mut document, (name, agreed), "an empty part that is removed");
    }
}

#[test]
fn agree_34_another_wording_is_nobodys_business_but_the_pairs() {
    let (mut document, before) = whole();
    let set = |document: &mut Document, name: &PartName, key: &'static str, value: In| {
        document.write(|txn, _| {
            let map = txn.get_or_insert_map(name.kind.root().unwrap());
            value::part(txn, &map, &name.id).unwrap().insert(txn, key, value);
        });
    };
    let steps: Vec<String> =
        PathwayMap::read_document(&document).steps.iter().map(|step| step.id.clone()).collect();
    for (name, agreed) in &before {
        for (key, _) in texts(agreed) {
            set(&mut document, name, key, In::from(TextPrelim::new("")));
        }
        match agreed {
            Meaning::Link { .. } => {
                let ends = serde_json::json!({"from": steps[3], "to": steps[2]});
                set(&mut document, name, key::ENDS, object_of(&ends));
            }
            Meaning::Step { stage, lane, .. } | Meaning::Decision { stage, lane, .. } => {
                let pos = serde_json::json!({"stage": stage.id, "lane": lane.id, "ord": "no key"});
                set(&mut document, name, key::POS, object_of(&pos));
                set(&mut document, name, key::META, object_of(&serde_json::json!({})));
            }
            _ => set(&mut document, name, key::META, object_of(&serde_json::json!({"family": ""}))),
        }
        assert!(!document.read(|txn, _| is_due(txn, name, agreed)), "{name}");
    }
    // A stage or a lane that is removed, agreed by nobody, leaves its steps without a place.
    let lane = PathwayMap::read_document(&document).lanes()[0].id.clone();
    document.write(|txn, _| {
        let lanes = txn.get_or_insert_map(root::LANES);
        value::part(txn, &lanes, &lane).unwrap().insert(txn, key::REMOVED, true);
    });
    assert!(before.iter().all(|(name, agreed)| !document.read(|txn, _| is_due(txn, name, agreed))));
}

#[test]
fn agree_34_what_cannot_be_put_back_is_not_tried_for_ever() {
    let (mut document, before) = whole();
    let (name, agreed) = before.iter().find(|(name, _)| name.id == "link").unwrap();
    let Meaning::Link { from, label, .. } = agreed.clone() else { panic!("a link") };
    let with_itself = Meaning::Link { to: from.clone(), from, label };
    assert!(!document.read(|txn, _| is_due(txn, name, &with_itself)));
    document.write(|txn, _| {
        txn.get_or_insert_map(root::LINKS).remove(txn, &name.id);
        put_back(txn, name, &with_itself, &mut LastOrders::new(&mut || 9));
    });
    assert!(
        !document.read(|txn, _| is_due(txn, name, &with_itself)),
        "it is there, and shows as little as before"
    );
    assert_eq!(document.read(|txn, _| read_part(txn, name)).map(|now| now.is_removed), Some(true));
}
