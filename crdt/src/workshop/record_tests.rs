//! Tests of the `record` document: what is written reads back, wordings come and go, whatever is in it reads.

use yrs::{Any, TextPrelim};

use super::*;
use crate::workshop::act::{Act, Present, Speaker, say};
use crate::workshop::pairs::{Pair, PairState};
use crate::workshop::side::Side;

fn part(name: &str) -> PartName {
    PartName::parse(name).unwrap()
}

fn goal(title: &str) -> Meaning {
    Meaning::Goal { title: String::from(title) }
}

fn pair(state: PairState) -> Pair {
    Pair {
        name: String::new(),
        challenge: String::new(),
        how_we_work: String::new(),
        patient: String::from("p1"),
        professional: String::from("p2"),
        state,
        asked_by: None,
        since: 1,
    }
}

fn agree(document: &mut Document, (pair, name): (&str, &str), side: Side, meaning: &Meaning) {
    let fingerprint = meaning.fingerprint();
    let speaker = Speaker { side, by: String::from("p"), scribe: None, at: 1_764_000_000_123 };
    let present =
        Present { fingerprint: fingerprint.clone(), is_removed: false, is_over_limit: false, open_parts: 0 };
    let name = part(name);
    let acts = say(&acts_of(document, pair, &name), &Act::Agree { fingerprint }, &speaker, &present).unwrap();
    document.write(|txn, _| write_acts(txn, (pair, &name), &acts, meaning));
}

#[test]
fn record_4_what_was_said_reads_back_on_every_copy_with_its_times() {
    let mut document = Document::new();
    let proposed = Proposed { side: String::from("patient"), by: String::from("p1"), at: 1_764_000_000_123 };
    document.write(|txn, _| write_proposed(txn, &part("goal:g1"), &proposed));
    agree(&mut document, ("x", "goal:g1"), Side::Patient, &goal("Walk"));
    let mut copy = Document::new();
    copy.apply(&document.encode()).unwrap();
    let record = Record::read_document(&copy);
    assert_eq!(record.proposed, BTreeMap::from([(part("goal:g1"), proposed)]));
    let acts = &record.acts[&(String::from("x"), part("goal:g1"))];
    assert_eq!(acts.patient.yes.as_ref().unwrap().at, 1_764_000_000_123);
    assert_eq!(wording(&copy, &goal("Walk").fingerprint()), Some(goal("Walk")));
    assert!(is_proposed(&copy, &part("goal:g1")) && !is_proposed(&copy, &part("goal:g2")));
}

#[test]
fn record_4_a_wording_is_kept_for_as_long_as_something_names_it() {
    let mut document = Document::new();
    let (old, new) = (goal("Walk"), goal("Walk to the shops"));
    for side in Side::BOTH {
        agree(&mut document, ("x", "goal:g1"), side, &old);
    }
    agree(&mut document, ("y", "goal:g1"), Side::Patient, &old);
    agree(&mut document, ("x", "goal:g1"), Side::Patient, &new);
    // One half still says yes to the old one, and both once agreed to it.
    assert!(
        wording(&document, &old.fingerprint()).is_some() && wording(&document, &new.fingerprint()).is_some()
    );
    agree(&mut document, ("x", "goal:g1"), Side::Professional, &new);
    assert!(wording(&document, &old.fingerprint()).is_some(), "the other pair still names it");
    agree(&mut document, ("y", "goal:g1"), Side::Patient, &new);
    assert_eq!(wording(&document, &old.fingerprint()), None);
}

#[test]
fn record_3_only_open_pairs_count_and_without_any_nothing_is_agreed() {
    let mut document = Document::new();
    let meaning = goal("Walk");
    for side in Side::BOTH {
        agree(&mut document, ("x", "goal:g1"), side, &meaning);
    }
    let record = Record::read_document(&document);
    let name = part("goal:g1");
    let state = |pairs: &[(&str, PairState)]| {
        let pairs: Pairs = pairs.iter().map(|(id, state)| (String::from(*id), pair(*state))).collect();
        record.state_of(&name, &pairs, &meaning.fingerprint())
    };
    assert_eq!(state(&[]), Combined { state: State::Idea, agreed: 0, of: 0 });
    assert_eq!(state(&[("x", PairState::Open)]), Combined { state: State::Agreed, agreed: 1, of: 1 });
    assert_eq!(state(&[("x", PairState::Ended)]), Combined { state: State::Idea, agreed: 0, of: 0 });
    let two = state(&[("x", PairState::Open), ("y", PairState::Open)]);
    assert_eq!((two.state, two.agreed, two.of), (State::Idea, 1, 2));
    assert_eq!(state(&[("x", PairState::Open), ("y", PairState::Asked)]).of, 1);
}

