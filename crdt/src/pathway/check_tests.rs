//! Tests of the findings.

use super::*;
use crate::document::Document;
use crate::pathway::archive::MapArchive;
use crate::pathway::seed::seed_map;
use crate::pathway::template::template;

fn view(map: &MapArchive) -> PathwayMap {
    let mut document = Document::new();
    let mut last = 0;
    seed_map(&mut document, map, &mut || {
        last += 1;
        format!("{last:026}")
    });
    PathwayMap::read_document(&document)
}

fn cardiac() -> MapArchive {
    template("cardiac-services").unwrap().to_map()
}

#[test]
fn find_2_an_empty_map_has_no_findings() {
    assert_eq!(findings(&PathwayMap::default()), []);
}

#[test]
fn find_2_names_each_step_that_serves_no_goal() {
    let map = view(&cardiac());
    let aimless: Vec<&str> =
        map.steps.iter().filter(|step| step.goals.is_empty()).map(|step| step.id.as_str()).collect();
    let found = findings(&map);
    let named: Vec<&str> =
        found
            .iter()
            .filter_map(|finding| {
                if let Finding::StepServesNoGoal { step } = finding { Some(step.as_str()) } else { None }
            })
            .collect();
    assert_eq!(named, aimless);
    assert_eq!(named.len(), 4);
}

#[test]
fn find_2_without_any_goal_it_says_so_once() {
    let mut map = cardiac();
    map.list_mut(crate::pathway::kinds::PartKind::Goal).clear();
    map.step_goals.clear();
    let found = findings(&view(&map));
    assert_eq!(found.iter().filter(|finding| **finding == Finding::NoGoals).count(), 1);
    assert!(!found.iter().any(|finding| matches!(finding, Finding::StepServesNoGoal { .. })));
}

#[test]
fn find_3_names_each_stage_without_a_step_of_the_person() {
    let map = view(&cardiac());
    let found = findings(&map);
    let named: Vec<&str> = map
        .stages()
        .iter()
        .filter(|stage| found.contains(&Finding::StageWithoutPerson { stage: stage.id.clone() }))
        .map(|stage| stage.title.as_str())
        .collect();
    assert_eq!(named, ["Diagnosis and treatment", "Going home", "Review", "Living well and coming back"]);
}

#[test]
fn find_4_says_when_all_of_it_is_services() {
    let mut map = cardiac();
    assert!(!findings(&view(&map)).contains(&Finding::NothingBeyondServices));
    for step in &mut map.steps {
        step.sector = Sector::Nhs;
    }
    assert!(findings(&view(&map)).contains(&Finding::NothingBeyondServices));
    map.steps[0].sector = Sector::Peer;
    assert!(!findings(&view(&map)).contains(&Finding::NothingBeyondServices));
}
