//! Tests of bringing a record up to date: what was said carries over as it was said, and nothing else does.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use yrs::{Map, WriteTxn};

use super::*;
use crate::pathway::fingerprint::own_half;
use crate::pathway::schema::MapKind;
use crate::value;
use crate::workshop::agreement::{PutUp, State, state_of_pair};

fn part(name: &str) -> PartName {
    PartName::parse(name).unwrap()
}

fn meaning(value: &Value) -> Meaning {
    serde_json::from_value(value.clone()).unwrap()
}

fn goal(title: &str) -> Meaning {
    meaning(&json!({"kind": "goal", "title": title}))
}

/// A step as the earlier rule wrote it down, in a lane with this title.
fn step(title: &str, lane: &str) -> Meaning {
    meaning(&json!({
        "kind": "step", "title": title, "detail": "", "stage": {"id": "s", "title": "Before"},
        "lane": {"id": "l", "title": lane}, "mode": "with", "sector": "", "goals": [],
    }))
}

fn link(label: &str) -> Meaning {
    meaning(&json!({
        "kind": "link", "from": {"id": "a", "title": "Talk"}, "to": {"id": "b", "title": "Visit"}, "label": label,
    }))
}

/// The plain link `k` from `a` to `b`.
fn links() -> PlainLinks {
    PlainLinks::from([(String::from("a"), BTreeMap::from([(String::from("k"), link(""))]))])
}

fn yes(meaning: &Meaning) -> Value {
    json!({"yes": {"fingerprint": earlier_fingerprint(meaning), "at": 5, "by": "p"}})
}

fn both(meaning: &Meaning) -> Value {
    let agreed = json!({"fingerprint": earlier_fingerprint(meaning), "at": 6});
    json!({"patient": yes(meaning), "professional": yes(meaning), "agreed": agreed, "past": []})
}

fn one(meaning: &Meaning) -> Value {
    json!({"patient": yes(meaning), "professional": {}, "past": []})
}

/// A record as the earlier version stored it.
fn stored(said: &[(&str, Value)], wordings: &[&Meaning]) -> Document {
    let mut document = Document::new();
    document.write(|txn, _| {
        let acts = txn.get_or_insert_map("acts");
        for (name, said) in said {
            acts.insert(txn, format!("x/{name}"), value::record(said));
        }
        let kept = txn.get_or_insert_map("wordings");
        for meaning in wordings {
            kept.insert(txn, earlier_fingerprint(meaning), value::record(meaning));
        }
    });
    document
}

fn upgraded(mut document: Document, links: &PlainLinks) -> Document {
    assert!(is_due(&document));
    document.write(|txn, _| upgrade(txn, links));
    assert!(!is_due(&document));
    let once = Record::read_document(&document);
    let (_, update) = document.write(|txn, _| upgrade(txn, links));
    assert_eq!(Record::read_document(&document), once, "done once more it changes nothing");
    assert!(update.len() <= 2, "and writes nothing");
    document
}

fn acts(document: &Document, name: &str) -> Acts {
    record::acts_of(document, "x", &part(name))
}

fn state(document: &Document, name: &str, present: &Meaning) -> State {
    state_of_pair(&acts(document, name), PutUp::Yes, &present.fingerprint())
}

fn leading(mut step: Meaning, link: &str) -> Meaning {
    let order = LeadsTo { id: String::from("b"), title: String::from("Visit"), link: String::from(link) };
    *step.leads_to_mut().unwrap() = vec![order];
    step
}

#[test]
fn record_5_the_earlier_rule_is_that_of_the_records_that_were_stored() {
    // Written out by hand, as the protocol had it.
    let words = ["step", "Talk", "", "s", "Before", "l", "GP", "with", ""];
    let netstrings: String = words.iter().map(|word| format!("{}:{word},", word.len())).collect();
    let expected = Sha256::digest(netstrings).iter().fold(String::new(), |mut hex, byte| {
        std::fmt::Write::write_fmt(&mut hex, format_args!("{byte:02x}")).unwrap();
        hex
    });
    assert_eq!(earlier_fingerprint(&step("Talk", "GP")), expected);
}

