//! Tests of what can be said in the `talk` document.

use super::*;
use crate::workshop::talk::Talk;
use crate::workshop::trail;

fn attribution(by: &str, at: u64) -> Attribution {
    Attribution { by: String::from(by), scribe: None, at }
}

fn said(message: &str, text: &str) -> Said {
    Said { message: String::from(message), text: String::from(text), mentions: vec![String::from("bob")] }
}

fn comment(thread: &str, message: &str) -> TalkAct {
    let part = TalkPart::parse("step:s1").unwrap();
    TalkAct::Comment { thread: String::from(thread), part, said: said(message, "Who tells the GP?") }
}

fn reply(thread: &str, message: &str) -> TalkAct {
    TalkAct::Reply { thread: String::from(thread), said: said(message, "The ward does.") }
}

fn settle(thread: &str, state: ThreadState) -> TalkAct {
    TalkAct::Settle { thread: String::from(thread), state }
}

fn react(message: &str, reaction: Reaction) -> TalkAct {
    TalkAct::React { message: String::from(message), reaction }
}

fn unreact(message: &str, reaction: Reaction) -> TalkAct {
    TalkAct::Unreact { message: String::from(message), reaction }
}

fn take_back(message: &str) -> TalkAct {
    TalkAct::TakeBack { message: String::from(message) }
}

fn take_down(message: &str) -> TalkAct {
    TalkAct::TakeDown { message: String::from(message) }
}

/// A document with thread `t1` and message `m1` by Ann.
fn begun() -> Document {
    let mut document = Document::new();
    apply(&mut document, &comment("t1", "m1"), &attribution("ann", 1_000)).unwrap();
    document
}

/// Checks a refusal, and that it left the document as it was.
#[track_caller]
fn refused(document: &mut Document, act: &TalkAct, why: TalkRefused) {
    let before = document.encode();
    assert_eq!(apply(document, act, &attribution("bob", 5_000)), Err(why), "{act:?}");
    assert_eq!(document.encode(), before, "{act:?}");
}

#[test]
fn talk_1_a_comment_begins_a_thread_and_replies_follow_in_the_order_they_were_taken() {
    let mut document = begun();
    let before = document.state_vector();
    // The clock was set back meanwhile.
    apply(&mut document, &reply("t1", "a-reply"), &attribution("bob", 10)).unwrap();
    apply(
        &mut document,
        &reply("t1", "m3"),
        &Attribution { scribe: Some(String::from("sam")), ..attribution("cai", 10) },
    )
    .unwrap();
    let talk = Talk::read(&document);
    assert_eq!(talk.threads.len(), 1);
    assert_eq!((talk.threads[0].part.as_str(), talk.threads[0].at), ("step:s1", 1_000));
    let order: Vec<_> = talk.messages.iter().map(|message| (message.id.as_str(), message.at)).collect();
    assert_eq!(order, [("m1", 1_000), ("a-reply", 1_001), ("m3", 1_002)]);
    assert_eq!((talk.messages[2].by.as_str(), talk.messages[2].scribe.as_deref()), ("cai", Some("sam")));
    assert_eq!(talk.messages[0].mentions, ["bob"]);
    // What travels is enough for another copy.
    let mut copy = Document::new();
    copy.apply(&document.encode()).unwrap();
    assert!(document.diff(&before).unwrap().len() < document.encode().len());
    assert_eq!(Talk::read(&copy), talk);
}

#[test]
fn talk_2_a_thread_is_settled_and_a_reply_opens_it_again() {
    let mut document = begun();
    apply(&mut document, &settle("t1", ThreadState::Resolved), &attribution("bob", 2_000)).unwrap();
    assert_eq!(Talk::read(&document).threads[0].state, ThreadState::Resolved);
    let once = document.encode();
    apply(&mut document, &settle("t1", ThreadState::Resolved), &attribution("cai", 2_000)).unwrap();
    assert_eq!(document.encode(), once, "settled twice is settled once");
    apply(&mut document, &reply("t1", "m2"), &attribution("eve", 3_000)).unwrap();
    assert_eq!(Talk::read(&document).threads[0].state, ThreadState::Open);
    refused(&mut document, &settle("t2", ThreadState::Open), TalkRefused::NoThread);
    refused(&mut document, &reply("t2", "m9"), TalkRefused::NoThread);
}

#[test]
fn talk_3_of_each_reaction_a_person_gives_one_and_can_take_it_back() {
    let mut document = begun();
    for reaction in Reaction::ALL {
        apply(&mut document, &react("m1", reaction), &attribution("bob", 2_000)).unwrap();
    }
    let once = document.encode();
    apply(&mut document, &react("m1", Reaction::MeToo), &attribution("bob", 2_500)).unwrap();
    assert_eq!(document.encode(), once);
    apply(&mut document, &react("m1", Reaction::MeToo), &attribution("cai", 2_500)).unwrap();
    apply(&mut document, &unreact("m1", Reaction::MeToo), &attribution("bob", 2_600)).unwrap();
    apply(&mut document, &unreact("m1", Reaction::MeToo), &attribution("bob", 2_700)).unwrap();
    let m1 = String::from("m1");
    let (bob, cai) = (String::from("bob"), String::from("cai"));
    let wanted = [
        (m1.clone(), bob.clone(), Reaction::Thanks),
        (m1.clone(), bob.clone(), Reaction::Important),
        (m1.clone(), bob, Reaction::Question),
        (m1, cai, Reaction::MeToo),
    ];
    assert_eq!(Talk::read(&document).reactions, wanted);
    refused(&mut document, &react("m9", Reaction::Thanks), TalkRefused::NoMessage);
    refused(&mut document, &unreact("m9", Reaction::Thanks), TalkRefused::NoMessage);
}

