//! `pairway check`: is the configuration right, is the data whole, can every document be rebuilt from its log.

use std::path::Path;

use anyhow::bail;
use pairway_crdt::document::Document;
use pairway_crdt::pathway::view::PathwayMap;
use pairway_crdt::workshop::session::round::Ballot;

use super::say;
use crate::auth::permission::{DocumentKind, DocumentName};
use crate::auth::records::{self, InviteTarget, Life, PersonRecord, WorkshopRecord};
use crate::auth::token::{KeyError, Keys};
use crate::auth::tombstone::{self, Tombstone};
use crate::auth::vote_records::{self, OpenRound};
use crate::clock::now_ms;
use crate::config::{Config, Settings};
use crate::ids::WorkshopId;
use crate::store::files::{DATABASE_FILE, SECRET_FILE};
use crate::store::folder_facts::{FACTS_FILE, FolderFacts};
use crate::store::sqlite::inspect::Inspection;
use crate::store::{StoreError, StreamContent};
use crate::time_guard::{self, Trust};
use crate::workshop::lifecycle::days;

/// What was looked at.
#[derive(Debug, Default)]
struct Findings {
    documents: usize,
    workshops: u64,
    /// Workshops that are over by the clock.
    over: usize,
    /// Workshops of which is recorded that they were deleted.
    deleted: u64,
    people: usize,
    /// What is wrong, in words.
    wrong: Vec<String>,
}

/// Checks configuration and data; an error when anything is wrong.
pub(super) fn check(settings: Settings) -> anyhow::Result<()> {
    let config = settings.resolve()?;
    say(&format!(
        "Configuration: right. Listens on {}, keeps data in {}.",
        config.listen,
        config.data.display()
    ));
    if !config.data.join(DATABASE_FILE).is_file() {
        let rest = [SECRET_FILE, FACTS_FILE].iter().find(|name| config.data.join(name).is_file());
        if let Some(rest) = rest {
            bail!(
                "{} holds {rest} but no database: its data is missing; put it back, or restore a backup",
                config.data.display()
            );
        }
        say(
            "Data: none yet; the first start makes it. If there should be workshops here, this is the wrong folder.",
        );
        return Ok(());
    }
    let findings = look(&config)?;
    say(&format!(
        "Data: {} workshops, {} people, {} documents.",
        findings.workshops, findings.people, findings.documents
    ));
    for wrong in &findings.wrong {
        say(&format!("Wrong: {wrong}"));
    }
    if findings.wrong.is_empty() {
        say("Everything is whole.");
        Ok(())
    } else {
        bail!(
            "{} things are wrong with the data; restore a backup, or ask for help with this list",
            findings.wrong.len()
        )
    }
}

fn look(config: &Config) -> anyhow::Result<Findings> {
    let inspection = Inspection::open(&config.data)?;
    let mut findings = Findings { wrong: inspection.damage()?, ..Findings::default() };
    match Keys::read(&config.data) {
        Ok(_) => {}
        Err(error @ (KeyError::Missing(_) | KeyError::Damaged(_) | KeyError::Io { .. })) => {
            findings.wrong.push(error.to_string());
        }
    }
    for stream in inspection.streams("")? {
        if let Some(name) = DocumentName::parse(&stream) {
            findings.documents += 1;
            if let Err(why) = rebuild(&name, &inspection.load(&stream)?) {
                findings.wrong.push(format!("the document {} {why}", place(&name)));
            }
        }
    }
    look_at_records(&inspection, &mut findings)?;
    look_at_folder(&config.data, now_ms(), &mut findings);
    Ok(findings)
}

/// Whether what the folder remembers fits its database and the clock.
fn look_at_folder(folder: &Path, now_ms: u64, findings: &mut Findings) {
    let facts = match FolderFacts::read(folder) {
        Ok(Some(facts)) => facts,
        Ok(None) => return,
        Err(error) => return findings.wrong.push(error.to_string()),
    };
    let (held, there) = (facts.workshops_made, findings.workshops + findings.deleted);
    if held > there {
        findings.wrong.push(format!(
            "this folder held {held} workshops, now {} and {} that were deleted: {} are missing. Look for a file \
             pairway.db-wal that was lost, or restore a backup; `pairway accept loss` says that they are gone for good",
            findings.workshops,
            findings.deleted,
            held - there
        ));
    }
    match time_guard::trust(facts.last_used_ms, now_ms) {
        Trust::Jumped { last_used_ms } if findings.over > 0 => findings.wrong.push(format!(
            "the clock says {}, and this folder was last used on {}: {} workshops whose last day is over are closed, and \
             nothing is deleted. Set the clock right, or say that it is with `pairway accept clock`",
            days::day_of(now_ms),
            days::day_of(last_used_ms),
            findings.over
        )),
        Trust::Jumped { .. } | Trust::Believed => {}
    }
}

