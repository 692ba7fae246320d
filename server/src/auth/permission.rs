//! Who may read and write which document: one pure function of the person, the situation and the document (decision D1).
//!
//! Each kind of document (`document_kinds.rs`) has one arm here. Knows no token, no socket and no room.

use crate::auth::rights::{self, Right};
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
    /// How far the notes of the person and activity are that are asked for.
    pub notes: NotesState,
}

/// How far the notes of one person in one activity are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NotesState {
    /// The activity was never begun or is none in which people write alone, or the person is not in.
    #[default]
    None,
    /// They are being written.
    Open,
    /// The person has given of them with their name.
    Given,
    /// What the person gave without a name was shown. What they kept stands in another document.
    Shown,
}

/// What a person may do with a document of their own workshop.
#[must_use]
pub fn access(person: &Standing, situation: &Situation, document: &DocumentName) -> Access {
    match document {
        DocumentName::Workshop(_)
        | DocumentName::Talk(..)
        | DocumentName::Record(..)
        | DocumentName::Session(_) => Access::ReadOnly,
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
        DocumentName::Personal(_, owner) if is_told(person, owner) => Access::ReadOnly,
        DocumentName::Notes(_, _, owner) if is_theirs(person, owner) => match situation.notes {
            NotesState::None | NotesState::Shown => Access::Denied,
            NotesState::Open => Access::ReadWrite,
            NotesState::Given => Access::ReadOnly,
        },
        DocumentName::Personal(..) | DocumentName::Notes(..) | DocumentName::Scratch(_) => Access::Denied,
    }
}

/// Whether a person reads what is said to somebody alone: it was said to them, or to whom they act for with a grant.
fn is_told(person: &Standing, to: &ParticipantId) -> bool {
    person.participant == *to || person.acts_for.as_ref() == Some(to)
}

/// Whether notes are those of a person: their own, or those of whom they act for with a grant. Nobody else ever has them, a
/// facilitator least of all.
fn is_theirs(person: &Standing, owner: &ParticipantId) -> bool {
    let is_own = person.participant == *owner && rights::may(person.role, Right::WriteAlone);
    is_own || person.acts_for.as_ref() == Some(owner)
}

/// What the page of roles shows of documents: each kind, and each situation in which a kind has other rights.
#[cfg(test)]
pub(crate) fn rows_of_the_page() -> Vec<(String, [Access; Role::ALL.len()])> {
    let (workshop, map) = (crate::ids::WorkshopId::random(), crate::ids::MapId::random());
    let mut rows = Vec::new();
    for kind in DocumentKind::ALL {
        for document in kind.documents(&workshop, std::slice::from_ref(&map)) {
            let row = |is_frozen| {
                let situation = Situation { is_frozen, ..Situation::default() };
                Role::ALL.map(|role| access(&tests::standing(role), &situation, &document))
            };
            rows.push((format!("`{}`", kind.name()), row(false)));
            if row(true) != row(false) {
                rows.push((format!("`{}`, frozen", kind.name()), row(true)));
            }
        }
    }
    rows.extend(rows_of_notes(&workshop));
    rows.extend(rows_of_what_one_is_told(&workshop));
    rows
}

/// Of what is said to one person alone it counts only to whom.
#[cfg(test)]
fn rows_of_what_one_is_told(workshop: &crate::ids::WorkshopId) -> Vec<(String, [Access; Role::ALL.len()])> {
    let to = ParticipantId::random();
    let personal = DocumentName::Personal(workshop.clone(), to.clone());
    let row = |label: &str, standing: &dyn Fn(Role) -> Standing| {
        let accesses = Role::ALL.map(|role| access(&standing(role), &Situation::default(), &personal));
        (format!("`personal`, {label}"), accesses)
    };
    vec![
        row("one's own", &|role| Standing { participant: to.clone(), ..tests::standing(role) }),
        row("of whom one acts for with their yes", &|role| Standing {
            acts_for: Some(to.clone()),
            ..tests::standing(role)
        }),
        row("anybody else's", &tests::standing),
    ]
}

/// Whose notes they are counts more than the role.
#[cfg(test)]
fn rows_of_notes(workshop: &crate::ids::WorkshopId) -> Vec<(String, [Access; Role::ALL.len()])> {
    use crate::ids::ActivityId;
    let owner = ParticipantId::random();
    let activity = ActivityId::parse("item-1").expect("an id");
    let notes = DocumentName::Notes(workshop.clone(), activity, owner.clone());
    let row = |label: &str, state, standing: &dyn Fn(Role) -> Standing| {
        let situation = Situation { notes: state, ..Situation::default() };
        (format!("`notes`, {label}"), Role::ALL.map(|role| access(&standing(role), &situation, &notes)))
    };
    let own = |role| Standing { participant: owner.clone(), ..tests::standing(role) };
    let acting = |role| Standing { acts_for: Some(owner.clone()), ..tests::standing(role) };
    vec![
        row("one's own", NotesState::Open, &own),
        row("one's own, given", NotesState::Given, &own),
        row("one's own, given without a name and shown", NotesState::Shown, &own),
        row("of whom one acts for with their yes", NotesState::Open, &acting),
        row("anybody else's", NotesState::Open, &tests::standing),
    ]
}

