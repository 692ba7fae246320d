//! What led to what: somebody says that a comment, or another part, led to a part (capability AGR-5).
//!
//! Owns how that lies in the `talk` document (`docs/PROTOCOL.md` section 1.4). Who may say so is checked by who calls;
//! what becomes of it is in `talk_rules.rs`.

use std::fmt;

use yrs::{Any, MapRef, ReadTxn};

use super::talk::{AT, TalkPart, entries, object};
use crate::document::Document;
use crate::pathway::schema::is_part_id;
use crate::value;

/// Most times that somebody can say what led to what, on one map.
pub const LED_TO_MAX: usize = 2_000;

/// Root of what led to what.
pub(super) const LED_TO: &str = "ledTo";
const MESSAGE: &str = "message";

/// Where a part came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Something that was said, by its message id.
    Message(String),
    /// Another part: an idea, a goal, a step that was there before.
    Part(TalkPart),
}

impl Source {
    /// Reads `"message:{id}"` or the name of a part; `None` for anything else. The whole map is no source: all is in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            (MESSAGE, id) => is_part_id(id).then(|| Self::Message(String::from(id))),
            _ => TalkPart::parse(text).filter(|part| !part.is_whole_map()).map(Self::Part),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(id) => write!(f, "{MESSAGE}:{id}"),
            Self::Part(part) => f.write_str(part.as_str()),
        }
    }
}

/// From where to where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trail {
    /// What was there first.
    pub source: Source,
    /// The part it led to.
    pub part: TalkPart,
}

impl Trail {
    /// Joins both ends; `None` when they are the same part.
    #[must_use]
    pub fn new(source: Source, part: TalkPart) -> Option<Self> {
        (source != Source::Part(part.clone())).then_some(Self { source, part })
    }

    /// Its key in the document.
    pub(super) fn key(&self) -> String {
        format!("{}/{}", self.source, self.part.as_str())
    }

    fn parse(key: &str) -> Option<Self> {
        let (source, part) = key.split_once('/')?;
        Self::new(Source::parse(source)?, TalkPart::parse(part)?)
    }
}

/// That something led to a part, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedTo {
    /// From where to where.
    pub trail: Trail,
    /// Who says so.
    pub by: String,
    /// Who wrote it down for that person.
    pub scribe: Option<String>,
    /// Since when, milliseconds since 1970.
    pub at: u64,
}

/// Reads from a `talk` document what led to what, by what led and what it led to. What does not fit the layout reads as
/// absent, and nothing beyond the limit is read.
#[must_use]
pub fn read(document: &Document) -> Vec<LedTo> {
    let mut led_to =
        document.read(|txn, _| entries(txn, LED_TO, LED_TO_MAX, |root, key| led_to_under(txn, root, key)));
    led_to.sort_by(|one, other| one.trail.cmp(&other.trail));
    led_to
}

/// What is under a key.
fn led_to_under<T: ReadTxn>(txn: &T, root: &MapRef, key: &str) -> Option<LedTo> {
    let trail = Trail::parse(key)?;
    let fields = value::fields(txn, root, key)?;
    let person = |key| Some(value::field(&fields, key)).filter(|id| is_part_id(id)).map(String::from);
    Some(LedTo { trail, by: person("by")?, scribe: person("scribe"), at: value::field_count(&fields, AT)? })
}

/// That something led to a part, as the one value of its key.
pub(super) fn led_to_value(led: &LedTo) -> Any {
    // Milliseconds stay far below the largest whole number that a browser holds exactly.
    let fields = [("by", Any::from(led.by.as_str())), (AT, Any::from(led.at as f64))];
    let scribe = led.scribe.as_deref().map(|scribe| ("scribe", Any::from(scribe)));
    object(fields.into_iter().chain(scribe))
}

#[cfg(test)]
#[path = "trail_tests.rs"]
mod tests;
