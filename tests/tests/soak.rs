//! Everything that is known to have hurt a server like this, at once and again and again, in a workshop where honest people
//! write, with another workshop beside it: nobody honest loses a word, and how much longer they wait is said.
//!
//! `SOAK_SECONDS` sets how long the attacks go on, `SOAK_ONLY` the beginning of the names of those that take part. Time is printed
//! and never asserted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures_util::future::try_join_all;
use pairway_crdt::pathway::meaning::{AgreeKind, PartName};
use pairway_crdt::pathway::part_reader;
use pairway_crdt::pathway::view::PathwayMap;
use pairway_tests::memory::Resident;
use pairway_tests::peer::{PATIENCE, Peer};
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use pairway_tests::switches::{from_environment, number_from_environment};
use serde_json::json;
use yrs::types::ToJson;
use yrs::{ReadTxn, Transact};

use crate::adversary::{Adversary, Scene, Tally, Victim};
use crate::honest::{Honest, Line, Said, Waits};
use crate::waits::Figures;

#[path = "soak/adversary.rs"]
mod adversary;
#[path = "soak/by_calls.rs"]
mod by_calls;
#[path = "soak/by_connections.rs"]
mod by_connections;
#[path = "soak/by_updates.rs"]
mod by_updates;
#[path = "soak/honest.rs"]
mod honest;
#[path = "soak/waits.rs"]
mod waits;

const SECONDS_DEFAULT: u64 = 6;
/// From so many seconds on there is time for more than one attack after the other.
const SECONDS_FOR_MORE: u64 = 30;
const KEY: &str = "a long phrase for tests";
/// Who writes in each workshop, and whose line holds.
const HONEST: [(&str, Line); 3] =
    [("patientLeader", Line::Steady), ("professional", Line::Steady), ("carer", Line::Lost)];
/// Words that one person writes in a second at most, and their length.
const UNITS_PER_SECOND: u64 = 16 * 12;

/// A workshop with its honest people.
#[derive(Debug)]
struct Place {
    workshop: Workshop,
    facilitator: Joined,
    honest: Vec<Honest>,
}

impl Place {
    async fn begin(server: &Arc<TestServer>, goals: usize) -> Result<Self> {
        let workshop = server.make_workshop_with_key(Some(KEY)).await?;
        let facilitator = server.join(&workshop, "facilitator", "Somebody").await?;
        let people = HONEST.iter().map(|(role, line)| Honest::join(server, &workshop, (role, *line, goals)));
        let honest = try_join_all(people).await?;
        Ok(Self { workshop, facilitator, honest })
    }

    /// A copy of one of its documents.
    async fn copy(&self, server: &TestServer, kind: &str) -> Result<Peer> {
        let document = format!("{kind}/{}/{}", self.workshop.id, self.workshop.map);
        let mut peer = Peer::new(&server.socket_url("/collab"), &document, &self.facilitator.token);
        peer.connect_and_sync().await?;
        Ok(peer)
    }

    /// Lets a patient leader and a professional agree a link; gives its id and what they agreed.
    async fn agree_link(&mut self, server: &TestServer) -> Result<(PartName, String)> {
        let path = |rest: &str| format!("/api/workshops/{}{rest}", self.workshop.id);
        let steps = part_reader::all_parts(&self.copy(server, "map").await?.doc.transact());
        let steps: Vec<_> = steps.keys().filter(|part| part.kind == AgreeKind::Step).collect();
        ensure!(steps.len() > 1, "the template has no steps");
        let part = self.honest[0].link_with_words(&steps[0].id, &steps[1].id).await?;
        let [patient, professional] = [&self.honest[0].joined, &self.honest[1].joined];
        let pair = json!({
            "command": random_command(), "patient": patient.participant, "professional": professional.participant,
        });
        let (status, answer) = server.post(&path("/pairs"), pair, Some(&self.facilitator.token)).await?;
        ensure!(status == 200, "{status} {answer}");
        let map = self.copy(server, "map").await?;
        let now = part_reader::read_part(&map.doc.transact(), &part).context("the link is not there")?;
        for (act, who) in [("propose", patient), ("agree", patient), ("agree", professional)] {
            let mut body = json!({
                "command": random_command(), "act": act, "part": {"kind": "link", "id": part.id},
            });
            if act == "agree" {
                body["fingerprint"] = now.meaning.fingerprint().into();
            }
            let agreement = path(&format!("/maps/{}/agreement", self.workshop.map));
            let (status, answer) = server.post(&agreement, body, Some(&who.token)).await?;
            ensure!(status == 200, "{act}: {status} {answer}");
        }
        Ok((part, now.meaning.fingerprint()))
    }

