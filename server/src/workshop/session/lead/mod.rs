//! Leading a session (capability WS-10): hands, what everybody is told, where everybody is asked to look, and turns (WS-7).
//!
//! Only while an activity is on. What is decided is in `crdt/src/workshop/session`.

pub mod call_everyone;
pub mod end_call;
pub mod lower_hand;
pub mod nudge;
pub mod raise_hand;
pub mod take_turn;
pub mod tell_everyone;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::session::run;
use pairway_crdt::workshop::session::turns::Speakers;

use crate::auth::role::Role;
use crate::workshop::CommandError;

/// Checks that an activity is on.
fn check_on(document: &Document) -> Result<(), CommandError> {
    match run::read(document).current() {
        Some(_) => Ok(()),
        None => Err(CommandError::not_now("nothing_on", "No activity is on.")),
    }
}

/// Who is in, with their roles.
fn present(facts: &WorkshopFacts) -> impl Iterator<Item = (&String, Role)> {
    let people = facts.participants.iter().filter(|(_, person)| person.state == ParticipantState::In);
    people.filter_map(|(participant, person)| Some((participant, Role::parse(&person.role)?)))
}

/// Who can have a turn: everybody of the two sides who is in.
pub(in crate::workshop::session) fn speakers(facts: &WorkshopFacts) -> Speakers {
    present(facts).filter_map(|(participant, role)| Some((participant.clone(), role.side()?))).collect()
}
