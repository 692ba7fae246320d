//! Saying that one has opened one's notes, has finished, or goes on writing. The others see how many of each side are how far.

use pairway_crdt::workshop::session::writing::Progress;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::session_document;
use super::{Writer, change};
use crate::auth::note_records::WrittenRecord;
use crate::auth::rights::Right;
use crate::ids::{ActivityId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Says how far one is with one's notes. Nothing of what they hold is sent with it or looked at for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SayHowFar {
    /// Id of the item of the agenda.
    activity: ActivityId,
    /// What is said.
    said: Said,
    /// For whom, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

/// What can be said of one's own writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Said {
    /// The notes were opened.
    Opened,
    /// Finished.
    Finished,
    /// Going on after having finished.
    GoingOn,
}

impl Command for SayHowFar {
    const NAME: &'static str = "sayHowFar";
    const PATH: &'static str = "/session/notes/progress";
    const RIGHT: Right = Right::ActFor;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let writer = Writer::of(call, state, (&self.activity, self.acting_for.as_ref())).await?;
        let before = writer.before.map(|before| before.progress);
        let now = match self.said {
            // Another device may have opened them before.
            Said::Opened => before.unwrap_or(Progress::Opened),
            Said::Finished => Progress::Finished,
            Said::GoingOn => Progress::Opened,
        };
        if before == Some(now) {
            return Ok(Decision::already_done(Done {}));
        }
        let side = writer.before.map_or_else(|| writer.voice.role.side(), |before| before.side);
        let given = writer.before.is_some_and(|before| before.given);
        let unnamed = writer.before.is_some_and(|before| before.unnamed);
        let record = WrittenRecord { progress: now, side, given, unnamed };
        let decision = Decision::new(Done {}).put(writer.key, &record);
        Ok(match side {
            None => decision,
            Some(side) => decision.edit(
                session_document(&call.caller.workshop),
                change(&self.activity, move |writing| writing.note(side, before, now)),
            ),
        })
    }
}
