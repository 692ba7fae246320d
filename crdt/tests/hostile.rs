//! Input that breaks the engine: every case is refused or survived, and the document works as before.
//!
//! Owns the corpus of hostile updates, those found elsewhere and those our own fuzzing found. Grows, never shrinks.

use pairway_crdt::document::Document;
use pairway_crdt::error::{ApplyError, GateError};
use pairway_crdt::gate::{awareness, state_vector, update};
use pairway_crdt::limits::{MAP_KEY_BYTES_MAX, NESTING_DEPTH_MAX};
use yrs::types::ToJson;
use yrs::{Map, ReadTxn, Transact, WriteTxn};

/// Everything a room later does with a document, after which an edit by an honest client still works.
fn assert_healthy(document: &mut Document) {
    let encoded = document.encode();
    let mut copy =
        Document::rebuild(Some(&encoded), std::iter::empty()).expect("the own encoding is accepted");
    assert!(document.contains(&copy.encode()).expect("own encoding"));
    document.diff(&copy.state_vector()).expect("diff of an own state vector");
    document.diff(&[0]).expect("diff of nothing");
    assert!(copy.contains(&encoded).expect("own encoding"));
    document.read(|txn, doc| {
        assert!(!txn.has_missing_updates());
        let _ = doc.to_json(txn);
    });
    let honest = honest_update();
    document.apply(&honest).expect("an honest edit still works");
    assert!(document.contains(&honest).expect("honest"));
    copy.apply(&document.encode()).expect("and travels on");
}

fn honest_update() -> Vec<u8> {
    let doc = yrs::Doc::new();
    let mut txn = doc.transact_mut();
    let map = txn.get_or_insert_map("steps");
    map.insert(&mut txn, "a", 1);
    txn.encode_update_v1()
}

/// Applies each in order to one document; whatever it says to each, the document stays healthy.
fn survive(updates: &[&[u8]]) -> Vec<Result<bool, ApplyError>> {
    let mut document = Document::new();
    let outcomes: Vec<_> =
        updates.iter().map(|bytes| document.apply(bytes).map(|applied| applied.missing)).collect();
    assert!(!outcomes.contains(&Err(ApplyError::Poisoned)), "{outcomes:?}");
    assert_healthy(&mut document);
    outcomes
}

fn assert_refused(bytes: &[u8]) {
    assert!(update::check(bytes).is_err(), "{bytes:?}");
    assert!(matches!(survive(&[bytes])[0], Err(ApplyError::Gate(_))));
}

fn number(value: u64) -> Vec<u8> {
    let (mut out, mut value) = (Vec::new(), value);
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

/// An update with one section of client 1 from clock 0, these encoded structs, and no deletes.
fn section(structs: &[Vec<u8>]) -> Vec<u8> {
    let mut out = [vec![1], number(structs.len() as u64), vec![1, 0]].concat();
    out.extend(structs.concat());
    out.push(0);
    out
}

/// One item inside root "r", with this content reference and content.
fn in_root(reference: u8, content: &[u8]) -> Vec<u8> {
    [&[reference, 1, 1, b'r'], content].concat()
}

#[test]
fn gate_1_legacy_json_that_poisons_every_later_encoding_is_refused() {
    assert_refused(&[1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
    assert_refused(&[1, 1, 0, 0, 2, 1, 0, 0, 0, 0]);
}

#[test]
fn gate_1_clocks_that_wrap_are_refused_or_left_out() {
    let far = [255, 255, 255, 255, 15];
    let pair = |client: u8, clock: &[u8]| [&[1, 1, client], clock, &[0, 1, 0]].concat();
    let outcomes = survive(&[&pair(2, &[0]), &pair(2, &far)]);
    assert_eq!(outcomes[0], Ok(false));
    assert!(matches!(outcomes[1], Err(ApplyError::Gate(_))));

    let outcomes = survive(&[&pair(3, &far), &[1, 2, 3, 0, 2, 1, 0, 0, 0, 0, 1, 0]]);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(ApplyError::Gate(_)))));

    let mut with_value = vec![1, 1, 1];
    with_value.extend(far);
    with_value.extend([1, 1, 0, 1, 0]);
    let outcomes = survive(&[&with_value, &[1, 1, 1, 0, 0, 1, 0]]);
    assert!(matches!(outcomes[0], Err(ApplyError::Gate(_))));
    assert_eq!(outcomes[1], Ok(false));
}

