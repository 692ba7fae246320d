//! What the document holds, by id: how far each client's clock goes, in which place each element lies, which are types.
//!
//! The engine trusts that neighbours lie in the same place, that a parent is a type and that types are not nested too
//! deep; where that is not so it crashes, loops or frees what is still used. The ledger knows enough to refuse such
//! updates before the engine sees them, and to tell what is new and what is missing. It must not know the engine.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::error::GateError;
use crate::gate::content::Kind;
use crate::gate::update::{Header, Id, Parent};
use crate::limits::NESTING_DEPTH_MAX;

const DELETED: u64 = 1;
const DEPTH_SHIFT: u32 = 1;
const DEPTH_MASK: u64 = 0x7f;
const ARRAY_LIST: u64 = 1 << 8;
const KEYED: u64 = 1 << 9;
const PLACE_SHIFT: u32 = 10;

// The depth of a place has seven bits.
const _: () = assert!(NESTING_DEPTH_MAX < DEPTH_MASK as usize);

/// Where an element lies: in which list or under which key of which parent, and how deep. Two elements with the same
/// place can be neighbours. A keyed hash stands for parent and key, so that a place takes eight bytes and nobody outside
/// can aim for a collision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u64);

impl Place {
    /// Collected as garbage, or inside something collected: neither place nor kind is known any more.
    const GONE: Self = Self(0);

    fn depth(self) -> usize {
        ((self.0 >> DEPTH_SHIFT) & DEPTH_MASK) as usize
    }

    fn is_deleted(self) -> bool {
        self.0 & DELETED != 0
    }

    /// The list of an array, where the engine's reading never ends when it meets characters outside the basic plane.
    fn is_array_list(self) -> bool {
        self.0 & ARRAY_LIST != 0
    }

    /// Under a key, where only the newest element lives.
    pub(super) fn is_keyed(self) -> bool {
        self.0 & KEYED != 0
    }

    /// The same place, for an element that is a tombstone.
    fn deleted(self) -> Self {
        if self == Self::GONE { self } else { Self(self.0 | DELETED) }
    }

    fn alive(self) -> Self {
        Self(self.0 & !DELETED)
    }
}

/// One client's elements: contiguous from clock 0 (of the ledger) or from `base` (of a draft), in runs of one place.
#[derive(Debug, Default)]
struct Runs {
    base: u32,
    end: u32,
    starts: Vec<u32>,
    places: Vec<Place>,
}

impl Runs {
    fn push(&mut self, length: u32, place: Place) {
        if self.places.last() != Some(&place) {
            self.starts.push(self.end);
            self.places.push(place);
        }
        self.end += length;
    }

    fn place(&self, clock: u32) -> Option<Place> {
        if clock < self.base || clock >= self.end {
            return None;
        }
        let index = self.starts.partition_point(|start| *start <= clock);
        self.places.get(index.checked_sub(1)?).copied()
    }

    fn append(&mut self, later: &Self) {
        for (index, place) in later.places.iter().enumerate() {
            let next = later.starts.get(index + 1).copied().unwrap_or(later.end);
            self.push(next - later.starts[index], *place);
        }
    }
}

/// What matters about a type for those inside it.
#[derive(Debug, Clone, Copy)]
struct TypeFacts {
    /// 1 for a type inside a root.
    depth: u8,
    is_array: bool,
}

const ROOT: TypeFacts = TypeFacts { depth: 0, is_array: false };

/// Everything integrated so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    clients: HashMap<u64, Runs>,
    types: HashMap<Id, TypeFacts>,
    hasher: RandomState,
}

impl Ledger {
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
    }
}

/// What an update adds, apart from the ledger until the engine took it too.
#[derive(Debug, Default)]
pub(super) struct Additions {
    clients: HashMap<u64, Runs>,
    types: HashMap<Id, TypeFacts>,
}

/// A ledger with additions on top.
#[derive(Debug)]
pub(super) struct Draft<'l> {
    ledger: &'l Ledger,
    additions: Additions,
}

impl<'l> Draft<'l> {
    pub(super) fn new(ledger: &'l Ledger) -> Self {
        Self { ledger, additions: Additions::default() }
    }

