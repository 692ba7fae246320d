//! The `talk` document: comments on the parts of a map, replies, reactions (`docs/PROTOCOL.md` section 1.4).
//!
//! Owns its layout and limits; what each act does to it is in `talk_rules.rs`. Only the server writes it, yet reading is as
//! careful as for a map: a restored backup may hold anything. People are opaque ids here.

use std::collections::HashMap;
use std::sync::Arc;

use yrs::{Any, Map, MapRef, ReadTxn};

use crate::document::Document;
use crate::pathway::kinds::PartKind;
use crate::pathway::schema::is_part_id;
use crate::value;

/// Longest comment, in UTF-16 code units as the browser counts them.
pub const COMMENT_UNITS_MAX: usize = 2_000;
/// Most people that one comment mentions.
pub const MENTIONS_MAX: usize = 20;
/// Most threads on one map.
pub const THREADS_MAX: usize = 2_000;
/// Most comments and replies on one map, taken back ones counted.
pub const MESSAGES_MAX: usize = 5_000;
/// Most reactions on one map.
pub const REACTIONS_MAX: usize = 20_000;
/// Largest `talk` document, in encoded bytes. Room for every comment at its longest in English; it bounds what text in
/// wider letters, and reactions given and taken back without end, could cost every device.
pub const TALK_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Root of the threads.
pub(super) const THREADS: &str = "threads";
/// Root of the messages.
pub(super) const MESSAGES: &str = "messages";
/// Root of the reactions.
pub(super) const REACTIONS: &str = "reactions";
/// Field of a time, milliseconds since 1970.
pub(super) const AT: &str = "at";
const TAKEN_BACK: &str = "takenBack";
const TAKEN_DOWN: &str = "takenDown";

/// The whole map as a part.
const WHOLE_MAP: &str = "map:map";

/// The name of a part that can be talked about, which is any part of a map: `"{kind}:{id}"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TalkPart(String);

impl TalkPart {
    /// Reads a name; `None` for anything that is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_name = |(kind, id): (&str, &str)| root_of(kind).is_some() && is_part_id(id);
        (text == WHOLE_MAP || text.split_once(':').is_some_and(is_name)).then(|| Self(String::from(text)))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the map as a whole.
    #[must_use]
    pub fn is_whole_map(&self) -> bool {
        self.0 == WHOLE_MAP
    }

    /// Whether a map document holds this part, taken out or not.
    #[must_use]
    pub fn is_on(&self, map: &Document) -> bool {
        let Some((kind, id)) = self.0.split_once(':') else { return false };
        let Some(root) = root_of(kind) else { return true };
        map.read(|txn, _| txn.get_map(root).is_some_and(|parts| value::part(txn, &parts, id).is_some()))
    }
}

fn root_of(kind: &str) -> Option<&'static str> {
    PartKind::parse(kind).map(|kind| kind.row().root)
}

/// What one can say about a comment without words. A closed set: no one is graded and nothing is voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reaction {
    /// "Thank you".
    Thanks,
    /// "This matters".
    Important,
    /// "I have a question about this".
    Question,
    /// "I know this too".
    MeToo,
}

impl Reaction {
    /// Every reaction, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Thanks, Self::Important, Self::Question, Self::MeToo];

    /// The word in documents and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Thanks => "thanks",
            Self::Important => "important",
            Self::Question => "question",
            Self::MeToo => "meToo",
        }
    }

    /// The reaction of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

/// What people have said about a map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Talk {
    /// By the time they were begun.
    pub threads: Vec<Thread>,
    /// In the order they were said.
    pub messages: Vec<Message>,
    /// By message, person and reaction.
    pub reactions: Vec<(String, String, Reaction)>,
}

/// Comments that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub part: TalkPart,
    /// Whether there is still something to say.
    pub state: ThreadState,
    /// When it was begun, milliseconds since 1970.
    pub at: u64,
}

/// Whether a thread is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadState {
    /// There is something to say.
    Open,
    /// It is settled.
    Resolved,
}

impl ThreadState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
        }
    }
}

/// A comment or a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// In which thread.
    pub thread: String,
    /// Whose words they are.
    pub by: String,
    /// Who wrote them down for that person.
    pub scribe: Option<String>,
    /// The words; empty when they are gone.
    pub text: String,
    /// Who is mentioned.
    pub mentions: Vec<String>,
    /// When, milliseconds since 1970. Later messages of a map have later times.
    pub at: u64,
    /// Why the words are gone; `None` when they are there.
    pub gone: Option<Gone>,
}

/// Why the words of a message are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// Who said it took it back.
    TakenBack,
    /// A facilitator took it down.
    TakenDown,
}

impl Talk {
    /// Reads a `talk` document. Values of the wrong type read as absent, and nothing beyond the limits is read.
    #[must_use]
    pub fn read(document: &Document) -> Self {
        document.read(|txn, _| {
            let mut threads = entries(txn, THREADS, THREADS_MAX, |root, id| thread_under(txn, root, id));
            let mut messages = entries(txn, MESSAGES, MESSAGES_MAX, |root, id| message_under(txn, root, id));
            let mut reactions = entries(txn, REACTIONS, REACTIONS_MAX, |root, key| {
                value::is_true(txn, root, key).then(|| read_reaction_key(key))?
            });
            threads.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
            messages.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
            reactions.sort();
            Self { threads, messages, reactions }
        })
    }
}

