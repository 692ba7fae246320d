//! Random edits of several people converge, in any order of delivery, and frames come back as they were.

use pairway_crdt::document::Document;
use pairway_crdt::frame::hocuspocus::{self, Auth, Body, Frame, Scope, SyncStatus};
use pairway_crdt::frame::sync::SyncMessage;
use pairway_crdt::frame::y_websocket::{self, Message};
use proptest::collection::vec;
use proptest::prelude::*;
use yrs::block::ClientID;
use yrs::types::ToJson;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, GetString, Map, MapPrelim, OffsetKind, Options, ReadTxn, Text, Transact, Update, WriteTxn,
};

const PEERS: usize = 3;

#[derive(Debug, Clone)]
enum Action {
    Type {
        at: u32,
        text: String,
    },
    Erase {
        at: u32,
        units: u32,
    },
    Set {
        key: String,
        value: i32,
    },
    SetMap {
        key: String,
    },
    SetInside {
        key: String,
        value: i32,
    },
    Remove {
        key: String,
    },
    /// This peer takes in what another has.
    Hear {
        from: usize,
    },
}

fn action() -> impl Strategy<Value = Action> {
    let key = || "[xyz]";
    prop_oneof![
        4 => (any::<u32>(), "[a-c😀é]{1,4}").prop_map(|(at, text)| Action::Type { at, text }),
        2 => (any::<u32>(), 1..4u32).prop_map(|(at, units)| Action::Erase { at, units }),
        2 => (key(), any::<i32>()).prop_map(|(key, value)| Action::Set { key, value: value.max(-i32::MAX) }),
        1 => key().prop_map(|key| Action::SetMap { key }),
        1 => (key(), 0..9i32).prop_map(|(key, value)| Action::SetInside { key, value }),
        1 => key().prop_map(|key| Action::Remove { key }),
        2 => (0..PEERS).prop_map(|from| Action::Hear { from }),
    ]
}

fn peer(client: u64) -> Doc {
    let client_id = ClientID::new(client);
    Doc::with_options(Options { client_id, offset_kind: OffsetKind::Utf16, ..Options::default() })
}

/// A position that is not between the halves of a surrogate pair: editors never ask for one.
fn boundary(text: &str, at: u32) -> u32 {
    let mut starts = vec![0];
    starts.extend(text.chars().scan(0, |units, character| {
        *units += character.len_utf16() as u32;
        Some(*units)
    }));
    starts[at as usize % starts.len()]
}

/// Carries out an action and gives its update, unless nothing changed.
fn act(peers: &[Doc], index: usize, action: &Action) -> Option<Vec<u8>> {
    let other = if let Action::Hear { from } = action {
        if *from == index {
            return None;
        }
        let known = peers[index].transact().state_vector();
        Some(peers[*from].transact().encode_diff_v1(&known))
    } else {
        None
    };
    let mut txn = peers[index].transact_mut();
    let text = txn.get_or_insert_text("t");
    let map = txn.get_or_insert_map("m");
    let now = text.get_string(&txn);
    match action {
        Action::Type { at, text: typed } => text.insert(&mut txn, boundary(&now, *at), typed),
        Action::Erase { at, units } => {
            let start = boundary(&now, *at);
            let end = boundary(&now, at.wrapping_add(*units));
            text.remove_range(&mut txn, start.min(end), start.abs_diff(end));
        }
        Action::Set { key, value } => drop(map.insert(&mut txn, key.as_str(), *value)),
        Action::SetMap { key } => drop(map.insert(&mut txn, key.as_str(), MapPrelim::default())),
        Action::SetInside { key, value } => {
            if let Some(yrs::Out::YMap(inner)) = map.get(&txn, key) {
                inner.insert(&mut txn, "in", *value);
            }
        }
        Action::Remove { key } => drop(map.remove(&mut txn, key)),
        Action::Hear { .. } => {
            let update = Update::decode_v1(&other.expect("made above")).expect("a peer's update");
            txn.apply_update(update).expect("a peer's update");
            return None;
        }
    }
    txn.commit();
    txn.has_changes().then(|| txn.encode_update_v1())
}

fn content_of(txn: &impl ReadTxn) -> (Any, String) {
    let map = txn.get_map("m").map_or(Any::Map(std::sync::Arc::default()), |map| map.to_json(txn));
    (map, txn.get_text("t").map(|text| text.get_string(txn)).unwrap_or_default())
}

fn content(document: &Document) -> (Any, String) {
    document.read(|txn, _| content_of(txn))
}

fn take(doc: &Doc, update: &[u8]) {
    let update = Update::decode_v1(update).expect("decodes");
    doc.transact_mut().apply_update(update).expect("applies");
}

