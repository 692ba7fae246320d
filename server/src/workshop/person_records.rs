//! Reading the records of the people of a workshop.

use super::{CommandError, Workshops};
use crate::auth::error::AuthError;
use crate::auth::records::{self, PersonRecord};
use crate::ids::{ParticipantId, WorkshopId};

/// Answer to a command about somebody who is not there.
pub(crate) const NO_SUCH_PERSON: CommandError =
    CommandError::NotFound("There is no such person in this workshop.");

impl Workshops {
    /// Everybody who ever joined, in the order they did.
    pub(super) async fn people(
        &self,
        workshop: &WorkshopId,
    ) -> Result<Vec<(ParticipantId, PersonRecord)>, CommandError> {
        let prefix = records::people_prefix(workshop);
        let mut people = Vec::new();
        for (key, value) in self.store.list(&prefix).await? {
            let person: PersonRecord = records::decode(&key, &value)?;
            if let Some(participant) = key.strip_prefix(&prefix).and_then(ParticipantId::parse) {
                people.push((participant, person));
            }
        }
        people.sort_by(|one, other| (one.1.joined_at_ms, &one.0).cmp(&(other.1.joined_at_ms, &other.0)));
        Ok(people)
    }

    pub(super) async fn person(
        &self,
        workshop: &WorkshopId,
        participant: &ParticipantId,
    ) -> Result<PersonRecord, CommandError> {
        let key = records::person_key(workshop, participant);
        let person = records::read(self.store.as_ref(), &key).await?;
        // Unknown people are answered as a wrong secret would be: ids of people are not told to outsiders.
        person.ok_or_else(|| AuthError::Invalid.into())
    }
}
