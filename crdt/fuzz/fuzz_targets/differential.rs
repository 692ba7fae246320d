//! A story of updates over one small world of ids, mixed with server edits, replays, late deliveries and honest peers:
//! whatever the gate accepts, the engine applies, encodes, decodes, re-applies, diffs and reads, with nothing pending.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use pairway_crdt::document::Document;
use pairway_crdt::error::ApplyError;
use pairway_crdt_fuzz::generate::{self, World};
use pairway_crdt_fuzz::health;
use pairway_crdt_fuzz::share::{Share, is_traced};
use yrs::{Map, Text, WriteTxn};

static SHARE: Share = Share::new("differential");

const STEPS_MAX: usize = 24;

#[derive(Default)]
struct Story {
    document: Document,
    world: World,
    log: Vec<Vec<u8>>,
    seen: Vec<Vec<u8>>,
}

impl Story {
    fn offer(&mut self, bytes: &[u8]) -> bool {
        let outcome = self.document.apply(bytes);
        if is_traced() {
            eprintln!("offer {bytes:?} -> {outcome:?}");
        }
        SHARE.offer(outcome.is_ok());
        assert_ne!(outcome, Err(ApplyError::Poisoned), "the engine failed on {bytes:?}");
        if let Ok(applied) = &outcome
            && let Some(novel) = &applied.novel
        {
            assert!(self.document.contains(novel).expect("novel passes the gate"));
            self.log.push(novel.to_vec());
        }
        outcome.is_ok()
    }

    fn step(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        match u.int_in_range(0..=31)? {
            0 if !self.seen.is_empty() => {
                let again = u.choose(&self.seen)?.clone();
                self.offer(&again);
            }
            1 => {
                let (late, world) = generate::update(u, &self.world)?;
                self.world = world;
                self.seen.push(late);
            }
            2 => {
                let (mut bytes, _) = generate::update(u, &self.world)?;
                let at = u.choose_index(bytes.len())?;
                bytes[at] = u.arbitrary()?;
                self.offer(&bytes);
            }
            3 => self.write(u)?,
            4 => {
                let diff = self.document.diff(&generate::state_vector(u)?).expect("generated state vector");
                assert!(self.document.contains(&diff).expect("own diff"));
            }
            5 => health::assert_honest_edit_passes(&mut self.document, u.arbitrary()?),
            _ => {
                let (bytes, world) = generate::update(u, &self.world)?;
                if self.offer(&bytes) {
                    self.world = world;
                }
                self.seen.push(bytes);
            }
        }
        Ok(())
    }

    fn write(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        let kind: u8 = u.arbitrary()?;
        let ((), update) = self.document.write(|txn, _| match kind % 2 {
            0 => {
                let map = txn.get_or_insert_map("m");
                map.insert(txn, "title", "server");
            }
            // Only at the start: by index, the engine panics in a text that holds other things than text, so the product
            // edits no text that others can write.
            _ => {
                let text = txn.get_or_insert_text("t");
                text.insert(txn, 0, "server 😀");
            }
        });
        if is_traced() {
            eprintln!("write {} -> {update:?}", kind % 2);
        }
        assert!(!self.document.is_poisoned(), "own edit refused");
        self.log.push(update.to_vec());
        Ok(())
    }
}

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let mut story = Story::default();
    if u.arbitrary()? {
        story.world = World::pathway();
    }
    let edit = u.arbitrary()?;
    for _ in 0..STEPS_MAX {
        if u.is_empty() {
            break;
        }
        if story.step(u).is_err() {
            break;
        }
    }
    let mut document = story.document;
    health::assert_healthy(&mut document);
    let edits = document.encode();
    let rebuilt =
        Document::rebuild(None, story.log.iter().map(Vec::as_slice)).expect("the log is accepted again");
    let mut rebuilt = rebuilt;
    rebuilt.apply(&edits).expect("and the document itself too");
    health::assert_healthy(&mut rebuilt);
    health::assert_honest_edit_passes(&mut document, edit);
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    SHARE.execute();
    let _ = run(&mut Unstructured::new(bytes));
});
