use super::super::round::VoteKind;
use super::super::round::tests::{NOW, ballot, round};
use yrs::{Map, WriteTxn};

use super::*;

#[test]
fn vote_1_one_round_is_open_at_a_time() {
    let mut rounds = Rounds::default();
    rounds.open("r", round(VoteKind::Dots)).unwrap();
    assert_eq!(rounds.open("s", round(VoteKind::Dots)), Err(Refused::AnotherOpen));
    rounds.close("r", &[], NOW).unwrap();
    rounds.open("s", round(VoteKind::Dots)).unwrap();
    assert_eq!(rounds.open_one().unwrap().0, "s");
}

#[test]
fn vote_3_a_person_counts_once_however_often_they_change_their_vote() {
    let mut rounds = Rounds::default();
    rounds.open("r", round(VoteKind::Answer)).unwrap();
    let yes = ballot(Side::Patient, &[("yes", 1)]);
    rounds.cast("r", &yes, None).unwrap();
    rounds.cast("r", &yes, Some(Side::Patient)).unwrap();
    assert_eq!(rounds.voted["r"], Voted { patient: 1, professional: 0 });
    // Their role was changed meanwhile.
    let now = ballot(Side::Professional, &[("no", 1)]);
    rounds.cast("r", &now, Some(Side::Patient)).unwrap();
    assert_eq!(rounds.voted["r"], Voted { patient: 0, professional: 1 });
    assert_eq!(rounds.cast("other", &now, None), Err(Refused::NoSuchRound));
}

#[test]
fn vote_6_the_document_is_written_only_where_something_changed_and_odd_values_read_as_absent() {
    let mut document = Document::new();
    let mut rounds = Rounds::default();
    rounds.open("r", round(VoteKind::Dots)).unwrap();
    document.write(|txn, _| rounds.write(txn));
    assert_eq!(read(&document), rounds);
    let vector = document.state_vector();
    document.write(|txn, _| rounds.write(txn));
    assert_eq!(document.state_vector(), vector);
    rounds.cast("r", &ballot(Side::Patient, &[("a", 1)]), None).unwrap();
    let before = document.state_vector();
    document.write(|txn, _| rounds.write(txn));
    // A vote sends the counts and not the question.
    assert!(document.diff(&before).unwrap().len() < 200);
    assert_eq!(read(&document), rounds);
    document.write(|txn, _| {
        txn.get_or_insert_map(ROUNDS).insert(txn, "odd", "words");
        txn.get_or_insert_map(VOTED).insert(txn, "r", -1);
    });
    let odd = read(&document);
    assert_eq!((odd.rounds.len(), odd.voted.len()), (1, 0));
    rounds.cancel("r").unwrap();
    document.write(|txn, _| rounds.write(txn));
    assert!(read(&document).rounds.is_empty());
}

#[test]
fn vote_7_the_rounds_that_were_opened_last_are_kept() {
    let mut rounds = Rounds::default();
    for number in 0..ROUNDS_KEPT_MAX as u64 + 5 {
        let id = format!("r{number}");
        rounds.open(&id, Round { opened_at: NOW + number, ..round(VoteKind::Scale) }).unwrap();
        rounds.close(&id, &[], NOW).unwrap();
    }
    assert_eq!(rounds.rounds.len(), ROUNDS_KEPT_MAX);
    assert!(!rounds.rounds.contains_key("r4") && rounds.rounds.contains_key("r5"));
}
