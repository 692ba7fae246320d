//! What pairs have said of the parts of a map, in the words of an export (capability AGR-3: both views stay everywhere).
//!
//! Owns the words. Names nobody: a view is its side's.

use std::collections::HashMap;

use pairway_crdt::pathway::meaning::PartName;
use pairway_crdt::workshop::agreement::{Combined, State};
use pairway_crdt::workshop::pairs::Pairs;
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

/// Puts into words what the record says of the parts of a map. `present` gives the fingerprint of a part, and is asked only
/// of those that something was said of.
#[must_use]
pub fn sayings(
    parts: &[PartName],
    record: &Record,
    pairs: &Pairs,
    present: impl Fn(&PartName) -> String,
) -> Sayings {
    let said = record.parts();
    let saying = |name: &PartName| {
        let present = if said.contains(name) { present(name) } else { String::new() };
        let combined = record.state_of(name, pairs, &present);
        let views = |side: Side| {
            let open = pairs.iter().filter(|(_, pair)| pair.is_open());
            let acts = open.filter_map(|(pair, _)| record.acts.get(&(pair.clone(), name.clone())));
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
        State::Agreed => "Agreed",
        State::Differ => "We see it differently",
        State::Parked => "Parked",
    };
    if combined.of > 1 {
        format!("{state} ({} of {} pairs agree)", combined.agreed, combined.of)
    } else {
        state.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use pairway_crdt::pathway::meaning::Meaning;
    use pairway_crdt::workshop::agreement::{Acts, View, Yes};
    use pairway_crdt::workshop::pairs::{Pair, PairState};

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
            sayings(parts, &record, pairs, |_| meaning.fingerprint())[&name].clone()
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
