//! The plain links that agreed steps hold (decision D60): part of their steps, and by their id held like links of their own.
//!
//! Owns which they are, and letting one go. Putting back and taking out is the server's.

use std::collections::BTreeMap;

use yrs::TransactionMut;

use super::agreement::Acts;
use super::pairs::{Pair, Pairs};
use super::record::{self, Held, Record, TakeOut};
use crate::pathway::meaning::{AgreeKind, Meaning, Named, PartName};

impl Record {
    /// The plain links that agreed steps hold, as links, each until every pair that holds it wants it out. `wording` gives
    /// the words of a fingerprint.
    #[must_use]
    pub fn held_orders(
        &self,
        pairs: &Pairs,
        wording: impl Fn(&str) -> Option<Meaning>,
    ) -> BTreeMap<PartName, (Held, Meaning)> {
        let mut held: BTreeMap<PartName, (Held, Meaning)> = BTreeMap::new();
        for ((pair, part), acts) in self.acts.iter().filter(|((_, part), _)| part.kind == AgreeKind::Step) {
            let (Some(agreed), true) = (&acts.agreed, pairs.get(pair).is_some_and(Pair::is_open)) else {
                continue;
            };
            let Some(step) = wording(&agreed.fingerprint) else { continue };
            let title = step.title().unwrap_or_default();
            for order in step.leads_to().iter().filter(|order| !order.link.is_empty()) {
                let link = PartName { kind: AgreeKind::Link, id: order.link.clone() };
                let says = self.acts.get(&(pair.clone(), link.clone()));
                let take_out = if says.is_some_and(Acts::both_take_out) { TakeOut::Yes } else { TakeOut::No };
                let newest = Held { fingerprint: agreed.fingerprint.clone(), at: agreed.at, take_out };
                let from = Named { id: part.id.clone(), title: String::from(title) };
                let to = Named { id: order.id.clone(), title: order.title.clone() };
                let meaning = Meaning::Link { from, to, label: String::new() };
                held.entry(link).and_modify(|(held, _)| held.join(&newest)).or_insert((newest, meaning));
            }
        }
        held
    }
}

/// Writes that nothing holds a plain link any more, within a transaction: the wordings stay those that were agreed.
pub fn release_order(txn: &mut TransactionMut<'_>, link: &PartName) {
    for (fingerprint, mut meaning) in record::wordings(txn) {
        let Some(leads_to) = meaning.leads_to_mut() else { continue };
        if leads_to.iter().any(|order| order.link == link.id) {
            leads_to.iter_mut().filter(|order| order.link == link.id).for_each(|order| order.link.clear());
            record::put_wording(txn, &fingerprint, &meaning);
        }
    }
}

#[cfg(test)]
#[path = "orders_tests.rs"]
mod tests;
