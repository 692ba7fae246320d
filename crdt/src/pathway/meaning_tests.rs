//! Tests of what carries meaning: every field of every kind, and nothing else.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yrs::{Any, Map, MapPrelim, TextPrelim, TransactionMut, WriteTxn};

use super::*;
use crate::document::Document;
use crate::pathway::fingerprint::own_half;
use crate::pathway::part_reader::{all_parts, read_part};

fn write(txn: &mut TransactionMut<'_>, root: &str, id: &str, fields: &Value) {
    let part = txn.get_or_insert_map(root).insert(txn, id, MapPrelim::default());
    for (key, value) in fields.as_object().unwrap() {
        if let ("title" | "detail" | "label" | "measure" | "options" | "matters", Some(text)) =
            (key.as_str(), value.as_str())
        {
            part.insert(txn, key.as_str(), TextPrelim::new(text));
        } else {
            part.insert(txn, key.as_str(), Any::from_json(&value.to_string()).unwrap());
        }
    }
}

/// One stage, two lanes, two goals, two steps, one link.
fn map() -> Document {
    let mut document = Document::new();
    document.write(|txn, _| {
        write(txn, "stages", "sa", &json!({"title": "Before", "ord": "a0"}));
        write(txn, "stages", "sb", &json!({"title": "After", "ord": "a1"}));
        write(txn, "lanes", "la", &json!({"title": "Person", "ord": "a0"}));
        write(txn, "lanes", "lb", &json!({"title": "Clinic", "ord": "a1"}));
        write(txn, "goals", "gb", &json!({"title": "Sleep well", "ord": "a0"}));
        write(txn, "goals", "ga", &json!({"title": "Walk again", "ord": "a1"}));
        let meta = json!({"kind": "step", "mode": "with", "sector": "peer", "perspective": "lived"});
        let pos = json!({"stage": "sa", "lane": "la", "ord": "a0"});
        write(txn, "steps", "t1", &json!({"title": "Talk", "detail": "At home", "pos": pos, "meta": meta}));
        write(txn, "steps", "t2", &json!({"title": "Rest", "detail": "", "pos": pos, "meta": meta}));
        write(
            txn,
            "links",
            "k1",
            &json!({"ends": {"from": "t1", "to": "t2"}, "kind": "leadsTo", "label": "then"}),
        );
        let served = txn.get_or_insert_map("stepGoals");
        served.insert(txn, "t1:ga", true);
        served.insert(txn, "t1:gb", true);
    });
    document
}

fn print(document: &Document, name: &str) -> String {
    let name = PartName::parse(name).unwrap();
    document.read(|txn, _| read_part(txn, &name)).unwrap().meaning.fingerprint()
}

/// Fingerprints of all parts before and after an edit: which parts changed their meaning.
fn changed(edit: impl FnOnce(&mut TransactionMut<'_>)) -> BTreeSet<String> {
    let mut document = map();
    let prints = |document: &Document| {
        let parts = document.read(|txn, _| all_parts(txn));
        parts
            .into_iter()
            .map(|(name, meaning)| (name.to_string(), meaning.fingerprint()))
            .collect::<BTreeMap<_, _>>()
    };
    let before = prints(&document);
    document.write(|txn, _| edit(txn));
    let after = prints(&document);
    before.into_iter().filter(|(name, print)| after.get(name) != Some(print)).map(|(name, _)| name).collect()
}

fn retitle(txn: &mut TransactionMut<'_>, root: &str, id: &str, field: &str) {
    use yrs::{GetString, Out, Text};
    let map = txn.get_or_insert_map(root);
    let part = value::part(txn, &map, id).unwrap();
    let Some(Out::YText(text)) = part.get(txn, field) else { panic!("no text") };
    let end = u32::try_from(text.get_string(txn).len()).unwrap();
    text.insert(txn, end, "!");
}

fn set(txn: &mut TransactionMut<'_>, [root, id, key]: [&str; 3], value: &Value) {
    let map = txn.get_or_insert_map(root);
    value::part(txn, &map, id).unwrap().insert(txn, key, Any::from_json(&value.to_string()).unwrap());
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| String::from(*name)).collect()
}

