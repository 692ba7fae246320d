//! What partners say of the parts of a map (capabilities AGR-1 to AGR-4, `docs/spec/agreement.md`).
//!
//! The rules are pure and in `crdt/src/workshop/act.rs`; here it is found out who speaks, for which pair, about which
//! wording, and what was said is committed before anybody sees it. A yes names the fingerprint the person saw. Should the
//! map change between the look at it and the commit, the yes is to the older wording and counts for that alone.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{self, AgreeKind, Meaning, PartName, PartNow};
use pairway_crdt::workshop::act::{self, Present, Refused, Speaker};
use pairway_crdt::workshop::facts;
use pairway_crdt::workshop::pairs::{self, Pairs, open_pair_of};
use pairway_crdt::workshop::record::{self, Proposed, Record, WholeMap};
use pairway_crdt::workshop::side::Side;
use serde_json::json;

use super::acting::Voice;
use super::audit::{self, Act, Entry};
use super::repeat::{Given, until_it_fits};
use super::{Actor, CommandError, Workshops, facts_document, words};
use crate::auth::command::Command;
use crate::auth::permission::DocumentName;
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::store::Batch;

/// What somebody says of a part.
#[derive(Debug, Clone)]
pub struct Said {
    /// Of which part.
    pub part: PartName,
    /// What.
    pub what: What,
    /// For whom, when a scribe writes it down.
    pub acting_for: Option<ParticipantId>,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is put up to be agreed.
    Propose,
    /// What a half of a pair says.
    Half(act::Act),
}

/// Who speaks, as which half of which pair.
struct Speaking {
    voice: Voice,
    half: Option<(String, Side)>,
}

/// The part as it is now, with the meaning behind its fingerprint.
struct Now {
    meaning: Meaning,
    present: Present,
}

const NO_SUCH_PART: &str = "This part is no longer on the map.";

impl Workshops {
    /// Says it.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn say(
        &self,
        actor: &Actor,
        command: &str,
        (map, mut said): (&MapId, Said),
    ) -> Result<(), CommandError> {
        words::check_command(command)?;
        if let What::Half(act::Act::Differ { text }) = &mut said.what {
            *text = words::read_view(text)?;
        }
        until_it_fits(|| self.try_say(actor, command, (map, &said))).await?;
        self.tend(&actor.workshop, map).await
    }

    async fn try_say(
        &self,
        actor: &Actor,
        command: &str,
        (map, said): (&MapId, &Said),
    ) -> Result<(), CommandError> {
        self.check_map(&actor.workshop, map).await?;
        let given = Given::by_actor(actor, command);
        if self.earlier_answer(given).await?.is_some() {
            return Ok(());
        }
        let look = |document: &Document| (facts::read(document), pairs::read(document));
        let (facts, pairs) = self.rooms.read(&facts_document(&actor.workshop), look).await?;
        let needed = match said.what {
            What::Propose => Command::Propose,
            What::Half(_) => Command::Agree,
        };
        let voice = Voice::of(actor, said.acting_for.as_ref(), (&facts, &pairs))?.may(needed)?;
        let half = half_of(&voice, &said.what, &pairs)?;
        if let Some((pair, side)) = &half
            && let Some(pair) = pairs.get(pair)
        {
            self.check_two_hands(actor, &voice, (pair, *side)).await?;
        }
        let speaking = Speaking { voice, half };
        let now = self.part_now((&actor.workshop, map), &said.part, &pairs).await?;
        let mut batch = Batch::default();
        self.remember_answer(&mut batch, given, json!({}));
        let at = self.clock.now_ms();
        let part = said.part.to_string();
        let entry = Entry {
            acts_for: said.acting_for.as_ref(),
            pair: speaking.half.as_ref().map(|(pair, _)| pair.as_str()),
            part: Some(&part),
            ..Entry::of(at, act_of(&said.what), actor)
        };
        audit::note(&mut batch, &entry);
        let record = DocumentName::Record(actor.workshop.clone(), map.clone());
        let (name, what) = (said.part.clone(), said.what.clone());
        let edit = move |document: &mut Document| write(document, (&name, &what), (&speaking, at), &now);
        self.rooms.try_edit_with(&record, batch, edit).await?
    }

    /// The part as the map has it now; the whole map is put together from copies on a worker.
    async fn part_now(
        &self,
        (workshop, map): (&WorkshopId, &MapId),
        part: &PartName,
        pairs: &Pairs,
    ) -> Result<Now, CommandError> {
        if part.kind == AgreeKind::Map {
            let WholeMap { meaning, open } = self.whole_map((workshop, map), pairs).await?;
            let present = Present { fingerprint: meaning.fingerprint(), is_removed: false, open_parts: open };
            return Ok(Now { meaning, present });
        }
        let (name, wanted) = (DocumentName::Map(workshop.clone(), map.clone()), part.clone());
        let found =
            self.rooms.read(&name, move |document| document.read(|txn, _| meaning::read_part(txn, &wanted)));
        let PartNow { meaning, is_removed } = found.await?.ok_or(CommandError::NotFound(NO_SUCH_PART))?;
        let present = Present { fingerprint: meaning.fingerprint(), is_removed, open_parts: 0 };
        Ok(Now { meaning, present })
    }

    async fn whole_map(
        &self,
        (workshop, map): (&WorkshopId, &MapId),
        pairs: &Pairs,
    ) -> Result<WholeMap, CommandError> {
        let record = DocumentName::Record(workshop.clone(), map.clone());
        let (record, pairs) = (self.rooms.read(&record, Record::read_document).await?, pairs.clone());
        let look = move |document: &Document| {
            document.read(|txn, _| record.whole_map(meaning::map_kind(txn), &meaning::all_parts(txn), &pairs))
        };
        self.with_copy(workshop, map, look).await
    }
}

