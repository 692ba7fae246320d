//! What of an update can be integrated now, and in which order.
//!
//! It owns the dependency rules of Yjs: a client's elements come in the order of their clocks, and an item comes after
//! its neighbours and its parent. Everything the engine gets is new, complete and in order, so its own machinery for
//! pending and overlapping updates, where its defects sit, is never entered. It must not know the engine.

use std::collections::HashMap;
use std::ops::Range;

use super::struct_index::{Additions, Draft, NewItem, StructIndex};
use crate::error::GateError;
use crate::gate::content::Kind;
use crate::gate::update::{DeleteRange, Header, Id, Outline, Parent, Shape, StructRef, read_header};
use crate::lib0::Reader;

/// Consecutive structs of one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) client: u64,
    /// First struct, and the one behind the last, as indexes of [`Outline::structs`].
    pub(super) first: usize,
    pub(super) end: usize,
    /// How much of the first struct's length is known already.
    pub(super) offset: u32,
}

/// How to apply an update.
#[derive(Debug)]
pub(super) struct Plan {
    /// In the order in which the engine must get them.
    pub(super) chunks: Vec<Chunk>,
    /// The deletes of known elements.
    pub(super) deletes: Vec<DeleteRange>,
    /// What it may cost the engine, in comparisons.
    pub(super) work: u64,
    /// Whether something was left out because it builds on what is not here.
    pub(super) missing: bool,
    /// Whether every struct and delete of the update is in the plan, untrimmed.
    pub(super) whole: bool,
    /// For the index, once the engine took the chunks.
    pub(super) additions: Additions,
}

/// An update that was planned against a document and not applied yet.
#[derive(Debug)]
pub struct Planned(pub(super) Plan);

impl Planned {
    /// What applying it may cost the engine, in comparisons of items (an upper estimate).
    #[must_use]
    pub fn work(&self) -> u64 {
        self.0.work
    }
}

/// Plans an update against what is known.
///
/// # Errors
/// When a struct contradicts what is known in a way no honest client can: see [`Draft::place_of`].
pub(super) fn plan(bytes: &[u8], outline: &Outline, index: &StructIndex) -> Result<Plan, GateError> {
    let mut planner = Planner {
        bytes,
        outline,
        draft: Draft::new(index),
        by_client: outline
            .sections
            .iter()
            .enumerate()
            .map(|(index, section)| (section.client, index))
            .collect(),
        delete_lists: delete_lists(outline),
        cursors: outline.sections.iter().map(|section| section.structs.start).collect(),
        states: vec![State::Waiting; outline.sections.len()],
        chunks: Vec::new(),
        whole: true,
        missing: false,
        work: 0,
    };
    for section in 0..outline.sections.len() {
        planner.run(section)?;
    }
    let deletes = planner.clip_deletes();
    let Planner { draft, chunks, whole, missing, work, .. } = planner;
    Ok(Plan { chunks, deletes, work, missing, whole: whole && !missing, additions: draft.finish() })
}

fn delete_lists(outline: &Outline) -> HashMap<u64, Range<usize>> {
    let mut lists: HashMap<u64, Range<usize>> = HashMap::new();
    for (index, range) in outline.deletes.iter().enumerate() {
        lists.entry(range.client).or_insert(index..index).end = index + 1;
    }
    lists
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not begun, or begun for another section's sake and free to go on.
    Waiting,
    /// On the stack: it waits for the sections above it.
    Stacked,
    /// Depends on what is not here; its rest is left out.
    Blocked,
}

struct Planner<'p> {
    bytes: &'p [u8],
    outline: &'p Outline,
    draft: Draft<'p>,
    by_client: HashMap<u64, usize>,
    /// Each client's entries of [`Outline::deletes`].
    delete_lists: HashMap<u64, Range<usize>>,
    cursors: Vec<usize>,
    states: Vec<State>,
    chunks: Vec<Chunk>,
    whole: bool,
    missing: bool,
    work: u64,
}

/// What the next struct of a section needs first.
enum Next {
    /// Nothing: it was taken, or was known already.
    Taken,
    /// This element.
    Needs(Id),
    /// Earlier elements of its own client, which are not in the update.
    Gap,
}

