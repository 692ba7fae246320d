//! Who says something of a part of a map: whose words they are, and as which half of which pair. For every command of
//! agreement.

use pairway_crdt::workshop::pairs::{Pairs, open_pair_of};
use pairway_crdt::workshop::record::Proposed;
use pairway_crdt::workshop::side::Side;

use crate::auth::rights::Right;
use crate::ids::{MapId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::command::Call;
use crate::workshop::command::state::State;
use crate::workshop::people::scribe::{Voice, check_two_hands};

/// Whoever says something of a part.
pub(super) struct Speaking {
    /// Whose words they are.
    pub(super) voice: Voice,
    /// Which half of which open pair that is; nobody's for those who may speak without being one.
    pub(super) half: Option<(String, Side)>,
    /// All pairs of the workshop.
    pub(super) pairs: Pairs,
}

impl Speaking {
    /// Finds out who speaks, of a map of this workshop.
    ///
    /// # Errors
    /// When there is no such map, and when the person may not say it, or not for whom they say it.
    pub(super) async fn of(
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
        acting_for: Option<&ParticipantId>,
        needs: Right,
    ) -> Result<Self, CommandError> {
        state.check_map(call.target)?;
        let (voice, _, pairs) = Voice::heard(call.caller, state, acting_for, needs).await?;
        let half = half_in(&voice, &pairs);
        if let Some((pair, side)) = &half
            && let Some(pair) = pairs.get(pair)
        {
            check_two_hands(state, call.caller, &voice, (pair, *side)).await?;
        }
        Ok(Self { voice, half, pairs })
    }

    /// The pair that is spoken for.
    pub(super) fn pair(&self) -> Option<&str> {
        self.half.as_ref().map(|(pair, _)| pair.as_str())
    }

    /// The half that speaks.
    ///
    /// # Errors
    /// When it is nobody's: nobody agrees alone.
    pub(super) fn as_half(&self) -> Result<&(String, Side), CommandError> {
        self.half.as_ref().ok_or(CommandError::NotNow {
            code: "no_pair",
            message: "You have no partner yet. Find your partner first: agreeing takes two.",
        })
    }

    /// That a part was put up by whoever speaks, and when.
    pub(super) fn proposed(&self, at: u64) -> Proposed {
        let side = self.voice.role.side().map_or(String::new(), |side| side.as_str().to_owned());
        Proposed { side, by: self.voice.person.clone(), at }
    }
}

/// Which half of which open pair a voice is.
fn half_in(voice: &Voice, pairs: &Pairs) -> Option<(String, Side)> {
    // A role that changed to the other side since the pair was formed says nothing for its half.
    let half = open_pair_of(pairs, &voice.person).filter(|(_, _, side)| voice.role.side() == Some(*side));
    half.map(|(pair, _, side)| (pair.to_owned(), side))
}