#[cfg(test)]
mod tests {
    use pairway_crdt::workshop::side::Side;

    use super::*;
    use crate::auth::document_kinds::tests::documents;

    pub(super) fn standing(role: Role) -> Standing {
        Standing { participant: ParticipantId::random(), role, acts_for: None }
    }

    const OPEN: Situation = Situation { is_frozen: false, notes: NotesState::Open };
    const FROZEN: Situation = Situation { is_frozen: true, notes: NotesState::Open };

    #[test]
    fn perm_1_every_role_kind_and_freeze_has_the_access_of_the_table() {
        use Access::{Denied, ReadOnly, ReadWrite};
        // Columns: workshop, map, talk, record, session, what is said to another alone, another's notes, scratch.
        let open: [(Role, [Access; 8]); 7] = [
            (Role::Facilitator, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied]),
            (
                Role::PatientLeader,
                [ReadOnly, ReadWrite, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied],
            ),
            (Role::Carer, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied]),
            (Role::Professional, [ReadOnly, ReadWrite, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied]),
            (Role::Supporter, [ReadOnly, ReadOnly, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied]),
            (Role::Observer, [ReadOnly, ReadOnly, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied]),
            (Role::SystemPartner, [ReadOnly, ReadOnly, ReadOnly, ReadOnly, ReadOnly, Denied, Denied, Denied]),
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
    fn perm_1_only_maps_notes_and_scratch_documents_are_written_by_people() {
        let by_server: Vec<bool> = documents().iter().map(DocumentName::is_server_written).collect();
        assert_eq!(by_server, [true, false, true, true, true, true, false, false]);
        for role in Role::ALL {
            for document in documents().iter().filter(|document| document.is_server_written()) {
                assert!(access(&standing(role), &OPEN, document) < Access::ReadWrite, "{role:?} {document}");
            }
        }
    }

    #[test]
    fn note_11_notes_are_open_to_their_writer_and_to_whom_that_one_said_yes_and_to_nobody_else_in_any_role() {
        let notes =
            documents().into_iter().find(|document| document.kind() == Some(DocumentKind::Notes)).unwrap();
        let owner = notes.person().unwrap().clone();
        for role in Role::ALL {
            let own = Standing { participant: owner.clone(), ..standing(role) };
            let acting = Standing { acts_for: Some(owner.clone()), ..standing(role) };
            let for_another = Standing { acts_for: Some(ParticipantId::random()), ..standing(role) };
            for (state, most) in [
                (NotesState::None, Access::Denied),
                (NotesState::Open, Access::ReadWrite),
                (NotesState::Given, Access::ReadOnly),
                (NotesState::Shown, Access::Denied),
            ] {
                for is_frozen in [false, true] {
                    let situation = Situation { is_frozen, notes: state };
                    let expected = if role.writes_maps() { most } else { Access::Denied };
                    assert_eq!(access(&own, &situation, &notes), expected, "own, {role:?} {state:?}");
                    assert_eq!(access(&acting, &situation, &notes), most, "acting, {role:?} {state:?}");
                    for nobody in [&standing(role), &for_another] {
                        assert_eq!(access(nobody, &situation, &notes), Access::Denied, "{role:?} {state:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn lead_17_what_is_said_to_one_person_is_open_to_that_person_and_to_whom_they_said_yes_and_to_nobody_else()
     {
        let personal =
            documents().into_iter().find(|document| document.kind() == Some(DocumentKind::Personal)).unwrap();
        let to = personal.person().unwrap().clone();
        for role in Role::ALL {
            let own = Standing { participant: to.clone(), ..standing(role) };
            let acting = Standing { acts_for: Some(to.clone()), ..standing(role) };
            let for_another = Standing { acts_for: Some(ParticipantId::random()), ..standing(role) };
            for situation in [OPEN, FROZEN] {
                for reads in [&own, &acting] {
                    assert_eq!(access(reads, &situation, &personal), Access::ReadOnly, "{role:?}");
                }
                for nobody in [&standing(role), &for_another] {
                    assert_eq!(access(nobody, &situation, &personal), Access::Denied, "{role:?}");
                }
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
