//! What somebody can say in the `talk` document, and what becomes of it: pure rules.
//!
//! Owns which acts there are and when the document does not take one; an act that is refused changes nothing. That the
//! person is who they say, may speak, and that the words are plain text, is checked by who calls.

use yrs::{Any, Map, ReadTxn, WriteTxn};

use super::talk::{
    Gone, MESSAGES, MESSAGES_MAX, Message, REACTIONS, REACTIONS_MAX, Reaction, TALK_BYTES_MAX, THREADS,
    THREADS_MAX, TalkPart, Thread, ThreadState, message_under, message_value, reaction_key,
    read_reaction_key, thread_under, thread_value,
};
use super::trail::{LED_TO, LED_TO_MAX, LedTo, Source, Trail, led_to_value};
use crate::document::Document;
use crate::value;

/// Something somebody says; the words were checked by who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkAct {
    /// Begins a thread.
    Comment {
        /// Id of the new thread.
        thread: String,
        /// What it is about.
        part: TalkPart,
        /// Its first message.
        said: Said,
    },
    /// Says more in a thread; a resolved one is open again.
    Reply {
        /// Which thread.
        thread: String,
        /// What is said.
        said: Said,
    },
    /// Settles a thread, or opens it again.
    Settle {
        /// Which thread.
        thread: String,
        /// What it becomes.
        state: ThreadState,
    },
    /// Reacts to a message.
    React {
        /// Which message.
        message: String,
        /// How.
        reaction: Reaction,
    },
    /// Takes a reaction back.
    Unreact {
        /// Which message.
        message: String,
        /// How.
        reaction: Reaction,
    },
    /// Takes one's own message back: its words are emptied for real.
    TakeBack {
        /// Which message.
        message: String,
    },
    /// Takes another's message down: emptied the same way. That the person may was checked by who calls.
    TakeDown {
        /// Which message.
        message: String,
    },
    /// Says what led to a part. Who says it first is kept.
    Lead(Trail),
    /// Takes it away that something led to a part.
    Unlead(Trail),
}

/// The words of a message and the id it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Id of the new message.
    pub message: String,
    /// The words.
    pub text: String,
    /// Who is mentioned.
    pub mentions: Vec<String>,
}

/// Who says it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// Whose words they are.
    pub by: String,
    /// Who writes them down.
    pub scribe: Option<String>,
    /// Milliseconds since 1970.
    pub at: u64,
}

/// Why the document does not take an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TalkRefused {
    /// There is no such thread.
    #[error("there is no such thread")]
    NoThread,
    /// There is no such message.
    #[error("there is no such message")]
    NoMessage,
    /// It is somebody else's.
    #[error("the message is somebody else's")]
    NotYours,
    /// The words of the message are gone.
    #[error("the words of the message are gone")]
    Gone,
    /// A limit of this map is reached.
    #[error("the talk about this map is full")]
    Full,
}

/// Latest time that every browser can show, in milliseconds since 1970. A restored backup may claim any.
const TIME_MS_MAX: u64 = 8_640_000_000_000_000;

