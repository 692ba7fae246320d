//! Votes: who may do what, what is told, that no ballot stands anywhere but in its row, and what a hostile client sends.

use futures_util::future::join_all;
use pairway_crdt::workshop::session::round::{Round, RoundState, Voted};
use pairway_crdt::workshop::session::run::VOTE_MODE;
use pairway_crdt::workshop::session::votes::{self, Rounds};
use serde_json::{Value, json};

use super::support::{Answer, Joined, Made, TestServer, holds, settings};
use crate::auth::permission::{DocumentKind, DocumentName};
use crate::auth::{records, vote_records};
use crate::ids::{MapId, WorkshopId, random_id};
use crate::room::Membership;
use crate::room::outbox::{Delivery, Outbox};
use crate::store::{Batch, backup};

/// A workshop with a facilitator, three of the patient side and three professionals.
struct Meeting {
    server: TestServer,
    made: Made,
    fay: Joined,
    patients: Vec<Joined>,
    professionals: Vec<Joined>,
}

impl Meeting {
    async fn begin() -> Self {
        let server = TestServer::start().await;
        let made = server.make_workshop().await;
        let fay = server.join(&made, "facilitator", "Fay").await;
        let mut patients = vec![server.join(&made, "carer", "Cat").await];
        let mut professionals = Vec::new();
        for number in 0..3 {
            patients.push(server.join(&made, "patientLeader", &format!("Pat {number}")).await);
            professionals.push(server.join(&made, "professional", &format!("Dr {number}")).await);
        }
        patients.pop();
        Self { server, made, fay, patients, professionals }
    }

    fn document(&self) -> DocumentName {
        self.made.document("session")
    }

    fn workshop(&self) -> WorkshopId {
        WorkshopId::parse(self.made.id()).unwrap()
    }

    async fn rounds(&self) -> Rounds {
        self.server.app().rooms.read(&self.document(), votes::read).await.unwrap()
    }

    async fn round(&self, id: &str) -> Round {
        self.rounds().await.rounds[id].clone()
    }

    async fn give(&self, who: &Joined, what: &str, mut body: Value) -> Answer {
        body["command"] = random_id().into();
        self.server.post_as(&self.made.path(&format!("/session/{what}")), who.token(), body).await
    }

    /// Opens a round and gives its id.
    async fn open(&self, body: Value) -> String {
        self.give(&self.fay, "rounds", body).await.ok()["round"].as_str().unwrap().to_owned()
    }

    async fn cast(&self, who: &Joined, round: &str, marks: Value) -> Answer {
        self.give(who, "ballots", json!({ "round": round, "marks": marks })).await
    }

    async fn close(&self, round: &str) {
        self.give(&self.fay, "rounds/close", json!({ "round": round })).await.ok();
    }

    /// Every row and the length of every stream.
    async fn kept(&self) -> (Vec<(String, Vec<u8>)>, Vec<(String, usize)>) {
        let store = &self.server.app().store;
        let mut streams = Vec::new();
        for name in store.streams("").await.unwrap() {
            let content = store.load(&name).await.unwrap();
            streams.push((name, content.entries.len()));
        }
        (store.list("").await.unwrap(), streams)
    }
}

fn dots() -> Value {
    json!({
        "kind": "dots",
        "question": "What should we do first?",
        "choices": [{ "text": "A number to ring" }, { "text": "A visit at home" }, { "text": "A group to walk with" }],
        "dotsEach": 3,
    })
}

fn yes_or_no() -> Value {
    json!({ "kind": "answer", "question": "Shall we keep this stage?" })
}

