//! Reading what parts mean out of a document (`docs/PROTOCOL.md` 1.3).
//!
//! Owns how the meaning of one part is put together from what it rests on. A look inside a room reads one part by itself;
//! whoever reads many parts has each title and each pair of a step and a goal read once, so that the cost is the sum of the
//! parts and never their product, whatever was written into the map.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use yrs::{Map, MapRef, ReadTxn};

use super::kinds::PartKind;
use super::meaning::{AgreeKind, LeadsTo, Meaning, Named, PartName, PartNow, is_plain_label};
use super::schema::{Family, Mode, Sector, StepKind, is_part_id, key, root, step_goal_key};
use super::view::{Link, PathwayMap};
use crate::value;

/// Another part as its title says it, and whether it shows.
#[derive(Debug, Clone, Default)]
struct Other {
    /// Nothing when there is no such part.
    named: Named,
    shows: bool,
}

impl Other {
    /// Itself; nothing when it is missing or removed.
    fn if_shown(self) -> Named {
        if self.shows { self.named } else { Named::default() }
    }
}

/// A part that shows, as far as its state depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartPresent {
    /// The fingerprint of what it means.
    pub fingerprint: String,
    /// The stage it is in; empty for none.
    pub stage: String,
}

/// Reads the meanings of parts within one transaction.
#[derive(Debug)]
pub struct PartReader<'t, T> {
    txn: &'t T,
    /// What was read already of the parts that others rest on, by root and id; only kept for many parts.
    others: Option<RefCell<HashMap<(&'static str, String), Other>>>,
    /// The ids of the goals that each step serves; only made for many parts.
    served: Option<HashMap<String, Vec<String>>>,
    /// The plain links that lead from each step; only made for many parts.
    plain: Option<HashMap<String, Vec<PlainEnds>>>,
}

/// A plain link that shows: its id, and the step it leads to.
#[derive(Debug, Clone)]
struct PlainEnds {
    link: String,
    to: String,
}

impl<'t, T: ReadTxn> PartReader<'t, T> {
    /// For one part.
    pub fn of_one(txn: &'t T) -> Self {
        Self { txn, others: None, served: None, plain: None }
    }

    /// For many parts of one map.
    pub fn of_many(txn: &'t T) -> Self {
        Self {
            txn,
            others: Some(RefCell::default()),
            served: Some(served(txn)),
            plain: Some(plain_ends(txn)),
        }
    }

    /// One part; `None` when the map has no such part, and for the whole map.
    pub fn read(&self, name: &PartName) -> Option<PartNow> {
        let part = part_of(self.txn, name.kind.root()?, &name.id)?;
        let meaning = match name.kind {
            AgreeKind::Goal => Meaning::Goal { title: self.text(&part, key::TITLE) },
            AgreeKind::Outcome => self.outcome(&part),
            AgreeKind::Stage => Meaning::Stage { title: self.text(&part, key::TITLE) },
            AgreeKind::Step => self.step(&name.id, &part),
            AgreeKind::Link => self.link(&part),
            AgreeKind::Map => return None,
        };
        let joins = match &meaning {
            Meaning::Link { from, to, .. } => joins(self.txn, [&from.id, &to.id]),
            _ => true,
        };
        Some(PartNow { meaning, is_removed: !joins || value::is_true(self.txn, &part, key::REMOVED) })
    }

    /// What a part means, when it shows and is one of its own: a plain link is part of the step it leads from.
    pub fn shown(&self, name: &PartName) -> Option<Meaning> {
        let now = self.read(name).filter(|now| !now.is_removed)?;
        Some(now.meaning).filter(|meaning| !meaning.is_plain_link())
    }

    /// A part by its fingerprint and its stage, when it shows.
    pub fn present(&self, name: &PartName) -> Option<PartPresent> {
        let fingerprint = self.shown(name)?.fingerprint();
        Some(PartPresent { fingerprint, stage: self.stage_of(name) })
    }

