//! The archive: a whole workshop as plain values, to take away and to bring back.
//!
//! Owns the types, how a [`PathwayMap`] becomes one, and the limits; [`read`] reads one that came from
//! outside. No names and no participant ids are in an archive. Knows no file and no wire.

pub mod read;
pub mod value;

use serde::Serialize;

use crate::agenda::{About, AgendaItem};
use crate::pathway::kinds::{ARCHIVE_VERSION_BASE, PartKind, newest_archive_version};
use crate::pathway::parts::{ListedPart, ListedParts};
use crate::pathway::schema::{LINK_KIND, MapKind, Mode, Perspective, Sector, StepKind};
use crate::pathway::view::{LeftOut, PathwayMap};
use crate::value::without_cut_mark;

/// What `format` says in every archive.
pub const ARCHIVE_FORMAT: &str = "pairway-archive";

/// The newest version of the archive that this server reads. Version 1 knew neither outcomes nor shared decisions; it reads
/// as a map without them.
pub const ARCHIVE_VERSION: u64 = {
    let of_kinds = newest_archive_version();
    if of_kinds > ARCHIVE_VERSION_AGENDA { of_kinds } else { ARCHIVE_VERSION_AGENDA }
};

/// The version that items of an agenda need which have an instruction, say what they are about or how notes are shown.
const ARCHIVE_VERSION_AGENDA: u64 = 4;

/// The oldest version that is read.
pub const ARCHIVE_VERSION_OLDEST: u64 = 1;

/// What every archive says about itself.
pub const ARCHIVE_NOTICE: &str = "Service design. Not clinical advice.";

/// Largest archive that is read, in bytes of JSON. Far below the document limit, which the seeded map must keep.
pub const ARCHIVE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Most maps in one archive.
pub const MAPS_PER_ARCHIVE_MAX: usize = 8;

/// A whole workshop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkshopArchive {
    /// [`ARCHIVE_FORMAT`].
    pub format: &'static str,
    /// The version that its parts need, at most [`ARCHIVE_VERSION`].
    pub version: u64,
    /// When it was made, in milliseconds since 1970.
    pub exported_at: u64,
    /// [`ARCHIVE_NOTICE`].
    pub notice: &'static str,
    /// The workshop itself.
    pub workshop: ArchivedWorkshop,
    /// Its maps.
    pub maps: Vec<MapArchive>,
}

/// What an archive says of the workshop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ArchivedWorkshop {
    /// What it is called.
    pub title: String,
    /// What the pair works on.
    pub challenge: String,
    /// Id of its template; empty when from none.
    pub template: String,
    /// How people meet, in words.
    pub format: String,
    /// In the order of the day.
    pub agenda: Vec<AgendaItem>,
    /// Questions for the group; only written when there are some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discuss: Vec<String>,
    /// Facts, each with its source; only written when there are some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

/// A whole map. Every list is in display order; ids hold only within the map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MapArchive {
    /// How it is or how we want it.
    pub kind: MapKind,
    /// What it is called; only written when it has a name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A list each of the stages, the lanes, the goals and every other kind that is listed.
    #[serde(flatten)]
    pub listed: ListedParts,
    /// Steps of one cell are in its order.
    pub steps: Vec<ArchivedStep>,
    /// Only those whose two ends are there.
    pub links: Vec<ArchivedLink>,
    /// Which step serves which goal.
    pub step_goals: Vec<ArchivedStepGoal>,
    /// What the pairs have said, for whoever reads the file; only written when something was said. It is not brought back:
    /// in another workshop other people decide.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agreement: Vec<ArchivedSaying>,
    /// What limits kept out of the archive; only written when there is something.
    #[serde(skip_serializing_if = "LeftOut::is_nothing")]
    pub left_out: LeftOut,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchivedStep {
    /// Id within the map.
    pub id: String,
    /// What happens.
    pub title: String,
    /// What is to say beyond that.
    pub detail: String,
    /// What can be chosen at a shared decision, one a line; only written when there is something.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub options: String,
    /// What matters to the person at a shared decision; only written when there is something.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub matters: String,
    /// Id of its stage; empty when it has none.
    pub stage: String,
    /// Id of its lane; empty when it has none.
    pub lane: String,
    /// Whether it is a shared decision.
    pub kind: StepKind,
    /// Done for, by or with people.
    pub mode: Mode,
    /// Who provides it.
    pub sector: Sector,
    /// Whose knowledge it rests on.
    pub perspective: Perspective,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchivedLink {
    /// Id within the map.
    pub id: String,
    /// Id of the step it leads from.
    pub from: String,
    /// Id of the step it leads to.
    pub to: String,
    /// [`LINK_KIND`].
    pub kind: &'static str,
    /// Words on it.
    pub label: String,
}

/// A step and a goal it serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ArchivedStepGoal {
    /// Id of the step.
    pub step: String,
    /// Id of the goal.
    pub goal: String,
}

