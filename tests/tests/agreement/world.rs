//! A workshop with pairs on the real server, and the random things that happen to it. Owns the world and what must hold in it at
//! the end; who goes and comes back is in `people.rs`, what was said in `model.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use pairway_crdt::pathway::fingerprint::own_half;
use pairway_crdt::pathway::meaning::{AgreeKind, Meaning, PartName};
use pairway_crdt::pathway::part_reader;
use pairway_crdt::workshop::act::Act;
use pairway_crdt::workshop::open_pairs::OpenPairs;
use pairway_crdt::workshop::pairs::{self, Pairs, open_pair_of};
use pairway_crdt::workshop::record::{self, Record, TakeOut};
use pairway_crdt::workshop::side::Side;
use pairway_tests::peer::{PATIENCE, Peer};
use pairway_tests::plan::{self, EDITS};
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use yrs::Transact;

use crate::model::{Model, timeless};
use crate::people::{ROLES, newcomer};
use crate::screen::screen_of;

/// A person with a copy of the map of their own.
#[derive(Debug)]
pub(crate) struct Person {
    /// What opens the workshop for them, or did.
    pub(crate) joined: Joined,
    /// The code to come back with, if they made one.
    pub(crate) return_code: Option<String>,
    /// Their copy.
    pub(crate) map: Peer,
    /// Whether they take part.
    pub(crate) standing: Standing,
}

/// Whether somebody takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// They do.
    In,
    /// They left, or were removed.
    Out,
}

impl Person {
    /// Whether they take part.
    pub(crate) fn is_in(&self) -> bool {
        self.standing == Standing::In
    }
}

/// A workshop, its people, and what is known of what they said.
#[derive(Debug)]
pub(crate) struct World {
    /// The process that is killed.
    pub(crate) server: TestServer,
    /// The one workshop.
    pub(crate) workshop: Workshop,
    /// Who forms pairs and removes people.
    pub(crate) facilitator: Joined,
    /// By place: who comes anew has the place of who went.
    pub(crate) people: Vec<Person>,
    /// The parts that are spoken about.
    pub(crate) parts: Vec<PartName>,
    /// What the server has answered.
    pub(crate) model: Model,
    /// Decides everything.
    pub(crate) random: StdRng,
}

impl World {
    /// A workshop with two pairs.
    pub(crate) async fn begin(seed: u64) -> Result<Self> {
        let server = TestServer::start().await?;
        let workshop = server.make_workshop().await?;
        let facilitator = server.join(&workshop, "facilitator", "Somebody").await?;
        let mut people = Vec::new();
        for role in ROLES {
            people.push(newcomer(&server, &workshop, role).await?);
        }
        let all = part_reader::all_parts(&people[0].map.doc.transact());
        // Few enough that people meet at them, and that editing meets deciding.
        let mut parts = Vec::new();
        for kind in [AgreeKind::Goal, AgreeKind::Stage, AgreeKind::Step] {
            parts.extend(all.keys().filter(|part| part.kind == kind).take(2).cloned());
        }
        // Steps that lead to others by links without words, which are parts of them.
        let leads = |(_, meaning): &(&PartName, &Meaning)| !meaning.leads_to().is_empty();
        parts.extend(all.iter().filter(leads).map(|(part, _)| part.clone()).take(3));
        parts.sort();
        parts.dedup();
        let random = StdRng::seed_from_u64(seed);
        let world = Self { server, workshop, facilitator, people, parts, model: Model::default(), random };
        world.form_pairs().await?;
        Ok(world)
    }

