//! The kinds of documents, listed once.
//!
//! A kind is one row of the table below; parsing, display, streams, deletion and checks read it from there. What people
//! may do with it is one arm in `permission.rs`. Knows no role, no store and no room.

use std::fmt;

use crate::ids::{ActivityId, MapId, ParticipantId, WorkshopId};

/// Who writes the documents of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Only the server, by commands.
    Server,
    /// People, by edits; the server too.
    People,
}

/// Of what there is one document of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One in each workshop.
    Workshop,
    /// One for each map of a workshop.
    Map,
    /// One for each person to whom something was said that is for nobody else. Nothing lists them either.
    Person,
    /// One for each activity in which people write alone and each person who does. Nothing lists them: they are found by
    /// what their names begin with.
    ActivityAndPerson,
}

/// A part of a document's name after the workshop.
trait NamePart {
    /// The map, if that is what the part names.
    fn map(&self) -> Option<&MapId> {
        None
    }

    /// The person, if that is what the part names.
    fn person(&self) -> Option<&ParticipantId> {
        None
    }
}

impl NamePart for ActivityId {}

impl NamePart for ParticipantId {
    fn person(&self) -> Option<&ParticipantId> {
        Some(self)
    }
}

impl NamePart for MapId {
    fn map(&self) -> Option<&MapId> {
        Some(self)
    }
}

macro_rules! document_kinds {
    ($(
        $(#[$doc:meta])*
        $kind:ident($workshop:ident: WorkshopId $(, $part:ident: $type:ty)*), $name:literal,
        $owner:expr, $scope:expr, from_start: $from_start:literal;
    )+) => {
        /// A kind of document of a workshop.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum DocumentKind {
            $($(#[$doc])* $kind),+
        }

        impl DocumentKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The first word of the names of its documents.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name),+
                }
            }

            /// Who writes its documents.
            #[must_use]
            pub fn owner(self) -> Owner {
                match self {
                    $(Self::$kind => $owner),+
                }
            }

            /// Of what there is one.
            #[must_use]
            pub fn scope(self) -> Scope {
                match self {
                    $(Self::$kind => $scope),+
                }
            }

            /// Whether its documents are there from the moment on when what they belong to is made; others are made when
            /// they are first written to.
            #[must_use]
            pub fn is_from_start(self) -> bool {
                match self {
                    $(Self::$kind => $from_start),+
                }
            }
        }

        /// The name of a document; its kind carries its permission.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum DocumentName {
            $($(#[$doc])* $kind(WorkshopId $(, $type)*),)+
            /// `scratch/{name}`: open to anyone, only with `--open-scratch`.
            Scratch(String),
        }

        impl DocumentName {
            /// Its kind; `None` for scratch documents, which belong to no workshop.
            #[must_use]
            pub fn kind(&self) -> Option<DocumentKind> {
                match self {
                    $(Self::$kind(..) => Some(DocumentKind::$kind),)+
                    Self::Scratch(_) => None,
                }
            }

            /// The workshop a document belongs to; `None` for scratch documents.
            #[must_use]
            pub fn workshop(&self) -> Option<&WorkshopId> {
                match self {
                    $(Self::$kind(workshop, ..) => Some(workshop),)+
                    Self::Scratch(_) => None,
                }
            }

            /// The map a document is about, if it is about one.
            #[must_use]
            pub fn map(&self) -> Option<&MapId> {
                match self {
                    $(Self::$kind($workshop $(, $part)*) => {
                        let _ = $workshop;
                        let parts: &[&dyn NamePart] = &[$($part),*];
                        parts.iter().find_map(|part| part.map())
                    })+
                    Self::Scratch(_) => None,
                }
            }

            /// The one person a document belongs to, if it belongs to one.
            #[must_use]
            pub fn person(&self) -> Option<&ParticipantId> {
                match self {
                    $(Self::$kind($workshop $(, $part)*) => {
                        let _ = $workshop;
                        let parts: &[&dyn NamePart] = &[$($part),*];
                        parts.iter().find_map(|part| part.person())
                    })+
                    Self::Scratch(_) => None,
                }
            }

            fn parse_kind(kind: &str, rest: &str) -> Option<Self> {
                let mut parts = rest.split('/');
                let name = match kind {
                    $($name => Self::$kind(
                        WorkshopId::parse(parts.next()?)?
                        $(, <$type>::parse(parts.next()?)?)*
                    ),)+
                    _ => return None,
                };
                parts.next().is_none().then_some(name)
            }
        }

        impl fmt::Display for DocumentName {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$kind($workshop $(, $part)*) => {
                        write!(f, "{}/{}", $name, $workshop)?;
                        $(write!(f, "/{}", $part)?;)*
                        Ok(())
                    })+
                    Self::Scratch(name) => write!(f, "scratch/{name}"),
                }
            }
        }
    };
}

