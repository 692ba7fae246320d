//! Pairs choose stages in the middle of deciding, and what that makes of every part. Owns what is known of it: by what the
//! server has answered, computed without the product's rules of scopes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use pairway_crdt::pathway::meaning::{AgreeKind, Meaning, PartName};
use pairway_crdt::pathway::part_reader::{self, PartReader};
use pairway_crdt::workshop::agreement::{Acts, Combined, State};
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::pairs::{Pair, Pairs, open_pair_of};
use pairway_crdt::workshop::record::Record;
use pairway_crdt::workshop::side::Side;
use pairway_tests::server::random_command;
use rand::Rng;
use serde_json::json;
use yrs::Transact;

use crate::world::World;

/// What a pair decides about on the one map; no stages are the whole map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// What counts.
    stages: BTreeSet<String>,
    /// What is asked for, with who has said yes.
    asked: Option<(BTreeSet<String>, BTreeSet<Side>)>,
}

/// Parts by name, with what they mean.
pub(crate) type Parts = BTreeMap<PartName, Meaning>;

/// The stage a part is in, put together from meanings alone.
fn stage_of(parts: &Parts, part: &PartName) -> String {
    match parts.get(part) {
        Some(Meaning::Stage { .. }) => part.id.clone(),
        Some(Meaning::Step { stage, lane, .. } | Meaning::Decision { stage, lane, .. }) => {
            if lane.id.is_empty() { String::new() } else { stage.id.clone() }
        }
        Some(Meaning::Link { from, .. }) => {
            stage_of(parts, &PartName { kind: AgreeKind::Step, id: from.id.clone() })
        }
        _ => String::new(),
    }
}

/// Whether both halves of a pair say yes to the present wording, and nothing of theirs stands against it.
fn agrees(acts: Option<&Acts>, present: &str) -> bool {
    acts.is_some_and(|acts| acts.both_say_yes(present) && !acts.is_differing() && !acts.is_parked())
}

impl World {
    /// Somebody asks for stages, or answers who asked.
    pub(crate) async fn somebody_chooses_stages(&mut self, person: usize) -> Result<()> {
        let pairs = self.pairs().await?;
        let me = self.people[person].joined.clone();
        let Some((id, _, side)) =
            open_pair_of(&pairs, &me.participant).map(|(id, pair, side)| (id.to_owned(), pair, side))
        else {
            return Ok(());
        };
        let chosen = self.model.chosen.entry(id.clone()).or_default().clone();
        let (what, stages) = match &chosen.asked {
            Some((stages, _)) => {
                (if self.random.random_bool(0.8) { "/accept" } else { "/decline" }, stages.clone())
            }
            None => ("", self.some_stages(person)),
        };
        let body = json!({
            "command": random_command(), "scope": { "map": self.workshop.map, "stages": stages },
        });
        let by_facilitator = what.is_empty() && self.random.random_bool(0.3);
        let token = if by_facilitator { self.facilitator.token.clone() } else { me.token };
        let path = self.path(&format!("/pairs/{id}/scope{what}"));
        let (status, answer) = self.command(&path, &body, &token).await?;
        if status != 200 {
            let code = answer["error"]["code"].as_str().unwrap_or_default().to_owned();
            let is_out = !self.people[person].is_in() && (status, &*code) == (401, "removed");
            ensure!(
                is_out || ["scope_is_so", "no_such_stage"].contains(&&*code),
                "{status} {answer} to {body}"
            );
            *self.model.refused.entry(code).or_default() += 1;
            return Ok(());
        }
        ensure!(by_facilitator || self.people[person].is_in(), "who has gone chooses nothing");
        self.model.scopes_said += 1;
        let chosen = self.model.chosen.entry(id).or_default();
        match (what, chosen.asked.take()) {
            ("", _) => {
                let yes = if by_facilitator { BTreeSet::new() } else { BTreeSet::from([side]) };
                chosen.asked = Some((stages, yes));
            }
            ("/accept", Some((stages, mut yes))) => {
                yes.insert(side);
                if yes.len() == 2 {
                    chosen.stages = stages;
                } else {
                    chosen.asked = Some((stages, yes));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Some of the stages on somebody's screen; none for the whole map.
    fn some_stages(&mut self, person: usize) -> BTreeSet<String> {
        let all = part_reader::all_parts(&self.people[person].map.doc.transact());
        let stages: Vec<String> =
            all.into_keys().filter(|part| part.kind == AgreeKind::Stage).map(|part| part.id).collect();
        stages.into_iter().filter(|_| self.random.random_bool(0.4)).collect()
    }

    /// What is stored of every open pair is what was answered.
    fn check_chosen(&self, pairs: &Pairs) -> Result<()> {
        for (id, pair) in pairs.iter().filter(|(_, pair)| pair.is_open()) {
            let known = self.model.chosen.get(id).cloned().unwrap_or_default();
            let stored = Chosen {
                stages: pair.scope.stages_on(&self.workshop.map).cloned().unwrap_or_default(),
                asked: pair
                    .asked_scope
                    .as_ref()
                    .map(|asked| (asked.stages.clone(), asked.yes.iter().copied().collect())),
            };
            ensure!(stored == known, "a pair decides about what nobody chose\n{stored:#?}\n{known:#?}");
        }
        Ok(())
    }

    /// Every part is what the pairs that decide about it have said.
    pub(crate) async fn check_states(&self, record: &Record, pairs: &Pairs) -> Result<()> {
        self.check_chosen(pairs)?;
        let parts = self.read("map", |txn| part_reader::all_parts(txn)).await?;
        let present = |txn: &yrs::Transaction<'_>| {
            let reader = PartReader::of_many(txn);
            parts.keys().filter_map(|part| Some((part.clone(), reader.present(part)?))).collect::<Vec<_>>()
        };
        let open_pairs = OpenPairs::on(&self.workshop.map, pairs);
        for (part, now) in self.read("map", present).await? {
            let stage = stage_of(&parts, &part);
            ensure!(now.stage == stage, "{part} is in {} and not in {stage}", now.stage);
            let decides = |id: &String| {
                let stages = self.model.chosen.get(id).map(|chosen| &chosen.stages);
                let is_in_scope = stage.is_empty()
                    || stages.is_none_or(|stages| stages.is_empty() || stages.contains(&stage));
                is_in_scope || record.acts.contains_key(&(id.clone(), part.clone()))
            };
            let open = pairs.iter().filter(|(id, pair)| Pair::is_open(pair) && decides(id));
            let deciding: Vec<Option<&Acts>> =
                open.map(|(id, _)| record.acts.get(&(id.clone(), part.clone()))).collect();
            let agreed = deciding.iter().filter(|acts| agrees(**acts, &now.fingerprint)).count();
            let differs = |acts: &&Acts| acts.is_differing() && !acts.is_parked();
            let is_differing = deciding.iter().flatten().any(differs);
            let combined = record.state_of(&part, &open_pairs, &now);
            ensure!((combined.agreed, combined.of) == (agreed, deciding.len()), "{part} {combined:?}");
            let Combined { state, .. } = combined;
            ensure!((state == State::Differ) == is_differing, "{part} {combined:?}");
            let is_agreed = agreed > 0 && agreed == deciding.len();
            ensure!((state == State::Agreed) == is_agreed, "{part} {combined:?}");
            let some = agreed > 0 && !is_agreed && !is_differing;
            ensure!((state == State::SomePairsAgree) == some, "{part} {combined:?}");
        }
        Ok(())
    }
}
