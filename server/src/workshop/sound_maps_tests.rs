//! Updates that no editor makes, in the real room: what they put into a map where nothing belongs goes for everybody.

use std::time::Duration;

use pairway_crdt::document::Document;
use pairway_crdt::limits::{REMOVED_PARTS_PER_MAP_MAX, STAGES_OR_LANES_PER_MAP_MAX};
use pairway_crdt::pathway::schema::SCHEMA_VERSION;
use pairway_crdt::pathway::view::PathwayMap;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yrs::{Any, GetString, Map, MapPrelim, Out, Text, TextPrelim, TextRef, TransactionMut, WriteTxn};

use crate::room::Notice;
use crate::room::tests::{Got, House, Person};
use crate::store::Store;
use crate::workshop::audit;
use crate::workshop::map_guard::MapGuard;
use crate::workshop::map_guard::tests::workshops_of;

/// A map with one goal "Fewer falls", and the guard that looks after it.
async fn watched(schema_version: u32) -> House {
    let house = House::new();
    let workshops = workshops_of(&house, schema_version).await;
    let make = |document: &mut Document| {
        document.write(|txn, _| {
            let goal = txn.get_or_insert_map("goals").insert(txn, "g", MapPrelim::default());
            goal.insert(txn, "title", TextPrelim::new("Fewer falls"));
            goal.insert(txn, "ord", "a0");
        });
    };
    house.rooms.edit(&house.map, make).await.unwrap();
    let guard = MapGuard::new(workshops);
    tokio::spawn(async move { guard.run(CancellationToken::new()).await });
    house
}

fn title(txn: &mut TransactionMut<'_>) -> TextRef {
    let goals = txn.get_or_insert_map("goals");
    let Some(Out::YMap(goal)) = goals.get(txn, "g") else { panic!("no goal") };
    let Some(Out::YText(title)) = goal.get(txn, "title") else { panic!("no title") };
    title
}

/// The words of the title and how long it is as the engine counts.
fn title_of(person: &mut Person) -> (String, u32) {
    person
        .document
        .write(|txn, _| {
            let title = title(txn);
            (title.get_string(txn), title.len(txn))
        })
        .0
}