#[test]
fn record_5_a_yes_is_computed_anew_from_the_words_it_was_for() {
    let (agreed, changed, alone) = (goal("Walk"), goal("Sleep"), goal("Breathe"));
    let said = [("goal:g1", both(&agreed)), ("goal:g2", both(&changed)), ("goal:g3", one(&alone))];
    let document = upgraded(stored(&said, &[&agreed, &changed, &alone]), &PlainLinks::new());
    assert_eq!(state(&document, "goal:g1", &goal(" Walk. ")), State::Agreed);
    assert_eq!(state(&document, "goal:g2", &goal("Sleep well")), State::ToAgree);
    assert_eq!(state(&document, "goal:g3", &alone), State::OneAgrees(Some(Side::Patient)));
    let kept = acts(&document, "goal:g1");
    assert_eq!(kept.agreed.as_ref().unwrap().at, 6);
    assert_eq!((kept.patient.yes.as_ref().unwrap().at, kept.patient.yes.unwrap().by.as_str()), (5, "p"));
    assert_eq!(record::wording(&document, &changed.fingerprint()), Some(changed));
}

#[test]
fn record_5_what_cannot_be_computed_is_no_yes() {
    let (lost, forged) = (goal("Walk"), goal("Sleep"));
    let mut document = stored(&[("goal:g1", both(&lost)), ("goal:g2", both(&forged))], &[]);
    document.write(|txn, _| {
        // Other words under the fingerprint.
        let kept = txn.get_or_insert_map("wordings");
        kept.insert(txn, earlier_fingerprint(&forged), value::record(&goal("Run")));
    });
    let document = upgraded(document, &PlainLinks::new());
    for name in ["goal:g1", "goal:g2"] {
        assert_eq!(acts(&document, name), Acts::default(), "{name}");
    }
    assert_eq!(record::wording(&document, &goal("Run").fingerprint()), None);
}

#[test]
fn record_5_a_yes_to_a_step_carries_over_where_that_side_said_yes_to_each_of_its_plain_links() {
    let (talk, plain) = (step("Talk", "GP"), link(""));
    let present = leading(talk.clone(), "k");
    let all = stored(&[("step:a", both(&talk)), ("link:k", both(&plain))], &[&talk, &plain]);
    let document = upgraded(all, &links());
    assert_eq!(state(&document, "step:a", &present), State::Agreed);
    assert_eq!(record::wording(&document, &present.fingerprint()), Some(present.clone()));
    assert_eq!(acts(&document, "link:k"), Acts::default(), "a plain link is no part of its own");
    // One side had said yes to the link, so only its yes to the step holds.
    let half = stored(&[("step:a", both(&talk)), ("link:k", one(&plain))], &[&talk, &plain]);
    let document = upgraded(half, &links());
    assert_eq!(state(&document, "step:a", &present), State::OneAgrees(Some(Side::Patient)));
    // Nobody had: the pair agreed the step before its links were part of it, so it is held and to be agreed again.
    let document = upgraded(stored(&[("step:a", both(&talk))], &[&talk]), &links());
    assert_eq!(state(&document, "step:a", &present), State::ToAgree);
    let kept = acts(&document, "step:a");
    assert_eq!((kept.patient.yes, kept.professional.yes), (None, None));
    assert_eq!(kept.agreed.unwrap().fingerprint, talk.fingerprint());
    // Nor does it count when the link is taken out later: the step was not agreed without it.
    assert_eq!(state(&document, "step:a", &talk), State::ToAgree);
    // Both had agreed one of two links: it stays held, and nothing is agreed.
    let mut two = links();
    let other = Meaning::Link {
        from: crate::pathway::meaning::Named { id: String::from("a"), title: String::from("Talk") },
        to: crate::pathway::meaning::Named { id: String::from("c"), title: String::from("Call") },
        label: String::new(),
    };
    two.get_mut("a").unwrap().insert(String::from("k9"), other);
    let some = stored(&[("step:a", both(&talk)), ("link:k", both(&plain))], &[&talk, &plain]);
    let document = upgraded(some, &two);
    assert_eq!(acts(&document, "step:a").agreed.unwrap().fingerprint, present.fingerprint());
    assert_eq!(state(&document, "step:a", &present), State::ToAgree);
    // To another wording of the link: it stood between other words then.
    let older = link("then");
    let other = stored(&[("step:a", both(&talk)), ("link:k", both(&older))], &[&talk, &older]);
    assert_eq!(state(&upgraded(other, &links()), "step:a", &present), State::ToAgree);
}

