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

#[cfg(test)]
mod tests {
    use super::*;
    use pairway_crdt::workshop::side::Side;

    fn documents() -> [DocumentName; 5] {
        let (workshop, map) = (WorkshopId::random(), MapId::random());
        [
            DocumentName::Workshop(workshop.clone()),
            DocumentName::Map(workshop.clone(), map.clone()),
            DocumentName::Talk(workshop.clone(), map.clone()),
            DocumentName::Record(workshop, map),
            DocumentName::Scratch("anything".to_owned()),
        ]
    }

    #[test]
    fn perm_1_every_role_kind_and_freeze_has_the_access_of_the_table() {
        use Access::{Denied, ReadOnly, ReadWrite};
        // Columns: workshop, map, talk, record, scratch.
        let open: [(Role, [Access; 5]); 7] = [
            (Role::Facilitator, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, Denied]),
            (Role::PatientLeader, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, Denied]),
            (Role::Carer, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, Denied]),
            (Role::Professional, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, Denied]),
            (Role::Supporter, [ReadOnly, ReadOnly, ReadOnly, ReadOnly, Denied]),
            (Role::Observer, [ReadOnly, ReadOnly, ReadOnly, ReadOnly, Denied]),
            (Role::SystemPartner, [ReadOnly, ReadOnly, ReadOnly, ReadOnly, Denied]),
        ];
        assert_eq!(open.map(|(role, _)| role), Role::ALL, "every role has a row");
        for (role, row) in open {
            for (document, expected) in documents().iter().zip(row) {
                assert_eq!(access(role, document, Frozen::No), expected, "{role:?} {document}");
                let while_frozen = if role == Role::Facilitator { expected } else { expected.min(ReadOnly) };
                assert_eq!(access(role, document, Frozen::Yes), while_frozen, "frozen, {role:?} {document}");
            }
        }
    }

    #[test]
    fn perm_2_a_document_name_reads_back_and_nothing_else_is_one() {
        for document in documents() {
            assert_eq!(DocumentName::parse(&document.to_string()), Some(document));
        }
        let (workshop, map) = (WorkshopId::random(), MapId::random());
        for text in [
            String::new(),
            "workshop".to_owned(),
            "workshop/".to_owned(),
            format!("workshop/{workshop}/"),
            format!("workshop/{workshop}/{map}"),
            format!("map/{workshop}"),
            format!("map/{workshop}/{map}/x"),
            format!("Map/{workshop}/{map}"),
            format!("map/{workshop}/../{map}"),
            format!("notes/{workshop}/{map}"),
            format!(" map/{workshop}/{map}"),
            format!("audit/{workshop}"),
            "scratch/".to_owned(),
            "scratch/a\0b".to_owned(),
            format!("scratch/{}", "x".repeat(SCRATCH_NAME_BYTES_MAX + 1)),
        ] {
            assert_eq!(DocumentName::parse(&text), None, "{text:?}");
        }
        assert!(DocumentName::parse(&format!("scratch/{}", "x".repeat(SCRATCH_NAME_BYTES_MAX))).is_some());
    }

    #[test]
    fn perm_3_only_maps_and_scratch_documents_are_written_by_people() {
        let by_server: Vec<bool> = documents().iter().map(DocumentName::is_server_written).collect();
        assert_eq!(by_server, [true, false, true, true, false]);
        for role in Role::ALL {
            for document in documents().iter().filter(|document| document.is_server_written()) {
                assert!(access(role, document, Frozen::No) < Access::ReadWrite, "{role:?} {document}");
            }
        }
    }

    #[test]
    fn perm_4_sides_are_counted_for_partners_only_and_names_are_the_same_everywhere() {
        let sides: Vec<Option<Side>> = Role::ALL.into_iter().map(Role::side).collect();
        let (patient, professional) = (Some(Side::Patient), Some(Side::Professional));
        assert_eq!(sides, [None, patient, patient, professional, None, None, None]);
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!(serde_json::to_value(Side::Patient).unwrap(), Side::Patient.as_str());
    }
}
