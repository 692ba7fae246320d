//! How a person came into a workshop: who let them in, and whether their device has come since.

use serde::{Deserialize, Serialize};

/// How a person came in, or stands at the door.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Entrance {
    /// Who let them in.
    pub let_in_by: LetInBy,
    /// Whether the person joined and their device has not come for a token yet.
    pub is_awaited: bool,
}

/// Who lets a person in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LetInBy {
    /// A facilitator, now or when they come to it; also people of before this was kept.
    #[default]
    Facilitator,
    /// Nobody: the link let them straight in.
    Link,
    /// Nobody yet: they wait because too many came by the link.
    NobodyYet,
}
