//! The `workshop` document: what everybody in a workshop may know about it, without names.
//!
//! Owns its layout (`docs/PROTOCOL.md` section 1.2). Only the server writes it, yet reading is as careful as for a map:
//! a restored backup may hold anything. Knows nothing of who may change what.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use yrs::{Any, Map, ReadTxn, TransactionMut, WriteTxn};

use crate::agenda::AgendaItem;
use crate::document::Document;
use crate::value;
use crate::workshop::maps::{self, MapFacts};
use crate::workshop::plan::{self, Lines, META};

/// Most participants that are read from one document.
pub const PARTICIPANTS_MAX: usize = 2_000;

const PARTICIPANTS: &str = "participants";
const FROZEN: &str = "frozen";
const OBSERVERS_COMMENT: &str = "observersComment";
const WAITING_ROOM: &str = "waitingRoom";
const ROSTER_REVISION: &str = "rosterRevision";

/// The facts of a workshop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkshopFacts {
    /// What the workshop is called.
    pub title: String,
    /// What the pair works on.
    pub challenge: String,
    /// Last day, `YYYY-MM-DD`; the workshop is deleted after it.
    pub ends_on: String,
    /// Id of the template it was made from; empty when from none.
    pub template: String,
    /// How people meet, in words.
    pub format: String,
    /// Id of the main map, which is shown first.
    pub map: String,
    /// Every map, in the order they were made; empty in documents of before there could be several.
    pub maps: Vec<MapFacts>,
    /// Whether only facilitators may write now.
    pub frozen: bool,
    /// Whether whoever joins waits until a facilitator lets them in.
    pub waiting_room: bool,
    /// Whether observers are asked to listen only. They may comment unless the document says that they may not.
    pub observers_silent: bool,
    /// Counts changes of the roster, so that clients know when to ask for names again.
    pub roster_revision: u64,
    /// By participant id.
    pub participants: BTreeMap<String, ParticipantFacts>,
    /// In the order of the day.
    pub agenda: Vec<AgendaItem>,
    /// Questions for the group.
    pub discuss: Vec<String>,
    /// Facts, each with its source.
    pub facts: Vec<String>,
}

/// What everybody may know of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantFacts {
    /// The role, as the server's permission table calls it.
    pub role: String,
    /// Which side of the pair the role belongs to; empty for neither.
    pub side: String,
    /// Whether they are in the workshop.
    pub state: ParticipantState,
    /// The participant they act for, as supporter or scribe. Counts only while both are in.
    pub acts_for: Option<String>,
    /// The participant they would act for, who has not answered yet.
    pub asks_to_act_for: Option<String>,
}

/// Whether a participant is in the workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParticipantState {
    /// In the workshop.
    In,
    /// Waiting to be let in; sees nothing yet.
    Waiting,
    /// Removed by a facilitator, or left.
    Removed,
}

impl ParticipantState {
    /// The word in the document.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Waiting => "waiting",
            Self::Removed => "removed",
        }
    }
}

impl WorkshopFacts {
    /// Reads a `workshop` document. Values of the wrong type read as absent.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        let mut facts = Self {
            participants: participants(txn),
            agenda: plan::read_agenda(txn),
            maps: maps::read(txn),
            ..Self::default()
        };
        let Some(meta) = txn.get_map(META) else { return facts };
        let text = |key| value::string(txn, &meta, key).map(|text| String::from(&*text)).unwrap_or_default();
        facts.title = text("title");
        facts.challenge = text("challenge");
        facts.ends_on = text("endsOn");
        facts.template = text("template");
        facts.format = text("format");
        facts.discuss = plan::read_lines(txn, Lines::Discuss);
        facts.facts = plan::read_lines(txn, Lines::Facts);
        facts.map = text("map");
        facts.frozen = value::is_true(txn, &meta, FROZEN);
        facts.waiting_room = value::is_true(txn, &meta, WAITING_ROOM);
        facts.observers_silent = value::is_false(txn, &meta, OBSERVERS_COMMENT);
        facts.roster_revision = value::count(txn, &meta, ROSTER_REVISION).unwrap_or_default();
        facts
    }

    /// Writes all facts into a new document.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let meta = txn.get_or_insert_map(META);
        let texts = [
            ("title", &self.title),
            ("challenge", &self.challenge),
            ("endsOn", &self.ends_on),
            ("template", &self.template),
            ("format", &self.format),
            ("map", &self.map),
        ];
        for (key, text) in texts {
            meta.insert(txn, key, text.as_str());
        }
        maps::write(txn, &self.maps);
        write_frozen(txn, self.frozen);
        write_waiting_room(txn, self.waiting_room);
        write_observers_comment(txn, !self.observers_silent);
        write_roster_revision(txn, self.roster_revision);
        for (participant, facts) in &self.participants {
            write_participant(txn, participant, facts);
        }
        plan::write_agenda(txn, &self.agenda);
        plan::write_lines(txn, Lines::Discuss, &self.discuss);
        plan::write_lines(txn, Lines::Facts, &self.facts);
    }
}

