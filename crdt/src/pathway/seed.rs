//! Writes a whole map into an empty map document, as one update.
//!
//! Owns how parts look when the server makes them (`docs/PROTOCOL.md` section 1.1). Only the server seeds: two clients
//! that both seed an empty map would double it. Ids are always fresh, links and goals follow them, so that one archive
//! can be brought in many times. Knows nothing of where the map came from.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use yrs::{Any, Map, MapPrelim, MapRef, TextPrelim, TransactionMut, WriteTxn};

use super::archive::MapArchive;
use super::order;
use super::schema::{SCHEMA_VERSION, Sector, StepKind, key, root, step_goal_key};
use super::template::Template;
use crate::document::Document;

/// The draw for the tails of seeded keys. Jitter guards against two writers at one place, and a seed has one writer:
/// so seeded keys stand in the middle of their room and the same map gives the same keys.
const SEED_DRAW: u32 = 31;

/// Fresh id for each id of an archive.
type NewIds<'a> = HashMap<&'a str, String>;

/// Writes a map into an empty map document; returns the one update of it.
pub fn seed_map(document: &mut Document, map: &MapArchive, new_id: &mut dyn FnMut() -> String) -> Bytes {
    document.write(|txn, _| write_map(txn, map, new_id)).1
}

/// Writes the map of a template into an empty map document; returns the one update of it.
pub fn seed_template(
    document: &mut Document,
    template: &Template,
    new_id: &mut dyn FnMut() -> String,
) -> Bytes {
    seed_map(document, &template.to_map(), new_id)
}

/// Writes the map within a transaction. `new_id` makes the id of each part.
pub fn write_map(txn: &mut TransactionMut<'_>, map: &MapArchive, new_id: &mut dyn FnMut() -> String) {
    let meta = txn.get_or_insert_map(root::META);
    meta.insert(txn, key::KIND, map.kind.as_str());
    meta.insert(txn, key::VERSION, SCHEMA_VERSION);
    let stages = map.stages.iter().map(|stage| Listed { id: &stage.id, title: &stage.title, sector: None });
    let stages = write_listed(txn, root::STAGES, stages.collect(), new_id);
    let lanes = map.lanes.iter();
    let lanes = lanes.map(|lane| Listed { id: &lane.id, title: &lane.title, sector: Some(lane.sector) });
    let lanes = write_listed(txn, root::LANES, lanes.collect(), new_id);
    let goals = map.goals.iter().map(|goal| Listed { id: &goal.id, title: &goal.title, sector: None });
    let goals = write_listed(txn, root::GOALS, goals.collect(), new_id);
    write_outcomes(txn, map, new_id);
    let steps = write_steps(txn, map, &Cells { stages, lanes }, new_id);
    write_links(txn, map, &steps, new_id);
    let step_goals = txn.get_or_insert_map(root::STEP_GOALS);
    for served in &map.step_goals {
        if let Some((step, goal)) = steps.get(served.step.as_str()).zip(goals.get(served.goal.as_str())) {
            step_goals.insert(txn, step_goal_key(step, goal), true);
        }
    }
}

/// Where steps can stand.
struct Cells<'a> {
    stages: NewIds<'a>,
    lanes: NewIds<'a>,
}

/// A part that has a title and an order of its own.
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    /// Lanes only.
    sector: Option<Sector>,
}

fn write_listed<'a>(
    txn: &mut TransactionMut<'_>,
    root: &'static str,
    parts: Vec<Listed<'a>>,
    new_id: &mut dyn FnMut() -> String,
) -> NewIds<'a> {
    let map = txn.get_or_insert_map(root);
    let ords = order::sequence(parts.len(), &mut || SEED_DRAW);
    let mut ids = NewIds::with_capacity(parts.len());
    for (listed, ord) in parts.into_iter().zip(ords) {
        let id = new_id();
        let part = write_part(txn, &map, &id);
        part.insert(txn, key::TITLE, TextPrelim::new(listed.title));
        part.insert(txn, key::ORD, ord);
        if let Some(sector) = listed.sector {
            part.insert(txn, key::SECTOR, sector.as_str());
        }
        ids.insert(listed.id, id);
    }
    ids
}

