//! How many connections a workshop has. A permit counts until it is dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{CONNECTIONS_PER_WORKSHOP_MAX, SCRATCH_CONNECTIONS_MAX};
use crate::auth::permission::DocumentName;
use crate::ids::WorkshopId;

/// What connections are counted for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum House {
    /// A workshop.
    Workshop(WorkshopId),
    /// All scratch documents together.
    Scratch,
}

impl House {
    pub(super) fn of(document: &DocumentName) -> Self {
        document.workshop().map_or(Self::Scratch, |workshop| Self::Workshop(workshop.clone()))
    }

    fn connections_max(&self) -> usize {
        match self {
            Self::Workshop(_) => CONNECTIONS_PER_WORKSHOP_MAX,
            Self::Scratch => SCRATCH_CONNECTIONS_MAX,
        }
    }
}

/// The counts.
#[derive(Debug, Default, Clone)]
pub(super) struct Admissions {
    counts: Arc<Mutex<HashMap<House, usize>>>,
}

/// One counted connection.
#[derive(Debug)]
pub(super) struct Permit {
    admissions: Admissions,
    house: House,
}

impl Admissions {
    /// Counts one more connection, or `None` when there are as many as may be.
    pub(super) fn admit(&self, house: House) -> Option<Permit> {
        let mut counts = self.lock();
        let count = counts.entry(house.clone()).or_default();
        if *count >= house.connections_max() {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Permit { admissions: self.clone(), house })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<House, usize>> {
        // Counting cannot panic half way.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut counts = self.admissions.lock();
        if let Some(count) = counts.get_mut(&self.house) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.house);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sock_21_a_workshop_takes_its_connections_and_not_one_more() {
        let admissions = Admissions::default();
        let house = House::Workshop(WorkshopId::random());
        let mut permits: Vec<_> =
            (0..CONNECTIONS_PER_WORKSHOP_MAX).map(|_| admissions.admit(house.clone()).unwrap()).collect();
        assert!(admissions.admit(house.clone()).is_none());
        assert!(admissions.admit(House::Workshop(WorkshopId::random())).is_some(), "others are not affected");
        permits.pop();
        assert!(admissions.admit(house).is_some());
        drop(permits);
        assert!(admissions.lock().is_empty());
    }
}
