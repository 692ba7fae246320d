//! Who may read and write which document: one pure function of the person, the situation and the document (decision D1).
//!
//! Each kind of document (`document_kinds.rs`) has one arm here. Knows no token, no socket and no room.

use crate::auth::role::Role;
use crate::ids::ParticipantId;

pub use crate::auth::document_kinds::{DocumentKind, DocumentName};

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

/// A person as far as rights depend on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who it is.
    pub participant: ParticipantId,
    /// The role, as the person's record has it.
    pub role: Role,
    /// For whom the person acts, if that person has allowed it.
    pub acts_for: Option<ParticipantId>,
}

/// What holds in a workshop at the moment, as far as rights depend on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Situation {
    /// Only facilitators edit maps.
    pub is_frozen: bool,
}

/// What a person may do with a document of their own workshop.
#[must_use]
pub fn access(person: &Standing, situation: &Situation, document: &DocumentName) -> Access {
    match document {
        DocumentName::Workshop(_) | DocumentName::Talk(..) | DocumentName::Record(..) => Access::ReadOnly,
        DocumentName::Map(..) => match person.role {
            Role::Facilitator => Access::ReadWrite,
            Role::PatientLeader | Role::Carer | Role::Professional if !situation.is_frozen => {
                Access::ReadWrite
            }
            Role::PatientLeader
            | Role::Carer
            | Role::Professional
            | Role::Supporter
            | Role::Observer
            | Role::SystemPartner => Access::ReadOnly,
        },
        DocumentName::Scratch(_) => Access::Denied,
    }
}

/// What the page of roles shows of documents: each kind, and each situation in which a kind has other rights.
#[cfg(test)]
pub(crate) fn rows_of_the_page() -> Vec<(String, [Access; Role::ALL.len()])> {
    let (workshop, map) = (crate::ids::WorkshopId::random(), crate::ids::MapId::random());
    let mut rows = Vec::new();
    for kind in DocumentKind::ALL {
        for document in kind.documents(&workshop, std::slice::from_ref(&map)) {
            let row = |is_frozen| {
                Role::ALL.map(|role| access(&tests::standing(role), &Situation { is_frozen }, &document))
            };
            rows.push((format!("`{}`", kind.name()), row(false)));
            if row(true) != row(false) {
                rows.push((format!("`{}`, frozen", kind.name()), row(true)));
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use pairway_crdt::workshop::side::Side;

    use super::*;
    use crate::auth::document_kinds::tests::documents;

    pub(super) fn standing(role: Role) -> Standing {
        Standing { participant: ParticipantId::random(), role, acts_for: None }
    }

    const OPEN: Situation = Situation { is_frozen: false };
    const FROZEN: Situation = Situation { is_frozen: true };

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
                let person = standing(role);
                assert_eq!(access(&person, &OPEN, document), expected, "{role:?} {document}");
                let may_write = access(&person, &OPEN, document) == ReadWrite;
                assert!(!may_write || role.writes_maps(), "{role:?} {document}");
                let while_frozen = if role == Role::Facilitator { expected } else { expected.min(ReadOnly) };
                assert_eq!(access(&person, &FROZEN, document), while_frozen, "frozen, {role:?} {document}");
            }
        }
    }

    #[test]
    fn perm_1_only_maps_and_scratch_documents_are_written_by_people() {
        let by_server: Vec<bool> = documents().iter().map(DocumentName::is_server_written).collect();
        assert_eq!(by_server, [true, false, true, true, false]);
        for role in Role::ALL {
            for document in documents().iter().filter(|document| document.is_server_written()) {
                assert!(access(&standing(role), &OPEN, document) < Access::ReadWrite, "{role:?} {document}");
            }
        }
    }

    #[test]
    fn role_2_sides_are_counted_for_partners_only_and_names_are_the_same_everywhere() {
        let sides: Vec<Option<Side>> = Role::ALL.into_iter().map(Role::side).collect();
        let (patient, professional) = (Some(Side::Patient), Some(Side::Professional));
        assert_eq!(sides, [None, patient, patient, professional, None, None, None]);
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert_eq!(serde_json::to_value(Side::Patient).unwrap(), Side::Patient.as_str());
    }
}
