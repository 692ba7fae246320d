//! Adding an idea with one's name, without having written a note before.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes::About;
use pairway_crdt::workshop::session::ideas::{self, Full, IDEAS_MAX, Idea};
use pairway_crdt::workshop::session::run;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{decided, heard};
use crate::auth::rights::Right;
use crate::ids::{IdeaId, ParticipantId};
use crate::workshop::audit::AuditWord;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::people::scribe::Voice;
use crate::workshop::{CommandError, input};

/// Adds an idea, with the name and side of whoever has it. It cannot be changed from then on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddIdea {
    /// The words.
    text: String,
    /// The part of the map it is about, if it is about one.
    #[serde(default)]
    about: Option<AboutPart>,
    /// Whose idea it is, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

/// A part of a map.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AboutPart {
    /// `step`, `stage` or `goal`.
    kind: String,
    /// Its id.
    id: String,
}

/// The idea that was added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AddedIdea {
    /// Its id.
    idea: IdeaId,
}

impl Command for AddIdea {
    const NAME: &'static str = "addIdea";
    const PATH: &'static str = "/session/ideas";
    const RIGHT: Right = Right::ActFor;
    type Target = ();
    type Answer = AddedIdea;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Comments)
    }

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<AddedIdea>, CommandError> {
        let acting_for = self.acting_for.as_ref();
        let voice = heard(call, state, acting_for).await?;
        let mut idea = self.idea(call.now_ms, voice)?;
        let id = IdeaId::random();
        let key = id.to_string();
        let add = move |document: &mut Document| {
            idea.activity = run::read(document).run.activity.unwrap_or_default();
            document.write(|txn, _| ideas::add(txn, vec![(key, idea)])).0.map_err(|Full| full())
        };
        Ok(decided(call, (AddedIdea { idea: id }, AuditWord::AddIdea), acting_for, add))
    }
}

impl AddIdea {
    fn idea(&self, at: u64, voice: Voice) -> Result<Idea, CommandError> {
        let about = self.about.clone().map(|AboutPart { kind, id }| About { kind, id });
        if about.as_ref().is_some_and(|about| !about.is_sound()) {
            return Err(CommandError::bad(
                "about_wrong",
                "An idea can be about a step, a stage or a goal of the map.",
            ));
        }
        Ok(Idea {
            text: input::read_idea(&self.text)?,
            activity: String::new(),
            side: voice.role.side().map_or(String::new(), |side| side.as_str().to_owned()),
            by: voice.person,
            note: String::new(),
            about,
            at,
        })
    }
}

fn full() -> CommandError {
    CommandError::bad("too_many_ideas", format!("There are {IDEAS_MAX} ideas already. No more fit in."))
}
