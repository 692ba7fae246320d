//! What an update costs the engine, estimated before it is given to it.
//!
//! Two things cost more than their bytes. An item that is not put between two present neighbours is compared with what
//! came between them meanwhile, in the worst case everything in its place; and a cut into a long text copies it. A few
//! kilobytes of either can keep the engine busy for minutes, while honest people cause little of both. The estimate is
//! an upper bound from counts; it must not know the engine, a clock or the order of a list.

use std::collections::HashMap;

use super::place::Place;
use crate::gate::update::Id;

/// A cut copies this many units of text in the time of one comparison.
const UNITS_COPIED_PER_WORK: u32 = 1_024;

/// A spot that items can be put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Gap {
    Start(Place),
    After(Id),
}

/// How crowded places are, and what was last put into each gap.
#[derive(Debug, Default)]
pub(super) struct Crowds {
    counts: HashMap<Place, u32>,
    heads: HashMap<Gap, Id>,
}

impl Crowds {
    /// Adds what came on top.
    pub(super) fn absorb(&mut self, above: Self) {
        for (place, count) in above.counts {
            let counted = self.counts.entry(place).or_default();
            *counted = counted.saturating_add(count);
        }
        self.heads.extend(above.heads);
    }
}

/// An item about to be put between its neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Insertion {
    pub(super) id: Id,
    pub(super) place: Place,
    pub(super) origin: Option<Id>,
    pub(super) right_origin: Option<Id>,
    /// What follows the origin within its own run, and so is next to it unless something was put between.
    pub(super) follower: Option<Id>,
}

/// The crowds of an index with those of a draft on top.
#[derive(Debug)]
pub(super) struct Layers<'c> {
    pub(super) below: &'c Crowds,
    pub(super) above: &'c mut Crowds,
}

impl Layers<'_> {
    /// Notes the insertion; gives the comparisons it may cost.
    pub(super) fn insert(&mut self, insertion: &Insertion) -> u64 {
        let crowd = self.count(insertion.place);
        *self.above.counts.entry(insertion.place).or_default() += 1;
        let gap = insertion.origin.map_or(Gap::Start(insertion.place), Gap::After);
        let head = self.head(gap).or(insertion.follower);
        let fits = match (gap, head) {
            // Nothing else was put after this origin, so the first comparison ends it.
            (Gap::After(_), None) => true,
            (Gap::Start(_), None) => crowd == 0,
            (_, head) => head == insertion.right_origin,
        };
        self.note_head(gap, head, (insertion, fits));
        if fits { 1 } else { u64::from(crowd).max(1) }
    }

    fn note_head(&mut self, gap: Gap, head: Option<Id>, (insertion, fits): (&Insertion, bool)) {
        let under_key_start = matches!(gap, Gap::Start(place) if place.is_keyed());
        let continues = head.is_none() && insertion.continues();
        if under_key_start || continues {
            return;
        }
        // Of two put into the same gap, the one of the lower client comes first.
        let first = match head {
            Some(head) if !fits && head.client < insertion.id.client => head,
            _ => insertion.id,
        };
        self.above.heads.insert(gap, first);
    }

    fn count(&self, place: Place) -> u32 {
        let counted = |crowds: &Crowds| crowds.counts.get(&place).copied().unwrap_or_default();
        counted(self.below).saturating_add(counted(self.above))
    }

    fn head(&self, gap: Gap) -> Option<Id> {
        self.above.heads.get(&gap).or_else(|| self.below.heads.get(&gap)).copied()
    }
}

impl Insertion {
    /// Whether it carries on the run of its origin, as typing does.
    pub(super) fn continues(&self) -> bool {
        self.origin.is_some_and(|origin| origin.client == self.id.client && origin.clock + 1 == self.id.clock)
    }
}

/// What a cut into a run of this many units costs.
pub(super) fn cut(run_units: u32) -> u64 {
    u64::from(run_units / UNITS_COPIED_PER_WORK)
}
