//! Pairs: a patient leader or carer and a professional who decide together (capability WS-3).
//!
//! A facilitator forms a pair, or one partner asks and the other says yes. Every rule is checked inside the room of the
//! workshop document, so that two commands at the same moment cannot put one person into two pairs.

use std::sync::Arc;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, ParticipantState, WorkshopFacts};
use pairway_crdt::workshop::pairs::{self, PAIRS_MAX, Pair, PairState, Pairs, open_pair_of};
use pairway_crdt::workshop::side::Side;
use serde::Serialize;
use serde_json::{Value, json};

use super::audit::{self, Act, DeviceSeen, Entry};
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::records::{self, PersonRecord};
use crate::auth::role::Role;
use crate::ids::{PairId, ParticipantId};
use crate::store::Batch;

/// A pair that somebody wants.
#[derive(Debug, Clone)]
pub struct NewPair {
    /// The patient half.
    pub patient: ParticipantId,
    /// The professional half.
    pub professional: ParticipantId,
    /// What it is called; may be empty.
    pub name: String,
    /// What the two work on; may be empty.
    pub challenge: String,
}

/// A pair that was formed or asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Formed {
    /// Its id.
    pub pair: PairId,
    /// `open` from a facilitator, `asked` from a partner.
    pub state: PairState,
}

/// Which words of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairField {
    /// What it is called.
    Name,
    /// What the two work on.
    Challenge,
    /// How they work together; only the two write it.
    HowWeWork,
}

/// New words of a pair.
#[derive(Debug, Clone)]
pub struct NewWords {
    /// Which.
    pub field: PairField,
    /// What the person saw before.
    pub was: String,
    /// What they shall be.
    pub text: String,
}

const NO_SUCH_PAIR: &str = "There is no such pair in this workshop.";
const NOT_YOURS: (&str, &str) =
    ("not_your_pair", "This is another pair\u{2019}s. Only the two and facilitators can do this.");
/// Answer to everybody else about how a pair works; facilitators too.
const ONLY_THE_TWO: (&str, &str) =
    ("not_your_pair", "Only the two write how they work together. You can talk with them about it.");

/// One change of one pair, decided inside the room; asked again when the commit has to be tried again.
type Change = Arc<dyn Fn(&WorkshopFacts, &Pairs) -> Result<Pair, CommandError> + Send + Sync>;

