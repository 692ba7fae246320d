//! Trying again what was decided on a state that changed before the commit.

use super::CommandError;
use crate::store::StoreError;

/// Tries of what is decided, when its conditions no longer hold when it is committed.
const TRIES_MAX: usize = 8;

/// Decides and commits again when a condition of the batch did not hold: each try looks at the new state.
///
/// # Errors
/// The command's own; the last conflict when it never fits.
pub(crate) async fn retry_on_conflict<T, F>(mut attempt: impl FnMut() -> F) -> Result<T, CommandError>
where
    F: Future<Output = Result<T, CommandError>>,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Err(CommandError::Store(StoreError::Conflict { .. })) if tries < TRIES_MAX => tries += 1,
            outcome => return outcome,
        }
    }
}
