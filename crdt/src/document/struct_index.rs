//! The index of structs: what the document holds, by id: how far each client's clock goes, in which place each element lies, which are types.
//!
//! The engine trusts that neighbours lie in the same place, that a parent is a type and that types are not nested too
//! deep; where that is not so it crashes, loops or frees what is still used. The index knows enough to refuse such
//! updates before the engine sees them, and to tell what is new and what is missing. Where the document has a layout it also
//! notes what does not belong where it stands (`strays.rs`). It must not know the engine.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::arrivals::{Arrivals, Arrived};
use super::cost::{self, Crowds, Insertion, Layers};
use super::layout::{Expected, Holds, Layout};
use super::place::{Place, Slot};
use super::strays::Strays;
use crate::error::GateError;
use crate::gate::content::Kind;
use crate::gate::update::{Header, Id, Parent};
use crate::limits::NESTING_DEPTH_MAX;

/// One client's elements: contiguous from clock 0 (of the index) or from `base` (of a draft), in runs. A run has one
/// place, and each of its items follows the one before.
#[derive(Debug, Default)]
struct Runs {
    base: u32,
    end: u32,
    /// Whether the first run carries on the one before `base`.
    continues: bool,
    starts: Vec<u32>,
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    place: Place,
    start: u32,
    end: u32,
}

impl Runs {
    fn from(base: u32) -> Self {
        Self { base, end: base, ..Self::default() }
    }

    fn push(&mut self, length: u32, place: Place) {
        self.starts.push(self.end);
        self.places.push(place);
        self.end += length;
    }

    /// As `push`, for what follows the element before.
    fn carry_on(&mut self, length: u32, place: Place) {
        match self.places.last() {
            Some(last) if *last == place => self.end += length,
            Some(_) => self.push(length, place),
            None => {
                self.continues = true;
                self.push(length, place);
            }
        }
    }

    fn run(&self, clock: u32) -> Option<Run> {
        if clock < self.base || clock >= self.end {
            return None;
        }
        let index = self.starts.partition_point(|start| *start <= clock).checked_sub(1)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        Some(Run { place: self.places[index], start: self.starts[index], end })
    }

    fn append(&mut self, later: &Self) {
        for (index, place) in later.places.iter().enumerate() {
            let end = later.starts.get(index + 1).copied().unwrap_or(later.end);
            let length = end - later.starts[index];
            if index == 0 && later.continues {
                self.carry_on(length, *place);
            } else {
                self.push(length, *place);
            }
        }
    }
}

/// What matters about a type for those inside it.
#[derive(Debug, Clone, Copy)]
struct TypeFacts {
    /// 1 for a type inside a root.
    depth: u8,
    is_array: bool,
    /// What belongs inside, where the document has a layout.
    holds: Holds,
}

const ROOT: TypeFacts = TypeFacts { depth: 0, is_array: false, holds: Holds::Nothing };

/// Everything integrated so far.
#[derive(Debug, Default)]
pub(super) struct StructIndex {
    clients: HashMap<u64, Runs>,
    types: HashMap<Id, TypeFacts>,
    crowds: Crowds,
    hasher: RandomState,
    layout: Option<&'static Layout>,
    strays: Strays,
    arrivals: Arrivals,
}

impl StructIndex {
    /// An index that notes what this layout has no place for.
    pub(super) fn laid_out(layout: &'static Layout) -> Self {
        Self { layout: Some(layout), ..Self::default() }
    }

    /// What does not belong where it stands.
    pub(super) fn strays(&self) -> &Strays {
        &self.strays
    }

    /// The same, to take from.
    pub(super) fn strays_mut(&mut self) -> &mut Strays {
        &mut self.strays
    }

    /// The number of an entry of a root in the order in which entries came.
    pub(super) fn arrival(&self, root: &str, key: &str) -> Option<u32> {
        self.arrivals.number(self.make_place(&(0u8, root), Some(key), ROOT))
    }

    /// How many different keys were ever written in a root of the layout.
    pub(super) fn keys_ever(&self, root: &str) -> usize {
        match self.layout.map(|layout| layout.root(root)) {
            Some(Holds::Entries(table)) => self.arrivals.keys(table),
            Some(Holds::Nothing | Holds::Characters) | None => 0,
        }
    }

