//! What is too much in a map: which parts are taken out so that it stays within its limits.
//!
//! Owns the choice. What a person adds when a map is full goes, not what was there: parts are ordered by when this server first
//! saw them shown, and among those that came together by their arrival, because bytes hold no age and ids can be made up.
//! Readers never choose. What is shown and over a limit is removed (`rm`), so that it can be brought back; of removed
//! parts over their limit those go for good that nobody ever saw, and then those that were removed longest ago. Parts that pairs have
//! agreed stay. Knows no room and no clock: a look is the unit of time.

use std::collections::{HashMap, HashSet};

use yrs::{Map, MapRef, ReadTxn, WriteTxn};

use crate::document::Document;
use crate::limits::{PARTS_PER_MAP_MAX, REMOVED_PARTS_PER_MAP_MAX};
use crate::pathway::kinds::{KINDS, PartKind};
use crate::pathway::meaning::{AgreeKind, PartName};
use crate::pathway::schema::{STEP_GOALS_PER_MAP_MAX, is_part_id, key, root};
use crate::value;

/// Parts and entries that one edit of the server takes out of a map at most, so that it never holds up a room for long.
pub const EXCESS_PER_EDIT_MAX: usize = 5_000;

/// A part of a map of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartRef {
    /// What it is.
    pub kind: PartKind,
    /// Its id.
    pub id: String,
}

impl PartRef {
    /// Whether it is among these names; parts that nobody agrees on are not.
    #[must_use]
    pub fn is_in(&self, names: &HashSet<PartName>) -> bool {
        let kind = AgreeKind::of(self.kind.row());
        kind.is_some_and(|kind| names.contains(&PartName { kind, id: self.id.clone() }))
    }
}

/// Since when something is so: the look that found it, and its arrival among what that look found.
type Since = (u32, u32);

/// A part that shows, and since when.
type Shown = (PartRef, Since);

/// Since when the parts of one map are shown or removed, as far as anybody looked.
#[derive(Debug, Default)]
pub struct Standing {
    look: u32,
    shown: HashMap<PartRef, Since>,
    removed: HashMap<PartRef, Removed>,
}

/// A removed part.
#[derive(Debug, Clone, Copy)]
struct Removed {
    since: Since,
    /// Whether a look has found it shown before.
    was_shown: bool,
}

/// What is to be taken out of a map.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Excess {
    /// Shown parts that are removed; they can be brought back.
    pub take_out: Vec<PartRef>,
    /// Removed parts that go for good.
    pub forget: Vec<PartRef>,
    /// Keys of `stepGoals` that go.
    pub step_goals: Vec<String>,
    /// Whether the next look will find more.
    pub more: bool,
}

/// Whether anything in a map can be over a limit; costs nothing by its size. `false` is certain.
#[must_use]
pub fn may_be_over(map: &Document) -> bool {
    let ever = |root: &str| map.keys_ever(root);
    KINDS.iter().any(|row| ever(row.root) > row.shown_max)
        || KINDS.iter().map(|row| ever(row.root)).sum::<usize>() > PARTS_PER_MAP_MAX
        || ever(root::STEP_GOALS) > STEP_GOALS_PER_MAP_MAX
}

impl Standing {
    /// Looks at a map and says what is too much in it. `kept` are parts that are never taken out.
    pub fn look(&mut self, map: &Document, kept: &HashSet<PartName>) -> Excess {
        self.look += 1;
        let (shown, removed) = self.take_stock(map);
        let mut excess = Excess::default();
        excess.take_out = too_many_shown(shown, kept);
        excess.forget = self.too_many_removed(removed, &mut excess.more);
        excess.step_goals = too_many_step_goals(map);
        excess.bound();
        for part in &excess.take_out {
            // Nobody was meant to see it: it goes before what people have removed.
            self.shown.remove(part);
        }
        excess
    }

    /// Every part, those that are shown first, with since when they are so. What was there before keeps its time.
    fn take_stock(&mut self, map: &Document) -> (Vec<Shown>, Vec<(PartRef, Removed)>) {
        let (mut shown, mut removed) = (Vec::new(), Vec::new());
        map.read(|txn, _| {
            for (kind, parts) in roots(txn) {
                for id in parts.keys(txn).filter(|id| is_part_id(id)) {
                    let now = (self.look, map.arrival(kind.row().root, id).unwrap_or(u32::MAX));
                    let is_shown = is_shown(txn, &parts, id);
                    let part = PartRef { kind, id: String::from(id) };
                    if is_shown {
                        let since = self.shown.get(&part).copied().unwrap_or(now);
                        shown.push((part, since));
                    } else {
                        let new = Removed { since: now, was_shown: self.shown.contains_key(&part) };
                        let known = self.removed.get(&part).copied();
                        removed.push((part, known.unwrap_or(new)));
                    }
                }
            }
        });
        self.shown = shown.iter().cloned().collect();
        self.removed = removed.iter().cloned().collect();
        (shown, removed)
    }

    /// Of removed parts only those are forgotten that were so at an earlier look: a new part is removed for the moment between
    /// the edit that makes it and the one that shows it.
    fn too_many_removed(&self, removed: Vec<(PartRef, Removed)>, more: &mut bool) -> Vec<PartRef> {
        let over = removed.len().saturating_sub(REMOVED_PARTS_PER_MAP_MAX);
        let mut old: Vec<_> = removed.into_iter().filter(|(_, gone)| gone.since.0 < self.look).collect();
        // What nobody saw, the newest first; then what was removed longest ago.
        old.sort_by_key(|(_, gone)| {
            let (look, arrival) = gone.since;
            if gone.was_shown { (1, look, arrival) } else { (0, u32::MAX - look, u32::MAX - arrival) }
        });
        *more |= old.len() < over;
        old.truncate(over);
        old.into_iter().map(|(part, _)| part).collect()
    }
}

