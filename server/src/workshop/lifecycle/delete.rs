//! Deleting a workshop for real: documents, record, people, invites, audit; connections end.
//!
//! What stays is its id, the day and the epoch of the data (a tombstone), so that devices can be told, and only then.
//! In three steps, so that a crash between them leaves nothing half there: the record is marked (nobody gets in any more),
//! the rooms drop the documents, everything else goes in one commit. The two last are effects of the first.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::auth::permission::DocumentKind;
use crate::auth::records::{self, Life, WorkshopRecord};
use crate::auth::rights::Right;
use crate::auth::tombstone::{self, Tombstone};
use crate::auth::{invite, note_records, practice_records, return_code, vote_records};
use crate::ids::WorkshopId;
use crate::metrics::WORKSHOPS_DELETED;
use crate::store::Batch;
use crate::time_guard::Trust;
use crate::workshop::audit::{self, AuditWord, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done, Method};
use crate::workshop::effect::{self, Effect};
use crate::workshop::lifecycle::days;
use crate::workshop::{CommandError, Workshops};

/// Deletes the workshop.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteWorkshop {}

impl Command for DeleteWorkshop {
    const NAME: &'static str = "deleteWorkshop";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "";
    const RIGHT: Right = Right::DeleteWorkshop;
    type Target = ();
    type Answer = Done;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let workshop = &call.caller.workshop;
        let record = WorkshopRecord { life: Life::Deleting, ..state.record().clone() };
        Ok(Decision::new(Done {})
            .put(records::workshop_key(workshop), &record)
            .put(tombstone::tombstone_key(workshop), &call.workshops.tombstone(call.now_ms))
            .audit_on_server(&Entry::of(call.now_ms, AuditWord::Delete, call.caller))
            .effect(Effect::CloseRooms { workshop: workshop.clone() })
            .effect(Effect::EraseWorkshop { workshop: workshop.clone() }))
    }
}

impl Workshops {
    /// What stays of a workshop that is deleted now.
    fn tombstone(&self, now_ms: u64) -> Tombstone {
        Tombstone { epoch: self.epoch.id.clone(), deleted_on: days::day_of(now_ms).to_string() }
    }

    /// Gives the batch that marks a workshop as being deleted when its last day is over. One whose end was moved stays, and
    /// one whose end an earlier version planned half a day too early is planned again.
    ///
    /// # Errors
    /// While the clock is not believed; the store's.
    pub(crate) async fn expire(&self, workshop: &WorkshopId) -> Result<Batch, CommandError> {
        let (key, mut batch) = (records::workshop_key(workshop), Batch::default());
        let Some(before) = self.store.get(&key).await? else { return Ok(batch) };
        let record: WorkshopRecord = records::decode(&key, &before)?;
        let now_ms = self.clock.now_ms();
        if record.life == Life::Deleting {
            return Ok(batch);
        }
        if !days::is_over(&record, now_ms) {
            let end = Effect::EndWorkshop { workshop: workshop.clone() };
            batch.puts.push(effect::due(&end, days::end_ms(&record)));
            return Ok(batch);
        }
        match self.time.look() {
            Trust::Believed => {}
            Trust::Jumped { .. } => {
                let message = "The clock has jumped. Nothing is deleted before somebody has looked at it.";
                return Err(CommandError::not_now("clock_jumped", message));
            }
        }
        batch.expects.push((key, Some(before)));
        self.mark_deleting(workshop, record, &mut batch);
        Ok(batch)
    }

    /// Marks a workshop as being deleted by the server.
    fn mark_deleting(&self, workshop: &WorkshopId, record: WorkshopRecord, batch: &mut Batch) {
        let now_ms = self.clock.now_ms();
        batch.puts.extend([
            (tombstone::tombstone_key(workshop), records::encode(&self.tombstone(now_ms))),
            (
                records::workshop_key(workshop),
                records::encode(&WorkshopRecord { life: Life::Deleting, ..record }),
            ),
            effect::due(&Effect::EraseWorkshop { workshop: workshop.clone() }, now_ms),
        ]);
        batch.appends.push(audit::on_server(&Entry::of_server(now_ms, AuditWord::Expire, workshop)));
    }

