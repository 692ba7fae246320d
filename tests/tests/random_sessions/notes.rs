//! What people do with notes that they write alone: write, give with their name or without, show all at once. What is known of a note
//! afterwards is only what was answered.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use pairway_crdt::workshop::session::reveal::{GIVERS_MIN, Reveal, RevealState};
use pairway_tests::peer::Peer;
use rand::Rng;
use serde_json::json;
use yrs::{Map, MapPrelim, TextPrelim, Transact};

use crate::world::{Note, World};

impl World {
    pub(super) async fn write_note(&mut self) -> Result<()> {
        let session = self.session().await?;
        let on: Vec<&String> =
            session.activities.iter().filter(|(_, one)| one.mode == "silent").map(|(id, _)| id).collect();
        if on.is_empty() {
            return Ok(());
        }
        let activity = on[self.random.random_range(0..on.len())].clone();
        let Some(who) = self.somebody(|person| person.is_partner() && person.is_online) else {
            return Ok(());
        };
        let mine = |note: &&Note| note.writer == who && note.activity == activity;
        if self.notes.iter().filter(mine).any(|note| note.is_given) {
            return Ok(());
        }
        let words = self.new_words("note");
        // Notes of who leaves are forgotten, so a count of those that are left would come twice.
        let id = format!("n{}", self.words_made);
        let place = self.own_notes(&activity, who);
        let url = self.socket_url();
        let token = self.people[who].joined.token.clone();
        let peer = self.people[who].notes.entry(activity.clone());
        let peer = peer.or_insert_with(|| Peer::new(&url, &place, &token).that_remembers());
        if !peer.is_connected() {
            peer.connect_and_sync().await?;
        }
        let root = peer.doc.get_or_insert_map("notes");
        peer.edit(|txn| {
            let note = root.insert(txn, id.as_str(), MapPrelim::default());
            note.insert(txn, "text", TextPrelim::new(words.as_str()));
        })
        .await;
        peer.durable().await?;
        self.keep_secret(&words, [who], place.clone());
        self.notes.push(Note { writer: who, activity, id, words, place, is_given: false, waits: false });
        Ok(())
    }

    pub(super) async fn open_giving(&mut self) -> Result<()> {
        let silent: Vec<String> =
            self.agenda.iter().filter(|(_, mode)| mode == "silent").map(|(id, _)| id.clone()).collect();
        let activity = &silent[self.random.random_range(0..silent.len())];
        self.anybody_gives("/session/notes/open-giving", json!({ "activity": activity })).await?;
        Ok(())
    }

    /// Somebody gives half of their notes of an activity; now and then somebody tries it with another's.
    pub(super) async fn give_notes(&mut self) -> Result<()> {
        let Some((writer, activity, ids)) = self.some_notes() else { return Ok(()) };
        if ids.is_empty() {
            return Ok(());
        }
        let who = if self.random.random_ratio(1, 5) { self.leader() } else { writer };
        let body = json!({ "activity": activity, "notes": ids });
        let (status, answer) = self.gives(who, "/session/notes/give", body).await?;
        ensure!(who == writer || status != 200, "another's notes were given: {answer}");
        if status == 200 {
            for note in &mut self.notes {
                note.is_given |= note.writer == writer && ids.contains(&note.id);
            }
            self.given_are_no_secrets();
        }
        Ok(())
    }

    /// Somebody says which of their notes are to be shown without their name; none takes all back.
    pub(super) async fn give_unnamed(&mut self) -> Result<()> {
        let Some((writer, activity, ids)) = self.some_notes() else { return Ok(()) };
        let who = if self.random.random_ratio(1, 5) { self.leader() } else { writer };
        let body = json!({ "activity": activity, "notes": ids });
        let (status, answer) = self.gives(who, "/session/notes/give-unnamed", body).await?;
        let any = !ids.is_empty();
        ensure!(who == writer || !any || status != 200, "another's notes were given: {answer}");
        if status != 200 || who != writer {
            return Ok(());
        }
        let row = self.waiting_row(&activity, writer);
        for note in self.notes.iter_mut().filter(|note| note.writer == writer && note.activity == activity) {
            note.waits = ids.contains(&note.id);
            let secret = self.secrets.iter_mut().find(|secret| secret.words == note.words);
            let secret = secret.context("a note that was not shown is a secret")?;
            secret.stands.retain(|place| *place != row);
            secret.stands.extend(note.waits.then(|| row.clone()));
        }
        Ok(())
    }

