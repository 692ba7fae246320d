//! What people do in a session, one function an act. Each looks at what is on, gives the command that a page would, and notes what is
//! known afterwards: only what was answered.

use anyhow::{Result, ensure};
use pairway_crdt::workshop::session::turns::Turns;
use pairway_crdt::workshop::session::votes::Rounds;
use rand::Rng;
use serde_json::{Value, json};
use yrs::Transact;

use crate::world::{Vote, World};

/// An act, and how often it comes among the others.
pub(super) const ACTS: [(u32, Act); 23] = [
    (10, Act::GoOn),
    (2, Act::Time),
    (1, Act::End),
    (14, Act::WriteNote),
    (4, Act::OpenGiving),
    (7, Act::GiveNotes),
    (12, Act::GiveUnnamed),
    (2, Act::ShowNotes),
    (4, Act::AddIdea),
    (5, Act::SortIdea),
    (8, Act::OpenVote),
    (18, Act::Cast),
    (5, Act::CloseVote),
    (1, Act::CancelVote),
    (9, Act::Turn),
    (4, Act::Hand),
    (2, Act::TellEverybody),
    (3, Act::TellOne),
    (3, Act::Help),
    (2, Act::BringEverybody),
    (2, Act::GoOffline),
    (3, Act::ComeOnline),
    (1, Act::Replace),
];

/// What somebody does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    GoOn,
    Time,
    End,
    WriteNote,
    OpenGiving,
    GiveNotes,
    /// Chooses anew which of the own notes are to be shown without a name.
    GiveUnnamed,
    ShowNotes,
    AddIdea,
    SortIdea,
    OpenVote,
    Cast,
    CloseVote,
    CancelVote,
    Turn,
    Hand,
    TellEverybody,
    TellOne,
    Help,
    BringEverybody,
    GoOffline,
    ComeOnline,
    /// Somebody leaves for good, and somebody else joins.
    Replace,
}

impl World {
    pub(super) async fn act(&mut self) -> Result<Act> {
        let all: u32 = ACTS.iter().map(|(weight, _)| weight).sum();
        let mut chosen = self.random.random_range(0..all);
        let act = ACTS.iter().find(|(weight, _)| match chosen.checked_sub(*weight) {
            Some(rest) => {
                chosen = rest;
                false
            }
            None => true,
        });
        let act = act.map_or(Act::GoOn, |(_, act)| *act);
        match act {
            Act::GoOn => self.go_on().await?,
            Act::Time => self.time().await?,
            Act::End => self.end().await?,
            Act::WriteNote => self.write_note().await?,
            Act::OpenGiving => self.open_giving().await?,
            Act::GiveNotes => self.give_notes().await?,
            Act::GiveUnnamed => self.give_unnamed().await?,
            Act::ShowNotes => self.show_notes().await?,
            Act::AddIdea => self.add_idea().await?,
            Act::SortIdea => self.sort_idea().await?,
            Act::OpenVote => self.open_vote().await?,
            Act::Cast => self.cast().await?,
            Act::CloseVote => self.close_vote("close").await?,
            Act::CancelVote => self.close_vote("cancel").await?,
            Act::Turn => self.turn().await?,
            Act::Hand => self.hand().await?,
            Act::TellEverybody => {
                self.anybody_gives("/session/messages", json!({ "text": "Two more minutes" })).await?;
            }
            Act::TellOne => self.tell_one().await?,
            Act::Help => self.help().await?,
            Act::BringEverybody => {
                let body = json!({ "map": self.workshop.map, "view": "list" });
                self.anybody_gives("/session/call", body).await?;
            }
            Act::GoOffline => self.go_offline(),
            Act::ComeOnline => self.come_online().await?,
            Act::Replace => self.replace().await?,
        }
        Ok(act)
    }

    /// Mostly a facilitator; now and then somebody who may not.
    pub(super) fn leader(&mut self) -> usize {
        if self.random.random_ratio(1, 6) {
            self.somebody(|_| true).unwrap_or_default()
        } else {
            self.somebody(|person| person.role == "facilitator").unwrap_or_default()
        }
    }

