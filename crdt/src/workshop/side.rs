//! The two sides of a pair. Pure values.

use serde::{Deserialize, Serialize};

/// One of the two sides whose say and whose balance count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// Patient leaders and carers.
    Patient,
    /// Professionals.
    Professional,
}

impl Side {
    /// Both, patients first.
    pub const BOTH: [Self; 2] = [Self::Patient, Self::Professional];

    /// The side's name on the wire and in documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Professional => "professional",
        }
    }

    /// The side of a name; `None` for anything else.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.as_str() == word)
    }

    /// The partner's side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Patient => Self::Professional,
            Self::Professional => Self::Patient,
        }
    }
}
