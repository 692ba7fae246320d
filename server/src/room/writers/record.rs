//! What is kept of one client id, with the edits.

use serde::{Deserialize, Serialize};

use crate::ids::ParticipantId;

/// One run of the server; another one knows nothing for certain of what this one has shown to people.
pub(crate) type Run = u64;

/// What is kept of one client id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WriterRecord {
    /// Whose it is.
    pub(crate) person: ParticipantId,
    /// The run in which the server has had everything that was written under it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) whole_in: Option<Run>,
    /// How the person came to it.
    #[serde(default, skip_serializing_if = "Claim::is_own")]
    pub(super) claim: Claim,
    /// The first clock that somebody else wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) foreign_from: Option<u32>,
    /// Who brought what is under it, when that was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) brought_by: Option<ParticipantId>,
    /// Grows with each id that the document gets to know.
    #[serde(default)]
    pub(super) number: u64,
}

impl WriterRecord {
    /// Whether more than one person has written under the id.
    pub(super) fn is_contested(&self) -> bool {
        self.foreign_from.is_some() || self.brought_by.is_some()
    }
}

/// How a person came to an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Claim {
    /// By showing it, or by writing under it from the beginning.
    #[default]
    Own,
    /// By bringing what was written under it, which may be another's: it becomes theirs when they show it.
    Brought,
}

impl Claim {
    fn is_own(&self) -> bool {
        *self == Self::Own
    }
}
