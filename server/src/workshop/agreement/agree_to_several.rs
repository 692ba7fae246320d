//! Saying yes to several parts at once: what one change of words around them touches is asked about once (decision D59).
//!
//! Each part comes with the fingerprint of what the person saw, and is looked at by itself: one that says something else by
//! then is refused alone, and the others are said yes to. A yes here is the same as one that is said of a single part.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{AgreeKind, Meaning, PartName, PartNow};
use pairway_crdt::pathway::part_reader::PartReader;
use pairway_crdt::workshop::act::{self, Act, Present, Speaker};
use pairway_crdt::workshop::agreement::Acts;
use pairway_crdt::workshop::record::{self, Proposed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::say::refused;
use super::speaking::Speaking;
use crate::auth::permission::DocumentName;
use crate::auth::rights::Right;
use crate::ids::{MapId, ParticipantId};
use crate::workshop::CommandError;
use crate::workshop::audit::{AuditWord, Entry};
use crate::workshop::command::counted::Counted;
use crate::workshop::command::decision::Decision;
use crate::workshop::command::state::State;
use crate::workshop::command::{Call, Command};
use crate::workshop::effect::Effect;

/// Most parts of one call; its body holds as many.
const PARTS_MAX: usize = 200;

/// Says yes to several parts of the map, each to what the person saw of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgreeToSeveral {
    /// The parts, 200 at most; not the whole map.
    parts: Vec<SeenPart>,
    /// For whom, when a scribe writes it down.
    #[serde(default)]
    acting_for: Option<ParticipantId>,
}

/// A part of a map as somebody saw it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeenPart {
    /// `goal`, `stage`, `step`, `link` or `outcome`.
    kind: String,
    /// Its id.
    id: String,
    /// The fingerprint of what the person saw.
    fingerprint: String,
}

/// To which of the parts the yes was not taken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct AgreedToSeveral {
    /// All others are said yes to.
    refused: Vec<RefusedPart>,
}

/// A part to which a yes was not taken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct RefusedPart {
    /// What it is.
    kind: String,
    /// Its id.
    id: String,
    /// Why: `changed`, `taken_out`, `text_too_long`, `part_of_step` or `not_found`.
    code: String,
}

impl Command for AgreeToSeveral {
    const NAME: &'static str = "agreeToSeveral";
    const PATH: &'static str = "/maps/{m}/agreement/several";
    const RIGHT: Right = Right::ActFor;
    type Target = MapId;
    type Answer = AgreedToSeveral;

    fn counted(&self) -> Option<Counted> {
        Some(Counted::Agreement)
    }

    async fn decide(
        &self,
        call: &Call<'_, MapId>,
        state: &mut State<'_>,
    ) -> Result<Decision<AgreedToSeveral>, CommandError> {
        let (caller, map) = (call.caller, call.target);
        let seen = self.read()?;
        let speaking = Speaking::of(call, state, self.acting_for.as_ref(), Right::Agree).await?;
        let (pair, side) = speaking.as_half()?.clone();
        let names: Vec<PartName> = seen.iter().map(|(part, _)| part.clone()).collect();
        let look = move |document: &Document| {
            document.read(|txn, _| {
                let reader = PartReader::of_many(txn);
                names.iter().map(|name| reader.read(name)).collect::<Vec<_>>()
            })
        };
        let found = state.look_at_map(&DocumentName::Map(caller.workshop.clone(), map.clone()), look).await?;
        let voice = &speaking.voice;
        let speaker =
            Speaker { side, by: voice.person.clone(), scribe: voice.scribe.clone(), at: call.now_ms };
        let (mut yeses, mut refusals) = (Vec::new(), Vec::new());
        for ((part, fingerprint), now) in seen.into_iter().zip(found) {
            match check((&part, fingerprint), now, &speaker) {
                Ok(yes) => yeses.push(yes),
                Err(refusal) => refusals.push(refusal),
            }
        }
        let mut decision = Decision::new(AgreedToSeveral { refused: refusals });
        for yes in &yeses {
            let name = yes.part.to_string();
            decision = decision.audit(&Entry {
                acts_for: self.acting_for.as_ref(),
                pair: Some(&pair),
                part: Some(&name),
                ..Entry::of(call.now_ms, AuditWord::Agree, caller)
            });
        }
        let all = Yeses { yeses, pair, speaker, proposed: speaking.proposed(call.now_ms) };
        let record = DocumentName::Record(caller.workshop.clone(), map.clone());
        Ok(decision
            .edit(record, move |document| all.write(document))
            .effect(Effect::GuardMap { workshop: caller.workshop.clone(), map: Some(map.clone()) }))
    }
}

