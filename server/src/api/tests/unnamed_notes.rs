//! Notes that are shown without names: who may do what, what a hostile client tries, too few givers, restored backups, and a server that
//! stops in the middle. Where their words may stand is in `unnamed_secrets.rs`.

use std::sync::Arc;

use pairway_crdt::document::Document;
use pairway_crdt::workshop::notes::{self, NOTES_MAX};
use pairway_crdt::workshop::session::ideas::Idea;
use pairway_crdt::workshop::session::reveal::{Reveal, RevealState};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use super::notes::update_of;
use super::support::{Answer, Joined, Meeting, TestServer, command, holds, settings};
use crate::auth::note_records::{GIVING_PREFIX, WAITING_PREFIX};
use crate::auth::permission::{Access, DocumentName};
use crate::ids::{ParticipantId, WorkshopId, random_id};
use crate::room::{RoomSettings, Rooms, Write, WriteKind};
use crate::store::{Batch, Sequence, Store, StoreError, StoreFuture, StreamContent, StreamTail, backup};
use crate::workshop::Workshops;
use crate::workshop::command::idempotency::CallDigest;
use crate::workshop::command::runner::{Sent, SignedIn};
use crate::workshop::effect::Effects;
use crate::workshop::session::notes::reveal::RevealNotes;

/// Activities behind the first, to do the same again.
pub(super) const ROUNDS_MAX: usize = 30;

/// People who write alone, for notes that are shown without names.
pub(super) struct Unnamed {
    pub(super) meeting: Meeting,
    pub(super) activity: String,
    /// Pat, and three others.
    pub(super) others: Vec<Joined>,
}

impl Unnamed {
    pub(super) async fn begin() -> Self {
        let meeting = Meeting::begin().await;
        let mut others = Vec::new();
        for (role, name) in [("carer", "Cam"), ("professional", "Rees"), ("professional", "Ravi")] {
            others.push(meeting.server.join(&meeting.made, role, name).await);
        }
        let silent = |title: &str, notes: &str| json!({ "min": 5, "title": title, "mode": "silent", "opens": "patient", "notes": notes });
        let mut agenda = vec![silent("Alone", "anonymous"), silent("With names", "named")];
        agenda.extend((0..ROUNDS_MAX).map(|_| silent("Once more", "anonymous")));
        let plan = json!({ "command": random_id(), "agenda": agenda });
        meeting.server.post_as(&meeting.made.path("/plan"), meeting.fay.token(), plan).await.ok();
        let activity = meeting.agenda().await[0].id.clone();
        meeting.post(&meeting.fay, "start", json!({ "activity": activity })).await.ok();
        Self { meeting, activity, others }
    }

    /// With giving opened, and a note `a` of everybody's.
    pub(super) async fn giving() -> Self {
        let this = Self::begin().await;
        this.writes_and_opens().await;
        this
    }

    /// Begins another activity, as [`Self::giving`].
    pub(super) async fn goes_on(&mut self, round: usize) {
        let activity = self.meeting.agenda().await[2 + round].id.clone();
        let body = json!({ "activity": activity, "seen": self.activity });
        self.meeting.post(&self.meeting.fay, "start", body).await.ok();
        self.activity = activity;
        self.writes_and_opens().await;
    }

    async fn writes_and_opens(&self) {
        for (number, who) in self.everybody().into_iter().enumerate() {
            let (given, kept) = (format!("Words number {number}"), format!("Kept by {number}"));
            self.writes(who, &[("a", &given), ("b", &kept)]).await;
        }
        self.opens().await;
    }

    pub(super) fn everybody(&self) -> Vec<&Joined> {
        self.others.iter().chain([&self.meeting.pat]).collect()
    }

    pub(super) async fn opens(&self) {
        self.meeting
            .post(&self.meeting.fay, "notes/open-giving", json!({ "activity": self.activity }))
            .await
            .ok();
    }

    pub(super) async fn gives(&self, who: &Joined, notes: &[&str]) -> Answer {
        let body = json!({ "activity": self.activity, "notes": notes });
        self.meeting.post(who, "notes/give-unnamed", body).await
    }