/// The newest shown parts over the limit of their kind, then over that of the map.
fn too_many_shown(mut shown: Vec<Shown>, kept: &HashSet<PartName>) -> Vec<PartRef> {
    let mut left = Left { all: shown.len(), of_kind: HashMap::new() };
    for (part, _) in &shown {
        *left.of_kind.entry(part.kind).or_default() += 1;
    }
    if !left.is_map_over() && !left.of_kind.keys().any(|kind| left.is_kind_over(*kind)) {
        return Vec::new();
    }
    // The newest first; what came with one update in the reverse order of its arrival.
    shown.sort_by_key(|(_, since)| std::cmp::Reverse(*since));
    let mut out = Vec::new();
    let mut rest = Vec::new();
    for (part, _) in shown {
        if left.is_kind_over(part.kind) && !part.is_in(kept) {
            left.take(part, &mut out)
        } else {
            rest.push(part)
        }
    }
    for part in rest {
        if left.is_map_over() && !part.is_in(kept) {
            left.take(part, &mut out);
        }
    }
    out
}

/// How many parts are left that show.
struct Left {
    all: usize,
    of_kind: HashMap<PartKind, usize>,
}

impl Left {
    fn is_kind_over(&self, kind: PartKind) -> bool {
        self.of_kind.get(&kind).is_some_and(|count| *count > kind.row().shown_max)
    }

    fn is_map_over(&self) -> bool {
        self.all > PARTS_PER_MAP_MAX
    }

    fn take(&mut self, part: PartRef, out: &mut Vec<PartRef>) {
        *self.of_kind.entry(part.kind).or_default() -= 1;
        self.all -= 1;
        out.push(part);
    }
}

/// Of the pairs of a step and a goal over their limit: first those that name what the map does not have or say no, then the
/// newest.
fn too_many_step_goals(map: &Document) -> Vec<String> {
    if map.keys_ever(root::STEP_GOALS) <= STEP_GOALS_PER_MAP_MAX {
        return Vec::new();
    }
    map.read(|txn, _| {
        let Some(pairs) = txn.get_map(root::STEP_GOALS) else { return Vec::new() };
        let (steps, goals) = (txn.get_map(root::STEPS), txn.get_map(root::GOALS));
        let has = |parts: &Option<MapRef>, id: &str| {
            parts.as_ref().is_some_and(|parts| parts.contains_key(txn, id))
        };
        let says_something = |pair: &str| {
            let named =
                pair.split_once(':').is_some_and(|(step, goal)| has(&steps, step) && has(&goals, goal));
            named && value::is_true(txn, &pairs, pair)
        };
        let mut all: Vec<_> = pairs
            .keys(txn)
            .map(|pair| {
                (
                    says_something(pair),
                    u32::MAX - map.arrival(root::STEP_GOALS, pair).unwrap_or(u32::MAX),
                    pair,
                )
            })
            .collect();
        let over = all.len().saturating_sub(STEP_GOALS_PER_MAP_MAX);
        all.sort_unstable();
        all.into_iter().take(over).map(|(_, _, pair)| String::from(pair)).collect()
    })
}

impl Excess {
    /// Whether there is nothing to take out now.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.take_out.is_empty() && self.forget.is_empty() && self.step_goals.is_empty()
    }

    /// Leaves for the next edit what is over [`EXCESS_PER_EDIT_MAX`].
    fn bound(&mut self) {
        let mut room = EXCESS_PER_EDIT_MAX;
        for list in [&mut self.take_out, &mut self.forget] {
            self.more |= list.len() > room;
            list.truncate(room);
            room -= list.len();
        }
        self.more |= self.step_goals.len() > room;
        self.step_goals.truncate(room);
    }

    /// Takes it out, as one edit. What people brought back or changed meanwhile is left alone.
    pub fn carry_out(&self, map: &mut Document) {
        map.write(|txn, _| {
            for part in &self.take_out {
                let parts = txn.get_or_insert_map(part.kind.row().root);
                if let Some(part) = value::part(txn, &parts, &part.id) {
                    part.insert(txn, key::REMOVED, true);
                }
            }
            for part in &self.forget {
                let parts = txn.get_or_insert_map(part.kind.row().root);
                if !is_shown(txn, &parts, &part.id) {
                    parts.remove(txn, &part.id);
                }
            }
            let pairs = txn.get_or_insert_map(root::STEP_GOALS);
            for pair in &self.step_goals {
                pairs.remove(txn, pair);
            }
        });
    }
}

/// The root of each kind that is there.
pub(super) fn roots<T: ReadTxn>(txn: &T) -> Vec<(PartKind, MapRef)> {
    KINDS.iter().filter_map(|row| Some((row.kind, txn.get_map(row.root)?))).collect()
}

/// Whether there is a part under this id that is not removed.
pub(super) fn is_shown<T: ReadTxn>(txn: &T, parts: &MapRef, id: &str) -> bool {
    value::part(txn, parts, id).is_some_and(|part| !value::is_true(txn, &part, key::REMOVED))
}

#[cfg(test)]
#[path = "over_limits_tests.rs"]
mod tests;
