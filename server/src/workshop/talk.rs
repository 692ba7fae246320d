//! Talking about a map: comment, reply, resolve, react, take back, say what led to what.
//!
//! Who speaks is who is signed in, never what a body says. Whether the document takes an act is decided inside its room
//! (`crdt/src/workshop/say.rs`), so that two acts can never both take the last place.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::pairs;
use pairway_crdt::workshop::talk::{MENTIONS_MAX, Reaction, TalkPart, ThreadState};
use pairway_crdt::workshop::talk_rules::{self, Attribution, Said, TalkAct, TalkRefused, author_of};
use pairway_crdt::workshop::trail::{Source, Trail};
use serde_json::{Value, json};

use super::acting::Voice;
use super::audit::{self, Act, Entry};
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::command::{self, Command};
use crate::auth::permission::DocumentName;
use crate::auth::role::Role;
use crate::ids::{MapId, ParticipantId, random_id};
use crate::store::Batch;

/// A command about a map: who gives it, which map, which command.
#[derive(Debug, Clone, Copy)]
pub struct OnMap<'a> {
    /// Who is signed in.
    pub actor: &'a Actor,
    /// The map.
    pub map: &'a MapId,
    /// The command id.
    pub command: &'a str,
    /// The person it is said for, when who is signed in writes it down for somebody.
    pub acting_for: Option<&'a ParticipantId>,
}

/// What somebody wants to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Begin a thread on a part.
    Comment(TalkPart, Words),
    /// Say more in a thread.
    Reply(String, Words),
    /// Resolve a thread, or open it again.
    Settle(String, ThreadState),
    /// React to a message.
    React(String, Reaction),
    /// Take a reaction back.
    Unreact(String, Reaction),
    /// Take an own message back, or take another's down.
    TakeBack(String),
    /// Say that something led to a part.
    Lead(Trail),
    /// Take it away that something led to a part.
    Unlead(Trail),
}

/// Whether observers may comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observers {
    /// They comment, reply and react.
    Comment,
    /// They are asked to listen only.
    Listen,
}

/// What is said, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// The people mentioned.
    pub mentions: Vec<ParticipantId>,
}

impl Wish {
    fn needs(&self) -> Command {
        match self {
            Self::Settle(..) => Command::ResolveThread,
            Self::Lead(_) | Self::Unlead(_) => Command::Trace,
            Self::Comment(..)
            | Self::Reply(..)
            | Self::React(..)
            | Self::Unreact(..)
            | Self::TakeBack(..) => Command::Comment,
        }
    }

    fn words(&self) -> Option<&Words> {
        match self {
            Self::Comment(_, words) | Self::Reply(_, words) => Some(words),
            Self::Settle(..)
            | Self::React(..)
            | Self::Unreact(..)
            | Self::TakeBack(..)
            | Self::Lead(_)
            | Self::Unlead(_) => None,
        }
    }

    /// Whether it says something to others. What somebody said they can always take back.
    fn speaks(&self) -> bool {
        matches!(self, Self::Comment(..) | Self::Reply(..) | Self::React(..))
    }

    /// The parts of the map that it is about, which must be there.
    fn parts(&self) -> Vec<TalkPart> {
        match self {
            Self::Comment(part, _) => vec![part.clone()],
            Self::Lead(Trail { source: Source::Part(source), part }) => vec![source.clone(), part.clone()],
            Self::Lead(Trail { source: Source::Message(_), part }) => vec![part.clone()],
            Self::Reply(..)
            | Self::Settle(..)
            | Self::React(..)
            | Self::Unreact(..)
            | Self::TakeBack(_)
            | Self::Unlead(_) => Vec::new(),
        }
    }

    /// The act with fresh ids, how the audit calls it, and the answer.
    fn prepare(&self) -> Result<(TalkAct, Act, Value), CommandError> {
        Ok(match self.clone() {
            Self::Comment(part, words) => {
                let (thread, said) = (random_id(), words.read()?);
                let answer = json!({ "thread": thread, "message": said.message });
                (TalkAct::Comment { thread, part, said }, Act::Comment, answer)
            }
            Self::Reply(thread, words) => {
                let said = words.read()?;
                let answer = json!({ "message": said.message });
                (TalkAct::Reply { thread, said }, Act::Reply, answer)
            }
            Self::Settle(thread, state) => {
                let act = match state {
                    ThreadState::Resolved => Act::ResolveThread,
                    ThreadState::Open => Act::ReopenThread,
                };
                (TalkAct::Settle { thread, state }, act, json!({}))
            }
            Self::React(message, reaction) => (TalkAct::React { message, reaction }, Act::React, json!({})),
            Self::Unreact(message, reaction) => {
                (TalkAct::Unreact { message, reaction }, Act::Unreact, json!({}))
            }
            Self::TakeBack(message) => (TalkAct::TakeBack { message }, Act::TakeBack, json!({})),
            Self::Lead(trail) => (TalkAct::Lead(trail), Act::LedTo, json!({})),
            Self::Unlead(trail) => (TalkAct::Unlead(trail), Act::NotLedTo, json!({})),
        })
    }
}

impl Words {
    fn read(&self) -> Result<Said, CommandError> {
        let mut mentions: Vec<String> = Vec::new();
        for person in &self.mentions {
            if !mentions.iter().any(|known| known == person.as_str()) {
                mentions.push(person.as_str().to_owned());
            }
        }
        if mentions.len() > MENTIONS_MAX {
            let message = format!("A comment can mention {MENTIONS_MAX} people at most.");
            return Err(CommandError::bad("too_many_mentions", message));
        }
        Ok(Said { message: random_id(), text: words::read_comment(&self.text)?, mentions })
    }
}

