//! Bringing a record up to date whose fingerprints were made by the rule before the present one (decisions D59, D60).
//!
//! By that rule a fingerprint was one hash over the words of a part and the titles around it, white space and all, and
//! every link was a part of its own. The record keeps the wordings that were agreed to, so each yes is computed anew from
//! the words it was for. What cannot be computed is no yes any more: none is made up. Owns the earlier rule, for as long
//! as records by it may be stored. Pure: the map is told by who calls.

use std::borrow::Cow;
use std::collections::BTreeMap;

use yrs::{ReadTxn, TransactionMut};

use super::agreement::{Acts, Agreed, Half, View, Yes};
use super::record::{self, Record};
use super::side::Side;
use crate::document::Document;
use crate::pathway::fingerprint::{hash_of, is_present_rule};
use crate::pathway::meaning::{AgreeKind, LeadsTo, Meaning, PartName};
use crate::pathway::part_reader::PlainLinks;

/// Whether a record has a yes or an agreement by an earlier rule.
#[must_use]
pub fn is_due(document: &Document) -> bool {
    document.read(|txn, _| has_older(&Record::read(txn)))
}

fn has_older(record: &Record) -> bool {
    record.acts.values().flat_map(Acts::fingerprints).any(|fingerprint| !is_present_rule(fingerprint))
}

/// Brings a record up to date, within a transaction. `links` are the plain links of its map as they are now. Done once more
/// it changes nothing.
pub fn upgrade(txn: &mut TransactionMut<'_>, links: &PlainLinks) {
    let record = Record::read(txn);
    if !has_older(&record) {
        return;
    }
    let mut upgrade = Upgrade { record: &record, links, old: old_wordings(txn), kept: BTreeMap::new() };
    let mut after = upgrade.parts();
    upgrade.whole_maps(&mut after);
    upgrade.move_views(&mut after);
    record::write_anew(txn, &after, &upgrade.kept);
}

/// The kept wordings; one that is not what its fingerprint says is none.
fn old_wordings<T: ReadTxn>(txn: &T) -> BTreeMap<String, Meaning> {
    let is_true = |(fingerprint, meaning): &(String, Meaning)| {
        *fingerprint == earlier_fingerprint(meaning) || *fingerprint == meaning.fingerprint()
    };
    record::wordings(txn).into_iter().filter(is_true).collect()
}

type Said = BTreeMap<(String, PartName), Acts>;

struct Upgrade<'a> {
    record: &'a Record,
    links: &'a PlainLinks,
    /// By the fingerprints of the earlier rule.
    old: BTreeMap<String, Meaning>,
    /// By those of the present one.
    kept: BTreeMap<String, Meaning>,
}

