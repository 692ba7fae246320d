//! Forming a pair, or asking a partner to be one.

use serde::Deserialize;
use utoipa::ToSchema;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, WorkshopFacts};
use pairway_crdt::workshop::pairs::{self, PAIRS_MAX, Pair, PairState, Pairs};
use pairway_crdt::workshop::scope::{AskedScope, Scope};
use pairway_crdt::workshop::side::Side;
use serde::Serialize;

use super::check_free;
use super::scope::WantedScope;
use crate::auth::records::{self, PersonRecord};
use crate::auth::rights::Right;
use crate::auth::role::Role;
use crate::ids::{PairId, ParticipantId};
use crate::workshop::audit::{AuditWord, DeviceSeen, Entry};
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::{Caller, CommandError, facts_document, input};

/// Forms a pair when a facilitator says so; asks the other half when a partner does.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormPair {
    /// The patient half.
    patient: ParticipantId,
    /// The professional half.
    professional: ParticipantId,
    /// What it is called; may be empty.
    #[serde(default)]
    name: String,
    /// What the two work on; may be empty.
    #[serde(default)]
    challenge: String,
    /// The stages they are asked to decide about; left out, nobody is asked and it is the whole map.
    #[serde(default)]
    #[schema(nullable = false)]
    scope: Option<WantedScope>,
}

/// A pair that was formed or asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Formed {
    /// Its id.
    pair: PairId,
    /// `open` from a facilitator, `asked` from a partner.
    #[schema(schema_with = crate::workshop::schema::pair_state)]
    state: PairState,
}

impl Command for FormPair {
    const NAME: &'static str = "formPair";
    const PATH: &'static str = "/pairs";
    const RIGHT: Right = Right::FormPair;
    type Target = ();
    type Answer = Formed;

    async fn decide(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Decision<Formed>, CommandError> {
        let (name, challenge) = (input::read_pair_name(&self.name)?, input::read_challenge(&self.challenge)?);
        let caller = call.caller;
        let (pair_state, word) = match caller.role {
            Role::Facilitator => (PairState::Open, AuditWord::FormPair),
            _ => (PairState::Asked, AuditWord::AskPair),
        };
        let is_half = [&self.patient, &self.professional].contains(&&caller.participant);
        if pair_state == PairState::Asked && !is_half {
            return Err(CommandError::not_allowed((
                "pair_of_others",
                "You can ask somebody to be your partner. Only facilitators pair other people.",
            )));
        }
        if let Some(scope) = &self.scope {
            scope.check(&caller.workshop, state).await?;
        }
        let wanted = Pair {
            name,
            challenge,
            how_we_work: String::new(),
            patient: self.patient.to_string(),
            professional: self.professional.to_string(),
            state: pair_state,
            asked_by: (pair_state == PairState::Asked).then(|| caller.participant.to_string()),
            since: call.now_ms,
            scope: Scope::default(),
            asked_scope: self.asked_scope(caller, call.now_ms),
        };
        let pair = PairId::random();
        let device = self.device_of_both(call, state).await?;
        let entry = Entry { pair: Some(pair.as_str()), device, ..Entry::of(call.now_ms, word, caller) };
        let id = pair.to_string();
        Ok(Decision::new(Formed { pair: pair.clone(), state: pair_state }).audit(&entry).edit(
            facts_document(&caller.workshop),
            move |document: &mut Document| {
                check_new(&facts::read(document), &pairs::read(document), &wanted)?;
                pairs::set_pair(document, &id, &wanted);
                Ok(())
            },
        ))
    }
}

impl FormPair {
    /// The question about the stages that the two begin with; whole maps are no question.
    fn asked_scope(&self, caller: &Caller, at: u64) -> Option<AskedScope> {
        let me = &caller.participant;
        let side = if *me == self.patient {
            Some(Side::Patient)
        } else {
            (*me == self.professional).then_some(Side::Professional)
        };
        self.scope.as_ref().filter(|scope| !scope.is_whole()).map(|scope| scope.asked(me.as_str(), side, at))
    }

    /// Whether the two came with the same device: one person who is both halves cannot be prevented, but is seen.
    async fn device_of_both(
        &self,
        call: &Call<'_, ()>,
        state: &mut State<'_>,
    ) -> Result<Option<DeviceSeen>, CommandError> {
        let mut people = Vec::new();
        for half in [&self.patient, &self.professional] {
            let key = records::person_key(&call.caller.workshop, half);
            people.push(state.get::<PersonRecord>(&key).await?);
        }
        let [Some(one), Some(other)] = &people[..] else { return Ok(None) };
        Ok(DeviceSeen::between(one, other))
    }
}

/// Whether a pair can be formed or asked for now.
fn check_new(facts: &WorkshopFacts, pairs: &Pairs, wanted: &Pair) -> Result<(), CommandError> {
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
    check_free(facts, pairs, wanted)
}
