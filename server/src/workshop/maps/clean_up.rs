//! Cleaning up a map that was flooded: what says nothing is taken out, and what one person added if that is wanted.

use std::collections::HashSet;

use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::pathway::sound::clean_up::{self, Wanted};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::permission::DocumentName;
use crate::auth::rights::Right;
use crate::ids::{MapId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::agreed_parts::{held_parts, names_of_held};
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::effect::Effect;

/// Takes out of a map what says nothing: parts without a word, stages and lanes without a name that hold no step with
/// words, links that say once more what another says. They can be brought back; removed parts without a word go for good.
/// What a pair has agreed stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CleanUpMap {
    /// Whose additions are taken out too: the goals, outcomes, stages, steps and links that this person was the first to write.
    #[serde(default)]
    #[schema(nullable = false)]
    added_by: Option<ParticipantId>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CleanedUp {
    /// How many parts were taken out; they are among the removed ones.
    taken_out: usize,
    /// How many removed parts without a word went for good.
    cleared: usize,
}

impl Command for CleanUpMap {
    const NAME: &'static str = "cleanUpMap";
    const PATH: &'static str = "/maps/{m}/clean-up";
    const RIGHT: Right = Right::CleanUp;
    type Target = MapId;
    type Answer = CleanedUp;

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<CleanedUp>, CommandError> {
        let (workshop, map) = (&call.caller.workshop, call.target);
        state.check_map(map)?;
        let also: HashSet<PartName> = match &self.added_by {
            Some(person) => {
                let origins = call.workshops.origins(workshop, map).await?;
                origins.into_iter().filter(|(_, by)| by == person).map(|(part, _)| part).collect()
            }
            None => HashSet::new(),
        };
        let (held, _) = held_parts(&call.workshops.rooms, workshop, map).await?;
        let wanted = Wanted { also, kept: names_of_held(&held) };
        let name = DocumentName::Map(workshop.clone(), map.clone());
        let found = state.look_at_map(&name, move |document| clean_up::find(document, &wanted)).await?;
        let answer = CleanedUp { taken_out: found.take_out.len(), cleared: found.forget.len() };
        if found.is_nothing() {
            return Ok(Decision::already_done(answer));
        }
        Ok(Decision::new(answer)
            .audit(&Entry {
                to: self.added_by.as_ref(),
                map: Some(map),
                ..Entry::of(call.now_ms, AuditWord::CleanUpMap, call.caller)
            })
            .effect(Effect::GuardMap { workshop: workshop.clone(), map: Some(map.clone()) })
            .effect(Effect::CompactDocument { document: name.to_string() })
            .edit(name, move |document| {
                found.carry_out(document);
                Ok(())
            }))
    }
}
