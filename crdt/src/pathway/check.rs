//! Findings: what may be missing in a map. Gentle hints, never a reason to refuse anything.
//!
//! Owns which hints there are and when they apply; the words for people are the client's. Pure: a typed map in, a list
//! out. Knows no document.

use std::collections::{HashMap, HashSet};

use super::schema::Sector;
use super::view::{PathwayMap, Step};

/// One hint, with the part to jump to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// There are steps but no goal yet that could lead them.
    NoGoals,
    /// A step serves none of the goals.
    StepServesNoGoal {
        /// Id of the step.
        step: String,
    },
    /// Nothing in this stage is done by the person or their family.
    StageWithoutPerson {
        /// Id of the stage.
        stage: String,
    },
    /// No step is with the community, with peers or with the person: all of it is services.
    NothingBeyondServices,
}

/// The hints for a map: about the whole first, then by stage, then by step, each in display order.
#[must_use]
pub fn findings(map: &PathwayMap) -> Vec<Finding> {
    // An empty map needs a beginning, not a list of what it lacks.
    if map.steps.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    if map.goals().is_empty() {
        findings.push(Finding::NoGoals);
    }
    let beyond = [Sector::Vcse, Sector::Peer, Sector::SelfFamily];
    if !map.steps.iter().any(|step| beyond.contains(&step.sector)) {
        findings.push(Finding::NothingBeyondServices);
    }
    let lanes: HashMap<&str, Sector> =
        map.lanes().iter().map(|lane| (lane.id.as_str(), lane.sector())).collect();
    let is_by_person = |step: &&Step| {
        let lane = step.lane.as_deref().and_then(|lane| lanes.get(lane));
        step.sector == Sector::SelfFamily || lane == Some(&Sector::SelfFamily)
    };
    let with_person: HashSet<&str> =
        map.steps.iter().filter(is_by_person).filter_map(|step| step.stage.as_deref()).collect();
    let without = map.stages().iter().filter(|stage| !with_person.contains(stage.id.as_str()));
    findings.extend(without.map(|stage| Finding::StageWithoutPerson { stage: stage.id.clone() }));
    if !map.goals().is_empty() {
        let aimless = map.steps.iter().filter(|step| step.goals.is_empty());
        findings.extend(aimless.map(|step| Finding::StepServesNoGoal { step: step.id.clone() }));
    }
    findings
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
