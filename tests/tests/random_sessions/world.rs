//! A session of many people with a real server that is killed now and then, and what is known of it: secrets and who may read them, notes
//! that were saved, ballots that were answered.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use pairway_crdt::workshop::facts::WorkshopFacts;
use pairway_crdt::workshop::session::run::Session;
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use yrs::Transact;

/// Who takes part from the start: two facilitators, four of the patient side, three professionals, somebody who looks on.
const ROLES: [&str; 10] = [
    "facilitator",
    "facilitator",
    "patientLeader",
    "patientLeader",
    "patientLeader",
    "carer",
    "professional",
    "professional",
    "professional",
    "observer",
];

/// The agenda: how people work, and how notes are shown.
const ITEMS: [(&str, &str); 9] = [
    ("plenary", ""),
    ("silent", "named"),
    ("round_robin", ""),
    ("vote", ""),
    ("break", ""),
    ("silent", "anonymous"),
    ("silent", "anonymous"),
    ("round_robin", ""),
    ("reflect", ""),
];

/// One in so many commands meets a kill of the server.
const KILL_ONE_IN: u32 = 14;

/// How long is listened for what else may come, before it is said that nothing more does.
const QUIET: Duration = Duration::from_millis(40);

/// Somebody, with a connection to the `session` document.
pub(super) struct Person {
    pub(super) role: &'static str,
    pub(super) joined: Joined,
    pub(super) session: Peer,
    /// Their notes, by the activity.
    pub(super) notes: BTreeMap<String, Peer>,
    pub(super) is_online: bool,
    pub(super) is_in: bool,
    /// Every byte that they got besides the connections above: answers, and documents that they asked for by name.
    pub(super) heard: Vec<u8>,
}

impl Person {
    pub(super) fn is_partner(&self) -> bool {
        matches!(self.role, "patientLeader" | "carer" | "professional")
    }

    /// All that was ever sent to them.
    pub(super) fn all_heard(&self) -> impl Iterator<Item = &[u8]> {
        let peers = self.notes.values().chain([&self.session]);
        peers.filter_map(|peer| peer.heard.as_deref()).chain([self.heard.as_slice()])
    }
}

/// Words that only some may read, and where they may stand on the disk.
#[derive(Debug, Clone)]
pub(super) struct Secret {
    pub(super) words: String,
    /// Places in the list of people.
    pub(super) readers: BTreeSet<usize>,
    /// Names of streams and keys of rows; none when they are to be erased for real.
    pub(super) stands: Vec<String>,
}

/// What is known of a vote.
#[derive(Debug, Default)]
pub(super) struct Vote {
    /// The marks of each person that were answered as in.
    pub(super) ballots: BTreeMap<usize, BTreeMap<String, u32>>,
    pub(super) is_closed: bool,
}

/// A note of somebody.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) writer: usize,
    pub(super) activity: String,
    pub(super) id: String,
    pub(super) words: String,
    /// Name of the stream where its writer has it.
    pub(super) place: String,
    /// Whether everybody can read it.
    pub(super) is_given: bool,
    /// Whether it waits to be shown without a name.
    pub(super) waits: bool,
}

