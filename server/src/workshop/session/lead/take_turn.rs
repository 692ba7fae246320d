//! What becomes of a turn in a round robin, and another round.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::run;
use pairway_crdt::workshop::session::turns::{self, Speakers, TurnAct, Turns};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::speakers;
use crate::auth::rights::{self, Right};
use crate::ids::ParticipantId;
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::people::scribe::Voice;
use crate::workshop::session::session_document;

const WENT_ON: &str = "The turn has gone on at the same moment. Nothing was changed by you.";

/// Says what becomes of the turn that is on: had, passed or later. Whoever has it says so, who writes for them, or a facilitator.
/// Facilitators also begin another round when one is over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeTurn {
    /// What is done.
    act: TurnAction,
    /// The activity that is on, as the page shows it.
    seen: String,
    /// Whose turn it is, as the page shows it; absent for another round.
    #[serde(default)]
    person: Option<ParticipantId>,
}

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum TurnAction {
    Done,
    Pass,
    Later,
    Again,
}

impl Command for TakeTurn {
    const NAME: &'static str = "takeTurn";
    const PATH: &'static str = "/session/turn";
    const RIGHT: Right = Right::ActFor;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let caller = call.caller;
        let leads = rights::may(caller.role, Right::LeadRoom);
        if self.act == TurnAction::Again && !leads {
            return Err(CommandError::not_allowed(rights::refusal(Right::LeadRoom)));
        }
        let other = self.person.as_ref().filter(|person| **person != caller.participant);
        let acting_for = other.filter(|_| !leads);
        let (_, facts, _) = Voice::heard(caller, state, acting_for, Right::RaiseHand).await?;
        let (act, seen, speakers) = (self.act, self.seen.clone(), speakers(&facts));
        let person = self.person.as_ref().map(ToString::to_string);
        Ok(Decision::new(Done {}).edit(session_document(&caller.workshop), move |document| {
            let mut turns = seen_as_is(document, &seen, person.as_deref())?;
            apply(&mut turns, (&seen, act), &speakers);
            document.write(|txn, _| turns.write(txn));
            Ok(())
        }))
    }
}

/// The turns, when the activity that was seen is on and the turn is whose it was seen to be.
fn seen_as_is(document: &Document, seen: &str, person: Option<&str>) -> Result<Turns, CommandError> {
    let turns = turns::read(document);
    let is_on = run::read(document).run.activity.as_deref() == Some(seen);
    let round = turns.0.get(seen).filter(|_| is_on);
    let round = round.ok_or(CommandError::not_now("no_turns", "People do not take turns now."))?;
    if round.now.as_deref() != person {
        return Err(CommandError::Changed { message: WENT_ON, now: json!({ "person": round.now }) });
    }
    Ok(turns)
}

fn apply(turns: &mut Turns, (activity, act): (&str, TurnAction), speakers: &Speakers) {
    let act = match act {
        TurnAction::Done => TurnAct::Done,
        TurnAction::Pass => TurnAct::Pass,
        TurnAction::Later => TurnAct::Later,
        // Only when nobody has the turn; as seen, so that two who press begin one round.
        TurnAction::Again => return turns.begin_again(activity, speakers),
    };
    if let Some(round) = turns.0.get_mut(activity) {
        round.act(act, speakers);
    }
}