impl Upgrade<'_> {
    /// What was said of every part but the whole map, which rests on them.
    fn parts(&mut self) -> Said {
        let mut after = Said::new();
        for ((pair, part), acts) in &self.record.acts {
            let mut new = acts.clone();
            for side in Side::BOTH {
                let yes = acts.half(side).yes.as_ref().and_then(|yes| {
                    let meaning = self.meaning_said_yes_to((pair, part), &[side], &yes.fingerprint)?;
                    Some(Yes { fingerprint: self.keep(meaning), ..yes.clone() })
                });
                new.half_mut(side).yes = yes;
            }
            new.agreed = acts.agreed.as_ref().and_then(|agreed| {
                let before = &agreed.fingerprint;
                let meaning = self
                    .meaning_said_yes_to((pair, part), &Side::BOTH, before)
                    .or_else(|| self.step_that_stays_held((pair, part), before))?;
                Some(Agreed { fingerprint: self.keep(meaning), at: agreed.at })
            });
            after.insert((pair.clone(), part.clone()), new);
        }
        after
    }

    fn keep(&mut self, meaning: Meaning) -> String {
        let fingerprint = meaning.fingerprint();
        self.kept.insert(fingerprint.clone(), meaning);
        fingerprint
    }

    /// What these sides of a pair said yes to by an earlier fingerprint, as it is written now; `None` when that is not
    /// known, or was said in several parts and not of all of them.
    fn meaning_said_yes_to(
        &self,
        (pair, part): (&str, &PartName),
        sides: &[Side],
        before: &str,
    ) -> Option<Meaning> {
        let mut meaning = self.old.get(before)?.clone();
        match part.kind {
            AgreeKind::Map => return None,
            AgreeKind::Link if meaning.is_plain_link() => return None,
            AgreeKind::Step if !is_present_rule(before) => {
                let said = self.links_said_yes_to((pair, sides), &part.id);
                if said.len() < self.links.get(&part.id).map_or(0, BTreeMap::len) {
                    return None;
                }
                *meaning.leads_to_mut()? = orders(&said);
            }
            AgreeKind::Goal | AgreeKind::Outcome | AgreeKind::Stage | AgreeKind::Step | AgreeKind::Link => {}
        }
        Some(meaning)
    }

    /// A step that both had agreed without all of its plain links: no yes carries over, but that it is held, with the links
    /// that both had agreed, and what changed since, rest on it.
    fn step_that_stays_held(&self, (pair, part): (&str, &PartName), before: &str) -> Option<Meaning> {
        let mut meaning = self.old.get(before)?.clone();
        let said = self.links_said_yes_to((pair, &Side::BOTH), &part.id);
        *meaning.leads_to_mut()? = orders(&said);
        Some(meaning)
    }

    /// The plain links of a step that all of these sides of a pair said yes to as they stand.
    fn links_said_yes_to(&self, (pair, sides): (&str, &[Side]), step: &str) -> Vec<(&str, &Meaning)> {
        let links = self.links.get(step).into_iter().flatten().map(|(link, now)| (link.as_str(), now));
        links.filter(|link| sides.iter().all(|side| self.said_yes_to_link((pair, *side), *link))).collect()
    }

    /// Whether a side said yes to a link as it stands.
    fn said_yes_to_link(&self, (pair, side): (&str, Side), (link, now): (&str, &Meaning)) -> bool {
        let name = PartName { kind: AgreeKind::Link, id: String::from(link) };
        let acts = self.record.acts.get(&(String::from(pair), name));
        acts.is_some_and(|acts| acts.says_yes(side, &earlier_fingerprint(now)))
    }

    /// A yes to the whole map carries over when the same side's yes to each of its parts did.
    fn whole_maps(&mut self, after: &mut Said) {
        let maps = self.record.acts.iter().filter(|((_, part), _)| part.kind == AgreeKind::Map);
        for ((pair, part), acts) in maps {
            let mut new = Acts { agreed: None, ..acts.clone() };
            for side in Side::BOTH {
                let yes = acts.half(side).yes.as_ref().and_then(|yes| {
                    let meaning = self.map_said_yes_to((pair, side), &yes.fingerprint, after)?;
                    Some(Yes { fingerprint: self.keep(meaning), ..yes.clone() })
                });
                new.half_mut(side).yes = yes;
            }
            let is_agreed = |half: &Half| half.yes.as_ref().map(|yes| yes.fingerprint.clone());
            let said = acts.agreed.as_ref().filter(|agreed| acts.both_say_yes(&agreed.fingerprint));
            if let (Some(agreed), Some(fingerprint)) = (said, is_agreed(&new.patient))
                && new.both_say_yes(&fingerprint)
            {
                new.agreed = Some(Agreed { fingerprint, at: agreed.at });
            }
            after.insert((pair.clone(), part.clone()), new);
        }
    }

    fn map_said_yes_to(&self, (pair, side): (&str, Side), before: &str, after: &Said) -> Option<Meaning> {
        let Meaning::Map { map_kind, parts } = self.old.get(before)? else { return None };
        let mut now = BTreeMap::new();
        for (name, fingerprint) in parts {
            if self.old.get(fingerprint)?.is_plain_link() {
                continue;
            }
            let key = (String::from(pair), PartName::parse(name)?);
            // The yes must have been to the very wording that the map had then.
            if !self.record.acts.get(&key)?.says_yes(side, fingerprint) {
                return None;
            }
            now.insert(name.clone(), after.get(&key)?.half(side).yes.as_ref()?.fingerprint.clone());
        }
        Some(Meaning::Map { map_kind: *map_kind, parts: now })
    }

    /// A differing view on a plain link stands on the step it is part of now: no view is lost.
    fn move_views(&self, after: &mut Said) {
        for (step, links) in self.links {
            let step = PartName { kind: AgreeKind::Step, id: step.clone() };
            for link in links.keys() {
                let link = PartName { kind: AgreeKind::Link, id: link.clone() };
                let keys = after.keys().filter(|(_, part)| *part == link).cloned().collect::<Vec<_>>();
                for key in keys {
                    let Some(said) = after.remove(&key) else { continue };
                    let (pair, _) = &key;
                    let mut of_step = after.remove(&(pair.clone(), step.clone())).unwrap_or_default();
                    move_to(&said, &mut of_step);
                    after.insert((pair.clone(), step.clone()), of_step);
                    // Whoever asked to take it out still does.
                    let mut left = Acts::default();
                    for side in Side::BOTH {
                        left.half_mut(side).removal = said.half(side).removal;
                    }
                    after.insert(key, left);
                }
            }
        }
    }
}

