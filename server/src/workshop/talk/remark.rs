//! What somebody does while talking about a map, read from a call: what it needs, what it is about, what it becomes.

use pairway_crdt::workshop::talk::{MENTIONS_MAX, Reaction, TalkPart, ThreadState};
use pairway_crdt::workshop::talk_rules::{Said, TalkAct};
use pairway_crdt::workshop::trail::{Source, Trail};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::auth::rights::Right;
use crate::ids::{ParticipantId, random_id};
use crate::workshop::audit::AuditWord;
use crate::workshop::{CommandError, input};

/// What somebody does in words or by a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remark {
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

/// What is said, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// The text.
    pub(super) text: String,
    /// The people mentioned.
    pub(super) mentions: Vec<ParticipantId>,
}

/// The ids that were made.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Talked {
    /// The thread that was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) thread: Option<String>,
    /// The message that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
}

impl Remark {
    pub(super) fn needs(&self) -> Right {
        match self {
            Self::Settle(..) => Right::ResolveThread,
            Self::Lead(_) | Self::Unlead(_) => Right::Trace,
            Self::Comment(..)
            | Self::Reply(..)
            | Self::React(..)
            | Self::Unreact(..)
            | Self::TakeBack(..) => Right::Comment,
        }
    }

    pub(super) fn words(&self) -> Option<&Words> {
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
    pub(super) fn speaks(&self) -> bool {
        matches!(self, Self::Comment(..) | Self::Reply(..) | Self::React(..))
    }

    /// The parts of the map that it is about, which must be there.
    pub(super) fn parts(&self) -> Vec<TalkPart> {
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
    pub(super) fn prepare(&self) -> Result<(TalkAct, AuditWord, Talked), CommandError> {
        Ok(match self.clone() {
            Self::Comment(part, words) => {
                let (thread, said) = (random_id(), words.read()?);
                let answer = Talked { thread: Some(thread.clone()), message: Some(said.message.clone()) };
                (TalkAct::Comment { thread, part, said }, AuditWord::Comment, answer)
            }
            Self::Reply(thread, words) => {
                let said = words.read()?;
                let answer = Talked { message: Some(said.message.clone()), ..Talked::default() };
                (TalkAct::Reply { thread, said }, AuditWord::Reply, answer)
            }
            Self::Settle(thread, state) => {
                let act = match state {
                    ThreadState::Resolved => AuditWord::ResolveThread,
                    ThreadState::Open => AuditWord::ReopenThread,
                };
                (TalkAct::Settle { thread, state }, act, Talked::default())
            }
            Self::React(message, reaction) => {
                (TalkAct::React { message, reaction }, AuditWord::React, Talked::default())
            }
            Self::Unreact(message, reaction) => {
                (TalkAct::Unreact { message, reaction }, AuditWord::Unreact, Talked::default())
            }
            Self::TakeBack(message) => {
                (TalkAct::TakeBack { message }, AuditWord::TakeBack, Talked::default())
            }
            Self::Lead(trail) => (TalkAct::Lead(trail), AuditWord::LedTo, Talked::default()),
            Self::Unlead(trail) => (TalkAct::Unlead(trail), AuditWord::NotLedTo, Talked::default()),
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
        Ok(Said { message: random_id(), text: input::read_comment(&self.text)?, mentions })
    }
}
