//! Saying something of a part: propose, agree, withdraw, see it differently, resolve, park, reopen, take out, keep.
//!
//! The rules are pure and in `crdt/src/workshop/act.rs`; here it is found out who speaks, for which pair, about which
//! wording. A yes names the fingerprint the person saw. Should the map change between the look at it and the commit, the yes
//! is to the older wording and counts for that alone.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{self, AgreeKind, Meaning, PartName, PartNow};
use pairway_crdt::pathway::part_reader::{self, PartReader};
use pairway_crdt::workshop::act::{self, Act, Order, Present, Refused, Speaker};
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::record::{self, Record, WholeMap};
use pairway_crdt::workshop::side::Side;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::speaking::Speaking;
use crate::auth::permission::DocumentName;
use crate::auth::rights::Right;
use crate::ids::{MapId, ParticipantId};
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command, Done};
use crate::workshop::effect::Effect;
use crate::workshop::{CommandError, input};

const NO_SUCH_PART: &str = "This part is no longer on the map.";

/// Says something of a part of the map. Whether the person spoken for may say it is decided with what is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SayOfPart {
    /// What is said.
    act: AgreementAct,
    /// Of which part.
    part: AgreementPart,
    /// With `agree` alone: the fingerprint of what the person saw.
    #[serde(default)]
    fingerprint: Option<String>,
    /// With `differ` alone: how they see it.
    #[serde(default)]
    text: Option<String>,
    /// For whom, when a scribe writes it down.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

/// A part of a map that can be agreed, by kind and id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgreementPart {
    /// `goal`, `stage`, `step`, `link`, `outcome` or `map`.
    kind: String,
    /// Its id.
    id: String,
}

/// What can be said of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum AgreementAct {
    Propose,
    Agree,
    Withdraw,
    Differ,
    Resolve,
    Park,
    Reopen,
    Remove,
    Keep,
}

/// What is said, read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Saying {
    /// The part is put up to be agreed.
    Propose,
    /// What a half of a pair says.
    Half(Act),
}

/// What is said of which part, by whom, and what the part was then.
struct Statement {
    part: PartName,
    saying: Saying,
    speaking: Speaking,
    now: Now,
    /// When, milliseconds since 1970.
    at_ms: u64,
}

/// The part as it is now, with the meaning behind its fingerprint.
struct Now {
    meaning: Meaning,
    present: Present,
}

impl Command for SayOfPart {
    const NAME: &'static str = "sayOfPart";
    const PATH: &'static str = "/maps/{m}/agreement";
    const RIGHT: Right = Right::ActFor;
    type Target = MapId;
    type Answer = Done;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Agreement)
    }

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<Done>, CommandError> {
        let (caller, map) = (call.caller, call.target);
        let (part, saying) = self.read()?;
        let needed = match saying {
            Saying::Propose => Right::Propose,
            Saying::Half(_) => Right::Agree,
        };
        let speaking = Speaking::of(call, state, self.acting_for.as_ref(), needed).await?;
        if let Saying::Half(_) = saying {
            speaking.as_half()?;
        }
        let now = part_now(call, state, &part, &speaking).await?;
        let name = part.to_string();
        let statement = Statement { part, saying, speaking, now, at_ms: call.now_ms };
        let entry = Entry {
            acts_for: self.acting_for.as_ref(),
            pair: statement.speaking.pair(),
            part: Some(&name),
            map: Some(map),
            ..Entry::of(call.now_ms, audit_word(self.act), caller)
        };
        let record = DocumentName::Record(caller.workshop.clone(), map.clone());
        Ok(Decision::new(Done {})
            .audit(&entry)
            .edit(record, move |document| statement.write(document))
            .effect(Effect::GuardMap { workshop: caller.workshop.clone(), map: Some(map.clone()) }))
    }
}

