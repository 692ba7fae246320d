//! Several maps in a workshop: adding, copying, naming, showing one first, removing and bringing back.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::archive::MapArchive;
use pairway_crdt::pathway::schema::MapKind;
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::facts::WorkshopFacts;
use pairway_crdt::workshop::maps::{MapFacts, MapState};
use serde_json::{Value, json};
use yrs::{Map, WriteTxn};

use super::support::{Joined, Made, TestServer, command, new_workshop};
use crate::auth::permission::{Access, DocumentName};
use crate::ids::{MapId, random_id};
use crate::limits::MAPS_PER_WORKSHOP_MAX;

/// A workshop from the cardiac template with its facilitator.
struct House {
    server: TestServer,
    made: Made,
    fay: Joined,
}

impl House {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let made = server.make_workshop().await;
        let fay = server.join(&made, "facilitator", "Fay").await;
        Self { server, made, fay }
    }

    fn first(&self) -> String {
        self.made.answer["map"].as_str().unwrap().to_owned()
    }

    async fn facts(&self) -> WorkshopFacts {
        self.server.facts(&self.made).await
    }

    /// Name, kind and whether it is shown, of each map.
    async fn maps(&self) -> Vec<(String, MapKind, MapState)> {
        self.facts()
            .await
            .maps
            .into_iter()
            .map(|MapFacts { name, kind, state, .. }| (name, kind, state))
            .collect()
    }

    async fn read(&self, map: &str) -> PathwayMap {
        let name = DocumentName::parse(&format!("map/{}/{map}", self.made.id())).unwrap();
        self.server.app().rooms.read(&name, PathwayMap::read_document).await.unwrap()
    }

    async fn add(&self, body: Value) -> String {
        let answer =
            self.server.post_as(&self.made.path("/maps"), self.fay.token(), with_id(body)).await.ok();
        answer["map"].as_str().unwrap().to_owned()
    }

    async fn about(&self, map: &str, what: &str, body: Value) -> super::support::Answer {
        let path = self.made.path(&format!("/maps/{map}/{what}"));
        self.server.post_as(&path, self.fay.token(), with_id(body)).await
    }

    async fn audit(&self) -> Vec<(String, Value)> {
        let page = self.server.get(&self.made.path("/audit"), self.fay.token()).await.ok();
        let lines = page["lines"].as_array().unwrap().iter().rev();
        lines.map(|line| (line["act"].as_str().unwrap().to_owned(), line["map"].clone())).collect()
    }
}

fn with_id(mut body: Value) -> Value {
    body["command"] = random_id().into();
    body
}

#[tokio::test]
async fn maps_2_a_facilitator_adds_an_empty_map_or_a_copy_with_the_same_parts_and_nobody_else_does() {
    let house = House::new().await;
    let pat = house.server.join(&house.made, "patientLeader", "Pat").await;
    let path = house.made.path("/maps");
    let body = json!({ "command": random_id(), "kind": "current", "name": " How it is " });
    house.server.post_as(&path, pat.token(), body.clone()).await.refused(403, "facilitators_only");
    let answer = house.server.post_as(&path, house.fay.token(), body.clone()).await.ok();
    assert_eq!(
        house.server.post_as(&path, house.fay.token(), body).await.ok(),
        answer,
        "once, however often it is sent"
    );
    let empty = answer["map"].as_str().unwrap();
    assert_eq!(house.read(empty).await, PathwayMap { kind: MapKind::Current, ..PathwayMap::default() });

    let copy = house.add(json!({ "kind": "current", "name": "Now", "copyOf": house.first() })).await;
    let (from, to) = (house.read(&house.first()).await, house.read(&copy).await);
    assert!(from.steps.len() > 5);
    // Part by part the same, by the same ids; only what kind of map it is differs.
    assert_eq!(MapArchive { kind: from.kind, ..MapArchive::from(&to) }, MapArchive::from(&from));
    assert_eq!(
        house.maps().await,
        [
            (String::new(), MapKind::Future, MapState::Shown),
            ("How it is".to_owned(), MapKind::Current, MapState::Shown),
            ("Now".to_owned(), MapKind::Current, MapState::Shown),
        ]
    );
    assert_eq!(house.facts().await.map, house.first());
    // Everybody may open the new map as they may the first.
    let gate = house.server.app().gatekeeper.clone();
    for kind in ["map", "talk", "record"] {
        let name = DocumentName::parse(&format!("{kind}/{}/{copy}", house.made.id())).unwrap();
        let wanted = if kind == "map" { Access::ReadWrite } else { Access::ReadOnly };
        assert_eq!(gate.sign_in(pat.token(), &name).await.unwrap().1, wanted, "{kind}");
    }
    let audit = house.audit().await;
    assert!(audit.contains(&("addMap".to_owned(), json!(copy))), "{audit:?}");
    house.server.running.stop().await;
}