#[test]
fn talk_4_who_takes_a_message_back_empties_it_for_real() {
    let mut document = begun();
    apply(&mut document, &react("m1", Reaction::Thanks), &attribution("bob", 2_000)).unwrap();
    refused(&mut document, &take_back("m1"), TalkRefused::NotYours);
    refused(&mut document, &take_back("m9"), TalkRefused::NoMessage);
    apply(&mut document, &take_back("m1"), &attribution("ann", 3_000)).unwrap();
    let talk = Talk::read(&document);
    let message = &talk.messages[0];
    assert!(message.gone == Some(Gone::TakenBack) && message.text.is_empty() && message.mentions.is_empty());
    assert_eq!((message.by.as_str(), message.at, talk.reactions.len()), ("ann", 1_000, 0));
    let bytes = document.encode();
    let words = b"Who tells the GP?";
    assert!(!bytes.windows(words.len()).any(|window| window == words), "the words are in no history either");
    apply(&mut document, &take_back("m1"), &attribution("ann", 4_000)).unwrap();
    refused(&mut document, &react("m1", Reaction::Thanks), TalkRefused::Gone);
    apply(&mut document, &reply("t1", "m2"), &attribution("bob", 5_000)).unwrap();
}

#[test]
fn talk_20_what_is_taken_down_is_emptied_the_same_way_and_says_so() {
    let mut document = begun();
    apply(&mut document, &react("m1", Reaction::Thanks), &attribution("bob", 2_000)).unwrap();
    refused(&mut document, &take_down("m9"), TalkRefused::NoMessage);
    apply(&mut document, &take_down("m1"), &attribution("fay", 3_000)).unwrap();
    let talk = Talk::read(&document);
    let message = &talk.messages[0];
    assert!(message.gone == Some(Gone::TakenDown) && message.text.is_empty() && message.mentions.is_empty());
    assert_eq!((message.by.as_str(), message.at, talk.reactions.len()), ("ann", 1_000, 0));
    let bytes = document.encode();
    let words = b"Who tells the GP?";
    assert!(!bytes.windows(words.len()).any(|window| window == words), "the words are in no history either");
    // Whoever comes second changes nothing about why the words went.
    apply(&mut document, &take_back("m1"), &attribution("ann", 4_000)).unwrap();
    assert_eq!(Talk::read(&document).messages[0].gone, Some(Gone::TakenDown));
    apply(&mut document, &reply("t1", "m2"), &attribution("ann", 5_000)).unwrap();
    apply(&mut document, &take_back("m2"), &attribution("ann", 6_000)).unwrap();
    apply(&mut document, &take_down("m2"), &attribution("fay", 7_000)).unwrap();
    assert_eq!(Talk::read(&document).messages[1].gone, Some(Gone::TakenBack));
    refused(&mut document, &react("m1", Reaction::Thanks), TalkRefused::Gone);
}

#[test]
fn talk_5_threads_messages_and_reactions_have_a_bound_on_a_map() {
    let mut document = begun();
    let fill = |document: &mut Document, root: &'static str, from: usize, to: usize| {
        document.write(|txn, _| {
            let map = txn.get_or_insert_map(root);
            for number in from..to {
                map.insert(txn, format!("x{number}"), Any::Bool(true));
            }
        });
    };
    fill(&mut document, THREADS, 1, THREADS_MAX - 1);
    apply(&mut document, &comment("t2", "m2"), &attribution("ann", 2_000)).unwrap();
    refused(&mut document, &comment("t3", "m3"), TalkRefused::Full);
    fill(&mut document, MESSAGES, 2, MESSAGES_MAX - 1);
    apply(&mut document, &reply("t1", "m3"), &attribution("ann", 2_000)).unwrap();
    refused(&mut document, &reply("t1", "m4"), TalkRefused::Full);
    fill(&mut document, REACTIONS, 0, REACTIONS_MAX - 1);
    apply(&mut document, &react("m1", Reaction::Thanks), &attribution("bob", 2_000)).unwrap();
    refused(&mut document, &react("m1", Reaction::MeToo), TalkRefused::Full);
    apply(&mut document, &react("m1", Reaction::Thanks), &attribution("bob", 2_000)).unwrap();
    apply(&mut document, &settle("t1", ThreadState::Resolved), &attribution("bob", 2_000)).unwrap();
}

