//! Running a session (capability WS-5): which activity of the agenda is on, and its time.
//!
//! Every command names the activity that whoever gives it saw. When another is on by now it is refused, so that two facilitators
//! who press at the same moment never skip two. What is decided is in `crdt/src/workshop/session`.

pub mod actions;
pub mod call_link;
pub mod end;
pub mod ideas;
pub mod lead;
pub mod let_edit;
pub mod minutes;
pub mod notes;
pub mod pause;
pub mod resume;
pub mod start;
pub mod votes;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::run::{self, Refused, Session};
use serde_json::json;

use super::CommandError;
use super::command::Call;
use super::command::decision::Decision;
use super::command::state::State;
use super::effect::{Effect, RightsChange};
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, WorkshopRecord};
use crate::ids::WorkshopId;

const MOVED_ON: &str = "Somebody has changed what is on at the same moment. Nothing was changed by you.";

/// The document of what happens while people meet.
fn session_document(workshop: &WorkshopId) -> DocumentName {
    DocumentName::Session(workshop.clone())
}

/// A change of which activity is on or of its time, when the one that was seen still is. It is decided inside the room.
fn change(
    seen: Option<String>,
    change: impl FnOnce(&mut Session) -> Result<(), Refused> + Send + 'static,
) -> impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static {
    move |document| {
        let mut session = run::read(document);
        if session.run.activity != seen {
            let now = json!({ "activity": session.run.activity });
            return Err(CommandError::Changed { message: MOVED_ON, now });
        }
        change(&mut session).map_err(refusal)?;
        document.write(|txn, _| session.write(txn));
        Ok(())
    }
}

/// Lets only facilitators edit from this commit on, because people rest, or everybody as before; open connections learn it at once.
fn resting<A>(
    decision: Decision<A>,
    (call, state): (&Call<'_, ()>, &State<'_>),
    is_resting: bool,
) -> Decision<A> {
    if state.record().resting == is_resting {
        return decision;
    }
    let workshop = &call.caller.workshop;
    let record = WorkshopRecord { resting: is_resting, ..state.record().clone() };
    decision
        .put(records::workshop_key(workshop), &record)
        .effect(Effect::RecheckRights { workshop: workshop.clone(), change: RightsChange::Freeze })
}

fn refusal(refused: Refused) -> CommandError {
    match refused {
        Refused::NoBreak => CommandError::not_now("no_break", "There is no break now."),
        Refused::NothingOn => CommandError::not_now("nothing_on", "No activity is on."),
        Refused::Minutes => CommandError::bad(
            "minutes_wrong",
            "An activity takes no less than 0 minutes and a day at most. Change it by an hour at most at a time.",
        ),
    }
}
