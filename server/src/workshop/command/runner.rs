//! Runs commands: on a task of its own, so that a client that hangs up changes nothing; signed in anew with every try;
//! committed whole; answered only after the commit and after what must follow it at once on this server.
//!
//! The order is fixed: shape of the command id, workshop, person, right, earlier answer, decision, commit, effects, answer.

use serde::Serialize;

use super::decision::Decision;
use super::idempotency::{CallDigest, Given};
use super::state::State;
use super::{Body, Call, Command};
use crate::auth::error::AuthError;
use crate::auth::records::{self, PersonRecord};
use crate::auth::rights::{self, Right};
use crate::ids::{ParticipantId, WorkshopId};
use crate::room::RoomError;
use crate::workshop::effect::Ticket;
use crate::workshop::retry::retry_by_turns;
use crate::workshop::{Caller, CommandError, Workshops, input};

/// Who gives a command, as their token says; their record is looked at with every try.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The workshop.
    pub workshop: WorkshopId,
    /// The person.
    pub participant: ParticipantId,
    /// The epoch of the token.
    pub epoch: u32,
}

/// A command that was sent by somebody.
#[derive(Debug)]
pub struct Sent<C: Command> {
    /// By whom.
    pub by: SignedIn,
    /// The command id.
    pub id: String,
    /// The call that brought it.
    pub call: CallDigest,
    /// What its address names.
    pub target: C::Target,
    /// The command.
    pub command: C,
}

impl Workshops {
    /// Runs a command. It goes on when whoever waits for the answer goes away.
    ///
    /// # Errors
    /// Why it was refused; nothing was changed then.
    pub async fn run<C: Command>(&self, sent: Sent<C>) -> Result<C::Answer, CommandError> {
        let this = self.clone();
        self.on_own_task(async move { this.run_here(&sent).await }).await
    }

    /// Runs work that must not end with the call that asked for it. A stopping server waits for it.
    ///
    /// # Errors
    /// The work's own; [`RoomError::Ended`] when it failed in a way that is our fault.
    pub(crate) async fn on_own_task<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, CommandError>> + Send + 'static,
    ) -> Result<T, CommandError> {
        self.running.spawn(work).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a command ended without an answer");
            Err(CommandError::Room(RoomError::Ended))
        })
    }

    /// Whether somebody may give a command of this kind, before what they sent is looked at.
    ///
    /// # Errors
    /// Why not.
    pub async fn check_right(&self, by: &SignedIn, right: Right) -> Result<(), CommandError> {
        let mut state = State::open(self, &by.workshop).await?;
        sign_in(&mut state, by, right).await.map(drop)
    }

    async fn run_here<C: Command>(&self, sent: &Sent<C>) -> Result<C::Answer, CommandError> {
        input::check_command(&sent.id)?;
        let (caller, answer, ticket) =
            retry_by_turns(&self.turns, &sent.by.workshop, || self.attempt(sent)).await?;
        ticket.wait().await;
        let call = Call {
            caller: &caller,
            target: &sent.target,
            id: &sent.id,
            now_ms: self.clock.now_ms(),
            workshops: self,
        };
        C::complete(&call, answer).await
    }

    async fn attempt<C: Command>(&self, sent: &Sent<C>) -> Result<(Caller, C::Answer, Ticket), CommandError> {
        let Sent { by, id, call: digest, target, command } = sent;
        let digest = &match C::BODY {
            Body::Marked => digest.clone(),
            Body::Secret | Body::Unrecorded => digest.without_body(),
        };
        let mut state = State::open(self, &by.workshop).await?;
        let caller = sign_in(&mut state, by, C::RIGHT).await?;
        let given = Given {
            workshop: &by.workshop,
            command: id,
            by: by.participant.as_str(),
            call: digest,
            is_recorded: C::BODY != Body::Unrecorded,
        };
        if let Some(answer) = self.earlier_answer(given).await? {
            return Ok((caller, answer, Ticket::default()));
        }
        let call = Call { caller: &caller, target, id, now_ms: self.clock.now_ms(), workshops: self };
        let decision = command.decide(&call, &mut state).await?;
        if decision.is_done {
            return Ok((caller, decision.answer, Ticket::default()));
        }
        let (answer, ticket) = self.commit(given, state, decision).await?;
        Ok((caller, answer, ticket))
    }

    /// Commits a decision with its conditions, the command id, the audit and the effects, and lets the effects begin.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Conflict`] when what was decided on has changed; the edit's own; the room's.
    pub(crate) async fn commit<A: Serialize>(
        &self,
        given: Given<'_>,
        state: State<'_>,
        decision: Decision<A>,
    ) -> Result<(A, Ticket), CommandError> {
        let Decision { answer, mut batch, edit, effects, is_done: _ } = decision;
        batch.expects.extend(state.keys);
        batch.expects_heads.extend(state.heads);
        self.remember_answer(&mut batch, given, &answer)?;
        let forget_at = self.effects.plan_forgetting(&mut batch, given.workshop, self.clock.now_ms());
        let ticket = self.effects.add(&mut batch, effects, self.clock.now_ms());
        match edit {
            Some((name, edit)) => self.rooms.try_edit_with(&name, batch, edit).await??,
            None => drop(self.store.commit(batch).await?),
        }
        self.effects.planned(given.workshop, forget_at);
        self.effects.wake();
        Ok((answer, ticket))
    }
}

/// Who gives a command, as their record says now.
async fn sign_in(state: &mut State<'_>, by: &SignedIn, right: Right) -> Result<Caller, CommandError> {
    let key = records::person_key(&by.workshop, &by.participant);
    // Nobody who was in is ever taken out of the records: a server that knows nothing of somebody was set back.
    let person: PersonRecord = state.get(&key).await?.ok_or(AuthError::Invalid)?;
    person.state.check_in()?;
    if person.epoch != by.epoch {
        return Err(AuthError::Revoked.into());
    }
    if !rights::may(person.role, right) {
        return Err(CommandError::not_allowed(rights::refusal(right)));
    }
    Ok(Caller { workshop: by.workshop.clone(), participant: by.participant.clone(), role: person.role })
}
