//! In which order the entries of a laid out document's roots came, as this server took them.
//!
//! The bytes of a document hold no age, and ids can be made up; the order in which they came in cannot. What a snapshot holds
//! counts as older than all that is behind it in the log. Knows neither the engine nor what an entry is.

use std::collections::HashMap;

use super::place::Place;

/// The arrivals of an index.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    order: HashMap<Place, u32>,
    /// How many different keys were ever written, by the table of the root.
    keys: HashMap<usize, usize>,
}

/// The entries that a draft adds, each with the table of its root, in order.
pub(super) type Arrived = Vec<(Place, usize)>;

impl Arrivals {
    /// Adds what came on top.
    pub(super) fn absorb(&mut self, arrived: Arrived) {
        for (place, table) in arrived {
            let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
            if *self.order.entry(place).or_insert(next) == next {
                *self.keys.entry(table).or_default() += 1;
            }
        }
    }

    /// The number of an entry in the order of arrival.
    pub(super) fn number(&self, place: Place) -> Option<u32> {
        self.order.get(&place).copied()
    }

    /// How many different keys were ever written in the roots of a table.
    pub(super) fn keys(&self, table: usize) -> usize {
        self.keys.get(&table).copied().unwrap_or_default()
    }
}