/// Delivers until nothing is missing any more, as asking again with a step1 does.
fn deliver(document: &mut Document, updates: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut log = Vec::new();
    let mut waiting: Vec<&Vec<u8>> = updates.iter().collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        let had = document.state_vector().len() + document.encode().len();
        waiting.retain(|update| {
            let applied = document.apply(update).expect("an honest update is accepted");
            log.extend(applied.novel.map(|novel| novel.to_vec()));
            applied.missing
        });
        let has = document.state_vector().len() + document.encode().len();
        assert!(waiting.len() < before || has != had, "honest updates never wait for ever");
    }
    log
}

/// The updates of all actions, and the peers after everybody heard everybody.
fn story(actions: &[(usize, Action)]) -> (Vec<Vec<u8>>, Vec<Doc>) {
    let peers: Vec<Doc> = (0..PEERS as u64).map(|client| peer(client * 7_919 + 1)).collect();
    let updates = actions.iter().filter_map(|(index, action)| act(&peers, *index, action)).collect();
    for index in 0..PEERS {
        for from in 0..PEERS {
            act(&peers, index, &Action::Hear { from });
        }
    }
    (updates, peers)
}

fn shuffled(updates: &[Vec<u8>], order: &[prop::sample::Index]) -> Vec<Vec<u8>> {
    let mut left: Vec<Vec<u8>> = updates.to_vec();
    let mut out = Vec::new();
    for index in order.iter().cycle() {
        if left.is_empty() {
            break;
        }
        out.push(left.swap_remove(index.index(left.len())));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn document_10_honest_edits_converge_in_any_order(
        actions in vec((0..PEERS, action()), 1..40),
        order in vec(any::<prop::sample::Index>(), 1..40),
    ) {
        let (updates, peers) = story(&actions);
        let wanted = content_of(&peers[0].transact());
        let mut in_order = Document::new();
        deliver(&mut in_order, &updates);
        prop_assert_eq!(&content(&in_order), &wanted);
        let mut disordered = Document::new();
        let log = deliver(&mut disordered, &shuffled(&updates, &order));
        prop_assert_eq!(&content(&disordered), &wanted);

        // What was new is enough for a peer, for a reload from the log, and for a reload from a snapshot.
        let listener = peer(99);
        log.iter().for_each(|update| take(&listener, update));
        prop_assert_eq!(&content_of(&listener.transact()), &wanted);
        let from_log = Document::rebuild(None, log.iter().map(Vec::as_slice)).expect("own log");
        prop_assert_eq!(&content(&from_log), &wanted);
        let snapshot = disordered.encode();
        let from_snapshot = Document::rebuild(Some(&snapshot), std::iter::empty()).expect("own snapshot");
        prop_assert_eq!(&content(&from_snapshot), &wanted);
        prop_assert!(in_order.contains(&snapshot).expect("own snapshot"));
    }

    /// A diff for a state vector brings its holder up to date.
    #[test]
    fn a_diff_brings_anybody_up_to_date(
        actions in vec((0..PEERS, action()), 1..40),
        known in any::<prop::sample::Index>(),
    ) {
        let (updates, peers) = story(&actions);
        let wanted = content_of(&peers[0].transact());
        let mut server = Document::new();
        deliver(&mut server, &updates);
        let mut reader = Document::new();
        deliver(&mut reader, &updates[..known.index(updates.len() + 1)]);
        let diff = server.diff(&reader.state_vector()).expect("own state vector");
        let applied = reader.apply(&diff).expect("own diff");
        prop_assert!(!applied.missing);
        prop_assert_eq!(&content(&reader), &wanted);
        prop_assert!(reader.contains(&server.encode()).expect("own state"));
    }

    /// Server edits mix with everybody else's and reload from the log.
    #[test]
    fn server_edits_mix_with_everybody_elses(
        actions in vec((0..PEERS, action()), 1..30),
        values in vec(any::<i32>(), 1..6),
    ) {
        let (updates, _) = story(&actions);
        let mut server = Document::new();
        let mut log = deliver(&mut server, &updates);
        for value in values {
            let ((), update) = server.write(|txn, _| {
                let map = txn.get_or_insert_map("m");
                map.insert(txn, "server", value.max(-i32::MAX));
            });
            prop_assert!(!server.is_poisoned());
            log.push(update.to_vec());
        }
        let from_log = Document::rebuild(None, log.iter().map(Vec::as_slice)).expect("own log");
        prop_assert_eq!(content(&from_log), content(&server));
    }

    /// Any frame comes back from its bytes as it was, and never from fewer.
    #[test]
    fn hocuspocus_frames_round_trip(address in "[a-z/]{1,40}(\\x00[a-z]{4})?", text in ".{0,30}", bytes in vec(any::<u8>(), 0..64), kind in 0..14u8) {
        let body = match kind {
            0 => Body::Sync(SyncMessage::Step1(&bytes)),
            1 => Body::Sync(SyncMessage::Step2(&bytes)),
            2 => Body::Sync(SyncMessage::Update(&bytes)),
            3 => Body::Awareness(&bytes),
            4 => Body::Auth(Auth::Token { token: &text, version: None }),
            5 => Body::Auth(Auth::Token { token: &text, version: Some("4.8.0") }),
            6 => Body::Auth(Auth::Denied(&text)),
            7 => Body::Auth(Auth::Granted(Scope::ReadOnly)),
            8 => Body::QueryAwareness,
            9 => Body::Stateless(&text),
            10 => Body::BroadcastStateless(&text),
            11 => Body::Close(Some(&text)),
            12 => Body::SyncStatus(SyncStatus::Saved),
            _ => Body::Close(None),
        };
        let frame = Frame { address: &address, body };
        let encoded = hocuspocus::encode(frame);
        prop_assert_eq!(hocuspocus::decode(&encoded).expect("own frame"), frame);
        for end in 0..encoded.len() {
            // A shorter frame may be a whole other one (an Auth without its version), never the same.
            prop_assert_ne!(hocuspocus::decode(&encoded[..end]).ok(), Some(frame));
        }
    }

    #[test]
    fn y_websocket_frames_round_trip(bytes in vec(any::<u8>(), 0..64), reason in ".{0,30}", kinds in vec(0..6u8, 1..8)) {
        let messages: Vec<Message<'_>> = kinds.iter().map(|kind| match kind {
            0 => Message::Sync(SyncMessage::Step1(&bytes)),
            1 => Message::Sync(SyncMessage::Step2(&bytes)),
            2 => Message::Sync(SyncMessage::Update(&bytes)),
            3 => Message::Awareness(&bytes),
            4 => Message::Denied(&reason),
            _ => Message::QueryAwareness,
        }).collect();
        let frame: Vec<u8> = messages.iter().flat_map(|message| y_websocket::encode(*message)).collect();
        prop_assert_eq!(y_websocket::decode_all(&frame).expect("own frames"), messages);
    }

    #[test]
    fn gate_17_no_bytes_make_a_walker_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = pairway_crdt::gate::update::check(&bytes);
        let _ = pairway_crdt::gate::state_vector::check(&bytes);
        let _ = pairway_crdt::gate::awareness::check(&bytes);
        let _ = hocuspocus::decode(&bytes);
        let _ = y_websocket::decode_all(&bytes);
        let mut document = Document::new();
        prop_assert_ne!(document.apply(&bytes), Err(pairway_crdt::error::ApplyError::Poisoned));
    }
}

