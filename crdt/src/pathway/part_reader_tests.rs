//! Tests of reading many parts: what it costs, and that it gives what reading each by itself gives.

use yrs::{Any, MapPrelim, TextPrelim, WriteTxn};

use super::*;
use crate::document::Document;

/// A map in which every step stands in one stage of a long name and every goal is served by one step.
fn map(steps: usize, goals: usize, title: &str) -> Document {
    let mut document = Document::new();
    document.write(|txn, _| {
        for (root, id) in [("stages", "s"), ("lanes", "l")] {
            let part = txn.get_or_insert_map(root).insert(txn, id, MapPrelim::default());
            part.insert(txn, "title", TextPrelim::new(title));
        }
        let pos: Any = Any::from_json(r#"{"stage": "s", "lane": "l", "ord": "a0"}"#).unwrap();
        for at in 0..steps {
            let steps = txn.get_or_insert_map("steps");
            steps.insert(txn, format!("t{at}"), MapPrelim::from([("pos", pos.clone())]));
        }
        for at in 0..goals {
            txn.get_or_insert_map("goals").insert(txn, format!("g{at}"), MapPrelim::from([("ord", "a0")]));
            txn.get_or_insert_map("stepGoals").insert(txn, format!("t0:g{at}"), true);
        }
    });
    document
}

fn step(at: usize) -> PartName {
    PartName { kind: AgreeKind::Step, id: format!("t{at}") }
}

/// As a product this would be 36 million looks for a goal and 20 GB of titles.
#[test]
fn read_10_many_parts_cost_their_sum_and_not_steps_times_goals_or_words() {
    const PARTS: usize = 6_000;
    let document = map(PARTS, PARTS, &"x".repeat(3_000_000));
    document.read(|txn, _| {
        let reader = PartReader::of_many(txn);
        for at in 0..PARTS {
            let Some(Meaning::Step { stage, goals, .. }) = reader.shown(&step(at)) else { panic!("a step") };
            assert_eq!((stage.id.as_str(), goals.len()), ("s", if at == 0 { PARTS } else { 0 }));
        }
    });
}

#[test]
fn meaning_1_a_part_reads_the_same_by_itself_and_among_many() {
    let mut document = map(3, 4, "Before");
    document.write(|txn, _| {
        let served = txn.get_or_insert_map("stepGoals");
        for pair in ["t1:g1", "t1:gone", "t1:g1:g2", "t1", ":g1", "t1:g 2"] {
            served.insert(txn, pair, true);
        }
        txn.get_or_insert_map("goals").insert(txn, "g 2", MapPrelim::default());
        txn.get_or_insert_map("goals").insert(txn, "g3", MapPrelim::from([("rm", true)]));
    });
    document.write(|txn, _| {
        for (id, from, to) in [("k1", "t0", "t1"), ("k0", "t0", "t1"), ("k2", "t0", "t2"), ("k3", "t1", "t1")]
        {
            let ends = Any::from_json(&format!(r#"{{"from": "{from}", "to": "{to}"}}"#)).unwrap();
            txn.get_or_insert_map("links").insert(txn, id, MapPrelim::from([("ends", ends)]));
        }
    });
    document.read(|txn, _| {
        let reader = PartReader::of_many(txn);
        assert_eq!(reader.read(&step(0)).unwrap().meaning.leads_to().len(), 2);
        for at in 0..4 {
            assert_eq!(reader.read(&step(at)), read_part(txn, &step(at)));
        }
        let Some(Meaning::Step { goals, .. }) = reader.shown(&step(1)) else { panic!("a step") };
        assert_eq!(goals.iter().map(|goal| goal.id.as_str()).collect::<Vec<_>>(), ["g1"]);
    });
}