    /// The stage that a part is in: a stage is in itself, a step where it is placed, a link with the step it leads from.
    /// Empty for what is in no stage that shows, or not placed.
    pub fn stage_of(&self, name: &PartName) -> String {
        match name.kind {
            AgreeKind::Goal | AgreeKind::Outcome | AgreeKind::Map => String::new(),
            AgreeKind::Stage => self.other(root::STAGES, &name.id).if_shown().id,
            AgreeKind::Step => self.stage_of_step(&name.id),
            AgreeKind::Link => {
                let link = part_of(self.txn, root::LINKS, &name.id);
                let ends =
                    link.and_then(|link| value::fields(self.txn, &link, key::ENDS)).unwrap_or_default();
                self.stage_of_step(value::field(&ends, key::FROM))
            }
        }
    }

    fn stage_of_step(&self, id: &str) -> String {
        let step = part_of(self.txn, root::STEPS, id);
        let pos = step.and_then(|step| value::fields(self.txn, &step, key::POS)).unwrap_or_default();
        // Without a lane it is not placed either.
        let lane = self.other(root::LANES, value::field(&pos, key::LANE)).if_shown().id;
        let stage = self.other(root::STAGES, value::field(&pos, key::STAGE)).if_shown().id;
        if lane.is_empty() { lane } else { stage }
    }

    fn text(&self, part: &MapRef, key: &str) -> String {
        value::text(self.txn, part, key).text
    }

    fn other(&self, root: &'static str, id: &str) -> Other {
        let Some(others) = &self.others else { return other(self.txn, root, id) };
        match others.borrow_mut().entry((root, String::from(id))) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(unknown) => unknown.insert(other(self.txn, root, id)).clone(),
        }
    }

    fn step(&self, id: &str, part: &MapRef) -> Meaning {
        let meta = value::fields(self.txn, part, key::META).unwrap_or_default();
        let pos = value::fields(self.txn, part, key::POS).unwrap_or_default();
        let title = self.text(part, key::TITLE);
        let detail = self.text(part, key::DETAIL);
        let stage = self.other(root::STAGES, value::field(&pos, key::STAGE)).if_shown();
        let lane = self.other(root::LANES, value::field(&pos, key::LANE)).if_shown();
        let mode = Mode::parse(value::field(&meta, key::MODE)).unwrap_or_default();
        let sector = Sector::parse(value::field(&meta, key::SECTOR)).unwrap_or_default();
        let goals = self.goals_of(id);
        let leads_to = self.leads_to(id);
        match StepKind::parse(value::field(&meta, key::KIND)).unwrap_or_default() {
            StepKind::Step => Meaning::Step { title, detail, stage, lane, mode, sector, goals, leads_to },
            StepKind::Decision => {
                let options = self.text(part, key::OPTIONS);
                let matters = self.text(part, key::MATTERS);
                Meaning::Decision {
                    title,
                    detail,
                    options,
                    matters,
                    stage,
                    lane,
                    mode,
                    sector,
                    goals,
                    leads_to,
                }
            }
        }
    }

    fn outcome(&self, part: &MapRef) -> Meaning {
        let meta = value::fields(self.txn, part, key::META).unwrap_or_default();
        Meaning::Outcome {
            title: self.text(part, key::TITLE),
            measure: self.text(part, key::MEASURE),
            family: Family::parse(value::field(&meta, key::FAMILY)).unwrap_or_default(),
        }
    }

    /// The goals that show and that a step serves, by id.
    fn goals_of(&self, step: &str) -> Vec<Named> {
        let ids = match &self.served {
            Some(served) => served.get(step).cloned().unwrap_or_default(),
            // By goals, not by pairs: a map has few goals and may have thousands of pairs.
            None => serves(self.txn, step),
        };
        let named = ids.iter().map(|id| self.other(root::GOALS, id).if_shown());
        let mut goals: Vec<Named> = named.filter(|goal| !goal.id.is_empty()).collect();
        goals.sort_by(|one, other| one.id.cmp(&other.id));
        goals
    }

    /// The steps that the plain links of a step lead to, by id; of several links to one step the first by id.
    fn leads_to(&self, step: &str) -> Vec<LeadsTo> {
        let ends = match &self.plain {
            Some(plain) => plain.get(step).cloned().unwrap_or_default(),
            None => plain_ends_from(self.txn, step),
        };
        let mut by_step: BTreeMap<String, String> = BTreeMap::new();
        for PlainEnds { link, to } in ends {
            let first = by_step.entry(to).or_insert_with(|| link.clone());
            if link < *first {
                *first = link;
            }
        }
        let leads_to = |(id, link): (String, String)| {
            let title = self.other(root::STEPS, &id).named.title;
            LeadsTo { id, title, link }
        };
        by_step.into_iter().map(leads_to).collect()
    }

    /// The ends show their words also while a step is removed: the link's meaning is then still the one agreed to.
    fn link(&self, part: &MapRef) -> Meaning {
        let ends = value::fields(self.txn, part, key::ENDS).unwrap_or_default();
        let end = |key: &str| self.other(root::STEPS, value::field(&ends, key)).named;
        Meaning::Link { from: end(key::FROM), to: end(key::TO), label: self.text(part, key::LABEL) }
    }
}