pub(super) struct World {
    pub(super) server: TestServer,
    pub(super) workshop: Workshop,
    pub(super) people: Vec<Person>,
    pub(super) random: StdRng,
    pub(super) secrets: Vec<Secret>,
    pub(super) notes: Vec<Note>,
    pub(super) votes: BTreeMap<String, Vote>,
    /// Ideas that were added without a note: their words, and the name of the theme that they stand in.
    pub(super) added: BTreeMap<String, (String, Option<&'static str>)>,
    /// Items of the agenda: id and mode.
    pub(super) agenda: Vec<(String, String)>,
    /// Activities whose notes are shown without names, and those of them that were shown.
    pub(super) unnamed: BTreeSet<String>,
    pub(super) shown: BTreeSet<String>,
    pub(super) log: tempfile::NamedTempFile,
    pub(super) kills: usize,
    /// How many words were made up so far.
    pub(super) words_made: usize,
    seed: u64,
}

impl World {
    pub(super) async fn begin(seed: u64) -> Result<Self> {
        let log = tempfile::NamedTempFile::new()?;
        let mut server = TestServer::start().await?;
        server.stop().await?;
        server.keep_log(log.path());
        server.restart().await?;
        let workshop = server.make_workshop().await?;
        let mut world = Self {
            server,
            workshop,
            people: Vec::new(),
            random: StdRng::seed_from_u64(seed),
            secrets: Vec::new(),
            notes: Vec::new(),
            votes: BTreeMap::new(),
            added: BTreeMap::new(),
            agenda: Vec::new(),
            unnamed: BTreeSet::new(),
            shown: BTreeSet::new(),
            log,
            kills: 0,
            words_made: 0,
            seed,
        };
        for role in ROLES {
            world.joins(role).await?;
        }
        let item = |(mode, notes): &(&str, &str)| json!({ "min": 10, "title": mode, "mode": mode, "opens": "patient", "notes": notes });
        let agenda: Vec<Value> = ITEMS.iter().map(item).collect();
        let (status, answer) = world.gives(0, "/plan", json!({ "agenda": agenda })).await?;
        ensure!(status == 200, "{answer}");
        let facts = format!("workshop/{}", world.workshop.id);
        let mut peer = Peer::new(&world.socket_url(), &facts, &world.people[0].joined.token);
        peer.connect_and_sync().await?;
        let facts = WorkshopFacts::read(&peer.doc.transact());
        let unnamed = facts.agenda.iter().filter(|item| item.notes == "anonymous");
        world.unnamed = unnamed.map(|item| item.id.clone()).collect();
        world.agenda = facts.agenda.into_iter().map(|item| (item.id, item.mode)).collect();
        Ok(world)
    }

    pub(super) fn socket_url(&self) -> String {
        self.server.socket_url("/collab")
    }

    /// Somebody joins who was never here, and listens.
    pub(super) async fn joins(&mut self, role: &'static str) -> Result<()> {
        let joined = self.server.join(&self.workshop, role, "Somebody").await?;
        let document = format!("session/{}", self.workshop.id);
        let mut session = Peer::new(&self.socket_url(), &document, &joined.token).that_remembers();
        session.connect_and_sync().await?;
        let notes = BTreeMap::new();
        let person = Person { role, joined, session, notes, is_online: true, is_in: true, heard: Vec::new() };
        self.people.push(person);
        Ok(())
    }

    /// Words that nobody else writes.
    pub(super) fn new_words(&mut self, what: &str) -> String {
        self.words_made += 1;
        format!("{what}-{}-{}-end", self.seed, self.words_made)
    }

    pub(super) fn keep_secret(
        &mut self,
        words: &str,
        readers: impl IntoIterator<Item = usize>,
        stands: String,
    ) {
        let readers = readers.into_iter().collect();
        self.secrets.push(Secret { words: words.to_owned(), readers, stands: vec![stands] });
    }

    /// What stands there is erased from now on.
    pub(super) fn erase(&mut self, is_it: impl Fn(&str) -> bool) {
        for secret in &mut self.secrets {
            secret.stands.retain(|place| !is_it(place));
        }
    }

    /// A person of those for whom it holds, by chance.
    pub(super) fn somebody(&mut self, is_one: impl Fn(&Person) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.people.len())
            .filter(|&who| self.people[who].is_in && is_one(&self.people[who]))
            .collect();
        (!all.is_empty()).then(|| all[self.random.random_range(0..all.len())])
    }

    /// The session as the server has it: a facilitator who is online and has heard all.
    pub(super) async fn session(&mut self) -> Result<Session> {
        self.settle().await?;
        let who = self.somebody(|person| person.is_online).context("somebody is online")?;
        Ok(Session::read(&self.people[who].session.doc.transact()))
    }

