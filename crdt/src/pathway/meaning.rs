//! What carries meaning in a part, and the fingerprint over it (capabilities AGR-1 and AGR-2, `docs/PROTOCOL.md` 1.3).
//!
//! Owns the exact list of meaning fields of each kind of part; how they are read out of a document is in
//! [`super::part_reader`]. Knows nothing of who agreed to what.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use yrs::ReadTxn;

use super::kinds::{KindRow, PartKind};
use super::schema::{Family, MapKind, Mode, Sector, is_part_id, key, root};
use crate::limits::TEXT_FIELD_UNITS_MAX;
use crate::value;

/// The kinds of parts that a pair can agree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AgreeKind {
    /// What the person wants.
    Goal,
    /// What should become of it.
    Outcome,
    /// A part of the journey.
    Stage,
    /// One thing that happens.
    Step,
    /// From one step to another.
    Link,
    /// The whole map.
    Map,
}

impl AgreeKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Goal, Self::Outcome, Self::Stage, Self::Step, Self::Link, Self::Map];

    /// The word in documents and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Outcome => "outcome",
            Self::Stage => "stage",
            Self::Step => "step",
            Self::Link => "link",
            Self::Map => "map",
        }
    }

    /// The root map of the document that holds parts of this kind; `None` for the whole map.
    #[must_use]
    pub fn root(self) -> Option<&'static str> {
        PartKind::parse(self.as_str()).map(|kind| kind.row().root)
    }

    /// The kind of a part of a map, when pairs agree on such parts.
    #[must_use]
    pub fn of(row: &KindRow) -> Option<Self> {
        row.meaning.and_then(|_| Self::ALL.into_iter().find(|kind| kind.as_str() == row.name))
    }
}

/// The id of the whole map as a part.
pub const WHOLE_MAP_ID: &str = "map";

/// A part that a pair can agree on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartName {
    /// What it is.
    pub kind: AgreeKind,
    /// Id in the document; [`WHOLE_MAP_ID`] for the whole map.
    pub id: String,
}

impl PartName {
    /// The whole map.
    #[must_use]
    pub fn whole_map() -> Self {
        Self { kind: AgreeKind::Map, id: String::from(WHOLE_MAP_ID) }
    }

    /// Reads `"{kind}:{id}"`; `None` for anything that is not the name of a part.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        let kind = AgreeKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
        let fits = is_part_id(id) && (kind != AgreeKind::Map || id == WHOLE_MAP_ID);
        fits.then(|| Self { kind, id: String::from(id) })
    }
}

impl std::fmt::Display for PartName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind.as_str(), self.id)
    }
}

/// Another part that this one's meaning rests on, with the words a person reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id; empty when there is none.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// What a part means: all a person says yes to, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Meaning {
    /// A goal.
    Goal {
        /// The words.
        title: String,
    },
    /// An outcome.
    Outcome {
        /// What it is.
        title: String,
        /// How we will know.
        measure: String,
        /// What it is about.
        family: Family,
    },
    /// A stage.
    Stage {
        /// The name.
        title: String,
    },
    /// A step.
    Step {
        /// What happens.
        title: String,
        /// What is to say beyond that.
        detail: String,
        /// When.
        stage: Named,
        /// Who or where.
        lane: Named,
        /// For, by or with.
        mode: Mode,
        /// Who provides it.
        sector: Sector,
        /// What it is for, by id.
        goals: Vec<Named>,
    },
    /// A step that is a shared decision.
    Decision {
        /// What is decided.
        title: String,
        /// What is to say beyond that.
        detail: String,
        /// What can be chosen, one a line.
        options: String,
        /// What matters to the person.
        matters: String,
        /// When.
        stage: Named,
        /// Who or where.
        lane: Named,
        /// For, by or with.
        mode: Mode,
        /// Who provides it.
        sector: Sector,
        /// What it is for, by id.
        goals: Vec<Named>,
    },
    /// A link.
    Link {
        /// The step it leads from.
        from: Named,
        /// The step it leads to.
        to: Named,
        /// Words on it.
        label: String,
    },
    /// The whole map.
    Map {
        /// How it is or how we want it.
        #[serde(rename = "mapKind")]
        map_kind: MapKind,
        /// Name and fingerprint of each part that counts.
        parts: BTreeMap<String, String>,
    },
}

impl Meaning {
    /// The kind of the part; a shared decision is a step.
    #[must_use]
    pub fn kind(&self) -> AgreeKind {
        match self {
            Self::Goal { .. } => AgreeKind::Goal,
            Self::Outcome { .. } => AgreeKind::Outcome,
            Self::Stage { .. } => AgreeKind::Stage,
            Self::Step { .. } | Self::Decision { .. } => AgreeKind::Step,
            Self::Link { .. } => AgreeKind::Link,
            Self::Map { .. } => AgreeKind::Map,
        }
    }

    /// The fingerprint: SHA-256 in 64 hex digits over kind and fields, each as a netstring.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for text in self.texts() {
            // The length first: no two lists of texts can be written the same way.
            hash.update(text.len().to_string());
            hash.update(":");
            hash.update(text);
            hash.update(",");
        }
        hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string never fails.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Whether a text in it is longer than its field may be. Nobody can agree to it: what is read is its beginning.
    #[must_use]
    pub fn is_over_limit(&self) -> bool {
        self.texts().into_iter().any(|text| value::units(text) > TEXT_FIELD_UNITS_MAX)
    }

    fn texts(&self) -> Vec<&str> {
        // Its own word: a decision without options says something else than a step.
        let word = if matches!(self, Self::Decision { .. }) { "decision" } else { self.kind().as_str() };
        let mut texts = vec![word];
        match self {
            Self::Goal { title } | Self::Stage { title } => texts.push(title),
            Self::Outcome { title, measure, family } => texts.extend([title, measure, family.as_str()]),
            Self::Step { title, detail, stage, lane, mode, sector, goals }
            | Self::Decision { title, detail, stage, lane, mode, sector, goals, .. } => {
                texts.extend([title.as_str(), detail]);
                if let Self::Decision { options, matters, .. } = self {
                    texts.extend([options.as_str(), matters]);
                }
                texts.extend([stage.id.as_str(), &stage.title, &lane.id, &lane.title]);
                texts.extend([mode.as_str(), sector.as_str()]);
                texts.extend(goals.iter().flat_map(|goal| [goal.id.as_str(), &goal.title]));
            }
            Self::Link { from, to, label } => {
                texts.extend([from.id.as_str(), &from.title, &to.id, &to.title, label]);
            }
            Self::Map { map_kind, parts } => {
                texts.push(map_kind.as_str());
                texts.extend(parts.iter().flat_map(|(name, fingerprint)| [name.as_str(), fingerprint]));
            }
        }
        texts
    }
}

/// A part as the map holds it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartNow {
    /// What it means.
    pub meaning: Meaning,
    /// Whether it does not show: it is taken out (`rm`), or is a link that does not join two steps that show.
    pub is_removed: bool,
}

/// How it is or how we want it.
pub fn map_kind<T: ReadTxn>(txn: &T) -> MapKind {
    let word = txn.get_map(root::META).and_then(|meta| value::string(txn, &meta, key::KIND));
    word.and_then(|word| MapKind::parse(&word)).unwrap_or_default()
}

#[cfg(test)]
#[path = "meaning_tests.rs"]
mod tests;
