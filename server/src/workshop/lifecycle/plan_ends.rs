//! Data folders of before effects were kept: once, at the first start, the end of every workshop and what was begun and not
//! finished become effects. Nothing looks through all workshops after that.

use crate::auth::records::{self, Life};
use crate::store::Batch;
use crate::workshop::effect::{self, Effect};
use crate::workshop::lifecycle::days;
use crate::workshop::{CommandError, Workshops};

/// Key that says that the ends of all workshops are among the effects.
const PLANNED_KEY: &str = "migrations/effects";

impl Workshops {
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
                    effect::due(&end, days::over_at_ms(&record.ends_on))
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
