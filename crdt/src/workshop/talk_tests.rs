//! Tests of reading the `talk` document.

use yrs::{MapPrelim, WriteTxn};

use super::*;
use crate::pathway::kinds::{KINDS, KindRow};

fn message(id: &str, text: &str) -> Message {
    Message {
        id: String::from(id),
        thread: String::from("t1"),
        by: String::from("ann"),
        scribe: None,
        text: String::from(text),
        mentions: Vec::new(),
        at: 1_000,
        gone: None,
    }
}

fn put(document: &mut Document, root: &'static str, key: &str, value: Any) {
    document.write(|txn, _| txn.get_or_insert_map(root).insert(txn, key, value));
}

#[test]
fn talk_6_an_empty_document_says_nothing() {
    assert_eq!(Talk::read(&Document::new()), Talk::default());
}

#[test]
fn talk_6_values_of_the_wrong_type_read_as_absent() {
    let mut document = Document::new();
    let json = |text: &str| Any::from_json(text).unwrap();
    for (key, thread) in [
        ("t1", r#"{"part":"step:s1","state":"perhaps","at":1}"#),
        ("t2", r#"{"part":"step:s1","state":"open"}"#),
        ("t3", r#"{"part":"cell:s1","state":"open","at":1}"#),
        ("t4", r#"{"part":7,"state":"open","at":1}"#),
        ("t5", "[]"),
        ("no id", r#"{"part":"step:s1","state":"open","at":1}"#),
    ] {
        put(&mut document, THREADS, key, json(thread));
    }
    for (key, message) in [
        (
            "m1",
            r#"{"thread":"t1","by":"ann","text":7,"mentions":["bob",7,"no id",null],"at":1,"scribe":"no id"}"#,
        ),
        ("m2", r#"{"thread":"t1","by":"a/b","text":"hello","mentions":[],"at":1}"#),
        ("m3", r#"{"thread":"t1","by":"ann","text":"hello","mentions":[],"at":-1}"#),
        (
            "m4",
            r#"{"thread":"t1","by":"ann","text":"still here","mentions":["bob"],"at":1,"takenBack":true}"#,
        ),
        ("m5", r#"{"by":"ann","text":"hello","at":1}"#),
        (
            "m7",
            r#"{"thread":"t1","by":"ann","text":"still here","mentions":["bob"],"at":1,"takenDown":true}"#,
        ),
    ] {
        put(&mut document, MESSAGES, key, json(message));
    }
    document
        .write(|txn, _| txn.get_or_insert_map(MESSAGES).insert(txn, "m6", MapPrelim::from([("by", "ann")])));
    for key in ["m1/ann/thanks", "m1/ann/applause", "m1/thanks", "m1/a b/thanks", "m1/ann/thanks/more", ""] {
        put(&mut document, REACTIONS, key, Any::Bool(true));
    }
    put(&mut document, REACTIONS, "m1/bob/thanks", Any::from("true"));

    let talk = Talk::read(&document);
    let part = TalkPart::parse("step:s1").unwrap();
    assert_eq!(talk.threads, [Thread { id: String::from("t1"), part, state: ThreadState::Open, at: 1 }]);
    let mentions = vec![String::from("bob")];
    let gone = Message { at: 1, gone: Some(Gone::TakenBack), ..message("m4", "") };
    let down = Message { at: 1, gone: Some(Gone::TakenDown), ..message("m7", "") };
    assert_eq!(talk.messages, [Message { mentions, at: 1, ..message("m1", "") }, gone, down]);
    assert_eq!(talk.reactions, [(String::from("m1"), String::from("ann"), Reaction::Thanks)]);
}

#[test]
fn talk_6_nothing_beyond_the_limits_is_read() {
    let mut document = Document::new();
    let mentions: Vec<String> = (0..=MENTIONS_MAX).map(|number| format!("p{number}")).collect();
    let long = Message { mentions, ..message("long", &"ŵ".repeat(COMMENT_UNITS_MAX + 1)) };
    put(&mut document, MESSAGES, "long", message_value(&long));
    let read = Talk::read(&document).messages.remove(0);
    assert_eq!((read.text.chars().count(), read.mentions.len()), (COMMENT_UNITS_MAX, MENTIONS_MAX));

    document.write(|txn, _| {
        let part = TalkPart::parse("map:map").unwrap();
        let threads = txn.get_or_insert_map(THREADS);
        for number in 0..=THREADS_MAX {
            let id = format!("t{number}");
            let thread = Thread { id: id.clone(), part: part.clone(), state: ThreadState::Open, at: 1 };
            threads.insert(txn, id, thread_value(&thread));
        }
        let messages = txn.get_or_insert_map(MESSAGES);
        for number in 0..=MESSAGES_MAX {
            messages.insert(txn, format!("m{number}"), message_value(&message("m", "hello")));
        }
        let reactions = txn.get_or_insert_map(REACTIONS);
        for number in 0..=REACTIONS_MAX {
            reactions.insert(txn, format!("m{number}/ann/thanks"), Any::Bool(true));
        }
    });
    let talk = Talk::read(&document);
    let counts = (talk.threads.len(), talk.messages.len(), talk.reactions.len());
    assert_eq!(counts, (THREADS_MAX, MESSAGES_MAX, REACTIONS_MAX));
}

#[test]
fn talk_7_goals_outcomes_stages_lanes_steps_links_and_the_whole_map_can_be_talked_about() {
    let mut map = Document::new();
    map.write(|txn, _| {
        for KindRow { root, .. } in &KINDS {
            txn.get_or_insert_map(*root).insert(txn, "here", MapPrelim::default());
        }
        txn.get_or_insert_map("steps").insert(txn, "notAPart", true);
    });
    for KindRow { name: kind, .. } in &KINDS {
        assert!(TalkPart::parse(&format!("{kind}:here")).unwrap().is_on(&map), "{kind}");
        assert!(!TalkPart::parse(&format!("{kind}:elsewhere")).unwrap().is_on(&map), "{kind}");
    }
    assert!(TalkPart::parse("map:map").unwrap().is_on(&Document::new()));
    assert!(!TalkPart::parse("step:notAPart").unwrap().is_on(&map));
    for no in ["", "map", "map:here", "step:", "step:a:b", "cell:here", "step:a b", "Step:here", "meta:kind"]
    {
        assert_eq!(TalkPart::parse(no), None, "{no:?}");
    }
}
