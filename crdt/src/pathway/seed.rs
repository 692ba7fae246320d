//! Writes a whole map into an empty map document, as one update.
//!
//! Owns how parts look when the server makes them (`docs/PROTOCOL.md` section 1.1). Only the server seeds: two clients
//! that both seed an empty map would double it. Ids are fresh, links and goals follow them, so that one archive can be brought
//! in many times; only a copy of a map of the same workshop keeps them. Knows nothing of where the map came from.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use yrs::{Any, Map, MapPrelim, MapRef, TextPrelim, TransactionMut, WriteTxn};

use super::archive::MapArchive;
use super::kinds::{KindRow, PartKind, Within, listed_kinds};
use super::order;
use super::parts::ListedPart;
use super::schema::{SCHEMA_VERSION, StepKind, key, root, step_goal_key};
use super::template::Template;
use crate::agenda::{About, AgendaItem};
use crate::document::Document;

/// The draw for the tails of seeded keys. Jitter guards against two writers at one place, and a seed has one writer:
/// so seeded keys stand in the middle of their room and the same map gives the same keys.
const SEED_DRAW: u32 = 31;

/// Fresh id for each id of an archive.
type NewIds<'a> = HashMap<&'a str, String>;

/// Writes a map into an empty map document; returns the one update of it.
pub fn seed_map(document: &mut Document, map: &MapArchive, new_id: &mut dyn FnMut() -> String) -> Bytes {
    document.write(|txn, _| drop(write_map(txn, map, &mut |_| new_id()))).1
}

/// Writes a map into an empty map document as [`seed_map`] does, and lets what items of an agenda are about follow its parts.
pub fn seed_map_of_agenda(
    document: &mut Document,
    map: &MapArchive,
    agenda: &mut [AgendaItem],
    new_id: &mut dyn FnMut() -> String,
) -> Bytes {
    let (ids, update) = document.write(|txn, _| write_map(txn, map, &mut |_| new_id()));
    for about in agenda.iter_mut().filter_map(|item| item.about.as_mut()) {
        let (kind, id) = match about {
            About::Stage(id) => (PartKind::Stage, id),
            About::Goal(id) => (PartKind::Goal, id),
            About::Map | About::Question(_) => continue,
        };
        if let Some(fresh) = new_id_of(&ids, kind, id) {
            fresh.clone_into(id);
        }
    }
    update
}

/// Writes a copy of a map into an empty map document, with the ids of its parts: by them two maps of one pathway can be
/// compared. Returns the one update of it.
pub fn copy_map(document: &mut Document, map: &MapArchive) -> Bytes {
    document.write(|txn, _| drop(write_map(txn, map, &mut str::to_owned))).1
}

/// Writes the map of a template into an empty map document; returns the one update of it.
pub fn seed_template(
    document: &mut Document,
    template: &Template,
    new_id: &mut dyn FnMut() -> String,
) -> Bytes {
    seed_map(document, &template.to_map(), new_id)
}

/// Makes the id of a part from the id that it has in the archive.
type IdOf<'a> = dyn FnMut(&str) -> String + 'a;

/// Writes the map within a transaction; gives the ids that its listed parts have now.
fn write_map<'a>(
    txn: &mut TransactionMut<'_>,
    map: &'a MapArchive,
    id_of: &mut IdOf<'_>,
) -> HashMap<PartKind, NewIds<'a>> {
    let meta = txn.get_or_insert_map(root::META);
    meta.insert(txn, key::KIND, map.kind.as_str());
    meta.insert(txn, key::VERSION, SCHEMA_VERSION);
    let mut listed = HashMap::new();
    for row in listed_kinds() {
        listed.insert(row.kind, write_listed(txn, row, &map.listed[row.kind], id_of));
    }
    let steps = write_steps(txn, map, &listed, id_of);
    write_links(txn, map, &steps, id_of);
    let step_goals = txn.get_or_insert_map(root::STEP_GOALS);
    for served in &map.step_goals {
        let goal = new_id_of(&listed, PartKind::Goal, &served.goal);
        if let Some((step, goal)) = steps.get(served.step.as_str()).zip(goal) {
            step_goals.insert(txn, step_goal_key(step, goal), true);
        }
    }
    listed
}

/// The fresh ids of a part of a kind that is listed.
fn new_id_of<'a>(listed: &'a HashMap<PartKind, NewIds<'_>>, kind: PartKind, id: &str) -> Option<&'a String> {
    listed.get(&kind)?.get(id)
}

fn write_listed<'a>(
    txn: &mut TransactionMut<'_>,
    row: &KindRow,
    parts: &'a [ListedPart],
    id_of: &mut IdOf<'_>,
) -> NewIds<'a> {
    let root = txn.get_or_insert_map(row.root);
    let ords = order::sequence(parts.len(), &mut || SEED_DRAW);
    let mut ids = NewIds::with_capacity(parts.len());
    for (listed, ord) in parts.iter().zip(ords) {
        let id = id_of(&listed.id);
        let part = write_part(txn, &root, &id);
        for text in row.texts {
            part.insert(txn, text.key, TextPrelim::new(listed.get(text.key)));
        }
        let within = |within| row.words.iter().filter(move |word| word.within == within);
        let meta: HashMap<String, Any> = within(Within::Meta)
            .map(|word| (String::from(word.key), Any::from(listed.get(word.key))))
            .collect();
        if !meta.is_empty() {
            part.insert(txn, key::META, Any::Map(Arc::new(meta)));
        }
        part.insert(txn, key::ORD, ord);
        for word in within(Within::Part) {
            part.insert(txn, word.key, listed.get(word.key));
        }
        ids.insert(listed.id.as_str(), id);
    }
    ids
}

fn write_steps<'a>(
    txn: &mut TransactionMut<'_>,
    map: &'a MapArchive,
    listed: &HashMap<PartKind, NewIds<'_>>,
    id_of: &mut IdOf<'_>,
) -> NewIds<'a> {
    let steps = txn.get_or_insert_map(root::STEPS);
    let ords = order::sequence(map.steps.len(), &mut || SEED_DRAW);
    let mut ids = NewIds::with_capacity(map.steps.len());
    for (step, ord) in map.steps.iter().zip(ords) {
        let id = id_of(&step.id);
        let part = write_part(txn, &steps, &id);
        part.insert(txn, key::TITLE, TextPrelim::new(step.title.as_str()));
        part.insert(txn, key::DETAIL, TextPrelim::new(step.detail.as_str()));
        // Texts that a plain step keeps from when it was a decision come with it.
        if step.kind == StepKind::Decision || !(step.options.is_empty() && step.matters.is_empty()) {
            part.insert(txn, key::OPTIONS, TextPrelim::new(step.options.as_str()));
            part.insert(txn, key::MATTERS, TextPrelim::new(step.matters.as_str()));
        }
        let stage = new_id_of(listed, PartKind::Stage, &step.stage).map_or("", String::as_str);
        let lane = new_id_of(listed, PartKind::Lane, &step.lane).map_or("", String::as_str);
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

fn write_links(txn: &mut TransactionMut<'_>, map: &MapArchive, steps: &NewIds<'_>, id_of: &mut IdOf<'_>) {
    let links = txn.get_or_insert_map(root::LINKS);
    for link in &map.links {
        let Some((from, to)) = steps.get(link.from.as_str()).zip(steps.get(link.to.as_str())) else {
            continue;
        };
        let part = write_part(txn, &links, &id_of(&link.id));
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