impl<'p> Planner<'p> {
    /// Takes all it can of a section, going into the sections it depends on as far as needed.
    fn run(&mut self, section: usize) -> Result<(), GateError> {
        // Each level: a section, and the clock that the level below waits for.
        let mut stack = vec![(section, u32::MAX)];
        while let Some(&(current, wanted_end)) = stack.last() {
            let finished = self.cursors[current] == self.outline.sections[current].structs.end;
            let satisfied = self.draft.known(self.outline.sections[current].client) >= wanted_end;
            if finished || satisfied || self.states[current] == State::Blocked {
                if self.states[current] == State::Stacked {
                    self.states[current] = State::Waiting;
                }
                stack.pop();
                continue;
            }
            self.states[current] = State::Stacked;
            match self.next(current)? {
                Next::Taken => {}
                Next::Needs(id) => match self.by_client.get(&id.client) {
                    Some(&other) if self.can_go_on(other) => stack.push((other, id.clock + 1)),
                    _ => self.block(current),
                },
                Next::Gap => self.block(current),
            }
        }
        Ok(())
    }

    fn can_go_on(&self, section: usize) -> bool {
        self.states[section] == State::Waiting
            && self.cursors[section] < self.outline.sections[section].structs.end
    }

    fn block(&mut self, section: usize) {
        self.states[section] = State::Blocked;
        self.missing = true;
    }

    fn next(&mut self, section: usize) -> Result<Next, GateError> {
        let client = self.outline.sections[section].client;
        let index = self.cursors[section];
        let entry = self.outline.structs[index];
        let known = self.draft.known(client);
        if entry.shape == Shape::Skip || entry.clock + entry.length <= known {
            self.cursors[section] += 1;
            self.whole = false;
            return Ok(Next::Taken);
        }
        if entry.clock > known {
            return Ok(Next::Gap);
        }
        let offset = known - entry.clock;
        if let Shape::Item(kind) = entry.shape {
            let header = self.header(client, &entry, offset)?;
            let parent = if let Parent::Item(id) = header.parent { Some(id) } else { None };
            let needs = [header.origin, header.right_origin, parent];
            if let Some(id) = needs.into_iter().flatten().find(|id| !self.draft.is_known(*id)) {
                return Ok(Next::Needs(id));
            }
            let malformed = |why| GateError::Malformed { at: entry.at, why };
            let place = self.draft.place_of(&header).map_err(malformed)?;
            if place.is_keyed() && entry.length > 1 && kind != Kind::Deleted && !self.deletes(client, &entry)
            {
                return Err(malformed("several living elements under one key"));
            }
            let (id, length) = (Id { client, clock: known }, entry.length - offset);
            let bytes = entry.end - entry.at;
            self.work +=
                self.draft.push_item(&NewItem { id, length, kind, bytes, place, header: &header })?;
        } else {
            self.draft.push_collected(client, entry.length - offset);
        }
        self.cursors[section] += 1;
        self.take(Chunk { client, first: index, end: index + 1, offset });
        Ok(Next::Taken)
    }

    /// The item's header as the engine will see it: the rest of a half-known item follows its known part.
    fn header(&self, client: u64, entry: &StructRef, offset: u32) -> Result<Header<'p>, GateError> {
        let header = read_header(&mut Reader::new(&self.bytes[entry.at..entry.end]))?;
        if offset == 0 {
            return Ok(header);
        }
        let before = Id { client, clock: entry.clock + offset - 1 };
        Ok(Header { origin: Some(before), parent: Parent::Inherited, key: None, ..header })
    }

    /// Whether the update deletes all of a struct. Clients that keep deleted content merge what was under one key, and
    /// always name it deleted in the same update. Where some of it lived on, the engine would free the parent under it.
    fn deletes(&self, client: u64, entry: &StructRef) -> bool {
        let Some(ranges) = self.delete_lists.get(&client) else { return false };
        let ranges = &self.outline.deletes[ranges.clone()];
        let behind = ranges.partition_point(|range| range.clock <= entry.clock);
        let range = behind.checked_sub(1).and_then(|index| ranges.get(index));
        range.is_some_and(|range| range.clock + range.length >= entry.clock + entry.length)
    }

    fn take(&mut self, chunk: Chunk) {
        self.whole &= chunk.offset == 0;
        match self.chunks.last_mut() {
            Some(last) if last.client == chunk.client && last.end == chunk.first => last.end = chunk.end,
            _ => self.chunks.push(chunk),
        }
    }

    fn clip_deletes(&mut self) -> Vec<DeleteRange> {
        let mut clipped = Vec::with_capacity(self.outline.deletes.len());
        for range in &self.outline.deletes {
            let known = self.draft.known(range.client);
            let length = range.length.min(known.saturating_sub(range.clock));
            self.missing |= length < range.length;
            if length > 0 {
                let last = range.clock + length - 1;
                self.work += 1 + self.draft.cut_work(Id { client: range.client, clock: range.clock });
                self.work += self.draft.cut_work(Id { client: range.client, clock: last });
                clipped.push(DeleteRange { length, ..*range });
            }
        }
        clipped
    }
}