    /// An address within the workshop.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/workshops/{}{rest}", self.workshop.id)
    }

    /// Sends a command until there is an answer: the same command has one effect however often it arrives.
    pub(crate) async fn command(&self, path: &str, body: &Value, token: &str) -> Result<(u16, Value)> {
        for _ in 0..40 {
            match self.server.post(path, body.clone(), Some(token)).await {
                Ok((status, answer)) if status != 503 => return Ok((status, answer)),
                Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        anyhow::bail!("no answer to {body}")
    }

    /// Reads one of the documents that the server writes, on a copy of its own.
    pub(crate) async fn read<T>(
        &self,
        kind: &str,
        look: impl FnOnce(&yrs::Transaction<'_>) -> T,
    ) -> Result<T> {
        let name = match kind {
            "workshop" => format!("workshop/{}", self.workshop.id),
            kind => format!("{kind}/{}/{}", self.workshop.id, self.workshop.map),
        };
        let mut copy = Peer::new(&self.server.socket_url("/collab"), &name, &self.facilitator.token);
        copy.connect_and_sync().await?;
        let value = look(&copy.doc.transact());
        Ok(value)
    }

    /// The pairs as the workshop document has them.
    pub(crate) async fn pairs(&self) -> Result<Pairs> {
        self.read("workshop", |txn| pairs::read_pairs(txn)).await
    }

    /// The open pairs, as they decide about the map.
    pub(crate) async fn open_pairs(&self) -> Result<OpenPairs> {
        Ok(OpenPairs::on(&self.workshop.map, &self.pairs().await?))
    }

    /// A random act of a random person on a random part, as their own screen would send it.
    fn choose_act(&mut self, part: &PartName, person: usize) -> Option<(Act, Value)> {
        let seen =
            part_reader::read_part(&self.people[person].map.doc.transact(), part)?.meaning.fingerprint();
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
        let is_expected = if self.people[person].is_in() {
            status == 200 || expected.contains(&code)
        } else {
            (status, code) == (401, "removed")
        };
        ensure!(is_expected, "{status} {answer} to {body} of {:?}", self.people[person].standing);
        if status != 200 {
            *self.model.refused.entry(code.to_owned()).or_default() += 1;
        }
        if status == 200 {
            let (pair, _, side) =
                open_pair_of(&pairs, &me.participant).context("said without being in a pair")?;
            if matches!(act, Act::Agree { .. }) {
                self.note_screen(person, (pair, &part, side));
            }
            self.model.take(&pairs, (pair, &part), (side, &act));
            if self.random.random_bool(0.3) {
                // The same once more, late: a replay.
                let (status, answer) = self.command(&path, &body, &me.token).await?;
                ensure!(status == 200, "{status} {answer} to a repeated command");
            }
        }
        Ok(())
    }

    /// A yes to what is on somebody's own screen.
    pub(crate) fn yes_of(&self, person: usize, part: &PartName) -> Option<Value> {
        let now = part_reader::read_part(&self.people[person].map.doc.transact(), part)?;
        Some(json!({
            "command": random_command(), "act": "agree", "fingerprint": now.meaning.fingerprint(),
            "part": {"kind": part.kind.as_str(), "id": part.id},
        }))
    }

    /// Both halves of a pair say yes at the same moment, each to what is on their own screen.
    async fn both_say_yes(&mut self, pair: [usize; 2]) -> Result<()> {
        let part = self.parts[self.random.random_range(0..self.parts.len())].clone();
        let pairs = self.pairs().await?;
        let path = self.path(&format!("/maps/{}/agreement", self.workshop.map));
        let mut bodies = Vec::new();
        for person in pair {
            let Some(body) = self.yes_of(person, &part) else { return Ok(()) };
            bodies.push(body);
        }
        let tokens = pair.map(|person| self.people[person].joined.token.clone());
        let answers = tokio::join!(
            self.command(&path, &bodies[0], &tokens[0]),
            self.command(&path, &bodies[1], &tokens[1])
        );
        for ((person, body), answer) in pair.into_iter().zip(&bodies).zip([answers.0?, answers.1?]) {
            if answer.0 == 200 {
                ensure!(self.people[person].is_in(), "a yes of somebody who has gone");
                self.take_yes(&pairs, (person, &part), body)?;
            }
        }
        Ok(())
    }

    /// Takes down a yes that the server has answered.
    pub(crate) fn take_yes(
        &mut self,
        pairs: &Pairs,
        (person, part): (usize, &PartName),
        body: &Value,
    ) -> Result<()> {
        let participant = &self.people[person].joined.participant;
        let (id, _, side) = open_pair_of(pairs, participant).context("a yes without a pair")?;
        self.note_screen(person, (id, part, side));
        let fingerprint = body["fingerprint"].as_str().unwrap_or_default().to_owned();
        self.model.take(pairs, (id, part), (side, &Act::Agree { fingerprint }));
        Ok(())
    }

    /// Takes down what somebody had on their own screen when they said yes; nothing came to it since.
    fn note_screen(&mut self, person: usize, (pair, part, side): (&str, &PartName, Side)) {
        let screen = screen_of(&self.people[person].map.doc.transact(), part);
        let seen = self.model.seen.entry((pair.to_owned(), part.clone(), side)).or_default();
        seen.extend(screen);
    }

    async fn end_a_pair(&mut self) -> Result<()> {
        let pairs = self.pairs().await?;
        let open: Vec<&String> = pairs.iter().filter(|(_, pair)| pair.is_open()).map(|(id, _)| id).collect();
        if !open.is_empty() {
            let ended = open[self.random.random_range(0..open.len())];
            self.end_pair(ended).await?;
        }
        self.form_pairs().await
    }

    /// One thing happens.
    pub(crate) async fn round(&mut self) -> Result<()> {
        let person = self.random.random_range(0..self.people.len());
        match self.random.random_range(0..100) {
            0..30 => self.say(person).await?,
            30..40 => self.both_say_yes(if person < 2 { [0, 1] } else { [2, 3] }).await?,
            40..62 => {
                let edit = EDITS[self.random.random_range(0..EDITS.len())];
                let Self { people, random, .. } = self;
                people[person].map.edit(|transaction| plan::make(edit, transaction, random)).await;
            }
            62..80 => {
                for _ in 0..self.random.random_range(1..8) {
                    self.people[person].map.pump(Duration::from_millis(2)).await?;
                }
            }
            80..85 => self.people[person].map.cut(),
            85..88 => self.somebody_chooses_stages(person).await?,
            88..91 => {
                if !self.people[person].map.is_connected() {
                    self.people[person].map.connect().await?;
                }
            }
            91..93 => self.somebody_goes().await?,
            93..96 => self.somebody_comes().await?,
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

    /// Starts the server again; every line is cut.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        self.server.restart().await?;
        self.people.iter_mut().for_each(|person| person.map.cut());
        Ok(())
    }

    /// Everybody connects, says all, hears all.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        for person in self.people.iter_mut().filter(|person| person.is_in()) {
            person.map.cut();
            person.map.connect_and_sync().await?;
            person.map.durable().await?;
        }
        // Held parts that somebody took out come back by themselves.
        let begun = Instant::now();
        loop {
            let (record, pairs) = (self.read("record", |txn| Record::read(txn)).await?, self.pairs().await?);
            let held = record.held(&pairs);
            let wordings = self.read("record", |txn| orders_held(txn, &record, &pairs)).await?;
            let missing: Vec<String> = self
                .read("map", |txn| {
                    let gone =
                        |part: &&PartName| part_reader::read_part(txn, part).is_none_or(|now| now.is_removed);
                    let gone_orders = wordings.iter().filter(|(link, [from, to])| {
                        gone(&link) && !part_reader::is_linked_otherwise(txn, &link.id, [from, to])
                    });
                    let gone_orders = gone_orders.map(|(link, _)| link.to_string());
                    held.keys().filter(gone).map(ToString::to_string).chain(gone_orders).collect()
                })
                .await?;
            if missing.is_empty() && held.values().all(|held| held.take_out == TakeOut::No) {
                return Ok(());
            }
            ensure!(begun.elapsed() < PATIENCE, "agreed and yet gone: {missing:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The record is what was answered, of every pair that ever was, and nothing else.
    pub(crate) async fn check_record(&self) -> Result<Record> {
        let record = self.read("record", |txn| Record::read(txn)).await?;
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
        Ok(record)
    }

    /// Nobody is shown as having agreed to words that were not on their screen.
    async fn check_screens(&self, record: &Record, pairs: &Pairs) -> Result<()> {
        let parts = self.parts.clone();
        let now = self
            .read("map", |txn| {
                let says = |part: &PartName| {
                    let fingerprint = part_reader::read_part(txn, part)?.meaning.fingerprint();
                    Some((part.clone(), (fingerprint, screen_of(txn, part)?)))
                };
                parts.iter().filter_map(says).collect::<BTreeMap<_, _>>()
            })
            .await?;
        let open = |pair: &str| pairs.get(pair).is_some_and(pairs::Pair::is_open);
        let nothing = BTreeSet::new();
        for ((pair, part), acts) in record.acts.iter().filter(|((pair, _), _)| open(pair)) {
            let Some((present, screen)) = now.get(part) else { continue };
            for side in Side::BOTH {
                let Some(yes) = &acts.half(side).yes else { continue };
                let seen = self.model.seen.get(&(pair.clone(), part.clone(), side)).unwrap_or(&nothing);
                let counts = yes.fingerprint == *present;
                ensure!(
                    !counts || seen.contains(screen),
                    "{part}: {side:?} never saw {screen:?}, but {seen:?}"
                );
                let counts_around = own_half(&yes.fingerprint) == own_half(present);
                let own_seen = seen.iter().any(|seen| seen.own == screen.own);
                ensure!(!counts_around || own_seen, "{part}: {side:?} never saw {screen:?}, but {seen:?}");
                // And what they saw is not asked anew.
                ensure!(
                    counts || !seen.contains(screen) || seen.len() > 1,
                    "{part}: {side:?} saw {screen:?}"
                );
            }
        }
        Ok(())
    }

    /// What every copy must say.
    pub(crate) async fn check(&self) -> Result<()> {
        let (record, pairs) = (self.check_record().await?, self.pairs().await?);
        self.check_screens(&record, &pairs).await?;
        let now = self.read("map", |txn| part_reader::all_parts(txn)).await?;
        self.check_states(&record, &pairs).await?;
        for person in self.people.iter().filter(|person| person.is_in()) {
            let theirs = part_reader::all_parts(&person.map.doc.transact());
            for part in &self.parts {
                let (mine, server) = (theirs.get(part), now.get(part));
                ensure!(mine == server, "{part} differs on a screen");
            }
        }
        Ok(())
    }
}

/// The plain links that agreed steps hold, with their ends.
fn orders_held(txn: &yrs::Transaction<'_>, record: &Record, pairs: &Pairs) -> Vec<(PartName, [String; 2])> {
    let orders = record.held_orders(pairs, |fingerprint| record::wording_in(txn, fingerprint));
    let ends = |(link, (_, wording)): (PartName, (_, Meaning))| {
        let Meaning::Link { from, to, .. } = wording else { return None };
        Some((link, [from.id, to.id]))
    };
    orders.into_iter().filter_map(ends).collect()
}