document_kinds! {
    /// `workshop/{w}`: facts of a workshop.
    Workshop(workshop: WorkshopId), "workshop", Owner::Server, Scope::Workshop, from_start: true;
    /// `map/{w}/{m}`: a pathway map.
    Map(workshop: WorkshopId, map: MapId), "map", Owner::People, Scope::Map, from_start: true;
    /// `talk/{w}/{m}`: comments.
    Talk(workshop: WorkshopId, map: MapId), "talk", Owner::Server, Scope::Map, from_start: false;
    /// `record/{w}/{m}`: agreements and provenance.
    Record(workshop: WorkshopId, map: MapId), "record", Owner::Server, Scope::Map, from_start: false;
    /// `session/{w}`: what happens while people meet.
    Session(workshop: WorkshopId), "session", Owner::Server, Scope::Workshop, from_start: false;
    /// `notes/{w}/{activity}/{p}`: what one person writes alone in one activity.
    Notes(workshop: WorkshopId, activity: ActivityId, person: ParticipantId), "notes", Owner::People,
        Scope::ActivityAndPerson, from_start: false;
    /// `personal/{w}/{p}`: what is said to one person alone.
    Personal(workshop: WorkshopId, person: ParticipantId), "personal", Owner::Server, Scope::Person, from_start: false;
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
        Self::parse_kind(kind, rest)
    }

    /// Whether only the server writes this document.
    #[must_use]
    pub fn is_server_written(&self) -> bool {
        self.kind().is_some_and(|kind| kind.owner() == Owner::Server)
    }
}

impl DocumentKind {
    /// What the names of all documents of this kind in a workshop begin with, and no other document's.
    #[must_use]
    pub fn prefix(self, workshop: &WorkshopId) -> String {
        format!("{}/{workshop}", self.name())
    }

    /// The documents of this kind that a workshop with these maps can have, as far as the maps say which.
    #[must_use]
    pub fn documents(self, workshop: &WorkshopId, maps: &[MapId]) -> Vec<DocumentName> {
        let prefix = self.prefix(workshop);
        let names = match self.scope() {
            Scope::Workshop => vec![prefix],
            Scope::Map => maps.iter().map(|map| format!("{prefix}/{map}")).collect(),
            Scope::Person | Scope::ActivityAndPerson => Vec::new(),
        };
        names.iter().filter_map(|name| DocumentName::parse(name)).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One document of each kind, and a scratch document.
    pub(crate) fn documents() -> [DocumentName; 8] {
        let (workshop, map) = (WorkshopId::random(), MapId::random());
        [
            DocumentName::Workshop(workshop.clone()),
            DocumentName::Map(workshop.clone(), map.clone()),
            DocumentName::Talk(workshop.clone(), map.clone()),
            DocumentName::Record(workshop.clone(), map),
            DocumentName::Session(workshop.clone()),
            DocumentName::Personal(workshop.clone(), ParticipantId::random()),
            DocumentName::Notes(workshop, ActivityId::parse("item-1").unwrap(), ParticipantId::random()),
            DocumentName::Scratch("anything".to_owned()),
        ]
    }

    #[test]
    fn attack_2_a_document_name_reads_back_and_nothing_else_is_one() {
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
            format!("session/{workshop}/{map}"),
            format!("map/{workshop}/{map}/x"),
            format!("Map/{workshop}/{map}"),
            format!("map/{workshop}/../{map}"),
            format!("personal/{workshop}"),
            format!("personal/{workshop}/{map}/x"),
            format!("notes/{workshop}/item-1"),
            format!("notes/{workshop}/Item 1/{map}"),
            format!("notes/{workshop}/item-1/{map}/x"),
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
    fn note_10_the_notes_of_a_person_belong_to_that_person_and_are_found_by_what_their_names_begin_with() {
        for document in documents() {
            let is_notes = document.kind() == Some(DocumentKind::Notes);
            let is_personal = document.kind() == Some(DocumentKind::Personal);
            assert_eq!(document.person().is_some(), is_notes || is_personal, "{document}");
            if let Some(workshop) = document.workshop().filter(|_| is_notes) {
                assert!(document.to_string().starts_with(&DocumentKind::Notes.prefix(workshop)));
                assert!(!document.is_server_written());
            }
        }
    }

    #[test]
    fn every_kind_names_its_documents_by_its_scope_and_no_two_kinds_share_a_prefix() {
        let (workshop, maps) = (WorkshopId::random(), [MapId::random(), MapId::random()]);
        for kind in DocumentKind::ALL {
            let documents = kind.documents(&workshop, &maps);
            let expected = match kind.scope() {
                Scope::Workshop => 1,
                Scope::Map => maps.len(),
                Scope::Person | Scope::ActivityAndPerson => 0,
            };
            assert_eq!(documents.len(), expected, "{kind:?}");
            for document in documents {
                assert_eq!((document.kind(), document.workshop()), (Some(*kind), Some(&workshop)));
                assert_eq!(document.map().is_some(), kind.scope() == Scope::Map);
                for other in DocumentKind::ALL {
                    let begins = document.to_string().starts_with(&other.prefix(&workshop));
                    assert_eq!(begins, other == kind, "{kind:?} {other:?}");
                }
            }
        }
    }
}
