//! Tests of the order keys, with the vectors that the web client's tests read too.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

/// The vectors shared with the web client.
const VECTORS: &str = include_str!("../../data/order-vectors.json");

#[derive(Deserialize)]
struct Vectors {
    keys: Vec<String>,
    not_keys: Vec<String>,
    between: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    before: Option<String>,
    after: Option<String>,
    random: Vec<u32>,
    key: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(VECTORS).expect("the vectors are JSON")
}

/// A small generator with a seed, so that a failing case can be run again.
fn seeded(seed: u64) -> impl FnMut() -> u32 {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    }
}

fn is_between(key: &str, before: Option<&str>, after: Option<&str>) -> bool {
    is_order_key(key) && before.is_none_or(|before| before < key) && after.is_none_or(|after| key < after)
}

#[test]
fn order_1_the_shared_vectors_hold() {
    let vectors = vectors();
    assert!(vectors.between.len() >= 20);
    for vector in vectors.between {
        let mut draws = vector.random.iter().copied();
        let mut random = || draws.next().expect("a vector lists every draw");
        let key = between(vector.before.as_deref(), vector.after.as_deref(), &mut random);
        assert_eq!(key, vector.key, "between {:?} and {:?}", vector.before, vector.after);
        assert_eq!(draws.next(), None, "no draw is left over for {key}");
    }
}

#[test]
fn order_1_tells_keys_from_other_text() {
    let vectors = vectors();
    for key in vectors.keys {
        assert!(is_order_key(&key), "{key} is a key");
    }
    for text in vectors.not_keys {
        assert!(!is_order_key(&text), "{text:?} is not a key");
    }
}

#[test]
fn order_2_appending_and_prepending_stay_short() {
    let mut random = seeded(1);
    let keys = sequence(5_000, &mut random);
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(keys.iter().all(|key| key.len() <= 10), "longest {:?}", keys.iter().max_by_key(|key| key.len()));
    let mut first = keys[0].clone();
    for _ in 0..5_000 {
        let key = between(None, Some(&first), &mut random);
        assert!(is_between(&key, None, Some(&first)) && key.len() <= 10, "{key} before {first}");
        first = key;
    }
}

/// The first and the last integer still have room beyond them, through their tails.
#[test]
fn the_ends_of_the_integers_still_have_room() {
    let mut random = seeded(2);
    let last = format!("z{}", "z".repeat(26));
    let mut top = last.clone();
    let first = format!("A{}1", "0".repeat(26));
    let mut bottom = first.clone();
    for _ in 0..500 {
        let key = between(Some(&top), None, &mut random);
        assert!(is_between(&key, Some(&top), None), "{key} after {top}");
        top = key;
        let key = between(None, Some(&bottom), &mut random);
        assert!(is_between(&key, None, Some(&bottom)), "{key} before {bottom}");
        bottom = key;
    }
    assert!(is_between(&between(Some(&first), Some(&last), &mut random), Some(&first), Some(&last)));
}

#[test]
fn order_4_two_people_at_the_same_place_never_make_the_same_key() {
    let neighbours = [
        (None, None),
        (Some("a0"), None),
        (None, Some("a0")),
        (Some("a0"), Some("a1")),
        (Some("a0V"), Some("a0W")),
    ];
    for (before, after) in neighbours {
        let mut random = seeded(3);
        let keys: BTreeSet<String> = (0..2_000).map(|_| between(before, after, &mut random)).collect();
        assert_eq!(keys.len(), 2_000, "between {before:?} and {after:?}");
    }
}

#[test]
fn order_2_whatever_a_peer_wrote_a_key_comes_out() {
    let mut random = seeded(4);
    let long = format!("a0{}", "9z".repeat(4_000));
    for text in ["", "!", "a", "a00", "zz", "ü", long.as_str()] {
        for other in [None, Some("a0"), Some(text)] {
            for (before, after) in [(Some(text), other), (other, Some(text))] {
                let key = between(before, after, &mut random);
                assert!(is_order_key(&key), "{key} from {before:?} and {after:?}");
                if let Some(before) = before.filter(|before| is_order_key(before)) {
                    assert!(before < key.as_str());
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn order_2_a_new_key_is_always_between(places in proptest::collection::vec(any::<prop::sample::Index>(), 1..200), seed: u64) {
        let mut random = seeded(seed);
        let mut keys: Vec<String> = Vec::new();
        for place in places {
            let at = place.index(keys.len() + 1);
            let before = at.checked_sub(1).map(|at| keys[at].clone());
            let after = keys.get(at).cloned();
            let key = between(before.as_deref(), after.as_deref(), &mut random);
            prop_assert!(is_between(&key, before.as_deref(), after.as_deref()), "{key} for {before:?} {after:?}");
            keys.insert(at, key);
        }
    }

    #[test]
    fn order_4_two_inserts_at_once_differ_and_leave_room(seed: u64, other in any::<u64>()) {
        prop_assume!(seed != other);
        let mut random = seeded(seed);
        let outer = sequence(2, &mut random);
        let mine = between(Some(&outer[0]), Some(&outer[1]), &mut random);
        let theirs = between(Some(&outer[0]), Some(&outer[1]), &mut seeded(other));
        prop_assert_ne!(&mine, &theirs);
        let (low, high) = if mine < theirs { (mine, theirs) } else { (theirs, mine) };
        let key = between(Some(&low), Some(&high), &mut random);
        prop_assert!(is_between(&key, Some(&low), Some(&high)));
    }

    #[test]
    fn order_2_a_thousand_inserts_at_one_place_stay_short(seed: u64, downwards: bool) {
        let mut random = seeded(seed);
        let outer = sequence(2, &mut random);
        let (mut low, mut high) = (outer[0].clone(), outer[1].clone());
        for _ in 0..1_000 {
            let key = between(Some(&low), Some(&high), &mut random);
            prop_assert!(is_between(&key, Some(&low), Some(&high)));
            prop_assert!(key.len() < 64, "{} characters", key.len());
            if downwards { high = key } else { low = key }
        }
    }
}