impl SayOfPart {
    /// Which part, and what is said of it.
    fn read(&self) -> Result<(PartName, Saying), CommandError> {
        let part = PartName::parse(&format!("{}:{}", self.part.kind, self.part.id));
        let part = part.ok_or_else(|| {
            CommandError::bad("bad_part", "This is not a part of a map that can be agreed.")
        })?;
        let fits = self.fingerprint.is_some() == (self.act == AgreementAct::Agree)
            && self.text.is_some() == (self.act == AgreementAct::Differ);
        if !fits {
            let message = "A yes names what was seen; a differing view has words; nothing else has either.";
            return Err(CommandError::bad("bad_act", message));
        }
        let fingerprint = self.fingerprint.clone().unwrap_or_default();
        let saying = match self.act {
            AgreementAct::Propose => Saying::Propose,
            AgreementAct::Agree => Saying::Half(Act::Agree { fingerprint }),
            AgreementAct::Withdraw => Saying::Half(Act::Withdraw),
            AgreementAct::Differ => {
                let text = input::read_view(self.text.as_deref().unwrap_or_default())?;
                Saying::Half(Act::Differ { text })
            }
            AgreementAct::Resolve => Saying::Half(Act::Resolve),
            AgreementAct::Park => Saying::Half(Act::Park),
            AgreementAct::Reopen => Saying::Half(Act::Reopen),
            AgreementAct::Remove => Saying::Half(Act::Remove),
            AgreementAct::Keep => Saying::Half(Act::Keep),
        };
        Ok((part, saying))
    }
}

/// The part as the map has it now; the whole map is put together from copies on a worker.
async fn part_now(
    call: &Call<'_, MapId>,
    state: &mut State<'_>,
    part: &PartName,
    speaking: &Speaking,
) -> Result<Now, CommandError> {
    if part.kind == AgreeKind::Map {
        let WholeMap { meaning, open } = whole_map(call, state, speaking).await?;
        let present = Present {
            fingerprint: meaning.fingerprint(),
            is_removed: false,
            is_over_limit: false,
            open_parts: speaking.pair().and_then(|pair| open.get(pair).copied()).unwrap_or_default(),
        };
        return Ok(Now { meaning, present });
    }
    let name = DocumentName::Map(call.caller.workshop.clone(), call.target.clone());
    let wanted = part.clone();
    let look = move |document: &Document| document.read(|txn, _| part_reader::read_part(txn, &wanted));
    let found = state.look_at_map(&name, look).await?;
    let PartNow { meaning, is_removed } = found.ok_or(CommandError::NotFound(NO_SUCH_PART))?;
    let present = Present {
        fingerprint: meaning.fingerprint(),
        is_removed,
        is_over_limit: meaning.is_over_limit(),
        open_parts: 0,
    };
    Ok(Now { meaning, present })
}

async fn whole_map(
    call: &Call<'_, MapId>,
    state: &mut State<'_>,
    speaking: &Speaking,
) -> Result<WholeMap, CommandError> {
    let (workshop, map) = (&call.caller.workshop, call.target);
    let name = DocumentName::Record(workshop.clone(), map.clone());
    let record = state.look(&name, Record::read_document).await?;
    let pairs = OpenPairs::on(map.as_str(), &speaking.pairs);
    let look = move |document: &Document| {
        document.read(|txn, _| {
            let reader = PartReader::of_many(txn);
            record.whole_map(meaning::map_kind(txn), &pairs, |part| reader.present(part))
        })
    };
    call.workshops.with_copy(workshop, map, look).await
}

impl Statement {
    /// Writes it, inside the room of the record.
    fn write(&self, document: &mut Document) -> Result<(), CommandError> {
        match &self.saying {
            Saying::Propose => self.put_up(document),
            Saying::Half(act) => self.write_act(document, act, self.speaking.as_half()?),
        }
    }

    /// Puts the part up to be agreed.
    fn put_up(&self, document: &mut Document) -> Result<(), CommandError> {
        if self.now.present.is_removed {
            return Err(self.refused(Refused::TakenOut));
        }
        if self.now.meaning.is_plain_link() {
            return Err(self.refused(Refused::PartOfStep));
        }
        if !record::is_proposed(document, &self.part) {
            document
                .write(|txn, _| record::write_proposed(txn, &self.part, &self.speaking.proposed(self.at_ms)));
        }
        Ok(())
    }

