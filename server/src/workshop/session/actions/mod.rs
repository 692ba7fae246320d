//! What is to be done after the meeting: what, who, by when. One file a command.

pub mod add;
pub mod change;
pub mod remove;

use jiff::civil::Date;
use pairway_crdt::workshop::session::actions::{ACTION_CHARS_MAX, Action, ActionState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::ParticipantId;
use crate::workshop::command::state::State;
use crate::workshop::{CommandError, input};

const NO_SUCH_ACTION: &str = "Somebody has removed this action.";

/// What an action says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionWords {
    /// What is to be done.
    text: String,
    /// Who does it, if somebody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<ParticipantId>,
    /// By when, `YYYY-MM-DD`, if there is a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// Whether it is done.
    #[serde(default)]
    done: bool,
}

impl ActionWords {
    /// What an action says now.
    fn of(action: &Action) -> Self {
        Self {
            text: action.text.clone(),
            owner: ParticipantId::parse(&action.owner),
            due: Some(action.due.clone()).filter(|due| !due.is_empty()),
            done: action.state == ActionState::Done,
        }
    }

    /// The action that says this, checked: the text, the day, and that whoever is named was ever in the workshop.
    async fn read(&self, state: &mut State<'_>, at_ms: u64) -> Result<Action, CommandError> {
        let text = input::read_plan_line(&self.text, ACTION_CHARS_MAX)?;
        if text.is_empty() {
            return Err(CommandError::bad("action_empty", "Say what is to be done."));
        }
        let due = self.due.as_deref().filter(|due| !due.is_empty()).map(read_day).transpose()?;
        if let Some(owner) = &self.owner {
            state.person(owner).await?;
        }
        Ok(Action {
            text,
            owner: self.owner.clone().map(String::from).unwrap_or_default(),
            due: due.unwrap_or_default(),
            state: if self.done { ActionState::Done } else { ActionState::Open },
            at: at_ms,
        })
    }
}

fn read_day(text: &str) -> Result<String, CommandError> {
    let wrong = || CommandError::bad("due_unreadable", "Give the day as year-month-day, such as 2027-03-31.");
    if text.len() != "YYYY-MM-DD".len() {
        return Err(wrong());
    }
    let day: Date = text.parse().map_err(|_| wrong())?;
    Ok(day.to_string())
}
