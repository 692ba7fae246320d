//! Putting an idea into a theme, or out of all.

use pairway_crdt::workshop::session::idea_sorting::{Place, Theme};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{decided, heard, read_theme, sort_idea};
use crate::auth::rights::Right;
use crate::ids::{IdeaId, ParticipantId, ThemeId};
use crate::workshop::CommandError;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Puts an idea into a theme that is there, or into one of a name, which begins when there is none of that name; with neither, out of
/// all. A theme without ideas goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PutIdeaInTheme {
    /// The theme.
    #[serde(default)]
    theme: Option<ThemeId>,
    /// The name of the theme.
    #[serde(default)]
    name: Option<String>,
    /// For whom, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for PutIdeaInTheme {
    const NAME: &'static str = "putIdeaInTheme";
    const PATH: &'static str = "/session/ideas/{idea}/theme";
    const RIGHT: Right = Right::ActFor;
    type Target = IdeaId;
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Signs)
    }

    async fn decide(
        &self,
        call: &Call<'_, IdeaId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let acting_for = self.acting_for.as_ref();
        heard(call, state, acting_for).await?;
        let place = self.place(call.now_ms)?;
        let put = sort_idea(call.target, |sorting, idea| sorting.put(idea, place));
        Ok(decided(call, (Done {}, AuditWord::SortIdea), acting_for, put))
    }
}

impl PutIdeaInTheme {
    fn place(&self, at: u64) -> Result<Place, CommandError> {
        match (&self.theme, &self.name) {
            (None, None) => Ok(Place::Out),
            (Some(theme), None) => Ok(Place::In(theme.to_string())),
            (None, Some(name)) => {
                Ok(Place::Named(ThemeId::random().to_string(), Theme { name: read_theme(name)?, at }))
            }
            (Some(_), Some(_)) => {
                Err(CommandError::bad("two_themes", "Choose a theme or type the name of one, not both."))
            }
        }
    }
}
