//! What pairs have said of the parts of a map, in the words of an export (capability AGR-3: both views stay everywhere).
//!
//! Owns the words. Names nobody: a view is its side's.

use std::collections::HashMap;

use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::pathway::part_reader::PartPresent;
use pairway_crdt::workshop::agreement::{Combined, State};
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::record::Record;
use pairway_crdt::workshop::side::Side;

/// What is said of one part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saying {
    /// Its state, in words.
    pub state: String,
    /// The differing views of the patient side of each pair that stand.
    pub patient: Vec<String>,
    /// Those of the professional side.
    pub professional: Vec<String>,
}

/// The state of a part of which nothing is said.
pub const IDEA: &str = "Idea";

/// What is said of every part, by name.
pub type Sayings = HashMap<PartName, Saying>;

/// Puts into words what the record says of the parts of a map. `present` gives a part as it is now, and is asked only of
/// those that something was said of.
#[must_use]
pub fn sayings(
    parts: &[PartName],
    record: &Record,
    pairs: &OpenPairs,
    present: impl Fn(&PartName) -> PartPresent,
) -> Sayings {
    let said = record.parts();
    let saying = |name: &PartName| {
        let present = if said.contains(name) { present(name) } else { PartPresent::default() };
        let combined = record.state_of(name, pairs, &present);
        let views = |side: Side| {
            let acts = pairs.ids().filter_map(|pair| record.acts.get(&(pair.clone(), name.clone())));
            acts.filter_map(|acts| acts.half(side).view.as_ref().map(|view| view.text.clone())).collect()
        };
        let saying = Saying {
            state: words_of(combined),
            patient: views(Side::Patient),
            professional: views(Side::Professional),
        };
        (name.clone(), saying)
    };
    parts.iter().map(saying).collect()
}

fn words_of(combined: Combined) -> String {
    let state = match combined.state {
        State::Idea => IDEA,
        State::ToAgree => "To agree",
        State::OneAgrees(Some(Side::Patient)) => "Patient side agrees",
        State::OneAgrees(Some(Side::Professional)) => "Professional side agrees",
        State::OneAgrees(None) => "One partner agrees",
        State::SomePairsAgree => return format!("Agreed by {} of {} pairs", combined.agreed, combined.of),
        State::AroundChanged if combined.around < combined.of => {
            let Combined { around, of, .. } = combined;
            return format!("Agreed by {around} of {of} pairs, words around it changed");
        }
        State::AroundChanged => "Agreed, words around it changed",
        State::Agreed => "Agreed",
        State::Differ => "We see it differently",
        State::Parked => "Parked",
    };
    if combined.of > 1 && combined.agreed > 0 {
        format!("{state} ({} of {} pairs agree)", combined.agreed, combined.of)
    } else {
        state.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use pairway_crdt::pathway::fingerprint::own_half;
    use pairway_crdt::pathway::meaning::Meaning;
    use pairway_crdt::workshop::agreement::{Acts, View, Yes};
    use pairway_crdt::workshop::pairs::{Pair, PairState, Pairs};
    use pairway_crdt::workshop::scope::Scope;

    use super::*;

    fn pair(state: PairState) -> Pair {
        Pair {
            name: String::new(),
            challenge: String::new(),
            how_we_work: String::new(),
            patient: String::from("p"),
            professional: String::from("q"),
            state,
            asked_by: None,
            since: 1,
            scope: Scope::default(),
            asked_scope: None,
        }
    }

    #[test]
    fn export_6_every_export_says_the_state_of_a_part_and_both_views_and_names_nobody() {
        let name = PartName::parse("goal:g").unwrap();
        let meaning = Meaning::Goal { title: String::from("Walk") };
        let said = |acts: Vec<(&str, Acts)>, pairs: &Pairs| {
            let acts = acts.into_iter().map(|(pair, acts)| ((String::from(pair), name.clone()), acts));
            let record = Record { acts: acts.collect(), ..Record::default() };
            let parts = std::slice::from_ref(&name);
            let present =
                |_: &PartName| PartPresent { fingerprint: meaning.fingerprint(), ..PartPresent::default() };
            sayings(parts, &record, &OpenPairs::on("m", pairs), present)[&name].clone()
        };
        let one = Pairs::from([(String::from("x"), pair(PairState::Open))]);
        let two = Pairs::from([
            (String::from("x"), pair(PairState::Open)),
            (String::from("y"), pair(PairState::Open)),
            (String::from("z"), pair(PairState::Ended)),
        ]);
        assert_eq!(said(vec![], &one).state, "Idea");
        let yes =
            || Some(Yes { fingerprint: meaning.fingerprint(), at: 1, by: String::from("p"), scribe: None });
        let mut agreed = Acts::default();
        agreed.patient.yes = yes();
        assert_eq!(said(vec![("x", agreed.clone())], &one).state, "Patient side agrees");
        agreed.professional.yes = yes();
        assert_eq!(said(vec![("x", agreed.clone())], &one).state, "Agreed");
        assert_eq!(said(vec![("x", agreed.clone())], &two).state, "Agreed by 1 of 2 pairs");
        assert_eq!(said(vec![], &two).state, "Idea");
        let around = || {
            let fingerprint = format!("{}-{}", own_half(&meaning.fingerprint()), "0".repeat(64));
            Some(Yes { fingerprint, at: 1, by: String::from("p"), scribe: None })
        };
        let mut moved = Acts::default();
        (moved.patient.yes, moved.professional.yes) = (around(), around());
        assert_eq!(said(vec![("x", moved.clone())], &one).state, "Agreed, words around it changed");
        assert_eq!(
            said(vec![("x", moved)], &two).state,
            "Agreed by 1 of 2 pairs, words around it changed",
            "a pair that has said nothing has not agreed"
        );
        let mut differing = Acts::default();
        let view =
            |text: &str| Some(View { text: String::from(text), at: 1, by: String::from("p"), scribe: None });
        differing.patient.view = view("Too far");
        differing.professional.view = view("Safest there");
        let both = said(vec![("x", agreed), ("y", differing.clone()), ("z", differing)], &two);
        let expected = Saying {
            state: String::from("We see it differently (1 of 2 pairs agree)"),
            patient: vec![String::from("Too far")],
            professional: vec![String::from("Safest there")],
        };
        assert_eq!(both, expected, "a pair that ended is not heard");
    }
}
