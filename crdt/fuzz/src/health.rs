//! What must hold of a document after anything was offered to it.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::check::findings;
use pairway_crdt::pathway::view::PathwayMap;
use yrs::types::ToJson;
use yrs::updates::decoder::Decode;
use yrs::{Any, GetString, Map, ReadTxn, StateVector, Text, Transact, WriteTxn, XmlFragment};

/// Everything that can be read of the roots, each as every kind of type: a root has no kind until somebody names it. Not
/// as an array: the engine never returns from reading text with surrogate pairs as an array, so the product never does.
pub fn content(document: &Document) -> Any {
    document.read(|txn, doc| {
        assert!(!txn.has_missing_updates(), "something is pending");
        let _ = doc.to_json(txn);
        let map = PathwayMap::read(txn);
        let _ = (findings(&map), map.steps.len());
        let mut read = Vec::new();
        for name in ["m", "t", "a", "steps", "meta"] {
            // A root that was emptied may be absent after a rebuild; it reads the same.
            let text = txn.get_text(name);
            read.push(Any::from(text.as_ref().map(|text| text.get_string(txn)).unwrap_or_default()));
            read.push(Any::from(text.as_ref().map_or(0, |text| i64::from(text.len(txn)))));
            let _ = text.map(|text| text.diff(txn, |_| ()));
            read.push(txn.get_map(name).map_or(Any::Map(Default::default()), |map| map.to_json(txn)));
            if let Some(fragment) = txn.get_xml_fragment(name) {
                let _ = fragment.get_string(txn);
                let _ = fragment.successors(txn).take(10_000).count();
            }
        }
        Any::from(read)
    })
}

/// Encodes, decodes, rebuilds, diffs, reads and edits. That copies hold the same elements is asserted; that they
/// read the same is not: a writer who contradicts the order of neighbours makes Yjs itself order them by arrival. Honest edits do
/// converge, which `tests/converge.rs` shows.
pub fn assert_healthy(document: &mut Document) {
    let clocks = StateVector::decode_v1(&document.state_vector()).expect("own state vector");
    document.read(|txn, _| assert_eq!(clocks, txn.state_vector(), "index and engine disagree"));
    let _ = content(document);
    let encoded = document.encode();
    assert!(document.contains(&encoded).expect("own encoding passes the gate"));
    let copy = Document::rebuild(Some(&encoded), std::iter::empty()).expect("own encoding is accepted");
    let _ = content(&copy);
    assert_eq!(StateVector::decode_v1(&copy.state_vector()).expect("own state vector"), clocks);
    assert!(copy.contains(&copy.encode()).expect("own encoding"));
    assert!(copy.contains(&encoded).expect("own encoding"), "a rebuilt document lacks something");
    let diff = copy.diff(&document.state_vector()).expect("own state vector passes the gate");
    assert!(!document.apply(&diff).expect("own diff is accepted").missing);
    assert!(document.contains(&diff).expect("own diff passes the gate"));
    let ((), edit) = document.write(|txn, _| {
        let map = txn.get_or_insert_map("m");
        map.insert(txn, "server", 1);
    });
    assert!(!document.is_poisoned(), "own edit refused");
    let mut copy = copy;
    let applied = copy.apply(&edit).expect("own edit is accepted elsewhere");
    assert!(!applied.missing);
    let (_, _) = (content(&copy), content(document));
}

/// An honest peer that holds the document edits it: never refused, nothing missing.
pub fn assert_honest_edit_passes(document: &mut Document, edit: u8) {
    let peer = yrs::Doc::with_options(yrs::Options {
        offset_kind: yrs::OffsetKind::Utf16,
        ..yrs::Options::with_client_id(yrs::block::ClientID::new(0xfff0_0000 + u64::from(edit)))
    });
    let mut txn = peer.transact_mut();
    txn.apply_update(yrs::Update::decode_v1(&document.encode()).expect("own encoding"))
        .expect("own encoding");
    drop(txn);
    let mut txn = peer.transact_mut();
    let before = txn.state_vector();
    match edit % 4 {
        0 => {
            let map = txn.get_or_insert_map("m");
            map.insert(&mut txn, "title", i64::from(edit));
        }
        1 => {
            let text = txn.get_or_insert_text("t");
            text.insert(&mut txn, 0, "typed");
        }
        2 => {
            let text = txn.get_or_insert_text("t");
            text.push(&mut txn, "end");
        }
        _ => {
            let map = txn.get_or_insert_map("m");
            map.remove(&mut txn, "title");
        }
    }
    let update = txn.encode_diff_v1(&before);
    drop(txn);
    let applied = document.apply(&update).expect("an honest edit is refused");
    assert!(!applied.missing, "an honest edit misses something");
}