/// Reads one part of a map; `None` when the map has no such part. For several parts see [`PartReader::of_many`].
pub fn read_part<T: ReadTxn>(txn: &T, name: &PartName) -> Option<PartNow> {
    PartReader::of_one(txn).read(name)
}

/// Every part that shows, with its meaning, by name. As large as all words of the map times what rests on them: for maps
/// that are known to be small.
pub fn all_parts<T: ReadTxn>(txn: &T) -> BTreeMap<PartName, Meaning> {
    let reader = PartReader::of_many(txn);
    let names = shown_parts(&PathwayMap::read(txn));
    names.into_iter().filter_map(|name| reader.shown(&name).map(|meaning| (name, meaning))).collect()
}

/// The names of the parts that show and that pairs agree on.
#[must_use]
pub fn shown_parts(map: &PathwayMap) -> Vec<PartName> {
    let listed = map.listed.iter().filter_map(|(row, part)| Some((AgreeKind::of(row)?, &part.id)));
    let steps = map.steps.iter().map(|step| (AgreeKind::Step, &step.id));
    let is_part = |link: &&Link| !link.is_hidden && !is_plain_label(&link.label);
    let links = map.links.iter().filter(is_part).map(|link| (AgreeKind::Link, &link.id));
    listed.chain(steps).chain(links).map(|(kind, id)| PartName { kind, id: id.clone() }).collect()
}

/// What each plain link that shows means as a link, by the step it leads from and its id.
pub type PlainLinks = BTreeMap<String, BTreeMap<String, Meaning>>;

/// The plain links of a map.
pub fn plain_links<T: ReadTxn>(txn: &T) -> PlainLinks {
    let reader = PartReader::of_many(txn);
    let ends = reader.plain.clone().unwrap_or_default();
    let meaning = |PlainEnds { link, .. }| {
        let now = reader.read(&PartName { kind: AgreeKind::Link, id: link.clone() })?;
        Some((link, now.meaning))
    };
    ends.into_iter().map(|(step, links)| (step, links.into_iter().filter_map(meaning).collect())).collect()
}

/// Whether a link other than this one shows from one step to another, with words or without.
pub fn is_linked_otherwise<T: ReadTxn>(txn: &T, link: &str, ends: [&str; 2]) -> bool {
    let Some(links) = txn.get_map(root::LINKS) else { return false };
    let joins = |id: &str| {
        let Some(part) = part_of(txn, root::LINKS, id) else { return false };
        let its = value::fields(txn, &part, key::ENDS).unwrap_or_default();
        !value::is_true(txn, &part, key::REMOVED)
            && [key::FROM, key::TO].map(|end| value::field(&its, end)) == ends
    };
    links.keys(txn).any(|id| id != link && joins(id))
}

/// Whether there is a part of a root under an id, and it is not removed.
pub fn shows<T: ReadTxn>(txn: &T, root: &str, id: &str) -> bool {
    part_of(txn, root, id).is_some_and(|part| !value::is_true(txn, &part, key::REMOVED))
}