#[test]
fn gate_3_values_nested_past_the_limit_are_refused_on_any_stack() {
    let nested = |depth: usize| {
        let mut value = [117, 1].repeat(depth - 1);
        value.extend([117, 0]);
        section(&[in_root(8, &[vec![1], value].concat())])
    };
    assert_eq!(survive(&[&nested(NESTING_DEPTH_MAX)])[0], Ok(false));
    assert_refused(&nested(NESTING_DEPTH_MAX + 1));
    assert_refused(&nested(10_000));
}

#[test]
fn gate_3_embedded_json_nested_past_the_limit_is_refused() {
    let nested = |depth: usize| {
        let json = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        section(&[in_root(5, &[number(json.len() as u64), json.into_bytes()].concat())])
    };
    assert_eq!(survive(&[&nested(NESTING_DEPTH_MAX)])[0], Ok(false));
    assert_refused(&nested(NESTING_DEPTH_MAX + 1));
}

#[test]
fn gate_1_declared_counts_cost_nothing() {
    assert_refused(&[0x80, 0x80, 0x80, 0x40]);
    assert_refused(&[1, 0x80, 0x80, 0x80, 0x40, 1, 0]);
    assert_refused(&[0, 0x80, 0x80, 0x80, 0x40]);
    assert_refused(&section(&[in_root(8, &[0xff, 0xff, 0xff, 0x7f, 126])]));
    assert_refused(&section(&[in_root(8, &[1, 117, 0xff, 0xff, 0xff, 0x7f])]));
    assert!(state_vector::check(&[0x80, 0x80, 0x80, 0x80, 0x01]).is_err());
    assert!(Document::new().diff(&[0x80, 0x80, 0x80, 0x80, 0x01]).is_err());
    assert!(awareness::check(&[0x80, 0xe5, 0x9a, 0x77]).is_err());
}

#[test]
fn room_31_twenty_thousand_updates_with_missing_parents_leave_nothing_behind() {
    let mut document = Document::new();
    for client in 0..20_000u64 {
        let mut bytes = vec![1, 1];
        bytes.extend(number(client + 10));
        bytes.extend([0, 4, 0]);
        bytes.extend(number(client + 1_000_000));
        bytes.extend([0, 1, b'x', 0]);
        let applied = document.apply(&bytes).expect("only missing");
        assert!(applied.missing);
        assert_eq!(applied.novel, None);
    }
    assert_eq!(document.encode(), [0, 0]);
    assert_healthy(&mut document);
}

#[test]
fn gate_5_subdocuments_and_weak_links_are_refused() {
    let subdocument = in_root(9, &[1, b'g', 118, 0]);
    assert_refused(&section(&vec![subdocument; 1_000]));
    assert_refused(&section(&[in_root(7, &[7, 0, 1, 0])]));
    assert_refused(&section(&[in_root(7, &[5, 1, b'h'])]));
    assert_refused(&section(&[in_root(7, &[9])]));
    assert_refused(&section(&[in_root(7, &[15])]));
    assert_refused(&section(&[in_root(11, &[0])]));
}