/// What an act does to the document.
#[derive(Default)]
struct Changes {
    puts: Vec<(&'static str, String, Any)>,
    removes: Vec<(&'static str, String)>,
}

impl Changes {
    fn put_thread(&mut self, thread: &Thread) {
        self.puts.push((THREADS, thread.id.clone(), thread_value(thread)));
    }

    fn put_message(&mut self, message: &Message) {
        self.puts.push((MESSAGES, message.id.clone(), message_value(message)));
    }
}

/// Does what somebody says. Nothing is changed when it is refused.
///
/// # Errors
/// [`TalkRefused`].
pub fn apply(document: &mut Document, act: &TalkAct, attribution: &Attribution) -> Result<(), TalkRefused> {
    let has_room = document.encoded_bytes_estimate() < TALK_BYTES_MAX;
    let changes = document.read(|txn, _| changes(&Look { txn, has_room }, act, attribution))?;
    document.write(|txn, _| {
        for (root, key, value) in changes.puts {
            txn.get_or_insert_map(root).insert(txn, key, value);
        }
        for (root, key) in changes.removes {
            txn.get_or_insert_map(root).remove(txn, &key);
        }
    });
    Ok(())
}

/// Whose words a message holds, or held; `None` when there is no such message.
#[must_use]
pub fn author_of(document: &Document, message: &str) -> Option<String> {
    document.read(|txn, _| {
        let root = txn.get_map(MESSAGES)?;
        message_under(txn, &root, message).map(|known| known.by)
    })
}

/// Whether there is such a thread.
#[must_use]
pub fn has_thread(document: &Document, thread: &str) -> bool {
    document.read(|txn, _| Look { txn, has_room: false }.thread(thread).is_ok())
}

fn changes<T: ReadTxn>(
    look: &Look<'_, T>,
    act: &TalkAct,
    attribution: &Attribution,
) -> Result<Changes, TalkRefused> {
    let mut changes = Changes::default();
    match act {
        TalkAct::Comment { thread, part, said } => {
            look.fits(THREADS, THREADS_MAX)?;
            let message = look.message_of(thread, said, attribution)?;
            let (id, part) = (thread.clone(), part.clone());
            changes.put_thread(&Thread { id, part, state: ThreadState::Open, at: message.at });
            changes.put_message(&message);
        }
        TalkAct::Reply { thread, said } => {
            let known = look.thread(thread)?;
            changes.put_message(&look.message_of(thread, said, attribution)?);
            if known.state != ThreadState::Open {
                changes.put_thread(&Thread { state: ThreadState::Open, ..known });
            }
        }
        TalkAct::Settle { thread, state } => {
            let known = look.thread(thread)?;
            if known.state != *state {
                changes.put_thread(&Thread { state: *state, ..known });
            }
        }
        TalkAct::React { message, reaction } => {
            if look.message(message)?.gone.is_some() {
                return Err(TalkRefused::Gone);
            }
            let key = reaction_key(message, &attribution.by, *reaction);
            if !look.has_reaction(&key) {
                look.fits(REACTIONS, REACTIONS_MAX)?;
                changes.puts.push((REACTIONS, key, Any::Bool(true)));
            }
        }
        TalkAct::Unreact { message, reaction } => {
            look.message(message)?;
            changes.removes.push((REACTIONS, reaction_key(message, &attribution.by, *reaction)));
        }
        TalkAct::TakeBack { message } => {
            let known = look.message(message)?;
            if known.by != attribution.by {
                return Err(TalkRefused::NotYours);
            }
            look.empty(known, Gone::TakenBack, &mut changes);
        }
        TalkAct::TakeDown { message } => look.empty(look.message(message)?, Gone::TakenDown, &mut changes),
        TalkAct::Lead(trail) => {
            if let Source::Message(message) = &trail.source
                && look.message(message)?.gone.is_some()
            {
                return Err(TalkRefused::Gone);
            }
            let key = trail.key();
            if !look.has(LED_TO, &key) {
                look.fits(LED_TO, LED_TO_MAX)?;
                let Attribution { by, scribe, at } = attribution.clone();
                changes.puts.push((
                    LED_TO,
                    key,
                    led_to_value(&LedTo { trail: trail.clone(), by, scribe, at }),
                ));
            }
        }
        TalkAct::Unlead(trail) => changes.removes.push((LED_TO, trail.key())),
    }
    Ok(changes)
}

/// The document as it is when somebody says something.
struct Look<'t, T> {
    txn: &'t T,
    /// Whether the document may still grow.
    has_room: bool,
}

impl<T: ReadTxn> Look<'_, T> {
    fn thread(&self, id: &str) -> Result<Thread, TalkRefused> {
        let root = self.txn.get_map(THREADS).ok_or(TalkRefused::NoThread)?;
        thread_under(self.txn, &root, id).ok_or(TalkRefused::NoThread)
    }

    fn message(&self, id: &str) -> Result<Message, TalkRefused> {
        let root = self.txn.get_map(MESSAGES).ok_or(TalkRefused::NoMessage)?;
        message_under(self.txn, &root, id).ok_or(TalkRefused::NoMessage)
    }

    /// Whether one more entry under a root fits.
    fn fits(&self, root: &str, limit: usize) -> Result<(), TalkRefused> {
        let count = self.txn.get_map(root).map_or(0, |root| root.keys(self.txn).count());
        if self.has_room && count < limit { Ok(()) } else { Err(TalkRefused::Full) }
    }

    /// The new message. It gets a later time than every other, also when the clock was set back: its order is certain.
    fn message_of(
        &self,
        thread: &str,
        said: &Said,
        attribution: &Attribution,
    ) -> Result<Message, TalkRefused> {
        self.fits(MESSAGES, MESSAGES_MAX)?;
        let times = self.txn.get_map(MESSAGES).map(|root| {
            let time =
                |id| value::fields(self.txn, &root, id).and_then(|fields| value::field_count(&fields, "at"));
            root.keys(self.txn).filter_map(time).max().unwrap_or_default()
        });
        let after = times.map_or(0, |newest| (newest + 1).min(TIME_MS_MAX));
        let at = attribution.at.max(after);
        let Said { message, text, mentions } = said.clone();
        let Attribution { by, scribe, .. } = attribution.clone();
        Ok(Message { id: message, thread: thread.to_owned(), by, scribe, text, mentions, at, gone: None })
    }

    /// Empties a message. Why its words went the first time stays true whoever comes second.
    fn empty(&self, known: Message, why: Gone, changes: &mut Changes) {
        changes.removes = self.reactions_to(&known.id);
        let (text, mentions) = (String::new(), Vec::new());
        changes.put_message(&Message { text, mentions, gone: known.gone.or(Some(why)), ..known });
    }

    fn has_reaction(&self, key: &str) -> bool {
        self.txn.get_map(REACTIONS).is_some_and(|root| value::is_true(self.txn, &root, key))
    }

    fn has(&self, root: &str, key: &str) -> bool {
        self.txn.get_map(root).is_some_and(|root| root.contains_key(self.txn, key))
    }

    /// All reactions to a message, by root and key.
    fn reactions_to(&self, message: &str) -> Vec<(&'static str, String)> {
        let Some(root) = self.txn.get_map(REACTIONS) else { return Vec::new() };
        let is_to_it = |key: &&str| read_reaction_key(key).is_some_and(|(known, ..)| known == message);
        root.keys(self.txn).filter(is_to_it).map(|key| (REACTIONS, String::from(key))).collect()
    }
}

#[cfg(test)]
#[path = "talk_rules_tests.rs"]
mod tests;
