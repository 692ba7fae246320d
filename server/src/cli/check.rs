//! `pairway check`: is the configuration right, is the data whole, can every document be rebuilt from its log.

use anyhow::bail;
use pairway_crdt::document::Document;
use pairway_crdt::pathway::view::PathwayMap;

use super::say;
use crate::auth::permission::{DocumentKind, DocumentName};
use crate::auth::records::{self, InviteTarget, Life, PersonRecord, WorkshopRecord};
use crate::auth::token::{KeyError, Keys};
use crate::config::{Config, Settings};
use crate::ids::WorkshopId;
use crate::store::sqlite::inspect::Inspection;
use crate::store::{StoreError, StreamContent};

/// What was looked at.
#[derive(Debug, Default)]
struct Findings {
    documents: usize,
    workshops: usize,
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
    if !config.data.join(crate::store::files::DATABASE_FILE).is_file() {
        say("Data: none yet; the first start makes it.");
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
    Ok(findings)
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
        } else if key.starts_with("invites/") || key.starts_with("codes/") {
            records::decode::<InviteTarget>(&key, &value).map(drop)
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
