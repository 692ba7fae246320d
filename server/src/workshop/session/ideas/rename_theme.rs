//! Giving a theme another name.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{decided, heard, read_theme, sort};
use crate::auth::rights::Right;
use crate::ids::{ParticipantId, ThemeId};
use crate::workshop::CommandError;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Gives a theme another name. No two themes have one name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenameTheme {
    /// The name.
    name: String,
    /// For whom, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for RenameTheme {
    const NAME: &'static str = "renameTheme";
    const PATH: &'static str = "/session/themes/{theme}";
    const RIGHT: Right = Right::ActFor;
    type Target = ThemeId;
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Signs)
    }

    async fn decide(
        &self,
        call: &Call<'_, ThemeId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let acting_for = self.acting_for.as_ref();
        heard(call, state, acting_for).await?;
        let (theme, name) = (call.target.to_string(), read_theme(&self.name)?);
        let rename = sort(move |sorting| sorting.rename(&theme, name));
        Ok(decided(call, (Done {}, AuditWord::RenameTheme), acting_for, rename))
    }
}
