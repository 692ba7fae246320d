//! Voting: a ballot is in, or another takes its place, until the vote is closed.
//!
//! The ballot is one row, which nobody can ask for; that its voter is counted is the only thing others see. No line of the audit.

use pairway_crdt::workshop::session::round::{Ballot, CHOICES_MAX, Marks, Refused};
use pairway_crdt::workshop::session::votes;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{change, check_open, refusal, session_document};
use crate::auth::records;
use crate::auth::rights::{self, Right};
use crate::auth::vote_records;
use crate::ids::{MapId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Body, Call, Command, Done};
use crate::workshop::people::scribe::Voice;

/// Votes, or changes one's vote. Its record keeps nothing of the body, so each vote needs a command id of its own.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CastBallot {
    /// The vote.
    round: String,
    /// For each choice its dots or its place (1 to 3); for a question `yes`, `no` or `notSure`, for a scale `1` to `5`, with a 1.
    #[schema(value_type = std::collections::HashMap<String, u32>)]
    marks: Marks,
    /// The person who votes, when that is somebody else who granted it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    acting_for: Option<ParticipantId>,
}

impl std::fmt::Debug for CastBallot {
    /// Without what was chosen, so that no log can hold it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CastBallot").field("round", &self.round).finish_non_exhaustive()
    }
}

impl Command for CastBallot {
    const NAME: &'static str = "castBallot";
    const PATH: &'static str = "/session/ballots";
    // Whether the person may vote whose ballot it is, is asked below.
    const RIGHT: Right = Right::ActFor;
    const BODY: Body = Body::Secret;
    type Target = ();
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Signs)
    }

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        let (voice, _, _) = Voice::heard(call.caller, state, self.acting_for.as_ref(), Right::Vote).await?;
        let side = voice.role.side().ok_or(CommandError::not_allowed(rights::refusal(Right::Vote)))?;
        check_open(call.workshops, (workshop, &self.round), state).await?;
        if self.marks.len() > CHOICES_MAX {
            return Err(refusal(Refused::UnknownChoice));
        }
        self.check_not_own(call, &voice, state).await?;
        let key = vote_records::ballot_key(workshop, &self.round, &voice.person);
        let before: Option<Ballot> = state.get(&key).await?;
        let ballot = Ballot { side, marks: self.marks.clone() };
        let before = before.map(|before| before.side);
        Ok(Decision::new(Done {}).put(key, &ballot).edit(session_document(workshop), {
            let round = self.round.clone();
            change(move |rounds| rounds.cast(&round, &ballot, before))
        }))
    }
}

impl CastBallot {
    /// Checks that nobody votes for what they were the first to write, where that was said.
    async fn check_not_own(
        &self,
        call: &Call<'_, ()>,
        voice: &Voice,
        state: &State<'_>,
    ) -> Result<(), CommandError> {
        // No condition: what is asked never changes while a round is open, and that it is open is a condition already.
        let rounds = state.look_at_map(&session_document(&call.caller.workshop), votes::read).await?;
        let round = rounds.rounds.get(&self.round).filter(|round| round.not_own);
        let chosen = round.into_iter().flat_map(|round| &round.choices);
        for choice in chosen.filter(|choice| self.marks.contains_key(&choice.id)) {
            let Some(part) = &choice.part else { continue };
            let Some(map) = MapId::parse(&part.map) else { continue };
            let key = records::origin_key((&call.caller.workshop, &map), &part.part);
            let origin: Option<ParticipantId> = records::read(call.workshops.store.as_ref(), &key).await?;
            if origin.is_some_and(|origin| origin.as_str() == voice.person) {
                return Err(CommandError::bad(
                    "own_choice",
                    "You wrote one of these yourself. In this vote nobody votes for their own: choose others.",
                ));
            }
        }
        Ok(())
    }
}