#[tokio::test]
async fn maps_2_what_pairs_have_said_stays_with_the_map_it_was_said_of() {
    let house = House::new().await;
    let goal = house.read(&house.first()).await;
    let goal = &goal.listed[pairway_crdt::pathway::kinds::PartKind::Goal][0].id;
    let about = json!({ "kind": "goal", "id": goal });
    house.about(&house.first(), "agreement", json!({ "act": "propose", "part": about })).await.ok();
    let copy = house.add(json!({ "kind": "future", "name": "Draft", "copyOf": house.first() })).await;
    let lines = |map: &str| {
        let name = DocumentName::parse(&format!("record/{}/{map}", house.made.id())).unwrap();
        let rooms = house.server.app().rooms.clone();
        async move { rooms.read(&name, |document: &Document| document.encode().len()).await.unwrap() }
    };
    assert!(lines(&house.first()).await > 10);
    assert!(lines(&copy).await <= 2, "the record of the copy is empty");
    let audit = house.audit().await;
    assert!(audit.contains(&("propose".to_owned(), json!(house.first()))), "{audit:?}");
    house.server.running.stop().await;
}

#[tokio::test]
async fn maps_3_a_map_has_a_name_and_a_kind_and_a_workshop_shows_eight_at_most() {
    let house = House::new().await;
    let path = house.made.path("/maps");
    let add = |body: Value| house.server.post_as(&path, house.fay.token(), with_id(body));
    add(json!({ "kind": "current", "name": " " })).await.refused(400, "map_name_empty");
    add(json!({ "kind": "current", "name": "x".repeat(61) })).await.refused(400, "map_name_too_long");
    add(json!({ "kind": "current", "name": "two\nlines" })).await.refused(400, "map_name_unreadable");
    add(json!({ "kind": "past", "name": "Then" })).await.refused(400, "bad_json");
    let nowhere = json!({ "kind": "current", "name": "Now", "copyOf": MapId::random().as_str() });
    add(nowhere).await.refused(404, "not_found");
    assert_eq!(house.maps().await.len(), 1);
    let mut last = String::new();
    for number in 1..MAPS_PER_WORKSHOP_MAX {
        last = house.add(json!({ "kind": "future", "name": format!("Draft {number}") })).await;
    }
    add(json!({ "kind": "future", "name": "One more" })).await.refused(409, "maps_full");
    // One that is removed makes room; it comes back only while there is room.
    house.about(&last, "remove", json!({ "removed": true })).await.ok();
    house.add(json!({ "kind": "future", "name": "One more" })).await;
    house.about(&last, "remove", json!({ "removed": false })).await.refused(409, "maps_full");
    house.server.running.stop().await;
}

#[tokio::test]
async fn maps_4_a_map_is_named_anew_and_another_one_is_shown_first() {
    let house = House::new().await;
    let now = house.add(json!({ "kind": "current", "name": "Now" })).await;
    house.about(&now, "name", json!({ "name": "How it is today" })).await.ok();
    house.about(&house.first(), "name", json!({ "name": "Our plan" })).await.ok();
    house.about(&now, "first", json!({})).await.ok();
    let names: Vec<String> = house.maps().await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Our plan", "How it is today"]);
    assert_eq!(house.facts().await.map, now);
    let late = house.server.join(&house.made, "observer", "Oli").await;
    assert_eq!(late.answer["map"], json!(now));
    house.about(MapId::random().as_str(), "first", json!({})).await.refused(404, "not_found");
    let acts: Vec<String> = house.audit().await.into_iter().map(|(act, _)| act).collect();
    assert!(["nameMap", "showMapFirst"].iter().all(|act| acts.contains(&(*act).to_owned())), "{acts:?}");
    house.server.running.stop().await;
}

