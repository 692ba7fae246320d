//! People go and come back in the middle of deciding: they leave, are removed, come back with their code or anew.
//!
//! Going ends no pair (decision D19): what both halves said stays and counts until somebody ends the pair. Whoever has gone is
//! heard no more, and whoever comes anew is a new person in nobody's pair.

use anyhow::{Context, Result, ensure};
use pairway_crdt::workshop::pairs::{Pairs, open_pair_of};
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use rand::Rng;
use serde_json::{Value, json};

use crate::world::{Person, Standing, World};

/// Their places: a patient side and a professional side for each pair.
pub(crate) const ROLES: [&str; 4] = ["patientLeader", "professional", "carer", "professional"];
/// Who belong together, by place.
const COUPLES: [[usize; 2]; 2] = [[0, 1], [2, 3]];

/// Tries at a dead code in one run: ten failed ones a minute are answered with a limit (`docs/spec/api.md`, JOIN-2).
const DEAD_CODES_TRIED_MAX: usize = 5;

/// How somebody goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Going {
    /// By themselves.
    Left,
    /// By a facilitator.
    Removed,
}

/// What becomes of the open pair of somebody who has gone when another comes in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OldPair {
    /// A facilitator ends it.
    Ends,
    /// It stays, and holds the partner.
    Stays,
}

impl World {
    /// Somebody new in a place.
    pub(crate) async fn newcomer(&self, place: usize) -> Result<Person> {
        newcomer(&self.server, &self.workshop, ROLES[place]).await
    }

    /// Forms every pair that can be formed. Who is out is nobody's half anew, and who is in an open pair is in no other, also
    /// when the partner has gone.
    pub(crate) async fn form_pairs(&self) -> Result<()> {
        for couple in COUPLES {
            let pairs = self.pairs().await?;
            let body = json!({
                "command": random_command(),
                "patient": self.people[couple[0]].joined.participant,
                "professional": self.people[couple[1]].joined.participant,
            });
            let hindered = couple.iter().find_map(|&place| {
                let person = &self.people[place];
                let is_half = open_pair_of(&pairs, &person.joined.participant).is_some();
                (!person.is_in()).then_some("not_a_half").or(is_half.then_some("paired_already"))
            });
            let (status, answer) = self.command(&self.path("/pairs"), &body, &self.facilitator.token).await?;
            ensure!(
                (status == 200) == hindered.is_none() && answer["error"]["code"].as_str() == hindered,
                "{status} {answer} to a pair that should be: {hindered:?}"
            );
        }
        Ok(())
    }

    /// A facilitator ends a pair.
    pub(crate) async fn end_pair(&mut self, id: &str) -> Result<()> {
        let body = json!({"command": random_command()});
        let (status, answer) =
            self.command(&self.path(&format!("/pairs/{id}/end")), &body, &self.facilitator.token).await?;
        ensure!(status == 200, "{status} {answer}");
        let pairs = self.pairs().await?;
        self.model.pair_ended(&pairs);
        Ok(())
    }

    /// Somebody leaves or is removed.
    pub(crate) async fn somebody_goes(&mut self) -> Result<()> {
        let present = self.places(Standing::In);
        if present.is_empty() {
            return Ok(());
        }
        let place = present[self.random.random_range(0..present.len())];
        let how = if self.random.random_bool(0.5) { Going::Left } else { Going::Removed };
        self.goes(place, how).await
    }

    /// Goes, at times in the middle of saying yes.
    pub(crate) async fn goes(&mut self, place: usize, how: Going) -> Result<()> {
        let before = self.pairs().await?;
        let me = self.people[place].joined.clone();
        let (path, body, token) = match how {
            Going::Left => {
                let body = json!({"command": random_command(), "deviceSecret": me.device_secret});
                (self.path("/leave"), body, &me.token)
            }
            Going::Removed => {
                let path = self.path(&format!("/participants/{}/remove", me.participant));
                (path, json!({"command": random_command()}), &self.facilitator.token)
            }
        };
        let part = self.parts[self.random.random_range(0..self.parts.len())].clone();
        let speaks = self.random.random_bool(0.5);
        let yes =
            self.yes_of(place, &part).filter(|_| speaks && open_pair_of(&before, &me.participant).is_some());
        let agreement = self.path(&format!("/maps/{}/agreement", self.workshop.map));
        let said = async {
            match &yes {
                Some(yes) => self.command(&agreement, yes, &me.token).await.map(Some),
                None => Ok(None),
            }
        };
        let (gone, said) = tokio::join!(self.command(&path, &body, token), said);
        let (status, answer) = gone?;
        ensure!(status == 200, "{status} {answer} to going");
        // Which of the two came first is open. The answer says it, and the record has to say the same.
        if let (Some(yes), Some((200, _))) = (&yes, said?) {
            self.take_yes(&before, (place, &part), yes)?;
        }
        self.people[place].standing = Standing::Out;
        self.model.gone += 1;
        ensure!(self.pairs().await? == before, "going has changed a pair");
        self.check_record().await?;
        Ok(())
    }

