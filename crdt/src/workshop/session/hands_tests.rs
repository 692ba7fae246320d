use super::*;

fn hand(side: Option<Side>, at: u64) -> Hand {
    Hand { side, at, scribe: None }
}

fn raised(hands: &[(&str, Option<Side>)]) -> Hands {
    let mut up = Hands::default();
    for (at, (person, side)) in (0..).zip(hands) {
        up.raise(person, hand(*side, at)).unwrap();
    }
    up
}

const PATIENT: Option<Side> = Some(Side::Patient);
const PROFESSIONAL: Option<Side> = Some(Side::Professional);

#[test]
fn lead_1_hands_alternate_by_side_the_patient_side_first_then_by_time_and_neither_side_comes_last() {
    let hands = raised(&[
        ("visitor", None),
        ("pro1", PROFESSIONAL),
        ("pro2", PROFESSIONAL),
        ("pat1", PATIENT),
        ("pro3", PROFESSIONAL),
        ("pat2", PATIENT),
    ]);
    assert_eq!(hands.order(), ["pat1", "pro1", "pat2", "pro2", "pro3", "visitor"]);
}

#[test]
fn lead_1_after_one_side_has_spoken_the_other_is_next_however_many_hands_go_up() {
    let mut hands =
        raised(&[("pat1", PATIENT), ("pro1", PROFESSIONAL), ("pat2", PATIENT), ("pat3", PATIENT)]);
    hands.lower("pat1");
    assert_eq!(hands.order(), ["pro1", "pat2", "pat3"]);
    hands.raise("pat1", hand(PATIENT, 9)).unwrap();
    hands.lower("pro1");
    assert_eq!(hands.order(), ["pat2", "pat3", "pat1"]);
    // Whoever was not next has only changed their mind.
    hands.lower("pat3");
    hands.raise("pro1", hand(PROFESSIONAL, 10)).unwrap();
    assert_eq!(hands.order(), ["pat2", "pro1", "pat1"]);
}

#[test]
fn lead_2_raising_twice_keeps_the_place_and_lowering_what_is_down_changes_nothing() {
    let mut hands = raised(&[("a", PATIENT), ("b", PATIENT)]);
    hands.raise("a", hand(PATIENT, 50)).unwrap();
    assert_eq!(hands.order(), ["a", "b"]);
    let before = hands.clone();
    hands.lower("nobody");
    assert_eq!(hands, before);
    hands.keep(|person| person == "b");
    assert_eq!(hands.order(), ["b"]);
}

#[test]
fn lead_2_no_more_hands_than_the_limit_are_up() {
    let mut hands = Hands::default();
    for index in 0..HANDS_MAX as u64 {
        hands.raise(&format!("p{index}"), hand(PATIENT, index)).unwrap();
    }
    assert_eq!(hands.raise("more", hand(PATIENT, 0)), Err(TooMany));
    hands.raise("p0", hand(PATIENT, 0)).unwrap();
}

#[test]
fn lead_3_reads_back_as_written_writes_only_what_changed_and_reads_odd_values_as_absent() {
    let mut document = Document::new();
    let mut hands = raised(&[("pat", PATIENT), ("pro", PROFESSIONAL), ("visitor", None)]);
    document.write(|txn, _| hands.write(txn));
    assert_eq!(read(&document), hands);
    hands.lower("pat");
    let update = document.write(|txn, _| hands.write(txn)).1;
    assert_eq!(read(&document), hands);
    assert!(!update.windows(7).any(|bytes| bytes == b"visitor"), "a hand that stayed up was written again");
    document.write(|txn, _| {
        let root = txn.get_or_insert_map(HANDS);
        root.insert(txn, "text", "up");
        root.insert(txn, "odd", yrs::Any::from_json(r#"{"side":"both","at":-1}"#).unwrap());
        txn.get_or_insert_map(ORDER).insert(txn, SPOKE, "nobody");
    });
    assert_eq!(read(&document), Hands { spoke: None, ..hands });
}
