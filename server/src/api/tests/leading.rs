//! Leading a session: hands, what all are told, where all are asked to look, turns, and a break.

use futures_util::future::join_all;
use pairway_crdt::agenda::AgendaItem;
use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts;
use pairway_crdt::workshop::session::{call, hands, messages, turns};
use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, TestServer, command, holds};
use crate::auth::permission::{Access, DocumentName};
use crate::ids::random_id;
use crate::limits::HANDS_PER_PERSON_PER_MINUTE;

/// A workshop in which an activity is on, with one person of each kind.
struct Room {
    server: TestServer,
    made: Made,
    fay: Joined,
    ann: Joined,
    rees: Joined,
}

impl Room {
    /// A workshop whose agenda has items of these modes.
    async fn with(modes: &[&str]) -> Self {
        let server = TestServer::start().await;
        let made = server.make_workshop().await;
        let fay = server.join(&made, "facilitator", "Fay").await;
        let ann = server.join(&made, "patientLeader", "Ann").await;
        let rees = server.join(&made, "professional", "Rees").await;
        let item = |mode: &&str| json!({ "min": 10, "title": format!("In {mode}"), "mode": mode, "opens": "patient" });
        let agenda: Vec<Value> = modes.iter().map(item).collect();
        let body = given(json!({ "agenda": agenda }));
        server.post_as(&made.path("/plan"), fay.token(), body).await.ok();
        Self { server, made, fay, ann, rees }
    }

    /// The same with the first activity on.
    async fn running(modes: &[&str]) -> Self {
        let room = Self::with(modes).await;
        let first = &room.agenda().await[0];
        room.post(&room.fay, "start", json!({ "activity": first.id })).await.ok();
        room
    }

    async fn agenda(&self) -> Vec<AgendaItem> {
        self.look("workshop", facts::read).await.agenda
    }

    async fn look<T: Send + 'static>(
        &self,
        kind: &str,
        look: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> T {
        let name = DocumentName::parse(&format!("{kind}/{}", self.made.id())).unwrap();
        self.server.app().rooms.read(&name, look).await.unwrap()
    }

    async fn post(&self, by: &Joined, what: &str, body: Value) -> Answer {
        self.server.post_as(&self.made.path(&format!("/session/{what}")), by.token(), given(body)).await
    }

    /// Every row and stream that the server keeps.
    async fn kept(&self) -> Vec<(String, Vec<u8>)> {
        let store = &self.server.app().store;
        let mut kept = store.list("").await.unwrap();
        for name in store.streams("").await.unwrap() {
            let content = store.load(&name).await.unwrap();
            let entries = content.entries.into_iter().flat_map(|(_, entry)| entry.to_vec());
            kept.push((
                name,
                content.snapshot.into_iter().flat_map(|(_, bytes)| bytes).chain(entries).collect(),
            ));
        }
        kept
    }

    async fn order(&self) -> Vec<String> {
        let hands = self.look("session", hands::read).await;
        hands.order().into_iter().map(str::to_owned).collect()
    }

    async fn join(&self, role: &str, nickname: &str) -> Joined {
        self.server.join(&self.made, role, nickname).await
    }

    /// Somebody on the phone, and a supporter who writes for them.
    async fn phone_with_scribe(&self) -> (Joined, Joined) {
        let token = self.fay.token();
        let body = given(json!({ "nickname": "Nan", "role": "carer" }));
        let nan = self.server.post_as(&self.made.path("/participants"), token, body).await.ok();
        let (nan, sam) = (Joined { answer: nan }, self.join("supporter", "Sam").await);
        let path = self.made.path(&format!("/participants/{}/acts-for", sam.id()));
        let acts = self.server.post_as(&path, token, given(json!({ "person": nan.id() }))).await;
        acts.ok();
        (nan, sam)
    }
}

fn given(mut body: Value) -> Value {
    body["command"] = random_id().into();
    body
}

