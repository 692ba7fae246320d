//! What must hold of a session, whatever people did and whenever the server was killed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use pairway_crdt::workshop::session::idea_sorting::Sorting;
use pairway_crdt::workshop::session::ideas;
use pairway_crdt::workshop::session::reveal::{Reveal, RevealState};
use pairway_crdt::workshop::session::round::{RoundState, VOTERS_MIN};
use pairway_crdt::workshop::session::run::Session;
use pairway_crdt::workshop::session::turns::Turns;
use pairway_crdt::workshop::session::votes::Rounds;
use pairway_tests::peer::Peer;
use pairway_tests::wire::holds;
use yrs::{GetString, Map, Out, ReadTxn, Transact};

use crate::world::World;

/// Every row, entry and snapshot of the data folder, by its key or the name of its stream.
fn kept(world: &World) -> Result<Vec<(String, Vec<u8>)>> {
    let database = rusqlite::Connection::open(world.server.folder().join("pairway.db"))?;
    let mut all = Vec::new();
    for look in [
        "SELECT key, value FROM pair",
        "SELECT stream.name, entry.bytes FROM entry JOIN stream ON stream.id = entry.stream",
        "SELECT stream.name, snapshot.bytes FROM snapshot JOIN stream ON stream.id = snapshot.stream",
    ] {
        let mut rows = database.prepare(look)?;
        for row in rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            all.push(row?);
        }
    }
    Ok(all)
}

/// Whether something stands in a document, which one can ask for, and not in a row.
fn is_document(place: &str) -> bool {
    place.starts_with("notes/") || place.starts_with("personal/")
}

impl World {
    /// Everybody asks for what they may, and for what they may not by its name.
    pub(super) async fn everybody_looks_around(&mut self) -> Result<()> {
        let others: Vec<String> = self.secrets.iter().flat_map(|secret| secret.stands.clone()).collect();
        for who in 0..self.people.len() {
            if !self.people[who].is_in {
                continue;
            }
            let token = self.people[who].joined.token.clone();
            for question in ["roster", "session/ballots"] {
                let path = format!("/api/workshops/{}/{question}", self.workshop.id);
                let answer = self.server.get_bytes(&path, &token).await?;
                self.people[who].heard.extend(answer);
            }
            let mine = self.people[who].joined.participant.clone();
            let foreign = others.iter().find(|name| is_document(name) && !name.ends_with(&mine));
            if let Some(foreign) = foreign {
                let mut peer = Peer::new(&self.socket_url(), foreign, &token).that_remembers();
                peer.connect().await?;
                peer.until("an answer", |peer| peer.denied.is_some() || peer.synced).await?;
                ensure!(peer.denied.is_some(), "{} opened {foreign}", self.people[who].role);
                self.people[who].heard.extend(peer.heard.unwrap_or_default());
            }
        }
        Ok(())
    }

    /// No secret where it may not stand: what people heard, the log, every row and stream, and, when it is erased, the files.
    pub(super) fn check_secrets(&self) -> Result<()> {
        let (kept, log) = (kept(self)?, std::fs::read(self.log.path())?);
        let mut files = Vec::new();
        for file in std::fs::read_dir(self.server.folder())? {
            let path = file?.path();
            if path.is_file() {
                files.push((path.clone(), std::fs::read(&path)?));
            }
        }
        for secret in &self.secrets {
            let words = &secret.words;
            for (who, person) in self.people.iter().enumerate() {
                let may = secret.readers.contains(&who);
                let heard = person.all_heard().any(|heard| holds(heard, words));
                ensure!(may || !heard, "{} {who} heard {words}", person.role);
            }
            ensure!(!holds(&log, words), "the log holds {words}");
            for (name, bytes) in kept.iter().filter(|(_, bytes)| holds(bytes, words)) {
                ensure!(secret.stands.contains(name), "{words} stands in {name} ({} bytes)", bytes.len());
            }
            if secret.stands.is_empty() {
                for (path, bytes) in &files {
                    ensure!(!holds(bytes, words), "{words} was erased and is in {}", path.display());
                }
            }
        }
        // What somebody chose in a vote.
        for (who, person) in self.people.iter().enumerate() {
            ensure!(!person.all_heard().any(|heard| holds(heard, "marks")), "{who} heard of a ballot");
        }
        ensure!(!holds(&log, "marks"), "the log tells of a ballot");
        for (name, bytes) in &kept {
            let round = name.strip_prefix("open/ballots/").and_then(|rest| rest.split('/').nth(1));
            let is_open = round.and_then(|round| self.votes.get(round)).is_some_and(|vote| !vote.is_closed);
            ensure!(is_open || !holds(bytes, "\"marks\""), "a ballot stands in {name}");
        }
        Ok(())
    }

