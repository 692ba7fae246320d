//! Tests of seeding: what was written is what is read, as one update that any other copy takes.

use std::collections::BTreeSet;

use super::*;
use crate::pathway::archive::ArchivedStepGoal;
use crate::pathway::schema::{Mode, Sector};
use crate::pathway::template::{template, templates};
use crate::pathway::view::PathwayMap;

/// Ids that count up, with the length of real ones.
fn counting_ids() -> impl FnMut() -> String {
    let mut last = 0;
    move || {
        last += 1;
        format!("{last:026}")
    }
}

fn seeded(map: &MapArchive) -> (Document, Bytes) {
    let mut document = Document::new();
    let update = seed_map(&mut document, map, &mut counting_ids());
    (document, update)
}

#[test]
fn archive_1_every_template_is_read_back_as_it_was_written() {
    for template in templates() {
        let (document, _) = seeded(&template.to_map());
        let map = PathwayMap::read_document(&document);
        let titles: Vec<&str> = map.stages().iter().map(|stage| stage.title.as_str()).collect();
        assert_eq!(titles, template.stages, "{}", template.id);
        let lanes: Vec<_> = map.lanes().iter().map(|lane| (lane.title.as_str(), lane.sector())).collect();
        let wanted: Vec<_> = template.lanes.iter().map(|lane| (lane.name.as_str(), lane.sector)).collect();
        assert_eq!(lanes, wanted, "{}", template.id);
        let goals: Vec<&str> = map.goals().iter().map(|goal| goal.title.as_str()).collect();
        assert_eq!(goals, template.goals, "{}", template.id);
        assert_eq!(map.steps.len(), template.steps.len());
        for wanted in &template.steps {
            let step = map.steps.iter().find(|step| step.title == wanted.text).unwrap();
            assert!(step.is_placed(), "{}", step.title);
            assert_eq!(step.stage.as_ref(), Some(&map.stages()[wanted.stage].id));
            assert_eq!(step.lane.as_ref(), Some(&map.lanes()[wanted.lane].id));
            assert_eq!((step.mode, step.sector), (wanted.mode, wanted.sector));
            let goals: Vec<&String> = wanted.goals.iter().map(|goal| &map.goals()[*goal].id).collect();
            assert_eq!(step.goals.iter().collect::<Vec<_>>(), goals);
        }
        assert_eq!(map.links.len(), template.links.len());
        assert!(map.links.iter().all(|link| !link.is_hidden));
        assert_eq!(map.left_out, crate::pathway::view::LeftOut::default());
    }
}

#[test]
fn archive_1_the_cardiac_map_leads_from_the_first_step_to_the_last() {
    let (document, _) = seeded(&template("cardiac-services").unwrap().to_map());
    let map = PathwayMap::read_document(&document);
    let start = map.steps.iter().find(|step| step.title.starts_with("Notices symptoms")).unwrap();
    assert_eq!((start.mode, start.sector), (Mode::By, Sector::SelfFamily));
    let mut way = vec![start.title.as_str()];
    let mut at = start.id.as_str();
    while let Some(link) = map.leads_to(at).next() {
        at = &map.steps.iter().find(|step| step.id == link.to).unwrap().id;
        way.push(&map.steps.iter().find(|step| step.id == at).unwrap().title);
    }
    let wanted: Vec<&str> =
        template("cardiac-services").unwrap().steps.iter().map(|step| step.text.as_str()).collect();
    assert_eq!(way, wanted);
}

#[test]
fn seed_2_one_update_brings_another_copy_to_the_same_map() {
    for template in templates() {
        let (document, update) = seeded(&template.to_map());
        let mut copy = Document::new();
        let applied = copy.apply(&update).unwrap();
        assert!(!applied.missing);
        assert_eq!(PathwayMap::read_document(&copy), PathwayMap::read_document(&document));
        assert_eq!(copy.state_vector(), document.state_vector());
    }
}

#[test]
fn archive_1_ids_are_fresh_so_that_one_archive_seeds_many_maps() {
    let map = template("podiatry").unwrap().to_map();
    let mut ids = counting_ids();
    let mut all = BTreeSet::new();
    for _ in 0..2 {
        let mut document = Document::new();
        seed_map(&mut document, &map, &mut ids);
        let read = PathwayMap::read_document(&document);
        let parts = read.stages().iter().map(|part| &part.id).chain(read.lanes().iter().map(|part| &part.id));
        let parts = parts
            .chain(read.goals().iter().map(|part| &part.id))
            .chain(read.steps.iter().map(|part| &part.id));
        for id in parts.chain(read.links.iter().map(|part| &part.id)) {
            assert!(all.insert(id.clone()), "{id} twice");
            assert_eq!(id.len(), 26);
        }
    }
    assert_eq!(all.len(), 2 * map.parts());
}

