//! Tests of the `record` document: what is written reads back, wordings come and go, whatever is in it reads.

use yrs::{Any, TextPrelim};

use super::*;
use crate::workshop::act::{Act, Present, Speaker, say};
use crate::workshop::pairs::{Pair, PairState};
use crate::workshop::scope::Scope;
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
        scope: Scope::default(),
        asked_scope: None,
    }
}

fn now(meaning: &Meaning, stage: &str) -> PartPresent {
    PartPresent { fingerprint: meaning.fingerprint(), stage: String::from(stage) }
}

/// Two open pairs: `x` of the whole map, `y` of the stages given.
fn x_and_y(stages: &[&str]) -> OpenPairs {
    let mut y = pair(PairState::Open);
    y.scope.choose("m", &stages.iter().copied().map(String::from).collect());
    OpenPairs::on("m", &Pairs::from([(String::from("x"), pair(PairState::Open)), (String::from("y"), y)]))
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
        record.state_of(&name, &OpenPairs::on("m", &pairs), &now(&meaning, ""))
    };
    assert_eq!(state(&[]), Combined { state: State::Idea, agreed: 0, around: 0, of: 0 });
    assert_eq!(
        state(&[("x", PairState::Open)]),
        Combined { state: State::Agreed, agreed: 1, around: 0, of: 1 }
    );
    assert_eq!(
        state(&[("x", PairState::Ended)]),
        Combined { state: State::Idea, agreed: 0, around: 0, of: 0 }
    );
    let two = state(&[("x", PairState::Open), ("y", PairState::Open)]);
    assert_eq!((two.state, two.agreed, two.of), (State::SomePairsAgree, 1, 2));
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
        let present = |part: &PartName| parts.get(part).map(|meaning| now(meaning, ""));
        Record::read_document(document).whole_map(MapKind::Future, &OpenPairs::on("m", &pairs), present)
    };
    let before = whole(&document, "Sleep");
    let expected = [("goal:g1", "Walk"), ("goal:g2", "Sleep")]
        .map(|(name, title)| (String::from(name), goal(title).fingerprint()));
    assert_eq!(before.meaning, Meaning::Map { map_kind: MapKind::Future, parts: BTreeMap::from(expected) });
    let open = |whole: &WholeMap| whole.open["x"];
    assert_eq!(open(&before), 1);
    agree(&mut document, ("x", "goal:g2"), Side::Professional, &goal("Sleep"));
    assert_eq!(open(&whole(&document, "Sleep")), 0);
    let changed = whole(&document, "Sleep well");
    assert!(open(&changed) == 1 && changed.meaning.fingerprint() != before.meaning.fingerprint());
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

#[test]
fn agree_36_a_pair_formed_later_turns_nothing_back_and_a_part_counts_for_the_pairs_in_whose_scope_it_is() {
    let mut document = Document::new();
    let meaning = goal("Walk");
    let step = part("step:s");
    for side in Side::BOTH {
        agree(&mut document, ("x", "step:s"), side, &meaning);
    }
    let state = |document: &Document, stages: &[&str], stage: &str| {
        Record::read_document(document).state_of(&step, &x_and_y(stages), &now(&meaning, stage))
    };
    let agreed = |agreed, of| Combined { state: State::Agreed, agreed, around: 0, of };
    let by_some = Combined { state: State::SomePairsAgree, agreed: 1, around: 0, of: 2 };
    assert_eq!(state(&document, &[], "first"), by_some);
    assert_eq!(state(&document, &["second"], "first"), agreed(1, 1));
    assert_eq!(state(&document, &["second"], ""), by_some, "what is in no stage counts for both");
    assert_eq!(state(&document, &["second", "first"], "first"), by_some);
    // Who has spoken of it goes on counting, wherever it is moved to.
    agree(&mut document, ("y", "step:s"), Side::Patient, &meaning);
    assert_eq!(state(&document, &["second"], "first"), by_some);
    agree(&mut document, ("y", "step:s"), Side::Professional, &meaning);
    assert_eq!(state(&document, &["second"], "first"), agreed(2, 2));
    // In nobody's scope it waits for whoever takes it up.
    let nobody = part("step:t");
    let record = Record::read_document(&document);
    let only_y = OpenPairs::on(
        "m",
        &Pairs::from([(String::from("y"), {
            let mut y = pair(PairState::Open);
            y.scope.choose("m", &BTreeSet::from([String::from("second")]));
            y
        })]),
    );
    let alone = record.state_of(&nobody, &only_y, &now(&meaning, "first"));
    assert_eq!(alone, Combined { state: State::Idea, agreed: 0, around: 0, of: 0 });
}

#[test]
fn agree_27_a_pair_formed_later_and_what_it_sees_differently_hold_up_itself_alone() {
    let mut document = Document::new();
    let meaning = goal("Walk");
    let said = Proposed { side: String::new(), by: String::from("p"), at: 1 };
    document.write(|txn, _| write_proposed(txn, &part("step:s"), &said));
    for side in Side::BOTH {
        agree(&mut document, ("x", "step:s"), side, &meaning);
    }
    let whole = |document: &Document, pairs: &OpenPairs| {
        let present = |_: &PartName| Some(now(&meaning, "first"));
        Record::read_document(document).whole_map(MapKind::Future, pairs, present)
    };
    let open = |x, y| BTreeMap::from([(String::from("x"), x), (String::from("y"), y)]);
    let alone = whole(&document, &x_and_y(&["second"]));
    assert_eq!(alone.open, open(0, 0), "x has agreed what is not in the scope of y");
    let late = whole(&document, &x_and_y(&[]));
    assert_eq!((&late.meaning, &late.open), (&alone.meaning, &open(0, 1)));
    let view = crate::workshop::agreement::View {
        text: String::from("Too far"),
        at: 1,
        by: String::from("p"),
        scribe: None,
    };
    let mut differing = Acts::default();
    differing.patient.view = Some(view);
    document.write(|txn, _| write_acts(txn, ("y", &part("step:s")), &differing, &meaning));
    assert_eq!(whole(&document, &x_and_y(&[])), late);
    // What no pair has agreed holds up everybody, whoever is to agree it.
    let mut document = Document::new();
    agree(&mut document, ("x", "step:s"), Side::Patient, &meaning);
    document.write(|txn, _| write_proposed(txn, &part("step:s"), &said));
    assert_eq!(whole(&document, &x_and_y(&["second"])).open, open(1, 1));
}