impl AgreeToSeveral {
    /// Which parts, and what was seen of each.
    fn read(&self) -> Result<Vec<(PartName, String)>, CommandError> {
        if self.parts.is_empty() || self.parts.len() > PARTS_MAX {
            return Err(CommandError::bad("bad_parts", "Name between 1 and 200 parts."));
        }
        let read = |seen: &SeenPart| {
            let part = PartName::parse(&format!("{}:{}", seen.kind, seen.id));
            let part = part.filter(|part| part.kind != AgreeKind::Map)?;
            Some((part, seen.fingerprint.clone()))
        };
        let parts: Option<Vec<_>> = self.parts.iter().map(read).collect();
        parts.ok_or_else(|| {
            CommandError::bad("bad_part", "This is not a part of a map that can be agreed with others.")
        })
    }
}

/// A yes to a part as it is now.
struct Yes {
    part: PartName,
    act: Act,
    present: Present,
    meaning: Meaning,
}

/// Whether a yes to what was seen of a part is one to what it says now.
fn check(
    (part, fingerprint): (&PartName, String),
    now: Option<PartNow>,
    speaker: &Speaker,
) -> Result<Yes, RefusedPart> {
    let refusal =
        |code: &str| RefusedPart { kind: part.kind.as_str().into(), id: part.id.clone(), code: code.into() };
    let PartNow { meaning, is_removed } = now.ok_or_else(|| refusal("not_found"))?;
    let is_over_limit = meaning.is_over_limit();
    let present = Present { fingerprint: meaning.fingerprint(), is_removed, is_over_limit, open_parts: 0 };
    let act = Act::Agree { fingerprint };
    if meaning.is_plain_link() {
        return Err(refusal("part_of_step"));
    }
    match act::say(&Acts::default(), &act, speaker, &present) {
        Ok(_) => Ok(Yes { part: part.clone(), act, present, meaning }),
        Err(act::Refused::Changed) => Err(refusal("changed")),
        Err(act::Refused::TakenOut) => Err(refusal("taken_out")),
        Err(_) => Err(refusal("text_too_long")),
    }
}

/// What is written.
struct Yeses {
    yeses: Vec<Yes>,
    pair: String,
    speaker: Speaker,
    proposed: Proposed,
}

impl Yeses {
    /// Writes all of it, inside the room of the record.
    fn write(&self, document: &mut Document) -> Result<(), CommandError> {
        let mut said = Vec::new();
        for Yes { part, act, present, meaning } in &self.yeses {
            let before = record::acts_of(document, &self.pair, part);
            let after = act::say(&before, act, &self.speaker, present)
                .map_err(|why| refused(why, (present, meaning)))?;
            if after != before {
                said.push((part.clone(), after, meaning.clone()));
            }
        }
        let unproposed: Vec<&PartName> =
            said.iter().map(|(part, ..)| part).filter(|part| !record::is_proposed(document, part)).collect();
        if !said.is_empty() {
            document.write(|txn, _| {
                for part in unproposed {
                    // Whoever says yes has put it up.
                    record::write_proposed(txn, part, &self.proposed);
                }
                record::write_several(txn, &self.pair, &said);
            });
        }
        Ok(())
    }
}
