//! What the items of an agenda say: who may write it, what is refused, what an activity and an archive have of it.

use pairway_crdt::agenda::{About, AgendaItem};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::session::run;
use serde_json::{Value, json};

use super::support::{Joined, Made, TestServer, new_workshop};
use crate::auth::permission::DocumentName;
use crate::ids::random_id;

async fn agenda(server: &TestServer, made: &Made) -> Vec<AgendaItem> {
    server.facts(made).await.agenda
}

async fn map(server: &TestServer, made: &Made) -> PathwayMap {
    let name =
        DocumentName::parse(&format!("map/{}/{}", made.id(), made.answer["map"].as_str().unwrap())).unwrap();
    server.app().rooms.read(&name, PathwayMap::read_document).await.unwrap()
}

fn given(mut body: Value) -> Value {
    body["command"] = random_id().into();
    body
}

async fn plan(server: &TestServer, made: &Made, person: &Joined, items: &[Value]) {
    let body = given(json!({ "agenda": items }));
    server.post_as(&made.path("/plan"), person.token(), body).await.ok();
}

fn silent(about: &str) -> Value {
    json!({
        "min": 15, "title": "Goals first", "mode": "silent", "opens": "patient",
        "says": " Write one goal on each note. ", "about": about, "notes": "anonymous",
    })
}

#[tokio::test]
async fn agenda_3_a_facilitator_writes_what_items_say_and_an_activity_keeps_it() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let mut talk = silent("");
    talk["mode"] = "plenary".into();
    plan(&server, &made, &fay, &[silent("question: What helps? "), talk]).await;
    let items = agenda(&server, &made).await;
    assert_eq!(items[0].says, "Write one goal on each note.");
    assert_eq!(items[0].about, Some(About::Question(String::from("What helps?"))));
    assert_eq!(
        [items[0].notes.as_str(), items[1].notes.as_str()],
        ["anonymous", ""],
        "only who writes has notes"
    );
    let start = given(json!({ "activity": items[0].id }));
    server.post_as(&made.path("/session/start"), fay.token(), start).await.ok();
    // How notes are shown was said before anybody wrote.
    let mut changed = silent("map:map");
    (changed["id"], changed["notes"]) = (items[0].id.clone().into(), "named".into());
    plan(&server, &made, &fay, &[changed]).await;
    assert_eq!(agenda(&server, &made).await[0].id, items[0].id);
    let name = DocumentName::parse(&format!("session/{}", made.id())).unwrap();
    let session = server.app().rooms.read(&name, run::read).await.unwrap();
    let activity = session.current().unwrap().1;
    assert_eq!((&activity.says, &activity.about), (&items[0].says, &items[0].about));
    assert_eq!(activity.notes, "anonymous");
    server.running.stop().await;
}

#[tokio::test]
async fn agenda_3_what_cannot_be_said_is_refused_in_plain_words_and_nobody_else_writes_it() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let before = agenda(&server, &made).await;
    let path = made.path("/plan");
    for role in ["patientLeader", "carer", "professional", "supporter", "observer", "systemPartner"] {
        let person = server.join(&made, role, role).await;
        let body = given(json!({ "agenda": [silent("map:map")] }));
        server.post_as(&path, person.token(), body).await.refused(403, "facilitators_only");
    }
    for (key, value, code) in [
        ("says", json!("x".repeat(301)), "line_too_long"),
        ("says", json!("two\nlines"), "line_unreadable"),
        ("about", json!("step:s1"), "bad_activity"),
        ("about", json!("stage:a b"), "bad_activity"),
        ("about", json!(format!("question:{}", "x".repeat(301))), "line_too_long"),
        ("notes", json!("loud"), "bad_activity"),
    ] {
        let mut item = silent("map:map");
        item[key] = value;
        let body = given(json!({ "agenda": [item] }));
        server.post_as(&path, fay.token(), body).await.refused(400, code);
    }
    assert_eq!(agenda(&server, &made).await, before);
    server.running.stop().await;
}

#[tokio::test]
async fn agenda_4_an_archive_takes_what_items_say_along_and_a_stage_is_the_same_stage_there() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let stage = map(&server, &made).await.stages()[1].id.clone();
    let items = [silent(&format!("stage:{stage}")), silent("goal:nowhere"), silent("map:map")];
    plan(&server, &made, &fay, &items).await;
    let file = server.get(&made.map_path("archive.json"), fay.token()).await.ok();
    assert_eq!(file["version"], 4);
    assert_eq!(file["workshop"]["agenda"][1].get("about"), None, "what is in no map is left out");
    let mut body = new_workshop();
    body.as_object_mut().unwrap().remove("template");
    body["archive"] = file;
    let back = Made { answer: server.post("/api/workshops", body).await.ok() };
    let items = agenda(&server, &back).await;
    let there = map(&server, &back).await.stages()[1].id.clone();
    assert_ne!(there, stage);
    let abouts: Vec<Option<About>> = items.iter().map(|item| item.about.clone()).collect();
    assert_eq!(abouts, [Some(About::Stage(there)), None, Some(About::Map)]);
    assert!(items.iter().all(|item| item.notes == "anonymous" && !item.says.is_empty()));
    server.running.stop().await;
}