/// Which half of which pair a voice is; `None` for those who may speak without being one.
fn half_of(voice: &Voice, what: &What, pairs: &Pairs) -> Result<Option<(String, Side)>, CommandError> {
    // A role that changed to the other side since the pair was formed says nothing for its half.
    let half = open_pair_of(pairs, &voice.person).filter(|(_, _, side)| voice.role.side() == Some(*side));
    match (half, what) {
        (Some((pair, _, side)), _) => Ok(Some((pair.to_owned(), side))),
        (None, What::Propose) => Ok(None),
        (None, What::Half(_)) => Err(CommandError::not_now(
            "no_pair",
            "You have no partner yet. Find your partner first: agreeing takes two.",
        )),
    }
}

/// Writes what is said, inside the room of the record.
fn write(
    document: &mut Document,
    (part, what): (&PartName, &What),
    (Speaking { voice, half }, at): (&Speaking, u64),
    now: &Now,
) -> Result<(), CommandError> {
    let proposed = Proposed {
        side: voice.role.side().map_or(String::new(), |side| side.as_str().to_owned()),
        by: voice.person.clone(),
        at,
    };
    let is_new = !record::is_proposed(document, part);
    let act = match (what, half) {
        (What::Propose, _) => {
            if now.present.is_removed {
                return Err(refused(Refused::TakenOut, now));
            }
            if is_new {
                document.write(|txn, _| record::write_proposed(txn, part, &proposed));
            }
            return Ok(());
        }
        (What::Half(act), Some(half)) => (act, half),
        (What::Half(_), None) => return Err(CommandError::NotFound(NO_SUCH_PART)),
    };
    let (act, (pair, side)) = act;
    let before = record::acts_of(document, pair, part);
    if let (act::Act::Agree { .. }, Meaning::Map { parts, .. }) = (act, &now.meaning)
        && parts.is_empty()
    {
        return Err(CommandError::not_now(
            "nothing_agreed",
            "No part of this map is agreed yet. Begin with a goal.",
        ));
    }
    let speaker = Speaker { side: *side, by: voice.person.clone(), scribe: voice.scribe.clone(), at };
    let after = act::say(&before, act, &speaker, &now.present).map_err(|why| refused(why, now))?;
    let puts_up = is_new && matches!(act, act::Act::Agree { .. } | act::Act::Differ { .. });
    if after != before || puts_up {
        document.write(|txn, _| {
            if puts_up {
                // Whoever says yes has put it up.
                record::write_proposed(txn, part, &proposed);
            }
            record::write_acts(txn, (pair, part), &after, &now.meaning);
        });
    }
    Ok(())
}

fn refused(why: Refused, now: &Now) -> CommandError {
    match why {
        Refused::Changed => CommandError::Changed {
            message: "This part has changed since you looked. See what changed, then say yes again.",
            now: json!({ "fingerprint": now.present.fingerprint, "meaning": now.meaning }),
        },
        Refused::TakenOut => {
            CommandError::not_now("taken_out", "This part was taken out. Bring it back first.")
        }
        Refused::PartsOpen => {
            CommandError::not_now("parts_open", "Some parts are still to agree. The whole map comes last.")
        }
        Refused::NothingToResolve => {
            CommandError::not_now("nothing_to_resolve", "Nobody sees this part differently now.")
        }
        Refused::NotParked => CommandError::not_now("not_parked", "This part is not parked."),
        Refused::NotAgreed => CommandError::not_now(
            "not_agreed",
            "You two have not agreed this part, so it can simply be taken out.",
        ),
    }
}

fn act_of(what: &What) -> Act {
    match what {
        What::Propose => Act::Propose,
        What::Half(act) => match act {
            act::Act::Agree { .. } => Act::Agree,
            act::Act::Withdraw => Act::Withdraw,
            act::Act::Differ { .. } => Act::Differ,
            act::Act::Resolve => Act::Resolve,
            act::Act::Park => Act::Park,
            act::Act::Reopen => Act::Reopen,
            act::Act::Remove => Act::RemovePart,
            act::Act::Keep => Act::KeepPart,
        },
    }
}
