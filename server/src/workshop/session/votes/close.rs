//! Closing a vote: the sums are told, and the ballots are gone, in one commit.

use pairway_crdt::workshop::session::round::{Ballot, RoundState};
use pairway_crdt::workshop::session::votes;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{NO_SUCH_ROUND, change, check_open, session_document};
use crate::auth::records;
use crate::auth::rights::Right;
use crate::auth::vote_records;
use crate::ids::WorkshopId;
use crate::store::Batch;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::{CommandError, Workshops};

/// Closes a vote: its sums are there for everybody, and its ballots are erased. Of fewer than 3 voters nothing is told, and with
/// fewer than 3 on a side the sums of all only.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseRound {
    /// The vote.
    round: String,
}

impl Command for CloseRound {
    const NAME: &'static str = "closeRound";
    const PATH: &'static str = "/session/rounds/close";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        // A person who votes for the first time changes this document, and that it did not change becomes a condition.
        let rounds = state.look(&session_document(workshop), votes::read).await?;
        let round = rounds.rounds.get(&self.round).ok_or(NO_SUCH_ROUND)?;
        if round.state != RoundState::Open {
            return Ok(Decision::already_done(Done {}));
        }
        check_open(call.workshops, (workshop, &self.round), state).await?;
        let (ballots, erased) = call.workshops.take_ballots(workshop, &self.round).await?;
        let (id, now_ms) = (self.round.clone(), call.now_ms);
        Ok(Decision::new(Done {})
            .with(erased)
            .audit(&Entry::of(call.now_ms, AuditWord::CloseRound, call.caller))
            .edit(session_document(workshop), change(move |rounds| rounds.close(&id, &ballots, now_ms))))
    }
}

impl Workshops {
    /// All ballots of a round, and what erases them. That none of them was changed meanwhile is a condition.
    pub(super) async fn take_ballots(
        &self,
        workshop: &WorkshopId,
        round: &str,
    ) -> Result<(Vec<Ballot>, Batch), CommandError> {
        let mut erased =
            Batch { removes: vec![vote_records::open_round_key(workshop, round)], ..Batch::default() };
        let mut ballots = Vec::new();
        for (key, value) in self.store.list(&vote_records::ballots_prefix(workshop, round)).await? {
            ballots.push(records::decode(&key, &value)?);
            erased.removes.push(key.clone());
            erased.expects.push((key, Some(value)));
        }
        Ok((ballots, erased))
    }
}
