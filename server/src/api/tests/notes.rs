//! Writing alone: how far people are, giving notes, and where the words of a note may stand before they are given.

use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes;
use pairway_crdt::workshop::session::ideas;
use pairway_crdt::workshop::session::writing::{self, Counts, Writing};
use serde_json::{Value, json};
use yrs::{Map, MapPrelim, TextPrelim, WriteTxn};

use super::support::{Answer, Joined, Meeting, command, holds};
use crate::auth::permission::{Access, DocumentName};
use crate::ids::random_id;
use crate::room::outbox::{Outbox, Slot};
use crate::room::{Echo, Join, Membership, OUTBOX_BYTES_MAX, Write, WriteKind};

/// The silent activity of the template's agenda, and one that is not.
const SILENT: &str = "item-3";
const PLENARY: &str = "item-0";
/// A word that stands nowhere by itself.
const WORD: &str = "Unmistakable";

impl Meeting {
    async fn silent() -> Self {
        let meeting = Self::begin().await;
        meeting.start(PLENARY).await;
        meeting.start(SILENT).await;
        meeting
    }

    async fn start(&self, activity: &str) {
        let seen = (activity == SILENT).then_some(PLENARY);
        self.post(&self.fay, "start", json!({ "activity": activity, "seen": seen })).await.ok();
    }

    async fn says(&self, who: &Joined, said: &str) -> Answer {
        self.post(who, "notes/progress", json!({ "activity": SILENT, "said": said })).await
    }

    async fn gives(&self, who: &Joined, notes: &[&str]) -> Answer {
        self.post(who, "notes/give", json!({ "activity": SILENT, "notes": notes })).await
    }

    async fn open_giving(&self) {
        self.post(&self.fay, "notes/open-giving", json!({ "activity": SILENT })).await.ok();
    }

    fn notes(&self, of: &Joined) -> DocumentName {
        DocumentName::parse(&format!("notes/{}/{SILENT}/{}", self.made.id(), of.id())).unwrap()
    }

    async fn writing(&self) -> Writing {
        let look = |document: &Document| writing::read(document, SILENT);
        self.server.app().rooms.read(&self.made.document("session"), look).await.unwrap()
    }

    pub(super) async fn ideas(&self) -> Vec<ideas::Idea> {
        let ideas = self.server.app().rooms.read(&self.made.document("session"), ideas::read).await.unwrap();
        ideas.into_values().collect()
    }

    /// What the gatekeeper lets somebody do with the notes of somebody.
    async fn access(&self, who: &Joined, of: &Joined) -> Access {
        let signed_in = self.server.app().gatekeeper.sign_in(who.token(), &self.notes(of)).await;
        signed_in.unwrap().1
    }

    /// Somebody at their own notes, as a connection of theirs.
    async fn member(&self, who: &Joined) -> Membership {
        self.member_of(&self.notes(who), who).await
    }

    /// Somebody at a document, as a connection of theirs.
    pub(super) async fn member_of(&self, name: &DocumentName, who: &Joined) -> Membership {
        let join = Join {
            participant: crate::ids::ParticipantId::parse(who.id()),
            access: self.server.app().gatekeeper.sign_in(who.token(), name).await.unwrap().1,
            outbox: Outbox::new(OUTBOX_BYTES_MAX),
            slot: Slot(0),
            echo: Echo::Never,
        };
        self.server.app().rooms.join(name, join).await.unwrap()
    }

    /// Has somebody write notes, and waits until the room has them.
    async fn writes(&self, who: &Joined, notes: &[(&str, &str)]) {
        self.writes_in(&self.notes(who), who, notes).await;
    }

    /// As [`Self::writes`], into a document.
    pub(super) async fn writes_in(&self, name: &DocumentName, who: &Joined, notes: &[(&str, &str)]) {
        let member = self.member_of(name, who).await;
        member.write(Write { kind: WriteKind::Update, bytes: update_of(notes) }).await.unwrap();
        member.settle().await;
    }
}

/// An edit that adds notes.
pub(super) fn update_of(notes: &[(&str, &str)]) -> Bytes {
    let (_, bytes) = Document::new().write(|txn, _| {
        let root = txn.get_or_insert_map("notes");
        for (id, text) in notes {
            let note = root.insert(txn, *id, MapPrelim::default());
            note.insert(txn, "text", TextPrelim::new(*text));
        }
    });
    bytes
}

