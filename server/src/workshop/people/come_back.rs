//! Coming back: whoever made a return code is let in again with it as the same person, on this device too.
//!
//! The code ends with the person: who was removed or has left does not come back by it.

use super::sign_in::Joined;
use crate::auth::records::{self, PersonRecord, ReturnTarget};
use crate::auth::return_code;
use crate::auth::token::hash_secret;
use crate::limits::DEVICES_PER_PERSON_MAX;
use crate::workshop::audit::{AuditWord, DeviceSeen, Entry};
use crate::workshop::command::Done;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::idempotency::{CallDigest, Given};
use crate::workshop::command::state::State;
use crate::workshop::effect::Ticket;
use crate::workshop::retry::retry_on_conflict;
use crate::workshop::{CommandError, Workshops, input};

/// What every unknown or replaced return code is answered.
const NO_SUCH_CODE: CommandError = CommandError::NotFound(
    "This return code does not work, or no longer. Check it, or join with your invitation.",
);

/// Who comes back, and with what.
#[derive(Debug, Clone)]
pub struct ComingBack {
    /// The command id.
    pub command: String,
    /// The code as it was typed.
    pub code: String,
    /// The number the device gave itself, if it tells.
    pub device: Option<String>,
    /// The call that brought it.
    pub call: CallDigest,
}

impl Workshops {
    /// Lets a person in again, on this device, with their code.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn come_back(&self, coming: ComingBack) -> Result<Joined, CommandError> {
        let this = self.clone();
        self.on_own_task(async move { this.come_back_here(coming).await }).await
    }

    async fn come_back_here(&self, coming: ComingBack) -> Result<Joined, CommandError> {
        input::check_command(&coming.command)?;
        coming.device.as_deref().map_or(Ok(()), input::check_device)?;
        let hash = hash_secret(&return_code::read(&coming.code).ok_or(NO_SUCH_CODE)?);
        let (target, ticket) = retry_on_conflict(|| self.try_come_back(&coming, &hash)).await?;
        ticket.wait().await;
        let device_secret = self.device_secret(&target.workshop, &target.participant, &coming.command);
        self.joined(&target.workshop, target.participant, device_secret).await
    }

    async fn try_come_back(
        &self,
        coming: &ComingBack,
        hash: &str,
    ) -> Result<(ReturnTarget, Ticket), CommandError> {
        let target: Option<ReturnTarget> =
            records::read(self.store.as_ref(), &records::return_key(hash)).await?;
        let target = target.ok_or(NO_SUCH_CODE)?;
        let (workshop, participant) = (&target.workshop, &target.participant);
        let mut state = State::open(self, workshop).await?;
        let given =
            Given { workshop, command: &coming.command, by: hash, call: &coming.call, is_recorded: true };
        if self.earlier_answer::<Done>(given).await?.is_some() {
            return Ok((target, Ticket::default()));
        }
        let person: Option<PersonRecord> = state.get(&records::person_key(workshop, participant)).await?;
        let mut person = person.ok_or(NO_SUCH_CODE)?;
        if person.return_hash.as_deref() != Some(hash) {
            return Err(NO_SUCH_CODE);
        }
        person.state.check_in()?;
        person.entrance.is_awaited = false;
        let secret = self.device_secret(workshop, participant, &coming.command);
        keep_newest(&mut person.devices, hash_secret(&secret));
        if let Some(device) = &coming.device {
            keep_newest(&mut person.marks, self.device_mark(workshop, device));
        }
        let mut others = state.people().await?;
        others.retain(|(other, _)| other != participant);
        let entry = Entry {
            by: Some(participant),
            role: Some(person.role),
            device: coming.device.as_ref().and_then(|_| DeviceSeen::of(&person, &others)),
            ..Entry::of_server(self.clock.now_ms(), AuditWord::Return, workshop)
        };
        let decision = Decision::new(Done {}).audit(&entry).save_person(workshop, participant, person);
        let (Done {}, ticket) = self.commit(given, state, decision).await?;
        Ok((target, ticket))
    }
}

/// Adds to a list that has a bound; the oldest goes.
fn keep_newest(list: &mut Vec<String>, newest: String) {
    list.retain(|known| *known != newest);
    list.push(newest);
    let over = list.len().saturating_sub(DEVICES_PER_PERSON_MAX);
    list.drain(..over);
}
