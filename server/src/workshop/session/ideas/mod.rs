//! Ideas beside the map: adding them, putting them into themes, and saying what became of them. One file a command.
//!
//! An idea is written once; how it is sorted stands in roots of its own and names nobody. Whoever sorts one may be its writer, and of an idea
//! without a name nothing may tell that: so no line of the audit says which idea it was.

pub mod add;
pub mod put_in_theme;
pub mod rename_theme;
pub mod say_became;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::idea_sorting::{
    self, Became, BecameKind, Refused, Sorting, THEME_CHARS_MAX,
};
use pairway_crdt::workshop::session::ideas;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::session_document;
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::{IdeaId, MapId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::Call;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::invisible_characters::{is_blank, is_hiding};
use crate::workshop::people::scribe::Voice;

const NO_SUCH_IDEA: CommandError = CommandError::NotFound("There is no such idea.");

/// What an idea became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BecamePart {
    /// What it is.
    kind: Becomes,
    /// On which map.
    map: MapId,
    /// Id of the step or goal; of a comment, that of its thread.
    part: String,
}

/// What an idea can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Becomes {
    Step,
    Goal,
    Comment,
}

impl BecamePart {
    fn became(&self) -> Became {
        let kind = match self.kind {
            Becomes::Step => BecameKind::Step,
            Becomes::Goal => BecameKind::Goal,
            Becomes::Comment => BecameKind::Comment,
        };
        Became { kind, map: self.map.to_string(), part: self.part.clone() }
    }
}

/// Whose words somebody brings who adds or sorts ideas. While only facilitators change the map, only they do this either.
async fn heard<T: Sync>(
    call: &Call<'_, T>,
    state: &mut State<'_>,
    acting_for: Option<&ParticipantId>,
) -> Result<Voice, CommandError> {
    let (voice, ..) = Voice::heard(call.caller, state, acting_for, Right::SortIdeas).await?;
    let is_locked = state.record().frozen || state.record().resting;
    if is_locked && call.caller.role != Role::Facilitator {
        return Err(CommandError::not_now(
            "map_locked",
            "The map is locked for now, and so are its ideas. A facilitator opens it again.",
        ));
    }
    Ok(voice)
}

/// A change of the session with its line of the audit, which says who and for whom, and not which idea.
fn decided<A, T>(
    call: &Call<'_, T>,
    (answer, word): (A, AuditWord),
    acting_for: Option<&ParticipantId>,
    edit: impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static,
) -> Decision<A> {
    let entry = Entry { acts_for: acting_for, ..Entry::of(call.now_ms, word, call.caller) };
    Decision::new(answer).audit(&entry).edit(session_document(&call.caller.workshop), edit)
}

/// A change of how ideas are sorted, inside the room of the session.
fn sort(
    change: impl FnOnce(&mut Sorting) -> Result<(), Refused> + Send + 'static,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    move |document| {
        let mut sorting = idea_sorting::read(document);
        change(&mut sorting).map_err(refusal)?;
        document.write(|txn, _| sorting.write(txn));
        Ok(())
    }
}

/// As [`sort`], of an idea that must be there.
fn sort_idea(
    idea: &IdeaId,
    change: impl FnOnce(&mut Sorting, &str) -> Result<(), Refused> + Send + 'static,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    let idea = idea.to_string();
    move |document| {
        if !ideas::read(document).contains_key(&idea) {
            return Err(NO_SUCH_IDEA);
        }
        sort(move |sorting| change(sorting, &idea))(document)
    }
}

/// The name of a theme without spaces around it: one line that people can read.
fn read_theme(name: &str) -> Result<String, CommandError> {
    let name = name.trim();
    if is_blank(name) {
        return Err(CommandError::bad("theme_empty", "Give the theme a name."));
    }
    if name.chars().count() > THEME_CHARS_MAX {
        let message = format!("This name is too long. Use {THEME_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("theme_too_long", message));
    }
    if name.chars().any(char::is_control) || is_hiding(name) {
        return Err(CommandError::bad("theme_unreadable", "The name must be one line of plain text."));
    }
    Ok(name.to_owned())
}

fn refusal(refused: Refused) -> CommandError {
    match refused {
        Refused::NoSuchTheme => {
            CommandError::NotFound("This theme is gone, because no idea is in it any more.")
        }
        Refused::NameTaken => CommandError::not_now(
            "theme_taken",
            "Another theme has this name. Move the ideas there, or choose another name.",
        ),
        Refused::Full => CommandError::not_now(
            "themes_full",
            "There is no room for more themes. Put the idea into one that is there.",
        ),
        Refused::Changed(now) => CommandError::Changed {
            message: "Somebody has made something of this idea at the same moment. Look at it first.",
            now: json!({ "became": now }),
        },
    }
}
