//! Giving a map another name.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{begin, edit_maps};
use crate::auth::rights::Right;
use crate::ids::MapId;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, facts_document, input};

/// Gives a map of the workshop another name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameMap {
    /// What it is called from now on.
    name: String,
}

impl Command for NameMap {
    const NAME: &'static str = "nameMap";
    const PATH: &'static str = "/maps/{m}/name";
    const RIGHT: Right = Right::ManageMaps;
    type Target = MapId;
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let name = input::read_map_name(&self.name)?;
        let (decision, untold) = begin(call, state, AuditWord::NameMap).await?;
        let id = call.target.to_string();
        Ok(decision.edit(
            facts_document(&call.caller.workshop),
            edit_maps(untold, move |all| {
                if let Some(map) = all.iter_mut().find(|map| map.id == id) {
                    map.name = name;
                }
                Ok(())
            }),
        ))
    }
}