#[tokio::test]
async fn vote_11_facilitators_open_close_and_cancel_and_only_the_two_sides_vote() {
    let meeting = Meeting::begin().await;
    let mut others = Vec::new();
    for role in ["observer", "systemPartner", "supporter"] {
        others.push(meeting.server.join(&meeting.made, role, role).await);
    }
    let no_facilitators = [&meeting.patients[0], &meeting.patients[1], &meeting.professionals[0]];
    for who in no_facilitators.into_iter().chain(&others) {
        meeting.give(who, "rounds", yes_or_no()).await.refused(403, "facilitators_only");
    }
    let round = meeting.open(yes_or_no()).await;
    for who in no_facilitators.into_iter().chain(&others) {
        let body = json!({ "round": round });
        meeting.give(who, "rounds/close", body.clone()).await.refused(403, "facilitators_only");
        meeting.give(who, "rounds/cancel", body).await.refused(403, "facilitators_only");
    }
    for who in others.iter().chain([&meeting.fay]) {
        meeting.cast(who, &round, json!({ "yes": 1 })).await.refused(403, "partners_only");
    }
    for who in no_facilitators {
        meeting.cast(who, &round, json!({ "yes": 1 })).await.ok();
    }
    assert_eq!(meeting.rounds().await.voted[&round], Voted { patient: 2, professional: 1 });
    meeting.give(&meeting.fay, "rounds/cancel", json!({ "round": round })).await.ok();
    assert!(meeting.rounds().await.rounds.is_empty());
    let prefix = vote_records::ballots_of_workshop_prefix(&meeting.workshop());
    assert!(meeting.server.app().store.list(&prefix).await.unwrap().is_empty());
    let audit = meeting.server.get(&meeting.made.path("/audit"), meeting.fay.token()).await.ok();
    let lines = audit["lines"].as_array().unwrap().iter();
    let acts: Vec<&str> = lines.filter_map(|line| line["act"].as_str()).take(2).collect();
    assert_eq!(acts, ["cancelRound", "openRound"]);
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_29_closing_a_vote_of_sixty_is_one_entry_and_one_frame_a_person() {
    let meeting = Meeting::begin().await;
    let mut people = Vec::new();
    for role in ["patientLeader", "professional"] {
        for number in 0..30 {
            people.push(meeting.server.join(&meeting.made, role, &format!("{role} {number}")).await);
        }
    }
    let mut here = Vec::new();
    for person in &people {
        here.push(meeting.server.connects(&meeting.document(), person.id()).await);
    }
    let round = meeting.open(dots()).await;
    for (number, person) in people.iter().enumerate() {
        meeting.cast(person, &round, json!({ (1 + number % 3).to_string(): 2 })).await.ok();
    }
    let updates_of = |(outbox, _): &(std::sync::Arc<Outbox>, Membership)| {
        let mut taken = Vec::new();
        outbox.try_take(usize::MAX, &mut taken);
        taken.iter().filter(|(_, delivery)| matches!(delivery, Delivery::Update(_))).count()
    };
    let entries = async || {
        let store = &meeting.server.app().store;
        store.load(&meeting.document().to_string()).await.unwrap().entries.len()
    };
    // The vote was opened and sixty were counted, one frame each.
    assert!(here.iter().all(|person| updates_of(person) == 61));
    let before = entries().await;
    meeting.close(&round).await;
    assert_eq!(entries().await, before + 1);
    assert!(here.iter().all(|person| updates_of(person) == 1));
    let result = meeting.round(&round).await.result.unwrap();
    assert_eq!(json!(result.total), json!({ "1": 40, "2": 40, "3": 40 }));
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_28_no_vote_is_left_open_behind_the_session_when_it_goes_on() {
    let meeting = Meeting::begin().await;
    let agenda = meeting.server.facts(&meeting.made).await.agenda;
    let talk = agenda.iter().find(|item| item.mode != VOTE_MODE).unwrap().id.clone();
    let vote = agenda.iter().find(|item| item.mode == VOTE_MODE).unwrap().id.clone();
    meeting.give(&meeting.fay, "start", json!({ "activity": talk })).await.ok();
    let round = meeting.open(yes_or_no()).await;
    let go_on = json!({ "activity": agenda.last().unwrap().id, "seen": talk });
    meeting.give(&meeting.fay, "start", go_on).await.refused(409, "vote_still_open");
    meeting.give(&meeting.fay, "end", json!({ "seen": talk })).await.refused(409, "vote_still_open");
    // Where it is voted the vote is shown, and can be closed.
    meeting.give(&meeting.fay, "start", json!({ "activity": vote, "seen": talk })).await.ok();
    meeting.close(&round).await;
    meeting.give(&meeting.fay, "start", json!({ "activity": talk, "seen": vote })).await.ok();
    meeting.give(&meeting.fay, "end", json!({ "seen": talk })).await.ok();
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_12_a_vote_can_be_changed_until_it_closes_counts_once_and_only_counts_are_shown() {
    let meeting = Meeting::begin().await;
    let round = meeting.open(dots()).await;
    let (pat, dr) = (&meeting.patients[0], &meeting.professionals[0]);
    meeting.cast(pat, &round, json!({ "1": 3 })).await.ok();
    meeting.cast(pat, &round, json!({ "2": 1, "3": 2 })).await.ok();
    for who in meeting.patients[1..].iter().chain(&meeting.professionals[1..]) {
        meeting.cast(who, &round, json!({ "2": 2 })).await.ok();
    }
    assert_eq!(meeting.rounds().await.voted[&round], Voted { patient: 3, professional: 2 });
    assert_eq!(meeting.round(&round).await.result, None);
    let ask = async |who: &Joined| {
        meeting.server.get(&meeting.made.path("/session/ballots"), who.token()).await.ok()
    };
    assert_eq!(ask(pat).await, json!({ "round": round, "cast": [pat.id()] }));
    assert_eq!(ask(dr).await, json!({ "round": round, "cast": [] }));
    assert_eq!(ask(&meeting.fay).await, json!({ "round": round, "cast": [] }));
    meeting.cast(dr, &round, json!({ "1": 1 })).await.ok();

    meeting.close(&round).await;
    meeting.close(&round).await;
    let closed = meeting.round(&round).await;
    let result = closed.result.unwrap();
    assert_eq!(closed.state, RoundState::Closed);
    assert_eq!(json!(result.total), json!({ "1": 1, "2": 9, "3": 2 }));
    assert_eq!(json!(result.patient), json!({ "2": 5, "3": 2 }));
    assert_eq!(json!(result.professional), json!({ "1": 1, "2": 4 }));
    meeting.cast(dr, &round, json!({ "1": 1 })).await.refused(409, "vote_closed");
    assert_eq!(ask(pat).await, json!({ "cast": [] }));
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_13_what_a_hostile_client_sends_is_refused_in_plain_words_and_counts_nothing() {
    let meeting = Meeting::begin().await;
    let (fay, pat, dr) = (&meeting.fay, &meeting.patients[1], &meeting.professionals[0]);
    let choice = |text: &str| json!({ "text": text });
    let with = |key: &str, value: Value| {
        let mut body = dots();
        body[key] = value;
        body
    };
    let few = json!([choice("One")]);
    let many: Vec<Value> = (0..1_000).map(|number| choice(&number.to_string())).collect();
    let strange = json!([{ "text": "A", "part": { "map": random_id(), "part": "step:a" } }, choice("B")]);
    meeting.give(fay, "rounds", with("choices", few)).await.refused(400, "choices_wrong");
    meeting.give(fay, "rounds", with("choices", json!(many))).await.refused(400, "choices_wrong");
    meeting.give(fay, "rounds", with("choices", strange)).await.refused(404, "not_found");
    meeting.give(fay, "rounds", with("dotsEach", json!(11))).await.refused(400, "dots_wrong");
    meeting.give(fay, "rounds", with("question", json!(" "))).await.refused(400, "vote_text_empty");
    meeting
        .give(fay, "rounds", with("question", json!("a".repeat(301))))
        .await
        .refused(400, "vote_text_too_long");
    meeting.give(fay, "rounds", with("question", json!("a\nb"))).await.refused(400, "vote_text_unreadable");
    // More than a body may hold.
    let ten_thousand: Vec<Value> = (0..10_000).map(|number| choice(&number.to_string())).collect();
    let answer = meeting.give(fay, "rounds", with("choices", json!(ten_thousand))).await;
    assert_eq!(answer.status, 413);
    assert!(meeting.rounds().await.rounds.is_empty());

    let round = meeting.open(dots()).await;
    meeting.give(fay, "rounds", dots()).await.refused(409, "vote_open");
    meeting.cast(pat, &round, json!({ "1": 4 })).await.refused(400, "too_many_dots");
    meeting.cast(pat, &round, json!({ "9": 1 })).await.refused(400, "unknown_choice");
    meeting.cast(pat, &round, json!({})).await.refused(400, "nothing_chosen");
    meeting.cast(pat, &random_id(), json!({ "1": 1 })).await.refused(409, "vote_closed");
    meeting.cast(pat, "../people", json!({ "1": 1 })).await.refused(404, "not_found");
    let crowd: serde_json::Map<String, Value> =
        (0..2_000).map(|number| (number.to_string(), json!(1))).collect();
    meeting.cast(pat, &round, json!(crowd)).await.refused(400, "unknown_choice");
    let for_other = json!({ "round": round, "marks": { "1": 1 }, "actingFor": dr.id() });
    meeting.give(pat, "ballots", for_other).await.refused(403, "not_their_scribe");
    assert!(meeting.rounds().await.voted.is_empty());

    // The same command twice is one vote.
    let twice = json!({ "command": random_id(), "round": round, "marks": { "1": 1 } });
    for _ in 0..2 {
        meeting.server.post_as(&meeting.made.path("/session/ballots"), pat.token(), twice.clone()).await.ok();
    }
    assert_eq!(meeting.rounds().await.voted[&round], Voted { patient: 1, professional: 0 });
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_14_nobody_votes_for_their_own_part_where_that_was_said() {
    let meeting = Meeting::begin().await;
    let (pat, dr) = (&meeting.patients[1], &meeting.professionals[0]);
    let map = MapId::parse(meeting.made.answer["map"].as_str().unwrap()).unwrap();
    let key = records::origin_key((&meeting.workshop(), &map), "step:a1");
    let puts = vec![(key, records::encode(&pat.id()))];
    meeting.server.app().store.commit(Batch { puts, ..Batch::default() }).await.unwrap();
    let mut body = dots();
    body["choices"][0]["part"] = json!({ "map": map.as_str(), "part": "step:a1" });
    body["notOwn"] = true.into();
    let round = meeting.open(body).await;
    meeting.cast(pat, &round, json!({ "1": 1, "2": 1 })).await.refused(400, "own_choice");
    meeting.cast(pat, &round, json!({ "2": 1 })).await.ok();
    meeting.cast(dr, &round, json!({ "1": 1 })).await.ok();
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_15_a_scribe_votes_for_the_person_who_granted_it_who_is_counted_on_their_side() {
    let meeting = Meeting::begin().await;
    let (fay, pat) = (&meeting.fay, &meeting.patients[1]);
    let sam = meeting.server.join(&meeting.made, "supporter", "Sam").await;
    let path = meeting.made.path(&format!("/participants/{}/acts-for", sam.id()));
    for (by, person) in [(fay, pat), (pat, pat)] {
        let body = json!({ "command": random_id(), "person": person.id() });
        meeting.server.post_as(&path, by.token(), body).await.ok();
    }
    let round = meeting.open(yes_or_no()).await;
    let body = json!({ "round": round, "marks": { "no": 1 }, "actingFor": pat.id() });
    meeting.give(&sam, "ballots", body).await.ok();
    meeting.cast(pat, &round, json!({ "yes": 1 })).await.ok();
    meeting.cast(&sam, &round, json!({ "yes": 1 })).await.refused(403, "partners_only");
    assert_eq!(meeting.rounds().await.voted[&round], Voted { patient: 1, professional: 0 });
    let answer = meeting.server.get(&meeting.made.path("/session/ballots"), sam.token()).await.ok();
    assert_eq!(answer["cast"], json!([pat.id()]));
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_16_a_ballot_stands_in_its_row_and_nowhere_else_and_is_gone_when_the_vote_is_closed() {
    let meeting = Meeting::begin().await;
    let round = meeting.open(dots()).await;
    let pat = &meeting.patients[1];
    let row = vote_records::ballot_key(&meeting.workshop(), &round, pat.id());
    meeting.cast(pat, &round, json!({ "1": 2, "3": 1 })).await.ok();
    let before = meeting.kept().await;
    meeting.cast(pat, &round, json!({ "2": 3 })).await.ok();
    let after = meeting.kept().await;
    // Another ballot changes no stream, so nobody gets a frame; and of all rows its own and one for the command id.
    assert_eq!(before.1, after.1);
    let changed: Vec<&(String, Vec<u8>)> = after.0.iter().filter(|row| !before.0.contains(row)).collect();
    let [(command, _), (ballot, _)] = changed[..] else { panic!("{changed:?}") };
    let commands = records::commands_prefix(&meeting.workshop());
    let (command, ballot) = if ballot.starts_with(&commands) { (ballot, command) } else { (command, ballot) };
    assert_eq!(*ballot, row);
    assert!(command.starts_with(&commands));
    // The records of two different ballots differ in nothing that tells them.
    let records: Vec<Value> = meeting
        .server
        .app()
        .store
        .list(&commands)
        .await
        .unwrap()
        .iter()
        .map(|(_, value)| serde_json::from_slice(value).unwrap())
        .filter(|record: &Value| record["by"] == pat.id())
        .collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0], records[1]);
    assert_eq!(records[0]["answer"], json!({}));
    for (key, value) in &after.0 {
        assert!(*key == row || !holds(value, "marks"), "{key} may tell a ballot");
    }
    for name in meeting.server.app().store.streams("").await.unwrap() {
        let content = meeting.server.app().store.load(&name).await.unwrap();
        assert!(!content.entries.iter().any(|(_, entry)| holds(entry, "marks")), "{name} may tell a ballot");
    }
    assert!(
        holds(&meeting.server.bytes_on_disk(), r#""marks":{"2":3}"#),
        "the look finds a ballot that is there"
    );

    for who in &meeting.professionals {
        meeting.cast(who, &round, json!({ "2": 1 })).await.ok();
    }
    let entries = async || {
        meeting.server.app().store.load(&meeting.document().to_string()).await.unwrap().entries.len()
    };
    let before = entries().await;
    meeting.close(&round).await;
    // One entry is one frame for each person, however many voted.
    assert_eq!(entries().await, before + 1);
    assert!(meeting.server.app().store.list(crate::store::NOT_IN_BACKUPS_PREFIX).await.unwrap().is_empty());
    assert!(!holds(&meeting.server.bytes_on_disk(), "\"marks\""), "a ballot is left on the disk");
    meeting.server.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vote_17_every_ballot_that_was_answered_counts_once_also_beside_the_close_and_after_a_restart() {
    let mut meeting = Meeting::begin().await;
    let round = meeting.open(yes_or_no()).await;
    for who in &meeting.patients {
        meeting.cast(who, &round, json!({ "no": 1 })).await.ok();
    }
    meeting.server = meeting.server.restart().await;
    assert_eq!(meeting.rounds().await.voted[&round], Voted { patient: 3, professional: 0 });
    // Everybody at once, two of them changing their vote, while it is closed.
    let everybody = meeting.patients[1..].iter().chain(&meeting.professionals);
    let votes = everybody.map(|who| meeting.cast(who, &round, json!({ "yes": 1 })));
    let close = meeting.give(&meeting.fay, "rounds/close", json!({ "round": round }));
    let (answers, closed) = tokio::join!(join_all(votes), close);
    closed.ok();
    let is_in = |answer: &&Answer| answer.status == 200;
    let changed = answers[..2].iter().filter(is_in).count() as u64;
    let new = answers[2..].iter().filter(is_in).count() as u64;
    let result = meeting.round(&round).await.result.unwrap();
    let sum = |answer: &str| result.total.get(answer).copied().unwrap_or(0);
    assert_eq!((sum("yes"), sum("no")), (changed + new, 3 - changed));
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.refused(409, "vote_closed");
    }
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_18_a_backup_holds_no_open_ballot_and_a_restored_vote_begins_anew_and_says_so() {
    let mut meeting = Meeting::begin().await;
    let round = meeting.open(yes_or_no()).await;
    for who in &meeting.patients {
        meeting.cast(who, &round, json!({ "no": 1 })).await.ok();
    }
    let data = meeting.server.folder.path().join("data");
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    backup::backup(&data, &copy).unwrap();
    for file in std::fs::read_dir(&copy).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!holds(&bytes, "\"marks\""), "the backup holds a ballot");
    }
    meeting.server.running.stop().await;
    backup::restore(&copy, &folder.path().join("data")).unwrap();
    let clock = meeting.server.clock.clone();
    let settings = settings(&folder);
    meeting.server = TestServer::start_in(folder, settings, clock).await;
    let restored = meeting.rounds().await;
    assert!(restored.voted.is_empty());
    assert_eq!(
        (restored.rounds[&round].state, restored.rounds[&round].anew_at.is_some()),
        (RoundState::Open, true)
    );
    for who in &meeting.professionals {
        meeting.cast(who, &round, json!({ "yes": 1 })).await.ok();
    }
    meeting.close(&round).await;
    assert_eq!(json!(meeting.round(&round).await.result.unwrap().total), json!({ "yes": 3 }));
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn vote_19_of_fewer_than_three_voters_nothing_is_told_and_a_deleted_workshop_leaves_no_ballot() {
    let meeting = Meeting::begin().await;
    let round = meeting.open(yes_or_no()).await;
    for who in &meeting.patients[1..] {
        meeting.cast(who, &round, json!({ "no": 1 })).await.ok();
    }
    meeting.close(&round).await;
    let closed = meeting.round(&round).await;
    assert_eq!((closed.state, closed.result), (RoundState::TooFew, None));
    let open = meeting.open(yes_or_no()).await;
    meeting.cast(&meeting.patients[0], &open, json!({ "yes": 1 })).await.ok();
    meeting.server.delete(&meeting.made.path(""), meeting.fay.token()).await.ok();
    let store = &meeting.server.app().store;
    for prefix in [crate::store::NOT_IN_BACKUPS_PREFIX, vote_records::OPEN_ROUNDS_PREFIX] {
        assert!(store.list(prefix).await.unwrap().is_empty(), "{prefix}");
    }
    assert!(store.streams(&DocumentKind::Session.prefix(&meeting.workshop())).await.unwrap().is_empty());
    meeting.server.running.stop().await;
}
