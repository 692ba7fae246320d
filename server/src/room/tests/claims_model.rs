//! A model of people, a thief and a server that crashes: whatever happens in whatever order, no words of an honest page look
//! known that are not on the server (ROOM-36), and nobody is told of an id before it is durable whose it is (ROOM-93).
//!
//! Every honest page writes words that nobody else writes, in a text of its own: on a tombstone that took the place of somebody
//! else's lost words nothing can be built, in Yjs, by anybody. When a mark of a page is answered as durable, the room has the
//! same words in it as the page. A refused page gets its words back and begins anew. Seed and plan are printed.

use std::collections::{BTreeMap, BTreeSet};

use pairway_crdt::gate::{awareness, update};

use super::*;
use crate::auth::records;

/// Seeds of one run.
const SEEDS: u64 = 60;
const STEPS: usize = 60;

/// A small generator of its own, so that a seed means the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// What becomes of the commits of one run of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// They are answered.
    NotYet,
    /// So many more are; of the next one nothing is written or all of it, and of it and what follows nobody hears.
    After(usize, Last),
}

/// What becomes of the commit during which a server is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Lost,
    Written,
}

/// The store as one run of a server sees it: nothing of that run is written after its end.
#[derive(Debug)]
pub(super) struct OneRun {
    store: Arc<TroubledStore>,
    end: Mutex<End>,
}

impl OneRun {
    pub(super) fn begin(house: &mut House, end: End) -> Arc<Self> {
        let run = Arc::new(Self { store: house.store.clone(), end: Mutex::new(end) });
        house.rooms = Rooms::new(run.clone(), RoomSettings::default());
        run
    }

    pub(super) fn ends(&self, end: End) {
        *self.end.lock().unwrap() = end;
    }

    /// Whether the server got so far that a commit was not answered.
    pub(super) fn has_ended(&self) -> bool {
        *self.end.lock().unwrap() == End::After(0, Last::Lost)
    }
}

impl Store for OneRun {
    fn commit(&self, batch: Batch) -> StoreFuture<Vec<Sequence>> {
        let mut end = self.end.lock().unwrap();
        match *end {
            End::NotYet => return self.store.commit(batch),
            End::After(0, Last::Lost) => return Box::pin(std::future::pending()),
            End::After(0, Last::Written) => *end = End::After(0, Last::Lost),
            End::After(more, last) => {
                *end = End::After(more - 1, last);
                return self.store.commit(batch);
            }
        }
        let written = self.store.commit(batch);
        Box::pin(async move {
            written.await?;
            std::future::pending().await
        })
    }

    fn load(&self, stream: &str) -> StoreFuture<StreamContent> {
        self.store.load(stream)
    }

    fn load_after(&self, stream: &str, after: Sequence) -> StoreFuture<StreamTail> {
        self.store.load_after(stream, after)
    }

    fn compact(&self, stream: &str, through: Sequence, snapshot: Bytes) -> StoreFuture<()> {
        self.store.compact(stream, through, snapshot)
    }

    fn get(&self, key: &str) -> StoreFuture<Option<Vec<u8>>> {
        self.store.get(key)
    }

    fn get_many(&self, keys: &[&str]) -> StoreFuture<Vec<Option<Vec<u8>>>> {
        self.store.get_many(keys)
    }

    fn list(&self, prefix: &str) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.store.list(prefix)
    }

    fn range(&self, from: &str, to: &str, limit: usize) -> StoreFuture<Vec<(String, Vec<u8>)>> {
        self.store.range(from, to, limit)
    }

    fn streams(&self, prefix: &str) -> StoreFuture<Vec<String>> {
        self.store.streams(prefix)
    }

    fn close(&self) -> StoreFuture<()> {
        self.store.close()
    }
}

/// Somebody who only looks on, and every id that the server has told them of.
pub(super) struct Listener {
    person: Person,
    pub(super) ids: BTreeSet<u64>,
}

impl Listener {
    pub(super) async fn joins(house: &House) -> Self {
        let mut listener = Self { person: Self::line(house).await, ids: BTreeSet::new() };
        listener.hears(house).await;
        listener
    }