/// The steps that plain links lead to, as the step they lead from says it.
fn orders(links: &[(&str, &Meaning)]) -> Vec<LeadsTo> {
    let mut orders: BTreeMap<&str, LeadsTo> = BTreeMap::new();
    for (link, now) in links {
        let Meaning::Link { to, .. } = now else { continue };
        let order = || LeadsTo { id: to.id.clone(), title: to.title.clone(), link: String::from(*link) };
        orders.entry(&to.id).or_insert_with(order);
    }
    orders.into_values().collect()
}

/// Whoever sees a link differently does not say yes to its step at the same time.
fn move_to(link: &Acts, step: &mut Acts) {
    for side in Side::BOTH {
        let Some(view) = &link.half(side).view else { continue };
        let half = step.half_mut(side);
        half.yes = None;
        half.resolved = None;
        half.view = Some(match half.view.take() {
            Some(own) => View { text: format!("{}\n{}", own.text, view.text), ..own },
            None => view.clone(),
        });
    }
    step.past.extend(link.past.iter().cloned());
    step.past.sort_by_key(|past| past.at);
}

/// The fingerprint by the earlier rule.
fn earlier_fingerprint(meaning: &Meaning) -> String {
    let mut texts = vec![meaning.word()];
    match meaning {
        Meaning::Goal { title } | Meaning::Stage { title } => texts.push(title),
        Meaning::Outcome { title, measure, family } => texts.extend([title, measure, family.as_str()]),
        Meaning::Step { title, detail, stage, lane, mode, sector, goals, .. }
        | Meaning::Decision { title, detail, stage, lane, mode, sector, goals, .. } => {
            texts.extend([title.as_str(), detail]);
            if let Meaning::Decision { options, matters, .. } = meaning {
                texts.extend([options.as_str(), matters]);
            }
            texts.extend([stage.id.as_str(), &stage.title, &lane.id, &lane.title]);
            texts.extend([mode.as_str(), sector.as_str()]);
            texts.extend(goals.iter().flat_map(|goal| [goal.id.as_str(), &goal.title]));
        }
        Meaning::Link { from, to, label } => {
            texts.extend([from.id.as_str(), &from.title, &to.id, &to.title, label]);
        }
        Meaning::Map { map_kind, parts } => {
            texts.push(map_kind.as_str());
            texts.extend(parts.iter().flat_map(|(name, fingerprint)| [name.as_str(), fingerprint]));
        }
    }
    hash_of(texts.into_iter().map(Cow::Borrowed))
}

#[cfg(test)]
#[path = "upgrade_tests.rs"]
mod tests;
