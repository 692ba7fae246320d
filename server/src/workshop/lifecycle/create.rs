//! Making a workshop: from a template, from an archive, or empty. One commit makes all of it: documents, record, invites.

use std::sync::Arc;

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::limits::DOCUMENT_BYTES_MAX;
use pairway_crdt::pathway::archive::read::ArchiveError;
use pairway_crdt::pathway::archive::{ArchivedWorkshop, MapArchive, WorkshopArchive};
use pairway_crdt::pathway::schema::SCHEMA_VERSION;
use pairway_crdt::pathway::seed::seed_map_of_agenda;
use pairway_crdt::pathway::template;
use pairway_crdt::workshop::facts::{self, WorkshopFacts};
use pairway_crdt::workshop::maps::{MapFacts, MapState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::days;
use crate::auth::invite;
use crate::auth::permission::DocumentName;
use crate::auth::records::{self, Life, WaitingRoom, WorkshopRecord};
use crate::auth::token::{Purpose, hash_secret};
use crate::auth::tombstone;
use crate::ids::{MapId, WorkshopId, random_id};
use crate::store::Batch;
use crate::workshop::audit::{self, AuditWord, Entry};
use crate::workshop::command::idempotency::{COMMAND_USED, CallDigest};
use crate::workshop::effect::{self, Effect};
use crate::workshop::invites::Invite;
use crate::workshop::retry::retry_on_conflict;
use crate::workshop::{Caller, CommandError, Workshops, facts_document, input};

/// What somebody wants a workshop to be.
#[derive(Debug, Clone)]
pub struct NewWorkshop {
    /// The command id.
    pub command: String,
    /// What it is called.
    pub title: String,
    /// What the pair works on.
    pub challenge: String,
    /// Last day, `YYYY-MM-DD`.
    pub ends_on: String,
    /// What its maps begin with.
    pub source: Source,
    /// The facilitator who practises in it what they prepared in the workshop they are in.
    pub practised_by: Option<Caller>,
    /// The call that brought it.
    pub call: CallDigest,
}

/// What the maps of a new workshop begin with.
#[derive(Debug, Clone)]
pub enum Source {
    /// One of the templates, by id.
    Template(String),
    /// An archive taken from a workshop, or why it cannot be read.
    Archive(Box<Result<WorkshopArchive, ArchiveError>>),
    /// Nothing.
    Empty,
}

/// A workshop that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// Its id.
    pub workshop: WorkshopId,
    /// Its main map.
    pub map: MapId,
    /// The link of the facilitator; only its hash is kept.
    pub facilitator_link: String,
    /// The invites of the other roles.
    pub invites: Vec<Invite>,
}

/// What is kept under the command that made a workshop.
#[derive(Debug, Serialize, Deserialize)]
struct CreatedRecord {
    workshop: WorkshopId,
    /// As in [`records::CommandRecord`].
    #[serde(default)]
    call: String,
}

/// What goes into the documents.
struct Content {
    facts: ArchivedWorkshop,
    maps: Vec<MapArchive>,
}

/// By which command a workshop is made.
struct How {
    created_by_key: String,
    call: CallDigest,
    practised_by: Option<Caller>,
}

/// A workshop that is about to be committed.
struct Plan {
    workshop: WorkshopId,
    record: WorkshopRecord,
    appends: Vec<(String, Bytes)>,
}