    /// Writes what a half of a pair says.
    fn write_act(
        &self,
        document: &mut Document,
        act: &Act,
        (pair, side): &(String, Side),
    ) -> Result<(), CommandError> {
        let (part, now) = (&self.part, &self.now);
        let before = record::acts_of(document, pair, part);
        if let (Act::Agree { .. }, Meaning::Map { parts, .. }) = (act, &now.meaning)
            && parts.is_empty()
        {
            return Err(CommandError::not_now(
                "nothing_agreed",
                "No part of this map is agreed yet. Begin with a goal.",
            ));
        }
        let speaker = Speaker {
            side: *side,
            by: self.speaking.voice.person.clone(),
            scribe: self.speaking.voice.scribe.clone(),
            at: self.at_ms,
        };
        let after = if now.meaning.is_plain_link() {
            act::say_of_order(&before, act, (&speaker, &now.present), self.order(document, pair))
        } else {
            act::say(&before, act, &speaker, &now.present)
        };
        let after = after.map_err(|why| self.refused(why))?;
        let puts_up =
            !record::is_proposed(document, part) && matches!(act, Act::Agree { .. } | Act::Differ { .. });
        if after != before || puts_up {
            document.write(|txn, _| {
                if puts_up {
                    // Whoever says yes has put it up.
                    record::write_proposed(txn, part, &self.speaking.proposed(self.at_ms));
                }
                record::write_acts(txn, (pair, part), &after, &now.meaning);
            });
        }
        Ok(())
    }

    /// Whether a pair has agreed the step that this plain link leads from, together with it.
    fn order(&self, document: &Document, pair: &str) -> Order {
        let Meaning::Link { from, .. } = &self.now.meaning else { return Order::Free };
        let step = PartName { kind: AgreeKind::Step, id: from.id.clone() };
        let agreed = record::acts_of(document, pair, &step).agreed;
        let wording = agreed.and_then(|agreed| record::wording(document, &agreed.fingerprint));
        let holds = |wording: Meaning| wording.leads_to().iter().any(|order| order.link == self.part.id);
        if wording.is_some_and(holds) { Order::Agreed } else { Order::Free }
    }

    fn refused(&self, why: Refused) -> CommandError {
        refused(why, (&self.now.present, &self.now.meaning))
    }
}

/// A refusal in words; of what changed, what it says now.
pub(super) fn refused(why: Refused, (present, meaning): (&Present, &Meaning)) -> CommandError {
    match why {
        Refused::Changed => CommandError::Changed {
            message: "This part has changed since you looked. See what changed, then say yes again.",
            now: json!({ "fingerprint": present.fingerprint, "meaning": meaning }),
        },
        Refused::TakenOut => {
            CommandError::not_now("taken_out", "This part was removed. Bring it back first.")
        }
        Refused::OverLimit => CommandError::not_now(
            "text_too_long",
            "A text here is longer than 10,000 characters. It can be agreed once it is shorter.",
        ),
        Refused::PartsOpen => {
            CommandError::not_now("parts_open", "Some parts are still to agree. The whole map comes last.")
        }
        Refused::NothingToResolve => {
            CommandError::not_now("nothing_to_resolve", "Nobody sees this part differently now.")
        }
        Refused::NotParked => CommandError::not_now("not_parked", "This part is not parked."),
        Refused::NotAgreed => CommandError::not_now(
            "not_agreed",
            "You two have not agreed this part, so it can simply be removed.",
        ),
        Refused::PartOfStep => CommandError::not_now(
            "part_of_step",
            "This arrow has no words, so it is part of the step it starts from. Agree that step.",
        ),
    }
}

fn audit_word(act: AgreementAct) -> AuditWord {
    match act {
        AgreementAct::Propose => AuditWord::Propose,
        AgreementAct::Agree => AuditWord::Agree,
        AgreementAct::Withdraw => AuditWord::Withdraw,
        AgreementAct::Differ => AuditWord::Differ,
        AgreementAct::Resolve => AuditWord::Resolve,
        AgreementAct::Park => AuditWord::Park,
        AgreementAct::Reopen => AuditWord::Reopen,
        AgreementAct::Remove => AuditWord::RemovePart,
        AgreementAct::Keep => AuditWord::KeepPart,
    }
}
