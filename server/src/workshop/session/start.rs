//! Beginning an activity of the agenda: the first one, the next, one before, or any other.

use pairway_crdt::agenda::AgendaItem;
use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::run::{self, BREAK_MODE, TURNS_MODE, VOTE_MODE};
use pairway_crdt::workshop::session::turns::{self, Speakers};
use pairway_crdt::workshop::side::Side;
use serde::Deserialize;
use utoipa::ToSchema;

use super::lead::speakers;
use super::{change, notes, resting, session_document, votes};
use crate::auth::rights::Right;
use crate::store::Batch;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

const NO_SUCH_ITEM: &str = "This part is not on the agenda any more.";

/// Begins an activity of the agenda, or goes on with it with the time that it has left. What was on stands still.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StartActivity {
    /// Id of the item of the agenda.
    activity: String,
    /// The activity that is on, as the page shows it; absent when none is.
    #[serde(default)]
    seen: Option<String>,
}

/// In a round robin the first turn begins with it; those of activities that are not kept any more go.
fn begin_turns(document: &mut Document, item: &AgendaItem, speakers: &Speakers) {
    if item.mode != TURNS_MODE {
        return;
    }
    let kept = run::read(document).activities;
    let mut turns = turns::read(document);
    turns.0.retain(|activity, _| kept.contains_key(activity));
    let first = Side::parse(&item.opens).unwrap_or(Side::Patient);
    turns.begin(&item.id, first, speakers);
    document.write(|txn, _| turns.write(txn));
}

impl Command for StartActivity {
    const NAME: &'static str = "startActivity";
    const PATH: &'static str = "/session/start";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let facts = state.facts().await?;
        let speakers = speakers(&facts);
        let item = facts.agenda.into_iter().find(|item| item.id == self.activity);
        let item = item.ok_or(CommandError::NotFound(NO_SUCH_ITEM))?;
        let (now_ms, is_break) = (call.now_ms, item.mode == BREAK_MODE);
        let opened = notes::begun((&call.caller.workshop, &mut *state), &item).await?;
        let opened = Batch { puts: opened.into_iter().collect(), ..Batch::default() };
        let begun = item.clone();
        let start = change(self.seen.clone(), move |session| {
            session.start(&item, now_ms);
            Ok(())
        });
        let decision = Decision::new(Done {})
            .with(opened)
            .audit(&Entry::of(call.now_ms, AuditWord::StartActivity, call.caller))
            .edit(session_document(&call.caller.workshop), move |document| {
                if begun.mode != VOTE_MODE {
                    votes::check_none_open(document)?;
                }
                start(document)?;
                begin_turns(document, &begun, &speakers);
                Ok(())
            });
        Ok(resting(decision, (call, state), is_break))
    }
}
