//! Opening the giving of notes: from then on each person chooses what the others get, with their names or without, as it was said before
//! anybody wrote.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::reveal::Reveal;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::session_document;
use super::{Giving, change};
use crate::auth::note_records::{self, GivingRecord};
use crate::auth::rights::Right;
use crate::ids::ActivityId;
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Lets people give notes of an activity. It reveals nothing: each person decides for their own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenGiving {
    /// Id of the item of the agenda.
    activity: ActivityId,
}

impl Command for OpenGiving {
    const NAME: &'static str = "openGiving";
    const PATH: &'static str = "/session/notes/open-giving";
    const RIGHT: Right = Right::RunSession;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        let giving = Giving::look(workshop, &self.activity, state).await?;
        if giving.since.is_some() {
            return Ok(Decision::already_done(Done {}));
        }
        let now_ms = call.now_ms;
        let open = change(&self.activity, move |writing| writing.giving_since = Some(now_ms));
        let decision = Decision::new(Done {}).audit(&Entry::of(now_ms, AuditWord::OpenGiving, call.caller));
        if !giving.is_without_names() {
            return Ok(decision.edit(session_document(workshop), open));
        }
        let record = GivingRecord { epoch: call.workshops.epoch.id.clone() };
        let activity = self.activity.as_str().to_owned();
        Ok(decision.put(note_records::giving_key(workshop, &self.activity), &record).edit(
            session_document(workshop),
            move |document: &mut Document| {
                open(document)?;
                document.write(|txn, _| Reveal::default().write(txn, &activity));
                Ok(())
            },
        ))
    }
}