/// What the pairs have said of one part. Names nobody: a view is its side's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchivedSaying {
    /// Kind and id of the part within the map, `"step:{id}"`.
    pub part: String,
    /// Its state, in words.
    pub state: String,
    /// The differing views of the patient side that stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patient: Vec<String>,
    /// Those of the professional side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub professional: Vec<String>,
}

impl WorkshopArchive {
    /// An archive made now.
    #[must_use]
    pub fn new(workshop: ArchivedWorkshop, maps: Vec<MapArchive>, exported_at_ms: u64) -> Self {
        Self {
            format: ARCHIVE_FORMAT,
            version: maps.iter().map(MapArchive::version).fold(workshop.version(), u64::max),
            exported_at: exported_at_ms,
            notice: ARCHIVE_NOTICE,
            workshop,
            maps,
        }
    }
}

impl ArchivedWorkshop {
    /// The version of an archive that has all of it.
    fn version(&self) -> u64 {
        let says_more = self.agenda.iter().any(AgendaItem::says_more);
        if says_more { ARCHIVE_VERSION_AGENDA } else { ARCHIVE_VERSION_BASE }
    }
}

impl MapArchive {
    /// How many parts the map has, as [`crate::limits::PARTS_PER_MAP_MAX`] counts them.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.listed.count() + self.steps.len() + self.links.len()
    }

    /// The version of an archive that has every part of it.
    fn version(&self) -> u64 {
        let versions = self.listed.iter().map(|(row, _)| row.archive_version);
        versions.fold(ARCHIVE_VERSION_BASE, u64::max)
    }

    /// Whether what an item of an agenda is about is something of this map.
    #[must_use]
    pub fn has(&self, about: &About) -> bool {
        let has = |kind: PartKind, id: &String| self.listed[kind].iter().any(|part| part.id == *id);
        match about {
            About::Map | About::Question(_) => true,
            About::Stage(id) => has(PartKind::Stage, id),
            About::Goal(id) => has(PartKind::Goal, id),
        }
    }

    /// The list of a kind, to change.
    pub fn list_mut(&mut self, kind: PartKind) -> &mut Vec<ListedPart> {
        self.listed.of_mut(kind)
    }
}

impl From<&PathwayMap> for MapArchive {
    fn from(map: &PathwayMap) -> Self {
        let steps = map.steps.iter().map(|step| ArchivedStep {
            id: step.id.clone(),
            title: archived(&step.title),
            detail: archived(&step.detail),
            options: archived(&step.options),
            matters: archived(&step.matters),
            stage: step.stage.clone().unwrap_or_default(),
            lane: step.lane.clone().unwrap_or_default(),
            kind: step.kind,
            mode: step.mode,
            sector: step.sector,
            perspective: step.perspective,
        });
        let links = map.links.iter().filter(|link| !link.is_hidden).map(|link| ArchivedLink {
            id: link.id.clone(),
            from: link.from.clone(),
            to: link.to.clone(),
            kind: LINK_KIND,
            label: archived(&link.label),
        });
        let step_goals = map.steps.iter().flat_map(|step| {
            step.goals.iter().map(|goal| ArchivedStepGoal { step: step.id.clone(), goal: goal.clone() })
        });
        Self {
            kind: map.kind,
            name: String::new(),
            listed: map.listed.archived(),
            steps: steps.collect(),
            links: links.collect(),
            step_goals: step_goals.collect(),
            agreement: Vec::new(),
            left_out: map.left_out,
        }
    }
}

/// A text as an archive has it: one that was too long for its field without the mark that says so, which would make it too
/// long to be brought back. [`LeftOut`] says how many there are.
fn archived(text: &str) -> String {
    String::from(without_cut_mark(text))
}
