//! Tests of plain links that agreed steps hold: which they are, by whom, until when.

use serde_json::json;

use super::*;
use crate::document::Document;
use crate::workshop::agreement::{Agreed, Half};
use crate::workshop::pairs::PairState;

fn part(name: &str) -> PartName {
    PartName::parse(name).unwrap()
}

fn step(link: &str) -> Meaning {
    let step = json!({
        "kind": "step", "title": "Talk", "detail": "", "stage": {"id": "", "title": ""}, "lane": {"id": "", "title": ""},
        "mode": "", "sector": "", "goals": [], "leadsTo": [{"id": "b", "title": "Visit", "link": link}],
    });
    serde_json::from_value(step).unwrap()
}

fn pair(state: PairState) -> Pair {
    let pair = json!({
        "name": "", "challenge": "", "howWeWork": "", "patient": "p", "professional": "q", "state": state, "since": 1,
    });
    serde_json::from_value(pair).unwrap()
}

fn agree(document: &mut Document, pair: &str, meaning: &Meaning) {
    let agreed = Some(Agreed { fingerprint: meaning.fingerprint(), at: 3 });
    let acts = Acts { agreed, ..Acts::default() };
    document.write(|txn, _| record::write_acts(txn, (pair, &part("step:a")), &acts, meaning));
}

fn asks_out(document: &mut Document, pair: &str) {
    let asks = Half { removal: Some(5), ..Half::default() };
    let acts = Acts { patient: asks.clone(), professional: asks, ..Acts::default() };
    document.write(|txn, _| record::write_acts(txn, (pair, &part("link:k")), &acts, &step("k")));
}

fn held(document: &Document, second: PairState) -> Vec<(String, TakeOut)> {
    let pairs = Pairs::from([(String::from("x"), pair(PairState::Open)), (String::from("y"), pair(second))]);
    let orders =
        Record::read_document(document).held_orders(&pairs, |print| record::wording(document, print));
    orders.into_iter().map(|(name, (held, _))| (name.to_string(), held.take_out)).collect()
}

#[test]
fn agree_38_a_plain_link_is_held_by_the_open_pairs_that_agreed_its_step_until_all_of_them_want_it_out() {
    let mut document = Document::new();
    agree(&mut document, "y", &step("k"));
    assert!(held(&document, PairState::Ended).is_empty());
    agree(&mut document, "x", &step("k"));
    assert_eq!(held(&document, PairState::Open), [(String::from("link:k"), TakeOut::No)]);
    asks_out(&mut document, "x");
    assert_eq!(held(&document, PairState::Open), [(String::from("link:k"), TakeOut::No)]);
    assert_eq!(held(&document, PairState::Ended), [(String::from("link:k"), TakeOut::Yes)]);
    asks_out(&mut document, "y");
    assert_eq!(held(&document, PairState::Open), [(String::from("link:k"), TakeOut::Yes)]);
}

#[test]
fn agree_38_a_link_that_is_let_go_is_held_no_more_and_the_wording_stays_the_one_that_was_agreed() {
    let mut document = Document::new();
    agree(&mut document, "x", &step("k"));
    document.write(|txn, _| release_order(txn, &part("link:other")));
    assert_eq!(held(&document, PairState::Ended).len(), 1);
    document.write(|txn, _| release_order(txn, &part("link:k")));
    assert!(held(&document, PairState::Ended).is_empty());
    assert_eq!(step("").fingerprint(), step("k").fingerprint());
    assert_eq!(record::wording(&document, &step("k").fingerprint()), Some(step("")));
    // Agreed again it is held again, by the link that is there then.
    agree(&mut document, "x", &step("k2"));
    assert_eq!(held(&document, PairState::Ended), [(String::from("link:k2"), TakeOut::No)]);
}
