//! What stands in a laid out document where it does not belong, by id, and which place expects what.
//!
//! Noted as each element comes in, so that taking it out later costs what was put in and nothing by the size of the document.
//! It must not know the engine, nor what the layout means.

use std::collections::HashMap;

use super::layout::Expected;
use super::place::Place;
use crate::gate::update::{DeleteRange, Id};

/// The strays of an index or of a draft on top of it.
#[derive(Debug, Default)]
pub(super) struct Strays {
    /// In the order they came, so that what stands in something comes after it.
    found: Vec<(Id, u32)>,
    /// Of every place but the lists of texts.
    expected: HashMap<Place, Expected>,
}

impl Strays {
    /// Adds what came on top.
    pub(super) fn absorb(&mut self, above: Self) {
        self.found.extend(above.found);
        self.expected.extend(above.expected);
    }

    /// Says what belongs at a place.
    pub(super) fn note_place(&mut self, place: Place, expected: Expected) {
        if expected != Expected::Characters {
            self.expected.insert(place, expected);
        }
    }

    /// What belongs at a place, when that was noted.
    pub(super) fn expected(&self, place: Place) -> Option<Expected> {
        self.expected.get(&place).copied()
    }

    /// Notes an element that does not belong where it stands.
    pub(super) fn push(&mut self, id: Id, length: u32) {
        self.found.push((id, length));
    }

    /// How many there are. Some may be deleted by now.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Takes the newest, at most so many, as ranges in the order of a delete set. The newest first: what stands inside
    /// something goes before it, so that no deletion takes more with it than was counted.
    pub(super) fn take_newest(&mut self, max: usize) -> Vec<DeleteRange> {
        let from = self.found.len().saturating_sub(max);
        let mut taken = self.found.split_off(from);
        taken.sort_unstable_by_key(|(id, _)| *id);
        taken
            .into_iter()
            .map(|(id, length)| DeleteRange { client: id.client, clock: id.clock, length })
            .collect()
    }
}