#[test]
fn record_4_whatever_is_in_the_document_it_reads() {
    let mut document = Document::new();
    document.write(|txn, _| {
        for root in [PROPOSED, ACTS, WORDINGS] {
            let map = txn.get_or_insert_map(root);
            map.insert(txn, "no/part", "text");
            map.insert(txn, "x/goal:g1", TextPrelim::new("a text"));
            map.insert(txn, "x/goal:g2", value::record(&serde_json::json!({"patient": 3})));
            map.insert(txn, "goal:g3", value::record(&serde_json::json!({"side": [], "by": "p"})));
            map.insert(txn, "x/goal:g4", Any::Null);
            let deep = (0..20).fold(Any::Null, |inner, _| Any::Array([inner].into_iter().collect()));
            map.insert(txn, "x/goal:g5", deep);
            map.insert(txn, "x/goal:g6", Any::from(f64::NAN));
        }
    });
    assert_eq!(Record::read_document(&document), Record::default());
    assert_eq!(acts_of(&document, "x", &part("goal:g2")), Acts::default());
    assert_eq!(wording(&document, "goal:g3"), None);
}

#[test]
fn agree_27_the_whole_map_counts_what_is_neither_an_idea_nor_parked() {
    let mut document = Document::new();
    for side in Side::BOTH {
        agree(&mut document, ("x", "goal:g1"), side, &goal("Walk"));
    }
    agree(&mut document, ("x", "goal:g2"), Side::Patient, &goal("Sleep"));
    let parts = |sleep: &str| {
        BTreeMap::from([
            (part("goal:g1"), goal("Walk")),
            (part("goal:g2"), goal(sleep)),
            (part("goal:g3"), goal("An idea")),
        ])
    };
    let pairs = Pairs::from([(String::from("x"), pair(PairState::Open))]);
    let whole = |document: &Document, sleep: &str| {
        let parts = parts(sleep);
        let present = |part: &PartName| parts.get(part).map(Meaning::fingerprint);
        Record::read_document(document).whole_map(MapKind::Future, &pairs, present)
    };
    let before = whole(&document, "Sleep");
    let expected = [("goal:g1", "Walk"), ("goal:g2", "Sleep")]
        .map(|(name, title)| (String::from(name), goal(title).fingerprint()));
    assert_eq!(before.meaning, Meaning::Map { map_kind: MapKind::Future, parts: BTreeMap::from(expected) });
    assert_eq!(before.open, 1);
    agree(&mut document, ("x", "goal:g2"), Side::Professional, &goal("Sleep"));
    assert_eq!(whole(&document, "Sleep").open, 0);
    let changed = whole(&document, "Sleep well");
    assert!(changed.open == 1 && changed.meaning.fingerprint() != before.meaning.fingerprint());
}

#[test]
fn agree_26_a_part_is_held_by_the_open_pairs_that_agreed_it_until_all_of_them_take_it_out() {
    let mut document = Document::new();
    for pair in ["x", "y"] {
        for side in Side::BOTH {
            agree(&mut document, (pair, "goal:g1"), side, &goal("Walk"));
        }
    }
    agree(&mut document, ("x", "goal:g2"), Side::Patient, &goal("Sleep"));
    let pairs = |second: PairState| {
        Pairs::from([(String::from("x"), pair(PairState::Open)), (String::from("y"), pair(second))])
    };
    let held = |document: &Document, second| Record::read_document(document).held(&pairs(second));
    let name = part("goal:g1");
    assert_eq!(held(&document, PairState::Open).keys().collect::<Vec<_>>(), [&name]);
    let mut take_out = |pair: &str| {
        let mut acts = acts_of(&document, pair, &name);
        for side in Side::BOTH {
            acts.half_mut(side).removal = Some(5);
        }
        document.write(|txn, _| write_acts(txn, (pair, &name), &acts, &goal("Walk")));
        [PairState::Open, PairState::Ended].map(|second| held(&document, second)[&name].take_out)
    };
    assert_eq!(take_out("x"), [TakeOut::No, TakeOut::Yes]);
    assert_eq!(take_out("y"), [TakeOut::Yes, TakeOut::Yes]);
    document.write(|txn, _| forget_taken_out(txn, &name));
    assert_eq!(held(&document, PairState::Open), BTreeMap::new());
    assert_eq!(acts_of(&document, "x", &name), Acts::default());
    assert!(
        !Record::read_document(&document).acts.contains_key(&(String::from("x"), name.clone())),
        "nothing stays that says nothing"
    );
    assert_eq!(wording(&document, &goal("Walk").fingerprint()), None);
}
