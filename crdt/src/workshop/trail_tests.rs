//! Tests of what led to what.

use yrs::{Map, WriteTxn};

use super::*;

fn put(document: &mut Document, key: &str, value: &str) {
    let value = Any::from_json(value).unwrap();
    document.write(|txn, _| txn.get_or_insert_map(LED_TO).insert(txn, key, value));
}

#[test]
fn trail_1_a_source_is_a_message_or_a_part_and_never_the_whole_map() {
    for text in ["message:m1", "goal:g1", "stage:s1", "lane:l1", "step:s1", "link:k1"] {
        assert_eq!(Source::parse(text).unwrap().to_string(), text);
    }
    for text in ["", "message", "message:", "message:a b", "map:map", "thread:t1", "step:", "step:a/b", "m1"]
    {
        assert_eq!(Source::parse(text), None, "{text}");
    }
}

#[test]
fn trail_1_a_part_does_not_lead_to_itself() {
    let part = |text| TalkPart::parse(text).unwrap();
    assert_eq!(Trail::new(Source::Part(part("step:s1")), part("step:s1")), None);
    assert!(Trail::new(Source::Part(part("step:s1")), part("goal:s1")).is_some());
    assert!(Trail::new(Source::Message(String::from("s1")), part("map:map")).is_some());
}

#[test]
fn trail_1_what_does_not_fit_the_layout_reads_as_absent() {
    let mut document = Document::new();
    assert_eq!(read(&document), []);
    let fits = r#"{"by":"ann","at":5}"#;
    for key in
        ["step:s1/step:s1", "map:map/step:s1", "message:m1", "message:m1/cell:c", "message:m1/step:s1/x", ""]
    {
        put(&mut document, key, fits);
    }
    for (key, value) in [
        ("message:m2/step:s1", "[]"),
        ("message:m3/step:s1", r#"{"by":"a b","at":5}"#),
        ("message:m4/step:s1", r#"{"by":"ann"}"#),
        ("message:m5/step:s1", r#"{"by":"ann","at":-1}"#),
        ("message:m6/step:s1", "true"),
    ] {
        put(&mut document, key, value);
    }
    put(&mut document, "message:m1/step:s1", r#"{"by":"ann","at":5,"scribe":"no id","more":1}"#);
    put(&mut document, "goal:g1/step:s1", r#"{"by":"ann","at":6,"scribe":"sam"}"#);
    let led: Vec<_> =
        read(&document).into_iter().map(|led| (led.trail.key(), led.by, led.scribe, led.at)).collect();
    let ann = || String::from("ann");
    assert_eq!(
        led,
        [
            (String::from("message:m1/step:s1"), ann(), None, 5),
            (String::from("goal:g1/step:s1"), ann(), Some(String::from("sam")), 6),
        ]
    );
}