fn write_outcomes(txn: &mut TransactionMut<'_>, map: &MapArchive, new_id: &mut dyn FnMut() -> String) {
    let outcomes = txn.get_or_insert_map(root::OUTCOMES);
    let ords = order::sequence(map.outcomes.len(), &mut || SEED_DRAW);
    for (outcome, ord) in map.outcomes.iter().zip(ords) {
        let part = write_part(txn, &outcomes, &new_id());
        part.insert(txn, key::TITLE, TextPrelim::new(outcome.title.as_str()));
        part.insert(txn, key::MEASURE, TextPrelim::new(outcome.measure.as_str()));
        part.insert(txn, key::META, object([(key::FAMILY, outcome.family.as_str())]));
        part.insert(txn, key::ORD, ord);
    }
}

fn write_steps<'a>(
    txn: &mut TransactionMut<'_>,
    map: &'a MapArchive,
    cells: &Cells<'_>,
    new_id: &mut dyn FnMut() -> String,
) -> NewIds<'a> {
    let steps = txn.get_or_insert_map(root::STEPS);
    let ords = order::sequence(map.steps.len(), &mut || SEED_DRAW);
    let mut ids = NewIds::with_capacity(map.steps.len());
    for (step, ord) in map.steps.iter().zip(ords) {
        let id = new_id();
        let part = write_part(txn, &steps, &id);
        part.insert(txn, key::TITLE, TextPrelim::new(step.title.as_str()));
        part.insert(txn, key::DETAIL, TextPrelim::new(step.detail.as_str()));
        // Texts that a plain step keeps from when it was a decision come with it.
        if step.kind == StepKind::Decision || !(step.options.is_empty() && step.matters.is_empty()) {
            part.insert(txn, key::OPTIONS, TextPrelim::new(step.options.as_str()));
            part.insert(txn, key::MATTERS, TextPrelim::new(step.matters.as_str()));
        }
        let stage = cells.stages.get(step.stage.as_str()).map_or("", String::as_str);
        let lane = cells.lanes.get(step.lane.as_str()).map_or("", String::as_str);
        let pos = object([(key::STAGE, stage), (key::LANE, lane), (key::ORD, &ord)]);
        part.insert(txn, key::POS, pos);
        let meta = object([
            (key::KIND, step.kind.as_str()),
            (key::MODE, step.mode.as_str()),
            (key::SECTOR, step.sector.as_str()),
            (key::PERSPECTIVE, step.perspective.as_str()),
        ]);
        part.insert(txn, key::META, meta);
        ids.insert(step.id.as_str(), id);
    }
    ids
}

fn write_links(
    txn: &mut TransactionMut<'_>,
    map: &MapArchive,
    steps: &NewIds<'_>,
    new_id: &mut dyn FnMut() -> String,
) {
    let links = txn.get_or_insert_map(root::LINKS);
    for link in &map.links {
        let Some((from, to)) = steps.get(link.from.as_str()).zip(steps.get(link.to.as_str())) else {
            continue;
        };
        let part = write_part(txn, &links, &new_id());
        part.insert(txn, key::ENDS, object([(key::FROM, from), (key::TO, to)]));
        part.insert(txn, key::KIND, link.kind);
        part.insert(txn, key::LABEL, TextPrelim::new(link.label.as_str()));
    }
}

fn write_part(txn: &mut TransactionMut<'_>, root: &MapRef, id: &str) -> MapRef {
    root.insert(txn, id, MapPrelim::default())
}

/// Values that belong together, written as one.
fn object<const N: usize>(fields: [(&str, &str); N]) -> Any {
    let fields: HashMap<String, Any> =
        fields.into_iter().map(|(key, value)| (String::from(key), Any::from(value))).collect();
    Any::Map(Arc::new(fields))
}

#[cfg(test)]
#[path = "seed_tests.rs"]
mod tests;