/// Whether a link with these ends shows: they are two steps, and both show.
pub(super) fn joins<T: ReadTxn>(txn: &T, ends: [&str; 2]) -> bool {
    ends[0] != ends[1] && ends.iter().all(|end| shows(txn, root::STEPS, end))
}

/// A part of a root by its id.
pub(super) fn part_of<T: ReadTxn>(txn: &T, root: &str, id: &str) -> Option<MapRef> {
    if !is_part_id(id) {
        return None;
    }
    value::part(txn, &txn.get_map(root)?, id)
}

fn other<T: ReadTxn>(txn: &T, root: &str, id: &str) -> Other {
    let Some(part) = part_of(txn, root, id) else { return Other::default() };
    let title = value::text(txn, &part, key::TITLE).text;
    let named = Named { id: String::from(id), title };
    Other { named, shows: !value::is_true(txn, &part, key::REMOVED) }
}

/// The ids of the goals, removed ones too, that one step serves.
fn serves<T: ReadTxn>(txn: &T, step: &str) -> Vec<String> {
    let goals = PartKind::Goal.row().root;
    let (Some(pairs), Some(goals)) = (txn.get_map(root::STEP_GOALS), txn.get_map(goals)) else {
        return Vec::new();
    };
    let serves = |goal: &&str| is_part_id(goal) && value::is_true(txn, &pairs, &step_goal_key(step, goal));
    goals.keys(txn).filter(serves).map(String::from).collect()
}

/// The ids of the goals that each step serves, those of goals that are not there too.
fn served<T: ReadTxn>(txn: &T) -> HashMap<String, Vec<String>> {
    let mut served: HashMap<String, Vec<String>> = HashMap::new();
    let Some(pairs) = txn.get_map(root::STEP_GOALS) else { return served };
    for pair in pairs.keys(txn) {
        let Some((step, goal)) = pair.split_once(':') else { continue };
        if value::is_true(txn, &pairs, pair) {
            served.entry(String::from(step)).or_default().push(String::from(goal));
        }
    }
    served
}

/// A link of the map when it is plain and shows, with the step it leads from.
fn plain_link<T: ReadTxn>(txn: &T, id: &str) -> Option<(String, PlainEnds)> {
    let part = part_of(txn, root::LINKS, id)?;
    let ends = value::fields(txn, &part, key::ENDS)?;
    let [from, to] = [key::FROM, key::TO].map(|end| value::field(&ends, end));
    let is_plain = !value::is_true(txn, &part, key::REMOVED)
        && is_plain_label(&value::text(txn, &part, key::LABEL).text)
        && joins(txn, [from, to]);
    is_plain.then(|| (String::from(from), PlainEnds { link: String::from(id), to: String::from(to) }))
}

/// The plain links that show and lead from one step.
fn plain_ends_from<T: ReadTxn>(txn: &T, step: &str) -> Vec<PlainEnds> {
    let Some(links) = txn.get_map(root::LINKS) else { return Vec::new() };
    let leads_from = |id: &&str| {
        let ends = part_of(txn, root::LINKS, id).and_then(|part| value::fields(txn, &part, key::ENDS));
        ends.is_some_and(|ends| value::field(&ends, key::FROM) == step)
    };
    links.keys(txn).filter(leads_from).filter_map(|id| Some(plain_link(txn, id)?.1)).collect()
}

/// The plain links that show, by the step they lead from.
fn plain_ends<T: ReadTxn>(txn: &T) -> HashMap<String, Vec<PlainEnds>> {
    let mut plain: HashMap<String, Vec<PlainEnds>> = HashMap::new();
    let Some(links) = txn.get_map(root::LINKS) else { return plain };
    for (from, ends) in links.keys(txn).filter_map(|id| plain_link(txn, id)) {
        plain.entry(from).or_default().push(ends);
    }
    plain
}

#[cfg(test)]
#[path = "part_reader_tests.rs"]
mod tests;
