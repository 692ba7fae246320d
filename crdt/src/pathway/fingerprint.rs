//! The fingerprint of what a part means (`docs/PROTOCOL.md` 1.3, decision D59).
//!
//! Two halves: over the part's own words, and over the words around it, which are the titles of what it rests on. So whoever
//! compares two fingerprints sees whether the part itself says something else or only what it stands beside. Owns the rule
//! by which they are made, and its number, which every fingerprint begins with. Knows no document.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::meaning::Meaning;
use crate::limits::TEXT_FIELD_UNITS_MAX;
use crate::value;

/// Number of the rule by which fingerprints are made.
pub const RULE: u32 = 2;

/// The half of a fingerprint that is about the part's own words, with the number of its rule.
#[must_use]
pub fn own_half(fingerprint: &str) -> &str {
    fingerprint.rsplit_once('-').map_or(fingerprint, |(own, _)| own)
}

/// The half of a fingerprint that is about the words around the part.
fn half_around(fingerprint: &str) -> &str {
    fingerprint.rsplit_once('-').map_or("", |(_, around)| around)
}

/// Whether a fingerprint was made by the present rule.
#[must_use]
pub fn is_present_rule(fingerprint: &str) -> bool {
    fingerprint.strip_prefix(&RULE.to_string()).is_some_and(|rest| rest.starts_with('-'))
}

/// A text without what carries no meaning: white space at its ends, more than one space in a row, and the full stop that
/// closes it.
#[must_use]
pub fn plain_words(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match joined.strip_suffix('.') {
        // Several in a row say that something is left open.
        Some(rest) if !rest.ends_with('.') => String::from(rest.trim_end()),
        _ => joined,
    }
}

/// As [`plain_words`], line by line: each is a choice of its own. Empty lines are none.
fn plain_lines(text: &str) -> String {
    let lines = text.lines().map(plain_words).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// SHA-256 in 64 hex digits over texts, each as a netstring: no two lists of texts are written the same way.
pub(crate) fn hash_of<'a>(texts: impl IntoIterator<Item = Cow<'a, str>>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.len().to_string());
        hash.update(":");
        hash.update(text.as_bytes());
        hash.update(",");
    }
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Meaning {
    /// The fingerprint: the number of the rule, the half over the part's own words, the half over the words around it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!("{RULE}-{}-{}", hash_of(self.own_words()), hash_of(self.words_around()))
    }

    /// Whether a text in it is longer than its field may be. Nobody can agree to it: what is read is its beginning.
    #[must_use]
    pub fn is_over_limit(&self) -> bool {
        let own: Vec<&str> = match self {
            Self::Goal { title } | Self::Stage { title } => vec![title],
            Self::Outcome { title, measure, .. } => vec![title, measure],
            Self::Step { title, detail, .. } => vec![title, detail],
            Self::Decision { title, detail, options, matters, .. } => vec![title, detail, options, matters],
            Self::Link { label, .. } => vec![label],
            Self::Map { .. } => Vec::new(),
        };
        let is_long = |text: &str| value::units(text) > TEXT_FIELD_UNITS_MAX;
        own.into_iter().any(is_long) || self.titles_around().into_iter().any(is_long)
    }

    /// What the word for its kind is under the fingerprint: a decision without options says something else than a step.
    pub(crate) fn word(&self) -> &'static str {
        if matches!(self, Self::Decision { .. }) { "decision" } else { self.kind().as_str() }
    }

    /// The part's own words, and what it rests on by its id.
    fn own_words(&self) -> Vec<Cow<'_, str>> {
        let mut words = vec![Cow::Borrowed(self.word())];
        let text = |text: &str| Cow::Owned(plain_words(text));
        match self {
            Self::Goal { title } | Self::Stage { title } => words.push(text(title)),
            Self::Outcome { title, measure, family } => {
                words.extend([text(title), text(measure), Cow::Borrowed(family.as_str())]);
            }
            Self::Step { title, detail, stage, lane, mode, sector, goals, leads_to }
            | Self::Decision { title, detail, stage, lane, mode, sector, goals, leads_to, .. } => {
                words.extend([text(title), text(detail)]);
                if let Self::Decision { options, matters, .. } = self {
                    words.extend([Cow::Owned(plain_lines(options)), text(matters)]);
                }
                let codes = [stage.id.as_str(), &lane.id, mode.as_str(), sector.as_str()];
                words.extend(codes.map(Cow::Borrowed));
                // How many first: where one list ends and the next begins is meaning.
                words.push(Cow::Owned(goals.len().to_string()));
                words.extend(goals.iter().map(|goal| Cow::Borrowed(goal.id.as_str())));
                words.extend(leads_to.iter().map(|step| Cow::Borrowed(step.id.as_str())));
            }
            Self::Link { from, to, label } => {
                words.extend([Cow::Borrowed(from.id.as_str()), Cow::Borrowed(&to.id), text(label)]);
            }
            Self::Map { map_kind, parts } => {
                words.push(Cow::Borrowed(map_kind.as_str()));
                let own = parts.iter().flat_map(|(name, fingerprint)| [name.as_str(), own_half(fingerprint)]);
                words.extend(own.map(Cow::Borrowed));
            }
        }
        words
    }

    /// The words around the part. Whose they are is among its own words, so their order is enough.
    fn words_around(&self) -> Vec<Cow<'_, str>> {
        if let Self::Map { parts, .. } = self {
            return parts.values().map(|fingerprint| Cow::Borrowed(half_around(fingerprint))).collect();
        }
        self.titles_around().into_iter().map(|title| Cow::Owned(plain_words(title))).collect()
    }

    /// The titles of what the part rests on.
    fn titles_around(&self) -> Vec<&str> {
        match self {
            Self::Step { stage, lane, goals, leads_to, .. }
            | Self::Decision { stage, lane, goals, leads_to, .. } => {
                let placed = [stage.title.as_str(), &lane.title].into_iter();
                let goals = goals.iter().map(|goal| goal.title.as_str());
                placed.chain(goals).chain(leads_to.iter().map(|step| step.title.as_str())).collect()
            }
            Self::Link { from, to, .. } => vec![&from.title, &to.title],
            Self::Goal { .. } | Self::Outcome { .. } | Self::Stage { .. } | Self::Map { .. } => Vec::new(),
        }
    }
}

#[cfg(test)]
#[path = "fingerprint_tests.rs"]
mod tests;
