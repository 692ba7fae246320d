//! What a committed command causes, as named facts that are committed with it.
//!
//! An effect is carried out by the follower (`follower.rs`), whoever hangs up and whatever stops in between. Two kinds.
//! *Each server* reads the log of effects and carries out what concerns its own connections; a server that starts has none,
//! so it begins at the end of the log. *Once*: a key under `due/` with the time it is due, removed in the commit that
//! finishes it; a start finds what was left.

pub mod follower;
mod perform;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, oneshot};

use crate::auth::records;
use crate::ids::{ActivityId, MapId, ParticipantId, WorkshopId, random_id};
use crate::limits::COMMAND_MEMORY_MS;
use crate::store::Batch;

/// Stream of the effects that every server carries out for its own connections.
pub const LOG_STREAM: &str = "effects";

/// Prefix of the keys of effects that are carried out once.
pub const DUE_PREFIX: &str = "due/";

/// The first key after all of them.
const DUE_END: &str = "due0";

/// How long an answer waits for what must follow at once on this server, in milliseconds.
pub const ANSWER_WAIT_MS: u64 = 2_000;

/// Milliseconds of an hour.
const HOUR_MS: u64 = 60 * 60 * 1000;

/// Most workshops whose plan to forget is remembered; above it they are written again.
const PLANNED_WORKSHOPS_MAX: usize = 10_000;

/// Something a commit causes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// The connections of a person who is out of the workshop end. Each server.
    EndConnections {
        /// Of which workshop.
        workshop: WorkshopId,
        /// Whose.
        participant: ParticipantId,
        /// Why, for the person.
        why: EndReason,
    },
    /// Every connection of a workshop asks anew what it may do. Each server.
    RecheckRights {
        /// Of which workshop.
        workshop: WorkshopId,
        /// What changed.
        change: RightsChange,
    },
    /// The rooms of a workshop that is being deleted close. Each server.
    CloseRooms {
        /// Of which workshop.
        workshop: WorkshopId,
    },
    /// Agreed parts are put back or taken out, until map and record fit each other. Each server looks, and whoever comes
    /// second finds nothing to do. After a crash the guard looks when the map is loaded.
    GuardMap {
        /// Of which workshop.
        workshop: WorkshopId,
        /// Which map; every map of the workshop when none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        map: Option<MapId>,
    },
    /// A document's log is replaced by what it holds now, so that words that were taken back leave the disk. Once.
    CompactDocument {
        /// Its name.
        document: String,
    },
    /// What somebody who is out wrote alone is erased for real. Once.
    EraseNotes {
        /// Of which workshop.
        workshop: WorkshopId,
        /// Whose.
        participant: ParticipantId,
    },
    /// The notes of before of everybody who gave without a name are erased for real, whatever reached them meanwhile. Once.
    EraseGiven {
        /// Of which workshop.
        workshop: WorkshopId,
        /// In which activity.
        activity: ActivityId,
    },
    /// Everything of a workshop is deleted for real. Once.
    EraseWorkshop {
        /// Which.
        workshop: WorkshopId,
    },
    /// The workshop's last day is over, unless it was moved. Once, at a time.
    EndWorkshop {
        /// Which.
        workshop: WorkshopId,
    },
    /// Command ids that are older than a day are forgotten. Once, at a time.
    ForgetCommands {
        /// Of which workshop.
        workshop: WorkshopId,
    },
}

/// What changed the rights of people in a workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RightsChange {
    /// Editing was frozen or opened.
    Freeze,
    /// Somebody was given another role.
    Role,
    /// Who may open whose notes, or write in them.
    Notes,
}

/// Why the connections of a person end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EndReason {
    /// A facilitator removed them.
    Removed,
    /// They left.
    Left,
}

impl EndReason {
    /// What the person reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Removed => "A facilitator has removed you from this workshop.",
            Self::Left => "You have left this workshop.",
        }
    }
}