    pub(super) async fn signs(&self, who: &Joined, notes: &[&str]) -> Answer {
        self.meeting.post(who, "notes/give", json!({ "activity": self.activity, "notes": notes })).await
    }

    pub(super) async fn reveals(&self, who: &Joined) -> Answer {
        self.meeting.post(who, "notes/reveal", json!({ "activity": self.activity })).await
    }

    pub(super) async fn reveal(&self) -> Option<Reveal> {
        let activity = self.activity.clone();
        let look = move |document: &Document| document.read(|txn, _| Reveal::read(txn, &activity));
        self.meeting.server.app().rooms.read(&self.meeting.made.document("session"), look).await.unwrap()
    }

    pub(super) async fn given_count(&self) -> u32 {
        self.reveal().await.unwrap().given
    }

    pub(super) async fn texts(&self) -> Vec<String> {
        self.meeting.ideas().await.into_iter().map(|idea| idea.text).collect()
    }

    pub(super) fn notes_of(&self, who: &Joined, activity: &str) -> DocumentName {
        DocumentName::parse(&format!("notes/{}/{activity}/{}", self.meeting.made.id(), who.id())).unwrap()
    }

    pub(super) async fn kept_name(&self, who: &Joined) -> DocumentName {
        self.notes_of(who, &self.reveal().await.unwrap().kept.unwrap())
    }

    async fn access(&self, who: &Joined, name: &DocumentName) -> Access {
        self.meeting.server.app().gatekeeper.sign_in(who.token(), name).await.unwrap().1
    }

    async fn writes(&self, who: &Joined, notes: &[(&str, &str)]) {
        self.meeting.writes_in(&self.notes_of(who, &self.activity), who, notes).await;
    }

    async fn mine(&self, who: &Joined) -> Value {
        let path = self.meeting.made.path("/session/notes/given");
        self.meeting.server.get(&path, who.token()).await.ok()["given"].clone()
    }

    pub(super) async fn waiting(&self) -> Vec<(String, Vec<u8>)> {
        self.meeting.server.app().store.list(WAITING_PREFIX).await.unwrap()
    }

    pub(super) async fn stop(self) {
        self.meeting.server.running.stop().await;
    }
}