    /// Somebody who has gone comes anew; when nobody has, somebody comes from another device.
    pub(crate) async fn somebody_comes(&mut self) -> Result<()> {
        let gone = self.places(Standing::Out);
        if gone.is_empty() {
            let place = self.random.random_range(0..self.people.len());
            return self.comes_from_another_device(place).await;
        }
        let place = gone[self.random.random_range(0..gone.len())];
        let old = if self.random.random_bool(0.7) { OldPair::Ends } else { OldPair::Stays };
        self.comes_anew(place, old).await
    }

    /// As the same person, with their code; the device from before leaves, which leaves the person in.
    pub(crate) async fn comes_from_another_device(&mut self, place: usize) -> Result<()> {
        let before = self.pairs().await?;
        let me = self.people[place].joined.clone();
        let made = json!({"command": random_command()});
        let (status, answer) = self.command(&self.path("/return-code"), &made, &me.token).await?;
        let code = answer["code"].as_str().with_context(|| format!("{status} {answer}"))?.to_owned();
        let (status, answer) = self.come_back(&code).await?;
        ensure!(status == 200, "{status} {answer} to a code that was just made");
        let joined = joined_of(&answer)?;
        ensure!(joined.participant == me.participant, "a code has let in somebody else");
        let left = json!({"command": random_command(), "deviceSecret": me.device_secret});
        let (status, answer) = self.command(&self.path("/leave"), &left, &me.token).await?;
        ensure!(status == 200, "{status} {answer} to a device that leaves");
        let mut map =
            Peer::new(&self.server.socket_url("/collab"), &self.workshop.map_document(), &joined.token);
        map.connect_and_sync().await?;
        let person = &mut self.people[place];
        (person.joined, person.return_code, person.map) = (joined, Some(code), map);
        ensure!(self.pairs().await? == before, "another device has changed a pair");
        self.check_record().await?;
        Ok(())
    }

    /// With the invitation, as somebody new: their code of before opens nothing, and no pair knows them.
    pub(crate) async fn comes_anew(&mut self, place: usize, old_pair: OldPair) -> Result<()> {
        if let Some(code) = self.people[place].return_code.take()
            && self.model.dead_codes_tried < DEAD_CODES_TRIED_MAX
        {
            self.model.dead_codes_tried += 1;
            let (status, answer) = self.come_back(&code).await?;
            ensure!(status == 404, "{status} {answer} to the code of somebody who has gone");
        }
        let person = self.newcomer(place).await?;
        let before = std::mem::replace(&mut self.people[place], person);
        let pairs = self.pairs().await?;
        let me = &self.people[place].joined.participant;
        ensure!(*me != before.joined.participant, "somebody who had gone was let in as before");
        ensure!(open_pair_of(&pairs, me).is_none(), "somebody new is in a pair already");
        // Their old pair holds the partner until it is ended; `form_pairs` checks that it does.
        if let Some((old, _, _)) = open_pair_of(&pairs, &before.joined.participant)
            && old_pair == OldPair::Ends
        {
            self.end_pair(old).await?;
        }
        self.form_pairs().await?;
        self.check_no_yes_of(place).await
    }

    /// Whoever is new in a pair has said nothing in it yet.
    async fn check_no_yes_of(&self, place: usize) -> Result<()> {
        let pairs: Pairs = self.pairs().await?;
        let record = self.check_record().await?;
        let Some((id, _, side)) = open_pair_of(&pairs, &self.people[place].joined.participant) else {
            return Ok(());
        };
        let theirs = record.acts.iter().filter(|((pair, _), _)| pair == id);
        ensure!(
            theirs.clone().all(|(_, acts)| acts.half(side).yes.is_none()),
            "a yes that a newcomer never said"
        );
        Ok(())
    }

    async fn come_back(&self, code: &str) -> Result<(u16, Value)> {
        // No token: the code is all that somebody on a new device has.
        let body = json!({"command": random_command(), "code": code});
        self.server.post("/api/return", body, None).await
    }

    fn places(&self, standing: Standing) -> Vec<usize> {
        (0..self.people.len()).filter(|&place| self.people[place].standing == standing).collect()
    }
}

/// Somebody who joins, with an empty copy that is filled.
pub(crate) async fn newcomer(server: &TestServer, workshop: &Workshop, role: &str) -> Result<Person> {
    let joined = server.join(workshop, role, "Somebody").await?;
    let mut map = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &joined.token);
    map.connect_and_sync().await?;
    Ok(Person { joined, return_code: None, map, standing: Standing::In })
}

fn joined_of(answer: &Value) -> Result<Joined> {
    let text = |key: &str| Ok::<_, anyhow::Error>(answer[key].as_str().context("not a text")?.to_owned());
    Ok(Joined {
        participant: text("participant")?,
        token: text("token")?,
        device_secret: text("deviceSecret")?,
    })
}