    pub(super) fn finish(self) -> Additions {
        self.additions
    }

    /// The clock up to which a client's elements are known.
    pub(super) fn known(&self, client: u64) -> u32 {
        self.additions.clients.get(&client).map_or_else(|| self.ledger.known(client), |runs| runs.end)
    }

    pub(super) fn is_known(&self, id: Id) -> bool {
        id.clock < self.known(id.client)
    }

    /// Adds a client's next elements, collected as garbage.
    pub(super) fn push_collected(&mut self, client: u64, length: u32) {
        self.push(client, length, Place::GONE);
    }

    /// Adds a client's next elements: an item of this kind in this place.
    ///
    /// # Errors
    /// When it is a type nested too deep, or text in an array.
    pub(super) fn push_item(
        &mut self,
        id: Id,
        length: u32,
        (kind, place): (Kind, Place),
    ) -> Result<(), GateError> {
        match kind {
            Kind::Value => self.push(id.client, length, place),
            Kind::Deleted => self.push(id.client, length, place.deleted()),
            Kind::Text if place.is_array_list() => {
                return Err(GateError::Unsupported { at: 0, why: "text in an array" });
            }
            Kind::Text => self.push(id.client, length, place),
            Kind::Type | Kind::Array => {
                self.note_type(id, place, kind)?;
                self.push(id.client, length, place);
            }
        }
        Ok(())
    }

    fn push(&mut self, client: u64, length: u32, place: Place) {
        let end = self.known(client);
        let fresh = || Runs { base: end, end, ..Runs::default() };
        self.additions.clients.entry(client).or_insert_with(fresh).push(length, place);
    }

    fn note_type(&mut self, id: Id, place: Place, kind: Kind) -> Result<(), GateError> {
        if place == Place::GONE {
            return Ok(());
        }
        let depth = place.depth() + 1;
        if depth > NESTING_DEPTH_MAX {
            return Err(GateError::OverLimit { limit: "NESTING_DEPTH_MAX", bound: NESTING_DEPTH_MAX });
        }
        self.additions.types.insert(id, TypeFacts { depth: depth as u8, is_array: kind == Kind::Array });
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
            (_, _, Parent::Root(name)) => Ok(self.make_place(&(0u8, name), header.key, ROOT)),
            (_, _, Parent::Item(parent)) => self.place_inside(parent, header.key),
            (left, Place::GONE, Parent::Inherited) => Ok(left),
            (Place::GONE, right, Parent::Inherited) => Ok(right),
            (left, right, Parent::Inherited) if left == right => Ok(left),
            _ => Err("neighbours in different places"),
        }
    }

    fn place_inside(&self, parent: Id, key: Option<&str>) -> Result<Place, &'static str> {
        let facts = self.additions.types.get(&parent).or_else(|| self.ledger.types.get(&parent));
        if let Some(facts) = facts {
            return Ok(self.make_place(&(1u8, parent), key, *facts));
        }
        let place = self.stored_place(parent);
        if place == Place::GONE || place.is_deleted() {
            Ok(Place::GONE)
        } else {
            Err("parent that is not a type")
        }
    }

    fn make_place(&self, parent: &impl std::hash::Hash, key: Option<&str>, facts: TypeFacts) -> Place {
        let hash = self.ledger.hasher.hash_one((parent, key)) << PLACE_SHIFT;
        // Zero would be GONE.
        let hash = if hash == 0 { 1 << PLACE_SHIFT } else { hash };
        let flags = match key {
            Some(_) => KEYED,
            None if facts.is_array => ARRAY_LIST,
            None => 0,
        };
        Place(hash | flags | u64::from(facts.depth) << DEPTH_SHIFT)
    }

    fn place(&self, id: Id) -> Place {
        self.stored_place(id).alive()
    }

    fn stored_place(&self, id: Id) -> Place {
        let added = self.additions.clients.get(&id.client).and_then(|runs| runs.place(id.clock));
        added
            .or_else(|| self.ledger.clients.get(&id.client).and_then(|runs| runs.place(id.clock)))
            .unwrap_or(Place::GONE)
    }
}
