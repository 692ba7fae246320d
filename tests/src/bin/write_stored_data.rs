//! Writes a data folder with something of everything, for `tests/fixtures/`: `write_stored_data FOLDER`.
//!
//! The folder must be new. Run it before the format of what is stored changes; the version that runs it is the one that is
//! remembered. The newest version has to read what each earlier one wrote (`tests/stored_data.rs`).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use pairway_tests::in_process::InProcess;
use pairway_tests::server::random_command;
use pairway_tests::stored_data::{Device, WRITTEN_FILE, Written};
use serde_json::{Value, json};
use yrs::{Any, Map, MapPrelim, Out, ReadTxn, Text, TextPrelim, Transact, WriteTxn};

/// 2026-11-30 12:00 UTC, and the latest end date that is allowed then.
const NOON_MS: u64 = 1_796_040_000_000;
const ENDS_ON: &str = "2028-11-29";

/// Everybody with a device: the name they give, and their role.
const PEOPLE: [(&str, &str); 8] = [
    ("Fay", "facilitator"),
    ("Pat", "patientLeader"),
    ("Cara", "carer"),
    ("Rees", "professional"),
    ("Sue", "supporter"),
    ("Olwen", "observer"),
    ("Sid", "systemPartner"),
    ("Gone", "professional"),
];

/// A new goal, whose id has the form that browsers make.
const GOAL_OF_PAT: &str = "pat0goal0000000000000000ab";

/// A new outcome.
const OUTCOME_OF_PAT: &str = "pat0outcome000000000000abc";

/// Whoever acts, by token.
struct Scene {
    server: InProcess,
    written: Written,
    tokens: BTreeMap<String, String>,
}

impl Scene {
    fn token(&self, name: &str) -> &str {
        &self.tokens[name]
    }

    fn id(&self, name: &str) -> Result<&str> {
        Ok(&self.written.person(name)?.participant)
    }

    /// A command of somebody within the workshop.
    async fn gives(&self, name: &str, path: &str, body: Value) -> Result<Value> {
        self.server.done(&self.written.path(path), body, self.token(name)).await
    }

    async fn says(&self, name: &str, body: Value) -> Result<Value> {
        self.server.done(&self.written.map_path("talk"), body, self.token(name)).await
    }

    async fn decides(&self, name: &str, body: Value) -> Result<Value> {
        self.server.done(&self.written.map_path("agreement"), body, self.token(name)).await
    }

    async fn agrees(&self, name: &str, part: &str) -> Result<()> {
        self.written.agree(&self.server, (&self.written.parts[part], self.token(name))).await
    }
}

async fn make_workshop(server: InProcess) -> Result<Scene> {
    let body = json!({
        "title": "Hearts in our town", "challenge": "Fewer people drop out of rehabilitation",
        "endsOn": ENDS_ON, "template": "cardiac-services",
    });
    let made = server.done("/api/workshops", body, "").await?;
    let secret = |role: &str| -> Result<String> {
        let invites = made["invites"].as_array().context("no invites")?;
        let own = invites.iter().find(|invite| invite["role"] == role).map(|invite| &invite["link"]);
        let link = own.unwrap_or(&made["facilitatorLink"]).as_str().context("no link")?;
        Ok(link.split_once('#').context("no secret")?.1.to_owned())
    };
    let (mut people, mut tokens) = (BTreeMap::new(), BTreeMap::new());
    for (name, role) in PEOPLE {
        let body = json!({"secret": secret(role)?, "nickname": name, "device": format!("device-of-{name}")});
        let joined = server.done("/api/join", body, "").await?;
        let (participant, device_secret) = (text(&joined, "participant")?, text(&joined, "deviceSecret")?);
        people.insert(name.to_owned(), Device { participant, device_secret });
        tokens.insert(name.to_owned(), text(&joined, "token")?);
    }
    let written = Written {
        at_ms: NOON_MS,
        workshop: text(&made, "workshop")?,
        map: text(&made, "map")?,
        people,
        return_code: String::new(),
        invite: secret("professional")?,
        parts: BTreeMap::new(),
        comment: Value::Null,
        seen: Value::Null,
    };
    Ok(Scene { server, written, tokens })
}

fn text(value: &Value, key: &str) -> Result<String> {
    value[key].as_str().map(str::to_owned).with_context(|| format!("no {key} in {value}"))
}

