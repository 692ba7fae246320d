//! Tests of reading: order, removal, missing ends, and whatever a hostile peer may write.

use proptest::prelude::*;
use yrs::{Any, ArrayPrelim, In, MapPrelim, TextPrelim, TransactionMut, WriteTxn, XmlTextPrelim};

use super::*;
use crate::limits::TEXT_FIELD_UNITS_MAX;
use crate::pathway::archive::{ArchivedWorkshop, MapArchive, WorkshopArchive};
use crate::pathway::schema::step_goal_key;

fn plain(json: &serde_json::Value) -> Any {
    Any::from_json(&json.to_string()).unwrap()
}

/// Writes a part: text fields as texts, the others as plain values.
fn write(txn: &mut TransactionMut<'_>, root: &str, id: &str, fields: &serde_json::Value) {
    let part = txn.get_or_insert_map(root).insert(txn, id, MapPrelim::default());
    for (key, value) in fields.as_object().unwrap() {
        match (key.as_str(), value.as_str()) {
            ("title" | "detail" | "label", Some(text)) => {
                part.insert(txn, key.as_str(), TextPrelim::new(text));
            }
            _ => {
                part.insert(txn, key.as_str(), plain(value));
            }
        }
    }
}

macro_rules! fields {
    ($($json:tt)+) => { &serde_json::json!($($json)+) };
}

fn titled(title: &str, ord: &str) -> serde_json::Value {
    serde_json::json!({"title": title, "ord": ord})
}

/// Two stages, two lanes, two goals.
fn frame(txn: &mut TransactionMut<'_>) {
    for (id, title, ord) in [("sb", "Second", "a1"), ("sa", "First", "a0")] {
        write(txn, "stages", id, &titled(title, ord));
    }
    for (id, title, ord) in [("lb", "Lower", "a1"), ("la", "Upper", "a0")] {
        write(txn, "lanes", id, &titled(title, ord));
    }
    for (id, title, ord) in [("gb", "Then", "a1"), ("ga", "Most of all", "a0")] {
        write(txn, "goals", id, &titled(title, ord));
    }
}

fn step(txn: &mut TransactionMut<'_>, id: &str, [stage, lane, ord]: [&str; 3]) {
    write(txn, "steps", id, fields!({"title": id, "pos": {"stage": stage, "lane": lane, "ord": ord}}));
}

fn read(edit: impl FnOnce(&mut TransactionMut<'_>)) -> PathwayMap {
    let mut document = Document::new();
    document.write(|txn, _| edit(txn));
    PathwayMap::read_document(&document)
}

fn ids<'a, P>(parts: &'a [P], id: impl Fn(&'a P) -> &'a String) -> Vec<&'a str> {
    parts.iter().map(|part| id(part).as_str()).collect()
}

fn step_ids(map: &PathwayMap) -> Vec<&str> {
    ids(&map.steps, |step| &step.id)
}

#[test]
fn read_9_an_empty_document_is_an_empty_map() {
    assert_eq!(read(|_| {}), PathwayMap::default());
}

#[test]
fn read_2_parts_come_in_display_order_and_ties_go_by_id() {
    let map = read(|txn| {
        frame(txn);
        write(txn, "stages", "sc", &titled("Same key", "a1"));
        step(txn, "s4", ["sb", "la", "a0"]);
        step(txn, "s3", ["sa", "lb", "a0"]);
        step(txn, "s2", ["sa", "la", "a1"]);
        step(txn, "s1", ["sa", "la", "a0"]);
        step(txn, "s0", ["sa", "la", "a1"]);
    });
    assert_eq!(ids(map.stages(), |stage| &stage.id), ["sa", "sb", "sc"]);
    assert_eq!(ids(map.lanes(), |lane| &lane.id), ["la", "lb"]);
    assert_eq!(ids(map.goals(), |goal| &goal.id), ["ga", "gb"]);
    assert_eq!(step_ids(&map), ["s1", "s0", "s2", "s3", "s4"]);
}

#[test]
fn read_3_removed_parts_are_left_out_and_only_true_removes() {
    let map = read(|txn| {
        frame(txn);
        for (id, removed) in
            [("s1", fields!(true)), ("s2", fields!(false)), ("s3", fields!("true")), ("s4", fields!(1))]
        {
            step(txn, id, ["sa", "la", "a0"]);
            let steps = txn.get_or_insert_map("steps");
            value::part(txn, &steps, id).unwrap().insert(txn, "rm", plain(removed));
        }
    });
    assert_eq!(step_ids(&map), ["s2", "s3", "s4"]);
}

