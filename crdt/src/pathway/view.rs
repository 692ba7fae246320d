//! The typed map: what a map document says, owned and in display order.
//!
//! Owns the rules of reading (`docs/spec/pathway.md`, READ). Reading never fails and is bounded, whatever a peer wrote:
//! values of the wrong type read as absent, removed parts are left out, what is over a limit is counted in
//! [`LeftOut`]. Knows nothing of archives, exports or rooms.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use yrs::{Map, MapRef, ReadTxn};

use super::kinds::{KINDS, KindRow, Order, PartKind, Within};
use super::order::read_order_key;
pub use super::parts::{Link, ListedPart, ListedParts, Step};
use super::schema::{
    MapKind, Mode, Perspective, STEP_GOALS_PER_MAP_MAX, Sector, StepKind, is_part_id, key, root,
};
use crate::document::Document;
use crate::limits::PARTS_PER_MAP_MAX;
use crate::value;

/// A whole map, read at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathwayMap {
    /// How it is or how we want it.
    pub kind: MapKind,
    /// Every kind that stands in a list of its own, in the order they are listed.
    pub listed: ListedParts,
    /// By stage, lane and place in the cell; those not placed last.
    pub steps: Vec<Step>,
    /// By the order of the steps they join; hidden ones last.
    pub links: Vec<Link>,
    /// What a limit kept out of this view.
    pub left_out: LeftOut,
}

/// How much a limit kept out of a view. All zero for every map that people made with the editors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Parts beyond [`PARTS_PER_MAP_MAX`].
    pub parts: usize,
    /// Texts cut at the length limit; an archive holds them without the mark behind.
    pub texts: usize,
    /// Pairs of a step and a goal beyond [`STEP_GOALS_PER_MAP_MAX`].
    pub step_goals: usize,
}

impl LeftOut {
    /// Whether the view is the whole map.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl PathwayMap {
    /// Reads a map document within a transaction.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        let mut reader = Reader {
            txn,
            room: PARTS_PER_MAP_MAX,
            step_goals_room: STEP_GOALS_PER_MAP_MAX,
            left_out: LeftOut::default(),
        };
        let mut map = Self { kind: reader.kind(), ..Self::default() };
        for row in &KINDS {
            match row.order {
                Order::List => *map.listed.of_mut(row.kind) = reader.listed(row),
                Order::Cell => map.steps = reader.steps(&map),
                Order::Ends => map.links = reader.links(&map.steps),
            }
        }
        map.left_out = reader.left_out;
        map
    }

    /// Reads a map document.
    #[must_use]
    pub fn read_document(document: &Document) -> Self {
        document.read(|txn, _| Self::read(txn))
    }

    /// The stages, left to right.
    #[must_use]
    pub fn stages(&self) -> &[ListedPart] {
        &self.listed[PartKind::Stage]
    }

    /// The lanes, top to bottom.
    #[must_use]
    pub fn lanes(&self) -> &[ListedPart] {
        &self.listed[PartKind::Lane]
    }

    /// The goals, in the order they are listed.
    #[must_use]
    pub fn goals(&self) -> &[ListedPart] {
        &self.listed[PartKind::Goal]
    }

    /// The links that show, with the steps they lead to, of one step.
    pub fn leads_to<'a>(&'a self, step: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |link| !link.is_hidden && link.from == step)
    }
}

/// Where a step is, as the document says.
#[derive(Default)]
struct Place {
    stage: String,
    lane: String,
    ord: String,
}

/// One pass over a document, with what is left of the limits.
struct Reader<'t, T> {
    txn: &'t T,
    /// How many more parts may be read.
    room: usize,
    /// How many more pairs of a step and a goal may be read.
    step_goals_room: usize,
    left_out: LeftOut,
}

