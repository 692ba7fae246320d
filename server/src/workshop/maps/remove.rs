//! Removing a map from a workshop, and bringing it back. A removed map keeps its documents: what somebody still writes
//! there is not lost, and it comes back as it was.

use pairway_crdt::workshop::maps::MapState;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{begin, check_room, edit_maps};
use crate::auth::records;
use crate::auth::rights::Right;
use crate::ids::MapId;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, facts_document};

/// Removes a map from the workshop, or brings a removed one back. The map that is shown first cannot be removed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveMap {
    /// Whether it is removed from now on.
    removed: bool,
}

impl Command for RemoveMap {
    const NAME: &'static str = "removeMap";
    const PATH: &'static str = "/maps/{m}/remove";
    const RIGHT: Right = Right::ManageMaps;
    type Target = MapId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let record = state.record().clone();
        if self.removed && record.maps.first() == Some(call.target) {
            return Err(CommandError::not_now(
                "map_shown_first",
                "This map is shown first. Show another map first, then you can remove this one.",
            ));
        }
        let (wanted, word) = if self.removed {
            (MapState::Removed, AuditWord::RemoveMap)
        } else {
            (MapState::Shown, AuditWord::RestoreMap)
        };
        let (decision, untold) = begin(call, state, word).await?;
        let (workshop, id) = (&call.caller.workshop, call.target.to_string());
        Ok(decision
            // As it was: which map is shown first was looked at, so nobody changes it meanwhile.
            .put(records::workshop_key(workshop), &record)
            .edit(
                facts_document(workshop),
                edit_maps(untold, move |all| {
                    if all.iter().any(|map| map.id == id && map.state == wanted) {
                        return Ok(());
                    }
                    if wanted == MapState::Shown {
                        check_room(all)?;
                    }
                    if let Some(map) = all.iter_mut().find(|map| map.id == id) {
                        map.state = wanted;
                    }
                    Ok(())
                }),
            ))
    }
}
