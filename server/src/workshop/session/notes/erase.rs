//! Erasing what somebody wrote alone, when they are out of the workshop. What they gave stays, as all they did with the others does;
//! what waits to be shown without names goes too, as nobody has it yet.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::session::reveal;

use super::super::session_document;
use crate::auth::note_records;
use crate::auth::permission::{DocumentKind, DocumentName};
use crate::auth::records::{self, PersonRecord};
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::Batch;
use crate::workshop::{CommandError, Workshops};

impl Workshops {
    /// Drops every `notes` document of a person who is out, and what was said to them alone, for real.
    ///
    /// # Errors
    /// The store's; asked again, it goes on.
    pub(crate) async fn erase_notes(
        &self,
        workshop: &WorkshopId,
        person: &ParticipantId,
    ) -> Result<(), CommandError> {
        let key = records::person_key(workshop, person);
        let record: Option<PersonRecord> = records::read(self.store.as_ref(), &key).await?;
        if record.is_some_and(|record| record.state.check_in().is_ok()) {
            // Let in again meanwhile.
            return Ok(());
        }
        for kind in [DocumentKind::Notes, DocumentKind::Personal] {
            for stream in self.store.streams(&kind.prefix(workshop)).await? {
                let name = DocumentName::parse(&stream).filter(|name| name.person() == Some(person));
                if let Some(name) = name {
                    self.rooms.erase_document(&name).await?;
                }
            }
        }
        self.take_back_waiting(workshop, person).await
    }

    async fn take_back_waiting(
        &self,
        workshop: &WorkshopId,
        person: &ParticipantId,
    ) -> Result<(), CommandError> {
        let prefix = note_records::waiting_in_workshop_prefix(workshop);
        for (key, value) in self.store.list(&prefix).await? {
            let of = note_records::waiting_of(workshop, &key).filter(|(_, giver)| giver == person);
            let Some((activity, _)) = of else { continue };
            let (removes, expects) = (vec![key.clone()], vec![(key, Some(value))]);
            let batch = Batch { removes, expects, ..Batch::default() };
            let uncount = move |document: &mut Document| {
                reveal::change(document, activity.as_str(), |reveal| reveal.count(true, false));
            };
            self.rooms.edit_with(&session_document(workshop), batch, uncount).await?;
        }
        Ok(())
    }
}
