//! Putting an agreed part back that somebody took out or broke, and taking one out: the server's own edits of a live map.
//!
//! People change the wording of an agreed part as they like: it is then to be agreed again, which everybody sees. What no
//! editor makes of a part is put back: a part that is removed, gone or replaced, a text that is no text any more, a place
//! or ends that lead nowhere. Owns what counts as which, and how it is made again from the wording that was agreed. Who
//! decides that, and when, is the keeper of the server.

use std::collections::HashMap;

use yrs::{Any, Map, MapPrelim, MapRef, ReadTxn, TextPrelim, TransactionMut, WriteTxn};

use super::meaning::{Meaning, Named, PartName};
use super::order;
use super::part_reader::{is_linked_otherwise, joins, part_of, shows};
use super::schema::{LINK_KIND, StepKind, key, root, step_goal_key};
use crate::value;

/// Something to be put back, so that the part is one of its kind again.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Repair {
    /// The whole part: it is gone, or something else stands in its place.
    Whole,
    /// It is removed.
    Show,
    /// A text under a key, which is gone or no text any more.
    Text { key: &'static str, words: String },
    /// The words in `meta`, which is gone or no object any more.
    Words,
    /// Where a step stands: what stands there names no place.
    Place,
    /// The ends of a link: what stands there does not join two steps that show.
    Ends,
}

/// Takes a part out (`rm`), within a transaction.
pub fn take_out(txn: &mut TransactionMut<'_>, name: &PartName) {
    let Some(root) = name.kind.root() else { return };
    let map = txn.get_or_insert_map(root);
    if let Some(part) = value::part(txn, &map, &name.id) {
        part.insert(txn, key::REMOVED, true);
    }
}

/// Whether [`put_back`] would change anything. It never does twice: what is put back is as agreed, and whoever looks after
/// a map at every edit does not go round in circles.
pub fn is_due<T: ReadTxn>(txn: &T, name: &PartName, agreed: &Meaning) -> bool {
    !repairs(txn, name, agreed).is_empty() && !is_replaced(txn, name, agreed)
}

/// Whether a plain link is gone and another one joins its steps: the order that was agreed is still there.
fn is_replaced<T: ReadTxn>(txn: &T, name: &PartName, agreed: &Meaning) -> bool {
    match agreed {
        Meaning::Link { from, to, .. } if agreed.is_plain_link() => {
            is_linked_otherwise(txn, &name.id, [&from.id, &to.id])
        }
        _ => false,
    }
}

/// Order keys behind every part of a root, for parts that are put back together: their parts are gone through once.
pub struct LastOrders<'r> {
    /// Draws the tails of keys.
    random: &'r mut dyn FnMut() -> u32,
    last: HashMap<&'static str, String>,
}

impl std::fmt::Debug for LastOrders<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastOrders").field("last", &self.last).finish_non_exhaustive()
    }
}

impl<'r> LastOrders<'r> {
    /// For one transaction; `random` draws the tails of the keys.
    pub fn new(random: &'r mut dyn FnMut() -> u32) -> Self {
        Self { random, last: HashMap::new() }
    }

    fn next<T: ReadTxn>(&mut self, txn: &T, root: &'static str) -> String {
        let last = self.last.remove(root).or_else(|| last_order(txn, root));
        let next = order::between(last.as_deref(), None, self.random);
        self.last.insert(root, next.clone());
        next
    }
}

/// Makes a part show again and be one of its kind, within a transaction: words that others wrote in it stay; one that is
/// gone altogether is made again from the agreed wording, last in its place.
pub fn put_back(
    txn: &mut TransactionMut<'_>,
    name: &PartName,
    agreed: &Meaning,
    orders: &mut LastOrders<'_>,
) {
    let Some(root) = name.kind.root() else { return };
    let repairs = repairs(txn, name, agreed);
    let map = txn.get_or_insert_map(root);
    for repair in repairs {
        let Some(part) = value::part(txn, &map, &name.id) else {
            return make(txn, name, agreed, orders);
        };
        match repair {
            Repair::Whole => {}
            Repair::Show => drop(part.remove(txn, key::REMOVED)),
            Repair::Text { key, words } => drop(part.insert(txn, key, TextPrelim::new(words))),
            Repair::Words => write_words(txn, &part, agreed),
            Repair::Place => write_place(txn, &part, agreed, orders),
            Repair::Ends => write_ends(txn, &part, agreed),
        }
    }
}