/// What is under the keys of a root, in no order, within a limit.
pub(super) fn entries<T: ReadTxn, V>(
    txn: &T,
    root: &str,
    limit: usize,
    read: impl Fn(&MapRef, &str) -> Option<V>,
) -> Vec<V> {
    let Some(root) = txn.get_map(root) else { return Vec::new() };
    root.keys(txn).filter_map(|key| read(&root, key)).take(limit).collect()
}

/// The thread under an id.
pub(super) fn thread_under<T: ReadTxn>(txn: &T, root: &MapRef, id: &str) -> Option<Thread> {
    let fields = value::fields(txn, root, id).filter(|_| is_part_id(id))?;
    let state = match value::field(&fields, "state") {
        "resolved" => ThreadState::Resolved,
        _ => ThreadState::Open,
    };
    let part = TalkPart::parse(value::field(&fields, "part"))?;
    Some(Thread { id: String::from(id), part, state, at: value::field_count(&fields, AT)? })
}

/// The message under an id.
pub(super) fn message_under<T: ReadTxn>(txn: &T, root: &MapRef, id: &str) -> Option<Message> {
    let fields = value::fields(txn, root, id).filter(|_| is_part_id(id))?;
    let person = |key| Some(value::field(&fields, key)).filter(|id| is_part_id(id)).map(String::from);
    let is_set = |key| matches!(fields.get(key), Some(Any::Bool(true)));
    let gone = match (is_set(TAKEN_BACK), is_set(TAKEN_DOWN)) {
        (_, true) => Some(Gone::TakenDown),
        (true, false) => Some(Gone::TakenBack),
        (false, false) => None,
    };
    let text = match gone {
        None => value::cut(value::field(&fields, "text"), COMMENT_UNITS_MAX),
        Some(_) => "",
    };
    let mentions = match fields.get("mentions") {
        Some(Any::Array(people)) if gone.is_none() => {
            people.iter().filter_map(as_id).take(MENTIONS_MAX).collect()
        }
        _ => Vec::new(),
    };
    Some(Message {
        id: String::from(id),
        thread: person("thread")?,
        by: person("by")?,
        scribe: person("scribe"),
        text: String::from(text),
        mentions,
        at: value::field_count(&fields, AT)?,
        gone,
    })
}

fn as_id(any: &Any) -> Option<String> {
    match any {
        Any::String(text) if is_part_id(text) => Some(String::from(&**text)),
        _ => None,
    }
}

/// The key of "this person reacts so to this message".
pub(super) fn reaction_key(message: &str, by: &str, reaction: Reaction) -> String {
    format!("{message}/{by}/{}", reaction.as_str())
}

/// Message, person and reaction of a key.
pub(super) fn read_reaction_key(key: &str) -> Option<(String, String, Reaction)> {
    let (message, rest) = key.split_once('/')?;
    let (by, word) = rest.split_once('/')?;
    let reaction = Reaction::parse(word).filter(|_| is_part_id(message) && is_part_id(by))?;
    Some((String::from(message), String::from(by), reaction))
}

/// A thread as the one value of its key.
pub(super) fn thread_value(thread: &Thread) -> Any {
    object([
        ("part", Any::from(thread.part.as_str())),
        ("state", Any::from(thread.state.as_str())),
        (AT, Any::from(thread.at as f64)),
    ])
}

/// A message as the one value of its key.
pub(super) fn message_value(message: &Message) -> Any {
    let people = message.mentions.iter().map(|id| Any::from(id.as_str()));
    let fields = [
        ("thread", Any::from(message.thread.as_str())),
        ("by", Any::from(message.by.as_str())),
        ("text", Any::from(message.text.as_str())),
        ("mentions", Any::Array(people.collect())),
        // Milliseconds stay far below the largest whole number that a browser holds exactly.
        (AT, Any::from(message.at as f64)),
    ];
    let scribe = message.scribe.as_deref().map(|scribe| ("scribe", Any::from(scribe)));
    // Words that were taken down are gone like those taken back; the second field says by whom.
    let gone = message.gone.map(|_| (TAKEN_BACK, Any::Bool(true)));
    let down = (message.gone == Some(Gone::TakenDown)).then_some((TAKEN_DOWN, Any::Bool(true)));
    object(fields.into_iter().chain(scribe).chain(gone).chain(down))
}

/// An object as one value.
pub(super) fn object(fields: impl IntoIterator<Item = (&'static str, Any)>) -> Any {
    let fields: HashMap<String, Any> =
        fields.into_iter().map(|(key, value)| (String::from(key), value)).collect();
    Any::Map(Arc::new(fields))
}

#[cfg(test)]
#[path = "talk_tests.rs"]
mod tests;