#[test]
fn read_4_a_step_of_a_missing_or_removed_stage_or_lane_is_not_placed_and_comes_last() {
    let map = read(|txn| {
        frame(txn);
        write(txn, "stages", "sr", fields!({"title": "Removed", "ord": "a0", "rm": true}));
        write(txn, "lanes", "lr", fields!({"title": "Removed", "ord": "a0", "rm": true}));
        step(txn, "s1", ["sr", "la", "a0"]);
        step(txn, "s2", ["sa", "lr", "a1"]);
        step(txn, "s3", ["nowhere", "", "a2"]);
        write(txn, "steps", "s4", fields!({"title": "no place at all"}));
        step(txn, "s5", ["sb", "lb", "a9"]);
    });
    assert_eq!(step_ids(&map), ["s5", "s4", "s1", "s2", "s3"]);
    assert!(map.steps[0].is_placed());
    assert!(map.steps[1..].iter().all(|step| !step.is_placed()));
    let place = |step: &Step| (step.stage.clone(), step.lane.clone());
    assert_eq!(place(&map.steps[2]), (None, Some(String::from("la"))));
    assert_eq!(place(&map.steps[3]), (Some(String::from("sa")), None));
}

#[test]
fn read_5_a_link_with_a_missing_or_removed_end_is_hidden_but_kept() {
    let map = read(|txn| {
        frame(txn);
        step(txn, "s2", ["sb", "la", "a0"]);
        step(txn, "s1", ["sa", "la", "a0"]);
        write(txn, "steps", "sr", fields!({"title": "Removed", "rm": true}));
        for (id, from, to) in
            [("l5", "s1", "sr"), ("l4", "gone", "s1"), ("l3", "s2", "s1"), ("l2", "s1", "s2")]
        {
            write(
                txn,
                "links",
                id,
                fields!({"ends": {"from": from, "to": to}, "kind": "leadsTo", "label": id}),
            );
        }
        write(txn, "links", "l6", fields!({"label": "no ends"}));
        write(txn, "links", "l7", fields!({"ends": {"from": "s1", "to": "s1"}, "label": "to itself"}));
    });
    let links: Vec<_> = map.links.iter().map(|link| (link.id.as_str(), link.is_hidden)).collect();
    assert_eq!(links, [("l2", false), ("l3", false), ("l4", true), ("l5", true), ("l6", true), ("l7", true)]);
    assert_eq!(map.leads_to("s1").map(|link| link.label.as_str()).collect::<Vec<_>>(), ["l2"]);
}

#[test]
fn read_6_goals_of_a_step_are_those_that_are_there_in_goal_order() {
    let map = read(|txn| {
        frame(txn);
        write(txn, "goals", "gr", fields!({"title": "Removed", "rm": true}));
        step(txn, "s1", ["sa", "la", "a0"]);
        let served = txn.get_or_insert_map("stepGoals");
        for goal in ["gb", "ga", "gr", "gone"] {
            served.insert(txn, step_goal_key("s1", goal), true);
        }
        for (key, value) in [("s1", Any::from(true)), (":", Any::from(true)), ("s2:ga", Any::from(true))] {
            served.insert(txn, key, value);
        }
        served.insert(txn, "s1:ga:gb", true);
    });
    assert_eq!(map.steps[0].goals, ["ga", "gb"]);
    let unserved = read(|txn| {
        frame(txn);
        step(txn, "s1", ["sa", "la", "a0"]);
        let served = txn.get_or_insert_map("stepGoals");
        served.insert(txn, "s1:ga", false);
        served.insert(txn, "s1:gb", "true");
    });
    assert!(unserved.steps[0].goals.is_empty());
}

