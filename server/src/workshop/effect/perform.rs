//! How each effect is carried out. Every one may be carried out again: a second time changes nothing.

use super::{Effect, RightsChange};
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, CommandRecord};
use crate::ids::{MapId, WorkshopId};
use crate::limits::COMMAND_MEMORY_MS;
use crate::room;
use crate::store::Batch;
use crate::workshop::retry::retry_on_conflict;
use crate::workshop::{CommandError, Workshops};

/// Most command ids that one look forgets; the next look goes on.
const FORGET_KEYS_MAX: usize = 1_000;

impl Workshops {
    /// Tells the connections of this server; never waits.
    pub(super) fn tell_connections(&self, effect: &Effect) {
        match effect {
            Effect::EndConnections { workshop, participant, why } => {
                self.rooms.revoke(workshop, participant, why.words());
            }
            Effect::RecheckRights { workshop, change } => {
                let change = match change {
                    RightsChange::Freeze => room::RightsChange::Freeze,
                    RightsChange::Role => room::RightsChange::Role,
                    RightsChange::Notes => room::RightsChange::Notes,
                };
                self.rooms.refresh_access(workshop, change);
            }
            Effect::CloseRooms { .. }
            | Effect::GuardMap { .. }
            | Effect::CompactDocument { .. }
            | Effect::EraseNotes { .. }
            | Effect::EraseGiven { .. }
            | Effect::EraseWorkshop { .. }
            | Effect::EndWorkshop { .. }
            | Effect::ForgetCommands { .. } => {}
        }
    }

    /// Carries out what every server does and what may wait for rooms.
    pub(super) async fn perform_slow(&self, effects: &[Effect]) -> Result<(), String> {
        for effect in effects {
            let done = match effect {
                Effect::CloseRooms { workshop } => {
                    self.rooms.close_workshop(workshop).await;
                    Ok(())
                }
                Effect::GuardMap { workshop, map } => self.guard_now(workshop, map.as_ref()).await,
                Effect::EndConnections { .. }
                | Effect::RecheckRights { .. }
                | Effect::CompactDocument { .. }
                | Effect::EraseNotes { .. }
                | Effect::EraseGiven { .. }
                | Effect::EraseWorkshop { .. }
                | Effect::EndWorkshop { .. }
                | Effect::ForgetCommands { .. } => Ok(()),
            };
            done.map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Carries out what is done once, and removes its key in the commit that finishes it.
    pub(super) async fn perform(&self, effect: &Effect, key: &str) -> Result<(), CommandError> {
        retry_on_conflict(|| self.perform_once_more(effect, key)).await
    }

    async fn perform_once_more(&self, effect: &Effect, key: &str) -> Result<(), CommandError> {
        let mut batch = match effect {
            Effect::CompactDocument { document } => {
                if let Some(name) = DocumentName::parse(document) {
                    self.rooms.compact_now(&name).await?;
                }
                Batch::default()
            }
            Effect::EraseNotes { workshop, participant } => {
                self.erase_notes(workshop, participant).await?;
                Batch::default()
            }
            Effect::EraseGiven { workshop, activity } => {
                self.erase_given(workshop, activity).await?;
                Batch::default()
            }
            Effect::EraseWorkshop { workshop } => self.erase(workshop).await?,
            Effect::EndWorkshop { workshop } => self.expire(workshop).await?,
            Effect::ForgetCommands { workshop } => self.forget_commands(workshop).await?,
            Effect::EndConnections { .. }
            | Effect::RecheckRights { .. }
            | Effect::CloseRooms { .. }
            | Effect::GuardMap { .. } => Batch::default(),
        };
        batch.removes.push(key.to_owned());
        self.store.commit(batch).await?;
        // It may have caused something itself.
        self.effects.wake();
        Ok(())
    }

    async fn guard_now(&self, workshop: &WorkshopId, map: Option<&MapId>) -> Result<(), CommandError> {
        let looked = match map {
            Some(map) => self.guard_map(workshop, map).await,
            None => self.guard_maps(workshop).await,
        };
        match looked {
            // Of a workshop that is gone nothing is left to guard.
            Ok(()) | Err(CommandError::SignIn(_)) => Ok(()),
            Err(error) => {
                // The guard looks at it until it succeeds.
                for map in self.open_record(workshop).await?.maps {
                    self.rooms.note_edited(&DocumentName::Map(workshop.clone(), map));
                }
                Err(error)
            }
        }
    }

    /// Forgets the command ids of a workshop that are older than a day.
    async fn forget_commands(&self, workshop: &WorkshopId) -> Result<Batch, CommandError> {
        let before_ms = self.clock.now_ms().saturating_sub(COMMAND_MEMORY_MS);
        let prefix = records::commands_prefix(workshop);
        let (mut from, until) = (prefix.clone(), format!("{}0", prefix.trim_end_matches('/')));
        loop {
            let keys = self.store.range(&from, &until, FORGET_KEYS_MAX).await?;
            let Some((last, _)) = keys.last() else { return Ok(Batch::default()) };
            from = format!("{last}\0");
            let mut batch = Batch::default();
            for (key, value) in keys {
                if records::decode::<CommandRecord>(&key, &value)?.at_ms < before_ms {
                    batch.removes.push(key);
                }
            }
            if !batch.removes.is_empty() {
                self.store.commit(batch).await?;
            }
        }
    }
}