    async fn line(house: &House) -> Person {
        let person = house.joins(ParticipantId::random(), Access::ReadOnly, Echo::Never).await;
        person.membership.step1(Bytes::from_static(&[0])).await.unwrap();
        person
    }

    async fn comes_back(&mut self, house: &House) {
        self.person = Self::line(house).await;
        self.hears(house).await;
    }

    /// Hears all that is said, and checks that it is durable whose the ids in it are.
    pub(super) async fn hears(&mut self, house: &House) {
        self.person.rests().await;
        tokio::time::sleep(PRESENCE_TICK * 2).await;
        let _ = self.person.membership.query_presence().await;
        self.person.rests().await;
        let mut taken = Vec::new();
        self.person.outbox.try_take(usize::MAX, &mut taken);
        for (_, delivery) in &taken {
            self.ids.extend(ids_in(delivery));
        }
        let DocumentName::Map(workshop, map) = &house.map else { unreachable!("a house has a map") };
        let prefix = records::writers_prefix(workshop, map);
        let kept = house.store.list(&prefix).await.unwrap();
        let kept: BTreeSet<u64> =
            kept.iter().map(|(key, _)| key.strip_prefix(&prefix).unwrap().parse().unwrap()).collect();
        assert!(self.ids.is_subset(&kept), "{:?} were shown, kept are {kept:?}", self.ids);
    }
}