#[test]
fn read_7_unknown_words_and_wrong_types_read_as_absent() {
    let map = read(|txn| {
        frame(txn);
        txn.get_or_insert_map("meta").insert(txn, "kind", "yesterday");
        write(txn, "lanes", "lc", fields!({"title": 7, "ord": "not a key", "sector": "moon"}));
        write(
            txn,
            "steps",
            "s1",
            fields!({"title": {"a": 1}, "pos": ["sa"], "meta": {"mode": "by", "sector": 3, "perspective": "loud"}}),
        );
        let steps = txn.get_or_insert_map("steps");
        steps.insert(txn, "s2", "not a step");
        steps.insert(txn, "s3", ArrayPrelim::from([1, 2]));
        steps.insert(txn, "s4", TextPrelim::new("not a step"));
        steps.insert(txn, "s5", plain(fields!({"title": "plain, so not a part"})));
        let odd = steps.insert(txn, "s6", MapPrelim::default());
        odd.insert(txn, "title", XmlTextPrelim::new("not a text"));
        odd.insert(txn, "pos", MapPrelim::from([("stage", In::from("sa"))]));
        for id in ["", "a:b", "with space", "ü", &"x".repeat(65)] {
            steps.insert(txn, id, MapPrelim::default());
        }
        steps.insert(txn, "x".repeat(64), MapPrelim::default());
    });
    assert_eq!(map.kind, MapKind::Current);
    let lane = &map.lanes()[0];
    assert_eq!(
        (lane.id.as_str(), lane.title.as_str(), lane.ord.as_str(), lane.sector()),
        ("lc", "", "", Sector::Unsaid)
    );
    assert_eq!(step_ids(&map), ["s1", "s6", &"x".repeat(64)]);
    let step = &map.steps[0];
    assert_eq!((step.title.as_str(), step.mode, step.sector), ("", Mode::By, Sector::Unsaid));
    assert_eq!(step.perspective, Perspective::Unsaid);
    assert!(map.steps.iter().all(|step| step.title.is_empty() && !step.is_placed()));
}

#[test]
fn read_7_roots_of_another_type_read_as_empty() {
    let map = read(|txn| {
        for root in ["stages", "lanes", "goals", "steps", "links", "stepGoals", "meta"] {
            let text = txn.get_or_insert_text(root);
            yrs::Text::insert(&text, txn, 0, "words where parts should be");
        }
    });
    assert_eq!(map, PathwayMap::default());
}

#[test]
fn read_8_a_map_at_the_limit_of_parts_is_whole_and_one_more_is_left_out() {
    let mut document = Document::new();
    document.write(|txn, _| {
        for number in 0..PARTS_PER_MAP_MAX {
            write(txn, "goals", &format!("g{number:05}"), fields!({"ord": "a0"}));
        }
    });
    let map = PathwayMap::read_document(&document);
    assert_eq!((map.goals().len(), map.left_out), (PARTS_PER_MAP_MAX, LeftOut::default()));
    document.write(|txn, _| write(txn, "goals", "h", fields!({"ord": "a0"})));
    document.write(|txn, _| write(txn, "steps", "s", fields!({"title": "late"})));
    let map = PathwayMap::read_document(&document);
    assert_eq!(map.goals().last().map(|goal| goal.id.as_str()), Some("g04999"));
    assert_eq!((map.goals().len(), map.steps.len(), map.left_out.parts), (PARTS_PER_MAP_MAX, 0, 2));
}

#[test]
fn read_8_ten_thousand_entries_of_junk_hide_nothing() {
    let map = read(|txn| {
        for number in 0..10_000 {
            for root in ["stages", "steps", "links"] {
                txn.get_or_insert_map(root).insert(txn, format!("junk{number}"), number);
            }
            txn.get_or_insert_map("stepGoals").insert(txn, format!("junk{number}:ga"), true);
        }
        frame(txn);
        step(txn, "s1", ["sa", "la", "a0"]);
    });
    assert_eq!((map.stages().len(), map.lanes().len(), map.goals().len(), map.steps.len()), (2, 2, 2, 1));
    assert_eq!(map.left_out, LeftOut::default());
}

#[test]
fn read_8_a_text_at_the_limit_is_whole_and_a_longer_one_is_cut_between_characters() {
    let whole = "é".repeat(TEXT_FIELD_UNITS_MAX);
    let longer = format!("{}😀", "é".repeat(TEXT_FIELD_UNITS_MAX - 1));
    let map = read(|txn| {
        write(txn, "goals", "g1", &titled(&whole, "a0"));
        write(txn, "goals", "g2", &titled(&longer, "a1"));
    });
    assert_eq!(map.goals()[0].title, whole);
    let beginning = "é".repeat(TEXT_FIELD_UNITS_MAX - 1);
    assert_eq!(map.goals()[1].title, format!("{beginning} …"), "and says so");
    assert_eq!(map.left_out, LeftOut { texts: 1, ..LeftOut::default() });
    let archive = MapArchive::from(&map);
    assert_eq!(archive.listed[PartKind::Goal][1].title, beginning, "short enough to be brought back");
}

