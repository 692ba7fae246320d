//! Keeping maps sound: what does not belong into a map, and what is over its limits, is taken out by an edit of the server, soon
//! after it came.
//!
//! Nobody's update is refused for it, since it may hold their words too. What belongs into a map is said in
//! `crdt/src/pathway/sound/layout.rs`, what is too much in `over_limits.rs` beside it; when it is time to look is the guard's to
//! say (`map_guard.rs`). Owns that a layout newer than this server's is left alone, and who is told.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::schema::SCHEMA_VERSION;
use pairway_crdt::pathway::sound::layout;
use pairway_crdt::pathway::sound::over_limits::{self, Standing};

use super::agreed_parts::{HeldParts, names_of_held};
use super::audit::{self, AuditWord, Entry};
use super::{CommandError, Workshops};
use crate::auth::permission::DocumentName;
use crate::ids::{MapId, WorkshopId};
use crate::room::Notice;
use crate::store::Batch;

/// Edits of one look; what is left then is taken out at the next one, and others get their turn in between.
const EDITS_PER_LOOK_MAX: usize = 20;
/// What happened in a workshop says once in so many milliseconds that its map was full, however often parts were taken out.
const AUDIT_EVERY_MS: u64 = 60_000;

/// What is remembered of a map that may be over a limit.
#[derive(Debug, Default)]
pub(super) struct Watched {
    standing: Standing,
    /// When it was last written down that the map was full.
    written_at_ms: Option<u64>,
}

impl Workshops {
    /// Takes out what does not belong into a map: what is no character in a text, and what stands under a root or key that
    /// nobody reads.
    ///
    /// # Errors
    /// The room's and the store's; the next look tries again.
    pub(super) async fn take_out_strays(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
    ) -> Result<(), CommandError> {
        let name = DocumentName::Map(workshop.clone(), map.clone());
        let mut left = self.rooms.read(&name, Document::strays).await?;
        if left == 0 {
            return Ok(());
        }
        if self.is_newer(workshop).await? {
            return Ok(());
        }
        let found = left;
        for _ in 0..EDITS_PER_LOOK_MAX {
            left = self.rooms.edit(&name, layout::take_out_strays).await?;
            if left == 0 {
                break;
            }
        }
        tracing::info!(document = %name, found, left, "what does not belong into the map was taken out");
        if left > 0 {
            self.rooms.note_edited(&name);
        }
        Ok(())
    }

    /// Takes out what is over the limits of a map; gives what is to be remembered until the next look, of a map that may be
    /// over one at all. `held` are the parts that pairs have agreed: they stay.
    ///
    /// # Errors
    /// The room's and the store's; the next look tries again.
    pub(super) async fn take_out_excess(
        &self,
        (workshop, map): (&WorkshopId, &MapId),
        held: &HeldParts,
        mut watched: Watched,
    ) -> Result<Option<Watched>, CommandError> {
        let name = DocumentName::Map(workshop.clone(), map.clone());
        if !self.rooms.read(&name, over_limits::may_be_over).await? || self.is_newer(workshop).await? {
            return Ok(None);
        }
        let kept = names_of_held(held);
        let look = move |document: &Document| {
            let excess = watched.standing.look(document, &kept);
            (watched, excess)
        };
        let (mut watched, excess) = self.rooms.read(&name, look).await?;
        if excess.more {
            self.rooms.note_edited(&name);
        }
        if excess.is_nothing() {
            return Ok(Some(watched));
        }
        let (taken_out, forgotten) = (excess.take_out.len(), excess.forget.len());
        tracing::info!(document = %name, taken_out, forgotten, "what is over the limits was taken out of the map");
        let mut batch = Batch::default();
        let now_ms = self.clock.now_ms();
        if taken_out > 0 && watched.written_at_ms.is_none_or(|at_ms| at_ms + AUDIT_EVERY_MS <= now_ms) {
            watched.written_at_ms = Some(now_ms);
            let entry = Entry { map: Some(map), ..Entry::of_server(now_ms, AuditWord::MapFull, workshop) };
            batch.appends.push(audit::in_workshop(&entry));
        }
        self.rooms.edit_with(&name, batch, move |document| excess.carry_out(document)).await?;
        if taken_out > 0 {
            self.rooms.tell(&name, Notice::Full).await?;
        }
        Ok(Some(watched))
    }

    /// Whether a workshop's documents have a newer layout than this server knows. What a map itself says of its version is
    /// anybody's to write.
    async fn is_newer(&self, workshop: &WorkshopId) -> Result<bool, CommandError> {
        Ok(self.open_record(workshop).await?.schema_version > SCHEMA_VERSION)
    }
}

#[cfg(test)]
#[path = "sound_maps_tests.rs"]
mod tests;
