//! The full archive of a workshop as a JSON file.
//!
//! Owns which facts of a workshop go into its archive: no participant, no name, no date of deletion; and that what the
//! pairs have said goes with the map. The format itself is `pairway_crdt::pathway::archive`.

use pairway_crdt::agenda::AgendaItem;
use pairway_crdt::pathway::archive::{ArchivedSaying, ArchivedWorkshop, MapArchive, WorkshopArchive};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::facts::WorkshopFacts;

use super::sayings::{IDEA, Sayings};

/// The archive of a workshop and its maps with their names, made at `exported_at_ms` (milliseconds since 1970).
#[must_use]
pub fn workshop_archive(
    facts: &WorkshopFacts,
    maps: &[(String, (PathwayMap, Sayings))],
    exported_at_ms: u64,
) -> WorkshopArchive {
    let workshop = ArchivedWorkshop {
        title: facts.title.clone(),
        challenge: facts.challenge.clone(),
        template: facts.template.clone(),
        format: facts.format.clone(),
        agenda: Vec::new(),
        discuss: facts.discuss.clone(),
        facts: facts.facts.clone(),
    };
    let map = |(name, (map, said)): &(String, (PathwayMap, Sayings))| MapArchive {
        name: name.clone(),
        agreement: agreement(said),
        ..map.into()
    };
    let maps: Vec<MapArchive> = maps.iter().map(map).collect();
    let agenda = agenda(facts, &maps);
    WorkshopArchive::new(ArchivedWorkshop { agenda, ..workshop }, maps, exported_at_ms)
}

/// The agenda. What an item was about is left out when it is in no map any more.
fn agenda(facts: &WorkshopFacts, maps: &[MapArchive]) -> Vec<AgendaItem> {
    let mut agenda = facts.agenda.clone();
    for item in &mut agenda {
        item.about = item.about.take().filter(|about| maps.iter().any(|map| map.has(about)));
    }
    agenda
}

/// Of every part that is more than an idea, by name.
fn agreement(said: &Sayings) -> Vec<ArchivedSaying> {
    let mut all: Vec<ArchivedSaying> = said
        .iter()
        .filter(|(_, said)| said.state != IDEA)
        .map(|(part, said)| ArchivedSaying {
            part: part.to_string(),
            state: said.state.clone(),
            patient: said.patient.clone(),
            professional: said.professional.clone(),
        })
        .collect();
    all.sort_by(|one, other| one.part.cmp(&other.part));
    all
}

/// The bytes of the file: indented, so that people can read and compare it.
///
/// # Panics
/// Never: every value of an archive has a JSON form and memory takes any length.
#[must_use]
pub fn archive_json(archive: &WorkshopArchive) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(archive).expect("an archive holds only text, numbers and lists");
    json.push(b'\n');
    json
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
