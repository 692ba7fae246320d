//! Places: how many people a workshop takes, and whether whoever joins is in at once, waits, or finds no place.
//!
//! Some places are kept for each role and for people who take part by phone, the rest is for all, so that one link that
//! went around fills neither the others' places nor the facilitators'. A place is free again when its person is out, or
//! has never come. When very many come by one link in a short time, the next ones wait for a facilitator. Pure: values in,
//! values out.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantState};

use crate::auth::entrance::LetInBy;
use crate::auth::records::{PersonRecord, PersonState, TakesPart, WaitingRoom};
use crate::auth::role::Role;
use crate::ids::ParticipantId;
use crate::limits::{
    FACILITATOR_PLACES_KEPT, JOINS_BY_LINK_MAX, JOINS_BY_LINK_WINDOW_MS, NEVER_CAME_AFTER_MS,
    OTHER_PLACES_KEPT, PARTNER_PLACES_KEPT, PEOPLE_PER_WORKSHOP_MAX, PEOPLE_RECORDS_KEPT, PEOPLE_RECORDS_MAX,
    PHONE_PLACES_KEPT, WAITING_PEOPLE_PER_ROLE_MAX,
};
use crate::store::StoreError;
use crate::workshop::CommandError;

/// Answer to who joins where no place is left.
pub(super) const FULL: CommandError = CommandError::NotNow {
    code: "workshop_full",
    message: "There is no free place for your role in this workshop. Ask the facilitator to make room, then try again.",
};

/// Answer to a facilitator who would let somebody in, or add somebody, where no place is left.
pub(super) const NO_PLACE_LEFT: CommandError = CommandError::NotNow {
    code: "workshop_full",
    message: "There is no free place for this role. Take out somebody who does not take part, then try again.",
};

const WAITING_ROOM_FULL: CommandError = CommandError::NotNow {
    code: "waiting_room_full",
    message: "Too many people are waiting to be let in with this invitation. Ask the facilitator to let people in, then try again.",
};

/// What a place is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Somebody of a role, with a device.
    Role(Role),
    /// Somebody who takes part by phone, in any role.
    Phone,
}

impl Place {
    fn all() -> impl Iterator<Item = Self> {
        Role::ALL.into_iter().map(Self::Role).chain([Self::Phone])
    }

    fn of(person: &PersonRecord) -> Self {
        match person.presence {
            TakesPart::Device => Self::Role(person.role),
            TakesPart::Phone => Self::Phone,
        }
    }

    /// How many places nobody else can take.
    fn kept(self) -> usize {
        match self {
            Self::Role(Role::Facilitator) => FACILITATOR_PLACES_KEPT,
            Self::Role(Role::PatientLeader | Role::Carer | Role::Professional) => PARTNER_PLACES_KEPT,
            Self::Role(Role::Supporter | Role::Observer | Role::SystemPartner) => OTHER_PLACES_KEPT,
            Self::Phone => PHONE_PLACES_KEPT,
        }
    }
}

/// Where somebody who joins stands, and how many of their role may stand there, them included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) state: PersonState,
    pub(super) let_in_by: LetInBy,
    role: Role,
    most: usize,
}

/// Somebody who wants in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Newcomer {
    pub(super) role: Role,
    /// Whether a facilitator took out somebody who came with the same device.
    pub(super) was_sent_away: bool,
}

/// Everybody who ever joined a workshop, at one moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Everybody<'a> {
    pub(super) people: &'a [(ParticipantId, PersonRecord)],
    pub(super) now_ms: u64,
}

