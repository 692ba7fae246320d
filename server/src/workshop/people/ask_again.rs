//! Asking to be let in again: for somebody whom a server does not know any more because it was set back to a backup from
//! before they joined. They stay who they were, with the device they have, and wait for a facilitator like anybody new.

use super::places::{Everybody, FULL, Newcomer};
use super::sign_in::Joined;
use crate::auth::error::AuthError;
use crate::auth::records::{self, PersonRecord, PersonState, WaitingRoom};
use crate::auth::role::Role;
use crate::auth::token::{Membership, hash_secret, hashes_equal};
use crate::ids::{ParticipantId, WorkshopId};
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::Done;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::idempotency::{CallDigest, Given};
use crate::workshop::command::state::State;
use crate::workshop::effect::Ticket;
use crate::workshop::retry::retry_by_turns;
use crate::workshop::{CommandError, Workshops, input};

/// Who asks again, and with what.
#[derive(Debug, Clone)]
pub struct AskingAgain {
    /// The command id.
    pub command: String,
    /// The workshop.
    pub workshop: WorkshopId,
    /// Who they were.
    pub participant: ParticipantId,
    /// The secret of their device.
    pub device_secret: String,
    /// What this server once signed for them.
    pub membership: String,
    /// What the person wants to be called.
    pub nickname: String,
    /// The call that brought it.
    pub call: CallDigest,
}

impl Workshops {
    /// Puts a person whom the server once knew into the waiting room, as who they were. Who is known stays as they are.
    ///
    /// # Errors
    /// [`AuthError::Invalid`] when it was not this server that let them in, or not with this device; [`AuthError::Revoked`]
    /// and the like when they are known and not in. See [`CommandError`] for the rest.
    pub async fn ask_again(&self, asking: AskingAgain) -> Result<Joined, CommandError> {
        let this = self.clone();
        self.on_own_task(async move { this.ask_again_here(asking).await }).await
    }

    async fn ask_again_here(&self, asking: AskingAgain) -> Result<Joined, CommandError> {
        input::check_command(&asking.command)?;
        let nickname = input::read_nickname(&asking.nickname)?;
        let asking = AskingAgain { nickname, ..asking };
        let member = self.keys.read_membership(&asking.membership)?;
        let hash = hash_secret(&asking.device_secret);
        let is_theirs = member.member_of == asking.workshop && member.p == asking.participant;
        if !is_theirs || !hashes_equal(&member.d, &hash) {
            return Err(AuthError::Invalid.into());
        }
        let attempt = || self.try_ask_again(&asking, &member);
        retry_by_turns(&self.turns, &asking.workshop, attempt).await?.wait().await;
        self.standing(&asking.workshop, &asking.participant, &asking.device_secret).await
    }

    async fn try_ask_again(&self, asking: &AskingAgain, member: &Membership) -> Result<Ticket, CommandError> {
        let (workshop, participant) = (&asking.workshop, &asking.participant);
        let mut state = State::open(self, workshop).await?;
        let known: Option<PersonRecord> = state.get(&records::person_key(workshop, participant)).await?;
        if known.is_some() {
            return Ok(Ticket::default());
        }
        let (others, now_ms) = (state.people().await?, self.clock.now_ms());
        check_place(member.r, Everybody { people: &others, now_ms })?;
        // A facilitator waits, too: whether they still were one at the end is not known any more.
        let mut person = PersonRecord::new(asking.nickname.clone(), member.r, PersonState::Waiting, now_ms);
        person.devices.push(member.d.clone());
        let entry = Entry {
            by: Some(participant),
            role: Some(member.r),
            ..Entry::of_server(now_ms, AuditWord::Wait, workshop)
        };
        let decision = Decision::new(Done {}).audit(&entry).save_person(workshop, participant, person);
        let given = Given {
            workshop,
            command: &asking.command,
            by: participant.as_str(),
            call: &asking.call,
            is_recorded: true,
        };
        Ok(self.commit(given, state, decision).await?.1)
    }
}

/// Whether one more can wait. A facilitator always can: each of them was let in once, so they are few.
fn check_place(role: Role, everybody: Everybody<'_>) -> Result<(), CommandError> {
    if !everybody.has_record_for(role) {
        return Err(FULL);
    }
    if role != Role::Facilitator {
        everybody.arrival(WaitingRoom::On, Newcomer { role, was_sent_away: false })?;
    }
    Ok(())
}