/// Reads a `workshop` document.
#[must_use]
pub fn read(document: &Document) -> WorkshopFacts {
    document.read(|txn, _| WorkshopFacts::read(txn))
}

/// Writes all facts into a new document; returns the one update of it.
pub fn create(document: &mut Document, facts: &WorkshopFacts) -> Bytes {
    document.write(|txn, _| facts.write(txn)).1
}

/// Writes one participant, new or changed; returns the update of it.
pub fn set_participant(document: &mut Document, participant: &str, facts: &ParticipantFacts) -> Bytes {
    document.write(|txn, _| write_participant(txn, participant, facts)).1
}

/// Writes whether only facilitators may write; returns the update of it.
pub fn set_frozen(document: &mut Document, frozen: bool) -> Bytes {
    document.write(|txn, _| write_frozen(txn, frozen)).1
}

/// Writes the revision of the roster; returns the update of it.
pub fn set_roster_revision(document: &mut Document, revision: u64) -> Bytes {
    document.write(|txn, _| write_roster_revision(txn, revision)).1
}

/// Writes one participant within a transaction.
pub fn write_participant(txn: &mut TransactionMut<'_>, participant: &str, facts: &ParticipantFacts) {
    let said = [
        ("role", Any::from(facts.role.as_str())),
        ("side", Any::from(facts.side.as_str())),
        ("state", Any::from(facts.state.as_str())),
    ];
    let acts_for = facts.acts_for.as_deref().map(|person| ("actsFor", Any::from(person)));
    let asks = facts.asks_to_act_for.as_deref().map(|person| ("asksToActFor", Any::from(person)));
    let said = said.into_iter().chain(acts_for).chain(asks);
    let fields: HashMap<String, Any> = said.map(|(key, value)| (String::from(key), value)).collect();
    txn.get_or_insert_map(PARTICIPANTS).insert(txn, participant, Any::Map(Arc::new(fields)));
}

/// Forgets one participant within a transaction, when nothing else names them.
pub fn forget_participant(txn: &mut TransactionMut<'_>, participant: &str) {
    txn.get_or_insert_map(PARTICIPANTS).remove(txn, participant);
}

/// Writes within a transaction whether only facilitators may write.
pub fn write_frozen(txn: &mut TransactionMut<'_>, frozen: bool) {
    txn.get_or_insert_map(META).insert(txn, FROZEN, frozen);
}

/// Writes within a transaction whether whoever joins waits to be let in.
pub fn write_waiting_room(txn: &mut TransactionMut<'_>, is_open: bool) {
    txn.get_or_insert_map(META).insert(txn, WAITING_ROOM, is_open);
}

/// Writes within a transaction what a workshop is called, works on and when it ends; what is `None` stays.
pub fn write_description(
    txn: &mut TransactionMut<'_>,
    title: Option<&str>,
    challenge: Option<&str>,
    ends_on: Option<&str>,
) {
    let meta = txn.get_or_insert_map(META);
    for (key, text) in [("title", title), ("challenge", challenge), ("endsOn", ends_on)] {
        if let Some(text) = text {
            meta.insert(txn, key, text);
        }
    }
}

/// Writes within a transaction which map is shown first.
pub fn write_main_map(txn: &mut TransactionMut<'_>, map: &str) {
    txn.get_or_insert_map(META).insert(txn, "map", map);
}

/// Writes within a transaction whether observers may comment.
pub fn write_observers_comment(txn: &mut TransactionMut<'_>, may_comment: bool) {
    txn.get_or_insert_map(META).insert(txn, OBSERVERS_COMMENT, may_comment);
}

/// Writes the revision of the roster within a transaction.
pub fn write_roster_revision(txn: &mut TransactionMut<'_>, revision: u64) {
    // A revision counts joins of one workshop and never comes near the largest whole number of a browser.
    txn.get_or_insert_map(META).insert(txn, ROSTER_REVISION, Any::from(revision as f64));
}

fn participants<T: ReadTxn>(txn: &T) -> BTreeMap<String, ParticipantFacts> {
    let Some(map) = txn.get_map(PARTICIPANTS) else { return BTreeMap::new() };
    let participant = |id: &str| {
        let fields = value::fields(txn, &map, id)?;
        let state = match value::field(&fields, "state") {
            "in" => ParticipantState::In,
            "waiting" => ParticipantState::Waiting,
            _ => ParticipantState::Removed,
        };
        let word = |key| String::from(value::field(&fields, key));
        let person = |key| Some(word(key)).filter(|person| !person.is_empty());
        let (acts_for, asks_to_act_for) = (person("actsFor"), person("asksToActFor"));
        let (role, side) = (word("role"), word("side"));
        Some((String::from(id), ParticipantFacts { role, side, state, acts_for, asks_to_act_for }))
    };
    map.keys(txn).filter_map(participant).take(PARTICIPANTS_MAX).collect()
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
