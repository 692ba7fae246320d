//! Which map of a workshop is shown first, to whoever opens it without having chosen one.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts;
use pairway_crdt::workshop::maps::{self, MapState};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{all_maps, begin};
use crate::auth::records;
use crate::auth::rights::Right;
use crate::ids::MapId;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::take_away::NO_SUCH_MAP;
use crate::workshop::{CommandError, facts_document};

/// Shows this map first to whoever opens the workshop.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowMapFirst {}

impl Command for ShowMapFirst {
    const NAME: &'static str = "showMapFirst";
    const PATH: &'static str = "/maps/{m}/first";
    const RIGHT: Right = Right::ManageMaps;
    type Target = MapId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let mut record = state.record().clone();
        if record.maps.first() == Some(call.target) {
            return Ok(Decision::already_done(Done {}));
        }
        let (decision, untold) = begin(call, state, AuditWord::ShowMapFirst).await?;
        record.maps.retain(|map| map != call.target);
        record.maps.insert(0, call.target.clone());
        let workshop = &call.caller.workshop;
        let id = call.target.to_string();
        Ok(decision.put(records::workshop_key(workshop), &record).edit(
            facts_document(workshop),
            move |document: &mut Document| {
                let all = all_maps(document, untold);
                if all.iter().any(|map| map.id == id && map.state == MapState::Removed) {
                    return Err(CommandError::NotFound(NO_SUCH_MAP));
                }
                document.write(|txn, _| {
                    maps::write(txn, &all);
                    facts::write_main_map(txn, &id);
                });
                Ok(())
            },
        ))
    }
}
