//! Adding a map to a workshop: empty, or as a copy of another of its maps.

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::limits::DOCUMENT_BYTES_MAX;
use pairway_crdt::pathway::archive::MapArchive;
use pairway_crdt::pathway::schema::MapKind;
use pairway_crdt::pathway::seed::copy_map;
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::maps::{MAPS_KEPT_MAX, MapFacts, MapState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MAPS_FULL, check_room, edit_maps, untold_maps};
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::auth::rights::Right;
use crate::ids::MapId;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::{CommandError, facts_document, input};

/// Adds a map to the workshop: how it is, or how we want it. It begins empty or as a copy of another map of the workshop.
/// What pairs have agreed and what was said of the other map stays with that one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddMap {
    /// Whether it shows how it is or how we want it.
    #[schema(schema_with = crate::workshop::schema::map_kind)]
    kind: MapKind,
    /// What it is called.
    name: String,
    /// The map whose parts it begins with.
    #[serde(default)]
    #[schema(nullable = false)]
    copy_of: Option<MapId>,
}

/// A map that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AddedMap {
    /// Its id.
    map: MapId,
}

impl Command for AddMap {
    const NAME: &'static str = "addMap";
    const PATH: &'static str = "/maps";
    const RIGHT: Right = Right::ManageMaps;
    type Target = ();
    type Answer = AddedMap;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<AddedMap>, CommandError> {
        let workshop = &call.caller.workshop;
        let name = input::read_map_name(&self.name)?;
        let untold = untold_maps(call, state).await?;
        let mut record = state.record().clone();
        if record.maps.len() >= MAPS_KEPT_MAX {
            return Err(MAPS_FULL);
        }
        let update = self.first_update(call, state).await?;
        let map = MapId::random();
        record.maps.push(map.clone());
        let document = DocumentName::Map(workshop.clone(), map.clone());
        let added = MapFacts { id: map.to_string(), name, kind: self.kind, state: MapState::Shown };
        Ok(Decision::new(AddedMap { map: map.clone() })
            .put(records::workshop_key(workshop), &record)
            .audit(&Entry { map: Some(&map), ..Entry::of(call.now_ms, AuditWord::AddMap, call.caller) })
            // Straight into its stream: nobody can have a room of a map whose id was made a moment ago.
            .append(document.to_string(), update)
            .edit(
                facts_document(workshop),
                edit_maps(untold, move |all| {
                    check_room(all)?;
                    all.push(added);
                    Ok(())
                }),
            ))
    }
}

impl AddMap {
    /// What the document of the new map begins with.
    async fn first_update(&self, call: &Call<'_, ()>, state: &State<'_>) -> Result<Bytes, CommandError> {
        let kind = self.kind;
        let Some(copied) = &self.copy_of else {
            return written(&MapArchive { kind, ..MapArchive::default() });
        };
        state.check_map(copied)?;
        let write = move |document: &Document| {
            let read = PathwayMap::read_document(document);
            written(&MapArchive { kind, ..MapArchive::from(&read) })
        };
        call.workshops.with_copy(&call.caller.workshop, copied, write).await?
    }
}

/// The one update of a new map; what could not be loaded again must never be kept.
fn written(map: &MapArchive) -> Result<Bytes, CommandError> {
    let mut document = Document::new();
    let update = copy_map(&mut document, map);
    if document.is_poisoned() || update.len() > DOCUMENT_BYTES_MAX {
        return Err(CommandError::bad("map_too_large", "This map is too large to be copied."));
    }
    Ok(update)
}
