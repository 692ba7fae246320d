//! Who may read and write which document: one pure table (decision D1).
//!
//! Owns document names and the table role x document kind. Knows no token, no socket and no room.

use std::fmt;

use crate::auth::role::Role;
use crate::ids::{MapId, WorkshopId};

/// The name of a document; its kind carries its permission.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DocumentName {
    /// `workshop/{w}`: server-written facts of a workshop.
    Workshop(WorkshopId),
    /// `map/{w}/{m}`: a pathway map.
    Map(WorkshopId, MapId),
    /// `talk/{w}/{m}`: comments, server-written.
    Talk(WorkshopId, MapId),
    /// `record/{w}/{m}`: agreements and provenance, server-written.
    Record(WorkshopId, MapId),
    /// `scratch/{name}`: open to anyone, only with `--open-scratch`.
    Scratch(String),
}

/// Longest name of a scratch document, in bytes.
pub const SCRATCH_NAME_BYTES_MAX: usize = 128;

impl DocumentName {
    /// Reads a document name; `None` for anything that is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        if kind == "scratch" {
            let fits = !rest.is_empty() && rest.len() <= SCRATCH_NAME_BYTES_MAX;
            let plain = rest.chars().all(|letter| !letter.is_control());
            return (fits && plain).then(|| Self::Scratch(rest.to_owned()));
        }
        if kind == "workshop" {
            return WorkshopId::parse(rest).map(Self::Workshop);
        }
        let (workshop, map) = rest.split_once('/')?;
        let (workshop, map) = (WorkshopId::parse(workshop)?, MapId::parse(map)?);
        match kind {
            "map" => Some(Self::Map(workshop, map)),
            "talk" => Some(Self::Talk(workshop, map)),
            "record" => Some(Self::Record(workshop, map)),
            _ => None,
        }
    }

    /// The workshop a document belongs to; `None` for scratch documents.
    #[must_use]
    pub fn workshop(&self) -> Option<&WorkshopId> {
        match self {
            Self::Workshop(workshop)
            | Self::Map(workshop, _)
            | Self::Talk(workshop, _)
            | Self::Record(workshop, _) => Some(workshop),
            Self::Scratch(_) => None,
        }
    }

    /// Whether only the server writes this kind of document.
    #[must_use]
    pub fn is_server_written(&self) -> bool {
        match self {
            Self::Workshop(_) | Self::Talk(..) | Self::Record(..) => true,
            Self::Map(..) | Self::Scratch(_) => false,
        }
    }
}

impl fmt::Display for DocumentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workshop(workshop) => write!(f, "workshop/{workshop}"),
            Self::Map(workshop, map) => write!(f, "map/{workshop}/{map}"),
            Self::Talk(workshop, map) => write!(f, "talk/{workshop}/{map}"),
            Self::Record(workshop, map) => write!(f, "record/{workshop}/{map}"),
            Self::Scratch(name) => write!(f, "scratch/{name}"),
        }
    }
}

/// What a connection may do with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Nothing, not even know whether it exists.
    Denied,
    /// Read, and show presence.
    ReadOnly,
    /// Read and write.
    ReadWrite,
}

/// What a role may do with a document of its own workshop.
///
/// `frozen` is the workshop's freeze: while it lasts only facilitators write the map.
#[must_use]
pub fn access(role: Role, document: &DocumentName, frozen: Frozen) -> Access {
    match document {
        DocumentName::Workshop(_) | DocumentName::Talk(..) | DocumentName::Record(..) => Access::ReadOnly,
        DocumentName::Map(..) => match (role, frozen) {
            (Role::Facilitator, _) | (Role::PatientLeader | Role::Carer | Role::Professional, Frozen::No) => {
                Access::ReadWrite
            }
            (Role::PatientLeader | Role::Carer | Role::Professional, Frozen::Yes)
            | (Role::Supporter | Role::Observer | Role::SystemPartner, _) => Access::ReadOnly,
        },
        DocumentName::Scratch(_) => Access::Denied,
    }
}

/// Whether the facilitator has frozen editing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frozen {
    /// Editing is open.
    No,
    /// Only facilitators edit.
    Yes,
}
