//! The one call for everything said about a map, told apart by `act`.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::talk::{Reaction, TalkPart, ThreadState};
use pairway_crdt::workshop::talk_rules::{self, Attribution, TalkAct, TalkRefused, author_of};
use pairway_crdt::workshop::trail::{Source, Trail};
use serde::Deserialize;
use utoipa::ToSchema;

use super::remark::{Remark, Talked, Words};
use crate::auth::permission::DocumentName;
use crate::auth::rights::{self, Right};
use crate::auth::role::Role;
use crate::ids::{MapId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::effect::Effect;
use crate::workshop::people::scribe::Voice;

/// Says something about a part of a map, or does something with what was said. Which fields an act needs is in
/// docs/PROTOCOL.md section 5; who may do it depends on the act and on whom one speaks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TalkAbout {
    /// What is done.
    act: TalkAction,
    /// The part it is about.
    #[serde(default)]
    part: Option<TalkSubject>,
    /// What led to the part: another part, or a message.
    #[serde(default)]
    from: Option<TalkSubject>,
    /// The thread.
    #[serde(default)]
    thread: Option<String>,
    /// The message.
    #[serde(default)]
    message: Option<String>,
    /// One of the reactions.
    #[serde(default)]
    reaction: Option<String>,
    /// The words of a comment or a reply.
    #[serde(default)]
    text: Option<String>,
    /// Who is mentioned.
    #[serde(default)]
    mentions: Option<Vec<ParticipantId>>,
    /// For whom, when a scribe writes it down.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

/// What can be done.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum TalkAction {
    Comment,
    Reply,
    Resolve,
    Reopen,
    React,
    Unreact,
    TakeBack,
    LedTo,
    NotLedTo,
}

/// A part of the map, or for `from` also a message, by kind and id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TalkSubject {
    /// Its kind.
    kind: String,
    /// Its id.
    id: String,
}

impl Command for TalkAbout {
    const NAME: &'static str = "talkAbout";
    const PATH: &'static str = "/maps/{m}/talk";
    const RIGHT: Right = Right::ActFor;
    type Target = MapId;
    type Answer = Talked;

    fn counted(&self) -> Option<Counted> {
        Some(match self.act {
            TalkAction::Comment | TalkAction::Reply => Counted::Comments,
            TalkAction::Resolve
            | TalkAction::Reopen
            | TalkAction::React
            | TalkAction::Unreact
            | TalkAction::TakeBack
            | TalkAction::LedTo
            | TalkAction::NotLedTo => Counted::Signs,
        })
    }

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Talked>, CommandError> {
        let caller = call.caller;
        let remark = self.remark()?;
        state.check_map(call.target)?;
        let (voice, facts, _) = Voice::heard(caller, state, self.acting_for.as_ref(), remark.needs()).await?;
        if remark.speaks() && voice.role == Role::Observer && facts.observers_silent {
            return Err(CommandError::not_allowed((
                "observers_silent",
                "The facilitators ask observers to listen only for now.",
            )));
        }
        let attribution = Attribution { by: voice.person, scribe: voice.scribe, at: call.now_ms };
        let author = self.other_author(call, state, &remark).await?;
        let (act, audited, answer) = match &remark {
            Remark::TakeBack(message) if author.is_some() => {
                (TalkAct::TakeDown { message: message.clone() }, AuditWord::TakeDown, Talked::default())
            }
            _ => remark.prepare()?,
        };
        check_remark(call, state, &remark, &facts).await?;
        let entry = Entry {
            acts_for: self.acting_for.as_ref(),
            to: author.as_ref(),
            map: Some(call.target),
            ..Entry::of(call.now_ms, audited, caller)
        };
        let name = talk_document(call);
        let decision = Decision::new(answer).audit(&entry);
        Ok(match remark {
            // Taken back or down; else the words would stay in the log until it is next put together.
            Remark::TakeBack(_) => decision.effect(Effect::CompactDocument { document: name.to_string() }),
            _ => decision,
        }
        .edit(name, move |document| Ok(talk_rules::apply(document, &act, &attribution)?)))
    }
}