#[tokio::test]
async fn note_63_each_chooses_what_is_shown_until_a_facilitator_shows_it_and_can_change_it_and_take_it_back()
{
    let this = Unnamed::begin().await;
    let (fay, pat) = (&this.meeting.fay, &this.meeting.pat);
    this.writes(pat, &[("a", "Walk to the shop"), ("b", "Kept"), ("c", " ")]).await;
    this.gives(pat, &["a"]).await.refused(409, "giving_not_open");
    this.reveals(fay).await.refused(409, "giving_not_open");
    this.opens().await;
    this.signs(pat, &["a"]).await.refused(409, "without_names");
    for none in [&["x"][..], &["c"], &["a", "x"]] {
        this.gives(pat, none).await.refused(404, "not_found");
    }
    let many: Vec<String> = (0..=NOTES_MAX).map(|number| format!("n{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    this.gives(pat, &many).await.refused(400, "notes_wrong");
    let observer = this.meeting.server.join(&this.meeting.made, "observer", "Oli").await;
    this.gives(&observer, &["a"]).await.refused(403, "not_your_role");
    for who in [pat, &this.others[1], &observer] {
        this.reveals(who).await.refused(403, "facilitators_only");
    }

    this.gives(pat, &["a", "b"]).await.ok();
    this.gives(pat, &["a", "a"]).await.ok();
    assert_eq!(this.given_count().await, 1);
    let expected = json!([{ "activity": this.activity, "person": pat.id(), "notes": ["a"] }]);
    assert_eq!(this.mine(pat).await, expected);
    for other in [fay, &this.others[0], &observer] {
        assert_eq!(this.mine(other).await, json!([]));
    }
    this.gives(pat, &[]).await.ok();
    this.gives(pat, &[]).await.ok();
    assert_eq!((this.given_count().await, this.waiting().await.len()), (0, 0));
    this.gives(pat, &["a"]).await.ok();
    let name = this.notes_of(pat, &this.activity);
    assert_eq!(this.access(pat, &name).await, Access::ReadWrite, "people go on writing until it is shown");
    assert_eq!(this.texts().await, Vec::<String>::new());
    this.stop().await;
}

#[tokio::test]
async fn note_63_a_hostile_client_gives_for_nobody_else_nothing_of_another_nothing_twice_and_nothing_afterwards()
 {
    let this = Unnamed::giving().await;
    let (fay, pat, cam, rees) = (&this.meeting.fay, &this.meeting.pat, &this.others[0], &this.others[1]);
    let for_pat = json!({ "activity": this.activity, "notes": ["a"], "actingFor": pat.id() });
    for who in [rees, fay] {
        this.meeting.post(who, "notes/give-unnamed", for_pat.clone()).await.refused(403, "not_their_scribe");
    }
    this.writes(rees, &[("r", "Only with Rees")]).await;
    this.gives(cam, &["r"]).await.refused(404, "not_found");
    for (activity, code) in
        [("item-9", "not_begun"), (this.meeting.agenda().await[1].id.as_str(), "not_begun")]
    {
        let body = json!({ "activity": activity, "notes": ["a"] });
        this.meeting.post(pat, "notes/give-unnamed", body).await.refused(409, code);
    }
    for who in [pat, cam, rees] {
        this.gives(who, &["a"]).await.ok();
    }
    // The same call once more, word for word.
    let again = json!({ "activity": this.activity, "notes": ["a"], "command": random_id() });
    let path = this.meeting.made.path("/session/notes/give-unnamed");
    for _ in 0..2 {
        this.meeting.server.post_as(&path, pat.token(), again.clone()).await.ok();
    }
    this.reveals(fay).await.ok();
    this.reveals(fay).await.ok();
    assert_eq!(this.texts().await.len(), 3);
    for who in [pat, fay] {
        this.gives(who, &["b"]).await.refused(409, "notes_shown");
        this.signs(who, &["b"]).await.refused(409, "without_names");
    }
    // Nor what was kept, by the name that it stands under now.
    let kept = this.reveal().await.unwrap().kept.unwrap();
    let body = json!({ "activity": kept, "notes": ["b"] });
    for what in ["notes/give-unnamed", "notes/give"] {
        this.meeting.post(pat, what, body.clone()).await.refused(409, "not_begun");
    }
    for what in ["notes/open-giving", "notes/reveal"] {
        this.meeting.post(fay, what, json!({ "activity": kept })).await.refused(409, "not_begun");
    }
    assert_eq!(this.texts().await.len(), 3);
    this.stop().await;
}

#[tokio::test]
async fn note_63_what_was_said_before_people_wrote_holds_whatever_the_agenda_says_later() {
    let this = Unnamed::begin().await;
    let (fay, pat) = (&this.meeting.fay, &this.meeting.pat);
    let named = json!({ "id": this.activity, "min": 5, "title": "Alone", "mode": "silent", "opens": "patient", "notes": "named" });
    let plan = json!({ "command": random_id(), "agenda": [named] });
    this.meeting.server.post_as(&this.meeting.made.path("/plan"), fay.token(), plan).await.ok();
    assert_eq!(this.meeting.agenda().await[0].notes, "named");
    // Also when it is begun once more.
    this.meeting.post(fay, "end", json!({ "seen": this.activity })).await.ok();
    this.meeting.post(fay, "start", json!({ "activity": this.activity })).await.ok();
    this.writes(pat, &[("a", "Walk")]).await;
    this.opens().await;
    this.signs(pat, &["a"]).await.refused(409, "without_names");
    this.gives(pat, &["a"]).await.ok();
    this.stop().await;
}

#[tokio::test]
async fn note_68_of_fewer_than_three_givers_nothing_is_shown_and_each_may_sign_theirs_or_keep_them() {
    let this = Unnamed::giving().await;
    let (fay, pat, cam) = (&this.meeting.fay, &this.meeting.pat, &this.others[0]);
    for who in [pat, cam] {
        this.gives(who, &["a"]).await.ok();
    }
    this.reveals(fay).await.ok();
    let reveal = this.reveal().await.unwrap();
    assert_eq!((reveal.state, reveal.kept), (RevealState::TooFew, None));
    assert_eq!(this.meeting.ideas().await, []);
    assert!(this.waiting().await.is_empty());
    this.gives(cam, &["a"]).await.refused(409, "too_few_gave");
    for who in [pat, cam] {
        let name = this.notes_of(who, &this.activity);
        assert_eq!(this.access(who, &name).await, Access::ReadWrite);
        assert_eq!(this.meeting.server.app().rooms.read(&name, notes::read).await.unwrap().len(), 2);
    }
    this.signs(pat, &["a"]).await.ok();
    let by: Vec<(String, String)> =
        this.meeting.ideas().await.into_iter().map(|idea| (idea.text, idea.by)).collect();
    assert_eq!(by, [(String::from("Words number 3"), String::from(pat.id()))]);
    this.stop().await;
}

#[tokio::test]
async fn note_70_what_a_giver_kept_and_writes_late_stays_theirs_and_the_old_notes_are_nobodys_any_more() {
    let this = Unnamed::giving().await;
    let (fay, pat, ravi) = (&this.meeting.fay, &this.meeting.pat, &this.others[2]);
    let sam = this.meeting.server.join(&this.meeting.made, "supporter", "Sam").await;
    let path = this.meeting.made.path(&format!("/participants/{}/acts-for", sam.id()));
    for by in [fay, pat] {
        let body = json!({ "command": random_id(), "person": pat.id() });
        this.meeting.server.post_as(&path, by.token(), body).await.ok();
    }
    let old = this.notes_of(pat, &this.activity);
    let member = this.meeting.member_of(&old, pat).await;
    for who in [pat, &this.others[0], &this.others[1]] {
        this.gives(who, &["a"]).await.ok();
    }
    // Written after giving: kept, with what was kept before.
    this.writes(pat, &[("late", "Written late")]).await;
    this.reveals(fay).await.ok();
    let kept = this.kept_name(pat).await;
    for who in [pat, &sam] {
        assert_eq!(this.access(who, &old).await, Access::Denied);
        assert_eq!(this.access(who, &kept).await, Access::ReadWrite);
    }
    for who in [fay, ravi, &this.others[0]] {
        assert_eq!(this.access(who, &kept).await, Access::Denied);
    }
    let left = this.meeting.server.app().rooms.read(&kept, notes::read).await.unwrap();
    let left: Vec<(&str, &str)> = left.iter().map(|note| (note.id.as_str(), note.text.as_str())).collect();
    assert_eq!(left, [("b", "Kept by 3"), ("late", "Written late")]);
    // A connection that was open all the time writes nowhere any more.
    let write = Write { kind: WriteKind::Update, bytes: update_of(&[("z", "From an old page")]) };
    let _ = member.write(write).await;
    assert!(this.meeting.server.app().store.load(&old.to_string()).await.unwrap().entries.is_empty());
    // Whoever gave nothing goes on as before.
    let others = this.notes_of(ravi, &this.activity);
    assert_eq!(this.access(ravi, &others).await, Access::ReadWrite);
    // Going back to the activity opens nothing again.
    this.meeting.post(fay, "end", json!({ "seen": this.activity })).await.ok();
    this.meeting.post(fay, "start", json!({ "activity": this.activity })).await.ok();
    assert_eq!(this.access(pat, &old).await, Access::Denied);
    this.stop().await;
}

#[tokio::test]
async fn note_71_what_waits_goes_with_its_giver_and_with_the_workshop() {
    let this = Unnamed::giving().await;
    let (fay, pat, rees) = (&this.meeting.fay, &this.meeting.pat, &this.others[1]);
    for who in [pat, rees] {
        this.gives(who, &["a"]).await.ok();
    }
    let remove = this.meeting.made.path(&format!("/participants/{}/remove", rees.id()));
    this.meeting.server.post_as(&remove, fay.token(), command()).await.ok();
    assert_eq!((this.given_count().await, this.waiting().await.len()), (1, 1));
    assert!(!holds(&this.meeting.server.bytes_on_disk(), "Words number 1"), "the words of who was removed");
    this.meeting.server.delete(&this.meeting.made.path(""), fay.token()).await.ok();
    for prefix in [WAITING_PREFIX, GIVING_PREFIX] {
        assert!(this.meeting.server.app().store.list(prefix).await.unwrap().is_empty(), "{prefix}");
    }
    assert!(!holds(&this.meeting.server.bytes_on_disk(), "Words number"));
    this.stop().await;
}

#[tokio::test]
async fn note_66_a_backup_holds_nothing_that_waits_and_after_a_restore_people_give_anew_and_it_says_so() {
    let mut this = Unnamed::giving().await;
    for who in this.everybody() {
        this.gives(who, &["a"]).await.ok();
    }
    let server = &this.meeting.server;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    backup::backup(&server.folder.path().join("data"), &copy).unwrap();
    assert!(holds(&server.bytes_on_disk(), WAITING_PREFIX), "the look finds what is there");
    for file in std::fs::read_dir(&copy).unwrap() {
        assert!(!holds(&std::fs::read(file.unwrap().path()).unwrap(), WAITING_PREFIX), "the backup holds it");
    }
    let clock = server.clock.clone();
    let settings = settings(&folder);
    let Meeting { server, made, fay, pat } = this.meeting;
    server.running.stop().await;
    backup::restore(&copy, &folder.path().join("data")).unwrap();
    let server = TestServer::start_in(folder, settings, clock).await;
    this.meeting = Meeting { server, made, fay, pat };
    let reveal = this.reveal().await.unwrap();
    assert_eq!((reveal.state, reveal.given), (RevealState::Open, 0));
    assert!(reveal.anew_at.is_some());
    for who in this.everybody() {
        assert_eq!(this.mine(who).await, json!([]));
    }
    for who in [&this.meeting.pat, &this.others[0], &this.others[1]] {
        this.gives(who, &["a"]).await.ok();
    }
    assert_eq!(this.given_count().await, 3);
    this.reveals(&this.meeting.fay).await.ok();
    assert_eq!(this.texts().await.len(), 3);
    // Rees's second note is still Rees's, and Ravi gave nothing this time.
    let ravi = this.notes_of(&this.others[2], &this.activity);
    assert_eq!(this.access(&this.others[2], &ravi).await, Access::ReadWrite);
    this.stop().await;
}

/// Whether the commit at which a store stops is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Lost,
    Written,
}

/// A store that stops at its first commit, as a server does that is killed there: nobody gets an answer.
#[derive(Debug)]
struct Stopping {
    store: Arc<dyn Store>,
    last: Last,
    stopped: Arc<Notify>,
}

impl Store for Stopping {
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>> {
        let written = (self.last == Last::Written).then(|| self.store.commit(batch));
        let stopped = self.stopped.clone();
        Box::pin(async move {
            if let Some(written) = written {
                written.await?;
            }
            stopped.notify_one();
            std::future::pending::<Result<Vec<Sequence>, StoreError>>().await
        })
    }

    fn load(&self, stream: &str) -> StoreFuture<StreamContent> {
        self.store.load(stream)
    }

    fn load_after(&self, stream: &str, after: Sequence) -> StoreFuture<StreamTail> {
        self.store.load_after(stream, after)
    }

    fn compact(&self, stream: &str, through: Sequence, snapshot: bytes::Bytes) -> StoreFuture<()> {
        self.store.compact(stream, through, snapshot)
    }

    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>> {
        self.store.get(key)
    }

    fn get_many(&self, keys: &[&str]) -> StoreFuture<Vec<Option<Vec<u8>>>> {
        self.store.get_many(keys)
    }

    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.store.list(prefix)
    }

    fn range(&self, from: &str, to: &str, limit: usize) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.store.range(from, to, limit)
    }

    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>> {
        self.store.streams(prefix)
    }

    fn close(&self) -> StoreFuture<()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