#[tokio::test]
async fn lead_4_everybody_but_observers_raises_a_hand_and_lowers_it_and_facilitators_lower_anybodys() {
    let room = Room::running(&["plenary"]).await;
    let (observer, partner) = (room.join("observer", "Olu").await, room.join("systemPartner", "Sys").await);
    room.post(&observer, "hand", json!({})).await.refused(403, "not_your_role");
    room.post(&observer, "hand/lower", json!({})).await.refused(403, "not_your_role");
    for person in [&partner, &room.rees, &room.ann] {
        room.post(person, "hand", json!({})).await.ok();
        room.server.clock.advance(1_000);
    }
    assert_eq!(room.order().await, [room.ann.id(), room.rees.id(), partner.id()]);
    // Nobody lowers another's but facilitators.
    room.post(&room.rees, "hand/lower", json!({ "person": room.ann.id() }))
        .await
        .refused(403, "not_their_scribe");
    room.post(&room.rees, "hand/lower", json!({})).await.ok();
    room.post(&room.fay, "hand/lower", json!({ "person": room.ann.id() })).await.ok();
    assert_eq!(room.order().await, [partner.id()]);
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_4_a_scribe_raises_and_lowers_the_hand_of_their_person_who_is_on_the_phone() {
    let room = Room::running(&["plenary"]).await;
    let (nan, sam) = room.phone_with_scribe().await;
    room.post(&sam, "hand", json!({ "actingFor": room.ann.id() })).await.refused(403, "not_their_scribe");
    room.post(&sam, "hand", json!({ "actingFor": nan.id() })).await.ok();
    let hands = room.look("session", hands::read).await;
    assert_eq!(hands.up[nan.id()].scribe.as_deref(), Some(sam.id()));
    room.post(&sam, "hand/lower", json!({ "person": nan.id() })).await.ok();
    assert!(room.order().await.is_empty());
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_5_hands_go_up_while_an_activity_is_on_a_person_raises_so_many_a_minute_and_the_end_lowers_all()
{
    let room = Room::with(&["plenary"]).await;
    room.post(&room.ann, "hand", json!({})).await.refused(409, "nothing_on");
    let item = room.agenda().await.remove(0);
    room.post(&room.fay, "start", json!({ "activity": item.id })).await.ok();
    for _ in 1..HANDS_PER_PERSON_PER_MINUTE {
        room.post(&room.ann, "hand", json!({})).await.ok();
    }
    room.post(&room.ann, "hand", json!({})).await.refused(429, "too_fast");
    room.post(&room.rees, "hand", json!({})).await.ok();
    room.post(&room.fay, "end", json!({ "seen": item.id })).await.ok();
    assert!(room.order().await.is_empty());
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_8_facilitators_tell_everybody_one_plain_sentence_and_nobody_else_does() {
    let room = Room::running(&["plenary"]).await;
    room.post(&room.rees, "messages", json!({ "text": "Hello" })).await.refused(403, "facilitators_only");
    for (text, code) in [
        (String::from("  "), "message_empty"),
        ("a".repeat(301), "message_too_long"),
        (String::from("two\nlines"), "message_unreadable"),
        (String::from("back\u{202E}wards"), "message_unreadable"),
    ] {
        room.post(&room.fay, "messages", json!({ "text": text })).await.refused(400, code);
    }
    // What looks like markup is text like any other.
    let text = "<b onclick=alert(1)>Two more minutes</b>";
    room.post(&room.fay, "messages", json!({ "text": format!(" {text} ") })).await.ok();
    let kept = room.look("session", messages::read).await;
    let texts: Vec<(&str, &str)> =
        kept.0.values().map(|message| (message.text.as_str(), message.by.as_str())).collect();
    assert_eq!(texts, [(text, room.fay.id())]);
    let audit = room.server.get(&room.made.path("/audit"), room.fay.token()).await.ok();
    assert_eq!(audit["lines"][0]["act"], "tellEveryone");
    assert!(!audit.to_string().contains("Two more minutes"), "the audit holds words");
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_11_facilitators_ask_everybody_to_look_at_a_place_of_this_workshop_and_nobody_else_does() {
    let room = Room::running(&["plenary"]).await;
    let map = room.made.answer["map"].as_str().unwrap();
    let part = format!("step:{}", random_id());
    let body = json!({ "map": map, "view": "list", "part": part });
    room.post(&room.ann, "call", body.clone()).await.refused(403, "facilitators_only");
    room.post(&room.ann, "call/end", json!({})).await.refused(403, "facilitators_only");
    room.post(&room.fay, "call", json!({ "map": random_id(), "view": "map" }))
        .await
        .refused(404, "not_found");
    for odd in ["step", "map:map", "nothing:a", "step:<b>"] {
        let body = json!({ "map": map, "view": "map", "part": odd });
        room.post(&room.fay, "call", body).await.refused(400, "part_unknown");
    }
    assert_eq!(room.look("session", call::read).await, None);
    room.post(&room.fay, "call", body).await.ok();
    let asked = room.look("session", call::read).await.unwrap();
    assert_eq!(
        (asked.map.as_str(), asked.part.as_deref(), asked.by.as_str()),
        (map, Some(part.as_str()), room.fay.id())
    );
    room.post(&room.fay, "call/end", json!({})).await.ok();
    assert_eq!(room.look("session", call::read).await, None);
    room.server.running.stop().await;
}

#[tokio::test]
async fn turn_7_whoever_has_the_turn_their_scribe_and_facilitators_give_it_on_and_nobody_else() {
    let room = Room::with(&["plenary", "round_robin"]).await;
    let (nan, sam) = room.phone_with_scribe().await;
    let agenda = room.agenda().await;
    let (first, second) = (&agenda[0].id, &agenda[1].id);
    let turn = |act: &str, person: &str| json!({ "act": act, "seen": second, "person": person });
    room.post(&room.fay, "start", json!({ "activity": first })).await.ok();
    room.post(&room.ann, "turn", turn("done", room.ann.id())).await.refused(409, "no_turns");
    room.post(&room.fay, "start", json!({ "activity": second, "seen": first })).await.ok();
    // Two of the patient side, in an order of chance, and one of the other between them.
    for expected in 0..3 {
        let round = room.look("session", turns::read).await.0.remove(second).unwrap();
        let now = round.now.unwrap();
        assert_eq!(now == room.rees.id(), expected == 1, "sides alternate");
        let other = if now == room.rees.id() { &room.ann } else { &room.rees };
        room.post(other, "turn", turn("done", &now)).await.refused(403, "not_their_scribe");
        room.post(other, "turn", turn("done", other.id())).await.refused(409, "changed");
        let by = match now.as_str() {
            person if person == nan.id() => &sam,
            person if person == room.ann.id() => &room.ann,
            _ => &room.fay,
        };
        room.post(by, "turn", turn("done", &now)).await.ok();
        room.post(&room.fay, "turn", turn("done", &now)).await.refused(409, "changed");
    }
    let again = json!({ "act": "again", "seen": second });
    room.post(&room.ann, "turn", again.clone()).await.refused(403, "facilitators_only");
    room.post(&room.fay, "turn", again.clone()).await.ok();
    room.post(&room.fay, "turn", again).await.refused(409, "changed");
    let round = room.look("session", turns::read).await.0.remove(second).unwrap();
    assert_eq!((round.waiting.len(), round.done.len()), (2, 0));
    room.server.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turn_8_of_many_who_give_the_same_turn_on_at_the_same_moment_one_does_and_nobody_is_skipped() {
    let room = Room::running(&["round_robin"]).await;
    let seen = room.agenda().await.remove(0).id;
    let body = json!({ "act": "done", "seen": seen, "person": room.ann.id() });
    let answers = join_all((0..8).map(|_| room.post(&room.fay, "turn", body.clone()))).await;
    let done = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(done, 1);
    let round = room.look("session", turns::read).await.0.remove(&seen).unwrap();
    assert_eq!((round.now.as_deref(), round.done), (Some(room.rees.id()), vec![room.ann.id().to_owned()]));
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_21_in_a_break_only_facilitators_edit_unless_they_say_otherwise_and_after_it_all_is_as_before() {
    let room = Room::with(&["plenary", "break"]).await;
    let agenda = room.agenda().await;
    let (first, rest) = (&agenda[0].id, &agenda[1].id);
    let map =
        DocumentName::parse(&format!("map/{}/{}", room.made.id(), room.made.answer["map"].as_str().unwrap()));
    let map = map.unwrap();
    let access = async |person: &Joined| {
        let gate = &room.server.app().gatekeeper;
        let identity = gate.identify(person.token()).await.unwrap().identity;
        gate.access(&identity, &map).await.unwrap()
    };
    room.post(&room.fay, "start", json!({ "activity": first })).await.ok();
    room.post(&room.fay, "break", json!({ "seen": first, "everybody": true })).await.refused(409, "no_break");
    assert_eq!(access(&room.ann).await, Access::ReadWrite);
    room.post(&room.fay, "start", json!({ "activity": rest, "seen": first })).await.ok();
    assert_eq!((access(&room.ann).await, access(&room.fay).await), (Access::ReadOnly, Access::ReadWrite));
    room.post(&room.ann, "break", json!({ "seen": rest, "everybody": true }))
        .await
        .refused(403, "facilitators_only");
    room.post(&room.fay, "break", json!({ "seen": rest, "everybody": true })).await.ok();
    assert_eq!(access(&room.ann).await, Access::ReadWrite);
    room.post(&room.fay, "break", json!({ "seen": rest, "everybody": false })).await.ok();
    assert_eq!(access(&room.ann).await, Access::ReadOnly);
    room.post(&room.fay, "start", json!({ "activity": first, "seen": rest })).await.ok();
    assert_eq!(access(&room.ann).await, Access::ReadWrite);
    // What was frozen by hand stays so, whatever breaks come and go.
    room.server
        .post_as(&room.made.path("/freeze"), room.fay.token(), given(json!({ "frozen": true })))
        .await
        .ok();
    room.post(&room.fay, "start", json!({ "activity": rest, "seen": first })).await.ok();
    room.post(&room.fay, "end", json!({ "seen": rest })).await.ok();
    assert_eq!(access(&room.ann).await, Access::ReadOnly);
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_17_a_facilitator_tells_one_person_alone_and_nobody_else_does() {
    let room = Room::with(&["plenary"]).await;
    let nudge = |person: &str, text: &str| json!({ "person": person, "text": text });
    let words = "Would you like to say something about this?";
    room.post(&room.fay, "nudges", nudge(room.ann.id(), words)).await.refused(409, "nothing_on");
    room.post(&room.fay, "start", json!({ "activity": room.agenda().await[0].id })).await.ok();
    for other in [&room.ann, &room.rees, &room.join("observer", "Olu").await] {
        room.post(other, "nudges", nudge(room.ann.id(), words)).await.refused(403, "facilitators_only");
    }
    let (fay, ann) = (&room.fay, room.ann.id());
    room.post(fay, "nudges", nudge(fay.id(), words)).await.refused(400, "nudge_self");
    room.post(fay, "nudges", nudge(&random_id(), words)).await.refused(404, "not_found");
    room.post(fay, "nudges", nudge(ann, " ")).await.refused(400, "message_empty");
    let longest = "a".repeat(messages::MESSAGE_UNITS_MAX);
    room.post(fay, "nudges", nudge(ann, &format!("{longest}a"))).await.refused(400, "message_too_long");
    room.post(fay, "nudges", nudge(ann, &longest)).await.ok();
    room.server.clock.advance(1);
    room.post(fay, "nudges", nudge(ann, "<b>Anything</b> to add?")).await.ok();
    let personal = DocumentName::parse(&format!("personal/{}/{ann}", room.made.id())).unwrap();
    let told = room.server.app().rooms.read(&personal, messages::read).await.unwrap();
    let mut told: Vec<_> = told.0.into_values().collect();
    told.sort_by_key(|message| message.at);
    let said: Vec<_> = told.iter().map(|message| (message.text.as_str(), message.by.as_str())).collect();
    assert_eq!(said, [(longest.as_str(), fay.id()), ("<b>Anything</b> to add?", fay.id())]);
    room.server.running.stop().await;
}

#[tokio::test]
async fn lead_18_what_is_said_to_one_person_stands_in_their_document_alone_and_goes_with_them() {
    let room = Room::running(&["plenary"]).await;
    let words = "Would Ann like to say something?";
    let before: Vec<String> = room.kept().await.into_iter().map(|(name, _)| name).collect();
    let body = json!({ "person": room.ann.id(), "text": words });
    room.post(&room.fay, "nudges", body).await.ok();
    let personal = format!("personal/{}/{}", room.made.id(), room.ann.id());
    for (name, bytes) in room.kept().await {
        assert_eq!(holds(&bytes, words), name == personal, "{name}");
        // What is new says neither what nor to whom.
        if !before.contains(&name) && name != personal {
            assert!(!holds(&bytes, room.ann.id()), "{name}");
        }
    }
    let audit = room.server.get(&room.made.path("/audit"), room.fay.token()).await.ok();
    let line = &audit["lines"][0];
    assert_eq!((&line["act"], &line["to"]), (&json!("nudge"), &Value::Null));
    let remove = room.made.path(&format!("/participants/{}/remove", room.ann.id()));
    room.server.post_as(&remove, room.fay.token(), command()).await.ok();
    while !room.server.app().workshops.running.is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(room.kept().await.iter().all(|(name, bytes)| *name != personal && !holds(bytes, words)));
    room.server.running.stop().await;
}