impl<T: ReadTxn> Reader<'_, T> {
    fn kind(&self) -> MapKind {
        let meta = self.txn.get_map(root::META);
        let word = meta.and_then(|meta| value::string(self.txn, &meta, key::KIND));
        word.and_then(|word| MapKind::parse(&word)).unwrap_or_default()
    }

    /// The parts of a kind that stands in a list of its own.
    fn listed(&mut self, row: &KindRow) -> Vec<ListedPart> {
        let parts = self.ordered(row.root);
        let listed = |(ord, id, part): (String, String, MapRef)| {
            let mut listed = self.listed_part(row, &part, id);
            listed.ord = ord;
            listed
        };
        parts.into_iter().map(listed).collect()
    }

    /// A part with the fields of its kind.
    fn listed_part(&mut self, row: &KindRow, part: &MapRef, id: String) -> ListedPart {
        let mut listed = ListedPart::new(id, "");
        for text in row.texts {
            listed.set(text.key, self.text(part, text.key));
        }
        for word in row.words {
            let said = match word.within {
                Within::Part => value::string(self.txn, part, word.key),
                Within::Meta => value::fields(self.txn, part, key::META)
                    .map(|meta| std::sync::Arc::from(value::field(&meta, word.key))),
            };
            listed.set(word.key, String::from(word.read(said.as_deref().unwrap_or_default())));
        }
        listed
    }

    fn steps(&mut self, map: &PathwayMap) -> Vec<Step> {
        let stages: HashMap<&str, usize> = positions(map.stages().iter().map(|stage| stage.id.as_str()));
        let lanes: HashMap<&str, usize> = positions(map.lanes().iter().map(|lane| lane.id.as_str()));
        let mut found: Vec<_> = self
            .live(root::STEPS)
            .into_iter()
            .map(|(id, part)| {
                let place = self.place(&part);
                let stage = stages.get(place.stage.as_str()).copied();
                let lane = lanes.get(place.lane.as_str()).copied();
                // Absent sorts after every position, and a step with half a place is not placed at all.
                let cell = stage.zip(lane).unwrap_or((usize::MAX, usize::MAX));
                (cell, place, id, part)
            })
            .collect();
        found.sort_by(|left, right| (left.0, &left.1.ord, &left.2).cmp(&(right.0, &right.1.ord, &right.2)));
        self.fit(&mut found);
        let served = self.served(map.goals());
        found
            .into_iter()
            .map(|(_, place, id, part)| {
                let stage = stages.contains_key(place.stage.as_str()).then_some(place.stage);
                let lane = lanes.contains_key(place.lane.as_str()).then_some(place.lane);
                let goals = self.goals_of(served.get(&id), map.goals());
                Step { stage, lane, ord: place.ord, goals, ..self.step(id, &part) }
            })
            .collect()
    }

    /// The ids of the goals a step serves, as far as there is room for pairs.
    fn goals_of(&mut self, served: Option<&BTreeSet<usize>>, goals: &[ListedPart]) -> Vec<String> {
        let served = served.into_iter().flatten();
        let ids: Vec<String> =
            served.clone().take(self.step_goals_room).map(|goal| goals[*goal].id.clone()).collect();
        self.left_out.step_goals += served.count() - ids.len();
        self.step_goals_room -= ids.len();
        ids
    }

    /// A step without its place and its goals.
    fn step(&mut self, id: String, part: &MapRef) -> Step {
        let meta = value::fields(self.txn, part, key::META).unwrap_or_default();
        Step {
            id,
            title: self.text(part, key::TITLE),
            detail: self.text(part, key::DETAIL),
            kind: StepKind::parse(value::field(&meta, key::KIND)).unwrap_or_default(),
            options: self.text(part, key::OPTIONS),
            matters: self.text(part, key::MATTERS),
            stage: None,
            lane: None,
            ord: String::new(),
            mode: Mode::parse(value::field(&meta, key::MODE)).unwrap_or_default(),
            sector: Sector::parse(value::field(&meta, key::SECTOR)).unwrap_or_default(),
            perspective: Perspective::parse(value::field(&meta, key::PERSPECTIVE)).unwrap_or_default(),
            goals: Vec::new(),
        }
    }

    fn place(&self, part: &MapRef) -> Place {
        let Some(pos) = value::fields(self.txn, part, key::POS) else { return Place::default() };
        Place {
            stage: id_or_empty(value::field(&pos, key::STAGE)),
            lane: id_or_empty(value::field(&pos, key::LANE)),
            ord: String::from(read_order_key(value::field(&pos, key::ORD))),
        }
    }

    fn links(&mut self, steps: &[Step]) -> Vec<Link> {
        let positions = positions(steps.iter().map(|step| step.id.as_str()));
        let mut found: Vec<_> = self
            .live(root::LINKS)
            .into_iter()
            .map(|(id, part)| {
                let ends = value::fields(self.txn, &part, key::ENDS).unwrap_or_default();
                let from = id_or_empty(value::field(&ends, key::FROM));
                let to = id_or_empty(value::field(&ends, key::TO));
                let joins = positions.get(from.as_str()).zip(positions.get(to.as_str()));
                let joins = joins.filter(|_| from != to);
                let joins = joins.map_or((usize::MAX, usize::MAX), |(from, to)| (*from, *to));
                (joins, id, from, to, part)
            })
            .collect();
        found.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
        self.fit(&mut found);
        let link = |(joins, id, from, to, part): ((usize, usize), String, String, String, MapRef)| Link {
            label: self.text(&part, key::LABEL),
            id,
            from,
            to,
            is_hidden: joins.0 == usize::MAX,
        };
        found.into_iter().map(link).collect()
    }

    /// For each step the positions of the goals it serves, in order.
    fn served(&self, goals: &[ListedPart]) -> HashMap<String, BTreeSet<usize>> {
        let mut served: HashMap<String, BTreeSet<usize>> = HashMap::new();
        let Some(pairs) = self.txn.get_map(root::STEP_GOALS) else { return served };
        let positions = positions(goals.iter().map(|goal| goal.id.as_str()));
        for pair in pairs.keys(self.txn) {
            let Some((step, goal)) = pair.split_once(':') else { continue };
            let Some(position) = positions.get(goal).copied() else { continue };
            if value::is_true(self.txn, &pairs, pair) {
                served.entry(String::from(step)).or_default().insert(position);
            }
        }
        served
    }

    /// The parts of a root that are not removed, by order key, within the limit.
    fn ordered(&mut self, root: &str) -> Vec<(String, String, MapRef)> {
        let mut parts: Vec<_> = self
            .live(root)
            .into_iter()
            .map(|(id, part)| {
                let ord = value::string(self.txn, &part, key::ORD).unwrap_or_default();
                (String::from(read_order_key(&ord)), id, part)
            })
            .collect();
        parts.sort_by(|left, right| (&left.0, &left.1).cmp(&(&right.0, &right.1)));
        self.fit(&mut parts);
        parts
    }

    /// The parts of a root that are not removed, in no order.
    fn live(&self, root: &str) -> Vec<(String, MapRef)> {
        let Some(map) = self.txn.get_map(root) else { return Vec::new() };
        map.keys(self.txn)
            .filter(|id| is_part_id(id))
            .filter_map(|id| Some((String::from(id), value::part(self.txn, &map, id)?)))
            .filter(|(_, part)| !value::is_true(self.txn, part, key::REMOVED))
            .collect()
    }

    /// Cuts a sorted list to what is left of the parts of a map, so that the same parts stay on every device.
    fn fit<P>(&mut self, parts: &mut Vec<P>) {
        self.left_out.parts += parts.len().saturating_sub(self.room);
        parts.truncate(self.room);
        self.room -= parts.len();
    }

    fn text(&mut self, part: &MapRef, key: &str) -> String {
        let field = value::text(self.txn, part, key);
        self.left_out.texts += usize::from(field.is_cut);
        field.text
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    ids.enumerate().map(|(position, id)| (id, position)).collect()
}

fn id_or_empty(text: &str) -> String {
    if is_part_id(text) { String::from(text) } else { String::new() }
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