#[test]
fn read_8_goals_served_at_the_limit_are_whole_and_more_are_counted() {
    const GOALS: usize = 250;
    const STEPS: usize = STEP_GOALS_PER_MAP_MAX / GOALS;
    let mut document = Document::new();
    let serve = |txn: &mut TransactionMut<'_>, step: usize| {
        write(txn, "steps", &format!("s{step:04}"), fields!({}));
        let served = txn.get_or_insert_map("stepGoals");
        for goal in 0..GOALS {
            served.insert(txn, format!("s{step:04}:g{goal:03}"), true);
        }
    };
    document.write(|txn, _| {
        for goal in 0..GOALS {
            write(txn, "goals", &format!("g{goal:03}"), fields!({}));
        }
        (0..STEPS).for_each(|step| serve(txn, step));
    });
    let map = PathwayMap::read_document(&document);
    assert!(map.steps.iter().all(|step| step.goals.len() == GOALS) && map.left_out.is_nothing());
    document.write(|txn, _| serve(txn, STEPS));
    let map = PathwayMap::read_document(&document);
    assert!(map.steps[STEPS].goals.is_empty());
    assert_eq!(map.left_out.step_goals, GOALS);
}

/// Whatever a peer can put under a key.
fn junk() -> impl Strategy<Value = In> {
    let plain = prop_oneof![
        Just(Any::Null),
        Just(Any::Undefined),
        any::<bool>().prop_map(Any::from),
        any::<f64>().prop_map(Any::from),
        any::<i64>().prop_map(|number| Any::from(number as f64)),
        ".{0,12}".prop_map(Any::from),
        proptest::collection::vec(any::<u8>(), 0..6).prop_map(Any::from),
    ];
    let words = ["stage", "lane", "ord", "from", "to", "mode", "sector", "min"];
    let values = ["a", "b", "a0", "a1", "by", "nhs", ""].map(Any::from);
    let object = proptest::collection::hash_map(
        proptest::sample::select(words.to_vec()).prop_map(String::from),
        prop_oneof![plain.clone(), proptest::sample::select(values.to_vec())],
        0..5,
    );
    let any = prop_oneof![plain, object.prop_map(|fields| Any::Map(fields.into()))];
    any.prop_recursive(2, 12, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(Any::from))
        .prop_flat_map(|value| {
            let plain = In::Any(value);
            prop_oneof![
                6 => Just(plain.clone()),
                2 => ".{0,8}".prop_map(|text| In::from(TextPrelim::new(text))),
                1 => Just(In::Array(ArrayPrelim::from([plain.clone()]))),
                1 => Just(In::Map(MapPrelim::from([("title", plain)]))),
            ]
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn read_9_nothing_a_peer_writes_makes_reading_fail(
        entries in proptest::collection::vec((0..7_usize, 0..4_usize, 0..9_usize, junk()), 0..60),
        order: u64,
    ) {
        let roots = ["stages", "lanes", "goals", "steps", "links", "stepGoals", "meta"];
        let part_ids = ["a", "b", "c:d", "a:b"];
        let keys = ["title", "detail", "ord", "pos", "meta", "ends", "rm", "sector", "kind"];
        let mut document = Document::new();
        document.write(|txn, _| {
            for (index, (root, part, key, value)) in entries.into_iter().enumerate() {
                let root = txn.get_or_insert_map(roots[root]);
                let id = part_ids[part];
                // Some entries stand where a part should be, most are values inside of one.
                if (order >> (index % 64)) & 7 == 0 {
                    root.insert(txn, id, value);
                } else {
                    let part = value::part(txn, &root, id);
                    let part = part.unwrap_or_else(|| root.insert(txn, id, MapPrelim::default()));
                    part.insert(txn, keys[key], value);
                }
            }
        });
        let map = PathwayMap::read_document(&document);
        // Another copy reads the same, and what was read can be taken away and brought back.
        let mut copy = Document::new();
        copy.apply(&document.encode()).unwrap();
        prop_assert_eq!(&PathwayMap::read_document(&copy), &map);
        let archive = WorkshopArchive::new(ArchivedWorkshop::default(), vec![MapArchive::from(&map)], 0);
        let archive_again = WorkshopArchive::parse(&serde_json::to_vec(&archive).unwrap());
        prop_assert_eq!(archive_again, Ok(archive));
    }
}
