//! What must hold of any bytes that are brought in as an archive. Shared by the random test and the fuzz target.

use std::collections::HashMap;

use pairway_crdt::document::Document;
use pairway_crdt::limits::{DOCUMENT_BYTES_MAX, PARTS_PER_MAP_MAX};
use pairway_crdt::pathway::archive::{MAPS_PER_ARCHIVE_MAX, MapArchive, WorkshopArchive};
use pairway_crdt::pathway::seed::seed_map;
use pairway_crdt::pathway::view::PathwayMap;

/// Reads bytes as an archive, and when they are one makes its maps and takes them away again; whether they were one.
pub fn bring_in(bytes: &[u8]) -> bool {
    let archive = match WorkshopArchive::parse(bytes) {
        Ok(archive) => archive,
        Err(error) => {
            assert!(error.to_string().ends_with('.'), "no words: {error}");
            return false;
        }
    };
    assert!(archive.maps.len() <= MAPS_PER_ARCHIVE_MAX);
    let mut taken_away = Vec::new();
    for map in &archive.maps {
        assert!(map.parts() <= PARTS_PER_MAP_MAX);
        let once = made_of(map);
        assert_eq!(words_of(&once), words_of(map), "words were lost or made up");
        let twice = made_of(&once);
        assert_eq!(plain(&twice), plain(&once), "taken away and brought in again it is another map");
        taken_away.push(once);
    }
    let again = WorkshopArchive::new(archive.workshop, taken_away, archive.exported_at);
    let file = serde_json::to_vec(&again).expect("plain values");
    let read = WorkshopArchive::parse(&file).expect("what was taken away can be brought in");
    assert_eq!(read, again);
    true
}

/// The map document of an archive, taken away again.
fn made_of(map: &MapArchive) -> MapArchive {
    let mut last = 0;
    let mut new_id = || {
        last += 1;
        format!("{last:026}")
    };
    let mut document = Document::new();
    let update = seed_map(&mut document, map, &mut new_id);
    assert!(!document.is_poisoned(), "the engine refused it");
    assert!(update.len() <= DOCUMENT_BYTES_MAX, "{} bytes", update.len());
    let mut copy = Document::new();
    assert!(!copy.apply(&update).expect("passes the gate").missing);
    assert_eq!(copy.strays(), 0, "some of it belongs into no map");
    let view = PathwayMap::read_document(&copy);
    assert!(view.left_out.is_nothing(), "{:?}", view.left_out);
    MapArchive::from(&view)
}

/// Every title and text of the parts that are shown, whatever their order.
fn words_of(map: &MapArchive) -> Vec<String> {
    let listed = map.listed.iter().map(|(row, part)| format!("{}: {}", row.root, part.title));
    let steps = map.steps.iter().map(|step| {
        format!("step: {}, {}, {}, {}, {:?}", step.title, step.detail, step.options, step.matters, step.kind)
    });
    let mut words: Vec<String> = listed.chain(steps).collect();
    words.sort();
    words
}

/// The map as JSON, with ids that say nothing but which is which.
fn plain(map: &MapArchive) -> String {
    let ids = map.listed.iter().map(|(_, part)| &part.id);
    let ids = ids.chain(map.steps.iter().map(|step| &step.id)).chain(map.links.iter().map(|link| &link.id));
    let numbers: HashMap<&String, String> =
        ids.enumerate().map(|(number, id)| (id, format!("\"#{number}\""))).collect();
    let mut text = serde_json::to_string(map).expect("plain values");
    for (id, number) in &numbers {
        text = text.replace(&format!("\"{id}\""), number);
    }
    text
}
