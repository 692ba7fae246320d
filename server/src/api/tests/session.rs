//! Running a session: which activity is on, its time, and two facilitators who press at the same moment.

use futures_util::future::join_all;
use pairway_crdt::agenda::AgendaItem;
use pairway_crdt::workshop::session::actions::{self, ACTION_CHARS_MAX, ACTIONS_MAX};
use pairway_crdt::workshop::session::meeting;
use pairway_crdt::workshop::session::run::{self, Session};
use serde_json::{Value, json};

use super::support::Meeting;
use crate::ids::random_id;

const MINUTE: u64 = 60_000;

impl Meeting {
    async fn session(&self) -> Session {
        self.server.app().rooms.read(&self.made.document("session"), run::read).await.unwrap()
    }

    fn path(&self, what: &str) -> String {
        self.made.path(&format!("/session/{what}"))
    }

    async fn run(&self, what: &str, body: Value) {
        self.post(&self.fay, what, body).await.ok();
    }
}

fn given(mut body: Value) -> Value {
    body["command"] = random_id().into();
    body
}

#[tokio::test]
async fn session_11_a_facilitator_begins_pauses_prolongs_and_ends_activities_and_nobody_else_does() {
    let meeting = Meeting::begin().await;
    let agenda = meeting.agenda().await;
    let [first, second] = [&agenda[0].id, &agenda[1].id];
    for (what, body) in [
        ("start", json!({ "activity": first })),
        ("pause", json!({ "seen": first })),
        ("resume", json!({ "seen": first })),
        ("minutes", json!({ "seen": first, "minutes": 5 })),
        ("end", json!({ "seen": first })),
    ] {
        let refused = meeting.server.post_as(&meeting.path(what), meeting.pat.token(), given(body)).await;
        refused.refused(403, "facilitators_only");
    }
    assert_eq!(meeting.session().await, Session::default());

    meeting.run("start", json!({ "activity": first })).await;
    meeting.server.clock.advance(2 * MINUTE);
    meeting.run("pause", json!({ "seen": first })).await;
    meeting.server.clock.advance(MINUTE);
    meeting.run("resume", json!({ "seen": first })).await;
    meeting.run("minutes", json!({ "seen": first, "minutes": 5 })).await;
    meeting.server.clock.advance(MINUTE);
    meeting.run("start", json!({ "activity": second, "seen": first })).await;
    let session = meeting.session().await;
    let activity = &session.activities[first];
    assert_eq!((activity.ran_ms, activity.since), (3 * MINUTE, None));
    assert_eq!(activity.length_ms(), u64::from(agenda[0].min + 5) * MINUTE);
    assert_eq!((&activity.title, &activity.mode), (&agenda[0].title, &agenda[0].mode));
    assert_eq!(session.current().unwrap().0, second);

    meeting.run("end", json!({ "seen": second })).await;
    let session = meeting.session().await;
    assert!(session.current().is_none() && session.run.ended_at.is_some());
    let audit = meeting.server.get(&meeting.made.path("/audit"), meeting.fay.token()).await.ok();
    let lines = audit["lines"].as_array().unwrap().iter();
    let acts: Vec<&str> = lines.filter_map(|line| line["act"].as_str()).take(5).collect();
    assert_eq!(acts, ["endSession", "startActivity", "resumeSession", "pauseSession", "startActivity"]);
    meeting.server.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn session_12_of_many_who_press_next_at_the_same_moment_one_goes_on_and_the_others_are_told_what_is_on()
{
    let meeting = Meeting::begin().await;
    let agenda = meeting.agenda().await;
    meeting.run("start", json!({ "activity": agenda[0].id })).await;
    let next = json!({ "activity": agenda[1].id, "seen": agenda[0].id });
    let path = meeting.path("start");
    let calls = (0..12).map(|_| meeting.server.post_as(&path, meeting.fay.token(), given(next.clone())));
    let answers = join_all(calls).await;
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((done.len(), refused.len()), (1, 11));
    for answer in refused {
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]["now"]["activity"]),
            (409, &json!(agenda[1].id))
        );
    }
    assert_eq!(meeting.session().await.current().unwrap().0, agenda[1].id);
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn session_13_what_cannot_be_is_refused_in_plain_words_and_changes_nothing() {
    let meeting = Meeting::begin().await;
    let agenda = meeting.agenda().await;
    let (server, fay) = (&meeting.server, &meeting.fay);
    let post = async |what: &str, body| server.post_as(&meeting.path(what), fay.token(), given(body)).await;
    post("start", json!({ "activity": "not-there" })).await.refused(404, "not_found");
    post("start", json!({ "activity": agenda[0].id, "seen": agenda[1].id })).await.refused(409, "changed");
    post("pause", json!({ "seen": agenda[0].id })).await.refused(409, "changed");
    meeting.run("start", json!({ "activity": agenda[0].id })).await;
    let before = meeting.session().await;
    for minutes in [-1 - i64::from(agenda[0].min), 61] {
        let body = json!({ "seen": agenda[0].id, "minutes": minutes });
        post("minutes", body).await.refused(400, "minutes_wrong");
    }
    assert_eq!(meeting.session().await, before);
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn session_14_what_is_on_keeps_its_words_when_the_agenda_changes_and_items_keep_their_ids() {
    let meeting = Meeting::begin().await;
    let agenda = meeting.agenda().await;
    meeting.run("start", json!({ "activity": agenda[0].id })).await;
    let written = |item: &AgendaItem, with_id: bool| {
        let mut written =
            json!({ "min": item.min, "title": item.title, "mode": item.mode, "opens": item.opens });
        if with_id {
            written["id"] = item.id.clone().into();
        }
        written
    };
    let mut renamed = written(&agenda[0], true);
    renamed["title"] = "Hello everybody".into();
    // The second by a page that knows no ids; the third twice, as a copy; one that is new.
    let new = json!({ "min": 5, "title": "Stretch", "mode": "break", "opens": "none" });
    let plan =
        [written(&agenda[2], true), renamed, written(&agenda[1], false), written(&agenda[2], true), new];
    let body = given(json!({ "agenda": plan }));
    meeting.server.post_as(&meeting.made.path("/plan"), meeting.fay.token(), body).await.ok();
    let after = meeting.agenda().await;
    let ids: Vec<&str> = after.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids[..3], [&agenda[2].id, &agenda[0].id, &agenda[1].id]);
    let mut different = ids.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), ids.len());
    let session = meeting.session().await;
    assert_eq!(session.current().unwrap().1.title, agenda[0].title);
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn meet_2_a_facilitator_says_where_people_hear_one_another_and_only_an_https_address_is_taken() {
    let meeting = Meeting::begin().await;
    let path = meeting.path("call-link");
    let say = |link: &str, phone: &str| given(json!({ "link": link, "phone": phone }));
    let (server, fay) = (&meeting.server, &meeting.fay);
    let link = "https://call.example/heart?pwd=a1";
    server.post_as(&path, meeting.pat.token(), say(link, "")).await.refused(403, "facilitators_only");
    server.post_as(&path, fay.token(), say(&format!(" {link} "), " 0113 496 0000, then 12# ")).await.ok();
    for wrong in ["http://call.example", "javascript:alert(1)", "https://nhs.uk@evil.example/"] {
        server.post_as(&path, fay.token(), say(wrong, "")).await.refused(400, "call_link_wrong");
    }
    let told = server.app().rooms.read(&meeting.made.document("session"), meeting::read).await.unwrap();
    assert_eq!((told.link.as_str(), told.phone.as_str()), (link, "0113 496 0000, then 12#"));
    server.post_as(&path, fay.token(), say("", "")).await.ok();
    let told = server.app().rooms.read(&meeting.made.document("session"), meeting::read).await.unwrap();
    assert_eq!(told, meeting::CallLink::default());
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn close_2_facilitators_and_partners_write_down_who_does_what_by_when_and_change_what_they_saw() {
    let meeting = Meeting::begin().await;
    let (server, pat) = (&meeting.server, &meeting.pat);
    let olu = server.join(&meeting.made, "observer", "Olu").await;
    let path = meeting.path("actions");
    let text = "Ask the practice for a named nurse";
    let body = json!({ "text": format!(" {text} "), "owner": pat.id(), "due": "2030-01-31" });
    server.post_as(&path, olu.token(), given(body.clone())).await.refused(403, "not_your_role");
    let added = server.post_as(&path, pat.token(), given(body)).await.ok();
    let id = added["action"].as_str().unwrap();
    let one = meeting.path(&format!("actions/{id}"));
    let was = json!({ "text": text, "owner": pat.id(), "due": "2030-01-31", "done": false });
    let done = json!({ "text": text, "done": true });
    server.post_as(&one, meeting.fay.token(), given(json!({ "was": was, "now": done }))).await.ok();
    let late = server.post_as(&one, pat.token(), given(json!({ "was": was, "now": was }))).await;
    late.refused(409, "changed");
    assert_eq!(late.json()["error"]["now"], json!({ "text": text, "done": true }));
    let read =
        async || server.app().rooms.read(&meeting.made.document("session"), actions::read).await.unwrap();
    let action = read().await[id].clone();
    assert_eq!((action.text.as_str(), action.owner.as_str(), action.due.as_str()), (text, "", ""));
    let remove = meeting.path(&format!("actions/{id}/remove"));
    for _ in 0..2 {
        server.post_as(&remove, pat.token(), given(json!({}))).await.ok();
    }
    assert!(read().await.is_empty());
    server
        .post_as(&one, pat.token(), given(json!({ "was": done, "now": was })))
        .await
        .refused(404, "not_found");
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn close_3_an_action_has_words_a_real_day_and_somebody_of_the_workshop_and_there_are_200_at_most() {
    let meeting = Meeting::begin().await;
    let (server, pat) = (&meeting.server, &meeting.pat);
    let path = meeting.path("actions");
    let longest = "x".repeat(ACTION_CHARS_MAX);
    for (wrong, status, code) in [
        (json!({ "text": " " }), 400, "action_empty"),
        (json!({ "text": format!("{longest}x") }), 400, "line_too_long"),
        (json!({ "text": "two\nlines" }), 400, "line_unreadable"),
        (json!({ "text": "Ask", "due": "2030-02-30" }), 400, "due_unreadable"),
        (json!({ "text": "Ask", "due": "soon" }), 400, "due_unreadable"),
        (json!({ "text": "Ask", "owner": random_id() }), 404, "not_found"),
    ] {
        server.post_as(&path, pat.token(), given(wrong)).await.refused(status, code);
    }
    for _ in 0..ACTIONS_MAX {
        server.post_as(&path, pat.token(), given(json!({ "text": longest }))).await.ok();
    }
    server.post_as(&path, pat.token(), given(json!({ "text": "Ask" }))).await.refused(409, "actions_full");
    meeting.server.running.stop().await;
}
