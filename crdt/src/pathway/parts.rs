//! The parts of a typed map, as plain values.
//!
//! Owns what each part holds once it is read. How it is read, and in which order, is in [`super::view`].

use super::schema::{Family, Mode, Perspective, Sector, StepKind};

/// A part of the journey as lived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Id in the document.
    pub id: String,
    /// Name.
    pub title: String,
    /// Order key; empty when the document holds none.
    pub ord: String,
}

/// Who does it or where it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Id in the document.
    pub id: String,
    /// Name.
    pub title: String,
    /// Order key; empty when the document holds none.
    pub ord: String,
    /// Provider sector of what stands in it.
    pub sector: Sector,
}

/// What the person wants, in their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Id in the document.
    pub id: String,
    /// The words.
    pub title: String,
    /// Order key; empty when the document holds none.
    pub ord: String,
}

/// What should become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Id in the document.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How we will know.
    pub measure: String,
    /// What it is about.
    pub family: Family,
    /// Order key; empty when the document holds none.
    pub ord: String,
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Id in the document.
    pub id: String,
    /// What happens, in a few words.
    pub title: String,
    /// What is to say beyond that.
    pub detail: String,
    /// Whether it is a shared decision.
    pub kind: StepKind,
    /// What can be chosen, one a line; kept, and no part of what it says, while it is a plain step.
    pub options: String,
    /// What matters to the person; kept as the options are.
    pub matters: String,
    /// Id of its stage; `None` when that is missing or removed.
    pub stage: Option<String>,
    /// Id of its lane; `None` when that is missing or removed.
    pub lane: Option<String>,
    /// Order key within the cell; empty when the document holds none.
    pub ord: String,
    /// Done for, by or with people.
    pub mode: Mode,
    /// Who provides it.
    pub sector: Sector,
    /// Whose knowledge it rests on.
    pub perspective: Perspective,
    /// Ids of the goals it serves, in the order of the goals.
    pub goals: Vec<String>,
}

impl Step {
    /// Whether it stands in a cell; else it shows under "Not placed".
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.stage.is_some() && self.lane.is_some()
    }
}

/// Order or handover between two steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Id in the document.
    pub id: String,
    /// Id of the step it leads from.
    pub from: String,
    /// Id of the step it leads to.
    pub to: String,
    /// Words on it.
    pub label: String,
    /// Whether an end is missing or removed: not shown, but kept, since the end may come back.
    pub is_hidden: bool,
}
