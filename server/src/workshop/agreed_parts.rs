//! What pairs have agreed is taken out by them alone (capability AGR-4): what is to be put back and taken out.
//!
//! After edits of a map what nobody was free to take out is put back, and what both halves of every pair want gone is taken
//! out. Both are ordinary edits of the server, so that every copy of the map and every undo stays whole. When it is time
//! to look is the guard's to say (`map_guard.rs`).

use std::collections::{BTreeMap, HashSet};

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{AgreeKind, Meaning, Named, PartName};
use pairway_crdt::pathway::part_reader;
use pairway_crdt::pathway::put_back::{self, LastOrders};
use pairway_crdt::pathway::schema::{Mode, Sector, root};
use pairway_crdt::workshop::orders;
use pairway_crdt::workshop::pairs::{self, Pairs};
use pairway_crdt::workshop::record::{self, Held, Record, TakeOut};

use super::{Caller, CommandError, Workshops, facts_document};
use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::ids::{MapId, ParticipantId, WorkshopId, random_bytes};
use crate::room::Rooms;
use crate::store::{Batch, Sequence};

/// What is to be done with a part.
#[derive(Debug, Clone)]
pub(super) enum Task {
    /// Both halves of every pair want it gone.
    TakeOut,
    /// A link goes with the step at its end.
    TakeOutWithStep,
    /// Somebody took it out, or made something else of it, who was not free to: the agreed wording, for what is gone.
    PutBack(Box<Meaning>),
}

impl Workshops {
    /// Copies from which side new parts came into the record. Who wrote them stays in the key-value table.
    ///
    /// # Errors
    /// The room's and the store's; the next look tries again.
    pub async fn note_origins(&self, workshop: &WorkshopId, map: &MapId) -> Result<(), CommandError> {
        let record_name = DocumentName::Record(workshop.clone(), map.clone());
        let known = self.rooms.read(&record_name, record::origins).await?;
        let unknown: Vec<(PartName, ParticipantId)> = self
            .origins(workshop, map)
            .await?
            .into_iter()
            .filter(|(part, _)| !known.contains_key(part))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let facts = self.facts(workshop).await?;
        let side = |person: &ParticipantId| {
            facts.participants.get(person.as_str()).map_or(String::new(), |person| person.side.clone())
        };
        let sides: Vec<(PartName, String)> =
            unknown.into_iter().map(|(part, person)| (part, side(&person))).collect();
        let write = move |document: &mut Document| {
            let sides = sides.iter().map(|(part, side)| (part, side.as_str()));
            document.write(|txn, _| record::write_origins(txn, sides));
        };
        Ok(self.rooms.edit(&record_name, write).await?)
    }

    /// Who first wrote each part of a map; parts of a template have nobody.
    pub(super) async fn origins(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
    ) -> Result<Vec<(PartName, ParticipantId)>, CommandError> {
        let prefix = records::origins_prefix(workshop, map);
        let mut origins = Vec::new();
        for (key, value) in self.store.list(&prefix).await? {
            if let Some(part) = key.strip_prefix(&prefix).and_then(PartName::parse) {
                origins.push((part, records::decode(&key, &value)?));
            }
        }
        Ok(origins)
    }

    /// The parts that a person was the first to write.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn parts_of(&self, caller: &Caller, map: &MapId) -> Result<Vec<PartName>, CommandError> {
        self.check_map(&caller.workshop, map).await?;
        let origins = self.origins(&caller.workshop, map).await?;
        Ok(origins.into_iter().filter(|(_, by)| *by == caller.participant).map(|(part, _)| part).collect())
    }

    /// As [`Self::guard_map`], for every map of a workshop.
    ///
    /// # Errors
    /// See [`CommandError`]; the next look tries again.
    pub async fn guard_maps(&self, workshop: &WorkshopId) -> Result<(), CommandError> {
        let record = self.open_record(workshop).await?;
        for map in &record.maps {
            self.guard_map(workshop, map).await?;
        }
        Ok(())
    }

    /// Puts back and takes out, until map and record fit each other.
    ///
    /// # Errors
    /// The room's and the store's; the next look tries again.
    pub async fn guard_map(&self, workshop: &WorkshopId, map: &MapId) -> Result<(), CommandError> {
        let (held, _) = held_parts(&self.rooms, workshop, map).await?;
        if held.is_empty() {
            return Ok(());
        }
        let map_name = DocumentName::Map(workshop.clone(), map.clone());
        let tasks = self.rooms.read(&map_name, move |document| tasks(document, &held)).await?;
        self.carry_out(workshop, map, tasks).await
    }

    /// Does what is to be done with parts, and ends the agreement of those that were taken out.
    ///
    /// # Errors
    /// As [`Self::guard_map`].
    pub(super) async fn carry_out(
        &self,
        workshop: &WorkshopId,
        map: &MapId,
        tasks: Vec<(PartName, Task)>,
    ) -> Result<(), CommandError> {
        if tasks.is_empty() {
            return Ok(());
        }
        let record_name = DocumentName::Record(workshop.clone(), map.clone());
        let map_name = DocumentName::Map(workshop.clone(), map.clone());
        let gone: Vec<(PartName, Task)> =
            tasks.iter().filter(|(_, task)| !matches!(task, Task::PutBack(_))).cloned().collect();
        self.rooms.edit(&map_name, move |document| carry_out(document, &tasks)).await?;
        if !gone.is_empty() {
            let forget = move |document: &mut Document| {
                document.write(|txn, _| {
                    for (part, task) in &gone {
                        match task {
                            Task::TakeOutWithStep => record::forget_gone(txn, part),
                            Task::TakeOut | Task::PutBack(_) => record::forget_taken_out(txn, part),
                        }
                        if part.kind == AgreeKind::Link {
                            orders::release_order(txn, part);
                        }
                    }
                });
            };
            self.rooms.edit_with(&record_name, Batch::default(), forget).await?;
        }
        Ok(())
    }
}