    pub(super) async fn anybody_gives(&mut self, path: &str, body: Value) -> Result<bool> {
        let who = self.leader();
        let (status, answer) = self.gives(who, path, body).await?;
        let may = self.people[who].role == "facilitator";
        ensure!(may || status == 403, "{path} by {}: {status} {answer}", self.people[who].role);
        Ok(status == 200)
    }

    async fn go_on(&mut self) -> Result<()> {
        let seen = self.session().await?.run.activity;
        let next = self.random.random_range(0..self.agenda.len());
        let (activity, _) = self.agenda[next].clone();
        let body = match &seen {
            Some(seen) => json!({ "activity": activity, "seen": seen }),
            None => json!({ "activity": activity }),
        };
        if self.random.random_ratio(1, 3) {
            // Two at once: one of them goes on, the other is told what is on.
            let path = format!("/api/workshops/{}/session/start", self.workshop.id);
            let mut other = body.clone();
            other["command"] = pairway_tests::server::random_command().into();
            let token = self.people[1].joined.token.clone();
            let _ = self.server.post(&path, other, Some(&token)).await;
        }
        self.anybody_gives("/session/start", body).await?;
        Ok(())
    }

    async fn time(&mut self) -> Result<()> {
        let Some(seen) = self.session().await?.run.activity else { return Ok(()) };
        let what = ["pause", "resume", "minutes"][self.random.random_range(0..3)];
        let mut body = json!({ "seen": seen });
        if what == "minutes" {
            body["minutes"] = self.random.random_range(-1..5).into();
        }
        self.anybody_gives(&format!("/session/{what}"), body).await?;
        Ok(())
    }

    async fn end(&mut self) -> Result<()> {
        let Some(seen) = self.session().await?.run.activity else { return Ok(()) };
        if self.anybody_gives("/session/end", json!({ "seen": seen })).await? {
            self.erase(|place| place.contains("/help/"));
        }
        Ok(())
    }

    async fn open_vote(&mut self) -> Result<()> {
        let body = if self.random.random_ratio(1, 2) {
            json!({ "kind": "answer", "question": "Shall we?" })
        } else {
            json!({ "kind": "dots", "question": "Which?", "dotsEach": 3, "choices": [{ "text": "One" }, { "text": "Two" }] })
        };
        let who = self.leader();
        let (status, answer) = self.gives(who, "/session/rounds", body).await?;
        if let (200, Some(round)) = (status, answer["round"].as_str()) {
            self.votes.insert(round.to_owned(), Vote::default());
        }
        Ok(())
    }

    async fn cast(&mut self) -> Result<()> {
        let Some(round) = self.votes.keys().max_by_key(|_| self.random.random::<u32>()).cloned() else {
            return Ok(());
        };
        self.session().await?;
        let rounds = Rounds::read(&self.people[0].session.doc.transact());
        let Some(choices) = rounds.rounds.get(&round).map(|round| &round.choices) else { return Ok(()) };
        let options: Vec<String> = if choices.is_empty() {
            ["yes", "no", "notSure"].map(str::to_owned).to_vec()
        } else {
            choices.iter().map(|choice| choice.id.clone()).collect()
        };
        let chosen = options[self.random.random_range(0..options.len())].clone();
        let dots = if choices.is_empty() { 1 } else { self.random.random_range(1..6) };
        let who = self.somebody(|_| true).unwrap_or_default();
        let body = json!({ "round": round, "marks": { &chosen: dots } });
        let (status, answer) = self.gives(who, "/session/ballots", body).await?;
        let vote = self.votes.entry(round).or_default();
        if status == 200 {
            let may = self.people[who].is_partner() && !vote.is_closed && dots <= 3;
            ensure!(may, "a ballot of {} was taken: {dots}, {answer}", self.people[who].role);
            vote.ballots.insert(who, [(chosen, dots)].into());
        }
        Ok(())
    }

    async fn close_vote(&mut self, how: &str) -> Result<()> {
        let open = self.votes.iter().find(|(_, vote)| !vote.is_closed).map(|(round, _)| round.clone());
        let Some(round) = open else { return Ok(()) };
        if self.anybody_gives(&format!("/session/rounds/{how}"), json!({ "round": round })).await? {
            if how == "cancel" {
                self.votes.remove(&round);
            } else if let Some(vote) = self.votes.get_mut(&round) {
                vote.is_closed = true;
            }
        }
        Ok(())
    }