#[test]
fn record_5_a_step_without_plain_links_and_a_link_with_words_carry_over() {
    let (talk, then) = (step("Talk", "GP"), link("then"));
    let document = stored(&[("step:a", both(&talk)), ("link:k", both(&then))], &[&talk, &then]);
    let document = upgraded(document, &PlainLinks::new());
    assert_eq!(state(&document, "step:a", &talk), State::Agreed);
    assert_eq!(state(&document, "step:a", &step("Talk", "Surgery")), State::AroundChanged);
    assert_eq!(state(&document, "link:k", &then), State::Agreed);
}

#[test]
fn record_5_a_yes_to_the_whole_map_carries_over_with_that_to_each_of_its_parts() {
    let (talk, plain, walk) = (step("Talk", "GP"), link(""), goal("Walk"));
    let names = [("goal:g1", &walk), ("link:k", &plain), ("step:a", &talk)];
    let parts = names.map(|(name, meaning)| (String::from(name), earlier_fingerprint(meaning)));
    let map = Meaning::Map { map_kind: MapKind::default(), parts: BTreeMap::from(parts) };
    let said = |of_goal: Value| {
        let said = [
            ("goal:g1", of_goal),
            ("link:k", both(&plain)),
            ("step:a", both(&talk)),
            ("map:map", both(&map)),
        ];
        upgraded(stored(&said, &[&walk, &plain, &talk, &map]), &links())
    };
    let present = leading(talk.clone(), "k");
    let now = [("goal:g1", walk.fingerprint()), ("step:a", present.fingerprint())];
    let now = now.map(|(name, fingerprint)| (String::from(name), fingerprint));
    let whole = Meaning::Map { map_kind: MapKind::default(), parts: BTreeMap::from(now) };
    assert_eq!(state(&said(both(&walk)), "map:map", &whole), State::Agreed);
    assert_eq!(state(&said(one(&walk)), "map:map", &whole), State::OneAgrees(Some(Side::Patient)));
    assert_eq!(acts(&said(one(&walk)), "map:map").agreed, None);
}

#[test]
fn record_5_no_differing_view_on_a_plain_link_is_lost() {
    let (talk, plain) = (step("Talk", "GP"), link(""));
    let view = |text: &str| json!({"text": text, "at": 7, "by": "p"});
    let of_link = json!({
        "patient": {"view": view("Not so soon"), "removal": 9}, "professional": yes(&plain),
        "past": [{"patient": "Old", "professional": "", "at": 3}],
    });
    let mut of_step = one(&talk);
    of_step["professional"] = json!({"view": view("Somewhere else")});
    let document = upgraded(stored(&[("step:a", of_step), ("link:k", of_link)], &[&talk, &plain]), &links());
    let kept = acts(&document, "step:a");
    assert_eq!(kept.patient.view.unwrap().text, "Not so soon");
    assert_eq!((kept.patient.yes, kept.past.len()), (None, 1));
    assert_eq!(kept.professional.view.unwrap().text, "Somewhere else");
    let left = acts(&document, "link:k");
    assert_eq!((left.patient.removal, left.patient.view, left.professional.yes), (Some(9), None, None));
}

#[test]
fn record_5_a_record_by_the_present_rule_is_left_alone() {
    let mut document = Document::new();
    let walk = goal("Walk");
    let yes = Yes { fingerprint: walk.fingerprint(), at: 1, by: String::from("p"), scribe: None };
    let said = Acts { patient: Half { yes: Some(yes), ..Half::default() }, ..Acts::default() };
    document.write(|txn, _| record::write_acts(txn, ("x", &part("goal:g1")), &said, &walk));
    assert!(!is_due(&document) && !is_due(&Document::new()));
    assert_eq!(
        own_half(&walk.fingerprint()),
        own_half(&acts(&document, "goal:g1").patient.yes.unwrap().fingerprint)
    );
}