/// The parts that only pairs can take out, each with the wording agreed last.
pub(super) type HeldParts = BTreeMap<PartName, (Held, Meaning)>;

/// The names of what only pairs can take out: held parts, and the steps that a held link needs at its ends.
pub(super) fn names_of_held(held: &HeldParts) -> HashSet<PartName> {
    let ends = held.values().filter_map(|(_, wording)| match wording {
        Meaning::Link { from, to, .. } => Some([from, to]),
        _ => None,
    });
    let steps = ends.flatten().map(|end| PartName { kind: AgreeKind::Step, id: end.id.clone() });
    held.keys().cloned().chain(steps).collect()
}

/// What only pairs can take out of a map, and the heads of the workshop's and of the record's document that say so.
///
/// # Errors
/// The rooms'.
pub(super) async fn held_parts(
    rooms: &Rooms,
    workshop: &WorkshopId,
    map: &MapId,
) -> Result<(HeldParts, (Sequence, Sequence)), CommandError> {
    let (pairs, facts_head) = rooms.read_with_head(&facts_document(workshop), pairs::read).await?;
    let record = DocumentName::Record(workshop.clone(), map.clone());
    let look = move |document: &Document| wordings_of(document, &pairs);
    let (held, record_head) = rooms.read_with_head(&record, look).await?;
    Ok((held, (facts_head, record_head)))
}

fn wordings_of(document: &Document, pairs: &Pairs) -> HeldParts {
    let record = Record::read_document(document);
    let wording = |fingerprint: &str| record::wording(document, fingerprint);
    // The plain links that agreed steps hold; a link that was agreed by itself says more.
    let mut held = record.held_orders(pairs, wording);
    let parts = record.held(pairs).into_iter().filter(|(part, _)| part.kind != AgreeKind::Map);
    held.extend(parts.filter_map(|(part, held)| {
        let wording = wording(&held.fingerprint)?;
        Some((part, (held, wording)))
    }));
    held
}

/// What is to be done with the parts of a map, so that it fits what is held.
pub(super) fn tasks(document: &Document, held: &HeldParts) -> Vec<(PartName, Task)> {
    if held.is_empty() {
        return Vec::new();
    }
    document.read(|txn, _| {
        let shows = |step: &PartName| part_reader::shows(txn, root::STEPS, &step.id);
        let task = |(part, (held, wording)): (&PartName, &(Held, Meaning))| {
            match held.take_out {
                // Also when it is out already: its agreement is still to be ended.
                TakeOut::Yes => Some((part.clone(), Task::TakeOut)),
                TakeOut::No if put_back::is_due(txn, part, wording) => {
                    Some((part.clone(), Task::PutBack(Box::new(wording.clone()))))
                }
                TakeOut::No => None,
            }
        };
        let of_links = link_tasks(held, shows);
        let others = held.iter().filter(|(part, _)| !of_links.contains_key(*part)).filter_map(task);
        let others: Vec<_> = others.collect();
        // The steps first: a link shows only between steps that do.
        of_links.into_iter().chain(others).collect()
    })
}

/// An agreed link holds the steps at its ends, so that nobody takes it off the map by taking out one of them. With a step
/// that its pair takes out its agreed links go too.
fn link_tasks(held: &HeldParts, shows: impl Fn(&PartName) -> bool) -> BTreeMap<PartName, Task> {
    let mut tasks = BTreeMap::new();
    for (link, (its, wording)) in held {
        let (Meaning::Link { from, to, .. }, TakeOut::No) = (wording, &its.take_out) else { continue };
        for end in [from, to] {
            let step = PartName { kind: AgreeKind::Step, id: end.id.clone() };
            if held.get(&step).is_some_and(|(step, _)| matches!(step.take_out, TakeOut::Yes)) {
                tasks.insert(link.clone(), Task::TakeOutWithStep);
            } else if !shows(&step) {
                let agreed = held.get(&step).map_or_else(|| words_of(end), |(_, wording)| wording.clone());
                tasks.insert(step, Task::PutBack(Box::new(agreed)));
            }
        }
    }
    tasks
}

/// All that an agreed link says of a step at its end.
fn words_of(end: &Named) -> Meaning {
    Meaning::Step {
        title: end.title.clone(),
        detail: String::new(),
        stage: Named::default(),
        lane: Named::default(),
        mode: Mode::default(),
        sector: Sector::default(),
        goals: Vec::new(),
        leads_to: Vec::new(),
    }
}

fn carry_out(document: &mut Document, tasks: &[(PartName, Task)]) {
    let mut random = || u32::from_le_bytes(random_bytes::<4>());
    let mut orders = LastOrders::new(&mut random);
    document.write(|txn, _| {
        for (part, task) in tasks {
            match task {
                Task::TakeOut | Task::TakeOutWithStep => put_back::take_out(txn, part),
                Task::PutBack(wording) => put_back::put_back(txn, part, wording, &mut orders),
            }
        }
    });
}
