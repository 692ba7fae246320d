//! What facilitators do with a person: rename, give another role, put somebody on the list who takes part by phone.
//!
//! Each is one change of one record, seen by everybody through the workshop document; a changed role counts on open
//! connections at once.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::pairs;
use serde_json::json;

use super::audit::{self, Act, Entry};
use super::join::{check_room, write_people};
use super::people::{KEEP_ONE, NO_SUCH_PERSON};
use super::repeat::{COMMAND_USED, Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::records::{self, PersonRecord, PersonState, TakesPart};
use crate::auth::role::Role;
use crate::ids::ParticipantId;
use crate::room::RightsChange;
use crate::store::Batch;

/// Answer to what half of a pair cannot have: they decide with their partner, as who they are and for themselves.
const IN_A_PAIR: CommandError = CommandError::NotNow {
    code: "half_of_a_pair",
    message: "This person is half of a pair and speaks for themselves in it. End the pair first.",
};

/// A command about one person.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Who gives it.
    pub actor: &'a Actor,
    /// The command id.
    pub command: &'a str,
    /// About whom.
    pub participant: &'a ParticipantId,
}

/// A person's record that is about to be changed, and the batch the change goes into.
pub(super) struct Changing {
    pub(super) person: PersonRecord,
    pub(super) batch: Batch,
    pub(super) pairs: InPairs,
}

/// Whether a change is possible for half of a pair. Asked inside the room, so that a pair that is formed at the same
/// moment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InPairs {
    /// It has nothing to do with pairs.
    Possible,
    /// The person must be in no open pair.
    Not,
}

impl Workshops {
    /// Gives a person another name.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn rename(&self, about: About<'_>, nickname: &str) -> Result<(), CommandError> {
        words::check_command(about.command)?;
        let nickname = words::read_nickname(nickname)?;
        until_it_fits(|| async {
            let Some(mut changing) = self.begin_change(about).await? else { return Ok(()) };
            match changing.person.state {
                PersonState::In | PersonState::Waiting => {}
                PersonState::TurnedAway | PersonState::Removed => return Err(NO_SUCH_PERSON),
            }
            changing.person.nickname.clone_from(&nickname);
            self.finish_change(about, changing, self.entry(about, Act::Rename)).await
        })
        .await
    }

    /// Gives a person another role; it counts at once, on open connections too.
    ///
    /// # Errors
    /// See [`CommandError`]; also when nobody would be left to run the workshop.
    pub async fn change_role(&self, about: About<'_>, role: Role) -> Result<(), CommandError> {
        words::check_command(about.command)?;
        until_it_fits(|| async {
            let Some(mut changing) = self.begin_change(about).await? else { return Ok(()) };
            check_is_in(&changing.person)?;
            if changing.person.role == Role::Facilitator && role != Role::Facilitator {
                let workshop = &about.actor.workshop;
                let going = about.participant;
                self.keep_a_facilitator(workshop, going, (&mut changing.batch, KEEP_ONE)).await?;
            }
            if changing.person.role.side() != role.side() {
                changing.pairs = InPairs::Not;
            }
            changing.person.role = role;
            let entry = Entry { about: Some(role), ..self.entry(about, Act::ChangeRole) };
            self.finish_change(about, changing, entry).await
        })
        .await?;
        self.rooms.refresh_access(&about.actor.workshop, RightsChange::Role);
        Ok(())
    }

    /// Puts somebody on the list who has no device and takes part by phone; a scribe acts for them.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn add_by_phone(
        &self,
        actor: &Actor,
        command: &str,
        (nickname, role): (&str, Role),
    ) -> Result<ParticipantId, CommandError> {
        words::check_command(command)?;
        let nickname = words::read_nickname(nickname)?;
        if role == Role::Facilitator {
            let message = "Facilitators need a device to run the workshop. Choose another role.";
            return Err(CommandError::bad("facilitator_by_phone", message));
        }
        until_it_fits(|| async {
            self.open_record(&actor.workshop).await?;
            let given = Given::by_actor(actor, command);
            if let Some(earlier) = self.earlier_answer(given).await? {
                let participant = earlier["participant"].as_str().and_then(ParticipantId::parse);
                return participant.ok_or(COMMAND_USED);
            }
            check_room(&self.people(&actor.workshop).await?, PersonState::In)?;
            let (participant, now_ms) = (ParticipantId::random(), self.clock.now_ms());
            let mut person = PersonRecord::new(nickname.clone(), role, PersonState::In, now_ms);
            person.presence = TakesPart::Phone;
            let mut batch = Batch::default();
            let key = records::person_key(&actor.workshop, &participant);
            batch.puts.push((key, records::encode(&person)));
            self.remember_answer(&mut batch, given, json!({ "participant": participant }));
            let entry = Entry::of(now_ms, Act::AddByPhone, actor);
            audit::note(&mut batch, &Entry { to: Some(&participant), about: Some(role), ..entry });
            let edit = write_people(vec![(participant.clone(), person)]);
            self.rooms.edit_with(&facts_document(&actor.workshop), batch, edit).await?;
            Ok(participant)
        })
        .await
    }

    /// The person's record and a batch that holds only while it is as read; `None` when the command was carried out
    /// before.
    pub(super) async fn begin_change(&self, about: About<'_>) -> Result<Option<Changing>, CommandError> {
        let workshop = &about.actor.workshop;
        self.open_record(workshop).await?;
        let given = Given::by_actor(about.actor, about.command);
        if self.earlier_answer(given).await?.is_some() {
            return Ok(None);
        }
        let key = records::person_key(workshop, about.participant);
        let before = self.store.get(&key).await?.ok_or(NO_SUCH_PERSON)?;
        let person = records::decode(&key, &before)?;
        let mut batch = Batch::default();
        batch.expects.push((key, Some(before)));
        self.remember_answer(&mut batch, given, json!({}));
        Ok(Some(Changing { person, batch, pairs: InPairs::Possible }))
    }

    /// Commits a change together with its line in the audit and what everybody sees of it.
    pub(super) async fn finish_change(
        &self,
        about: About<'_>,
        changing: Changing,
        entry: Entry<'_>,
    ) -> Result<(), CommandError> {
        let Changing { person, mut batch, pairs: in_pairs } = changing;
        let key = records::person_key(&about.actor.workshop, about.participant);
        batch.puts.push((key, records::encode(&person)));
        audit::note(&mut batch, &entry);
        let (participant, edit) =
            (about.participant.clone(), write_people(vec![(about.participant.clone(), person)]));
        let decide = move |document: &mut Document| {
            let paired = in_pairs == InPairs::Not
                && pairs::open_pair_of(&pairs::read(document), participant.as_str()).is_some();
            if paired {
                return Err(IN_A_PAIR);
            }
            edit(document);
            Ok(())
        };
        self.rooms.try_edit_with(&facts_document(&about.actor.workshop), batch, decide).await?
    }

    /// The line of the audit for a command about a person.
    pub(super) fn entry<'a>(&self, about: About<'a>, act: Act) -> Entry<'a> {
        Entry { to: Some(about.participant), ..Entry::of(self.clock.now_ms(), act, about.actor) }
    }
}

/// Refuses what is only for people who are in.
pub(super) fn check_is_in(person: &PersonRecord) -> Result<(), CommandError> {
    match person.state {
        PersonState::In => Ok(()),
        PersonState::Waiting | PersonState::TurnedAway | PersonState::Removed => Err(NO_SUCH_PERSON),
    }
}