    /// Somebody shows all notes that wait in an activity.
    pub(super) async fn show_notes(&mut self) -> Result<()> {
        let unnamed: Vec<String> = self.unnamed.iter().cloned().collect();
        let activity = unnamed[self.random.random_range(0..unnamed.len())].clone();
        // The notes of a giver move elsewhere. Each writer opens them anew when they write again.
        self.pump_all().await?;
        for person in &mut self.people {
            let peer = person.notes.remove(&activity);
            person.heard.extend(
                peer.and_then(|mut peer| {
                    peer.cut();
                    peer.heard
                })
                .unwrap_or_default(),
            );
        }
        if !self.anybody_gives("/session/notes/reveal", json!({ "activity": activity })).await? {
            return Ok(());
        }
        let givers = self.givers(&activity);
        self.settle().await?;
        let online = self.somebody(|person| person.is_online).context("somebody is online")?;
        let reveal = Reveal::read(&self.people[online].session.doc.transact(), &activity);
        let reveal = reveal.context("it was opened before")?;
        if !self.shown.insert(activity.clone()) {
            return Ok(());
        }
        let is_shown = givers.len() >= GIVERS_MIN;
        ensure!(is_shown == (reveal.state == RevealState::Shown), "{} givers, {reveal:?}", givers.len());
        for note in self.notes.iter_mut().filter(|note| note.activity == activity) {
            let writer = note.writer;
            note.is_given |= is_shown && note.waits;
            note.waits = false;
            let secret = self.secrets.iter_mut().find(|secret| secret.words == note.words);
            let secret = secret.context("a note that was not shown is a secret")?;
            if is_shown && givers.contains(&writer) {
                let kept = reveal.kept.as_deref().context("what was kept has a name")?;
                let person = &self.people[writer].joined.participant;
                note.place = format!("notes/{}/{kept}/{person}", self.workshop.id);
            }
            secret.stands = vec![note.place.clone()];
        }
        self.given_are_no_secrets();
        Ok(())
    }

    /// Who has notes that wait to be shown.
    pub(super) fn givers(&self, activity: &str) -> BTreeSet<usize> {
        let waiting = self.notes.iter().filter(|note| note.activity == activity && note.waits);
        waiting.map(|note| note.writer).collect()
    }

    /// Half of the notes of somebody in an activity that were not given: the writer, the activity and the ids of the notes.
    fn some_notes(&mut self) -> Option<(usize, String, Vec<String>)> {
        if self.notes.is_empty() {
            return None;
        }
        let at = self.random.random_range(0..self.notes.len());
        let (writer, activity) = (self.notes[at].writer, self.notes[at].activity.clone());
        let of_it = |note: &&Note| note.writer == writer && note.activity == activity && !note.is_given;
        let ids: Vec<String> = self.notes.iter().filter(of_it).map(|note| note.id.clone()).collect();
        let ids = ids.into_iter().filter(|_| self.random.random_ratio(1, 2)).collect();
        self.people[writer].is_in.then_some((writer, activity, ids))
    }

    fn given_are_no_secrets(&mut self) {
        let given: BTreeSet<&String> =
            self.notes.iter().filter(|note| note.is_given).map(|note| &note.words).collect();
        self.secrets.retain(|secret| !given.contains(&secret.words));
    }

    fn own_notes(&self, activity: &str, who: usize) -> String {
        format!("notes/{}/{activity}/{}", self.workshop.id, self.people[who].joined.participant)
    }

    fn waiting_row(&self, activity: &str, who: usize) -> String {
        format!("open/notes/{}/{activity}/{}", self.workshop.id, self.people[who].joined.participant)
    }
}