    /// Gives a command; when the server is killed meanwhile, gives it again with the same id until it is answered.
    pub(super) async fn gives(&mut self, who: usize, path: &str, mut body: Value) -> Result<(u16, Value)> {
        body["command"] = random_command().into();
        let path = format!("/api/workshops/{}{path}", self.workshop.id);
        loop {
            let token = self.people[who].joined.token.clone();
            let answered = if self.random.random_ratio(1, KILL_ONE_IN) {
                self.pump_all().await?;
                let wait = Duration::from_micros(self.random.random_range(0..12_000));
                let pid = i32::try_from(self.server.pid()?)?;
                let kill = async {
                    tokio::time::sleep(wait).await;
                    let process = rustix::process::Pid::from_raw(pid).context("a process")?;
                    anyhow::Ok(rustix::process::kill_process(process, rustix::process::Signal::KILL)?)
                };
                let (answered, killed) =
                    tokio::join!(self.server.post(&path, body.clone(), Some(&token)), kill);
                killed?;
                self.comes_back().await?;
                answered
            } else {
                self.server.post(&path, body.clone(), Some(&token)).await
            };
            let Ok((status, answer)) = answered else { continue };
            ensure!(status < 500 || status == 503, "{path} {body}: {status} {answer}");
            if status != 503 {
                self.people[who].heard.extend_from_slice(answer.to_string().as_bytes());
                return Ok((status, answer));
            }
        }
    }

    /// The server is killed (again, which is nothing) and comes back on the same folder, and so does everybody who was there.
    async fn comes_back(&mut self) -> Result<()> {
        self.kills += 1;
        self.server.kill().await?;
        self.server.restart().await?;
        for person in self.people.iter_mut().filter(|person| person.is_online) {
            for peer in person.notes.values_mut().chain([&mut person.session]) {
                peer.cut();
                peer.connect_and_sync().await?;
            }
        }
        Ok(())
    }

    /// Everybody hears what has been sent to them.
    pub(super) async fn pump_all(&mut self) -> Result<()> {
        for person in self.people.iter_mut().filter(|person| person.is_online) {
            for peer in person.notes.values_mut().chain([&mut person.session]) {
                while peer.pump(Duration::from_millis(1)).await? {}
            }
        }
        Ok(())
    }

    /// Waits until everybody has the same session and nothing more comes.
    pub(super) async fn settle(&mut self) -> Result<()> {
        self.pump_all().await?;
        for _ in 0..200 {
            let copies: BTreeSet<String> = self
                .people
                .iter()
                .filter(|person| person.is_online)
                .map(|person| copy_of(&person.session))
                .collect();
            if copies.len() <= 1 {
                return Ok(());
            }
            tokio::time::sleep(QUIET).await;
            self.pump_all().await?;
        }
        anyhow::bail!("people see different sessions")
    }
}

/// The roots of a `session` document (docs/PROTOCOL.md section 1.5).
const ROOTS: [&str; 16] = [
    "run",
    "activities",
    "hands",
    "handsOrder",
    "messages",
    "call",
    "turns",
    "meeting",
    "actions",
    "writing",
    "ideas",
    "themes",
    "ideaSorting",
    "reveals",
    "rounds",
    "voted",
];

/// All that a copy of the `session` document says.
pub(super) fn copy_of(peer: &Peer) -> String {
    use yrs::types::ToJson;
    let roots = ROOTS.map(|root| (root, peer.doc.get_or_insert_map(root)));
    let txn = peer.doc.transact();
    let all: BTreeMap<&str, Value> = roots
        .iter()
        .map(|(root, map)| (*root, serde_json::to_value(map.to_json(&txn)).unwrap_or_default()))
        .collect();
    serde_json::to_string(&all).unwrap_or_default()
}