#[tokio::test]
async fn maps_5_a_removed_map_is_kept_comes_back_and_the_first_one_cannot_be_removed() {
    let house = House::new().await;
    let copy = house.add(json!({ "kind": "current", "name": "Now", "copyOf": house.first() })).await;
    house.about(&house.first(), "remove", json!({ "removed": true })).await.refused(409, "map_shown_first");
    let before = house.read(&copy).await;
    house.about(&copy, "remove", json!({ "removed": true })).await.ok();
    assert_eq!(house.maps().await[1].2, MapState::Removed);
    house.about(&copy, "first", json!({})).await.refused(404, "not_found");
    let archive = house.server.get(&house.made.map_path("archive.json"), house.fay.token()).await.ok();
    assert_eq!(archive["maps"].as_array().unwrap().len(), 1);
    house.about(&copy, "remove", json!({ "removed": false })).await.ok();
    assert_eq!((house.maps().await[1].2, house.read(&copy).await), (MapState::Shown, before));
    house.server.running.stop().await;
}

#[tokio::test]
async fn archive_5_every_map_that_is_shown_is_in_the_archive_with_its_name_and_comes_back() {
    let house = House::new().await;
    house.about(&house.first(), "name", json!({ "name": "Our plan" })).await.ok();
    house.add(json!({ "kind": "current", "name": "Now", "copyOf": house.first() })).await;
    let file = house.server.get(&house.made.map_path("archive.json"), house.fay.token()).await.ok();
    let mut body = new_workshop();
    body.as_object_mut().unwrap().remove("template");
    body["archive"] = file;
    let made = Made { answer: house.server.post("/api/workshops", body.clone()).await.ok() };
    let fay = house.server.join(&made, "facilitator", "Fay").await;
    let back = House { server: house.server, made, fay };
    assert_eq!(
        back.maps().await,
        [
            ("Our plan".to_owned(), MapKind::Future, MapState::Shown),
            ("Now".to_owned(), MapKind::Current, MapState::Shown),
        ]
    );
    let second = back.facts().await.maps[1].id.clone();
    assert_eq!(back.read(&second).await.steps.len(), back.read(&back.first()).await.steps.len());
    (body["command"], body["archive"]["maps"][0]["name"]) = (json!(random_id()), json!("x".repeat(61)));
    back.server.post("/api/workshops", body).await.refused(400, "map_name_too_long");
    back.server.running.stop().await;
}

#[tokio::test]
async fn archive_5_the_maps_are_in_it_in_the_order_people_see_whichever_was_shown_first_before() {
    let house = House::new().await;
    let [second, third] = [
        house.add(json!({ "kind": "current", "name": "Second" })).await,
        house.add(json!({ "kind": "current", "name": "Third" })).await,
    ];
    for map in [&second, &third] {
        house.about(map, "first", json!({})).await.ok();
    }
    let path = house.made.path(&format!("/maps/{third}/archive.json"));
    let file = house.server.get(&path, house.fay.token()).await.ok();
    let names: Vec<&str> =
        file["maps"].as_array().unwrap().iter().map(|map| map["name"].as_str().unwrap_or_default()).collect();
    assert_eq!(names, ["Third", "", "Second"]);
    house.server.running.stop().await;
}

/// A workshop whose document tells of no maps, as an earlier version wrote it.
#[tokio::test]
async fn maps_1_a_workshop_of_before_there_could_be_several_maps_tells_of_all_once_one_is_added() {
    let house = House::new().await;
    let name = DocumentName::parse(&format!("workshop/{}", house.made.id())).unwrap();
    let first = house.first();
    let forget = move |document: &mut Document| {
        document.write(|txn, _| txn.get_or_insert_map("maps").remove(txn, &first));
    };
    house.server.app().rooms.edit(&name, forget).await.unwrap();
    assert_eq!(house.maps().await, []);
    house.add(json!({ "kind": "current", "name": "Now" })).await;
    assert_eq!(
        house.maps().await,
        [
            (String::new(), MapKind::Future, MapState::Shown),
            ("Now".to_owned(), MapKind::Current, MapState::Shown),
        ]
    );
    let mut body = command();
    body["name"] = "Now".into();
    house.server.post_as(&house.made.map_path("name"), house.fay.token(), body).await.ok();
    assert_eq!(house.maps().await[0].0, "Now");
    house.server.running.stop().await;
}