impl Unnamed {
    /// Has a server that is killed at its first commit show the notes, and starts another one after it.
    async fn killed_while_showing(mut self, last: Last) -> Self {
        // So that all that people wrote is durable.
        self.meeting.server = self.meeting.server.restart().await;
        let app = self.meeting.server.app();
        let stopped = Arc::new(Notify::new());
        let store: Arc<dyn Store> =
            Arc::new(Stopping { store: app.store.clone(), last, stopped: stopped.clone() });
        let rooms = Rooms::new(store.clone(), RoomSettings::default());
        let (effects, running) = <(Effects, TaskTracker)>::default();
        let killed = Workshops { store, rooms, effects, running, ..app.workshops.clone() };
        let command: RevealNotes = serde_json::from_value(json!({ "activity": self.activity })).unwrap();
        let by = SignedIn {
            workshop: WorkshopId::parse(self.meeting.made.id()).unwrap(),
            participant: ParticipantId::parse(self.meeting.fay.id()).unwrap(),
            epoch: 1,
        };
        let sent = Sent { by, id: random_id(), call: CallDigest::default(), target: (), command };
        let showing = tokio::spawn(async move { killed.run(sent).await });
        stopped.notified().await;
        showing.abort();
        self.meeting.server = self.meeting.server.restart().await;
        self
    }
}