    async fn turn(&mut self) -> Result<()> {
        let Some(seen) = self.session().await?.run.activity else { return Ok(()) };
        let online = self.somebody(|person| person.is_online).unwrap_or_default();
        let turns = Turns::read(&self.people[online].session.doc.transact());
        let Some(round) = turns.0.get(&seen) else { return Ok(()) };
        let acts: &[&str] = if round.now.is_some() { &["done", "pass", "later"] } else { &["again"] };
        let act = acts[self.random.random_range(0..acts.len())];
        let whose = round.now.clone();
        let who =
            match self.people.iter().position(|person| Some(&person.joined.participant) == whose.as_ref()) {
                Some(who) if self.random.random_ratio(1, 2) && self.people[who].is_in => who,
                _ => self.leader(),
            };
        let mut body = json!({ "act": act, "seen": seen });
        if let Some(whose) = whose {
            body["person"] = whose.into();
        }
        self.gives(who, "/session/turn", body).await?;
        Ok(())
    }

    async fn hand(&mut self) -> Result<()> {
        let who = self.somebody(|_| true).unwrap_or_default();
        let path = if self.random.random_ratio(2, 3) { "/session/hand" } else { "/session/hand/lower" };
        let (status, answer) = self.gives(who, path, json!({})).await?;
        ensure!(status != 200 || self.people[who].role != "observer", "an observer's hand: {answer}");
        Ok(())
    }

    async fn tell_one(&mut self) -> Result<()> {
        let Some(to) = self.somebody(|person| person.role != "facilitator") else { return Ok(()) };
        let words = self.new_words("alone");
        let person = self.people[to].joined.participant.clone();
        let stream = format!("personal/{}/{person}", self.workshop.id);
        if self.anybody_gives("/session/nudges", json!({ "person": person, "text": words })).await? {
            self.keep_secret(&words, [to], stream);
        }
        Ok(())
    }

    async fn help(&mut self) -> Result<()> {
        let Some(who) = self.somebody(|_| true) else { return Ok(()) };
        let words = self.new_words("help");
        let row = format!("workshops/{}/help/{}", self.workshop.id, self.people[who].joined.participant);
        let (status, answer) = self.gives(who, "/help", json!({ "text": words })).await?;
        if status == 200 {
            self.erase(|place| place == row);
            let facilitators = (0..self.people.len()).filter(|&one| self.people[one].role == "facilitator");
            let readers: Vec<usize> = facilitators.chain([who]).collect();
            self.keep_secret(&words, readers, row);
        } else {
            ensure!(status == 429, "{status} {answer}");
        }
        Ok(())
    }

    fn go_offline(&mut self) {
        // One facilitator at least stays.
        let Some(who) = self.somebody(|person| person.is_online && person.role != "facilitator") else {
            return;
        };
        self.cut_off(who);
    }

    fn cut_off(&mut self, who: usize) {
        let person = &mut self.people[who];
        person.is_online = false;
        for peer in person.notes.values_mut().chain([&mut person.session]) {
            peer.cut();
        }
    }

    async fn come_online(&mut self) -> Result<()> {
        let Some(who) = self.somebody(|person| !person.is_online) else { return Ok(()) };
        self.people[who].is_online = true;
        let person = &mut self.people[who];
        for peer in person.notes.values_mut().chain([&mut person.session]) {
            peer.connect_and_sync().await?;
        }
        Ok(())
    }

    async fn replace(&mut self) -> Result<()> {
        let Some(who) = self.somebody(|person| person.is_partner() && person.is_online) else {
            return Ok(());
        };
        self.pump_all().await?;
        let (role, id) = (self.people[who].role, self.people[who].joined.participant.clone());
        let secret = self.people[who].joined.device_secret.clone();
        // The server may be killed after they are out: then they do not come back with the others.
        self.cut_off(who);
        let (status, answer) = self.gives(who, "/leave", json!({ "deviceSecret": secret })).await?;
        // After a kill the command is given again by somebody who is out already.
        ensure!(status == 200 || answer["error"]["code"] == "removed", "{answer}");
        self.people[who].is_in = false;
        self.notes.retain(|note| note.writer != who || note.is_given);
        self.erase(|place| place.ends_with(&id));
        self.joins(role).await
    }
}