/// Pat and Rees write on the map, and parts get the names by which they are remembered.
async fn edit_map(scene: &mut Scene) -> Result<()> {
    let map = scene.written.document("map");
    let mut pat = scene.server.peer(&map, scene.token("Pat")).await?;
    pat.edit(|transaction| {
        let goals = transaction.get_or_insert_map("goals");
        let title = TextPrelim::new("Nobody is left alone with a letter 🙂");
        let goal = goals.insert(transaction, GOAL_OF_PAT, MapPrelim::default());
        goal.insert(transaction, "title", title);
        goal.insert(transaction, "ord", "b00V1V1V");
        let outcomes = transaction.get_or_insert_map("outcomes");
        let outcome = outcomes.insert(transaction, OUTCOME_OF_PAT, MapPrelim::default());
        outcome.insert(transaction, "title", TextPrelim::new("People come to the fourth session"));
        outcome.insert(transaction, "measure", TextPrelim::new("We count them"));
        outcome.insert(transaction, "meta", any(json!({"family": "recovery"})));
        outcome.insert(transaction, "ord", "b00V1V1V");
    })
    .await;
    pat.durable().await?;
    let mut parts = BTreeMap::from([("mine".to_owned(), json!({"kind": "goal", "id": GOAL_OF_PAT}))]);
    let first = |root: &str, nth: usize| -> Result<String> {
        let transaction = pat.doc.transact();
        let all = transaction.get_map(root).context("no such root")?;
        let mut ids: Vec<String> = all.keys(&transaction).map(str::to_owned).collect();
        ids.retain(|id| id != GOAL_OF_PAT);
        ids.sort();
        ids.get(nth).cloned().context("too few parts")
    };
    for (name, kind, root, nth) in [
        ("agreed", "goal", "goals", 0),
        ("reopened", "goal", "goals", 1),
        ("differing", "step", "steps", 0),
        ("parked", "stage", "stages", 0),
        ("takenOut", "step", "steps", 1),
        ("decision", "step", "steps", 2),
    ] {
        parts.insert(name.to_owned(), json!({"kind": kind, "id": first(root, nth)?}));
    }
    scene.written.parts = parts;
    let (taken_out, decision) =
        (text(&scene.written.parts["takenOut"], "id")?, text(&scene.written.parts["decision"], "id")?);
    let mut rees = scene.server.peer(&map, scene.token("Rees")).await?;
    rees.edit(|transaction| {
        let steps = transaction.get_or_insert_map("steps");
        let Some(Out::YMap(step)) = steps.get(transaction, &taken_out) else { panic!("no step") };
        step.insert(transaction, "rm", true);
        let Some(Out::YMap(step)) = steps.get(transaction, &decision) else { panic!("no step") };
        let choices = json!({"kind": "decision", "mode": "with", "sector": "nhs", "perspective": "both"});
        step.insert(transaction, "meta", any(choices));
        step.insert(transaction, "options", TextPrelim::new("At home\nIn the centre"));
        step.insert(transaction, "matters", TextPrelim::new("Being with people I know"));
    })
    .await;
    rees.durable().await
}

/// One value of several words, as browsers write it.
fn any(value: Value) -> Any {
    serde_json::from_value(value).expect("plain JSON is a value")
}

/// Waits until it is on record from which side the parts came that Pat was the first to write.
async fn wait_for_origins(scene: &Scene) -> Result<()> {
    let mut record = scene.server.peer(&scene.written.document("record"), scene.token("Fay")).await?;
    record
        .until("the origins", |record| {
            let transaction = record.doc.transact();
            transaction.get_map("origins").is_some_and(|origins| origins.len(&transaction) >= 2)
        })
        .await
}

