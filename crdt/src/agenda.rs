//! The items of an agenda: how long, what, how people work, who speaks first, what is asked of them and about what; and how
//! much else can be prepared for a meeting.
//!
//! Owns the closed sets of words. Knows neither documents nor templates.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::part_id::is_part_id;

/// Most parts of one agenda.
pub const AGENDA_ITEMS_MAX: usize = 100;

/// Longest part of an agenda, in minutes: a day.
pub const AGENDA_ITEM_MINUTES_MAX: u32 = 24 * 60;

/// Longest title of a part of an agenda, in characters.
pub const AGENDA_TITLE_CHARS_MAX: usize = 200;

/// Longest instruction of an item, and longest question that an item is about, in characters.
pub const AGENDA_SAYS_CHARS_MAX: usize = 300;

/// Longest id of a part of an agenda, in bytes.
pub const AGENDA_ID_BYTES_MAX: usize = 32;

/// Most questions for the group, and most facts with their source, that a workshop has.
pub const PREPARED_LINES_MAX: usize = 50;

/// Longest question or fact, in characters.
pub const PREPARED_LINE_CHARS_MAX: usize = 1_000;

/// How people can work in a part of the agenda.
pub const ACTIVITY_MODES: &[&str] =
    &["plenary", "silent", "round_robin", "pairs", "breakout", "vote", "break", "reflect"];

/// Which side can speak first; `none` in a break.
pub const OPENING_SIDES: &[&str] = &["patient", "professional", "none"];

/// How people write for themselves.
pub const SILENT: &str = "silent";

/// How notes that people wrote for themselves are shown to all when their author gives them; said before anybody writes.
pub const NOTES_SHOWN: &[&str] = &["named", "anonymous"];

/// How notes are shown where nothing was said of it.
pub const NOTES_SHOWN_UNSAID: &str = "named";

/// What an item of an agenda is about. It is written as one text: `map:map`, `stage:{id}`, `goal:{id}`, or `question:{words}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum About {
    /// The whole map.
    Map,
    /// The stage of an id.
    Stage(String),
    /// The goal of an id.
    Goal(String),
    /// A question in words.
    Question(String),
}

/// A text says nothing that an item can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an item of an agenda cannot be about this")]
pub struct NothingKnown;

impl About {
    /// What a text names.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(':')?;
        match kind {
            "map" if rest == "map" => Some(Self::Map),
            "stage" if is_part_id(rest) => Some(Self::Stage(String::from(rest))),
            "goal" if is_part_id(rest) => Some(Self::Goal(String::from(rest))),
            "question" if is_said(rest) => Some(Self::Question(String::from(rest))),
            _ => None,
        }
    }

    /// What an optional field of a record names; anything odd is nothing.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn read_leniently<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(value.as_str().and_then(Self::parse))
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Map => f.write_str("map:map"),
            Self::Stage(id) => write!(f, "stage:{id}"),
            Self::Goal(id) => write!(f, "goal:{id}"),
            Self::Question(words) => write!(f, "question:{words}"),
        }
    }
}

impl From<About> for String {
    fn from(about: About) -> Self {
        about.to_string()
    }
}

impl TryFrom<String> for About {
    type Error = NothingKnown;

    fn try_from(text: String) -> Result<Self, NothingKnown> {
        Self::parse(&text).ok_or(NothingKnown)
    }
}

/// Whether a text can be an instruction or a question: some words, not too many.
#[must_use]
pub fn is_said(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= AGENDA_SAYS_CHARS_MAX
}

/// One part of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Names it within its workshop for as long as it is on the agenda, also when it moves; empty outside of a workshop, in
    /// templates and archives.
    #[serde(skip)]
    pub id: String,
    /// Length in minutes.
    pub min: u32,
    /// What happens.
    pub title: String,
    /// One of [`ACTIVITY_MODES`].
    pub mode: String,
    /// One of [`OPENING_SIDES`].
    pub opens: String,
    /// What people are asked to do, in a sentence; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// What it is about, where something was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// One of [`NOTES_SHOWN`] where people write for themselves; empty where nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

impl AgendaItem {
    /// Whether it says more than the minutes, title, mode and opening side that items had at first.
    #[must_use]
    pub fn says_more(&self) -> bool {
        !self.says.is_empty() || self.about.is_some() || !self.notes.is_empty()
    }

    /// How notes of it are shown, one of [`NOTES_SHOWN`]; empty where nobody writes for themselves.
    #[must_use]
    pub fn notes_shown(&self) -> &str {
        match (self.mode.as_str(), self.notes.as_str()) {
            (SILENT, "") => NOTES_SHOWN_UNSAID,
            (SILENT, shown) => shown,
            _ => "",
        }
    }

    /// The id of an item that was written without one, by its place: those of workshops that were just made, and of before items had ids.
    #[must_use]
    pub fn id_by_place(index: usize) -> String {
        format!("item-{index}")
    }
}

/// Whether a text can be the id of a part of an agenda.
#[must_use]
pub fn is_agenda_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=AGENDA_ID_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_10_an_id_of_an_agenda_item_is_short_and_plain() {
        assert!(is_agenda_id(&AgendaItem::id_by_place(99)) && is_agenda_id(&"a".repeat(AGENDA_ID_BYTES_MAX)));
        for odd in ["", "A", "a/b", "a b", &"a".repeat(AGENDA_ID_BYTES_MAX + 1)] {
            assert!(!is_agenda_id(odd), "{odd:?}");
        }
    }
    #[test]
    fn agenda_1_what_an_item_is_about_is_one_text_and_odd_texts_are_nothing() {
        for text in ["map:map", "stage:Az09-_", "goal:g1", "question:What helps? One thing: sleep."] {
            assert_eq!(About::parse(text).map(|about| about.to_string()).as_deref(), Some(text));
        }
        let long = format!("question:{}", "é".repeat(AGENDA_SAYS_CHARS_MAX));
        assert!(About::parse(&long).is_some() && About::parse(&format!("{long}é")).is_none());
        for odd in ["", "map", "map:", "map:other", "stage:", "stage:a b", "goal:a:b", "question:", "step:s1"]
        {
            assert_eq!(About::parse(odd), None, "{odd:?}");
        }
    }
}