    fn make_place(&self, parent: &impl std::hash::Hash, key: Option<&str>, facts: TypeFacts) -> Place {
        let hash = self.hasher.hash_one((parent, key));
        let slot = match key {
            Some(_) => Slot::Key,
            None if facts.is_array => Slot::ArrayList,
            None => Slot::List,
        };
        Place::new(hash, slot, facts.depth)
    }

    /// The clock up to which a client's elements are known.
    pub(super) fn known(&self, client: u64) -> u32 {
        self.clients.get(&client).map_or(0, |runs| runs.end)
    }

    /// The clients with their clocks, in no order.
    pub(super) fn clocks(&self) -> impl ExactSizeIterator<Item = (u64, u32)> + '_ {
        self.clients.iter().map(|(client, runs)| (*client, runs.end))
    }

    /// Takes over what a draft adds.
    pub(super) fn absorb(&mut self, additions: Additions) {
        for (client, runs) in additions.clients {
            self.clients.entry(client).or_default().append(&runs);
        }
        self.types.extend(additions.types);
        self.crowds.absorb(additions.crowds);
        self.strays.absorb(additions.strays);
        self.arrivals.absorb(additions.arrived);
    }
}

/// What an update adds, apart from the index until the engine took it too.
#[derive(Debug, Default)]
pub(super) struct Additions {
    clients: HashMap<u64, Runs>,
    types: HashMap<Id, TypeFacts>,
    crowds: Crowds,
    strays: Strays,
    arrived: Arrived,
}

/// An item that is new and complete, with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewItem<'h> {
    pub(super) id: Id,
    pub(super) length: u32,
    pub(super) kind: Kind,
    /// As encoded.
    pub(super) bytes: usize,
    pub(super) place: Place,
    pub(super) header: &'h Header<'h>,
}

/// An index with additions on top.
#[derive(Debug)]
pub(super) struct Draft<'l> {
    index: &'l StructIndex,
    additions: Additions,
}

impl<'l> Draft<'l> {
    pub(super) fn new(index: &'l StructIndex) -> Self {
        Self { index, additions: Additions::default() }
    }

    pub(super) fn finish(self) -> Additions {
        self.additions
    }

    /// The clock up to which a client's elements are known.
    pub(super) fn known(&self, client: u64) -> u32 {
        self.additions.clients.get(&client).map_or_else(|| self.index.known(client), |runs| runs.end)
    }

    pub(super) fn is_known(&self, id: Id) -> bool {
        id.clock < self.known(id.client)
    }

    /// Adds a client's next elements, collected as garbage.
    pub(super) fn push_collected(&mut self, client: u64, length: u32) {
        self.runs(client).push(length, Place::GONE);
    }

    /// Adds a client's next elements: an item. Gives the work it may cost.
    ///
    /// # Errors
    /// When it is a type nested too deep, or text in an array.
    pub(super) fn push_item(&mut self, item: &NewItem<'_>) -> Result<u64, GateError> {
        let place = match item.kind {
            Kind::Text if item.place.is_array_list() => {
                return Err(GateError::Unsupported { at: 0, why: "text in an array" });
            }
            Kind::Value | Kind::Text => {
                self.judge(item);
                item.place
            }
            Kind::Deleted => {
                // What comes after it in its place expects the same.
                self.judge(item);
                item.place.deleted()
            }
            Kind::Map | Kind::TextType | Kind::Type | Kind::Array => {
                let holds = self.judge(item);
                self.note_type(item, holds)?;
                item.place
            }
        };
        let Header { origin, right_origin, .. } = *item.header;
        let work = [origin, right_origin].into_iter().flatten().map(|id| self.cut_work(id)).sum::<u64>();
        let follower = origin.and_then(|origin| self.follower(origin));
        let insertion = Insertion { id: item.id, place: item.place, origin, right_origin, follower };
        let runs = self.runs(item.id.client);
        if insertion.continues() {
            runs.carry_on(item.length, place);
        } else {
            runs.push(item.length, place);
        }
        if item.place == Place::GONE {
            return Ok(work);
        }
        let mut layers = Layers { below: &self.index.crowds, above: &mut self.additions.crowds };
        Ok(work + layers.insert(&insertion))
    }

    /// What cutting at this element may cost.
    pub(super) fn cut_work(&self, id: Id) -> u64 {
        self.run(id).map_or(0, |run| cost::cut(run.end - run.start))
    }