#[tokio::test]
async fn note_13_what_does_not_belong_is_taken_out_of_notes_and_the_words_stay() {
    let meeting = Meeting::silent().await;
    let member = meeting.member(&meeting.pat).await;
    let (_, bytes) = Document::new().write(|txn, _| {
        let note = txn.get_or_insert_map("notes").insert(txn, "a", MapPrelim::default());
        note.insert(txn, "text", TextPrelim::new("Walk"));
        note.insert(txn, "author", "somebody");
        txn.get_or_insert_map("secrets").insert(txn, "k", "x");
    });
    member.write(Write { kind: WriteKind::Update, bytes }).await.unwrap();
    member.settle().await;
    let look = |document: &Document| (document.strays(), notes::read(document).len());
    let name = meeting.notes(&meeting.pat);
    assert_eq!(meeting.server.app().rooms.read(&name, look).await.unwrap(), (0, 1));
    let has_root = |document: &Document| {
        use yrs::ReadTxn;
        document.read(|txn, _| txn.get_map("secrets").is_some_and(|root| root.len(txn) > 0))
    };
    assert!(!meeting.server.app().rooms.read(&name, has_root).await.unwrap());
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn note_14_a_notes_document_has_a_largest_size_of_its_own() {
    let meeting = Meeting::silent().await;
    let text = "x".repeat(600_000);
    meeting.writes(&meeting.pat, &[("a", &text)]).await;
    let name = meeting.notes(&meeting.pat);
    let there = meeting.server.app().rooms.read(&name, notes::read).await.unwrap();
    assert!(there.is_empty(), "refused whole, the person keeps it");
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn note_30_how_far_people_are_is_counted_by_side_and_the_document_names_nobody() {
    let meeting = Meeting::begin().await;
    meeting.says(&meeting.pat, "opened").await.refused(409, "not_begun");
    meeting.start(PLENARY).await;
    meeting.says(&meeting.pat, "opened").await.refused(409, "not_begun");
    meeting.start(SILENT).await;
    let server = &meeting.server;
    let cam = server.join(&meeting.made, "carer", "Cam").await;
    let rees = server.join(&meeting.made, "professional", "Rees").await;
    for role in ["supporter", "observer", "systemPartner"] {
        let other = server.join(&meeting.made, role, "Oli").await;
        meeting.says(&other, "opened").await.refused(403, "not_your_role");
    }
    for (who, said) in [
        (&meeting.pat, "opened"),
        (&meeting.pat, "finished"),
        (&cam, "finished"),
        (&cam, "goingOn"),
        (&rees, "opened"),
        (&meeting.fay, "finished"),
    ] {
        meeting.says(who, said).await.ok();
    }
    // On a second device: that they have finished stays.
    meeting.says(&meeting.pat, "opened").await.ok();
    let counted = meeting.writing().await;
    assert_eq!(counted.patient, Counts { opened: 2, finished: 1 });
    assert_eq!(counted.professional, Counts { opened: 1, finished: 0 });
    let bytes = server.app().rooms.encoded(&meeting.made.document("session")).await.unwrap();
    for who in [&meeting.pat, &cam, &rees] {
        assert!(!holds(&bytes, who.id()));
    }
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn note_31_a_person_gives_the_notes_they_chose_once_a_facilitator_opened_it_and_keeps_the_others() {
    let meeting = Meeting::silent().await;
    let (server, pat) = (&meeting.server, &meeting.pat);
    meeting.writes(pat, &[("a", "Walk to the shop"), ("b", "Kept"), ("c", " ")]).await;
    meeting.gives(pat, &["a"]).await.refused(409, "giving_not_open");
    let body = json!({ "activity": SILENT });
    meeting.post(pat, "notes/open-giving", body).await.refused(403, "facilitators_only");
    meeting.open_giving().await;
    for none in [&["x"][..], &["c"], &["a", "x"]] {
        meeting.gives(pat, none).await.refused(404, "not_found");
    }
    let many: Vec<String> = (0..=notes::NOTES_MAX).map(|number| format!("n{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for wrong in [&[][..], &many] {
        meeting.gives(pat, wrong).await.refused(400, "notes_wrong");
    }
    // A hostile person who names the note of somebody else gives nothing of it.
    let rees = server.join(&meeting.made, "professional", "Rees").await;
    meeting.gives(&rees, &["a"]).await.refused(404, "not_found");
    let for_pat = json!({ "activity": SILENT, "notes": ["a"], "actingFor": pat.id() });
    meeting.post(&rees, "notes/give", for_pat.clone()).await.refused(403, "not_their_scribe");
    meeting.post(&meeting.fay, "notes/give", for_pat).await.refused(403, "not_their_scribe");
    assert_eq!(meeting.ideas().await, []);
    assert_eq!(meeting.access(pat, pat).await, Access::ReadWrite);

    meeting.gives(pat, &["a", "a"]).await.ok();
    meeting.gives(pat, &["a"]).await.ok();
    let ideas = meeting.ideas().await;
    let said: Vec<_> =
        ideas.iter().map(|idea| (idea.text.as_str(), idea.by.as_str(), idea.side.as_str())).collect();
    assert_eq!(said, [("Walk to the shop", pat.id(), "patient")]);
    assert_eq!(meeting.access(pat, pat).await, Access::ReadOnly);
    let name = meeting.notes(pat);
    assert_eq!(server.app().rooms.read(&name, notes::read).await.unwrap().len(), 2, "kept with their writer");
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn note_32_whoever_writes_for_somebody_has_their_notes_for_as_long_as_that_lasts() {
    let meeting = Meeting::silent().await;
    let (server, pat) = (&meeting.server, &meeting.pat);
    let sam = server.join(&meeting.made, "supporter", "Sam").await;
    let path = meeting.made.path(&format!("/participants/{}/acts-for", sam.id()));
    let acts = |person: Value| json!({ "command": random_id(), "person": person });
    server.post_as(&path, meeting.fay.token(), acts(pat.id().into())).await.ok();
    assert_eq!(meeting.access(&sam, pat).await, Access::Denied, "asked, and not said yes to");
    server.post_as(&path, pat.token(), acts(pat.id().into())).await.ok();
    assert_eq!(meeting.access(&sam, pat).await, Access::ReadWrite);
    assert_eq!(meeting.access(&meeting.fay, pat).await, Access::Denied);
    let said = json!({ "activity": SILENT, "said": "finished", "actingFor": pat.id() });
    meeting.post(&sam, "notes/progress", said).await.ok();
    assert_eq!(meeting.writing().await.patient, Counts { opened: 1, finished: 1 });
    server.post_as(&path, pat.token(), acts(Value::Null)).await.ok();
    assert_eq!(meeting.access(&sam, pat).await, Access::Denied);
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn note_33_what_somebody_wrote_alone_is_erased_when_they_are_out_and_with_the_workshop() {
    let meeting = Meeting::silent().await;
    let (server, pat) = (&meeting.server, &meeting.pat);
    let rees = server.join(&meeting.made, "professional", "Rees").await;
    meeting.writes(pat, &[("a", "Left by Pat")]).await;
    meeting.writes(&rees, &[("a", "Written by Rees")]).await;
    meeting.writes(&meeting.fay, &[("a", "Written by Fay")]).await;
    let streams = async || server.app().store.streams("notes/").await.unwrap().len();
    let leave = json!({ "command": random_id(), "deviceSecret": pat.device_secret() });
    server.post_as(&meeting.made.path("/leave"), pat.token(), leave).await.ok();
    assert!(!holds(&server.bytes_on_disk(), "Left by Pat"));
    assert_eq!(streams().await, 2);
    let remove = meeting.made.path(&format!("/participants/{}/remove", rees.id()));
    server.post_as(&remove, meeting.fay.token(), command()).await.ok();
    assert!(!holds(&server.bytes_on_disk(), "Written by Rees"));
    assert_eq!(streams().await, 1);
    server.delete(&meeting.made.path(""), meeting.fay.token()).await.ok();
    assert!(!holds(&server.bytes_on_disk(), "Written by Fay"));
    assert_eq!(streams().await, 0);
    meeting.server.running.stop().await;
}

/// Everything that is logged, as text.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Collects what this thread logs until the guard is dropped.
    pub(super) fn begin() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn note_34_the_words_of_a_note_stand_in_its_own_stream_and_in_no_other_row_answer_or_line_of_the_log() {
    // While there is only one subscriber, what a thread without one asks first decides for all threads.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let (log, guard) = Log::begin();
    let meeting = Meeting::silent().await;
    let (server, pat) = (&meeting.server, &meeting.pat);
    meeting.says(pat, "opened").await.ok();
    meeting.writes(pat, &[("a", WORD), ("b", WORD)]).await;
    meeting.says(pat, "finished").await.ok();
    meeting.open_giving().await;
    meeting.gives(pat, &["x"]).await.refused(404, "not_found");

    let own = meeting.notes(pat).to_string();
    let store = &server.app().store;
    for (key, value) in store.list("").await.unwrap() {
        assert!(!holds(&value, WORD) && !key.contains(WORD), "{key}");
    }
    let mut places = Vec::new();
    for stream in store.streams("").await.unwrap() {
        let content = store.load(&stream).await.unwrap();
        let snapshot = content.snapshot.map(|(_, bytes)| bytes);
        let all = content.entries.into_iter().map(|(_, bytes)| bytes).chain(snapshot);
        if all.into_iter().any(|bytes| holds(&bytes, WORD)) {
            places.push(stream);
        }
    }
    assert_eq!(places, [own]);
    for path in ["archive.json", "steps.csv"].map(|file| meeting.made.map_path(file)) {
        let answer = server.get(&path, meeting.fay.token()).await;
        assert!(!holds(&answer.bytes, WORD), "{path}");
    }
    for path in ["/audit", "/roster"].map(|rest| meeting.made.path(rest)) {
        let answer = server.get(&path, meeting.fay.token()).await;
        assert!(!holds(&answer.bytes, WORD), "{path}");
    }
    meeting.server.running.stop().await;
    drop(guard);
    let text = log.text();
    assert!(text.contains("/session/notes/progress"), "the calls are in the log");
    assert!(!text.contains(WORD));
}