fn repairs<T: ReadTxn>(txn: &T, name: &PartName, agreed: &Meaning) -> Vec<Repair> {
    let Some(root) = name.kind.root() else { return Vec::new() };
    let Some(part) = part_of(txn, root, &name.id) else { return vec![Repair::Whole] };
    let mut repairs = Vec::new();
    if value::is_true(txn, &part, key::REMOVED) {
        repairs.push(Repair::Show);
    }
    let lost = texts(agreed).into_iter().filter(|(key, words)| {
        // A text that said nothing is not missed: older parts were made without some.
        !words.is_empty() && !value::is_text(txn, &part, key)
    });
    repairs.extend(lost.map(|(key, words)| Repair::Text { key, words: String::from(words) }));
    if says_words(agreed) && value::fields(txn, &part, key::META).is_none() {
        repairs.push(Repair::Words);
    }
    match agreed {
        Meaning::Step { stage, lane, .. } | Meaning::Decision { stage, lane, .. } => {
            let was_placed = shows(txn, root::STAGES, &stage.id) && shows(txn, root::LANES, &lane.id);
            repairs.extend((was_placed && !names_a_place(txn, &part)).then_some(Repair::Place));
        }
        Meaning::Link { from, to, .. } => {
            let ends = value::fields(txn, &part, key::ENDS).unwrap_or_default();
            let ends = [key::FROM, key::TO].map(|end| value::field(&ends, end));
            let joined = !from.id.is_empty() && !to.id.is_empty() && from.id != to.id;
            let is_lost = ends != [from.id.as_str(), &to.id] && !joins(txn, ends);
            repairs.extend((joined && is_lost).then_some(Repair::Ends));
        }
        Meaning::Goal { .. } | Meaning::Stage { .. } | Meaning::Outcome { .. } | Meaning::Map { .. } => {}
    }
    repairs
}

/// The agreed texts by their keys.
fn texts(agreed: &Meaning) -> Vec<(&'static str, &str)> {
    match agreed {
        Meaning::Goal { title } | Meaning::Stage { title } => vec![(key::TITLE, title)],
        Meaning::Outcome { title, measure, .. } => vec![(key::TITLE, title), (key::MEASURE, measure)],
        Meaning::Step { title, detail, .. } => vec![(key::TITLE, title), (key::DETAIL, detail)],
        Meaning::Decision { title, detail, options, matters, .. } => {
            vec![(key::TITLE, title), (key::DETAIL, detail), (key::OPTIONS, options), (key::MATTERS, matters)]
        }
        Meaning::Link { label, .. } => vec![(key::LABEL, label)],
        Meaning::Map { .. } => Vec::new(),
    }
}

/// The agreed words that stand in `meta`.
fn words(agreed: &Meaning) -> Vec<(&'static str, &'static str)> {
    match agreed {
        Meaning::Outcome { family, .. } => vec![(key::FAMILY, family.as_str())],
        Meaning::Step { mode, sector, .. } | Meaning::Decision { mode, sector, .. } => {
            let kind = match agreed {
                Meaning::Decision { .. } => StepKind::Decision,
                _ => StepKind::Step,
            };
            vec![(key::KIND, kind.as_str()), (key::MODE, mode.as_str()), (key::SECTOR, sector.as_str())]
        }
        Meaning::Goal { .. } | Meaning::Stage { .. } | Meaning::Link { .. } | Meaning::Map { .. } => {
            Vec::new()
        }
    }
}

/// Whether the agreed words are more than what a part without any reads as.
fn says_words(agreed: &Meaning) -> bool {
    words(agreed).into_iter().any(|(_, word)| !word.is_empty() && word != StepKind::default().as_str())
}