    fn victims(&self) -> Vec<Victim> {
        let seen = |(honest, (role, _)): (&Honest, &(&str, Line))| Victim {
            client: honest.peer.doc.client_id().get(),
            participant: honest.joined.participant.clone(),
            goal: format!("{role}-0"),
        };
        self.honest.iter().zip(&HONEST).map(seen).collect()
    }

    /// Lets its people write for a time; gives how long they waited.
    async fn live(&mut self, time: Duration) -> Result<Waits> {
        let people = std::mem::take(&mut self.honest).into_iter().map(|one| tokio::spawn(one.live(time)));
        let mut all = Waits::default();
        for done in try_join_all(people).await? {
            let (honest, waits) = done?;
            self.honest.push(honest);
            all.words.extend(waits.words);
            all.comments.extend(waits.comments);
        }
        Ok(all)
    }

    /// Checks that everything its people said is there, and is shown as soon as the server has taken out what is too much.
    async fn check(&self, server: &TestServer, said: &[Said]) -> Result<()> {
        let mut map = self.copy(server, "map").await?;
        // While somebody reads an earlier state, newcomers get that one, and behind it what came since.
        let begun = Instant::now();
        while let Err(error) = check_shown(&map, said) {
            ensure!(begun.elapsed() < PATIENCE * 4, "{error:#}");
            map.pump(Duration::from_millis(100)).await?;
            if !map.is_connected() {
                map = self.copy(server, "map").await?;
            }
        }
        let talk = self.copy(server, "talk").await?;
        let transaction = talk.doc.transact();
        let messages = transaction.get_map("messages").map(|messages| messages.to_json(&transaction));
        let messages = serde_json::to_value(messages)?;
        let texts: Vec<_> = messages.as_object().into_iter().flat_map(|all| all.values()).collect();
        let texts: Vec<&str> = texts.iter().filter_map(|message| message["text"].as_str()).collect();
        for said in said {
            said.check_comments(&texts)?;
        }
        Ok(())
    }
}

/// Checks that every word is in a copy of the map, and that whoever reads it is shown all of them.
fn check_shown(map: &Peer, said: &[Said]) -> Result<()> {
    said.iter().try_for_each(|said| said.check_words(map))?;
    let shown = PathwayMap::read(&map.doc.transact());
    let goals = shown.goals().iter().map(|goal| (goal.id.as_str(), goal.title.as_str()));
    let goals: BTreeMap<_, _> = goals.collect();
    said.iter().try_for_each(|said| said.check_shown(&goals))
}

fn report(attack: &str, before: &[Waits; 2], during: [Waits; 2]) {
    let names = ["the attacked workshop", "another workshop"];
    for ((name, before), during) in names.iter().zip(before).zip(during) {
        let words = (&before.words, during.words);
        let comments = (&before.comments, during.comments);
        for (what, (before, during)) in [("words", words), ("comments", comments)] {
            let (before, during) = (Figures::of(before.clone()), Figures::of(during));
            eprintln!("{attack}, {name}, {what}: quiet  {before}");
            eprintln!("{attack}, {name}, {what}: attack {during}: {} of quiet", during.against(&before));
        }
    }
}

/// Waits until an agreed part says again what was agreed.
async fn stays_agreed(map: &mut Peer, part: &PartName, agreed: &str) -> Result<()> {
    let begun = Instant::now();
    loop {
        let now = part_reader::read_part(&map.doc.transact(), part).map(|now| now.meaning.fingerprint());
        if now.as_deref() == Some(agreed) {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE * 4, "the agreed link is not put back: {now:?}");
        map.pump(Duration::from_millis(100)).await?;
    }
}

/// A server on an empty folder, as after a mistake of its host: nothing it says lets a device forget.
async fn check_wrong_folder(server: &mut TestServer, place: &Place) -> Result<()> {
    let empty = tempfile::tempdir()?;
    server.start_on(empty.path()).await?;
    let Joined { participant, device_secret, .. } = &place.facilitator;
    let path = |rest: &str| format!("/api/workshops/{}{rest}", place.workshop.id);
    let body = json!({"participant": participant, "deviceSecret": device_secret});
    let (status, answer) = server.post(&path("/token"), body, None).await?;
    ensure!(status >= 400, "{answer}");
    let (_, answer) = server.post(&path("/proof"), json!({"participant": participant}), None).await?;
    ensure!(answer["statement"].is_null(), "it states that somebody is out: {answer}");
    server.kill().await
}

