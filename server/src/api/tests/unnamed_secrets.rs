//! Notes that are shown without names: where their words may stand before, and that nothing tells afterwards whose they were.

use std::collections::BTreeMap;

use pairway_crdt::workshop::notes;
use pairway_crdt::workshop::session::ideas::Idea;
use serde_json::json;

use super::notes::Log;
use super::support::{Joined, holds};
use super::unnamed_notes::{ROUNDS_MAX, Unnamed};
use crate::auth::note_records;
use crate::auth::records;
use crate::ids::WorkshopId;

/// Every row and every stream that holds a phrase, by name.
async fn places(this: &Unnamed, phrase: &str) -> Vec<String> {
    let store = &this.meeting.server.app().store;
    let mut places = Vec::new();
    for (key, value) in store.list("").await.unwrap() {
        if key.contains(phrase) || holds(&value, phrase) {
            places.push(key);
        }
    }
    for stream in store.streams("").await.unwrap() {
        let content = store.load(&stream).await.unwrap();
        let snapshot = content.snapshot.map(|(_, bytes)| bytes);
        let mut all = content.entries.into_iter().map(|(_, bytes)| bytes).chain(snapshot);
        if stream.contains(phrase) || all.any(|bytes| holds(&bytes, phrase)) {
            places.push(stream);
        }
    }
    places.sort();
    places
}

/// Checks that no answer that somebody can get holds a phrase.
async fn no_answer_holds(this: &Unnamed, who: &Joined, phrase: &str) {
    let made = &this.meeting.made;
    let maps = ["archive.json", "steps.csv", "mine"].map(|file| made.map_path(file));
    let others =
        ["/audit", "/roster", "/session/ballots", "/session/notes/given"].map(|rest| made.path(rest));
    for path in maps.into_iter().chain(others) {
        let answer = this.meeting.server.get(&path, who.token()).await;
        assert!(!holds(&answer.bytes, phrase), "{path}");
    }
}

#[tokio::test]
async fn note_64_before_they_are_shown_words_stand_with_their_writer_and_in_the_row_that_waits_and_nowhere_else()
 {
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let (log, guard) = Log::begin();
    let this = Unnamed::giving().await;
    let workshop = WorkshopId::parse(this.meeting.made.id()).unwrap();
    let (fay, pat) = (&this.meeting.fay, &this.meeting.pat);
    let commands = async || {
        this.meeting.server.app().store.list(&records::commands_prefix(&workshop)).await.unwrap().len()
    };
    let before = commands().await;
    for who in this.everybody() {
        this.gives(who, &["a"]).await.ok();
    }
    this.gives(pat, &["a"]).await.ok();
    assert_eq!(commands().await, before, "no record of a giving is kept");
    for (number, who) in this.everybody().into_iter().enumerate() {
        let waits = format!("open/notes/{workshop}/{}/{}", this.activity, who.id());
        let own = this.notes_of(who, &this.activity).to_string();
        let mut may = vec![own, waits];
        may.sort();
        assert_eq!(places(&this, &format!("Words number {number}")).await, may);
    }
    for who in [fay, pat] {
        no_answer_holds(&this, who, "Words number").await;
    }
    // The session tells one number, and nobody.
    let session =
        this.meeting.server.app().rooms.encoded(&this.meeting.made.document("session")).await.unwrap();
    for who in this.everybody() {
        assert!(!holds(&session, who.id()));
    }
    assert_eq!(this.given_count().await, 4);
    this.stop().await;
    drop(guard);
    assert!(log.text().contains("/session/notes/give-unnamed"), "the calls are in the log");
    assert!(!log.text().contains("Words number"));
}