/// Whether a step says where it stands. A stage or lane that was removed counts: the step is then not placed, as everybody
/// sees, and stands there again when the stage comes back.
fn names_a_place<T: ReadTxn>(txn: &T, step: &MapRef) -> bool {
    let Some(pos) = value::fields(txn, step, key::POS) else { return false };
    let is_there = |root, key| part_of(txn, root, value::field(&pos, key)).is_some();
    is_there(root::STAGES, key::STAGE) && is_there(root::LANES, key::LANE)
}

/// Makes a part again from its agreed wording.
fn make(txn: &mut TransactionMut<'_>, name: &PartName, agreed: &Meaning, orders: &mut LastOrders<'_>) {
    let Some(root) = name.kind.root() else { return };
    let part = txn.get_or_insert_map(root).insert(txn, name.id.as_str(), MapPrelim::default());
    for (key, words) in texts(agreed) {
        part.insert(txn, key, TextPrelim::new(words));
    }
    write_words(txn, &part, agreed);
    match agreed {
        Meaning::Goal { .. } | Meaning::Stage { .. } | Meaning::Outcome { .. } => {
            let ord = orders.next(txn, root);
            part.insert(txn, key::ORD, ord);
        }
        Meaning::Step { goals, .. } | Meaning::Decision { goals, .. } => {
            write_place(txn, &part, agreed, orders);
            serve(txn, &name.id, goals);
        }
        Meaning::Link { .. } => {
            write_ends(txn, &part, agreed);
            part.insert(txn, key::KIND, LINK_KIND);
        }
        Meaning::Map { .. } => {}
    }
}

fn write_words(txn: &mut TransactionMut<'_>, part: &MapRef, agreed: &Meaning) {
    let words = words(agreed);
    if !words.is_empty() {
        part.insert(txn, key::META, object(words));
    }
}

fn write_place(txn: &mut TransactionMut<'_>, step: &MapRef, agreed: &Meaning, orders: &mut LastOrders<'_>) {
    let (Meaning::Step { stage, lane, .. } | Meaning::Decision { stage, lane, .. }) = agreed else { return };
    let ord = orders.next(txn, root::STEPS);
    let pos = [(key::STAGE, stage.id.as_str()), (key::LANE, &lane.id), (key::ORD, &ord)];
    step.insert(txn, key::POS, object(pos));
}

fn write_ends(txn: &mut TransactionMut<'_>, link: &MapRef, agreed: &Meaning) {
    let Meaning::Link { from, to, .. } = agreed else { return };
    link.insert(txn, key::ENDS, object([(key::FROM, &from.id), (key::TO, &to.id)]));
}

fn serve(txn: &mut TransactionMut<'_>, step: &str, goals: &[Named]) {
    let served = txn.get_or_insert_map(root::STEP_GOALS);
    for goal in goals {
        served.insert(txn, step_goal_key(step, &goal.id), true);
    }
}

/// The highest order key among the parts of a root, removed ones counted.
fn last_order<T: ReadTxn>(txn: &T, root: &str) -> Option<String> {
    let map = txn.get_map(root)?;
    let ord = |id: &str| {
        let part = value::part(txn, &map, id)?;
        let own = value::string(txn, &part, key::ORD).map(|ord| String::from(&*ord));
        let placed =
            value::fields(txn, &part, key::POS).map(|pos| String::from(value::field(&pos, key::ORD)));
        own.or(placed).filter(|ord| !order::read_order_key(ord).is_empty())
    };
    map.keys(txn).filter_map(ord).max()
}

fn object<S: AsRef<str>>(fields: impl IntoIterator<Item = (&'static str, S)>) -> Any {
    let fields = fields.into_iter().map(|(key, word)| (String::from(key), Any::from(word.as_ref())));
    Any::Map(std::sync::Arc::new(fields.collect()))
}

#[cfg(test)]
#[path = "put_back_tests.rs"]
mod tests;
