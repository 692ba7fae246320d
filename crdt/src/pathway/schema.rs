//! The names in a map document: roots, keys and the closed sets of words (`docs/PROTOCOL.md` section 1.1).
//!
//! Owns how things are called, once for reader and writer. Knows nothing of how they are read or written.

use serde::{Deserialize, Serialize};

pub use crate::part_id::{PART_ID_BYTES_MAX, is_part_id};

/// Version of the schema that this server writes. 2: fingerprints in records have two halves, and links without words are
/// part of their steps.
pub const SCHEMA_VERSION: u32 = 2;

/// Most pairs of a step and a goal it serves in one map. Six goals on each of 4,000 steps are far more than any group makes.
pub const STEP_GOALS_PER_MAP_MAX: usize = 25_000;

/// Names of the root maps.
pub mod root {
    /// Facts of the whole map.
    pub const META: &str = "meta";
    /// Parts of the journey.
    pub const STAGES: &str = "stages";
    /// Who does it or where it happens.
    pub const LANES: &str = "lanes";
    /// What people want, in their words.
    pub const GOALS: &str = "goals";
    /// What should become of it, and how we will know.
    pub const OUTCOMES: &str = "outcomes";
    /// What happens.
    pub const STEPS: &str = "steps";
    /// Order or handover between steps.
    pub const LINKS: &str = "links";
    /// Which step serves which goal.
    pub const STEP_GOALS: &str = "stepGoals";
}

/// Names of the keys inside the root maps and parts.
pub mod key {
    /// Text: name of a part.
    pub const TITLE: &str = "title";
    /// Text: what is to say beyond the title of a step.
    pub const DETAIL: &str = "detail";
    /// Text: what can be chosen at a shared decision, one a line.
    pub const OPTIONS: &str = "options";
    /// Text: what matters to the person at a shared decision.
    pub const MATTERS: &str = "matters";
    /// Text: how we will know that an outcome is reached.
    pub const MEASURE: &str = "measure";
    /// Family of an outcome, inside `meta`.
    pub const FAMILY: &str = "family";
    /// Text: words on a link.
    pub const LABEL: &str = "label";
    /// Order key of a stage, lane or goal, and inside `pos`.
    pub const ORD: &str = "ord";
    /// `true` on a removed part.
    pub const REMOVED: &str = "rm";
    /// Provider sector of a lane, and inside the `meta` of a step.
    pub const SECTOR: &str = "sector";
    /// One value: where a step is.
    pub const POS: &str = "pos";
    /// One value: what is said about a step beside its words.
    pub const META: &str = "meta";
    /// Stage id inside `pos`.
    pub const STAGE: &str = "stage";
    /// Lane id inside `pos`.
    pub const LANE: &str = "lane";
    /// For, by or with, inside `meta`.
    pub const MODE: &str = "mode";
    /// Whose knowledge it is, inside `meta`.
    pub const PERSPECTIVE: &str = "perspective";
    /// Kind of a map, step or link.
    pub const KIND: &str = "kind";
    /// Schema version of a map.
    pub const VERSION: &str = "version";
    /// One value: the two ends of a link.
    pub const ENDS: &str = "ends";
    /// Step id inside `ends`.
    pub const FROM: &str = "from";
    /// Step id inside `ends`.
    pub const TO: &str = "to";
}

/// The only `kind` of a link so far.
pub const LINK_KIND: &str = "leadsTo";

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the order choices are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Every word, in the same order; the first is what is not said reads as.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in documents, on the wire and in archives.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The value of a word; `None` for a word that is not one of the set.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// Who provides a step or stands in a lane.
    Sector {
        /// Not said yet.
        #[default]
        Unsaid = "",
        /// Health service.
        Nhs = "nhs",
        /// Social care and council.
        SocialCare = "social_care",
        /// Voluntary, community and social enterprise.
        Vcse = "vcse",
        /// People with the same experience.
        Peer = "peer",
        /// The person and their family.
        SelfFamily = "self_family",
        /// Housing, work, leisure.
        OtherPublic = "other_public",
    }
}

words! {
    /// Whether something is done for people, by people or with each other.
    Mode {
        /// Not said yet.
        #[default]
        Unsaid = "",
        /// Provision for people.
        For = "for",
        /// Health management by people.
        By = "by",
        /// Mutual support with people.
        With = "with",
    }
}

words! {
    /// Whose knowledge a step rests on.
    Perspective {
        /// Not said yet.
        #[default]
        Unsaid = "",
        /// Lived experience.
        Lived = "lived",
        /// Professional knowledge.
        Professional = "professional",
        /// Both.
        Both = "both",
        /// Neither of the two.
        Other = "other",
    }
}

words! {
    /// Whether a map shows how it is or how we want it.
    MapKind {
        /// How it is now.
        #[default]
        Current = "current",
        /// How we want it.
        Future = "future",
    }
}

words! {
    /// Whether a step is a shared decision.
    StepKind {
        /// Something that happens.
        #[default]
        Step = "step",
        /// Something that is decided together.
        Decision = "decision",
    }
}

words! {
    /// What an outcome is about.
    Family {
        /// Not said yet.
        #[default]
        Unsaid = "",
        /// How life is in the long run.
        LongTerm = "long_term",
        /// Getting better.
        Recovery = "recovery",
        /// That it does not come, or not again.
        Prevention = "prevention",
    }
}

/// The `stepGoals` key of "this step serves this goal".
#[must_use]
pub fn step_goal_key(step: &str, goal: &str) -> String {
    format!("{step}:{goal}")
}