#[tokio::test]
async fn note_69_a_server_that_is_killed_before_the_commit_has_shown_nothing_and_after_it_everything() {
    let this = Unnamed::giving().await;
    for who in this.everybody() {
        this.gives(who, &["a"]).await.ok();
    }
    let this = this.killed_while_showing(Last::Lost).await;
    assert_eq!(this.meeting.ideas().await, []);
    assert_eq!((this.given_count().await, this.waiting().await.len()), (4, 4));
    for who in this.everybody() {
        let name = this.notes_of(who, &this.activity);
        assert_eq!(this.meeting.server.app().rooms.read(&name, notes::read).await.unwrap().len(), 2);
    }

    let this = this.killed_while_showing(Last::Written).await;
    let ideas: Vec<Idea> = this.meeting.ideas().await;
    assert_eq!(ideas.len(), 4);
    assert!(this.waiting().await.is_empty());
    for who in this.everybody() {
        let old = this.meeting.server.app().store.load(&this.notes_of(who, &this.activity).to_string()).await;
        assert!(old.unwrap().entries.is_empty());
        let kept = this.kept_name(who).await;
        let left = this.meeting.server.app().rooms.read(&kept, notes::read).await.unwrap();
        assert_eq!(left.iter().map(|note| note.id.as_str()).collect::<Vec<_>>(), ["b"]);
    }
    this.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn note_69_what_is_given_or_written_at_the_moment_of_showing_is_shown_once_or_stays_and_leaves_nothing_behind()
 {
    let mut this = Unnamed::giving().await;
    for round in 0..8 {
        let (fay, pat, ravi) = (&this.meeting.fay, &this.meeting.pat, &this.others[2]);
        for who in [pat, &this.others[0], &this.others[1]] {
            this.gives(who, &["a"]).await.ok();
        }
        let old = this.notes_of(pat, &this.activity);
        let page = this.meeting.member_of(&old, pat).await;
        let late = Write { kind: WriteKind::Update, bytes: update_of(&[("late", "Written late")]) };
        let (more, first, _, shown) = tokio::join!(
            this.gives(pat, &["a", "b"]),
            this.gives(ravi, &["a"]),
            page.write(late),
            this.reveals(fay)
        );
        shown.ok();
        let ideas = this.meeting.ideas().await.into_iter().filter(|idea| idea.activity == this.activity);
        let mut texts: Vec<String> = ideas.map(|idea| idea.text).collect();
        texts.sort();
        let mut expected = vec!["Words number 0", "Words number 1", "Words number 3"];
        for (answer, words) in [(&more, "Kept by 3"), (&first, "Words number 2")] {
            if answer.status == 200 {
                expected.push(words);
            } else {
                answer.refused(409, "notes_shown");
            }
        }
        expected.sort_unstable();
        assert_eq!(texts, expected);
        assert_eq!(this.given_count().await, if first.status == 200 { 4 } else { 3 });
        let kept = this.kept_name(pat).await;
        let left = this.meeting.server.app().rooms.read(&kept, notes::read).await.unwrap();
        assert_eq!(left.iter().any(|note| note.id == "b"), more.status != 200, "kept where it was not shown");
        let store = &this.meeting.server.app().store;
        assert!(store.load(&old.to_string()).await.unwrap().entries.is_empty());
        assert!(this.waiting().await.is_empty());
        this.goes_on(round).await;
    }
    this.stop().await;
}
