//! What helps a person to take part: said when joining or later, read by facilitators, erased with the session.

use std::collections::HashMap;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::help_records::{self, HelpRecord};
use crate::auth::records;
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::Batch;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Body, Call, Command, Done};
use crate::workshop::{Caller, CommandError, Workshops, input};

/// Says what helps oneself to take part, or something else, or nothing any more. Only facilitators read it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayWhatHelps {
    /// The words; empty takes them back.
    text: String,
}

impl std::fmt::Debug for SayWhatHelps {
    /// Without the words, so that no log can hold them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SayWhatHelps").finish_non_exhaustive()
    }
}

impl Command for SayWhatHelps {
    const NAME: &'static str = "sayWhatHelps";
    const PATH: &'static str = "/help";
    const RIGHT: Right = Right::SayWhatHelps;
    const BODY: Body = Body::Secret;
    type Target = ();
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Signs)
    }

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (workshop, me) = (&call.caller.workshop, &call.caller.participant);
        let text = input::read_help(&self.text)?;
        let person = state.person(me).await?;
        // Saved as it is, so that the pages of facilitators ask for the people anew.
        let decision = Decision::new(Done {}).save_person(workshop, me, person);
        Ok(decision.with(said(workshop, (me, text))))
    }
}

/// What is kept of it: the words, or nothing.
pub(super) fn said(workshop: &WorkshopId, (person, text): (&ParticipantId, String)) -> Batch {
    let key = help_records::help_key(workshop, person);
    if text.is_empty() {
        return Batch { removes: vec![key], ..Batch::default() };
    }
    Batch { puts: vec![(key, records::encode(&HelpRecord { text }))], ..Batch::default() }
}

impl<A> Decision<A> {
    /// Erases what helps somebody who is out.
    pub(super) fn forget_help(self, workshop: &WorkshopId, person: &ParticipantId) -> Self {
        self.remove([help_records::help_key(workshop, person)])
    }
}

impl Workshops {
    /// What helps each person who said so, as far as the caller is told: all of it to a facilitator, to others their own.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn what_helps(&self, caller: &Caller) -> Result<HashMap<String, String>, CommandError> {
        let prefix = help_records::help_prefix(&caller.workshop);
        let rows = if caller.role == Role::Facilitator {
            self.store.list(&prefix).await?
        } else {
            let key = help_records::help_key(&caller.workshop, &caller.participant);
            self.store.get(&key).await?.map(|value| (key, value)).into_iter().collect()
        };
        let help = |(key, value): (String, Vec<u8>)| {
            let HelpRecord { text } = records::decode(&key, &value)?;
            Ok((key[prefix.len()..].to_owned(), text))
        };
        rows.into_iter().map(help).collect()
    }

    /// What erases all of it: the session is over.
    ///
    /// # Errors
    /// The store's.
    pub(in crate::workshop) async fn forget_all_help(
        &self,
        workshop: &WorkshopId,
    ) -> Result<Batch, CommandError> {
        let rows = self.store.list(&help_records::help_prefix(workshop)).await?;
        Ok(Batch { removes: rows.into_iter().map(|(key, _)| key).collect(), ..Batch::default() })
    }
}
