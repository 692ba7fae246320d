//! What the key-value table holds about votes that are open: that they are, and the ballots. Keys and values; decides nothing.

use serde::{Deserialize, Serialize};

use crate::ids::WorkshopId;

/// That people vote in a round, for as long as they can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenRound {
    /// The epoch of the data in which its ballots are. In a later one they are gone, and the round begins anew.
    pub epoch: String,
}

/// Key of the ballot of one person in a round, which nobody can ask for; no backup holds it.
#[must_use]
pub fn ballot_key(workshop: &WorkshopId, round: &str, participant: &str) -> String {
    format!("{}{participant}", ballots_prefix(workshop, round))
}

/// Prefix of the ballots of a round.
#[must_use]
pub fn ballots_prefix(workshop: &WorkshopId, round: &str) -> String {
    format!("{}{round}/", ballots_of_workshop_prefix(workshop))
}

/// Prefix of the ballots of all workshops; within [`crate::store::NOT_IN_BACKUPS_PREFIX`].
pub const BALLOTS_PREFIX: &str = "open/ballots/";

/// Prefix of the ballots of all rounds of a workshop.
#[must_use]
pub fn ballots_of_workshop_prefix(workshop: &WorkshopId) -> String {
    format!("{BALLOTS_PREFIX}{workshop}/")
}

/// Prefix of the [`OpenRound`]s of all workshops.
pub const OPEN_ROUNDS_PREFIX: &str = "rounds/";

/// Key of an [`OpenRound`].
#[must_use]
pub fn open_round_key(workshop: &WorkshopId, round: &str) -> String {
    format!("{}{round}", open_rounds_of_workshop_prefix(workshop))
}

/// Prefix of the [`OpenRound`]s of a workshop.
#[must_use]
pub fn open_rounds_of_workshop_prefix(workshop: &WorkshopId) -> String {
    format!("{OPEN_ROUNDS_PREFIX}{workshop}/")
}

/// The workshop and the round of a key of an [`OpenRound`].
#[must_use]
pub fn open_round_of(key: &str) -> Option<(WorkshopId, &str)> {
    let (workshop, round) = key.strip_prefix(OPEN_ROUNDS_PREFIX)?.split_once('/')?;
    Some((WorkshopId::parse(workshop)?, round))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NOT_IN_BACKUPS_PREFIX;

    #[test]
    fn vote_18_the_keys_of_ballots_are_among_those_that_no_backup_holds() {
        assert!(BALLOTS_PREFIX.starts_with(NOT_IN_BACKUPS_PREFIX));
    }
}