impl Workshops {
    /// Makes a workshop.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn create(&self, new: NewWorkshop) -> Result<Created, CommandError> {
        let this = self.clone();
        self.on_own_task(async move { this.create_here(new).await }).await
    }

    async fn create_here(&self, new: NewWorkshop) -> Result<Created, CommandError> {
        input::check_command(&new.command)?;
        let created_by_key = records::creation_key(&hash_secret(&new.command));
        let (title, challenge) = (input::read_title(&new.title)?, input::read_challenge(&new.challenge)?);
        let ends_on = days::read_end(&new.ends_on, self.clock.now_ms(), self.retention_days_max)?;
        let how = How { created_by_key, call: new.call, practised_by: new.practised_by };
        let mut content = read_content(new.source)?;
        content.facts.title = title;
        content.facts.challenge = challenge;
        let content = Arc::new(content);
        retry_on_conflict(|| self.try_create(&how, &ends_on, content.clone())).await
    }

    async fn try_create(
        &self,
        how: &How,
        ends_on: &str,
        content: Arc<Content>,
    ) -> Result<Created, CommandError> {
        let How { created_by_key, call, practised_by } = how;
        if let Some(made) = records::read::<CreatedRecord>(self.store.as_ref(), created_by_key).await? {
            if !self.is_same_call(&made.call, call) {
                return Err(COMMAND_USED);
            }
            return self.created_before(made.workshop).await;
        }
        let record = WorkshopRecord {
            maps: content.maps.iter().map(|_| MapId::random()).collect(),
            ends_on: ends_on.to_owned(),
            created_at_ms: self.clock.now_ms(),
            template: content.facts.template.clone(),
            frozen: false,
            resting: false,
            waiting_room: WaitingRoom::Off,
            life: Life::Open,
            schema_version: SCHEMA_VERSION,
            created_by_key: created_by_key.to_owned(),
            practice_of: practised_by.as_ref().map(|by| by.workshop.clone()),
        };
        // An archive can hold thousands of parts; building documents from it must not hold up the sockets.
        let plan = tokio::task::spawn_blocking(move || write_documents(&content, record)).await;
        let plan = plan.map_err(|_| CommandError::Room(crate::room::RoomError::Ended))??;
        let workshop = plan.workshop.clone();

        let made = CreatedRecord { workshop: workshop.clone(), call: self.kept_digest(call) };
        let mut batch = Batch { appends: plan.appends, ..Batch::default() };
        batch.expects.push((created_by_key.clone(), None));
        batch.puts.push((created_by_key.clone(), records::encode(&made)));
        batch.puts.push((records::workshop_key(&workshop), records::encode(&plan.record)));
        let store = self.store.as_ref();
        for role in invite::INVITED_ROLES {
            invite::issue_role_invite(store, &mut batch, &workshop, role).await?;
        }
        let secret = self.founding_secret(&workshop, created_by_key);
        invite::issue_facilitator_link(store, &mut batch, &workshop, &secret).await?;
        let entry = Entry::of_server(self.clock.now_ms(), AuditWord::Create, &workshop);
        batch.appends.extend([audit::in_workshop(&entry), audit::on_server(&entry)]);
        let end = Effect::EndWorkshop { workshop: workshop.clone() };
        batch.puts.push(effect::due(&end, days::end_ms(&plan.record)));
        if let Some(by) = practised_by {
            self.take_place_of_practice(by, &workshop, &mut batch).await?;
        }
        let turn = self.creating.lock().await;
        let made = self.count_one_more(&mut batch).await?;
        // Straight into the store: nobody can have a room of a workshop whose id was made a moment ago.
        self.store.commit(batch).await?;
        self.time.count_workshops(made);
        drop(turn);
        self.effects.wake();
        self.created_before(workshop).await
    }

    /// Counts a workshop in the batch that makes it; gives how many were ever made then.
    async fn count_one_more(&self, batch: &mut Batch) -> Result<u64, CommandError> {
        let key = tombstone::WORKSHOPS_MADE_KEY;
        let before = self.store.get(key).await?;
        let made = before.as_deref().map(|bytes| records::decode::<u64>(key, bytes)).transpose()?;
        let made = made.unwrap_or(0) + 1;
        batch.expects.push((key.to_owned(), before));
        batch.puts.push((key.to_owned(), records::encode(&made)));
        Ok(made)
    }

    async fn created_before(&self, workshop: WorkshopId) -> Result<Created, CommandError> {
        let record = self.open_record(&workshop).await?;
        let map = record.maps.first().cloned().ok_or(CommandError::NotFound("This workshop has no map."))?;
        let secret = self.founding_secret(&workshop, &record.created_by_key);
        let facilitator_link = invite::link(&self.public_url, &secret);
        let invites = self.invites(&workshop).await?;
        Ok(Created { workshop, map, facilitator_link, invites })
    }

    /// The secret of the first facilitator link: derived, so that the answer to a repeated command is the same although
    /// only its hash is kept.
    pub(crate) fn founding_secret(&self, workshop: &WorkshopId, created_by_key: &str) -> String {
        self.keys.derive(Purpose::FacilitatorLink, &format!("{workshop} {created_by_key}"))
    }
}