impl Everybody<'_> {
    /// Where a newcomer stands.
    ///
    /// # Errors
    /// When there is no place, in the workshop or in the waiting room.
    pub(super) fn arrival(self, room: WaitingRoom, newcomer: Newcomer) -> Result<Arrival, CommandError> {
        let Newcomer { role, was_sent_away } = newcomer;
        let by_link = self.by_link_lately(role);
        let is_crowded = role != Role::Facilitator && (by_link >= JOINS_BY_LINK_MAX || self.is_held(role));
        let (state, let_in_by) = match (room, role) {
            (_, Role::Facilitator) => (PersonState::In, LetInBy::Facilitator),
            (WaitingRoom::On, _) => (PersonState::Waiting, LetInBy::Facilitator),
            (WaitingRoom::Off, _) if was_sent_away => (PersonState::Waiting, LetInBy::Facilitator),
            (WaitingRoom::Off, _) if is_crowded => (PersonState::Waiting, LetInBy::NobodyYet),
            (WaitingRoom::Off, _) => (PersonState::In, LetInBy::Link),
        };
        let there = self.count(|person| person.role == role && person.state == state);
        let more = match state {
            PersonState::Waiting => WAITING_PEOPLE_PER_ROLE_MAX.saturating_sub(there),
            PersonState::In | PersonState::TurnedAway | PersonState::Removed => {
                let free = self.free(Place::Role(role));
                match let_in_by {
                    LetInBy::Link => free.min(JOINS_BY_LINK_MAX - by_link),
                    LetInBy::NobodyYet | LetInBy::Facilitator => free,
                }
            }
        };
        match (more, state) {
            (0, PersonState::Waiting) => Err(WAITING_ROOM_FULL),
            (0, PersonState::In | PersonState::TurnedAway | PersonState::Removed) => Err(FULL),
            _ => Ok(Arrival { state, let_in_by, role, most: there + more }),
        }
    }

    /// How many more such people a workshop takes.
    pub(super) fn free(self, place: Place) -> usize {
        let taken = |place| self.count(|person| Place::of(person) == place && self.takes_a_place(person));
        let kept: usize = Place::all().map(Place::kept).sum();
        let of_all: usize = Place::all().map(|place| taken(place).saturating_sub(place.kept())).sum();
        let shared = (PEOPLE_PER_WORKSHOP_MAX - kept).saturating_sub(of_all);
        place.kept().saturating_sub(taken(place)) + shared
    }

    /// Whether there is one more record for somebody of a role. Records outlive their people, whose ids stay in documents.
    pub(super) fn has_record_for(self, role: Role) -> bool {
        let kept = if role == Role::Facilitator { 0 } else { PEOPLE_RECORDS_KEPT };
        self.people.len() < PEOPLE_RECORDS_MAX - kept
    }

    /// Who was not let in the longest ago: never was in, so that no document holds the id.
    pub(super) fn first_turned_away(self) -> Option<ParticipantId> {
        let found = self.people.iter().find(|(_, person)| person.state == PersonState::TurnedAway);
        found.map(|(participant, _)| participant.clone())
    }

    fn takes_a_place(self, person: &PersonRecord) -> bool {
        person.state == PersonState::In && !never_came(person, self.now_ms)
    }

    /// Who was let straight in by the link of a role within the window, also if they are out again.
    fn by_link_lately(self, role: Role) -> usize {
        let lately = |person: &PersonRecord| {
            person.joined_at_ms.saturating_add(JOINS_BY_LINK_WINDOW_MS) > self.now_ms
                && person.entrance.let_in_by == LetInBy::Link
        };
        self.count(|person| person.role == role && lately(person)).min(JOINS_BY_LINK_MAX)
    }

    /// Whether somebody of the role waits because too many came: who comes later does not overtake them.
    fn is_held(self, role: Role) -> bool {
        self.people.iter().any(|(_, person)| {
            person.role == role
                && person.state == PersonState::Waiting
                && person.entrance.let_in_by == LetInBy::NobodyYet
        })
    }

    fn count(self, is_one: impl Fn(&PersonRecord) -> bool) -> usize {
        self.people.iter().filter(|(_, person)| is_one(person)).count()
    }
}

/// Whether somebody joined some time ago and their device has never come for a token.
pub(super) fn never_came(person: &PersonRecord, now_ms: u64) -> bool {
    person.entrance.is_awaited && person.joined_at_ms.saturating_add(NEVER_CAME_AFTER_MS) <= now_ms
}

impl Arrival {
    /// Checks inside the room that people who came at the same moment have left this one their place; else it is decided
    /// anew.
    pub(super) fn check(self, document: &Document) -> Result<(), CommandError> {
        let state = match self.state {
            PersonState::In => ParticipantState::In,
            PersonState::Waiting => ParticipantState::Waiting,
            PersonState::TurnedAway | PersonState::Removed => ParticipantState::Removed,
        };
        let participants = facts::read(document).participants;
        let there = participants.values().filter(|one| one.role == self.role.as_str() && one.state == state);
        if there.count() < self.most {
            Ok(())
        } else {
            Err(StoreError::Conflict { key: "people".to_owned() }.into())
        }
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
