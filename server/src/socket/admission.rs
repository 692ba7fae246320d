//! How many connections a workshop has, and each person in it. A permit counts until it is dropped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::close::Close;
use super::rate::PresenceRate;
use super::{
    CONNECTIONS_CROWDED, CONNECTIONS_PER_PERSON_MAX, CONNECTIONS_PER_PERSON_WHEN_CROWDED,
    CONNECTIONS_PER_WORKSHOP_MAX, SCRATCH_CONNECTIONS_MAX,
};
use crate::auth::permission::DocumentName;
use crate::ids::{ParticipantId, WorkshopId};

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
    counts: Arc<Mutex<HashMap<House, Count>>>,
}

/// How many connections one house has.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    /// Of these, those of each person. Who is nobody in particular is in `all` only.
    people: HashMap<ParticipantId, OfPerson>,
}

/// What the connections of one person share.
#[derive(Debug)]
struct OfPerson {
    connections: usize,
    presence: Arc<PresenceRate>,
}

/// One counted connection.
#[derive(Debug)]
pub(super) struct Permit {
    admissions: Admissions,
    house: House,
    person: Option<ParticipantId>,
    presence: Arc<PresenceRate>,
}

impl Permit {
    /// How much presence may be shown; the same for all connections of a person.
    pub(super) fn presence_rate(&self) -> Arc<PresenceRate> {
        Arc::clone(&self.presence)
    }
}

impl Admissions {
    /// Counts one more connection.
    ///
    /// # Errors
    /// When the person, or the house, has as many as may be. The person comes first: it is what they can change.
    pub(super) fn admit(&self, house: House, person: Option<ParticipantId>) -> Result<Permit, Close> {
        let mut counts = self.lock();
        let known = counts.get(&house);
        let of_person = known.zip(person.as_ref()).and_then(|(count, person)| count.people.get(person));
        let is_crowded = known.is_some_and(|count| count.all >= CONNECTIONS_CROWDED);
        let of_person_max =
            if is_crowded { CONNECTIONS_PER_PERSON_WHEN_CROWDED } else { CONNECTIONS_PER_PERSON_MAX };
        if of_person.is_some_and(|of_person| of_person.connections >= of_person_max) {
            return Err(Close::TooManyOfOne);
        }
        if known.is_some_and(|count| count.all >= house.connections_max()) {
            return Err(Close::TooMany);
        }
        let count = counts.entry(house.clone()).or_default();
        count.all += 1;
        let presence = match &person {
            Some(person) => {
                let first = || OfPerson { connections: 0, presence: PresenceRate::new() };
                let of_person = count.people.entry(person.clone()).or_insert_with(first);
                of_person.connections += 1;
                Arc::clone(&of_person.presence)
            }
            None => PresenceRate::new(),
        };
        drop(counts);
        Ok(Permit { admissions: self.clone(), house, person, presence })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<House, Count>> {
        // Counting cannot panic half way.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut counts = self.admissions.lock();
        let Some(count) = counts.get_mut(&self.house) else { return };
        count.all -= 1;
        if let Some(person) = &self.person
            && let Some(of_person) = count.people.get_mut(person)
        {
            of_person.connections -= 1;
            if of_person.connections == 0 {
                count.people.remove(person);
            }
        }
        if count.all == 0 {
            counts.remove(&self.house);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::JOINS_BY_LINK_MAX;

    #[test]
    fn sock_21_a_workshop_takes_its_connections_and_not_one_more() {
        let admissions = Admissions::default();
        let house = House::Workshop(WorkshopId::random());
        let somebody = || Some(ParticipantId::random());
        let mut permits: Vec<_> = (0..CONNECTIONS_PER_WORKSHOP_MAX)
            .map(|_| admissions.admit(house.clone(), somebody()).unwrap())
            .collect();
        assert_eq!(admissions.admit(house.clone(), somebody()).unwrap_err(), Close::TooMany);
        let another = House::Workshop(WorkshopId::random());
        assert!(admissions.admit(another, somebody()).is_ok(), "others are not affected");
        permits.pop();
        assert!(admissions.admit(house, somebody()).is_ok());
        drop(permits);
        assert!(admissions.lock().is_empty());
    }

    /// Sixty people came by a link that went around, and each opens as many connections as they get.
    #[test]
    fn sock_21_a_crowd_with_many_connections_each_leaves_room_for_others() {
        let admissions = Admissions::default();
        let house = House::Workshop(WorkshopId::random());
        let mut permits = Vec::new();
        for person in (0..JOINS_BY_LINK_MAX).map(|_| Some(ParticipantId::random())) {
            let more = (0..=CONNECTIONS_PER_PERSON_MAX)
                .map_while(|_| admissions.admit(house.clone(), person.clone()).ok());
            permits.extend(more);
        }
        let left = CONNECTIONS_PER_WORKSHOP_MAX - permits.len();
        assert!(left >= 40, "{left} for all others");
        let new = Some(ParticipantId::random());
        for _ in 0..CONNECTIONS_PER_PERSON_WHEN_CROWDED {
            permits.push(admissions.admit(house.clone(), new.clone()).unwrap());
        }
        assert_eq!(admissions.admit(house, new).unwrap_err(), Close::TooManyOfOne);
    }

    #[tokio::test]
    async fn sock_22_the_connections_of_a_person_share_the_rate_of_presence_and_those_of_others_do_not() {
        let admissions = Admissions::default();
        let house = House::Workshop(WorkshopId::random());
        let (one, other) = (Some(ParticipantId::random()), Some(ParticipantId::random()));
        let [first, second, third] =
            [one.clone(), one, other].map(|person| admissions.admit(house.clone(), person).unwrap());
        assert!(Arc::ptr_eq(&first.presence_rate(), &second.presence_rate()));
        assert!(!Arc::ptr_eq(&first.presence_rate(), &third.presence_rate()));
        let nobody = [0, 1].map(|_| admissions.admit(House::Scratch, None).unwrap().presence_rate());
        assert!(!Arc::ptr_eq(&nobody[0], &nobody[1]));
    }

    #[test]
    fn sock_21_a_person_takes_their_connections_of_a_workshop_and_not_one_more() {
        let admissions = Admissions::default();
        let house = House::Workshop(WorkshopId::random());
        let (one, other) = (Some(ParticipantId::random()), Some(ParticipantId::random()));
        let mut permits: Vec<_> = (0..CONNECTIONS_PER_PERSON_MAX)
            .map(|_| admissions.admit(house.clone(), one.clone()).unwrap())
            .collect();
        assert_eq!(admissions.admit(house.clone(), one.clone()).unwrap_err(), Close::TooManyOfOne);
        assert!(admissions.admit(house.clone(), other).is_ok(), "everybody else still gets in");
        let another = House::Workshop(WorkshopId::random());
        assert!(admissions.admit(another, one.clone()).is_ok(), "each workshop counts by itself");
        permits.pop();
        permits.push(admissions.admit(house.clone(), one).unwrap());
        let nobody =
            (0..=CONNECTIONS_PER_PERSON_MAX).map(|_| admissions.admit(House::Scratch, None).unwrap());
        drop(nobody.collect::<Vec<_>>());
        drop(permits);
        assert!(admissions.lock().is_empty());
    }
}
