//! Data folders of before something was kept. Workshops were not counted before: done at the first start. Effects neither: once, at the first start, the end of every workshop and what was begun and not
//! finished become effects. Nothing looks through all workshops after that.

use crate::auth::records::{self, Life};
use crate::auth::tombstone;
use crate::store::Batch;
use crate::workshop::effect::{self, Effect};
use crate::workshop::lifecycle::days;
use crate::workshop::{CommandError, Workshops};

/// Key that says that the ends of all workshops are among the effects.
const PLANNED_KEY: &str = "migrations/effects";

impl Workshops {
    /// Sees to it that the workshops of the store are counted, and says when the folder remembers more than it holds.
    ///
    /// # Errors
    /// The store's.
    pub async fn count_workshops(&self) -> Result<(), CommandError> {
        let key = tombstone::WORKSHOPS_MADE_KEY;
        let made = match records::read::<u64>(self.store.as_ref(), key).await? {
            Some(made) => made,
            None => {
                let there = records::all_workshops(self.store.as_ref()).await?.len();
                let made = u64::try_from(there).unwrap_or(u64::MAX);
                let puts = vec![(key.to_owned(), records::encode(&made))];
                self.store.commit(Batch { puts, ..Batch::default() }).await?;
                made
            }
        };
        if let Some(remembered) = self.time.count_workshops(made) {
            tracing::error!(
                remembered,
                made,
                "workshops are missing: more were made in this folder than the database knows of; run `pairway check`"
            );
        }
        Ok(())
    }

    /// Plans the ends of workshops that were made before ends were effects.
    ///
    /// # Errors
    /// The store's.
    pub async fn plan_ends(&self) -> Result<(), CommandError> {
        if self.store.get(PLANNED_KEY).await?.is_some() {
            return Ok(());
        }
        let now_ms = self.clock.now_ms();
        let mut batch = Batch::default();
        for (workshop, record) in records::all_workshops(self.store.as_ref()).await? {
            batch.puts.push(match record.life {
                Life::Open => {
                    let end = Effect::EndWorkshop { workshop: workshop.clone() };
                    effect::due(&end, days::end_ms(&record))
                }
                Life::Deleting => effect::due(&Effect::EraseWorkshop { workshop: workshop.clone() }, now_ms),
            });
            batch.puts.push(effect::due(&Effect::ForgetCommands { workshop }, now_ms));
        }
        batch.puts.push((PLANNED_KEY.to_owned(), records::encode(&now_ms)));
        self.store.commit(batch).await?;
        Ok(())
    }
}