/// The client ids that a message names.
fn ids_in(delivery: &Delivery) -> Vec<u64> {
    match delivery {
        Delivery::Step1(vector) => super::super::state_vector::decode(vector).into_keys().collect(),
        Delivery::State(payload)
        | Delivery::Diff(payload)
        | Delivery::Update(payload)
        | Delivery::Echo(payload) => {
            let walked = update::walk(payload.bytes()).unwrap();
            walked.sections().iter().map(|section| section.client).collect()
        }
        Delivery::Presence(payload) => {
            awareness::check(payload.bytes()).unwrap().iter().map(|entry| entry.client).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a page shows itself in its presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manners {
    Shows,
    ShowsNothing,
}

/// An honest page: its document outlives its connections.
pub(super) struct Page {
    root: String,
    participant: ParticipantId,
    pub(super) document: Document,
    pub(super) line: Option<(Membership, Arc<Outbox>)>,
    manners: Manners,
    presence_clock: u8,
    /// What it wrote and was not given back.
    pub(super) words: Vec<String>,
    /// What it was told of its newest mark.
    pub(super) answer: Option<MarkAnswer>,
    marks: u64,
}

impl Page {
    pub(super) fn new(number: usize, participant: ParticipantId, manners: Manners) -> Self {
        Self {
            root: format!("text {number}"),
            participant,
            document: Document::new(),
            line: None,
            manners,
            presence_clock: 0,
            words: Vec::new(),
            answer: None,
            marks: 0,
        }
    }

    pub(super) async fn comes(&mut self, house: &House) {
        let outbox = Outbox::new(OUTBOX_BYTES_MAX);
        let join = Join {
            participant: Some(self.participant.clone()),
            access: Access::ReadWrite,
            outbox: outbox.clone(),
            slot: Slot(0),
            echo: Echo::Never,
        };
        let membership = house.rooms.join(&house.map, join).await.unwrap();
        membership.step1(self.document.state_vector().into()).await.unwrap();
        self.line = Some((membership, outbox));
        self.shows().await;
        self.hears().await;
    }

    async fn shows(&mut self) {
        let Some((membership, _)) = self.line.as_ref().filter(|_| self.manners == Manners::Shows) else {
            return;
        };
        self.presence_clock += 1;
        let client = u32::try_from(self.document.client_id()).unwrap();
        // As our client does: nobody else may say the same.
        let state = format!(r#"{{"participant":"{}"}}"#, self.participant);
        let message = super::refusals::presence(client, self.presence_clock, &state);
        let _ = membership.show(message).await;
    }

    /// Handles all that was said, as a client does: applies, and answers each question with what it asks for.
    pub(super) async fn hears(&mut self) {
        loop {
            let Some((membership, outbox)) = &self.line else { return };
            for _ in 0..3 {
                membership.settle().await;
            }
            let mut taken = Vec::new();
            outbox.try_take(usize::MAX, &mut taken);
            if taken.is_empty() {
                return;
            }
            let mut given_back = false;
            let (mut again, mut is_stuck) = (false, false);
            for (_, delivery) in taken {
                match delivery {
                    Delivery::Step1(vector) => {
                        let bytes = Bytes::from(self.document.diff(&vector).unwrap());
                        is_stuck |= !sends(membership, Write { kind: WriteKind::Step2, bytes }).await;
                    }
                    Delivery::State(payload) | Delivery::Diff(payload) | Delivery::Update(payload) => {
                        let own = self.document.client_id();
                        let before = self.document.known(own);
                        self.document.apply(payload.bytes()).unwrap();
                        if self.document.known(own) > before {
                            println!("    {own} was written under");
                            // As Yjs does when somebody else has written under its id.
                            self.document = under_a_new_id(&self.document);
                            self.presence_clock = 0;
                        }
                    }
                    Delivery::Mark(mark) if mark.id == self.marks => {
                        self.answer = Some(mark.answer);
                        given_back |= mark.answer == MarkAnswer::Refused(Recovery::Rebuild);
                        again |= mark.answer == MarkAnswer::Refused(Recovery::Again);
                    }
                    _ => {}
                }
            }
            if is_stuck {
                self.line = None;
                return;
            }
            if given_back {
                self.words.clear();
                self.document = Document::new();
                self.presence_clock = 0;
                self.line = None;
                return;
            }
            if again && let Some((membership, _)) = &self.line {
                membership.step1(self.document.state_vector().into()).await.unwrap();
            }
            self.shows_anew().await;
        }
    }

    /// A page whose id has changed shows the new one, as our client does.
    async fn shows_anew(&mut self) {
        if self.presence_clock == 0 {
            self.shows().await;
        }
    }

    pub(super) async fn types(&mut self, word: String) {
        println!("    {word} under {}", self.document.client_id());
        let update = type_into_root(&mut self.document, &self.root, &word);
        self.words.push(word);
        if let Some((membership, _)) = &self.line
            && !sends(membership, Write { kind: WriteKind::Update, bytes: update }).await
        {
            self.line = None;
        }
    }

    /// Asks whether everything is durable, until there is an answer that is final.
    pub(super) async fn asks(&mut self) {
        self.answer = None;
        for _ in 0..10 {
            let Some((membership, _)) = &self.line else { return };
            self.marks += 1;
            self.answer = None;
            if membership.mark(self.marks).await.is_err() {
                self.line = None;
                return;
            }
            self.hears().await;
            match self.answer {
                Some(MarkAnswer::Refused(Recovery::Again)) => {}
                Some(_) | None => return,
            }
        }
        panic!("asked again and again");
    }
}

/// Sends unless nothing more of this person is read, because too much of theirs waits.
pub(super) async fn sends(membership: &Membership, write: Write) -> bool {
    tokio::time::timeout(PRESENCE_TICK, membership.write(write)).await.is_ok()
}

pub(super) fn under_a_new_id(document: &Document) -> Document {
    Document::rebuild(Some(&document.encode()), std::iter::empty()).unwrap()
}

/// Structs of a client at a clock: a tombstone, or a text that is no word of anybody.
fn forged(client: u64, clock: u32, dice: &mut Dice) -> Bytes {
    let length = 1 + u32::try_from(dice.below(12)).unwrap();
    if dice.below(2) == 0 {
        return tombstone(client, clock, length);
    }
    let mut bytes = vec![1, 1];
    number(&mut bytes, client);
    number(&mut bytes, u64::from(clock));
    // A string in the root "text".
    bytes.extend([4, 1, 4]);
    bytes.extend(b"text");
    number(&mut bytes, u64::from(length));
    bytes.extend("?".repeat(length as usize).bytes());
    bytes.push(0);
    bytes.into()
}

/// Clocks of a client taken by nothing.
pub(super) fn tombstone(client: u64, clock: u32, length: u32) -> Bytes {
    let mut bytes = vec![1, 1];
    number(&mut bytes, client);
    number(&mut bytes, u64::from(clock));
    bytes.push(0);
    number(&mut bytes, u64::from(length));
    bytes.push(0);
    bytes.into()
}

fn number(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// The thief: somebody in the workshop who may write, with every id that the server has told anybody of.
struct Thief {
    participant: ParticipantId,
    line: Option<Person>,
}

impl Thief {
    async fn acts(&mut self, house: &House, (known, dice): (&BTreeSet<u64>, &mut Dice)) {
        if self.line.is_none() {
            let person = house.joins(self.participant.clone(), Access::ReadWrite, Echo::Never).await;
            self.line = Some(person);
        }
        let Some(person) = &mut self.line else { return };
        let victims: Vec<u64> = known.iter().copied().collect();
        if victims.is_empty() {
            return;
        }
        let victim = victims[dice.below(victims.len())];
        let way = dice.below(6);
        println!("    the thief, way {way}, id {victim}");
        match way {
            0 => person.sync().await,
            5 => {
                self.line = None;
                return;
            }
            1 => {
                let client = u32::try_from(victim).unwrap();
                let clock = 1 + u8::try_from(dice.below(100)).unwrap();
                let _ = person.membership.show(super::refusals::presence(client, clock, "{}")).await;
            }
            2 => {
                let has = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
                let _ = person.membership.step1(has.into()).await;
                let bytes = Bytes::from_static(&[0, 0]);
                sends(&person.membership, Write { kind: WriteKind::Step2, bytes }).await;
            }
            3 | 4 => {
                let next =
                    house.rooms.read(&house.map, move |document| document.known(victim)).await.unwrap();
                let kind = if way == 3 { WriteKind::Update } else { WriteKind::Step2 };
                let bytes = forged(victim, next, dice);
                sends(&person.membership, Write { kind, bytes }).await;
            }
            _ => unreachable!("there are six sides"),
        }
        person.rests().await;
        person.takes();
    }
}

struct Model {
    house: House,
    run: Arc<OneRun>,
    /// How many steps later the server, which hears nothing of its store any more, is killed.
    killed_in: Option<usize>,
    listener: Listener,
    pages: Vec<Page>,
    thief: Option<Thief>,
    dice: Dice,
    words: usize,
    /// How often a page was given its words back.
    given_back: usize,
    durable: usize,
}

impl Model {
    async fn new(seed: u64, thief: Option<Thief>) -> Self {
        let person = ParticipantId::random();
        // Two pages of one person, and two other people, of whom one shows no presence.
        let shows = [person.clone(), person, ParticipantId::random()];
        let mut pages: Vec<_> =
            (0..).zip(shows).map(|(number, person)| Page::new(number, person, Manners::Shows)).collect();
        pages.push(Page::new(pages.len(), ParticipantId::random(), Manners::ShowsNothing));
        let mut house = House::new();
        let run = OneRun::begin(&mut house, End::NotYet);
        let listener = Listener::joins(&house).await;
        let killed_in = None;
        let dice = Dice(seed);
        Self { house, run, killed_in, listener, pages, thief, dice, words: 0, given_back: 0, durable: 0 }
    }

    async fn step(&mut self) -> String {
        let which = self.dice.below(self.pages.len());
        let step = self.dice.below(21);
        match step {
            0..=5 => {
                self.words += 1;
                let word = format!("<w{}>", self.words);
                self.pages[which].types(word).await;
            }
            6..=7 => self.pages[which].line = None,
            8..=10 => {
                if self.pages[which].line.is_none() {
                    self.pages[which].comes(&self.house).await;
                }
            }
            11..=12 => self.settles(which).await,
            13 => {
                let page = &mut self.pages[which];
                page.document = under_a_new_id(&page.document);
                page.presence_clock = 0;
                page.shows_anew().await;
            }
            14 => self.crashes().await,
            15 => self.stops().await,
            _ => {
                if let Some(thief) = &mut self.thief {
                    thief.acts(&self.house, (&self.listener.ids, &mut self.dice)).await;
                }
            }
        }
        for page in &mut self.pages {
            page.hears().await;
        }
        self.listener.hears(&self.house).await;
        match self.killed_in {
            Some(0) => self.crashes().await,
            Some(steps) => self.killed_in = Some(steps - 1),
            None => {}
        }
        format!("{step} by {which}")
    }

    /// From here on the server hears nothing of its store; in a few steps it is killed.
    async fn stops(&mut self) {
        let last = if self.dice.below(2) == 0 { Last::Lost } else { Last::Written };
        self.run.ends(End::After(self.dice.below(2), last));
        self.killed_in.get_or_insert(self.dice.below(6));
    }

    /// The server is killed: what is in no log is gone, and everybody's line with it.
    async fn crashes(&mut self) {
        if self.dice.below(2) == 0 {
            self.run.ends(End::After(0, Last::Lost));
            let which = self.dice.below(self.pages.len());
            self.words += 1;
            let word = format!("<w{}>", self.words);
            self.pages[which].types(word).await;
            for page in &mut self.pages {
                page.hears().await;
            }
            self.listener.hears(&self.house).await;
        }
        // Nothing of the old server is written after the new one has begun.
        self.run.ends(End::After(0, Last::Lost));
        for page in &mut self.pages {
            page.line = None;
        }
        if let Some(thief) = &mut self.thief {
            thief.line = None;
        }
        self.run = OneRun::begin(&mut self.house, End::NotYet);
        self.killed_in = None;
        self.listener.comes_back(&self.house).await;
    }

    /// What a page is told to be durable is there.
    async fn settles(&mut self, which: usize) {
        let page = &mut self.pages[which];
        let had = page.words.len();
        page.asks().await;
        match page.answer {
            Some(MarkAnswer::Durable) if page.line.is_some() => {
                page.hears().await;
                let root = page.root.clone();
                let text =
                    self.house.rooms.read(&self.house.map, move |document| text_of_root(document, &root));
                let (text, own) = (text.await.unwrap(), text_of_root(&page.document, &page.root));
                // Whoever may write may delete, also by having heard of a tombstone that a crash took: then it is gone from both.
                assert_eq!(text, own, "page {which} was told that all of its words are durable");
                self.durable += 1;
            }
            Some(MarkAnswer::Refused(Recovery::Rebuild)) if had > 0 => self.given_back += 1,
            _ => {}
        }
    }

    async fn runs(&mut self) {
        for _ in 0..STEPS {
            let step = self.step().await;
            println!("  {step}");
        }
        if self.killed_in.is_some() {
            self.crashes().await;
        }
        for which in 0..self.pages.len() {
            self.pages[which].line = None;
            self.pages[which].comes(&self.house).await;
            self.settles(which).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn room_36_no_sequence_of_thieves_crashes_and_new_ids_makes_the_words_of_others_look_known() {
    let mut outcomes = BTreeMap::new();
    for seed in 0..SEEDS {
        println!("seed {seed}");
        let thief = Thief { participant: ParticipantId::random(), line: None };
        let mut model = Model::new(seed, Some(thief)).await;
        model.runs().await;
        *outcomes.entry("durable").or_insert(0) += model.durable;
        *outcomes.entry("given back").or_insert(0) += model.given_back;
    }
    println!("{outcomes:?}");
    assert!(outcomes["durable"] > 0, "honest pages get on");
    assert!(outcomes["given back"] > 0, "the thief has got in between somewhere, or this tests nothing");
}

#[tokio::test(start_paused = true)]
async fn room_36_without_a_thief_nobody_is_refused_whatever_crashes_and_whichever_ids_change() {
    for seed in 0..SEEDS {
        println!("seed {seed}");
        let mut model = Model::new(seed, None).await;
        model.runs().await;
        assert_eq!(model.given_back, 0);
    }
}
