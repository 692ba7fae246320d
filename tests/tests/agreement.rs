//! Pairs decide over real sockets and real SQLite while others edit, lines are cut and the server is killed: what was
//! answered is kept, nobody's yes is made up, what was agreed is not taken out, and every copy says the same.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use pairway_crdt::pathway::meaning::{self, AgreeKind, PartName};
use pairway_crdt::workshop::act::{Act, Present, Speaker, say};
use pairway_crdt::workshop::agreement::{Acts, State, state_of_pair};
use pairway_crdt::workshop::pairs::{self, Pairs, open_pair_of};
use pairway_crdt::workshop::record::{Record, TakeOut};
use pairway_crdt::workshop::side::Side;
use pairway_tests::peer::{PATIENCE, Peer};
use pairway_tests::plan::{self, EDITS};
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use yrs::Transact;

const ROUNDS: usize = 150;
const SEEDS_DEFAULT: u64 = 3;

fn number_from_environment(name: &str) -> Option<u64> {
    #[allow(clippy::disallowed_methods, reason = "a test's own switch")]
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// A person with a copy of the map of their own.
struct Person {
    joined: Joined,
    map: Peer,
}

/// What the test knows of what was said: only what the server has answered.
#[derive(Default)]
struct Model {
    acts: BTreeMap<(String, PartName), Acts>,
    accepted: usize,
    /// Refusals, by code.
    refused: BTreeMap<String, usize>,
}

struct World {
    server: TestServer,
    workshop: Workshop,
    facilitator: Joined,
    people: Vec<Person>,
    parts: Vec<PartName>,
    model: Model,
    random: StdRng,
}

impl World {
    async fn begin(seed: u64) -> Result<Self> {
        let server = TestServer::start().await?;
        let workshop = server.make_workshop().await?;
        let facilitator = server.join(&workshop, "facilitator", "Somebody").await?;
        let mut people = Vec::new();
        for role in ["patientLeader", "professional", "carer", "professional"] {
            let joined = server.join(&workshop, role, "Somebody").await?;
            let mut map = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &joined.token);
            map.connect_and_sync().await?;
            people.push(Person { joined, map });
        }
        let all = meaning::all_parts(&people[0].map.doc.transact());
        // Few enough that people meet at them, and that editing meets deciding.
        let mut parts = Vec::new();
        for kind in [AgreeKind::Goal, AgreeKind::Stage, AgreeKind::Step, AgreeKind::Link] {
            parts.extend(all.keys().filter(|part| part.kind == kind).take(2).cloned());
        }
        let random = StdRng::seed_from_u64(seed);
        let world = Self { server, workshop, facilitator, people, parts, model: Model::default(), random };
        world.form_pair((0, 1)).await?;
        world.form_pair((2, 3)).await?;
        Ok(world)
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/workshops/{}{rest}", self.workshop.id)
    }

    /// Sends a command until there is an answer: the same command has one effect however often it arrives.
    async fn command(&self, path: &str, body: &Value, token: &str) -> Result<(u16, Value)> {
        for _ in 0..40 {
            match self.server.post(path, body.clone(), Some(token)).await {
                Ok((status, answer)) if status != 503 => return Ok((status, answer)),
                Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        anyhow::bail!("no answer to {body}")
    }

    async fn form_pair(&self, (patient, professional): (usize, usize)) -> Result<()> {
        let body = json!({
            "command": random_command(),
            "patient": self.people[patient].joined.participant,
            "professional": self.people[professional].joined.participant,
        });
        let (status, answer) = self.command(&self.path("/pairs"), &body, &self.facilitator.token).await?;
        ensure!(status == 200 || answer["error"]["code"] == "paired_already", "{status} {answer}");
        Ok(())
    }

    /// Reads one of the documents that the server writes, on a copy of its own.
    async fn read<T>(&self, kind: &str, look: impl FnOnce(&yrs::Transaction<'_>) -> T) -> Result<T> {
        let name = match kind {
            "workshop" => format!("workshop/{}", self.workshop.id),
            kind => format!("{kind}/{}/{}", self.workshop.id, self.workshop.map),
        };
        let mut copy = Peer::new(&self.server.socket_url("/collab"), &name, &self.facilitator.token);
        copy.connect_and_sync().await?;
        let value = look(&copy.doc.transact());
        Ok(value)
    }

    async fn pairs(&self) -> Result<Pairs> {
        self.read("workshop", |txn| pairs::read_pairs(txn)).await
    }

    /// A random act of a random person on a random part, as their own screen would send it.
    fn choose_act(&mut self, part: &PartName, person: usize) -> Option<(Act, Value)> {
        let seen = meaning::read_part(&self.people[person].map.doc.transact(), part)?.meaning.fingerprint();
        Some(match self.random.random_range(0..20) {
            0..10 => (Act::Agree { fingerprint: seen.clone() }, json!({"act": "agree", "fingerprint": seen})),
            10..12 => (Act::Withdraw, json!({"act": "withdraw"})),
            12..14 => {
                let text = format!("I see it like this: {}", self.random.random_range(0..3));
                (Act::Differ { text: text.clone() }, json!({"act": "differ", "text": text}))
            }
            14..17 => (Act::Resolve, json!({"act": "resolve"})),
            17 => (Act::Park, json!({"act": "park"})),
            18 => (Act::Reopen, json!({"act": "reopen"})),
            _ => (Act::Remove, json!({"act": "remove"})),
        })
    }

    /// Says it, and takes down what the server answered.
    async fn say(&mut self, person: usize) -> Result<()> {
        let part = self.parts[self.random.random_range(0..self.parts.len())].clone();
        let Some((act, mut body)) = self.choose_act(&part, person) else { return Ok(()) };
        body["part"] = json!({"kind": part.kind.as_str(), "id": part.id});
        body["command"] = json!(random_command());
        let pairs = self.pairs().await?;
        let path = self.path(&format!("/maps/{}/agreement", self.workshop.map));
        let me = self.people[person].joined.clone();
        let (status, answer) = self.command(&path, &body, &me.token).await?;
        let code = answer["error"]["code"].as_str().unwrap_or_default();
        let expected = [
            "changed",
            "no_pair",
            "nothing_to_resolve",
            "not_parked",
            "not_agreed",
            "taken_out",
            "not_found",
        ];
        ensure!(status == 200 || expected.contains(&code), "{status} {answer} to {body}");
        if status != 200 {
            *self.model.refused.entry(code.to_owned()).or_default() += 1;
        }
        if status == 200 {
            let (pair, _, side) =
                open_pair_of(&pairs, &me.participant).context("said without being in a pair")?;
            self.model.take(&pairs, (pair, &part), (side, &act));
            if self.random.random_bool(0.3) {
                // The same once more, late: a replay.
                let (status, answer) = self.command(&path, &body, &me.token).await?;
                ensure!(status == 200, "{status} {answer} to a repeated command");
            }
        }
        Ok(())
    }

    /// Both halves of a pair say yes at the same moment, each to what is on their own screen.
    async fn both_say_yes(&mut self, pair: [usize; 2]) -> Result<()> {
        let part = self.parts[self.random.random_range(0..self.parts.len())].clone();
        let pairs = self.pairs().await?;
        let path = self.path(&format!("/maps/{}/agreement", self.workshop.map));
        let mut bodies = Vec::new();
        for person in pair {
            let now = meaning::read_part(&self.people[person].map.doc.transact(), &part);
            let Some(now) = now else { return Ok(()) };
            bodies.push(json!({
                "command": random_command(), "act": "agree", "fingerprint": now.meaning.fingerprint(),
                "part": {"kind": part.kind.as_str(), "id": part.id},
            }));
        }
        let tokens = pair.map(|person| self.people[person].joined.token.clone());
        let answers = tokio::join!(
            self.command(&path, &bodies[0], &tokens[0]),
            self.command(&path, &bodies[1], &tokens[1])
        );
        for ((person, body), answer) in pair.into_iter().zip(&bodies).zip([answers.0?, answers.1?]) {
            if answer.0 == 200 {
                let participant = &self.people[person].joined.participant;
                let (id, _, side) = open_pair_of(&pairs, participant).context("no pair")?;
                let fingerprint = body["fingerprint"].as_str().unwrap_or_default().to_owned();
                self.model.take(&pairs, (id, &part), (side, &Act::Agree { fingerprint }));
            }
        }
        Ok(())
    }

    async fn end_a_pair(&mut self) -> Result<()> {
        let pairs = self.pairs().await?;
        let open: Vec<&String> = pairs.iter().filter(|(_, pair)| pair.is_open()).map(|(id, _)| id).collect();
        let id = open[self.random.random_range(0..open.len())];
        let body = json!({"command": random_command()});
        let (status, answer) =
            self.command(&self.path(&format!("/pairs/{id}/end")), &body, &self.facilitator.token).await?;
        ensure!(status == 200, "{status} {answer}");
        self.form_pair((0, 1)).await?;
        self.form_pair((2, 3)).await
    }

    async fn round(&mut self) -> Result<()> {
        let person = self.random.random_range(0..self.people.len());
        match self.random.random_range(0..100) {
            0..30 => self.say(person).await?,
            30..40 => self.both_say_yes(if person < 2 { [0, 1] } else { [2, 3] }).await?,
            40..65 => {
                let edit = EDITS[self.random.random_range(0..EDITS.len())];
                let Self { people, random, .. } = self;
                people[person].map.edit(|transaction| plan::make(edit, transaction, random)).await;
            }
            65..85 => {
                for _ in 0..self.random.random_range(1..8) {
                    self.people[person].map.pump(Duration::from_millis(2)).await?;
                }
            }
            85..90 => self.people[person].map.cut(),
            90..96 => {
                if !self.people[person].map.is_connected() {
                    self.people[person].map.connect().await?;
                }
            }
            96 => self.end_a_pair().await?,
            97 => {
                self.server.stop().await?;
                self.restart().await?;
            }
            _ => {
                self.server.kill().await?;
                self.restart().await?;
            }
        }
        Ok(())
    }

    async fn restart(&mut self) -> Result<()> {
        self.server.restart().await?;
        self.people.iter_mut().for_each(|person| person.map.cut());
        Ok(())
    }

    /// Everybody connects, says all, hears all.
    async fn settle(&mut self) -> Result<()> {
        for person in &mut self.people {
            person.map.cut();
            person.map.connect_and_sync().await?;
            person.map.durable().await?;
        }
        // Held parts that somebody took out come back by themselves.
        let begun = std::time::Instant::now();
        loop {
            let (record, pairs) = (self.read("record", |txn| Record::read(txn)).await?, self.pairs().await?);
            let held = record.held(&pairs);
            let missing: Vec<String> = self
                .read("map", |txn| {
                    let gone =
                        |part: &&PartName| meaning::read_part(txn, part).is_none_or(|now| now.is_removed);
                    held.keys().filter(gone).map(ToString::to_string).collect()
                })
                .await?;
            if missing.is_empty() && held.values().all(|held| held.take_out == TakeOut::No) {
                return Ok(());
            }
            ensure!(begun.elapsed() < PATIENCE, "agreed and yet gone: {missing:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What every copy must say.
    async fn check(&self) -> Result<()> {
        let (record, pairs) = (self.read("record", |txn| Record::read(txn)).await?, self.pairs().await?);
        let said: BTreeMap<_, _> = record.acts.iter().map(|(key, acts)| (key, timeless(acts))).collect();
        let known: BTreeMap<_, _> = self
            .model
            .acts
            .iter()
            .filter(|(_, acts)| !acts.is_empty())
            .map(|(key, acts)| (key, timeless(acts)))
            .collect();
        ensure!(
            said == known,
            "the record is not what was answered\n--- record\n{said:#?}\n--- answered\n{known:#?}"
        );
        let now = self.read("map", |txn| meaning::all_parts(txn)).await?;
        for (part, meaning) in &now {
            let present = meaning.fingerprint();
            let combined = record.state_of(part, &pairs, &present);
            let open: Vec<&String> =
                pairs.iter().filter(|(_, pair)| pair.is_open()).map(|(id, _)| id).collect();
            let both_said = open.iter().all(|pair| {
                record.acts.get(&((*pair).clone(), part.clone())).is_some_and(|acts| {
                    acts.both_say_yes(&present) && !acts.is_differing() && !acts.is_parked()
                })
            });
            ensure!(
                (combined.state == State::Agreed) == (both_said && !open.is_empty()),
                "{part} {combined:?}"
            );
        }
        for person in &self.people {
            let theirs = meaning::all_parts(&person.map.doc.transact());
            for part in &self.parts {
                let (mine, server) = (theirs.get(part), now.get(part));
                ensure!(mine == server, "{part} differs on a screen");
            }
        }
        Ok(())
    }
}

/// What was said without when and by whom: the test's clock is not the server's.
fn timeless(acts: &Acts) -> Value {
    let half = |side| {
        let half = acts.half(side);
        json!({
            "yes": half.yes.as_ref().map(|yes| &yes.fingerprint),
            "view": half.view.as_ref().map(|view| &view.text),
            "resolved": half.resolved.is_some(),
            "park": half.park,
            "removal": half.removal.is_some(),
        })
    };
    json!({
        "patient": half(Side::Patient),
        "professional": half(Side::Professional),
        "agreed": acts.agreed.as_ref().map(|agreed| &agreed.fingerprint),
        "past": acts.past.iter().map(|past| [&past.patient, &past.professional]).collect::<Vec<_>>(),
    })
}

impl Model {
    /// Takes down what the server has accepted.
    fn take(&mut self, pairs: &Pairs, (pair, part): (&str, &PartName), (side, act): (Side, &Act)) {
        let key = (pair.to_owned(), part.clone());
        let before = self.acts.get(&key).cloned().unwrap_or_default();
        let fingerprint = match act {
            Act::Agree { fingerprint } => fingerprint.clone(),
            _ => String::new(),
        };
        let speaker = Speaker { side, by: String::new(), scribe: None, at: 1 };
        let present = Present { fingerprint, is_removed: false, open_parts: 0 };
        let after = say(&before, act, &speaker, &present).expect("the server has accepted it");
        self.acts.insert(key, after);
        self.accepted += 1;
        if *act == Act::Remove {
            self.forget_taken_out(pairs, part);
        }
    }

    /// When every open pair that agreed it wants it gone, the agreement ends.
    fn forget_taken_out(&mut self, pairs: &Pairs, part: &PartName) {
        let holds = |(pair, name): &(String, PartName), acts: &Acts| {
            name == part && acts.agreed.is_some() && pairs.get(pair).is_some_and(pairs::Pair::is_open)
        };
        if self.acts.iter().filter(|(key, acts)| holds(key, acts)).all(|(_, acts)| acts.both_take_out()) {
            for ((_, name), acts) in &mut self.acts {
                if name == part && acts.both_take_out() {
                    *acts = Acts { past: acts.past.clone(), ..Acts::default() };
                }
            }
        }
    }
}

async fn run(seed: u64) -> Result<()> {
    eprintln!("seed {seed}");
    let mut world = World::begin(seed).await?;
    for _ in 0..ROUNDS {
        world.round().await?;
    }
    world.settle().await?;
    eprintln!("seed {seed}: {} accepted, refused {:?}", world.model.accepted, world.model.refused);
    ensure!(world.model.accepted >= 20, "too little was said to prove anything");
    for person in &mut world.people {
        person.map.durable().await?;
        while person.map.pump(Duration::from_millis(150)).await? {}
    }
    world.check().await?;
    // What was answered must survive one more power cut.
    world.server.kill().await?;
    world.server.restart().await?;
    world.settle().await?;
    world.check().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agree_30_random_pairs_with_edits_cuts_and_kills_keep_exactly_what_was_answered() -> Result<()> {
    if let Some(seed) = number_from_environment("SEED") {
        return run(seed).await;
    }
    for _ in 0..number_from_environment("SEEDS").unwrap_or(SEEDS_DEFAULT) {
        let seed = rand::random_range(0..1_000_000);
        run(seed).await.with_context(|| format!("SEED={seed}"))?;
    }
    Ok(())
}

/// A part's own story: agreed, changed by somebody who was offline, changed back, and taken out by one alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agree_31_offline_edits_reopen_undo_agrees_again_and_one_alone_takes_nothing_out() -> Result<()> {
    let mut world = World::begin(1).await?;
    let part = world.parts[0].clone();
    let path = world.path(&format!("/maps/{}/agreement", world.workshop.map));
    let seen = meaning::read_part(&world.people[0].map.doc.transact(), &part).context("no part")?.meaning;
    for person in [0, 1] {
        let body = json!({
            "command": random_command(), "act": "agree", "fingerprint": seen.fingerprint(),
            "part": {"kind": part.kind.as_str(), "id": part.id},
        });
        let (status, answer) = world.command(&path, &body, &world.people[person].joined.token).await?;
        ensure!(status == 200, "{status} {answer}");
    }
    let first_pair = open_pair_of(&world.pairs().await?, &world.people[0].joined.participant)
        .context("no pair")?
        .0
        .to_owned();
    let state = async |world: &World| -> Result<State> {
        let record = world.read("record", |txn| Record::read(txn)).await?;
        let now = world.read("map", |txn| meaning::read_part(txn, &part)).await?.context("gone")?;
        let acts = record.acts.get(&(first_pair.clone(), part.clone())).cloned().unwrap_or_default();
        Ok(state_of_pair(&acts, pairway_crdt::workshop::agreement::PutUp::Yes, &now.meaning.fingerprint()))
    };
    ensure!(state(&world).await? == State::Agreed);
    // Somebody was offline and comes back with words of their own.
    let id = part.id.clone();
    world.people[2].map.cut();
    let added = move |transaction: &mut yrs::TransactionMut<'_>| {
        use yrs::{GetString, Map, Out, Text, WriteTxn};
        let goals = transaction.get_or_insert_map("goals");
        let Some(Out::YMap(goal)) = goals.get(transaction, &id) else { panic!("no goal") };
        let Some(Out::YText(title)) = goal.get(transaction, "title") else { panic!("no title") };
        let end = u32::try_from(title.get_string(transaction).encode_utf16().count()).expect("short");
        title.insert(transaction, end, "!");
        (title, end)
    };
    let (title, end) = world.people[2].map.edit(added).await;
    world.people[2].map.connect_and_sync().await?;
    world.people[2].map.durable().await?;
    ensure!(state(&world).await? == State::ToAgree, "an offline edit reopens");
    // They take it back: the same wording, and so the same agreement, without anybody asked again.
    world.people[2]
        .map
        .edit(move |transaction| {
            use yrs::Text;
            title.remove_range(transaction, end, 1);
        })
        .await;
    world.people[2].map.durable().await?;
    ensure!(state(&world).await? == State::Agreed, "taken back, it is agreed again");
    // One takes it out over the wire, without a word: it comes back for everybody.
    let id = part.id.clone();
    world.people[3]
        .map
        .edit(move |transaction| {
            use yrs::{Map, Out, WriteTxn};
            let goals = transaction.get_or_insert_map("goals");
            if let Some(Out::YMap(goal)) = goals.get(transaction, &id) {
                goal.insert(transaction, "rm", true);
            }
        })
        .await;
    world.people[3].map.durable().await?;
    world.settle().await?;
    ensure!(state(&world).await? == State::Agreed, "one alone takes nothing out");
    Ok(())
}

/// Who first wrote a part is told to themselves, from which side to everybody; it is kept with the edit itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn origin_1_who_first_wrote_a_part_is_known_by_the_connection_and_survives_the_power_cord() -> Result<()>
{
    let mut world = World::begin(2).await?;
    let mine = async |world: &World, person: usize| -> Result<Vec<String>> {
        let path = world.path(&format!("/maps/{}/mine", world.workshop.map));
        let answer = world.server.get(&path, &world.people[person].joined.token).await?;
        let parts = answer["parts"].as_array().context("no list")?.clone();
        Ok(parts.iter().filter_map(|part| part["id"].as_str().map(ToOwned::to_owned)).collect())
    };
    ensure!(mine(&world, 0).await?.is_empty(), "parts of a template are nobody's");
    let add = |id: &'static str| {
        move |transaction: &mut yrs::TransactionMut<'_>| {
            use yrs::{Map, MapPrelim, TextPrelim, WriteTxn};
            let goals = transaction.get_or_insert_map("goals");
            let goal = goals.insert(transaction, id, MapPrelim::default());
            goal.insert(transaction, "title", TextPrelim::new("Walk to the shops"));
            goal.insert(transaction, "ord", "a5x");
        }
    };
    // One writes it; another, offline meanwhile, hands the same bytes on later: that makes nothing theirs.
    world.people[0].map.edit(add("goalofapatient")).await;
    world.people[0].map.durable().await?;
    world.people[1].map.until("the goal", |peer| plan::whole(&peer.doc).contains("goalofapatient")).await?;
    world.people[1].map.edit(add("goalofaprofessional")).await;
    world.people[1].map.durable().await?;
    // Killed right behind the acknowledgement: kept with the edit, or not at all.
    world.server.kill().await?;
    world.restart().await?;
    ensure!(mine(&world, 0).await? == ["goalofapatient"], "{:?}", mine(&world, 0).await?);
    ensure!(mine(&world, 1).await? == ["goalofaprofessional"]);
    world.people[2].map.connect_and_sync().await?;
    let begun = std::time::Instant::now();
    loop {
        let sides = world
            .read("record", |txn| {
                use yrs::{Map, ReadTxn};
                let origins = txn.get_map("origins");
                let side = |id: &str| {
                    let value = origins.as_ref()?.get(txn, &format!("goal:{id}"))?;
                    Some(value.to_string(txn))
                };
                (
                    side("goalofapatient"),
                    side("goalofaprofessional"),
                    txn.get_map("origins").map_or(0, |map| map.len(txn)),
                )
            })
            .await?;
        if sides == (Some("patient".to_owned()), Some("professional".to_owned()), 2) {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE, "{sides:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
