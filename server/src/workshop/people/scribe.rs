//! Whose words somebody brings: their own, or those of the person they write for as a scribe.

use pairway_crdt::workshop::facts::{ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::pairs::{Pair, Pairs, open_pair_of};
use pairway_crdt::workshop::side::Side;

use crate::auth::rights::{self, Right};
use crate::auth::role::Role;
use crate::ids::ParticipantId;
use crate::workshop::command::state::State;
use crate::workshop::{Caller, CommandError};

/// Whose words somebody brings, with whose rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Voice {
    /// The person whose words they are.
    pub(crate) person: String,
    /// Who writes them down, when that is somebody else.
    pub(crate) scribe: Option<String>,
    /// The role of the person.
    pub(crate) role: Role,
}

impl Voice {
    /// The voice of who is signed in, or of the person they act for, when that person's role may do what is needed; with
    /// the people and pairs that say so, which become a condition.
    ///
    /// # Errors
    /// Why not; the room's.
    pub(crate) async fn heard(
        caller: &Caller,
        state: &mut State<'_>,
        acting_for: Option<&ParticipantId>,
        needs: Right,
    ) -> Result<(Self, WorkshopFacts, Pairs), CommandError> {
        let (facts, pairs) = state.facts_and_pairs().await?;
        let voice = Self::of(caller, acting_for, (&facts, &pairs))?.may(needs)?;
        Ok((voice, facts, pairs))
    }

    /// The voice of who is signed in, or of the person they act for. A scribe has the rights of that person, and only of
    /// that person; half of a pair speaks for themselves alone.
    ///
    /// # Errors
    /// When they do not act for this person, or the person's role may not do what is needed.
    fn of(
        caller: &Caller,
        acting_for: Option<&ParticipantId>,
        (facts, pairs): (&WorkshopFacts, &Pairs),
    ) -> Result<Self, CommandError> {
        let me = caller.participant.as_str();
        let Some(person) = acting_for else {
            return Ok(Self { person: me.to_owned(), scribe: None, role: caller.role });
        };
        if facts.participants.get(me).and_then(|known| known.acts_for.as_deref()) != Some(person.as_str()) {
            return Err(CommandError::not_allowed((
                "not_their_scribe",
                "You do not write for this person. A facilitator sets that up, and the person says yes to it.",
            )));
        }
        if open_pair_of(pairs, me).is_some() {
            // Formed at the same moment as the grant.
            return Err(CommandError::not_allowed((
                "half_of_a_pair",
                "You are half of a pair and speak for yourself.",
            )));
        }
        let spoken_for = facts.participants.get(person.as_str());
        let spoken_for = spoken_for.filter(|person| person.state == ParticipantState::In);
        let role = spoken_for.and_then(|person| Role::parse(&person.role));
        let role = role.ok_or(CommandError::NotFound("This person no longer takes part."))?;
        Ok(Self { person: person.to_string(), scribe: Some(me.to_owned()), role })
    }

    /// Checks that the person's role may do this.
    ///
    /// # Errors
    /// Why not.
    fn may(self, needs: Right) -> Result<Self, CommandError> {
        if rights::may(self.role, needs) {
            Ok(self)
        } else {
            Err(CommandError::not_allowed(rights::refusal(needs)))
        }
    }
}

/// Checks that a scribe has never acted for the other half of the pair they speak in: an agreement that one hand can
/// write is worth nothing, whoever is named in it.
///
/// # Errors
/// `one_hand`; or when the scribe's record cannot be read.
pub(crate) async fn check_two_hands(
    state: &mut State<'_>,
    caller: &Caller,
    voice: &Voice,
    (pair, side): (&Pair, Side),
) -> Result<(), CommandError> {
    if voice.scribe.is_none() {
        return Ok(());
    }
    let scribe = state.person(&caller.participant).await?;
    let other_half = match side {
        Side::Patient => &pair.professional,
        Side::Professional => &pair.patient,
    };
    if scribe.acted_for.iter().any(|person| person.as_str() == other_half.as_str()) {
        return Err(CommandError::not_now(
            "one_hand",
            "You have written for the other half of this pair before. Nobody writes for both: somebody else can write this down.",
        ));
    }
    Ok(())
}
