//! Tests of the archive file: what is in it, what is not, and that it comes back as it was.

use std::collections::BTreeMap;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::pathway::seed::{seed_map, seed_template};
use pairway_crdt::pathway::template::{template, templates};
use pairway_crdt::workshop::facts::{ParticipantFacts, ParticipantState};

use super::*;
use crate::export::sayings::Saying;

fn ids() -> impl FnMut() -> String {
    let mut last = 0;
    move || {
        last += 1;
        format!("{last:026}")
    }
}

fn facts() -> WorkshopFacts {
    let cardiac = template("cardiac-services").unwrap();
    let person = ParticipantFacts {
        role: String::from("patientLeader"),
        side: String::from("patient"),
        state: ParticipantState::In,
        acts_for: None,
        asks_to_act_for: None,
    };
    WorkshopFacts {
        title: String::from("Heart care in our town"),
        challenge: String::from("Nobody told me what comes next"),
        ends_on: String::from("2030-01-31"),
        template: cardiac.id.clone(),
        format: cardiac.format.clone(),
        map: String::from("0123456789abcdefghjkmnpqrs"),
        maps: Vec::new(),
        frozen: true,
        waiting_room: false,
        observers_silent: false,
        roster_revision: 7,
        participants: BTreeMap::from([(String::from("zzzzzzzzzzzzzzzzzzzzzzzzzz"), person)]),
        agenda: cardiac.agenda.clone(),
        discuss: cardiac.discuss.clone(),
        facts: cardiac.facts.clone(),
    }
}

/// A map without a name of which nothing was said.
fn unsaid(map: PathwayMap) -> (String, (PathwayMap, Sayings)) {
    (String::new(), (map, Sayings::new()))
}

#[test]
fn archive_4_what_the_pairs_said_is_in_the_file_and_is_not_brought_back() {
    let part = |text: &str| PartName::parse(text).unwrap();
    let saying = |state: &str, patient: &[&str], professional: &[&str]| Saying {
        state: String::from(state),
        patient: patient.iter().map(|view| String::from(*view)).collect(),
        professional: professional.iter().map(|view| String::from(*view)).collect(),
    };
    let said = Sayings::from([
        (part("step:s2"), saying("We see it differently", &["Too far"], &["Safest there"])),
        (part("goal:g1"), saying("Agreed", &[], &[])),
        (part("step:s1"), saying(IDEA, &[], &[])),
    ]);
    let file =
        archive_json(&workshop_archive(&facts(), &[(String::new(), (PathwayMap::default(), said))], 5));
    let value: serde_json::Value = serde_json::from_slice(&file).unwrap();
    let expected = serde_json::json!([
        { "part": "goal:g1", "state": "Agreed" },
        { "part": "step:s2", "state": "We see it differently", "patient": ["Too far"], "professional": ["Safest there"] },
    ]);
    assert_eq!(value["maps"][0]["agreement"], expected);
    assert_eq!(WorkshopArchive::parse(&file).unwrap().maps[0].agreement, []);
}

#[test]
fn archive_1_every_template_comes_back_as_it_was() {
    for template in templates() {
        let mut document = Document::new();
        seed_template(&mut document, template, &mut ids());
        let map = PathwayMap::read_document(&document);
        let file = archive_json(&workshop_archive(&facts(), &[unsaid(map.clone())], 1_900_000_000_000));
        let archive = WorkshopArchive::parse(&file).unwrap();
        assert_eq!(archive, workshop_archive(&facts(), &[unsaid(map)], 1_900_000_000_000));

        let mut copy = Document::new();
        let mut fresh = ids();
        for _ in 0..1_000 {
            fresh();
        }
        seed_map(&mut copy, &archive.maps[0], &mut fresh);
        let copy = steps_without_ids(&PathwayMap::read_document(&copy));
        assert_eq!(copy, steps_without_ids(&PathwayMap::read_document(&document)), "{}", template.id);
    }
}

/// The table of a map holds all that people see and no id.
fn steps_without_ids(map: &PathwayMap) -> String {
    String::from_utf8(crate::export::table::steps_csv(map, &crate::export::sayings::Sayings::default()))
        .unwrap()
}

#[test]
fn archive_2_holds_no_participant_and_no_right() {
    let file =
        String::from_utf8(archive_json(&workshop_archive(&facts(), &[unsaid(PathwayMap::default())], 5)))
            .unwrap();
    for secret in
        ["zzzzzzzz", "patientLeader", "participants", "roster", "frozen", "0123456789ab", "2030-01-31"]
    {
        assert!(!file.contains(secret), "{secret}");
    }
}

#[test]
fn archive_3_says_what_it_is_and_that_it_is_no_advice() {
    let file = archive_json(&workshop_archive(&facts(), &[unsaid(PathwayMap::default())], 5));
    let value: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(value["format"], "pairway-archive");
    assert_eq!(value["version"], 4, "its agenda has instructions");
    assert_eq!(value["exportedAt"], 5);
    assert_eq!(value["notice"], "Service design. Not clinical advice.");
    assert_eq!(value["workshop"]["agenda"][0]["min"], 10);
    let keys: Vec<&str> = value["maps"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 8);
    for key in ["kind", "stages", "lanes", "goals", "outcomes", "steps", "links", "stepGoals"] {
        assert!(keys.contains(&key), "{key}");
    }
}