impl Effect {
    /// What follows when a person was taken out of a workshop.
    #[must_use]
    pub fn removed(workshop: &WorkshopId, participant: &ParticipantId) -> Self {
        Self::EndConnections {
            workshop: workshop.clone(),
            participant: participant.clone(),
            why: EndReason::Removed,
        }
    }

    /// Whether every server carries it out for its own connections.
    #[must_use]
    pub fn is_for_each_server(&self) -> bool {
        match self {
            Self::EndConnections { .. }
            | Self::RecheckRights { .. }
            | Self::CloseRooms { .. }
            | Self::GuardMap { .. } => true,
            Self::CompactDocument { .. }
            | Self::EraseNotes { .. }
            | Self::EraseGiven { .. }
            | Self::EraseWorkshop { .. }
            | Self::EndWorkshop { .. }
            | Self::ForgetCommands { .. } => false,
        }
    }
}

impl Effect {
    /// Whether it only tells connections, which never waits.
    fn is_told_at_once(&self) -> bool {
        matches!(self, Self::EndConnections { .. } | Self::RecheckRights { .. })
    }
}

/// An entry of the log of effects.
#[derive(Debug, Serialize, Deserialize)]
struct LogEntry {
    /// Whoever committed it waits under this name.
    id: String,
    effects: Vec<Effect>,
}

/// The effects of this server: what was added, and who waits for them.
#[derive(Debug, Clone, Default)]
pub struct Effects {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    waiting: Mutex<HashMap<String, oneshot::Sender<()>>>,
    /// For which workshops forgetting the commands of this hour is planned already.
    planned: Mutex<HashMap<WorkshopId, u64>>,
    news: Notify,
}

impl Effects {
    /// Adds effects to the batch of the commit that causes them. The ticket waits for them.
    #[must_use]
    pub fn add(&self, batch: &mut Batch, effects: Vec<Effect>, now_ms: u64) -> Ticket {
        let mut ticket = Ticket { effects: self.clone(), waits: Vec::new() };
        let (each, once): (Vec<_>, Vec<_>) = effects.into_iter().partition(Effect::is_for_each_server);
        if !each.is_empty() {
            let id = random_id();
            ticket.enlist(id.clone());
            let entry = records::encode(&LogEntry { id, effects: each });
            batch.appends.push((LOG_STREAM.to_owned(), Bytes::from(entry)));
        }
        for effect in once {
            let key = due_key(now_ms, &random_id());
            ticket.enlist(key.clone());
            batch.puts.push((key, records::encode(&effect)));
        }
        ticket
    }

    /// Has the command ids of a workshop forgotten in time: one key a workshop and hour, however many commands. Gives what
    /// [`Self::planned`] is told once the batch is committed.
    #[must_use]
    pub fn plan_forgetting(&self, batch: &mut Batch, workshop: &WorkshopId, now_ms: u64) -> u64 {
        // The hour after, so that every command of this hour is older than a day by then.
        let due_ms = ((now_ms + COMMAND_MEMORY_MS) / HOUR_MS + 1) * HOUR_MS;
        if self.planned_until().get(workshop) != Some(&due_ms) {
            let effect = Effect::ForgetCommands { workshop: workshop.clone() };
            batch.puts.push((forget_key(due_ms, workshop), records::encode(&effect)));
        }
        due_ms
    }

    /// Notes that a plan to forget is kept, so that the next commands of the hour need not write it again.
    pub fn planned(&self, workshop: &WorkshopId, due_ms: u64) {
        let mut planned = self.planned_until();
        if planned.len() >= PLANNED_WORKSHOPS_MAX {
            planned.clear();
        }
        planned.insert(workshop.clone(), due_ms);
    }

    fn planned_until(&self) -> MutexGuard<'_, HashMap<WorkshopId, u64>> {
        // An insert leaves nothing half done.
        self.inner.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the follower look: something was committed.
    pub fn wake(&self) {
        self.inner.news.notify_one();
    }

