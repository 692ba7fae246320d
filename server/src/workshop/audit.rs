//! The audit: who (role and id) did what and when, append-only, without names and content.
//!
//! `audit/{w}` goes with its workshop; `audit/server` keeps that workshops were made and deleted.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Caller, CommandError, Workshops};
use crate::auth::records::{self, PersonRecord};
use crate::auth::role::Role;
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::limits::AUDIT_LINES_PER_PAGE;
use crate::store::Sequence;

/// Stream of what happens to workshops as a whole; outlives them.
pub const SERVER_STREAM: &str = "audit/server";

/// Stream of a workshop.
#[must_use]
pub fn stream(workshop: &WorkshopId) -> String {
    format!("audit/{workshop}")
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AuditWord {
    /// A workshop was made.
    Create,
    /// A person joined.
    Join,
    /// A person came to the waiting room.
    Wait,
    /// A person was let in from the waiting room.
    Admit,
    /// A person was not let in.
    Refuse,
    /// A person came back with their return code.
    Return,
    /// A person made their return code.
    ReturnCode,
    /// A person left.
    Leave,
    /// A person was removed.
    Remove,
    /// A person was given another name.
    Rename,
    /// A person was given another role.
    ChangeRole,
    /// A person who takes part by phone was put on the list.
    AddByPhone,
    /// A person acts for another from now on.
    ActFor,
    /// A person was asked whether another may act for them.
    AskToActFor,
    /// A person no longer acts for another.
    StopActingFor,
    /// The waiting room was opened.
    OpenWaitingRoom,
    /// The waiting room was closed.
    CloseWaitingRoom,
    /// Editing was frozen.
    Freeze,
    /// Editing was opened again.
    Thaw,
    /// An invite was made or made anew.
    Invite,
    /// An invite was withdrawn.
    RevokeInvite,
    /// A facilitator formed a pair.
    FormPair,
    /// A partner asked another to be a pair.
    AskPair,
    /// The asked one said yes.
    AcceptPair,
    /// A pair was ended.
    EndPair,
    /// The name, the challenge or the way of working of a pair was changed.
    WordPair,
    /// Somebody asked that a pair decides about other stages.
    AskScope,
    /// A half of a pair said yes to other stages.
    AcceptScope,
    /// Other stages were declined, or the question was taken back.
    DeclineScope,
    /// A part was put up to be agreed.
    Propose,
    /// A partner said yes to a part.
    Agree,
    /// A partner took a yes back.
    Withdraw,
    /// A partner sees a part differently.
    Differ,
    /// A partner says that the differing views are resolved.
    Resolve,
    /// A partner parked a part.
    Park,
    /// A partner goes on with a part.
    Reopen,
    /// A partner said yes to taking an agreed part out.
    RemovePart,
    /// An agreed part is to stay.
    KeepPart,
    /// The map was taken away as a file.
    Export,
    /// A thread of comments was begun.
    Comment,
    /// Something was said in a thread.
    Reply,
    /// A thread was resolved.
    ResolveThread,
    /// A thread was opened again.
    ReopenThread,
    /// Somebody reacted to a comment.
    React,
    /// A reaction was taken back.
    Unreact,
    /// A comment was taken back.
    TakeBack,
    /// A facilitator took a comment down.
    TakeDown,
    /// Somebody said what led to a part.
    LedTo,
    /// Somebody took away that something led to a part.
    NotLedTo,
    /// Observers may comment from now on.
    LetObservers,
    /// Observers are asked to listen only.
    HushObservers,
    /// The map was full, and the server took out what was added last.
    MapFull,
    /// A facilitator took out of the map what says nothing.
    CleanUpMap,
    /// The way people meet, the agenda, the questions or the facts were changed.
    PlanMeeting,
    /// An activity of the agenda was begun.
    StartActivity,
    /// The time of the activity was stopped.
    PauseSession,
    /// The time of the activity goes on.
    ResumeSession,
    /// The session was ended.
    EndSession,
    /// Everybody was told something.
    TellEveryone,
    /// One person was told something alone; not who, nor what.
    Nudge,
    /// Everybody was asked to look at one place.
    CallEveryone,
    /// The link of the call, or how to take part by phone, was changed.
    SetCallLink,
    /// Notes that people wrote alone can be given.
    OpenGiving,
    /// Notes that people gave without their names were shown, or too few had given.
    RevealNotes,
    /// Somebody added an idea.
    AddIdea,
    /// An idea was put into a theme, or out of it; not which.
    SortIdea,
    /// A theme was given another name.
    RenameTheme,
    /// Something became of an idea; not of which.
    IdeaBecame,
    /// That something became of an idea was taken back.
    IdeaBecameNothing,
    /// A vote was opened.
    OpenRound,
    /// A vote was closed.
    CloseRound,
    /// A vote was taken away without a result.
    CancelRound,
    /// A map was added.
    AddMap,
    /// A map was given another name.
    NameMap,
    /// Another map is shown first.
    ShowMapFirst,
    /// A map was removed.
    RemoveMap,
    /// A removed map was brought back.
    RestoreMap,
    /// The title, the challenge or the last day of the workshop was changed.
    EditWorkshop,
    /// A workshop was made in which the agenda is practised.
    Practise,
    /// The workshop was deleted by a facilitator.
    Delete,
    /// The workshop was deleted after its end date.
    Expire,
}

/// One line of the audit.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry<'a> {
    /// Milliseconds since 1970.
    pub at: u64,
    /// What happened.
    pub act: AuditWord,
    /// In which workshop.
    pub workshop: &'a WorkshopId,
    /// Who did it; absent for the server itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<&'a ParticipantId>,
    /// In which role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'a ParticipantId>,
    /// For whom `to` acts, or, with a part, for whom it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<&'a ParticipantId>,
    /// Which role it was about: the one an invite gives, or the one a person was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Role>,
    /// Whether the person came with a device that others of this workshop came with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceSeen>,
    /// In which pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<&'a str>,
    /// About which part of the map, by kind and id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'a str>,
    /// On which map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<&'a MapId>,
}