#[tokio::test]
async fn note_65_once_shown_the_words_stand_among_the_ideas_alone_and_nothing_near_them_tells_whose_they_are()
{
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let (log, guard) = Log::begin();
    let this = Unnamed::giving().await;
    let session = this.meeting.made.document("session").to_string();
    let heads = async |name: String| this.meeting.server.app().store.load(&name).await.unwrap().entries.len();
    for who in this.everybody() {
        this.gives(who, &["a"]).await.ok();
        this.meeting.server.clock.advance(1_000);
    }
    let before = heads(session.clone()).await;
    this.reveals(&this.meeting.fay).await.ok();
    assert_eq!(heads(session.clone()).await, before + 1, "one commit, which is one frame for each person");

    for number in 0..4 {
        assert_eq!(places(&this, &format!("Words number {number}")).await, std::slice::from_ref(&session));
    }
    // The look finds what is kept.
    let kept_by_pat = this.kept_name(&this.meeting.pat).await.to_string();
    assert_eq!(places(&this, "Kept by 3").await, [kept_by_pat]);
    // Nothing of it is left in the files either, in which deleted rows and streams stood.
    let disk = this.meeting.server.bytes_on_disk();
    for number in 0..4 {
        let words = format!("Words number {number}");
        let times = disk.windows(words.len()).filter(|window| *window == words.as_bytes()).count();
        assert!((1..=2).contains(&times), "{times}: the stream, and the log of the database at most");
    }
    assert!(!holds(&disk, note_records::WAITING_PREFIX));

    // The entry that brought the words names nobody, no side and no note.
    let entry = this.meeting.server.app().store.load(&session).await.unwrap().entries.pop().unwrap().1;
    assert!(holds(&entry, "Words number 0") && holds(&entry, "Words number 3"));
    for who in this.everybody().into_iter().chain([&this.meeting.fay]) {
        assert!(!holds(&entry, who.id()));
    }
    for word in ["patient", "professional", "note\"", "\"by\"", "side"] {
        assert!(!holds(&entry, word), "{word}");
    }
    let ideas = this.meeting.ideas().await;
    let times: std::collections::BTreeSet<u64> = ideas.iter().map(|idea| idea.at).collect();
    assert_eq!(times.len(), 1, "one time for all");
    assert!(ideas.iter().all(|idea| idea.by.is_empty() && idea.side.is_empty() && idea.note.is_empty()));
    for who in [&this.meeting.fay, &this.meeting.pat] {
        no_answer_holds(&this, who, "Words number").await;
    }
    this.stop().await;
    drop(guard);
    assert!(!log.text().contains("Words number"));
}

#[tokio::test]
async fn note_67_the_order_of_the_ideas_and_of_their_ids_says_nothing_of_the_order_of_giving_or_of_who_gave()
{
    const WORKSHOPS: usize = 2;
    const GIVERS: usize = 4;
    let mut by_id = BTreeMap::new();
    let mut by_insertion = BTreeMap::new();
    for _ in 0..WORKSHOPS {
        let mut this = Unnamed::giving().await;
        for round in 0..ROUNDS_MAX {
            for who in this.everybody() {
                this.gives(who, &["a"]).await.ok();
            }
            this.reveals(&this.meeting.fay).await.ok();
            let is_of_it = |idea: &Idea| idea.activity == this.activity;
            // Ideas are read in the order of their ids.
            let ideas = this.meeting.ideas().await.into_iter().filter(is_of_it);
            count(&mut by_id, ideas.map(|idea| idea.text));
            count(&mut by_insertion, inserted(&this, GIVERS).await.into_iter());
            this.goes_on(round).await;
        }
        this.stop().await;
    }
    for places in [by_id, by_insertion] {
        // Fifteen times each of sixty; that one is never there, or above 40 times, happens once in a million runs.
        assert_eq!(places.len(), GIVERS * GIVERS, "each has stood in each place: {places:?}");
        assert!(places.values().all(|times| *times <= 40), "{places:?}");
    }
}

/// Counts in which place each text stands.
fn count(places: &mut BTreeMap<(usize, String), usize>, texts: impl Iterator<Item = String>) {
    for place in texts.enumerate() {
        *places.entry(place).or_insert(0) += 1;
    }
}

/// The words in the order in which the last entry of the session's log brought them.
async fn inserted(this: &Unnamed, givers: usize) -> Vec<String> {
    let session = this.meeting.made.document("session").to_string();
    let entry = this.meeting.server.app().store.load(&session).await.unwrap().entries.pop().unwrap().1;
    let mut words: Vec<String> = (0..givers).map(|number| format!("Words number {number}")).collect();
    assert!(words.iter().all(|words| holds(&entry, words)));
    words.sort_by_key(|words| entry.windows(words.len()).position(|window| window == words.as_bytes()));
    words
}

#[tokio::test]
async fn note_65_what_is_kept_of_a_giver_tells_nobody_how_many_notes_they_gave() {
    let this = Unnamed::giving().await;
    for who in this.everybody() {
        this.gives(who, if who.id() == this.meeting.pat.id() { &["a", "b"] } else { &["a"] }).await.ok();
    }
    this.reveals(&this.meeting.fay).await.ok();
    for who in this.everybody() {
        let kept = this.kept_name(who).await;
        let seen = this.meeting.server.app().rooms.read(&kept, notes::seen).await.unwrap();
        assert_eq!(seen.len(), 50);
        assert!(seen.iter().any(|id| id == "a") && seen.iter().any(|id| id == "b"));
    }
    let body = json!({ "activity": this.activity, "said": "opened" });
    this.meeting.post(&this.meeting.pat, "notes/progress", body).await.ok();
    this.stop().await;
}
