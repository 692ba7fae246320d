//! How long "bring everyone here" takes until the last of sixty people has it, beside an edit of a map.
//!
//! The real server in its own process, its real store and a socket for each document of each person. An edit is spread before it is
//! durable, and what a facilitator says is durable first: the ratio holds one commit.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use pairway_crdt::agenda::AgendaItem;
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use yrs::{Map, Out, Text, TransactionMut, WriteTxn};

/// People who are told, the facilitator not counted: thirty of each side.
const PEOPLE: usize = 60;
const RUNS: usize = 5;
/// Edits, calls and edits again of one run, in turns.
const ROUNDS: usize = 20;
/// How long the last of them may take before the measurement is none.
const PATIENCE: Duration = Duration::from_secs(10);

/// Everybody who waits for one document to change, each with a connection of their own.
struct Audience {
    heard: mpsc::Receiver<Instant>,
}

impl Audience {
    async fn gather(server: &TestServer, document: &str, people: &[Joined]) -> Result<Self> {
        let (tell, heard) = mpsc::channel(PEOPLE * 4);
        for person in people {
            let mut peer = Peer::new(&server.socket_url("/collab"), document, &person.token);
            peer.connect_and_sync().await?;
            peer.held_back = Some(Vec::new());
            let tell = tell.clone();
            tokio::spawn(async move {
                while peer.pump(Duration::from_secs(3_600)).await.unwrap_or(false) {
                    for _ in peer.held_back.iter_mut().flat_map(|updates| updates.drain(..)) {
                        if tell.send(Instant::now()).await.is_err() {
                            return;
                        }
                    }
                }
            });
        }
        Ok(Self { heard })
    }

    /// How long after `begun` the last of them had heard.
    async fn last_after(&mut self, begun: Instant) -> Result<Duration> {
        let mut last = begun;
        for _ in 0..PEOPLE {
            let heard = tokio::time::timeout(PATIENCE, self.heard.recv()).await?;
            last = last.max(heard.context("nobody listens any more")?);
        }
        Ok(last - begun)
    }
}

/// A workshop with an activity on, its facilitator and everybody else.
struct Room {
    server: TestServer,
    workshop: Workshop,
    facilitator: Joined,
    people: Vec<Joined>,
}

impl Room {
    async fn fill() -> Result<Self> {
        let server = TestServer::start().await?;
        let workshop = server.make_workshop().await?;
        let facilitator = server.join(&workshop, "facilitator", "Fay").await?;
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            let role = if number % 2 == 0 { "patientLeader" } else { "professional" };
            people.push(server.join(&workshop, role, &format!("Person {number}")).await?);
        }
        let room = Self { server, workshop, facilitator, people };
        // A workshop that was just made has the agenda of its template, with ids by place.
        let first = AgendaItem::id_by_place(0);
        room.command("/session/start", json!({ "activity": first })).await?;
        Ok(room)
    }

    async fn command(&self, path: &str, mut body: Value) -> Result<()> {
        body["command"] = random_command().into();
        let path = format!("/api/workshops/{}{path}", self.workshop.id);
        let (status, answer) = self.server.post(&path, body, Some(&self.facilitator.token)).await?;
        ensure!(status == 200, "{path}: {status} {answer}");
        Ok(())
    }
}

/// A letter at the end of a title, as people type it.
fn types_a_letter(txn: &mut TransactionMut<'_>) {
    let steps = txn.get_or_insert_map("steps");
    let Some(id) = steps.keys(txn).map(str::to_owned).min() else { return };
    if let Some(Out::YMap(step)) = steps.get(txn, &id)
        && let Some(Out::YText(title)) = step.get(txn, "title")
    {
        title.push(txn, "a");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The medians of one run, in seconds: an edit, a call, an edit again.
async fn one_run(
    room: &Room,
    writer: &mut Peer,
    (map, session): (&mut Audience, &mut Audience),
) -> Result<[f64; 3]> {
    let mut taken = [const { Vec::new() }; 3];
    for number in 0..ROUNDS {
        for (which, taken) in taken.iter_mut().enumerate() {
            let begun = Instant::now();
            let last = if which == 1 {
                // Another place each time: what is as it was is not written again.
                let view = if number % 2 == 0 { "list" } else { "map" };
                room.command("/session/call", json!({ "map": room.workshop.map, "view": view })).await?;
                session.last_after(begun).await?
            } else {
                writer.edit(types_a_letter).await;
                map.last_after(begun).await?
            };
            taken.push(last.as_secs_f64());
            // The commit of the edit is over before the next begins.
            writer.durable().await?;
        }
    }
    Ok(taken.map(median))
}

/// Measures it and says so.
pub(crate) async fn bring_everyone() -> Result<()> {
    let room = Room::fill().await?;
    let session = format!("session/{}", room.workshop.id);
    let mut map = Audience::gather(&room.server, &room.workshop.map_document(), &room.people).await?;
    let mut session = Audience::gather(&room.server, &session, &room.people).await?;
    let url = room.server.socket_url("/collab");
    let mut writer = Peer::new(&url, &room.workshop.map_document(), &room.facilitator.token);
    writer.connect_and_sync().await?;
    let (mut calls, mut again) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let [edit, call, edit_again] = one_run(&room, &mut writer, (&mut map, &mut session)).await?;
        println!(
            "  an edit {:.1} ms, bring everyone {:.1} ms, an edit {:.1} ms",
            edit * 1e3,
            call * 1e3,
            edit_again * 1e3
        );
        calls.push(call / edit);
        again.push(edit_again / edit);
    }
    println!(
        "bring everyone here, until the last of {PEOPLE} has it   {:.1}x the time of an edit (an edit again {:.2}x); median of {RUNS} runs",
        median(calls),
        median(again)
    );
    Ok(())
}