/// Whether a device was seen with another person of the workshop. No address and no number of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum DeviceSeen {
    /// Somebody else came with it too.
    Same,
    /// Nobody else did.
    Different,
}

impl DeviceSeen {
    /// Compares the marks of a person's devices with everybody else's; `None` when the device told none.
    #[must_use]
    pub fn of(person: &PersonRecord, others: &[(ParticipantId, PersonRecord)]) -> Option<Self> {
        person.marks.last()?;
        let shares = others.iter().any(|(_, other)| share_a_device(person, other));
        Some(if shares { Self::Same } else { Self::Different })
    }

    /// Compares the devices of two people; `None` when one of them told none.
    #[must_use]
    pub fn between(one: &PersonRecord, other: &PersonRecord) -> Option<Self> {
        let both_told = !one.marks.is_empty() && !other.marks.is_empty();
        both_told.then(|| if share_a_device(one, other) { Self::Same } else { Self::Different })
    }
}

/// Whether two people came with the same device.
#[must_use]
pub fn share_a_device(one: &PersonRecord, other: &PersonRecord) -> bool {
    one.marks.iter().any(|mark| other.marks.contains(mark))
}

impl<'a> Entry<'a> {
    /// An act of the server itself, or of somebody not yet known.
    #[must_use]
    pub fn of_server(at: u64, act: AuditWord, workshop: &'a WorkshopId) -> Self {
        Self {
            at,
            act,
            workshop,
            by: None,
            role: None,
            to: None,
            acts_for: None,
            about: None,
            device: None,
            pair: None,
            part: None,
            map: None,
        }
    }

    /// An act of a person.
    #[must_use]
    pub fn of(at: u64, act: AuditWord, caller: &'a Caller) -> Self {
        Self {
            by: Some(&caller.participant),
            role: Some(caller.role),
            ..Self::of_server(at, act, &caller.workshop)
        }
    }
}

/// A line of the workshop's audit, with the stream it goes to.
#[must_use]
pub fn in_workshop(entry: &Entry<'_>) -> (String, Bytes) {
    (stream(entry.workshop), line(entry))
}

/// A line of the audit that outlives the workshop, with the stream it goes to.
#[must_use]
pub fn on_server(entry: &Entry<'_>) -> (String, Bytes) {
    (SERVER_STREAM.to_owned(), line(entry))
}

fn line(entry: &Entry<'_>) -> Bytes {
    Bytes::from(crate::auth::records::encode(entry))
}

/// A page of what happened, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditPage {
    /// The lines.
    pub lines: Vec<AuditLine>,
    /// Whether older ones follow; ask with the last line's number.
    pub more: bool,
}

/// One line, as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditLine {
    /// Its place; grows with time.
    #[serde(default)]
    #[schema(required = true)]
    pub number: Sequence,
    /// Milliseconds since 1970.
    pub at: u64,
    /// What happened; a word, because another version may know others.
    pub act: String,
    /// Who did it; absent for the server itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub by: Option<ParticipantId>,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub to: Option<ParticipantId>,
    /// For whom `to` acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub acts_for: Option<ParticipantId>,
    /// Which role it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub about: Option<Role>,
    /// Whether the device was seen with somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device: Option<DeviceSeen>,
    /// In which pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub pair: Option<String>,
    /// About which part of the map, by kind and id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part: Option<String>,
    /// On which map; absent where that does not matter, and in lines of before a workshop could have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub map: Option<MapId>,
}

impl Workshops {
    /// What happened in a workshop, newest first, a page at a time; older than the line `before` when one is given.
    ///
    /// # Errors
    /// The store's.
    pub async fn what_happened(
        &self,
        workshop: &WorkshopId,
        before: Option<Sequence>,
    ) -> Result<AuditPage, CommandError> {
        let stream = stream(workshop);
        let kept = self.store.load(&stream).await?.entries;
        let older = kept.iter().rev().filter(|(number, _)| before.is_none_or(|before| *number < before));
        let mut lines = Vec::new();
        for (number, bytes) in older.take(AUDIT_LINES_PER_PAGE + 1) {
            let line: AuditLine = records::decode(&stream, bytes)?;
            lines.push(AuditLine { number: *number, ..line });
        }
        let more = lines.len() > AUDIT_LINES_PER_PAGE;
        lines.truncate(AUDIT_LINES_PER_PAGE);
        Ok(AuditPage { lines, more })
    }
}