/// A text of many small edits, and two people who each made a thousand more apart from each other.
#[test]
fn document_13_long_work_apart_is_not_mistaken_for_an_attack() {
    let peers: Vec<Doc> = (1..=3).map(peer).collect();
    let mut server = Document::new();
    let mut random = 12_345u32;
    let mut next = move || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        random >> 8
    };
    let mut edits = |doc: &Doc, count: usize| -> Vec<Vec<u8>> {
        (0..count)
            .map(|_| {
                let mut txn = doc.transact_mut();
                let text = txn.get_or_insert_text("t");
                let length = text.len(&txn);
                let at = next() % (length + 1);
                if at.is_multiple_of(5) && length > at + 3 {
                    text.remove_range(&mut txn, at, 2);
                } else {
                    text.insert(&mut txn, at, "word");
                }
                txn.encode_update_v1()
            })
            .collect()
    };
    for update in edits(&peers[0], 2_000) {
        server.apply(&update).expect("typed while connected");
    }
    for peer in &peers[1..] {
        take(peer, &server.encode());
    }
    for peer in &peers[1..] {
        edits(peer, 1_000);
    }
    for peer in &peers[1..] {
        let known = yrs::StateVector::decode_v1(&server.state_vector()).expect("own state vector");
        let step2 = peer.transact().encode_diff_v1(&known);
        assert!(!server.apply(&step2).expect("work made apart is accepted").missing);
    }
    let before = server.encode();
    let mut other = Document::new();
    assert!(!other.apply(&before).expect("and so is all of it at once").missing);
}

/// The estimate of the encoded size follows the document, also when old values leave it: over by at most a
/// quarter and 256 KiB.
#[test]
fn the_estimate_of_the_size_follows_what_is_overwritten() {
    let mut document = Document::new();
    let mut written_bytes = 0;
    for round in 0..1_000 {
        let ((), update) = document.write(|txn, _| {
            let map = txn.get_or_insert_map("m");
            map.insert(txn, "k", format!("{round}").repeat(500));
        });
        written_bytes += update.len();
        let encoded_bytes = document.encode().len();
        let estimate = document.encoded_bytes_estimate();
        assert!(
            estimate <= encoded_bytes / 4 * 5 + 256 * 1024 + update.len(),
            "{estimate} for {encoded_bytes}"
        );
    }
    assert!(document.encode().len() < written_bytes / 100);
    let mut grown = Document::new();
    let long = "x".repeat(600_000);
    grown.write(|txn, _| txn.get_or_insert_text("t").insert(txn, 0, &long));
    assert!(grown.encoded_bytes_estimate() >= 600_000);
}
