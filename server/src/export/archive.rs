//! The full archive of a workshop as a JSON file.
//!
//! Owns which facts of a workshop go into its archive: no participant, no name, no date of deletion; and that what the
//! pairs have said goes with the map. The format itself is `pairway_crdt::pathway::archive`.

use pairway_crdt::pathway::archive::{ArchivedSaying, ArchivedWorkshop, MapArchive, WorkshopArchive};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::facts::WorkshopFacts;

use super::sayings::{IDEA, Sayings};

/// The archive of a workshop and its maps, made at `exported_at_ms` (milliseconds since 1970).
#[must_use]
pub fn workshop_archive(
    facts: &WorkshopFacts,
    maps: &[(PathwayMap, Sayings)],
    exported_at_ms: u64,
) -> WorkshopArchive {
    let workshop = ArchivedWorkshop {
        title: facts.title.clone(),
        challenge: facts.challenge.clone(),
        template: facts.template.clone(),
        format: facts.format.clone(),
        agenda: facts.agenda.clone(),
    };
    let map = |(map, said): &(PathwayMap, Sayings)| MapArchive { agreement: agreement(said), ..map.into() };
    WorkshopArchive::new(workshop, maps.iter().map(map).collect(), exported_at_ms)
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
