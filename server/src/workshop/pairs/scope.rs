//! What is asked and answered about the stages that a pair decides about: who may speak of it, and what can be asked for.

use std::collections::BTreeSet;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::part_reader;
use pairway_crdt::pathway::schema::root;
use pairway_crdt::workshop::pairs::{Pair, PairState};
use pairway_crdt::workshop::scope::{AskedScope, SCOPE_STAGES_MAX};
use pairway_crdt::workshop::side::Side;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{NO_SUCH_PAIR, NOT_YOURS};
use crate::auth::permission::DocumentName;
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::{MapId, PairId, ParticipantId, WorkshopId};
use crate::workshop::CommandError;
use crate::workshop::command::Call;
use crate::workshop::command::state::State;
use crate::workshop::people::scribe::{Voice, check_two_hands};

/// The stages of one map that a pair decides about; none for the whole map.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedScope {
    /// On which map. Every other map stays as it is.
    map: MapId,
    /// Ids of stages; none for the whole map.
    stages: BTreeSet<String>,
}

impl WantedScope {
    /// Checks that it is a map of this workshop and that the stages are on it.
    pub(super) async fn check(
        &self,
        workshop: &WorkshopId,
        state: &mut State<'_>,
    ) -> Result<(), CommandError> {
        state.check_map(&self.map)?;
        if self.stages.len() > SCOPE_STAGES_MAX {
            return Err(CommandError::bad("too_many_stages", "A pair cannot choose so many stages."));
        }
        let name = DocumentName::Map(workshop.clone(), self.map.clone());
        let stages = self.stages.clone();
        let look = move |document: &Document| {
            document.read(|txn, _| stages.iter().all(|stage| part_reader::shows(txn, root::STAGES, stage)))
        };
        if state.look_at_map(&name, look).await? {
            Ok(())
        } else {
            Err(CommandError::not_now("no_such_stage", "One of these stages is no longer on the map."))
        }
    }

    /// As somebody asks for it; a half says yes by asking.
    pub(super) fn asked(&self, by: &str, side: Option<Side>, at: u64) -> AskedScope {
        AskedScope {
            map: self.map.to_string(),
            stages: self.stages.clone(),
            by: by.to_owned(),
            at,
            yes: side.into_iter().collect(),
        }
    }

    /// Whether it is what a pair decides about now.
    pub(super) fn is_so(&self, pair: &Pair) -> bool {
        pair.scope
            .stages_on(self.map.as_str())
            .map_or(self.stages.is_empty(), |stages| *stages == self.stages)
    }

    /// Whether it is the whole map.
    pub(super) fn is_whole(&self) -> bool {
        self.stages.is_empty()
    }

    /// The question to a pair that somebody answers who saw this asked for.
    ///
    /// # Errors
    /// When nothing is asked, or something else by now.
    pub(super) fn as_asked_of(&self, pair: &Pair) -> Result<AskedScope, CommandError> {
        let asked = pair.asked_scope.as_ref().filter(|_| pair.state == PairState::Open);
        let asked = asked
            .ok_or(CommandError::not_now("not_asked", "Nobody is waiting for your answer here any more."))?;
        if asked.map == self.map.as_str() && asked.stages == self.stages {
            return Ok(asked.clone());
        }
        Err(CommandError::Changed {
            message: "Something else is asked by now. Look at it and answer again.",
            now: json!({ "map": asked.map, "stages": asked.stages }),
        })
    }
}

/// Who speaks of the stages of a pair: one of its halves, or a facilitator.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    /// Participant id of the person whose words they are.
    pub(super) person: String,
    /// Which half; `None` for a facilitator.
    pub(super) side: Option<Side>,
}

impl Speaker {
    /// Finds out who speaks.
    pub(super) async fn of(
        call: &Call<'_, PairId>,
        state: &mut State<'_>,
        acting_for: Option<&ParticipantId>,
    ) -> Result<Self, CommandError> {
        let (voice, _, pairs) = Voice::heard(call.caller, state, acting_for, Right::ChooseScope).await?;
        let pair = pairs.get(call.target.as_str()).ok_or(CommandError::NotFound(NO_SUCH_PAIR))?;
        // A role that changed to the other side since the pair was formed says nothing for its half.
        let side = pair.side_of(&voice.person).filter(|side| voice.role.side() == Some(*side));
        match side {
            Some(side) => check_two_hands(state, call.caller, &voice, (pair, side)).await?,
            None if voice.role == Role::Facilitator => {}
            None => return Err(CommandError::not_allowed(NOT_YOURS)),
        }
        Ok(Self { person: voice.person, side })
    }

    /// The half that speaks.
    pub(super) fn half(&self) -> Result<Side, CommandError> {
        self.side.ok_or(CommandError::not_allowed((
            "not_your_pair",
            "Only the two say yes to the stages they decide about.",
        )))
    }
}