async fn decide(scene: &Scene) -> Result<()> {
    let (patient, professional) = (scene.id("Pat")?, scene.id("Rees")?);
    let body = json!({"patient": patient, "professional": professional, "name": "Pat and Rees"});
    let pair = scene.gives("Fay", "/pairs", body).await?;
    let words = json!({"field": "howWeWork", "was": "", "text": "Pat speaks first."});
    scene.gives("Rees", &format!("/pairs/{}/words", text(&pair, "pair")?), words).await?;
    for part in ["agreed", "reopened"] {
        scene.agrees("Pat", part).await?;
        scene.agrees("Rees", part).await?;
    }
    let part = &scene.written.parts["differing"];
    scene.agrees("Rees", "differing").await?;
    let view = "The letter comes too late for anybody who is afraid.";
    scene.decides("Pat", json!({"act": "differ", "part": part, "text": view})).await?;
    scene.decides("Rees", json!({"act": "park", "part": &scene.written.parts["parked"]})).await?;
    scene.decides("Fay", json!({"act": "propose", "part": &scene.written.parts["mine"]})).await?;
    let id = text(&scene.written.parts["reopened"], "id")?;
    let mut rees = scene.server.peer(&scene.written.document("map"), scene.token("Rees")).await?;
    rees.edit(|transaction| {
        let goals = transaction.get_or_insert_map("goals");
        let Some(Out::YMap(goal)) = goals.get(transaction, &id) else { panic!("no goal") };
        let Some(Out::YText(title)) = goal.get(transaction, "title") else { panic!("no title") };
        title.insert(transaction, 0, "As soon as can be: ");
    })
    .await;
    rees.durable().await
}

async fn talk(scene: &mut Scene) -> Result<()> {
    let (step, goal) = (scene.written.parts["differing"].clone(), scene.written.parts["mine"].clone());
    let mention = scene.id("Olwen")?;
    let body = json!({
        "act": "comment", "part": step, "text": format!("Ask @{mention} how it was."), "mentions": [mention],
    });
    let comment = scene.says("Pat", body).await?;
    let (thread, message) = (&comment["thread"], &comment["message"]);
    scene.says("Olwen", json!({"act": "reply", "thread": thread, "text": "It was long."})).await?;
    scene.says("Rees", json!({"act": "react", "message": message, "reaction": "thanks"})).await?;
    let led = json!({"act": "ledTo", "from": {"kind": "message", "id": message}, "part": goal});
    scene.says("Pat", led).await?;
    let body = json!({"act": "comment", "part": goal, "text": "Not meant like this"});
    let taken_back = scene.says("Cara", body).await?;
    scene.says("Cara", json!({"act": "takeBack", "message": &taken_back["message"]})).await?;
    let body = json!({"act": "comment", "part": goal, "text": "Settled"});
    let settled = scene.says("Sid", body).await?;
    scene.says("Fay", json!({"act": "resolve", "thread": &settled["thread"]})).await?;
    scene.written.comment = comment.clone();
    Ok(())
}

async fn manage_people(scene: &mut Scene) -> Result<()> {
    let gone = format!("/participants/{}/remove", scene.id("Gone")?);
    scene.gives("Fay", &gone, json!({})).await?;
    let phone = json!({"nickname": "Ivor", "role": "carer"});
    let phone = text(&scene.gives("Fay", "/participants", phone).await?, "participant")?;
    let acts = format!("/participants/{}/acts-for", scene.id("Sue")?);
    scene.gives("Fay", &acts, json!({"person": phone})).await?;
    let renamed = format!("/participants/{}/rename", scene.id("Sid")?);
    scene.gives("Fay", &renamed, json!({"nickname": "Sidney"})).await?;
    scene.written.return_code = text(&scene.gives("Pat", "/return-code", json!({})).await?, "code")?;
    scene.gives("Fay", "/observers-comment", json!({"on": false})).await?;
    scene.gives("Fay", "/waiting-room", json!({"on": true})).await?;
    let body = json!({
        "command": random_command(), "secret": &scene.written.invite, "nickname": "Wen",
        "device": "device-of-Wen",
    });
    scene.server.post("/api/join", &body, "").await?;
    scene.gives("Fay", "/freeze", json!({"frozen": true})).await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder] = &arguments[..] else { bail!("name the folder") };
    let folder = Path::new(folder);
    let mut scene = make_workshop(InProcess::start(folder, NOON_MS).await?).await?;
    edit_map(&mut scene).await?;
    wait_for_origins(&scene).await?;
    decide(&scene).await?;
    talk(&mut scene).await?;
    manage_people(&mut scene).await?;
    scene.written.seen = scene.written.see(&scene.server, scene.token("Fay")).await?;
    scene.server.stop().await;

    let database = rusqlite::Connection::open(folder.join("pairway.db"))?;
    database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
    database.close().map_err(|(_, error)| error)?;
    std::fs::write(folder.join(WRITTEN_FILE), serde_json::to_string_pretty(&scene.written)?)?;
    Ok(())
}