    /// Marks the workshop in which another one is practised as being deleted, if there is one. That both are as they were is a
    /// condition.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn end_practice_of(
        &self,
        of: &WorkshopId,
        batch: &mut Batch,
    ) -> Result<(), CommandError> {
        let key = practice_records::practice_key(of);
        let before = self.store.get(&key).await?;
        let practice =
            before.as_deref().map(|bytes| records::decode::<WorkshopId>(&key, bytes)).transpose()?;
        batch.expects.push((key, before));
        let Some(practice) = practice else { return Ok(()) };
        let key = records::workshop_key(&practice);
        let Some(before) = self.store.get(&key).await? else { return Ok(()) };
        let record: WorkshopRecord = records::decode(&key, &before)?;
        if record.life == Life::Open {
            batch.expects.push((key, Some(before)));
            self.mark_deleting(&practice, record, batch);
        }
        Ok(())
    }

    /// Drops the documents of a workshop that is being deleted, and gives the batch that removes the rest.
    ///
    /// # Errors
    /// The store's and the room's; asked again, it goes on.
    pub(crate) async fn erase(&self, workshop: &WorkshopId) -> Result<Batch, CommandError> {
        let key = records::workshop_key(workshop);
        let record: Option<WorkshopRecord> = records::read(self.store.as_ref(), &key).await?;
        let Some(record) = record.filter(|record| record.life == Life::Deleting) else {
            return Ok(Batch::default());
        };
        self.rooms.delete_workshop(workshop).await?;
        let batch = self.remains(workshop, &record).await?;
        let reason = if days::is_over(&record, self.clock.now_ms()) { "end date" } else { "facilitator" };
        metrics::counter!(WORKSHOPS_DELETED, "reason" => reason).increment(1);
        tracing::info!(%workshop, reason, "a workshop is deleted");
        Ok(batch)
    }

    /// Takes away the row that says where another workshop is practised, where it says this one.
    async fn forget_practice(
        &self,
        practice: &WorkshopId,
        of: &WorkshopId,
        batch: &mut Batch,
    ) -> Result<(), CommandError> {
        let key = practice_records::practice_key(of);
        let Some(before) = self.store.get(&key).await? else { return Ok(()) };
        if records::decode::<WorkshopId>(&key, &before)? == *practice {
            batch.expects.push((key.clone(), Some(before)));
            batch.removes.push(key);
        }
        Ok(())
    }

    /// Everything of a workshop that is not a document of a room.
    async fn remains(&self, workshop: &WorkshopId, record: &WorkshopRecord) -> Result<Batch, CommandError> {
        let mut batch = Batch::default();
        self.end_practice_of(workshop, &mut batch).await?;
        if let Some(of) = &record.practice_of {
            self.forget_practice(workshop, of, &mut batch).await?;
        }
        for (key, value) in self.store.list(&records::workshop_prefix(workshop)).await? {
            batch.removes.extend(invite::outside_keys(&key, &value)?);
            batch.removes.extend(return_code::outside_key(&key, &value)?);
            batch.removes.push(key);
        }
        for prefix in [
            vote_records::ballots_of_workshop_prefix(workshop),
            vote_records::open_rounds_of_workshop_prefix(workshop),
            note_records::waiting_in_workshop_prefix(workshop),
            note_records::giving_in_workshop_prefix(workshop),
        ] {
            batch.removes.extend(self.store.list(&prefix).await?.into_iter().map(|(key, _)| key));
        }
        batch.removes.push(record.created_by_key.clone());
        let (end_ms, now_ms) = (days::end_ms(record), self.clock.now_ms());
        batch.removes.extend(effect::keys_of_workshop(workshop, end_ms, now_ms));
        batch.removes.push(effect::end_key(days::over_in_utc_at_ms(&record.ends_on), workshop));
        batch.removes.push(records::workshop_key(workshop));
        // A deletion that was begun by a version of before tombstones has none yet.
        let key = tombstone::tombstone_key(workshop);
        if self.store.get(&key).await?.is_none() {
            batch.puts.push((key, records::encode(&self.tombstone(now_ms))));
        }
        for kind in DocumentKind::ALL {
            // The rooms drop what they know; a document nobody ever opened is found by its name.
            batch.drops.extend(self.store.streams(&kind.prefix(workshop)).await?);
        }
        batch.drops.push(audit::stream(workshop));
        Ok(batch)
    }
}