#[test]
fn meaning_1_words_of_a_part_are_meaning_also_where_another_part_rests_on_them() {
    assert_eq!(changed(|txn| retitle(txn, "goals", "ga", "title")), names(&["goal:ga", "step:t1"]));
    assert_eq!(
        changed(|txn| retitle(txn, "stages", "sa", "title")),
        names(&["stage:sa", "step:t1", "step:t2"])
    );
    assert_eq!(changed(|txn| retitle(txn, "lanes", "la", "title")), names(&["step:t1", "step:t2"]));
    assert_eq!(changed(|txn| retitle(txn, "steps", "t1", "title")), names(&["link:k1", "step:t1"]));
    assert_eq!(changed(|txn| retitle(txn, "steps", "t1", "detail")), names(&["step:t1"]));
    assert_eq!(changed(|txn| retitle(txn, "links", "k1", "label")), names(&["link:k1"]));
}

#[test]
fn meaning_1_place_mode_sector_goals_and_ends_are_meaning() {
    let step = ["steps", "t1", "pos"];
    let meta = |mode: &str, sector: &str| json!({"kind": "step", "mode": mode, "sector": sector, "perspective": "lived"});
    assert_eq!(
        changed(|txn| set(txn, step, &json!({"stage": "sb", "lane": "la", "ord": "a0"}))),
        names(&["step:t1"])
    );
    assert_eq!(
        changed(|txn| set(txn, step, &json!({"stage": "sa", "lane": "lb", "ord": "a0"}))),
        names(&["step:t1"])
    );
    assert_eq!(changed(|txn| set(txn, ["steps", "t1", "meta"], &meta("for", "peer"))), names(&["step:t1"]));
    assert_eq!(changed(|txn| set(txn, ["steps", "t1", "meta"], &meta("with", "nhs"))), names(&["step:t1"]));
    let served = |txn: &mut TransactionMut<'_>, pair: &str, yes: bool| {
        txn.get_or_insert_map("stepGoals").insert(txn, pair, yes);
    };
    assert_eq!(changed(|txn| served(txn, "t1:ga", false)), names(&["step:t1"]));
    assert_eq!(changed(|txn| served(txn, "t2:gb", true)), names(&["step:t2"]));
    let turned = json!({"from": "t2", "to": "t1"});
    assert_eq!(changed(|txn| set(txn, ["links", "k1", "ends"], &turned)), names(&["link:k1"]));
}

#[test]
fn meaning_3_order_perspective_and_sector_of_a_lane_are_not_meaning() {
    let moved = json!({"stage": "sa", "lane": "la", "ord": "a7"});
    assert_eq!(changed(|txn| set(txn, ["steps", "t1", "pos"], &moved)), names(&[]));
    let seen = json!({"kind": "step", "mode": "with", "sector": "peer", "perspective": "both"});
    assert_eq!(changed(|txn| set(txn, ["steps", "t1", "meta"], &seen)), names(&[]));
    assert_eq!(changed(|txn| set(txn, ["stages", "sb", "ord"], &json!("Zz"))), names(&[]));
    assert_eq!(changed(|txn| set(txn, ["lanes", "la", "sector"], &json!("nhs"))), names(&[]));
}

#[test]
fn meaning_4_a_change_that_is_taken_back_is_the_same_meaning_again() {
    let mut document = map();
    let before = print(&document, "step:t1");
    document
        .write(|txn, _| set(txn, ["steps", "t1", "pos"], &json!({"stage": "sb", "lane": "lb", "ord": "a0"})));
    assert_ne!(print(&document, "step:t1"), before);
    document
        .write(|txn, _| set(txn, ["steps", "t1", "pos"], &json!({"stage": "sa", "lane": "la", "ord": "a3"})));
    assert_eq!(print(&document, "step:t1"), before);
}