/// What is written has the layout of `docs/PROTOCOL.md` section 1.1: texts are `Y.Text`, values that belong
/// together are one value.
#[test]
fn what_is_written_has_the_layout_of_the_protocol() {
    use yrs::{Out, ReadTxn};
    let (document, _) = seeded(&template("cardiac-services").unwrap().to_map());
    document.read(|txn, _| {
        let meta = txn.get_map("meta").unwrap();
        assert_eq!(meta.get(txn, "kind"), Some(Out::Any(Any::from("future"))));
        assert_eq!(meta.get(txn, "version"), Some(Out::Any(Any::from(SCHEMA_VERSION))));
        let steps = txn.get_map("steps").unwrap();
        for id in steps.keys(txn) {
            let Some(Out::YMap(step)) = steps.get(txn, id) else { panic!("a step is a map") };
            let keys: BTreeSet<&str> = step.keys(txn).collect();
            assert_eq!(keys, BTreeSet::from(["title", "detail", "pos", "meta"]));
            assert!(matches!(step.get(txn, "title"), Some(Out::YText(_))));
            assert!(matches!(step.get(txn, "detail"), Some(Out::YText(_))));
            let Some(Out::Any(Any::Map(pos))) = step.get(txn, "pos") else { panic!("pos is one value") };
            assert_eq!(
                pos.keys().map(String::as_str).collect::<BTreeSet<_>>(),
                BTreeSet::from(["stage", "lane", "ord"])
            );
            let Some(Out::Any(Any::Map(meta))) = step.get(txn, "meta") else { panic!("meta is one value") };
            let keys: BTreeSet<&str> = meta.keys().map(String::as_str).collect();
            assert_eq!(keys, BTreeSet::from(["kind", "mode", "sector", "perspective"]));
        }
        let links = txn.get_map("links").unwrap();
        for id in links.keys(txn) {
            let Some(Out::YMap(link)) = links.get(txn, id) else { panic!("a link is a map") };
            let keys: BTreeSet<&str> = link.keys(txn).collect();
            assert_eq!(keys, BTreeSet::from(["ends", "kind", "label"]));
            assert!(matches!(link.get(txn, "label"), Some(Out::YText(_))));
        }
    });
}

#[test]
fn import_4_the_largest_archive_becomes_a_document_within_its_limit_and_comes_back_from_the_log() {
    use crate::limits::{DOCUMENT_BYTES_MAX, PARTS_PER_MAP_MAX};
    use crate::pathway::archive::ARCHIVE_BYTES_MAX;
    use crate::pathway::kinds::PartKind;
    use crate::pathway::parts::ListedPart;
    use crate::pathway::schema::STEP_GOALS_PER_MAP_MAX;
    let mut map = template("cardiac-services").unwrap().to_map();
    let title = "é".repeat(ARCHIVE_BYTES_MAX / PARTS_PER_MAP_MAX / 2);
    let room = PARTS_PER_MAP_MAX - map.parts();
    map.list_mut(PartKind::Goal).extend((0..room).map(|id| ListedPart::new(format!("more{id}"), &title)));
    let served =
        |step: &str, goal: &str| ArchivedStepGoal { step: String::from(step), goal: String::from(goal) };
    let pairs = map
        .steps
        .iter()
        .flat_map(|step| map.listed[PartKind::Goal].iter().map(move |goal| served(&step.id, &goal.id)));
    map.step_goals = pairs.take(STEP_GOALS_PER_MAP_MAX).collect();
    assert_eq!(map.step_goals.len(), STEP_GOALS_PER_MAP_MAX);
    let (document, update) = seeded(&map);
    assert!(update.len() > 8_000_000 && update.len() < DOCUMENT_BYTES_MAX, "{} bytes", update.len());
    let again = Document::rebuild(None, std::iter::once(&update[..])).unwrap();
    let read = PathwayMap::read_document(&again);
    assert_eq!(read, PathwayMap::read_document(&document));
    assert!(read.left_out.is_nothing() && read.goals().len() == room + 3);
}

#[test]
fn agenda_4_what_items_are_about_follows_the_parts_of_a_map_that_is_brought_in() {
    let map = template("podiatry").unwrap().to_map();
    let about = |about: &str| AgendaItem {
        id: String::new(),
        min: 5,
        title: String::from("A"),
        mode: String::from("silent"),
        opens: String::from("patient"),
        says: String::new(),
        about: About::parse(about),
        notes: String::new(),
    };
    let mut agenda = ["stage:stage1", "goal:goal0", "goal:goal9", "question:stage1?"].map(about);
    let mut document = Document::new();
    seed_map_of_agenda(&mut document, &map, &mut agenda, &mut counting_ids());
    let read = PathwayMap::read_document(&document);
    assert_eq!(read.steps.len(), map.steps.len());
    let (stage, goal) = (read.stages()[1].id.clone(), read.goals()[0].id.clone());
    let wanted = [
        About::Stage(stage),
        About::Goal(goal),
        About::Goal(String::from("goal9")),
        About::Question(String::from("stage1?")),
    ];
    assert_eq!(agenda.map(|item| item.about.unwrap()), wanted);
}