impl TalkAbout {
    fn remark(&self) -> Result<Remark, CommandError> {
        let words = self
            .text
            .as_ref()
            .map(|text| Words { text: text.clone(), mentions: self.mentions.clone().unwrap_or_default() });
        let part = self.part.as_ref().and_then(|part| TalkPart::parse(&part.name()));
        let source = self.from.as_ref().and_then(|from| Source::parse(&from.name()));
        let trail = |part: Option<TalkPart>| source.zip(part).and_then(|(from, to)| Trail::new(from, to));
        let reaction = self.reaction.as_deref().and_then(Reaction::parse);
        let (thread, message) = (self.thread.clone(), self.message.clone());
        let remark = match self.act {
            TalkAction::Comment => part.zip(words).map(|(part, words)| Remark::Comment(part, words)),
            TalkAction::Reply => thread.zip(words).map(|(thread, words)| Remark::Reply(thread, words)),
            TalkAction::Resolve => thread.map(|thread| Remark::Settle(thread, ThreadState::Resolved)),
            TalkAction::Reopen => thread.map(|thread| Remark::Settle(thread, ThreadState::Open)),
            TalkAction::React => message.zip(reaction).map(|(message, how)| Remark::React(message, how)),
            TalkAction::Unreact => message.zip(reaction).map(|(message, how)| Remark::Unreact(message, how)),
            TalkAction::TakeBack => message.map(Remark::TakeBack),
            TalkAction::LedTo => trail(part).map(Remark::Lead),
            TalkAction::NotLedTo => trail(part).map(Remark::Unlead),
        };
        remark.ok_or_else(|| {
            CommandError::bad("bad_act", "The page sent something the server does not understand. Reload it.")
        })
    }

    /// Whose message is taken down, when it is another's and who is signed in may. Nobody does that for somebody else.
    async fn other_author(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
        remark: &Remark,
    ) -> Result<Option<ParticipantId>, CommandError> {
        let Remark::TakeBack(message) = remark else { return Ok(None) };
        if self.acting_for.is_some() || !rights::may(call.caller.role, Right::TakeDown) {
            return Ok(None);
        }
        let message = message.clone();
        let author = state.look(&talk_document(call), move |document| author_of(document, &message)).await?;
        let author = author.and_then(|id| ParticipantId::parse(&id));
        Ok(author.filter(|author| author != &call.caller.participant))
    }
}

impl TalkSubject {
    fn name(&self) -> String {
        format!("{}:{}", self.kind, self.id)
    }
}

fn talk_document(call: &Call<'_, MapId>) -> DocumentName {
    DocumentName::Talk(call.caller.workshop.clone(), call.target.clone())
}

/// The people mentioned must be in the workshop, and the parts it is about on the map.
async fn check_remark(
    call: &Call<'_, MapId>,
    state: &State<'_>,
    remark: &Remark,
    facts: &WorkshopFacts,
) -> Result<(), CommandError> {
    let mut mentioned = remark.words().into_iter().flat_map(|words| &words.mentions);
    if !mentioned.all(|person| is_in(facts, person)) {
        let message = "Somebody you mention is not in this workshop any more. Take the name out.";
        return Err(CommandError::bad("mention_unknown", message));
    }
    let parts = remark.parts();
    if !parts.is_empty() {
        let name = DocumentName::Map(call.caller.workshop.clone(), call.target.clone());
        let are_on = move |map: &Document| parts.iter().all(|part| part.is_on(map));
        if !state.look_at_map(&name, are_on).await? {
            return Err(CommandError::NotFound(
                "The server does not have this part of the map yet. Try again.",
            ));
        }
    }
    Ok(())
}

fn is_in(facts: &WorkshopFacts, person: &ParticipantId) -> bool {
    facts.participants.get(person.as_str()).is_some_and(|known| known.state == ParticipantState::In)
}

impl From<TalkRefused> for CommandError {
    fn from(refused: TalkRefused) -> Self {
        match refused {
            TalkRefused::NoThread | TalkRefused::NoMessage => Self::NotFound("There is no such comment."),
            TalkRefused::NotYours => Self::NotAllowed {
                code: "not_yours",
                message: "You can delete only what you said yourself. A facilitator can remove it.",
            },
            TalkRefused::Gone => {
                Self::NotNow { code: "taken_back", message: "The words of this comment are gone meanwhile." }
            }
            TalkRefused::Full => Self::NotNow {
                code: "talk_full",
                message: "This map has as many comments as it can hold. Nothing new can be said here.",
            },
        }
    }
}
