//! Which notes of theirs a person has given without a name, for as long as these wait. What they say is told to nobody.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::reveal::{self, RevealState};
use pairway_crdt::workshop::session::run;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::session_document;
use crate::auth::note_records::{self, WaitingRecord};
use crate::auth::records::{self, Grant, PersonRecord};
use crate::ids::{ActivityId, ParticipantId};
use crate::workshop::{Caller, CommandError, Workshops};

/// Which notes wait.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct MyGiven {
    /// One entry for each person and activity with something that waits.
    pub given: Vec<GivenOf>,
}

/// Which notes of one person and activity wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GivenOf {
    /// Id of the item of the agenda.
    pub activity: ActivityId,
    /// Whose they are: one's own, or of the person one writes for.
    pub person: ParticipantId,
    /// Their ids.
    pub notes: Vec<String>,
}

impl Workshops {
    /// Which notes wait, of oneself and of the person one writes for.
    ///
    /// # Errors
    /// The room's and the store's.
    pub async fn my_given(&self, caller: &Caller) -> Result<MyGiven, CommandError> {
        let workshop = &caller.workshop;
        let open = |document: &Document| {
            let begun = run::read(document).activities.into_keys();
            let is_open = |activity: &String| {
                reveal::read(document, activity).is_some_and(|reveal| reveal.state == RevealState::Open)
            };
            begun.filter(is_open).collect::<Vec<_>>()
        };
        let open = self.rooms.read(&session_document(workshop), open).await?;
        let key = records::person_key(workshop, &caller.participant);
        let person: Option<PersonRecord> = records::read(self.store.as_ref(), &key).await?;
        let acts_for =
            person.filter(|person| person.grant == Grant::Given).and_then(|person| person.acts_for);
        let people: Vec<ParticipantId> = acts_for.into_iter().chain([caller.participant.clone()]).collect();
        let mut given = Vec::new();
        for activity in open.iter().filter_map(|activity| ActivityId::parse(activity)) {
            for person in &people {
                let key = note_records::waiting_key(workshop, &activity, person);
                let waiting: Option<WaitingRecord> = records::read(self.store.as_ref(), &key).await?;
                let Some(WaitingRecord { notes }) = waiting else { continue };
                let notes = notes.into_iter().map(|note| note.id).collect();
                given.push(GivenOf { activity: activity.clone(), person: person.clone(), notes });
            }
        }
        Ok(MyGiven { given })
    }
}
