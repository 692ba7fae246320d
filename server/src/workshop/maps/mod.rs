//! The maps of a workshop: adding one, what each is called, which is shown first, removing and bringing back; and commands
//! about one map as a whole.
//!
//! The record of the workshop holds which documents are its maps, its document tells people of them. Owns how both are kept
//! the same.

pub mod add;
pub mod clean_up;
pub mod name;
pub mod remove;
pub mod show_first;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning;
use pairway_crdt::workshop::maps::{self, MapFacts, MapState};

use super::audit::{AuditWord, Entry};
use super::command::decision::Decision;
use super::command::state::State;
use super::command::{Call, Done};
use super::{CommandError, facts_document};
use crate::auth::permission::DocumentName;
use crate::ids::MapId;
use crate::limits::MAPS_PER_WORKSHOP_MAX;

/// What is answered when one more map would be too many.
const MAPS_FULL: CommandError = CommandError::NotNow {
    code: "maps_full",
    message: "This workshop has as many maps as it can have. Remove one that is no longer needed.",
};

/// Begins a decision about one map of the workshop: its line in the audit, and what [`edit_maps`] needs to know.
async fn begin(
    call: &Call<'_, MapId>,
    state: &State<'_>,
    word: AuditWord,
) -> Result<(Decision<Done>, Vec<MapFacts>), CommandError> {
    state.check_map(call.target)?;
    let untold = untold_maps(call, state).await?;
    let entry = Entry { map: Some(call.target), ..Entry::of(call.now_ms, word, call.caller) };
    Ok((Decision::new(Done {}).audit(&entry), untold))
}

/// The maps of the record that the workshop's document does not tell of: those that were made before there could be several.
async fn untold_maps<T: Sync>(call: &Call<'_, T>, state: &State<'_>) -> Result<Vec<MapFacts>, CommandError> {
    let workshop = &call.caller.workshop;
    let told = call.workshops.rooms.read(&facts_document(workshop), told_maps).await?;
    let mut untold = Vec::new();
    for map in &state.record().maps {
        if told.iter().any(|one| one.id == map.as_str()) {
            continue;
        }
        let name = DocumentName::Map(workshop.clone(), map.clone());
        let kind =
            state.look_at_map(&name, |document| document.read(|txn, _| meaning::map_kind(txn))).await?;
        untold.push(MapFacts { id: map.to_string(), name: String::new(), kind, state: MapState::Shown });
    }
    Ok(untold)
}

fn told_maps(document: &Document) -> Vec<MapFacts> {
    document.read(|txn, _| maps::read(txn))
}

/// The maps as the workshop's document will tell them, before something is changed about them.
fn all_maps(document: &Document, untold: Vec<MapFacts>) -> Vec<MapFacts> {
    let mut all = told_maps(document);
    let missing: Vec<_> = untold.into_iter().filter(|map| all.iter().all(|one| one.id != map.id)).collect();
    all.splice(0..0, missing);
    all
}

/// Changes the list of maps in the workshop's document.
fn edit_maps(
    untold: Vec<MapFacts>,
    change: impl FnOnce(&mut Vec<MapFacts>) -> Result<(), CommandError> + Send + 'static,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    move |document| {
        let mut all = all_maps(document, untold);
        change(&mut all)?;
        document.write(|txn, _| maps::write(txn, &all));
        Ok(())
    }
}

/// Refuses when one more map that is shown would be too many.
fn check_room(all: &[MapFacts]) -> Result<(), CommandError> {
    let shown = all.iter().filter(|map| map.state == MapState::Shown).count();
    if shown < MAPS_PER_WORKSHOP_MAX { Ok(()) } else { Err(MAPS_FULL) }
}