    async fn news(&self) {
        self.inner.news.notified().await;
    }

    fn done(&self, id: &str) {
        if let Some(waiting) = self.lock().remove(id) {
            // Whoever waited may have gone.
            let _ = waiting.send(());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<()>>> {
        // An insert or a removal leaves nothing half done.
        self.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Key and value of an effect that is due at a time; nobody waits for it.
#[must_use]
pub fn due(effect: &Effect, due_ms: u64) -> (String, Vec<u8>) {
    let key = match effect {
        Effect::EndWorkshop { workshop } => end_key(due_ms, workshop),
        Effect::ForgetCommands { workshop } => forget_key(due_ms, workshop),
        Effect::EndConnections { .. }
        | Effect::RecheckRights { .. }
        | Effect::CloseRooms { .. }
        | Effect::GuardMap { .. }
        | Effect::CompactDocument { .. }
        | Effect::EraseNotes { .. }
        | Effect::EraseGiven { .. }
        | Effect::EraseWorkshop { .. } => due_key(due_ms, &random_id()),
    };
    (key, records::encode(effect))
}

/// Key of the end of a workshop that is due at a time; known, so that it can be taken back.
#[must_use]
pub fn end_key(due_ms: u64, workshop: &WorkshopId) -> String {
    due_key(due_ms, &format!("end-{workshop}"))
}

/// The workshop whose end a key plans.
#[must_use]
pub fn ending(key: &str) -> Option<WorkshopId> {
    WorkshopId::parse(key.strip_prefix(DUE_PREFIX)?.split_once("/end-")?.1)
}

fn forget_key(due_ms: u64, workshop: &WorkshopId) -> String {
    due_key(due_ms, &format!("forget-{workshop}"))
}

/// The keys of all that may be planned for a workshop from now on; those that are not there do no harm.
#[must_use]
pub fn keys_of_workshop(workshop: &WorkshopId, end_due_ms: u64, now_ms: u64) -> Vec<String> {
    let hours = now_ms / HOUR_MS..=(now_ms + COMMAND_MEMORY_MS) / HOUR_MS + 1;
    let forgets = hours.map(|hour| forget_key(hour * HOUR_MS, workshop));
    forgets.chain([end_key(end_due_ms, workshop)]).collect()
}

/// The key of an effect that is due at a time; keys are in the order of their times.
fn due_key(due_ms: u64, id: &str) -> String {
    format!("{DUE_PREFIX}{due_ms:015}/{id}")
}

/// The time in such a key, in milliseconds since 1970.
fn due_ms(key: &str) -> Option<u64> {
    key.strip_prefix(DUE_PREFIX)?.split('/').next()?.parse().ok()
}

/// The end of the keys that are due at a time or before.
pub(crate) fn due_until(now_ms: u64) -> String {
    format!("{DUE_PREFIX}{:015}", now_ms.saturating_add(1))
}

/// Waits for the effects of one commit.
#[derive(Debug, Default)]
pub struct Ticket {
    effects: Effects,
    waits: Vec<(String, oneshot::Receiver<()>)>,
}

impl Ticket {
    fn enlist(&mut self, id: String) {
        let (done, waits) = oneshot::channel();
        self.effects.lock().insert(id.clone(), done);
        self.waits.push((id, waits));
    }

    /// Waits until the effects were carried out on this server, at most [`ANSWER_WAIT_MS`]; they go on without.
    pub async fn wait(mut self) {
        let waits: Vec<_> = self.waits.iter_mut().map(|(_, done)| done).collect();
        let all = futures_util::future::join_all(waits);
        if tokio::time::timeout(Duration::from_millis(ANSWER_WAIT_MS), all).await.is_err() {
            tracing::warn!("what a command causes takes long; its answer did not wait for it");
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut waiting = self.effects.lock();
        for (id, _) in &self.waits {
            waiting.remove(id);
        }
    }
}

#[cfg(test)]
#[path = "effect_tests.rs"]
mod tests;
