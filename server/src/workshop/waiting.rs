//! The waiting room: who joins waits until a facilitator lets them in. Off unless a facilitator opens it.
//!
//! A waiting person has no token, so the gatekeeper has nothing to judge; they ask with their device's secret how they
//! stand. Who is turned away leaves no name behind.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts;
use serde_json::json;

use super::audit::{self, Act, Entry};
use super::join::{Joined, write_people};
use super::managing::About;
use super::people::NO_SUCH_PERSON;
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::error::AuthError;
use crate::auth::records::{self, PersonRecord, PersonState, WaitingRoom};
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::Batch;

impl Workshops {
    /// Opens or closes the waiting room. Who waits already goes on waiting: a facilitator decides.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn set_waiting_room(
        &self,
        actor: &Actor,
        command: &str,
        wanted: WaitingRoom,
    ) -> Result<(), CommandError> {
        words::check_command(command)?;
        until_it_fits(|| async {
            let (mut record, before) = self.open_record(&actor.workshop).await?;
            let given = Given::by_actor(actor, command);
            if self.earlier_answer(given).await?.is_some() {
                return Ok(());
            }
            let (is_on, act) = match wanted {
                WaitingRoom::On => (true, Act::OpenWaitingRoom),
                WaitingRoom::Off => (false, Act::CloseWaitingRoom),
            };
            record.waiting_room = wanted;
            let key = records::workshop_key(&actor.workshop);
            let mut batch = Batch::default();
            batch.expects.push((key.clone(), Some(before)));
            batch.puts.push((key, records::encode(&record)));
            self.remember_answer(&mut batch, given, json!({}));
            audit::note(&mut batch, &Entry::of(self.clock.now_ms(), act, actor));
            let edit = move |document: &mut Document| {
                document.write(|txn, _| facts::write_waiting_room(txn, is_on));
            };
            self.rooms.edit_with(&facts_document(&actor.workshop), batch, edit).await?;
            Ok(())
        })
        .await
    }

    /// Lets a waiting person in.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn admit(&self, about: About<'_>) -> Result<(), CommandError> {
        self.decide(about, PersonState::In).await
    }

    /// Does not let a waiting person in; the name they gave is forgotten.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn turn_away(&self, about: About<'_>) -> Result<(), CommandError> {
        self.decide(about, PersonState::TurnedAway).await
    }

    async fn decide(&self, about: About<'_>, decided: PersonState) -> Result<(), CommandError> {
        words::check_command(about.command)?;
        until_it_fits(|| async {
            let Some(mut changing) = self.begin_change(about).await? else { return Ok(()) };
            let person = &mut changing.person;
            match person.state {
                PersonState::Waiting => {}
                // Two facilitators pressed at the same moment; they wanted the same.
                state if state == decided => return Ok(()),
                PersonState::TurnedAway | PersonState::Removed => return Err(NO_SUCH_PERSON),
                PersonState::In => {
                    return Err(CommandError::NotNow {
                        code: "not_waiting",
                        message: "Somebody has let this person in already.",
                    });
                }
            }
            person.state = decided;
            let act = if decided == PersonState::In { Act::Admit } else { Act::Refuse };
            if decided == PersonState::TurnedAway {
                person.nickname.clear();
                person.marks.clear();
            }
            self.finish_change(about, changing, self.entry(about, act)).await
        })
        .await
    }

    /// Lets everybody in who waits now; says how many.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn admit_all(&self, actor: &Actor, command: &str) -> Result<u64, CommandError> {
        words::check_command(command)?;
        until_it_fits(|| async {
            self.open_record(&actor.workshop).await?;
            let given = Given::by_actor(actor, command);
            if let Some(earlier) = self.earlier_answer(given).await? {
                return Ok(earlier["admitted"].as_u64().unwrap_or_default());
            }
            let mut batch = Batch::default();
            let mut admitted = Vec::new();
            let prefix = records::people_prefix(&actor.workshop);
            for (key, before) in self.store.list(&prefix).await? {
                let mut person: PersonRecord = records::decode(&key, &before)?;
                let Some(participant) = key.strip_prefix(&prefix).and_then(ParticipantId::parse) else {
                    continue;
                };
                if person.state != PersonState::Waiting {
                    continue;
                }
                person.state = PersonState::In;
                batch.puts.push((key.clone(), records::encode(&person)));
                batch.expects.push((key, Some(before)));
                let entry = Entry::of(self.clock.now_ms(), Act::Admit, actor);
                audit::note(&mut batch, &Entry { to: Some(&participant), ..entry });
                admitted.push((participant, person));
            }
            let count = admitted.len() as u64;
            self.remember_answer(&mut batch, given, json!({ "admitted": count }));
            let edit = write_people(admitted);
            self.rooms.edit_with(&facts_document(&actor.workshop), batch, edit).await?;
            Ok(count)
        })
        .await
    }

    /// How the person of a device stands: waiting, or in with all that opens the workshop.
    ///
    /// # Errors
    /// [`AuthError::TurnedAway`] and [`AuthError::Revoked`] for who is not in; [`AuthError::Invalid`] for a wrong secret.
    pub async fn standing(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
        device_secret: &str,
    ) -> Result<Joined, CommandError> {
        let person = self.person_of_device(workshop, participant, device_secret).await?;
        match person.state.check_in() {
            Ok(()) | Err(AuthError::Waiting) => {}
            Err(error) => return Err(error.into()),
        }
        self.joined(workshop, participant.clone(), device_secret.to_owned()).await
    }
}