#[test]
fn meaning_1_a_removed_part_keeps_its_meaning_and_lends_none_to_others() {
    let mut document = map();
    let before = print(&document, "goal:ga");
    document.write(|txn, _| set(txn, ["goals", "ga", "rm"], &json!(true)));
    let name = PartName::parse("goal:ga").unwrap();
    let now = document.read(|txn, _| read_part(txn, &name)).unwrap();
    assert!(now.is_removed && now.meaning.fingerprint() == before);
    let step = PartName::parse("step:t1").unwrap();
    let Meaning::Step { goals, .. } = document.read(|txn, _| read_part(txn, &step)).unwrap().meaning else {
        panic!("not a step")
    };
    assert_eq!(goals, [Named { id: String::from("gb"), title: String::from("Sleep well") }]);
}

#[test]
fn agree_25_a_name_of_a_part_reads_back_and_nothing_else_is_one() {
    for text in ["goal:ga", "outcome:o1", "stage:s-1", "step:T_2", "link:k", "map:map"] {
        assert_eq!(PartName::parse(text).unwrap().to_string(), text);
    }
    let long = format!("step:{}", "x".repeat(65));
    for text in
        ["", "step", "step:", "lane:la", "map:other", "Step:a", "step:a:b", "step:a b", "step:../a", &long]
    {
        assert_eq!(PartName::parse(text), None, "{text}");
    }
    let document = map();
    for missing in ["step:nothere", "goal:t1", "map:map"] {
        let name = PartName::parse(missing).unwrap();
        assert_eq!(document.read(|txn, _| read_part(txn, &name)), None, "{missing}");
    }
}

/// The same file is held against the web client.
#[test]
fn meaning_7_fingerprints_are_those_of_the_shared_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("../../data/agreement-vectors.json")).unwrap();
    let fingerprints = vectors["fingerprints"].as_array().unwrap();
    for kind in ["goal", "outcome", "stage", "step", "decision", "link", "map"] {
        assert!(fingerprints.iter().any(|vector| vector["meaning"]["kind"] == kind), "{kind}");
    }
    for vector in fingerprints {
        let meaning: Meaning = serde_json::from_value(vector["meaning"].clone()).unwrap();
        assert_eq!(meaning.fingerprint(), vector["fingerprint"], "{}", vector["meaning"]);
        assert_eq!(serde_json::to_value(&meaning).unwrap(), vector["meaning"]);
    }
}

/// A map with an outcome and a decision beside what [`map`] has.
fn map_with_both() -> Document {
    let mut document = map();
    document.write(|txn, _| {
        let meta = json!({"family": "recovery"});
        write(
            txn,
            "outcomes",
            "o1",
            &json!({"title": "Walks far", "measure": "500 m", "meta": meta, "ord": "a0"}),
        );
        let meta = json!({"kind": "decision", "mode": "with", "sector": "peer", "perspective": "lived"});
        let pos = json!({"stage": "sa", "lane": "la", "ord": "a5"});
        let words = json!({"title": "Choose", "detail": "", "options": "Rest\nWalk", "matters": "Sleep", "pos": pos, "meta": meta});
        write(txn, "steps", "d1", &words);
    });
    document
}

#[test]
fn outcome_1_title_measure_and_family_are_meaning_and_its_order_is_not() {
    let mut document = map_with_both();
    let mut seen = BTreeSet::from([print(&document, "outcome:o1")]);
    document.write(|txn, _| retitle(txn, "outcomes", "o1", "title"));
    seen.insert(print(&document, "outcome:o1"));
    document.write(|txn, _| retitle(txn, "outcomes", "o1", "measure"));
    seen.insert(print(&document, "outcome:o1"));
    document.write(|txn, _| set(txn, ["outcomes", "o1", "meta"], &json!({"family": "prevention"})));
    seen.insert(print(&document, "outcome:o1"));
    assert_eq!(seen.len(), 4);
    let before = print(&document, "outcome:o1");
    document.write(|txn, _| set(txn, ["outcomes", "o1", "ord"], &json!("a7")));
    assert_eq!(print(&document, "outcome:o1"), before);
    document.write(|txn, _| set(txn, ["outcomes", "o1", "meta"], &json!({"family": "moon"})));
    let name = PartName::parse("outcome:o1").unwrap();
    let Meaning::Outcome { family, .. } = document.read(|txn, _| read_part(txn, &name)).unwrap().meaning
    else {
        panic!("not an outcome")
    };
    assert_eq!(family, Family::Unsaid);
    assert!(document.read(|txn, _| all_parts(txn)).contains_key(&name));
}

