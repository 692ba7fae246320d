//! Pairs: a patient leader or carer and a professional who decide together (capability WS-3).
//!
//! A facilitator forms a pair, or one partner asks and the other says yes. Every rule is checked inside the room of the
//! workshop document, so that two commands at the same moment cannot put one person into two pairs.

pub mod accept;
pub mod accept_scope;
pub mod ask_scope;
pub mod decline_scope;
pub mod end;
pub mod form;
pub mod scope;
pub mod word;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::pairs::{self, Pair, Pairs, open_pair_of};
use pairway_crdt::workshop::side::Side;

use super::audit::{AuditWord, Entry};
use super::command::decision::Decision;
use super::command::{Call, Done};
use super::{CommandError, facts_document};
use crate::ids::{PairId, ParticipantId};

const NO_SUCH_PAIR: &str = "There is no such pair in this workshop.";
const NOT_YOURS: (&str, &str) =
    ("not_your_pair", "This is another pair\u{2019}s. Only the two and facilitators can do this.");

/// The decision to change one pair, which is looked at inside the room.
fn change(
    call: &Call<'_, PairId>,
    word: AuditWord,
    change: impl FnOnce(&WorkshopFacts, &Pairs, Pair) -> Result<Pair, CommandError> + Send + 'static,
) -> Decision<Done> {
    change_for(call, word, None, change)
}

/// As [`change`], of what a scribe may write down for somebody.
fn change_for(
    call: &Call<'_, PairId>,
    word: AuditWord,
    acting_for: Option<&ParticipantId>,
    change: impl FnOnce(&WorkshopFacts, &Pairs, Pair) -> Result<Pair, CommandError> + Send + 'static,
) -> Decision<Done> {
    let (caller, id) = (call.caller, call.target.to_string());
    let entry = Entry { pair: Some(&id), acts_for: acting_for, ..Entry::of(call.now_ms, word, caller) };
    Decision::new(Done {}).audit(&entry).edit(facts_document(&caller.workshop), {
        let id = id.clone();
        move |document: &mut Document| {
            let known = pairs::read(document);
            let pair = known.get(&id).cloned().ok_or(CommandError::NotFound(NO_SUCH_PAIR))?;
            let changed = change(&facts::read(document), &known, pair)?;
            pairs::set_pair(document, &id, &changed);
            Ok(())
        }
    })
}

/// Whether both halves are here, of the right sides, and in no other pair.
fn check_free(facts: &WorkshopFacts, pairs: &Pairs, wanted: &Pair) -> Result<(), CommandError> {
    for (half, side) in [(&wanted.patient, Side::Patient), (&wanted.professional, Side::Professional)] {
        let person = facts.participants.get(half).filter(|person| person.state == ParticipantState::In);
        if person.is_none_or(|person| Side::parse(&person.side) != Some(side)) {
            return Err(CommandError::bad(
                "not_a_half",
                "A pair is a patient leader or carer and a professional who both take part now.",
            ));
        }
        if open_pair_of(pairs, half).is_some() {
            return Err(CommandError::not_now(
                "paired_already",
                "One of the two is in another pair already.",
            ));
        }
        if facts.participants.get(half).is_some_and(|person| person.acts_for.is_some()) {
            return Err(CommandError::not_now(
                "acts_for_somebody",
                "One of the two acts for somebody else. A partner speaks for themselves.",
            ));
        }
    }
    Ok(())
}