    fn follower(&self, id: Id) -> Option<Id> {
        let run = self.run(id)?;
        (id.clock + 1 < run.end).then_some(Id { clock: id.clock + 1, ..id })
    }

    fn runs(&mut self, client: u64) -> &mut Runs {
        let end = self.known(client);
        self.additions.clients.entry(client).or_insert_with(|| Runs::from(end))
    }

    /// Notes an item that does not belong where it was put; gives what it holds inside.
    fn judge(&mut self, item: &NewItem<'_>) -> Holds {
        let Some(layout) = self.index.layout else { return Holds::Nothing };
        if item.place == Place::GONE {
            return Holds::Nothing;
        }
        let expected = match (item.header.parent, item.header.key) {
            (Parent::Root(name), key) => {
                let holds = layout.root(name);
                if let (Holds::Entries(table), Some(_)) = (holds, key) {
                    self.additions.arrived.push((item.place, table));
                }
                layout.expected(holds, key)
            }
            (Parent::Item(parent), key) => {
                let holds = self.type_facts(parent).map_or(Holds::Nothing, |facts| facts.holds);
                layout.expected(holds, key)
            }
            (Parent::Inherited, _) => self.expected_at(item.place),
        };
        if item.header.parent != Parent::Inherited {
            self.additions.strays.note_place(item.place, expected);
        }
        if !expected.fits(item.kind, item.bytes) {
            self.additions.strays.push(item.id, item.length);
        }
        expected.inside(item.kind)
    }

    /// What belongs at a place where something stands already.
    fn expected_at(&self, place: Place) -> Expected {
        let noted = self.additions.strays.expected(place).or_else(|| self.index.strays.expected(place));
        // Only what is not the list of a text is noted.
        noted.unwrap_or(if place.is_keyed() { Expected::Nothing } else { Expected::Characters })
    }

    fn type_facts(&self, id: Id) -> Option<&TypeFacts> {
        self.additions.types.get(&id).or_else(|| self.index.types.get(&id))
    }

    fn note_type(&mut self, item: &NewItem<'_>, holds: Holds) -> Result<(), GateError> {
        let NewItem { id, place, kind, .. } = *item;
        if place == Place::GONE {
            return Ok(());
        }
        let depth = place.depth() + 1;
        if depth > NESTING_DEPTH_MAX {
            return Err(GateError::OverLimit { limit: "NESTING_DEPTH_MAX", bound: NESTING_DEPTH_MAX });
        }
        let facts = TypeFacts { depth: depth as u8, is_array: kind == Kind::Array, holds };
        self.additions.types.insert(id, facts);
        Ok(())
    }

    /// The place of an item whose neighbours and parent are all known.
    ///
    /// # Errors
    /// When its neighbours lie in different places, or its parent is not a type.
    pub(super) fn place_of(&self, header: &Header<'_>) -> Result<Place, &'static str> {
        let left = header.origin.map_or(Place::GONE, |id| self.place(id));
        let right = header.right_origin.map_or(Place::GONE, |id| self.place(id));
        match (left, right, header.parent) {
            (_, _, Parent::Root(name)) => Ok(self.index.make_place(&(0u8, name), header.key, ROOT)),
            (_, _, Parent::Item(parent)) => self.place_inside(parent, header.key),
            (left, Place::GONE, Parent::Inherited) => Ok(left),
            (Place::GONE, right, Parent::Inherited) => Ok(right),
            (left, right, Parent::Inherited) if left == right => Ok(left),
            _ => Err("neighbours in different places"),
        }
    }

    fn place_inside(&self, parent: Id, key: Option<&str>) -> Result<Place, &'static str> {
        if let Some(facts) = self.type_facts(parent) {
            return Ok(self.index.make_place(&(1u8, parent), key, *facts));
        }
        let place = self.stored_place(parent);
        if place == Place::GONE || place.is_deleted() {
            Ok(Place::GONE)
        } else {
            Err("parent that is not a type")
        }
    }

    fn place(&self, id: Id) -> Place {
        self.stored_place(id).alive()
    }

    fn stored_place(&self, id: Id) -> Place {
        self.run(id).map_or(Place::GONE, |run| run.place)
    }

    fn run(&self, id: Id) -> Option<Run> {
        let added = self.additions.clients.get(&id.client).and_then(|runs| runs.run(id.clock));
        added.or_else(|| self.index.clients.get(&id.client).and_then(|runs| runs.run(id.clock)))
    }
}
