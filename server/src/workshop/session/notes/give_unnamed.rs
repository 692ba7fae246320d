//! Giving notes without a name: those that their writer chose wait in a row of their own until they are shown with those of all others.
//! Until then the writer may choose anew, or take all back.
//!
//! No record of the command is kept, no line of the audit, and no time: only how many people have given is told.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes::NOTES_MAX;
use pairway_crdt::workshop::session::reveal::{self, RevealState};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::session_document;
use super::{Giving, NOT_OPEN, Writer, check_waits, wrong_notes};
use crate::auth::note_records::{self, WaitingNote, WaitingRecord};
use crate::auth::rights::Right;
use crate::ids::{ActivityId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Body, Call, Command, Done};

const IS_SHOWN: CommandError = CommandError::NotNow {
    code: "notes_shown",
    message: "The notes of this part were shown already. What you have here stays with you.",
};
const TOO_FEW: CommandError = CommandError::NotNow {
    code: "too_few_gave",
    message: "Fewer than 3 people gave notes, so nothing was shown. You can share yours with your name, or keep them.",
};

/// Chooses which notes are shown without the writer's name, in place of what was chosen before; with none, all are taken back. No
/// record of it is kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveUnnamed {
    /// Id of the item of the agenda.
    activity: ActivityId,
    /// Ids of the notes, 50 at most. Their words are those that the server has.
    notes: Vec<String>,
    /// For whom, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for GiveUnnamed {
    const NAME: &'static str = "giveUnnamed";
    const PATH: &'static str = "/session/notes/give-unnamed";
    const RIGHT: Right = Right::ActFor;
    const BODY: Body = Body::Unrecorded;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let writer = Writer::of(call, state, (&self.activity, self.acting_for.as_ref())).await?;
        if self.notes.len() > NOTES_MAX {
            return Err(wrong_notes());
        }
        let workshop = &call.caller.workshop;
        let reveal = Giving::look(workshop, &self.activity, state).await?.reveal.ok_or(NOT_OPEN)?;
        match reveal.state {
            RevealState::Open => check_waits(call, &self.activity, state).await?,
            RevealState::Shown => return Err(IS_SHOWN),
            RevealState::TooFew => return Err(TOO_FEW),
        }
        let key = note_records::waiting_key(workshop, &self.activity, &writer.person);
        let before = state.bytes(&key).await?.is_some();
        let chosen = writer.chosen((workshop, &self.activity), state, &self.notes).await?;
        let now = !chosen.is_empty();
        if !now && !before {
            return Ok(Decision::already_done(Done {}));
        }
        let record = writer.record(false, now);
        let decision = Decision::new(Done {}).put(writer.key, &record);
        let decision = if now {
            let notes = chosen.into_iter();
            let notes = notes.map(|note| WaitingNote { id: note.id, text: note.text, about: note.about });
            decision.put(key, &WaitingRecord { notes: notes.collect() })
        } else {
            decision.remove([key])
        };
        let activity = self.activity.as_str().to_owned();
        Ok(decision.edit(session_document(workshop), move |document: &mut Document| {
            reveal::change(document, &activity, |reveal| reveal.count(before, now));
            Ok(())
        }))
    }
}