impl Workshops {
    /// Forms a pair, or asks a partner to be one.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn form_pair(
        &self,
        actor: &Actor,
        command: &str,
        new: NewPair,
    ) -> Result<Formed, CommandError> {
        let (name, challenge) = (words::read_pair_name(&new.name)?, words::read_challenge(&new.challenge)?);
        let (state, act) = match actor.role {
            Role::Facilitator => (PairState::Open, Act::FormPair),
            _ => (PairState::Asked, Act::AskPair),
        };
        if state == PairState::Asked && ![&new.patient, &new.professional].contains(&&actor.participant) {
            return Err(CommandError::not_allowed((
                "pair_of_others",
                "You can ask somebody to be your partner. Only facilitators pair other people.",
            )));
        }
        let wanted = Pair {
            name,
            challenge,
            how_we_work: String::new(),
            patient: new.patient.to_string(),
            professional: new.professional.to_string(),
            state,
            asked_by: (state == PairState::Asked).then(|| actor.participant.to_string()),
            since: self.clock.now_ms(),
        };
        let change: Change = Arc::new(move |facts, pairs| form(facts, pairs, wanted.clone()));
        let pair = PairId::random();
        let answer = json!({ "pair": pair, "state": state });
        let device = self.device_of_both(actor, [&new.patient, &new.professional]).await?;
        let answer = self.change_pair((actor, command), (&pair, act, device), (answer, change)).await?;
        let formed = answer["pair"].as_str().and_then(PairId::parse);
        let pair = formed.ok_or(CommandError::NotFound(NO_SUCH_PAIR))?;
        Ok(Formed { pair, state })
    }

    /// The partner who was asked says yes.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn accept_pair(&self, actor: &Actor, command: &str, pair: &PairId) -> Result<(), CommandError> {
        let (me, since) = (actor.participant.to_string(), self.clock.now_ms());
        self.change_one((actor, command), (pair, Act::AcceptPair), move |facts, pairs, mut pair| {
            let asked_me = pair.side_of(&me).is_some() && pair.asked_by.as_deref() != Some(me.as_str());
            if pair.state != PairState::Asked || !asked_me {
                return Err(CommandError::not_now(
                    "not_asked",
                    "Nobody is waiting for your answer here any more.",
                ));
            }
            check_free(facts, pairs, &pair)?;
            (pair.state, pair.asked_by, pair.since) = (PairState::Open, None, since);
            Ok(pair)
        })
        .await
    }

    /// Ends a pair, or takes back or declines what was asked. What it said stays in the record.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn end_pair(&self, actor: &Actor, command: &str, pair: &PairId) -> Result<(), CommandError> {
        let (me, role, since) = (actor.participant.to_string(), actor.role, self.clock.now_ms());
        self.change_one((actor, command), (pair, Act::EndPair), move |_, _, mut pair| {
            if role != Role::Facilitator && pair.side_of(&me).is_none() {
                return Err(CommandError::not_allowed(NOT_YOURS));
            }
            if pair.state != PairState::Ended {
                (pair.state, pair.since) = (PairState::Ended, since);
            }
            Ok(pair)
        })
        .await?;
        // What this pair alone wanted to keep may go now.
        self.tend_all(&actor.workshop).await
    }

    /// Changes the words of a pair, when they are still what the person saw.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn word_pair(
        &self,
        actor: &Actor,
        command: &str,
        (pair, new): (&PairId, NewWords),
    ) -> Result<(), CommandError> {
        let text = match new.field {
            PairField::Name => words::read_pair_name(&new.text)?,
            PairField::Challenge => words::read_challenge(&new.text)?,
            PairField::HowWeWork => words::read_how_we_work(&new.text)?,
        };
        let (me, role, was) = (actor.participant.to_string(), actor.role, new.was);
        self.change_one((actor, command), (pair, Act::WordPair), move |_, _, mut pair| {
            let is_half = pair.side_of(&me).is_some();
            let (may, otherwise) = match new.field {
                PairField::Name | PairField::Challenge => (is_half || role == Role::Facilitator, NOT_YOURS),
                PairField::HowWeWork => (is_half, ONLY_THE_TWO),
            };
            if !may {
                return Err(CommandError::not_allowed(otherwise));
            }
            let now = match new.field {
                PairField::Name => &mut pair.name,
                PairField::Challenge => &mut pair.challenge,
                PairField::HowWeWork => &mut pair.how_we_work,
            };
            if *now != was && *now != text {
                let message = "Somebody changed these words while you wrote. Look at both and save again.";
                return Err(CommandError::Changed { message, now: json!({ "text": now }) });
            }
            now.clone_from(&text);
            Ok(pair)
        })
        .await
    }

    async fn change_one(
        &self,
        given: (&Actor, &str),
        about: (&PairId, Act),
        change: impl Fn(&WorkshopFacts, &Pairs, Pair) -> Result<Pair, CommandError> + Send + Sync + 'static,
    ) -> Result<(), CommandError> {
        let id = about.0.to_string();
        let change: Change = Arc::new(move |facts, pairs| {
            let pair = pairs.get(&id).cloned().ok_or(CommandError::NotFound(NO_SUCH_PAIR))?;
            change(facts, pairs, pair)
        });
        self.change_pair(given, (about.0, about.1, None), (json!({}), change)).await.map(drop)
    }

    /// Whether the two came with the same device: one person who is both halves cannot be prevented, but is seen.
    async fn device_of_both(
        &self,
        actor: &Actor,
        halves: [&ParticipantId; 2],
    ) -> Result<Option<DeviceSeen>, CommandError> {
        let mut people = Vec::new();
        for half in halves {
            let key = records::person_key(&actor.workshop, half);
            people.push(records::read::<PersonRecord>(self.store.as_ref(), &key).await?);
        }
        let [Some(one), Some(other)] = &people[..] else { return Ok(None) };
        Ok(DeviceSeen::between(one, other))
    }

    /// Commits a change of a pair together with its answer and its line in the audit, or nothing at all.
    async fn change_pair(
        &self,
        (actor, command): (&Actor, &str),
        (pair, act, device): (&PairId, Act, Option<DeviceSeen>),
        (answer, change): (Value, Change),
    ) -> Result<Value, CommandError> {
        words::check_command(command)?;
        until_it_fits(|| async {
            self.open_record(&actor.workshop).await?;
            let given = Given::by_actor(actor, command);
            if let Some(earlier) = self.earlier_answer(given).await? {
                return Ok(earlier);
            }
            let mut batch = Batch::default();
            self.remember_answer(&mut batch, given, answer.clone());
            let entry = Entry::of(self.clock.now_ms(), act, actor);
            audit::note(&mut batch, &Entry { pair: Some(pair.as_str()), device, ..entry });
            let (id, change) = (pair.to_string(), change.clone());
            let edit = move |document: &mut Document| {
                let changed = change(&facts::read(document), &pairs::read(document))?;
                pairs::set_pair(document, &id, &changed);
                Ok::<_, CommandError>(())
            };
            self.rooms.try_edit_with(&facts_document(&actor.workshop), batch, edit).await??;
            Ok(answer.clone())
        })
        .await
    }
}

fn form(facts: &WorkshopFacts, pairs: &Pairs, wanted: Pair) -> Result<Pair, CommandError> {
    if pairs.len() >= PAIRS_MAX {
        return Err(CommandError::not_now(
            "too_many_pairs",
            "This workshop has as many pairs as it can keep.",
        ));
    }
    let again = |pair: &&Pair| {
        (&pair.patient, &pair.professional) == (&wanted.patient, &wanted.professional)
            && pair.state == PairState::Asked
    };
    if wanted.state == PairState::Asked && pairs.values().any(|pair| again(&pair)) {
        return Err(CommandError::not_now("asked_already", "One of you has asked the other already."));
    }
    check_free(facts, pairs, &wanted)?;
    Ok(wanted)
}

/// Whether both halves are here, of the right sides, and in no other pair.
fn check_free(facts: &WorkshopFacts, pairs: &Pairs, wanted: &Pair) -> Result<(), CommandError> {
    for (half, side) in [(&wanted.patient, Side::Patient), (&wanted.professional, Side::Professional)] {
        let person = facts.participants.get(half).filter(|person| person.state == ParticipantState::In);
        if person.is_none_or(|person| Side::parse(&person.side) != Some(side)) {
            return Err(CommandError::bad(
                "not_a_half",
                "A pair is a patient leader or carer and a professional who both take part now.",
            ));
        }
        if open_pair_of(pairs, half).is_some() {
            return Err(CommandError::not_now(
                "paired_already",
                "One of the two is in another pair already.",
            ));
        }
        if facts.participants.get(half).is_some_and(|person| person.acts_for.is_some()) {
            return Err(CommandError::not_now(
                "acts_for_somebody",
                "One of the two acts for somebody else. A partner speaks for themselves.",
            ));
        }
    }
    Ok(())
}