/// Both workshops, on one server.
struct World {
    server: Arc<TestServer>,
    attacked: Place,
    beside: Place,
    /// What a pair in the attacked one agreed.
    link: (PartName, String),
}

impl World {
    async fn begin(goals: usize) -> Result<Self> {
        let server = Arc::new(TestServer::start_with(&["--creation-key", KEY]).await?);
        let (mut attacked, beside) =
            (Place::begin(&server, goals).await?, Place::begin(&server, goals).await?);
        let link = attacked.agree_link(&server).await?;
        Ok(Self { server, attacked, beside, link })
    }

    /// Lets people write in both workshops for a time.
    async fn live(&mut self, time: Duration) -> Result<[Waits; 2]> {
        let (attacked, beside) = tokio::join!(self.attacked.live(time), self.beside.live(time));
        Ok([attacked.context("in the attacked workshop")?, beside.context("in the other workshop")?])
    }

    /// The same while every attack goes on whose name begins with `only`.
    async fn live_attacked(&mut self, only: &str, time: Duration) -> Result<[Waits; 2]> {
        let known = (self.attacked.victims(), self.link.0.id.clone());
        let scene = Scene::begin(&self.server, &self.attacked.workshop, known).await?;
        let adversary = Adversary::begin(scene, only)?;
        let begun = Instant::now();
        let mut waits = self.live(time).await;
        // On a busy machine those who give way have their first turn late.
        while waits.is_ok() && !adversary.has_begun() && begun.elapsed() < time + PATIENCE * 4 {
            waits = self.live(Duration::from_secs(1)).await;
        }
        // A right link goes on working at the address of the attack.
        let newcomer = self.server.join(&self.attacked.workshop, "systemPartner", "Late").await;
        let tallies = adversary.end();
        for (name, Tally { turns, taken, failed, error }) in &tallies {
            eprintln!("{name}: {turns} turns, {taken} taken, {failed} failed {error}");
        }
        let waits = waits?;
        ensure!(!tallies.is_empty(), "no attack begins with {only}: this run proved nothing");
        newcomer.context("somebody with a right link")?;
        Ok(waits)
    }

    /// Ends the writing; gives what was said in both workshops, which is all there.
    async fn finish(&mut self) -> Result<[Vec<Said>; 2]> {
        let mut all = [Vec::new(), Vec::new()];
        for (place, said) in [&mut self.attacked, &mut self.beside].into_iter().zip(&mut all) {
            for honest in place.honest.drain(..) {
                eprintln!("{} words, {} lines lost and found", honest.words, honest.lost_lines);
                said.push(honest.finish().await?);
            }
        }
        self.check(&all).await?;
        let mut map = self.attacked.copy(&self.server, "map").await?;
        stays_agreed(&mut map, &self.link.0, &self.link.1).await?;
        Ok(all)
    }

    async fn check(&self, all: &[Vec<Said>; 2]) -> Result<()> {
        for (place, said) in [&self.attacked, &self.beside].into_iter().zip(all) {
            place.check(&self.server, said).await?;
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn attack_23_beside_all_attacks_at_once_nobody_honest_loses_a_word() -> Result<()> {
    let seconds = number_from_environment("SOAK_SECONDS").unwrap_or(SECONDS_DEFAULT);
    let time = Duration::from_secs(seconds);
    // In a long run the one that is dear for the engine comes by itself before.
    let attacks = match from_environment("SOAK_ONLY") {
        Some(only) => vec![(only, time)],
        None if seconds < SECONDS_FOR_MORE => vec![(String::new(), time)],
        None => vec![(String::from("S10"), time / 2), (String::new(), time)],
    };
    let mut world = World::begin(usize::try_from(2 * seconds * UNITS_PER_SECOND / 9_000)? + 5).await?;
    let before = world.live(time / 2).await?;
    for (only, time) in attacks {
        let during = world.live_attacked(&only, time).await.with_context(|| format!("under {only:?}"))?;
        report(if only.is_empty() { "everything" } else { &only }, &before, during);
        eprintln!("the server: {:?}", Resident::of(world.server.pid()?)?);
    }
    let said = world.finish().await?;
    let server = Arc::get_mut(&mut world.server).context("somebody still has the server")?;
    server.kill().await?;
    check_wrong_folder(server, &world.attacked).await?;
    server.restart().await?;
    world.check(&said).await.context("after the server was killed")?;
    ensure!(said.iter().flatten().all(|said| said.words() > 0), "somebody wrote nothing");
    eprintln!("{} words, 0 lost", said.iter().flatten().map(Said::words).sum::<usize>());
    Ok(())
}