#[test]
fn gate_6_big_integers_and_wide_integers_are_refused() {
    assert_refused(&section(&[in_root(8, &[1, 122, 0, 0, 0, 0, 0, 0, 0, 1])]));
    // 2^31 - 1 is the largest whole number that JavaScript writes as one.
    assert_eq!(survive(&[&section(&[in_root(8, &[1, 125, 0xbf, 0xff, 0xff, 0xff, 0x0f])])])[0], Ok(false));
    assert_refused(&section(&[in_root(8, &[1, 125, 0x80, 0x80, 0x80, 0x80, 0x10])]));
    assert_refused(&section(&[in_root(
        8,
        &[1, 125, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    )]));
}

#[test]
fn gate_1_one_section_a_client_and_none_empty() {
    assert_refused(&[2, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0]);
    assert_refused(&[1, 0, 1, 0, 0]);
    assert_refused(&[1, 1, 1, 0, 10, 5, 0]);
    assert_refused(&[1, 3, 1, 0, 10, 1, 10, 1, 0, 1, 0]);
}

#[test]
fn gate_1_nothing_of_length_zero() {
    assert_refused(&section(&[vec![0, 0]]));
    assert_refused(&[1, 2, 1, 0, 10, 0, 0, 1, 0]);
    assert_refused(&section(&[in_root(1, &[0])]));
    assert_refused(&section(&[in_root(4, &[0])]));
    assert_refused(&section(&[in_root(8, &[0])]));
    assert_refused(&[0, 1, 1, 1, 0, 0]);
}

#[test]
fn gate_9_keys_are_bounded() {
    let keyed = |bytes: usize| {
        let mut item = vec![0x28, 1, 1, b'r'];
        item.extend(number(bytes as u64));
        item.extend(vec![b'k'; bytes]);
        item.extend([1, 126]);
        section(&[item])
    };
    assert_eq!(survive(&[&keyed(MAP_KEY_BYTES_MAX)])[0], Ok(false));
    assert_refused(&keyed(MAP_KEY_BYTES_MAX + 1));
}

#[test]
fn gate_1_text_must_be_utf8_and_json_must_parse() {
    assert_refused(&section(&[in_root(4, &[2, 0xc3, 0x28])]));
    assert_refused(&section(&[in_root(5, &[1, b'{'])]));
    assert_refused(&section(&[in_root(6, &[1, b'b', 3, b'n', b'o', b'!'])]));
}

#[test]
fn gate_1_delete_ranges_are_ordered_bounded_and_apart() {
    assert!(update::check(&[0, 1, 1, 2, 0, 1, 1, 1]).is_ok());
    assert_refused(&[0, 1, 1, 2, 5, 1, 0, 1]);
    assert_refused(&[0, 1, 1, 2, 0, 5, 4, 1]);
    assert_refused(&[0, 2, 1, 1, 0, 1, 1, 1, 2, 1]);
    assert_refused(&[0, 1, 1, 0]);
    assert_refused(&[0, 1, 1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x07]);
    assert!(update::check(&[0, 1, 1, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x07]).is_ok());
}

#[test]
fn gate_1_nothing_after_the_end_and_nothing_cut_short() {
    let good = section(&[in_root(4, &[2, b'h', b'i'])]);
    assert!(update::check(&good).is_ok());
    assert_refused(&[good.clone(), vec![0]].concat());
    for end in 0..good.len() {
        assert!(update::check(&good[..end]).is_err());
    }
}

#[test]
fn gate_1_client_ids_have_at_most_53_bits() {
    let with_client = |client: u64| [vec![1, 1], number(client), vec![0, 0, 1, 0]].concat();
    assert!(update::check(&with_client((1 << 53) - 1)).is_ok());
    assert_refused(&with_client(1 << 53));
}

#[test]
fn gate_1_structs_cannot_name_themselves_or_their_future() {
    assert_refused(&section(&[vec![0x84, 1, 0, 1, b'a']]));
    assert_refused(&section(&[vec![0x44, 1, 5, 1, b'a']]));
    assert_refused(&section(&[vec![0x04, 0, 1, 0, 1, b'a']]));
    assert_refused(&section(&[in_root(4, &[1, b'a']), vec![0xc4, 1, 0, 1, 0, 1, b'b']]));
}

#[test]
fn gate_1_flags_without_content_and_unknown_parents_are_refused() {
    assert_refused(&section(&[vec![0x80, 1]]));
    assert_refused(&[1, 2, 1, 0, 0x8a, 1, 0, 1, 0]);
    assert_refused(&section(&[vec![0x04, 2, 1, b'r', 1, b'a']]));
    assert_refused(&section(&[in_root(0x14, &[1, b'a'])]));
}

#[test]
fn document_2_neighbours_in_different_places_are_refused() {
    let in_other = vec![4, 1, 1, b'q', 1, b'b'];
    let across = vec![0xc4, 1, 0, 1, 1, 1, b'c'];
    let outcomes = survive(&[&section(&[in_root(4, &[1, b'a']), in_other, across])]);
    assert!(matches!(outcomes[0], Err(ApplyError::Gate(GateError::Malformed { .. }))));
}

#[test]
fn document_2_a_list_and_a_key_of_one_parent_are_different_places() {
    let under_key = vec![0x28, 1, 1, b'r', 1, b'k', 1, 126];
    let across = vec![0xc4, 1, 0, 1, 1, 1, b'c'];
    let outcomes = survive(&[&section(&[in_root(4, &[1, b'a']), under_key, across])]);
    assert!(matches!(outcomes[0], Err(ApplyError::Gate(GateError::Malformed { .. }))));
}

#[test]
fn gate_3_a_parent_that_is_not_a_type_is_refused() {
    let inside_text = vec![4, 0, 1, 0, 1, b'b'];
    let outcomes = survive(&[&section(&[in_root(4, &[1, b'a']), inside_text])]);
    assert!(matches!(outcomes[0], Err(ApplyError::Gate(GateError::Malformed { .. }))));
}

#[test]
fn gate_3_types_nest_up_to_the_limit_also_over_many_updates() {
    let mut document = Document::new();
    let nested = |clock: u64| {
        let mut bytes = [vec![1, 1, 1], number(clock)].concat();
        match clock {
            0 => bytes.extend([7, 1, 1, b'r', 0]),
            _ => bytes.extend([vec![7, 0, 1], number(clock - 1), vec![0]].concat()),
        }
        bytes.push(0);
        bytes
    };
    for clock in 0..NESTING_DEPTH_MAX as u64 {
        document.apply(&nested(clock)).expect("within the limit");
    }
    let over = document.apply(&nested(NESTING_DEPTH_MAX as u64));
    assert!(matches!(over, Err(ApplyError::Gate(GateError::OverLimit { .. }))));
    assert_healthy(&mut document);
    document.apply(&[0, 1, 1, 1, 0, 1]).expect("deleting the outermost");
    assert_healthy(&mut document);
}

#[test]
fn document_2_several_living_elements_under_one_key_are_refused() {
    // Found by fuzzing: splitting the text and deleting its half, then the map around it, frees what is still linked.
    let outer = in_root(7, &[1]);
    let inner = vec![0x27, 0, 1, 0, 5, b't', b'i', b't', b'l', b'e', 1];
    let two_units = vec![0xa4, 1, 1, 4, 0xf0, 0x9f, 0x98, 0x80];
    let mut story = section(&[outer, inner, two_units]);
    story.pop();
    story.extend([1, 1, 1, 3, 1]);
    let outcomes = survive(&[&story, &[0, 1, 1, 1, 0, 1]]);
    assert!(matches!(outcomes[0], Err(ApplyError::Gate(GateError::Malformed { .. }))));
}

#[test]
fn document_2_merged_old_values_under_one_key_are_taken_when_the_update_deletes_them() {
    let merged = vec![0x28, 1, 1, b'r', 1, b'k', 2, 125, 1, 125, 2];
    let newest = vec![0xa8, 1, 1, 1, 125, 3];
    let mut update = section(&[merged, newest]);
    update.pop();
    update.extend([1, 1, 1, 0, 2]);
    assert_eq!(survive(&[&update])[0], Ok(false));
}

#[test]
fn document_2_text_in_an_array_is_refused() {
    // Found by fuzzing: reading such an array never ends when the text holds a surrogate pair.
    let inside = vec![4, 0, 1, 0, 4, 0xf0, 0x9f, 0x98, 0x80];
    let outcomes = survive(&[&section(&[in_root(7, &[0]), inside])]);
    assert!(matches!(outcomes[0], Err(ApplyError::Gate(GateError::Unsupported { .. }))));
}

/// `count` items of client 8 at the start of a list of `count` items of client 9, each before another one of those.
fn scattered(count: u64) -> (Vec<u8>, Vec<u8>) {
    let before = |clock: u64, text: u8| [vec![0x44, 9], number(clock), vec![1, text]].concat();
    let whole = |client: u8, structs: &[Vec<u8>]| {
        [vec![1], number(structs.len() as u64), vec![client, 0], structs.concat(), vec![0]].concat()
    };
    let mut list = vec![in_root(4, &[1, b'x'])];
    list.extend((0..count).map(|clock| before(clock, b'a')));
    let between: Vec<_> = (0..count).map(|clock| before(clock * 7_919 % count, b'b')).collect();
    (whole(9, &list), whole(8, &between))
}

#[test]
fn document_13_an_update_that_keeps_the_engine_busy_is_refused() {
    let mut document = Document::new();
    let (list, between) = scattered(20_000);
    document.apply(&list).expect("prepending is honest");
    let refused = document.apply(&between);
    assert!(matches!(refused, Err(ApplyError::Gate(GateError::OverLimit { limit: "UPDATE_WORK_MAX", .. }))));
    assert_healthy(&mut document);
    let (list, between) = scattered(200);
    assert!(survive(&[&list, &between]).iter().all(Result::is_ok));
}

#[test]
fn document_13_cutting_a_long_text_everywhere_is_refused() {
    let cuts = |count: u64| {
        let ranges: Vec<u8> = (0..count).flat_map(|range| [number(range * 10), vec![1]].concat()).collect();
        [vec![0, 1, 1], number(count), ranges].concat()
    };
    let text = vec![b'a'; 1_000_000];
    let long = section(&[in_root(4, &[number(text.len() as u64), text].concat())]);
    let mut document = Document::new();
    document.apply(&long).expect("a long text is honest");
    let refused = document.apply(&cuts(100_000));
    assert!(matches!(refused, Err(ApplyError::Gate(GateError::OverLimit { limit: "UPDATE_WORK_MAX", .. }))));
    document.apply(&cuts(100)).expect("some cuts are honest");
    assert_healthy(&mut document);
}

#[test]
fn room_33_after_a_failure_inside_nothing_hangs_and_nothing_is_taken() {
    let mut document = Document::new();
    document.apply(&honest_update()).expect("honest");
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        document.write(|txn, _| {
            let map = txn.get_or_insert_map("steps");
            map.insert(txn, "half", 1);
            panic!("as the engine would");
        })
    }));
    assert!(failed.is_err());
    assert!(document.is_poisoned());
    assert_eq!(document.apply(&honest_update()), Err(ApplyError::Poisoned));
    assert_eq!(document.encode(), [0, 0]);
    assert_eq!(document.diff(&[0]), Ok(vec![0, 0]));
    assert_eq!(document.state_vector(), [0]);
    assert!(document.read(|txn, _| txn.get_map("steps").is_none()));
}

#[test]
fn room_33_a_server_edit_that_could_not_be_loaded_again_never_becomes_an_update() {
    let mut document = Document::new();
    let key = "k".repeat(MAP_KEY_BYTES_MAX + 1);
    let ((), update) = document.write(|txn, _| {
        let map = txn.get_or_insert_map("steps");
        map.insert(txn, key, 1);
    });
    assert!(document.is_poisoned());
    assert_eq!(&update[..], [0, 0]);
}