async fn until_nothing_is_astray(house: &House) {
    let gone = async {
        while house.rooms.read(&house.map, Document::strays).await.unwrap() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(60), gone).await.expect("it is taken out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_1_what_is_no_character_in_a_text_goes_for_everybody_and_the_words_that_came_with_it_stay() {
    let house = watched(1).await;
    let (mut attacker, mut other) = (house.person().await, house.person().await);
    let update = attacker
        .document
        .write(|txn, _| {
            let title = title(txn);
            title.insert_embed(txn, 0, Any::from("hidden"));
            title.insert_embed(txn, 6, MapPrelim::from([("deep", "er")]));
            let end = title.len(txn);
            title.insert_with_attributes(txn, end, " at night", [("bold".into(), true.into())].into());
        })
        .1;
    attacker.sends(update).await;
    attacker.rests().await;
    until_nothing_is_astray(&house).await;
    for person in [&mut attacker, &mut other] {
        person.rests().await;
        person.takes();
        assert_eq!(title_of(person), ("Fewer falls at night".to_owned(), 20));
    }
    let mut newcomer = house.person().await;
    assert_eq!(title_of(&mut newcomer), ("Fewer falls at night".to_owned(), 20));
    let mut stored = house.store.stored(&house.map).await;
    assert_eq!(stored.write(|txn, _| title(txn).len(txn)).0, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_2_what_stands_in_a_root_that_nobody_reads_goes_and_newcomers_do_not_load_it() {
    let house = watched(1).await;
    let attacker = &mut house.person().await;
    for part in 0..8 {
        let update = attacker
            .document
            .write(|txn, _| {
                let hidden = txn.get_or_insert_map("hidden");
                hidden.insert(txn, part.to_string(), TextPrelim::new("x".repeat(100_000)));
                txn.get_or_insert_text("words").insert(txn, 0, &"y".repeat(100_000));
            })
            .1;
        attacker.sends(update).await;
    }
    attacker.rests().await;
    until_nothing_is_astray(&house).await;
    let newcomer = house.person().await;
    let bytes = newcomer.document.encode().len();
    assert!(bytes < 2_000, "a newcomer loads {bytes} bytes");
}

#[tokio::test]
async fn sound_6_a_workshop_whose_layout_is_newer_than_the_server_is_left_alone_whatever_a_map_says_itself() {
    for (schema_version, left) in [(SCHEMA_VERSION + 1, 1), (SCHEMA_VERSION, 0)] {
        let house = House::new();
        let workshops = workshops_of(&house, schema_version).await;
        let mut person = house.person().await;
        let update = person
            .document
            .write(|txn, _| {
                txn.get_or_insert_map("meta").insert(txn, "version", 2);
                txn.get_or_insert_map("from the future").insert(txn, "key", "value");
            })
            .1;
        person.sends(update).await;
        person.rests().await;
        workshops.take_out_strays(&house.workshop, house.map.map().unwrap()).await.unwrap();
        let strays = house.rooms.read(&house.map, Document::strays).await.unwrap();
        assert_eq!(strays, left, "layout {schema_version}");
    }
}

/// Makes parts in a root: with these numbers, shown or removed.
fn make(txn: &mut TransactionMut<'_>, root: &str, (numbers, removed): (std::ops::Range<u32>, bool)) {
    let parts = txn.get_or_insert_map(root);
    for number in numbers {
        let part = parts.insert(txn, format!("zz{number:05}"), MapPrelim::default());
        if removed {
            part.insert(txn, "rm", true);
        }
    }
}

async fn until(house: &House, what: fn(&Document) -> bool) {
    let so = async {
        while !house.rooms.read(&house.map, what).await.unwrap() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(120), so).await.expect("the map comes to rest");
}

/// How many parts of the steps' root are there, shown or removed.
fn steps_kept(document: &Document) -> usize {
    document.read(|txn, _| yrs::ReadTxn::get_map(txn, "steps").map_or(0, |steps| steps.len(txn) as usize))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_4_a_map_flooded_by_one_update_is_within_its_limits_again_and_everybody_is_told_why() {
    let house = watched(1).await;
    let (mut honest, mut attacker) = (house.person().await, house.person().await);
    let stage = honest
        .document
        .write(|txn, _| {
            let stage = txn.get_or_insert_map("stages").insert(txn, "own", MapPrelim::default());
            stage.insert(txn, "title", TextPrelim::new("Before"));
        })
        .1;
    honest.sends(stage).await;
    honest.rests().await;
    attacker.sync().await;
    let flood = attacker
        .document
        .write(|txn, _| {
            make(txn, "stages", (0..3_000, false));
            make(txn, "lanes", (0..3_000, false));
        })
        .1;
    attacker.sends(flood).await;
    attacker.rests().await;
    until(&house, |document| {
        let map = PathwayMap::read_document(document);
        map.stages().len() == STAGES_OR_LANES_PER_MAP_MAX && map.lanes().len() == STAGES_OR_LANES_PER_MAP_MAX
    })
    .await;
    honest.rests().await;
    assert!(honest.takes().contains(&Got::Notice(Notice::Full)));
    let map = PathwayMap::read_document(&honest.document);
    assert!(map.stages().iter().any(|stage| stage.title == "Before"), "what was there stays");
    let lines = house.store.load(&audit::stream(&house.workshop)).await.unwrap().entries;
    let full = lines.iter().filter(|(_, line)| String::from_utf8_lossy(line).contains("mapFull"));
    assert_eq!(full.count(), 1, "once a minute, however many edits it took");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_2_a_flood_of_removed_parts_hides_nothing_from_who_comes_later() {
    let house = watched(1).await;
    let (mut honest, mut attacker) = (house.person().await, house.person().await);
    let flood = attacker.document.write(|txn, _| make(txn, "steps", (0..20_004, true))).1;
    attacker.sends(flood).await;
    attacker.rests().await;
    let step = honest
        .document
        .write(|txn, _| {
            let step = txn.get_or_insert_map("steps").insert(txn, "aa", MapPrelim::default());
            step.insert(txn, "title", TextPrelim::new("Call"));
        })
        .1;
    honest.sends(step).await;
    honest.rests().await;
    until(&house, |document| steps_kept(document) == REMOVED_PARTS_PER_MAP_MAX + 1).await;
    let newcomer = house.person().await;
    let map = PathwayMap::read_document(&newcomer.document);
    assert_eq!(map.steps.iter().map(|step| step.title.as_str()).collect::<Vec<_>>(), ["Call"]);
    assert_eq!(steps_kept(&newcomer.document), REMOVED_PARTS_PER_MAP_MAX + 1);
}
