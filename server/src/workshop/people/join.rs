//! Joining with an invite: in at once, or into the waiting room.

use pairway_crdt::workshop::facts;
use serde::{Deserialize, Serialize};

use super::places::{Everybody, FULL, Newcomer};
use super::sign_in::Joined;
use super::what_helps::said;
use super::write_people;
use crate::auth::entrance::Entrance;
use crate::auth::invite::{self, Found, Uses};
use crate::auth::records::{self, PersonRecord, PersonState};
use crate::auth::role::Role;
use crate::auth::token::hash_secret;
use crate::ids::ParticipantId;
use crate::workshop::audit::{AuditWord, DeviceSeen, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::idempotency::{CallDigest, Given};
use crate::workshop::command::state::State;
use crate::workshop::effect::Ticket;
use crate::workshop::invites::NO_SUCH_INVITE;
use crate::workshop::retry::retry_by_turns;
use crate::workshop::{CommandError, Workshops, facts_document, input};

/// Who wants in, and with what.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The command id.
    pub command: String,
    /// The secret of an invite.
    pub secret: String,
    /// What the person wants to be called.
    pub nickname: String,
    /// The number the device gave itself, if it tells.
    pub device: Option<String>,
    /// What helps them to take part; may be empty.
    pub help: String,
    /// The call that brought it.
    pub call: CallDigest,
}

/// What is kept with the command of somebody who joined; the secrets are derived again.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    participant: ParticipantId,
}

impl Workshops {
    /// Lets a person in, or into the waiting room.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn join(&self, joining: Joining) -> Result<Joined, CommandError> {
        let this = self.clone();
        self.on_own_task(async move { this.join_here(joining).await }).await
    }

    async fn join_here(&self, joining: Joining) -> Result<Joined, CommandError> {
        input::check_command(&joining.command)?;
        joining.device.as_deref().map_or(Ok(()), input::check_device)?;
        let found = match self.found(&joining.secret).await {
            // A recovery link that was used by this very command: the answer got lost on the way.
            Err(CommandError::NotFound(_)) => self.used_by(&joining).await?,
            other => other?,
        };
        let nickname = input::read_nickname(&joining.nickname)?;
        let help = input::read_help(&joining.help)?;
        let joining = Joining { nickname, help, ..joining };
        let workshop = &found.target.workshop;
        let (Kept { participant }, ticket) =
            retry_by_turns(&self.turns, workshop, || self.try_join(&joining, &found)).await?;
        ticket.wait().await;
        let device_secret = self.device_secret(workshop, &participant, &joining.command);
        self.joined(workshop, participant, device_secret).await
    }

    /// The invite of a once-only secret whose one use was this command.
    async fn used_by(&self, joining: &Joining) -> Result<Found, CommandError> {
        let unknown = CommandError::NotFound(NO_SUCH_INVITE);
        let now_ms = self.clock.now_ms();
        let found = invite::find_secret(self.store.as_ref(), &self.keys, &joining.secret, now_ms).await?;
        let found = found.ok_or(unknown.clone())?;
        match self.earlier_answer::<Kept>(given(joining, &found)).await? {
            Some(_) => Ok(found),
            None => Err(unknown),
        }
    }

    async fn try_join(&self, joining: &Joining, found: &Found) -> Result<(Kept, Ticket), CommandError> {
        let workshop = &found.target.workshop;
        let state = State::open(self, workshop).await?;
        let given = given(joining, found);
        if let Some(kept) = self.earlier_answer(given).await? {
            return Ok((kept, Ticket::default()));
        }
        let (participant, role, now_ms) = (ParticipantId::random(), found.target.role, self.clock.now_ms());
        let others = state.people().await?;
        let mark = joining.device.as_deref().map(|device| self.device_mark(workshop, device));
        let everybody = Everybody { people: &others, now_ms };
        let newcomer = Newcomer { role, was_sent_away: was_sent_away(mark.as_ref(), &others) };
        let arrival = everybody.arrival(state.record().waiting_room, newcomer)?;
        let forgotten = forgotten_for(role, everybody)?;
        let mut person = PersonRecord::new(joining.nickname.clone(), role, arrival.state, now_ms);
        person.entrance = Entrance { let_in_by: arrival.let_in_by, is_awaited: true };
        person.devices.push(hash_secret(&self.device_secret(workshop, &participant, &joining.command)));
        person.marks.extend(mark);
        let word = if arrival.state == PersonState::In { AuditWord::Join } else { AuditWord::Wait };
        let entry = Entry {
            by: Some(&participant),
            role: Some(role),
            device: DeviceSeen::of(&person, &others),
            ..Entry::of_server(now_ms, word, workshop)
        };
        let mut decision = Decision::new(Kept { participant: participant.clone() }).audit(&entry);
        if let Uses::Once { used_key } = &found.uses {
            decision = decision.only_if_absent(used_key.clone()).put(used_key.clone(), &now_ms);
        }
        if let Some(forgotten) = &forgotten {
            decision = decision.remove([records::person_key(workshop, forgotten)]);
        }
        if !joining.help.is_empty() {
            decision = decision.with(said(workshop, (&participant, joining.help.clone())));
        }
        let decision = decision.put(records::person_key(workshop, &participant), &person).edit(
            facts_document(workshop),
            move |document| {
                arrival.check(document)?;
                if let Some(forgotten) = &forgotten {
                    document.write(|txn, _| facts::forget_participant(txn, forgotten.as_str()));
                }
                write_people(vec![(participant, person)])(document)
            },
        );
        self.commit(given, state, decision).await
    }
}

/// Whose record makes room for one more, when a workshop remembers as many people as it can.
fn forgotten_for(role: Role, everybody: Everybody<'_>) -> Result<Option<ParticipantId>, CommandError> {
    if everybody.has_record_for(role) {
        return Ok(None);
    }
    everybody.first_turned_away().map(Some).ok_or(FULL)
}

fn given<'a>(joining: &'a Joining, found: &'a Found) -> Given<'a> {
    Given {
        workshop: &found.target.workshop,
        command: &joining.command,
        by: &found.hash,
        call: &joining.call,
        is_recorded: true,
    }
}

/// Whether somebody was taken out who came with this device: the invitation still opens, but not the door.
fn was_sent_away(mark: Option<&String>, others: &[(ParticipantId, PersonRecord)]) -> bool {
    mark.is_some_and(|mark| others.iter().any(|(_, other)| other.sent_away && other.marks.contains(mark)))
}
