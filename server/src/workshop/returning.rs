//! Coming back: everybody can have a code of their own with which they are let in again as the same person.
//!
//! A code made anew ends the one before. It ends with the person, too: who was removed or has left does not come back by it.

use serde_json::json;

use super::audit::{self, Act, DeviceSeen, Entry};
use super::join::{Joined, write_people};
use super::managing::About;
use super::repeat::{CallMark, Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::records::{self, PersonRecord, ReturnTarget};
use crate::auth::return_code;
use crate::auth::token::{Purpose, hash_secret};
use crate::ids::ParticipantId;
use crate::limits::DEVICES_PER_PERSON_MAX;
use crate::store::Batch;

/// What every unknown or replaced return code is answered.
const NO_SUCH_CODE: CommandError = CommandError::NotFound(
    "This return code does not work, or no longer. Check it, or join with your invitation.",
);

impl Workshops {
    /// Makes the person's return code, in place of an earlier one.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn make_return_code(&self, actor: &Actor, command: &str) -> Result<String, CommandError> {
        words::check_command(command)?;
        let subject = format!("{} {} {command}", actor.workshop, actor.participant);
        let code = return_code::from_secret(&self.keys.derive(Purpose::ReturnCode, &subject));
        let hash = hash_secret(&code);
        let about = About { actor, command, participant: &actor.participant };
        until_it_fits(|| async {
            let Some(mut changing) = self.begin_change(about).await? else { return Ok(()) };
            let earlier = changing.person.return_hash.replace(hash.clone());
            changing.batch.removes.extend(earlier.map(|hash| records::return_key(&hash)));
            let target =
                ReturnTarget { workshop: actor.workshop.clone(), participant: actor.participant.clone() };
            changing.batch.puts.push((records::return_key(&hash), records::encode(&target)));
            let entry = Entry::of(self.clock.now_ms(), Act::ReturnCode, actor);
            self.finish_change(about, changing, entry).await
        })
        .await?;
        Ok(return_code::in_groups(&code))
    }

    /// Lets a person in again, on this device, with their code as it was typed.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn come_back(
        &self,
        (command, call): (&str, &CallMark),
        typed: &str,
        device: Option<&str>,
    ) -> Result<Joined, CommandError> {
        words::check_command(command)?;
        device.map_or(Ok(()), words::check_device)?;
        let hash = hash_secret(&return_code::read(typed).ok_or(NO_SUCH_CODE)?);
        let target = until_it_fits(|| self.try_come_back((command, call), &hash, device)).await?;
        let device_secret = self.device_secret(&target.workshop, &target.participant, command);
        self.joined(&target.workshop, target.participant, device_secret).await
    }

    async fn try_come_back(
        &self,
        (command, call): (&str, &CallMark),
        hash: &str,
        device: Option<&str>,
    ) -> Result<ReturnTarget, CommandError> {
        let store = self.store.as_ref();
        let target: Option<ReturnTarget> = records::read(store, &records::return_key(hash)).await?;
        let target = target.ok_or(NO_SUCH_CODE)?;
        let (workshop, participant) = (&target.workshop, &target.participant);
        self.open_record(workshop).await?;
        let given = Given { workshop, command, by: hash, call };
        if self.earlier_answer(given).await?.is_some() {
            return Ok(target);
        }
        let key = records::person_key(workshop, participant);
        let before = self.store.get(&key).await?.ok_or(NO_SUCH_CODE)?;
        let mut person: PersonRecord = records::decode(&key, &before)?;
        if person.return_hash.as_deref() != Some(hash) {
            return Err(NO_SUCH_CODE);
        }
        person.state.check_in()?;
        keep_newest(&mut person.devices, hash_secret(&self.device_secret(workshop, participant, command)));
        if let Some(device) = device {
            keep_newest(&mut person.marks, self.device_mark(workshop, device));
        }
        let mut batch = Batch::default();
        batch.expects.push((key.clone(), Some(before)));
        batch.puts.push((key, records::encode(&person)));
        self.remember_answer(&mut batch, given, json!({}));
        let others = self.others(participant, self.people(workshop).await?);
        let entry = Entry {
            by: Some(participant),
            role: Some(person.role),
            device: device.and_then(|_| DeviceSeen::of(&person, &others)),
            ..Entry::of_server(self.clock.now_ms(), Act::Return, workshop)
        };
        audit::note(&mut batch, &entry);
        let edit = write_people(vec![(participant.clone(), person)]);
        self.rooms.edit_with(&facts_document(workshop), batch, edit).await?;
        Ok(target)
    }

    fn others(
        &self,
        participant: &ParticipantId,
        everybody: Vec<(ParticipantId, PersonRecord)>,
    ) -> Vec<(ParticipantId, PersonRecord)> {
        everybody.into_iter().filter(|(other, _)| other != participant).collect()
    }
}

/// Adds to a list that has a bound; the oldest goes.
fn keep_newest(list: &mut Vec<String>, newest: String) {
    list.retain(|known| *known != newest);
    list.push(newest);
    let over = list.len().saturating_sub(DEVICES_PER_PERSON_MAX);
    list.drain(..over);
}