#[test]
fn talk_5_a_document_has_a_bound_in_bytes_and_words_can_still_be_taken_back() {
    let mut document = begun();
    let long = "\u{ffff}".repeat(TALK_BYTES_MAX / 3);
    document.write(|txn, _| txn.get_or_insert_map("elsewhere").insert(txn, "key", long));
    refused(&mut document, &comment("t2", "m2"), TalkRefused::Full);
    refused(&mut document, &reply("t1", "m2"), TalkRefused::Full);
    refused(&mut document, &react("m1", Reaction::Thanks), TalkRefused::Full);
    apply(&mut document, &take_back("m1"), &attribution("ann", 2_000)).unwrap();
    apply(&mut document, &settle("t1", ThreadState::Resolved), &attribution("bob", 2_000)).unwrap();
}

#[test]
fn talk_6_times_that_no_browser_can_show_do_not_spread() {
    let mut document = begun();
    let far = Message {
        id: String::from("far"),
        at: 9_007_199_254_740_991,
        ..Talk::read(&document).messages[0].clone()
    };
    document.write(|txn, _| txn.get_or_insert_map(MESSAGES).insert(txn, "far", message_value(&far)));
    apply(&mut document, &reply("t1", "m2"), &attribution("ann", 2_000)).unwrap();
    let talk = Talk::read(&document);
    assert_eq!(talk.messages.iter().find(|message| message.id == "m2").unwrap().at, TIME_MS_MAX);
}

fn trail(source: &str, part: &str) -> Trail {
    Trail::new(Source::parse(source).unwrap(), TalkPart::parse(part).unwrap()).unwrap()
}

#[test]
fn trail_1_that_a_comment_led_to_a_part_is_said_once_and_taken_away() {
    let mut document = begun();
    let led = TalkAct::Lead(trail("message:m1", "step:s2"));
    apply(
        &mut document,
        &led,
        &Attribution { scribe: Some(String::from("sam")), ..attribution("bob", 2_000) },
    )
    .unwrap();
    let kept = trail::read(&document);
    assert_eq!((kept.len(), kept[0].by.as_str(), kept[0].at), (1, "bob", 2_000));
    assert_eq!(kept[0].scribe.as_deref(), Some("sam"));
    // Whoever says it again changes nothing, not even who said it first.
    let once = document.encode();
    apply(&mut document, &led, &attribution("cai", 3_000)).unwrap();
    assert_eq!(document.encode(), once);
    apply(&mut document, &TalkAct::Lead(trail("goal:g1", "step:s2")), &attribution("cai", 3_000)).unwrap();
    assert_eq!(trail::read(&document).len(), 2);
    let away = TalkAct::Unlead(trail("message:m1", "step:s2"));
    apply(&mut document, &away, &attribution("cai", 4_000)).unwrap();
    let kept = trail::read(&document);
    assert_eq!(kept.iter().map(|led| led.trail.source.to_string()).collect::<Vec<_>>(), ["goal:g1"]);
    // Taking away twice is taking away once.
    apply(&mut document, &away, &attribution("bob", 5_000)).unwrap();
    assert_eq!(trail::read(&document), kept);
    assert_eq!(Talk::read(&document).messages.len(), 1, "the comments stay");
}

#[test]
fn trail_3_words_that_are_gone_lead_to_nothing_new_and_what_they_led_to_stays() {
    let mut document = begun();
    refused(&mut document, &TalkAct::Lead(trail("message:m9", "step:s2")), TalkRefused::NoMessage);
    apply(&mut document, &TalkAct::Lead(trail("message:m1", "step:s2")), &attribution("bob", 2_000)).unwrap();
    apply(&mut document, &take_back("m1"), &attribution("ann", 3_000)).unwrap();
    refused(&mut document, &TalkAct::Lead(trail("message:m1", "step:s3")), TalkRefused::Gone);
    assert_eq!(trail::read(&document).len(), 1);
}

#[test]
fn talk_5_a_map_keeps_2000_and_taking_away_works_at_the_bound() {
    let mut document = begun();
    document.write(|txn, _| {
        let root = txn.get_or_insert_map(LED_TO);
        for number in 0..LED_TO_MAX {
            let led = LedTo {
                trail: trail(&format!("step:s{number}"), "goal:g1"),
                by: String::from("ann"),
                scribe: None,
                at: 1,
            };
            root.insert(txn, led.trail.key(), led_to_value(&led));
        }
    });
    refused(&mut document, &TalkAct::Lead(trail("message:m1", "goal:g1")), TalkRefused::Full);
    // What is said already is no more.
    apply(&mut document, &TalkAct::Lead(trail("step:s0", "goal:g1")), &attribution("bob", 2)).unwrap();
    apply(&mut document, &TalkAct::Unlead(trail("step:s0", "goal:g1")), &attribution("bob", 2)).unwrap();
    apply(&mut document, &TalkAct::Lead(trail("message:m1", "goal:g1")), &attribution("bob", 2)).unwrap();
    assert_eq!(trail::read(&document).len(), LED_TO_MAX);
}
