//! Saying what became of an idea: a step, a goal or a comment that somebody has made of it; or taking that back.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::talk::TalkPart;
use pairway_crdt::workshop::talk_rules;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{BecamePart, Becomes, decided, heard, sort_idea};
use crate::auth::permission::DocumentName;
use crate::auth::rights::Right;
use crate::ids::{IdeaId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::audit::AuditWord;
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};

/// Says what became of an idea, when nothing else did meanwhile. The part must be there already; the idea stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SayIdeaBecame {
    /// What had become of it, as the page showed it; absent for nothing.
    #[serde(default)]
    was: Option<BecamePart>,
    /// What became of it; absent to take it back.
    #[serde(default)]
    now: Option<BecamePart>,
    /// For whom, when somebody writes for them.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

impl Command for SayIdeaBecame {
    const NAME: &'static str = "sayIdeaBecame";
    const PATH: &'static str = "/session/ideas/{idea}/became";
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
        if let Some(part) = &self.now {
            check_there(call, state, part).await?;
        }
        let was = self.was.as_ref().map(BecamePart::became);
        let now = self.now.as_ref().map(BecamePart::became);
        let word = if now.is_some() { AuditWord::IdeaBecame } else { AuditWord::IdeaBecameNothing };
        let say = sort_idea(call.target, move |sorting, idea| sorting.say_became(idea, was.as_ref(), now));
        Ok(decided(call, (Done {}, word), acting_for, say))
    }
}

/// Checks that the part is on the map, or the comment about it.
async fn check_there(
    call: &Call<'_, IdeaId>,
    state: &State<'_>,
    BecamePart { kind, map, part }: &BecamePart,
) -> Result<(), CommandError> {
    state.check_map(map)?;
    let workshop = call.caller.workshop.clone();
    let is_there = match kind {
        Becomes::Comment => {
            let thread = part.clone();
            let look = move |document: &Document| talk_rules::has_thread(document, &thread);
            state.look_at_map(&DocumentName::Talk(workshop, map.clone()), look).await?
        }
        Becomes::Step | Becomes::Goal => {
            let word = if *kind == Becomes::Step { "step" } else { "goal" };
            let name = TalkPart::parse(&format!("{word}:{part}"));
            let look = move |document: &Document| name.is_some_and(|name| name.is_on(document));
            state.look_at_map(&DocumentName::Map(workshop, map.clone()), look).await?
        }
    };
    if is_there { Ok(()) } else { Err(NOT_THERE) }
}

const NOT_THERE: CommandError =
    CommandError::NotFound("The server does not have this part of the map yet. Try again.");