fn read_content(source: Source) -> Result<Content, CommandError> {
    match source {
        Source::Empty => {
            Ok(Content { facts: ArchivedWorkshop::default(), maps: vec![MapArchive::default()] })
        }
        Source::Template(id) => {
            let found = template::template(&id);
            let template =
                found.ok_or_else(|| CommandError::bad("template_unknown", "There is no such template."))?;
            let facts = ArchivedWorkshop {
                template: template.id.clone(),
                format: template.format.clone(),
                agenda: template.agenda.clone(),
                discuss: template.discuss.clone(),
                facts: template.facts.clone(),
                ..ArchivedWorkshop::default()
            };
            Ok(Content { facts, maps: vec![template.to_map()] })
        }
        Source::Archive(read) => {
            let archive = read.map_err(|error| {
                CommandError::bad("archive_unreadable", format!("This file cannot be brought in. {error}"))
            })?;
            for map in archive.maps.iter().filter(|map| !map.name.is_empty()) {
                input::read_map_name(&map.name)?;
            }
            let maps = if archive.maps.is_empty() { vec![MapArchive::default()] } else { archive.maps };
            Ok(Content { facts: archive.workshop, maps })
        }
    }
}

fn write_documents(content: &Content, record: WorkshopRecord) -> Result<Plan, CommandError> {
    let workshop = WorkshopId::random();
    let mut agenda = content.facts.agenda.clone();
    let mut maps = Vec::new();
    for (id, map) in record.maps.iter().zip(&content.maps) {
        let mut document = Document::new();
        let update = seed_map_of_agenda(&mut document, map, &mut agenda, &mut random_id);
        let name = DocumentName::Map(workshop.clone(), id.clone()).to_string();
        maps.push((name, whole(&document, update)?));
    }
    let facts = WorkshopFacts {
        title: content.facts.title.clone(),
        challenge: content.facts.challenge.clone(),
        ends_on: record.ends_on.clone(),
        template: content.facts.template.clone(),
        format: content.facts.format.clone(),
        map: record.maps.first().map(ToString::to_string).unwrap_or_default(),
        maps: map_facts(content, &record),
        agenda,
        discuss: content.facts.discuss.clone(),
        facts: content.facts.facts.clone(),
        ..WorkshopFacts::default()
    };
    let mut document = Document::new();
    let update = facts::create(&mut document, &facts);
    let mut appends = vec![(facts_document(&workshop).to_string(), whole(&document, update)?)];
    appends.append(&mut maps);
    Ok(Plan { workshop, record, appends })
}

/// What people are told of the maps; one without a name is called by its kind.
fn map_facts(content: &Content, record: &WorkshopRecord) -> Vec<MapFacts> {
    let maps = record.maps.iter().zip(&content.maps);
    maps.map(|(id, map)| MapFacts {
        id: id.to_string(),
        name: map.name.clone(),
        kind: map.kind,
        state: MapState::Shown,
    })
    .collect()
}

/// The update of a document that was just written; a document the gate would refuse on loading must never be kept.
fn whole(document: &Document, update: Bytes) -> Result<Bytes, CommandError> {
    if document.is_poisoned() || update.len() > DOCUMENT_BYTES_MAX {
        return Err(CommandError::bad("archive_too_large", "This file holds more than one workshop can."));
    }
    Ok(update)
}
