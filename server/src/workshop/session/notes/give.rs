//! Giving notes: those that their writer chose arrive as ideas that everybody can read, with the writer's name and side.

use pairway_crdt::workshop::notes::{NOTES_MAX, Note};
use pairway_crdt::workshop::session::ideas::{self, Full, Idea};
use pairway_crdt::workshop::session::reveal::{Reveal, RevealState};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::session_document;
use super::{Giving, NOT_OPEN, Writer, too_many_ideas, wrong_notes};
use crate::auth::rights::Right;
use crate::ids::{ActivityId, ParticipantId, random_id};
use crate::workshop::CommandError;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::{Effect, RightsChange};

const WITHOUT_NAMES: CommandError = CommandError::NotNow {
    code: "without_names",
    message: "People were told that these notes are shown without names, so they are not given with one.",
};

/// Gives notes to everybody in the workshop. They cannot be changed from then on; the others stay their writer's. Where notes were to be
/// shown without names it is possible only after too few had given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveNotes {
    /// Id of the item of the agenda.
    activity: ActivityId,
    /// Ids of the notes, 50 at most. Their words are those that the server has.
    notes: Vec<String>,
    /// For whom, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for GiveNotes {
    const NAME: &'static str = "giveNotes";
    const PATH: &'static str = "/session/notes/give";
    const RIGHT: Right = Right::ActFor;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let writer = Writer::of(call, state, (&self.activity, self.acting_for.as_ref())).await?;
        if self.notes.is_empty() || self.notes.len() > NOTES_MAX {
            return Err(wrong_notes());
        }
        let workshop = &call.caller.workshop;
        // Looked at before a note is: what is not given yet is read by nobody but its writer.
        let giving = Giving::look(workshop, &self.activity, state).await?;
        giving.since.ok_or(NOT_OPEN)?;
        let is_to_be_unnamed = giving.is_without_names()
            && !matches!(giving.reveal, Some(Reveal { state: RevealState::TooFew, .. }));
        if is_to_be_unnamed {
            return Err(WITHOUT_NAMES);
        }
        let chosen = writer.chosen((workshop, &self.activity), state, &self.notes).await?;
        let ideas: Vec<(String, Idea)> =
            chosen.into_iter().map(|note| (random_id(), self.idea(call.now_ms, &writer, note))).collect();
        let record = writer.record(true, false);
        Ok(Decision::new(Done {})
            .put(writer.key, &record)
            .edit(session_document(workshop), move |document| {
                document.write(|txn, _| ideas::add(txn, ideas)).0.map_err(|Full| too_many_ideas())
            })
            .effect(Effect::RecheckRights { workshop: workshop.clone(), change: RightsChange::Notes }))
    }
}

impl GiveNotes {
    fn idea(&self, at: u64, writer: &Writer, note: Note) -> Idea {
        Idea {
            text: note.text,
            activity: self.activity.as_str().to_owned(),
            by: writer.person.to_string(),
            side: writer.voice.role.side().map_or(String::new(), |side| side.as_str().to_owned()),
            note: note.id,
            about: note.about,
            at,
        }
    }
}
