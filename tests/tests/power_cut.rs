//! What survives when the power goes at any moment, and whether these tests would notice if it did not.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use pairway_server::store::Store;
use pairway_server::store::sqlite::SqliteStore;
use pairway_tests::power_cut::disk::Disk;
use pairway_tests::power_cut::recording::{Event, Recorder, Syncs};
use pairway_tests::power_cut::workload::{ACKS_FILE, Said};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const BATCHES: u64 = 320;
/// Cuts right after an acknowledgement, where a promise is youngest.
const CUTS_AFTER_ACKS: usize = 120;
/// Cuts anywhere, also in the middle of opening, checkpoints and closing.
const CUTS_ANYWHERE: usize = 120;

/// What the writer is asked to do.
struct Run {
    syncs: Syncs,
    answering: &'static str,
    trouble: &'static str,
}

const SOUND: Run = Run { syncs: Syncs::Honest, answering: "after-commit", trouble: "no-trouble" };

fn record(run: &Run) -> Result<Vec<Event>> {
    let root = tempfile::tempdir()?;
    let folder = root.path().canonicalize()?.join("data");
    std::fs::create_dir(&folder)?;
    let mut writer = Command::new(env!("CARGO_BIN_EXE_power_cut_writer"));
    writer.arg(&folder).args([&BATCHES.to_string(), run.answering, run.trouble]);
    Recorder::compile()?.run(&mut writer, &folder, run.syncs)
}

/// What the cuts met, so that a test that met nothing cannot pass.
#[derive(Debug, Default)]
struct Tally {
    cuts: usize,
    cuts_with_something_to_lose: usize,
    acknowledged: usize,
    failed: usize,
    log_syncs: usize,
    database_syncs: usize,
}

/// Cuts the power at many moments of a record and judges what each leaves. Gives every broken promise.
async fn cut_and_judge(events: &[Event], seed: u64) -> Result<(Tally, Vec<String>)> {
    let mut random = StdRng::seed_from_u64(seed);
    let (acks, database) = (inode_of(events, ACKS_FILE), inode_of(events, "pairway.db"));
    let said_at: Vec<usize> = (0..events.len()).filter(|at| is_write_to(&events[*at], acks)).collect();
    let mut moments: Vec<usize> =
        (0..CUTS_AFTER_ACKS).map(|_| said_at[random.random_range(0..said_at.len())]).collect();
    moments.extend((0..CUTS_ANYWHERE).map(|_| random.random_range(0..events.len())));
    moments.extend([0, events.len() - 1]);

    let (mut tally, mut broken) = (Tally::default(), Vec::new());
    let (mut disk, mut said) = (Disk::default(), Said::default());
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Write { inode, data, .. } if *inode == acks => said.hear(data)?,
            Event::Open { inode, .. } | Event::Truncate { inode, .. } if *inode == acks => {}
            event => disk.apply(event, &mut random)?,
        }
        if let Event::Sync { inode } = event {
            let of_database = *inode == database;
            tally.database_syncs += usize::from(of_database);
            tally.log_syncs += usize::from(!of_database);
        }
        for _ in moments.iter().filter(|moment| **moment == at) {
            tally.cuts += 1;
            tally.cuts_with_something_to_lose += usize::from(disk.pending() > 0);
            if let Err(promise) = judge_cut(&disk, &said, &mut random).await {
                broken.push(format!("cut after event {at} of {}, seed {seed}: {promise:#}", events.len()));
            }
        }
    }
    (tally.acknowledged, tally.failed) = (said.done(), said.failed());
    Ok((tally, broken))
}

async fn judge_cut(disk: &Disk, said: &Said, random: &mut StdRng) -> Result<()> {
    // What is judged needs no disk, and opens faster without.
    let memory = Path::new("/dev/shm");
    let left = if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? };
    disk.cut(left.path(), random)?;
    let store = SqliteStore::open(left.path()).context("the store does not open")?;
    said.judge(&store).await?;
    // What is found can be worked with.
    store.commit(Default::default()).await?;
    store.close().await?;
    check_integrity(&left.path().join("pairway.db"))
}

fn check_integrity(database: &Path) -> Result<()> {
    let connection = rusqlite::Connection::open(database)?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    anyhow::ensure!(verdict == "ok", "the database is damaged: {verdict}");
    Ok(())
}

fn inode_of(events: &[Event], wanted: &str) -> u64 {
    let opened = events.iter().find_map(|event| match event {
        Event::Open { inode, name } if name == wanted => Some(*inode),
        _ => None,
    });
    opened.expect("the record holds the opening of each file")
}

fn is_write_to(event: &Event, file: u64) -> bool {
    matches!(event, Event::Write { inode, .. } if *inode == file)
}

#[tokio::test]
async fn store_29_every_acknowledged_batch_survives_a_power_cut_whole() -> Result<()> {
    let events = record(&SOUND)?;
    for seed in [1, 2] {
        let (tally, broken) = cut_and_judge(&events, seed).await?;
        println!("{tally:?}");
        assert_eq!(broken, Vec::<String>::new());
        assert_eq!(tally.acknowledged, usize::try_from(BATCHES)?);
        assert_eq!(tally.cuts, CUTS_AFTER_ACKS + CUTS_ANYWHERE + 2);
        assert!(tally.cuts_with_something_to_lose > CUTS_ANYWHERE / 2, "{tally:?}");
        assert!(tally.log_syncs > 20 && tally.database_syncs > 5, "{tally:?}");
    }
    Ok(())
}

#[tokio::test]
async fn store_28_commits_work_again_when_the_disk_does_and_nothing_acknowledged_is_lost() -> Result<()> {
    let events = record(&Run { trouble: "trouble", ..SOUND })?;
    for seed in [1, 2] {
        let (tally, broken) = cut_and_judge(&events, seed).await?;
        println!("{tally:?}");
        assert_eq!(broken, Vec::<String>::new());
        assert!(tally.failed >= 50, "the trouble was not felt: {tally:?}");
        assert!(tally.acknowledged >= 150, "commits did not recover: {tally:?}");
    }
    Ok(())
}

/// Shows that the judge would catch it: a store that does not sync (`synchronous = OFF`), one that syncs the log only at
/// checkpoints (`synchronous = NORMAL`), and an answer before the commit.
#[tokio::test]
async fn store_29_the_judge_catches_missing_syncs_and_early_answers() -> Result<()> {
    let wrong = [
        Run { syncs: Syncs::None, ..SOUND },
        Run { syncs: Syncs::NotTheLog, ..SOUND },
        Run { answering: "before-commit", ..SOUND },
    ];
    for run in wrong {
        let events = record(&run)?;
        let (tally, broken) = cut_and_judge(&events, 1).await?;
        let lost = broken.iter().filter(|promise| promise.contains("was acknowledged and is lost")).count();
        println!(
            "{:?}, {}: {} of {} cuts broken, {lost} by loss",
            run.syncs,
            run.answering,
            broken.len(),
            tally.cuts
        );
        assert!(broken.len() >= 20 && lost >= 10, "a wrong store nearly passed: {broken:?}");
    }
    Ok(())
}