#[test]
fn decision_1_options_and_what_matters_are_meaning_of_a_decision_only() {
    let mut document = map_with_both();
    let decided = print(&document, "step:d1");
    for field in ["options", "matters", "title"] {
        let before = print(&document, "step:d1");
        document.write(|txn, _| retitle(txn, "steps", "d1", field));
        assert_ne!(print(&document, "step:d1"), before, "{field}");
    }
    let name = PartName::parse("step:d1").unwrap();
    let meaning = document.read(|txn, _| read_part(txn, &name)).unwrap().meaning;
    assert!(matches!(meaning, Meaning::Decision { .. }) && meaning.kind() == AgreeKind::Step);
    let plain = json!({"kind": "step", "mode": "with", "sector": "peer", "perspective": "lived"});
    document.write(|txn, _| set(txn, ["steps", "d1", "meta"], &plain));
    let before = print(&document, "step:d1");
    assert_ne!(before, decided);
    document.write(|txn, _| retitle(txn, "steps", "d1", "options"));
    assert_eq!(print(&document, "step:d1"), before);
}

/// Links `k2` and `k3` from `t1` to `t2` and `k4` to nowhere, without words; the full stop of `k3` is none.
fn map_with_plain_links() -> Document {
    let mut document = map();
    document.write(|txn, _| {
        let ends = json!({"from": "t1", "to": "t2"});
        for (id, label) in [("k3", " . "), ("k2", "")] {
            write(txn, "links", id, &json!({"ends": ends, "kind": "leadsTo", "label": label}));
        }
        let nowhere = json!({"from": "t1", "to": "gone"});
        write(txn, "links", "k4", &json!({"ends": nowhere, "kind": "leadsTo", "label": ""}));
    });
    document
}

fn leads_to(document: &Document, step: &str) -> Vec<[String; 3]> {
    let name = PartName::parse(step).unwrap();
    let meaning = document.read(|txn, _| read_part(txn, &name)).unwrap().meaning;
    meaning.leads_to().iter().map(|order| [&order.id, &order.title, &order.link].map(Clone::clone)).collect()
}

#[test]
fn meaning_9_a_link_without_words_is_part_of_the_step_it_leads_from() {
    let mut document = map_with_plain_links();
    assert_eq!(leads_to(&document, "step:t1"), [["t2", "Rest", "k2"]]);
    assert_eq!(leads_to(&document, "step:t2"), [[""; 3]; 0]);
    let parts = document.read(|txn, _| all_parts(txn));
    let links: Vec<String> =
        parts.keys().filter(|name| name.kind == AgreeKind::Link).map(ToString::to_string).collect();
    assert_eq!(links, ["link:k1"], "only a link with words is a part of its own");
    let own = |document: &Document| String::from(own_half(&print(document, "step:t1")));
    let before = own(&document);
    document.write(|txn, _| retitle(txn, "steps", "t2", "title"));
    assert_eq!(own(&document), before, "the title of the step it leads to stands around it");
    document.write(|txn, _| set(txn, ["links", "k2", "rm"], &json!(true)));
    assert_eq!(own(&document), before, "another link leads there");
    document.write(|txn, _| retitle(txn, "links", "k3", "label"));
    assert_ne!(own(&document), before, "with words it is a part of its own");
    assert_eq!(leads_to(&document, "step:t1"), [[""; 3]; 0]);
}

#[test]
fn meaning_9_a_plain_link_to_or_from_a_step_that_does_not_show_is_in_no_meaning() {
    let mut document = map_with_plain_links();
    document.write(|txn, _| set(txn, ["steps", "t2", "rm"], &json!(true)));
    assert_eq!(leads_to(&document, "step:t1"), [[""; 3]; 0]);
    document.write(|txn, _| set(txn, ["steps", "t2", "rm"], &json!(false)));
    assert_eq!(leads_to(&document, "step:t1").len(), 1);
    let links = document.read(|txn, _| crate::pathway::part_reader::plain_links(txn));
    assert_eq!(links["t1"].keys().collect::<Vec<_>>(), ["k2", "k3"]);
}
