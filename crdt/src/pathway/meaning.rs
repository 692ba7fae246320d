//! What carries meaning in a part (capabilities AGR-1 and AGR-2, `docs/PROTOCOL.md` 1.3).
//!
//! Owns the exact list of meaning fields of each kind of part; how they are read out of a document is in
//! [`super::part_reader`], how they become a fingerprint in [`super::fingerprint`]. Knows nothing of who agreed to what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::ReadTxn;

use super::kinds::{KindRow, PartKind};
use super::schema::{Family, MapKind, Mode, Sector, is_part_id, key, root};
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

/// A step that another one leads to by a plain link: one without words, which is part of the step it leads from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadsTo {
    /// The id of the step it leads to.
    pub id: String,
    /// The title of that step.
    pub title: String,
    /// The id of the link, the first of several; empty when nothing holds it any more. It carries no meaning.
    #[serde(default)]
    pub link: String,
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
        /// The steps that its plain links lead to, by id.
        #[serde(default, rename = "leadsTo")]
        leads_to: Vec<LeadsTo>,
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
        /// The steps that its plain links lead to, by id.
        #[serde(default, rename = "leadsTo")]
        leads_to: Vec<LeadsTo>,
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

    /// The title of a part that has one of its own.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Goal { title }
            | Self::Outcome { title, .. }
            | Self::Stage { title }
            | Self::Step { title, .. }
            | Self::Decision { title, .. } => Some(title),
            Self::Link { .. } | Self::Map { .. } => None,
        }
    }

    /// The steps that the plain links of a step lead to; none for other parts.
    #[must_use]
    pub fn leads_to(&self) -> &[LeadsTo] {
        match self {
            Self::Step { leads_to, .. } | Self::Decision { leads_to, .. } => leads_to,
            Self::Goal { .. }
            | Self::Outcome { .. }
            | Self::Stage { .. }
            | Self::Link { .. }
            | Self::Map { .. } => &[],
        }
    }

    /// The same, to change it.
    pub fn leads_to_mut(&mut self) -> Option<&mut Vec<LeadsTo>> {
        match self {
            Self::Step { leads_to, .. } | Self::Decision { leads_to, .. } => Some(leads_to),
            Self::Goal { .. }
            | Self::Outcome { .. }
            | Self::Stage { .. }
            | Self::Link { .. }
            | Self::Map { .. } => None,
        }
    }

    /// Whether it is a link without words, which is no part of its own.
    #[must_use]
    pub fn is_plain_link(&self) -> bool {
        matches!(self, Self::Link { label, .. } if is_plain_label(label))
    }
}

/// Whether a link with this label is plain: it has no words. A full stop alone is none.
#[must_use]
pub fn is_plain_label(label: &str) -> bool {
    matches!(label.trim(), "" | ".")
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