/// A document without what is content: the names of scratch documents are chosen by people.
fn place(name: &DocumentName) -> String {
    match name.kind() {
        Some(_) => name.to_string(),
        None => "scratch/…".to_owned(),
    }
}

fn rebuild(name: &DocumentName, content: &StreamContent) -> Result<(), String> {
    let snapshot = content.snapshot.as_ref().map(|(_, bytes)| bytes.as_ref());
    let document = Document::rebuild(snapshot, content.entries.iter().map(|(_, bytes)| bytes.as_ref()))
        .map_err(|error| format!("cannot be rebuilt: {error}"))?;
    if let DocumentName::Map(..) = name {
        // Reading never fails; it is done here because it is what every person who opens the map needs.
        let _ = PathwayMap::read_document(&document);
    }
    Ok(())
}

fn look_at_records(inspection: &Inspection, findings: &mut Findings) -> Result<(), StoreError> {
    for (key, value) in inspection.list("")? {
        let readable = if let Some(rest) = key.strip_prefix(records::WORKSHOPS_PREFIX) {
            if let Some(workshop) = WorkshopId::parse(rest) {
                findings.workshops += 1;
                match records::decode::<WorkshopRecord>(&key, &value) {
                    Ok(record) => {
                        findings.over += usize::from(days::is_over(&record, now_ms()));
                        look_for_documents(inspection, &workshop, &record, &mut findings.wrong)?;
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            } else if key.contains("/people/") {
                findings.people += 1;
                records::decode::<PersonRecord>(&key, &value).map(drop)
            } else {
                Ok(())
            }
        } else if key.starts_with(tombstone::TOMBSTONES_PREFIX) {
            findings.deleted += 1;
            records::decode::<Tombstone>(&key, &value).map(drop)
        } else if key.starts_with("invites/") || key.starts_with("codes/") {
            records::decode::<InviteTarget>(&key, &value).map(drop)
        } else if key.starts_with(vote_records::OPEN_ROUNDS_PREFIX) {
            records::decode::<OpenRound>(&key, &value).map(drop)
        } else if key.starts_with(vote_records::BALLOTS_PREFIX) {
            records::decode::<Ballot>(&key, &value).map(drop)
        } else {
            Ok(())
        };
        if let Err(error) = readable {
            findings.wrong.push(error.to_string());
        }
    }
    Ok(())
}

fn look_for_documents(
    inspection: &Inspection,
    workshop: &WorkshopId,
    record: &WorkshopRecord,
    wrong: &mut Vec<String>,
) -> Result<(), StoreError> {
    match record.life {
        Life::Open => {}
        // Its documents go first; the next start finishes it.
        Life::Deleting => return Ok(()),
    }
    let from_start = DocumentKind::ALL.iter().filter(|kind| kind.is_from_start());
    for name in from_start.flat_map(|kind| kind.documents(workshop, &record.maps)) {
        if inspection.load(&name.to_string())? == StreamContent::default() {
            wrong.push(format!("the document {name} is missing"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_guard::JUMP_MS_MAX;

    #[test]
    fn keep_9_check_says_that_a_clock_jumped_only_when_something_waits_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let last_used_ms = 1_795_348_800_000;
        FolderFacts::new(last_used_ms, 1).write(folder.path()).unwrap();
        let said = |over: usize, now_ms: u64| {
            let mut findings = Findings { workshops: 1, over, ..Findings::default() };
            look_at_folder(folder.path(), now_ms, &mut findings);
            findings.wrong.concat()
        };
        assert_eq!(said(1, last_used_ms + JUMP_MS_MAX), "");
        assert_eq!(said(0, last_used_ms + JUMP_MS_MAX + 1), "");
        let jumped = said(1, last_used_ms + JUMP_MS_MAX + 1);
        assert!(jumped.contains("2026-11-29") && jumped.contains("2026-11-22"), "{jumped}");
        assert!(jumped.contains("pairway accept clock"), "{jumped}");
    }
}