impl Workshops {
    /// Does what somebody says about a map; the answer holds the ids that were made.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn talk(&self, on: OnMap<'_>, wish: &Wish) -> Result<Value, CommandError> {
        words::check_command(on.command)?;
        until_it_fits(|| self.try_talk(on, wish)).await
    }

    async fn try_talk(&self, on: OnMap<'_>, wish: &Wish) -> Result<Value, CommandError> {
        let OnMap { actor, map, command, acting_for } = on;
        self.check_map(&actor.workshop, map).await?;
        let given = Given::by_actor(actor, command);
        if let Some(earlier) = self.earlier_answer(given).await? {
            return Ok(earlier);
        }
        let look = |document: &Document| (facts::read(document), pairs::read(document));
        let (facts, pairs) = self.rooms.read(&facts_document(&actor.workshop), look).await?;
        let voice = Voice::of(actor, on.acting_for, (&facts, &pairs))?.may(wish.needs())?;
        if wish.speaks() && voice.role == Role::Observer && facts.observers_silent {
            return Err(CommandError::not_allowed((
                "observers_silent",
                "The facilitators ask observers to listen only for now.",
            )));
        }
        let attribution = Attribution { by: voice.person, scribe: voice.scribe, at: self.clock.now_ms() };
        let other = self.takes_down(on, wish).await?;
        let (act, audited, answer) = match wish {
            Wish::TakeBack(message) if other.is_some() => {
                (TalkAct::TakeDown { message: message.clone() }, Act::TakeDown, json!({}))
            }
            _ => wish.prepare()?,
        };
        self.check_wish(on, wish, &facts).await?;
        let mut batch = Batch::default();
        self.remember_answer(&mut batch, given, answer.clone());
        let entry = Entry {
            acts_for: acting_for,
            to: other.as_ref(),
            ..Entry::of(self.clock.now_ms(), audited, actor)
        };
        audit::note(&mut batch, &entry);
        let name = DocumentName::Talk(actor.workshop.clone(), map.clone());
        self.rooms
            .try_edit_with(&name, batch, move |document| talk_rules::apply(document, &act, &attribution))
            .await??;
        if matches!(wish, Wish::TakeBack(_)) {
            // Taken back or down; else the words would stay in the log until it is next put together.
            self.rooms.put_together(&name).await?;
        }
        Ok(answer)
    }

    /// Whose message is taken down, when it is another's and who is signed in may. Nobody does that for somebody else.
    async fn takes_down(&self, on: OnMap<'_>, wish: &Wish) -> Result<Option<ParticipantId>, CommandError> {
        let Wish::TakeBack(message) = wish else { return Ok(None) };
        if on.acting_for.is_some() || !command::may(on.actor.role, Command::TakeDown) {
            return Ok(None);
        }
        let name = DocumentName::Talk(on.actor.workshop.clone(), on.map.clone());
        let message = message.clone();
        // Whose a message is never changes, so that this stays true until it is acted on.
        let author = self.rooms.read(&name, move |document| author_of(document, &message)).await?;
        Ok(author.and_then(|id| ParticipantId::parse(&id)).filter(|author| author != &on.actor.participant))
    }

    /// The people mentioned must be in the workshop, and the parts it is about on the map.
    async fn check_wish(
        &self,
        on: OnMap<'_>,
        wish: &Wish,
        facts: &WorkshopFacts,
    ) -> Result<(), CommandError> {
        let mut mentioned = wish.words().into_iter().flat_map(|words| &words.mentions);
        if !mentioned.all(|person| is_in(facts, person)) {
            let message = "Somebody you mention is not in this workshop any more. Take the name out.";
            return Err(CommandError::bad("mention_unknown", message));
        }
        let parts = wish.parts();
        if !parts.is_empty() {
            let name = DocumentName::Map(on.actor.workshop.clone(), on.map.clone());
            let are_on = move |map: &Document| parts.iter().all(|part| part.is_on(map));
            if !self.rooms.read(&name, are_on).await? {
                return Err(CommandError::NotFound(
                    "The server does not have this part of the map yet. Try again.",
                ));
            }
        }
        Ok(())
    }

    /// Lets observers comment, or asks them to listen only.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn let_observers(
        &self,
        actor: &Actor,
        command: &str,
        wanted: Observers,
    ) -> Result<(), CommandError> {
        words::check_command(command)?;
        until_it_fits(|| async {
            self.open_record(&actor.workshop).await?;
            let given = Given::by_actor(actor, command);
            if self.earlier_answer(given).await?.is_some() {
                return Ok(());
            }
            let act = match wanted {
                Observers::Comment => Act::LetObservers,
                Observers::Listen => Act::HushObservers,
            };
            let mut batch = Batch::default();
            self.remember_answer(&mut batch, given, json!({}));
            audit::note(&mut batch, &Entry::of(self.clock.now_ms(), act, actor));
            let edit = move |document: &mut Document| {
                document.write(|txn, _| facts::write_observers_comment(txn, wanted == Observers::Comment));
            };
            self.rooms.edit_with(&facts_document(&actor.workshop), batch, edit).await?;
            Ok(())
        })
        .await
    }
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
                message: "You can take back only what you said yourself. A facilitator can take it down.",
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