    /// One activity is on at most; votes are what was answered; in a round everybody is once.
    pub(super) async fn check_session(&mut self) -> Result<()> {
        self.settle().await?;
        let who = self.somebody(|person| person.is_online).context("somebody is online")?;
        let doc = self.people[who].session.doc.clone();
        let txn = doc.transact();
        let session = Session::read(&txn);
        let running: Vec<&String> =
            session.activities.iter().filter(|(_, one)| one.since.is_some()).map(|(id, _)| id).collect();
        ensure!(
            running.is_empty() || running == session.run.activity.iter().collect::<Vec<_>>(),
            "{running:?} run"
        );

        let rounds = Rounds::read(&txn);
        let known: BTreeSet<&String> = self.votes.keys().collect();
        ensure!(rounds.rounds.keys().collect::<BTreeSet<_>>() == known, "votes: {:?}", rounds.rounds.keys());
        for (id, vote) in &self.votes {
            let round = &rounds.rounds[id];
            ensure!(vote.is_closed == (round.state != RoundState::Open), "{round:?}");
            let mut sums: BTreeMap<String, u64> = BTreeMap::new();
            for (choice, marks) in vote.ballots.values().flatten() {
                *sums.entry(choice.clone()).or_default() += u64::from(*marks);
            }
            let voted = rounds.voted.get(id).copied().unwrap_or_default().sum() as usize;
            if !vote.is_closed {
                ensure!(
                    voted == vote.ballots.len() && round.result.is_none(),
                    "{voted} of {:?}",
                    vote.ballots
                );
            } else if vote.ballots.len() < VOTERS_MIN as usize {
                ensure!(round.state == RoundState::TooFew && round.result.is_none(), "{round:?}");
            } else {
                let result = round.result.as_ref().context("a result")?;
                let total: BTreeMap<String, u64> = result
                    .total
                    .iter()
                    .filter(|(_, sum)| **sum > 0)
                    .map(|(id, sum)| (id.clone(), *sum))
                    .collect();
                ensure!(total == sums, "{total:?} is told, answered were {sums:?}");
            }
        }

        for (activity, round) in Turns::read(&txn).0 {
            let all = round.done.iter().chain(&round.passed).chain(&round.waiting).chain(&round.now);
            let all: Vec<&String> = all.collect();
            let once: BTreeSet<&&String> = all.iter().collect();
            ensure!(once.len() == all.len(), "somebody is twice in {round:?}");
            let is_on = session.run.activity.as_ref() == Some(&activity);
            // Who came later is added with the next act.
            for person in self.people.iter().take(10).filter(|one| is_on && one.is_in && one.is_partner()) {
                ensure!(all.contains(&&person.joined.participant), "{} is skipped in {round:?}", person.role);
            }
        }

        self.check_ideas(&txn)
    }

    /// Given notes and added ideas are there once each, in the theme that was answered, and nothing else is.
    fn check_ideas(&self, txn: &impl ReadTxn) -> Result<()> {
        for activity in &self.unnamed {
            let Some(reveal) = Reveal::read(txn, activity) else { continue };
            let (told, known) = (reveal.given as usize, self.givers(activity).len());
            ensure!(reveal.state != RevealState::Open || told == known, "{told} have given, and not {known}");
        }

        let ideas = ideas::read_within(txn);
        for note in &self.notes {
            let there = ideas.values().filter(|idea| idea.text == note.words).count();
            ensure!(there == usize::from(note.is_given), "{note:?} is {there} times among the ideas");
        }
        let sorting = Sorting::read(txn);
        for (id, (words, theme)) in &self.added {
            ensure!(ideas.get(id).is_some_and(|idea| idea.text == *words), "{words} is not among the ideas");
            let stands = sorting.ideas.get(id).and_then(|sorted| sorted.theme.as_ref());
            let named = stands.and_then(|stands| sorting.themes.get(stands)).map(|theme| theme.name.as_str());
            ensure!(named == *theme, "{words} stands in {named:?} and not in {theme:?}");
        }
        let known = self.added.len() + self.notes.iter().filter(|note| note.is_given).count();
        ensure!(ideas.len() == known, "{} ideas, and {known} are known of", ideas.len());
        Ok(())
    }

    /// Every note that was durable is there for its writer, once.
    pub(super) async fn check_notes(&mut self) -> Result<()> {
        for note in &self.notes {
            let writer = &self.people[note.writer];
            if !writer.is_in {
                continue;
            }
            if note.is_given && self.unnamed.contains(&note.activity) && self.shown.contains(&note.activity) {
                // It is nobody's any more.
                continue;
            }
            let mut peer = Peer::new(&self.socket_url(), &note.place, &writer.joined.token);
            peer.connect_and_sync().await?;
            let root = peer.doc.get_or_insert_map("notes");
            let txn = peer.doc.transact();
            let text = match root.get(&txn, &note.id) {
                Some(Out::YMap(map)) => match map.get(&txn, "text") {
                    Some(Out::YText(text)) => text.get_string(&txn),
                    _ => String::new(),
                },
                _ => String::new(),
            };
            ensure!(text == note.words, "{note:?} reads {text:?}");
        }
        Ok(())
    }
}
