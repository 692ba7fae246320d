//! What was said, as the server answered it, by the same pure rules (`crdt/src/workshop/act.rs`). Must not know any socket.

use std::collections::{BTreeMap, BTreeSet};

use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::workshop::act::{Act, Present, Speaker, say};
use pairway_crdt::workshop::agreement::Acts;
use pairway_crdt::workshop::pairs::{self, Pairs};
use pairway_crdt::workshop::side::Side;
use serde_json::{Value, json};

use crate::scopes::Chosen;
use crate::screen::Screen;

/// What the test knows of what was said: only what the server has answered.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// By pair and part.
    pub(crate) acts: BTreeMap<(String, PartName), Acts>,
    /// What was on the screen of a half of a pair whenever it said yes to a part.
    pub(crate) seen: BTreeMap<(String, PartName, Side), BTreeSet<Screen>>,
    /// How often something was said.
    pub(crate) accepted: usize,
    /// Refusals, by code.
    pub(crate) refused: BTreeMap<String, usize>,
    /// What each pair decides about, and what is asked of it.
    pub(crate) chosen: BTreeMap<String, Chosen>,
    /// How often stages were asked for, accepted and declined.
    pub(crate) scopes_said: usize,
    /// How often somebody left or was removed.
    pub(crate) gone: usize,
    /// How often a code of somebody who had gone was tried.
    pub(crate) dead_codes_tried: usize,
}

/// What was said without when and by whom: the test's clock is not the server's.
pub(crate) fn timeless(acts: &Acts) -> Value {
    let half = |side| {
        let half = acts.half(side);
        json!({
            "yes": half.yes.as_ref().map(|yes| &yes.fingerprint),
            "view": half.view.as_ref().map(|view| &view.text),
            "resolved": half.resolved.is_some(),
            "park": half.park,
            "removal": half.removal.is_some(),
        })
    };
    json!({
        "patient": half(Side::Patient),
        "professional": half(Side::Professional),
        "agreed": acts.agreed.as_ref().map(|agreed| &agreed.fingerprint),
        "past": acts.past.iter().map(|past| [&past.patient, &past.professional]).collect::<Vec<_>>(),
    })
}

impl Model {
    /// Takes down what the server has accepted.
    pub(crate) fn take(&mut self, pairs: &Pairs, (pair, part): (&str, &PartName), (side, act): (Side, &Act)) {
        let key = (pair.to_owned(), part.clone());
        let before = self.acts.get(&key).cloned().unwrap_or_default();
        let fingerprint = match act {
            Act::Agree { fingerprint } => fingerprint.clone(),
            _ => String::new(),
        };
        let speaker = Speaker { side, by: String::new(), scribe: None, at: 1 };
        let present = Present { fingerprint, is_removed: false, is_over_limit: false, open_parts: 0 };
        let after = say(&before, act, &speaker, &present).expect("the server has accepted it");
        self.acts.insert(key, after);
        self.accepted += 1;
        if *act == Act::Remove {
            self.forget_taken_out(pairs, part);
        }
    }

    /// A pair has ended: what it alone wanted to keep goes.
    pub(crate) fn pair_ended(&mut self, pairs: &Pairs) {
        let parts: BTreeSet<PartName> = self.acts.keys().map(|(_, part)| part.clone()).collect();
        for part in &parts {
            self.forget_taken_out(pairs, part);
        }
    }

    /// When every open pair that agreed it wants it gone, the agreement ends.
    fn forget_taken_out(&mut self, pairs: &Pairs, part: &PartName) {
        let holds = |(pair, name): &(String, PartName), acts: &Acts| {
            name == part && acts.agreed.is_some() && pairs.get(pair).is_some_and(pairs::Pair::is_open)
        };
        let mut holders = self.acts.iter().filter(|(key, acts)| holds(key, acts)).peekable();
        if holders.peek().is_some() && holders.all(|(_, acts)| acts.both_take_out()) {
            for ((_, name), acts) in &mut self.acts {
                if name == part && acts.both_take_out() {
                    *acts = Acts { past: acts.past.clone(), ..Acts::default() };
                }
            }
        }
    }
}
