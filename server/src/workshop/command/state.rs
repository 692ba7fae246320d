//! What a command decides on. Whatever it looks at becomes a condition of the commit: when it changed meanwhile, the
//! command is decided anew.

use pairway_crdt::document::Document;
use pairway_crdt::workshop::facts::{self, WorkshopFacts};
use pairway_crdt::workshop::pairs::{self, Pairs};
use serde::de::DeserializeOwned;

use crate::auth::permission::DocumentName;
use crate::auth::records::{self, PersonRecord, PersonState, WorkshopRecord};
use crate::auth::role::Role;
use crate::ids::{ParticipantId, WorkshopId};
use crate::store::Sequence;
use crate::workshop::person_records::NO_SUCH_PERSON;
use crate::workshop::{CommandError, Workshops, facts_document};

/// The present state of one workshop, and what was looked at.
#[derive(Debug)]
pub struct State<'a> {
    workshops: &'a Workshops,
    workshop: &'a WorkshopId,
    record: WorkshopRecord,
    pub(super) keys: Vec<(String, Option<Vec<u8>>)>,
    pub(super) heads: Vec<(String, Sequence)>,
}

impl<'a> State<'a> {
    /// The state of an open workshop.
    ///
    /// # Errors
    /// [`crate::auth::error::AuthError::Deleted`], `UnknownWorkshop` or `Ended` when it is not; the store's.
    pub async fn open(workshops: &'a Workshops, workshop: &'a WorkshopId) -> Result<Self, CommandError> {
        let key = records::workshop_key(workshop);
        let bytes = workshops.store.get(&key).await?;
        let record = bytes.as_deref().map(|bytes| records::decode(&key, bytes)).transpose()?;
        let record = workshops.check_open(workshop, record).await?;
        Ok(Self { workshops, workshop, record, keys: vec![(key, bytes)], heads: Vec::new() })
    }

    /// The workshop's record.
    #[must_use]
    pub fn record(&self) -> &WorkshopRecord {
        &self.record
    }

    /// The value of a key.
    ///
    /// # Errors
    /// The store's.
    pub async fn get<T: DeserializeOwned>(&mut self, key: &str) -> Result<Option<T>, CommandError> {
        let bytes = self.bytes(key).await?;
        Ok(bytes.map(|bytes| records::decode(key, &bytes)).transpose()?)
    }

    /// The bytes of a key.
    ///
    /// # Errors
    /// The store's.
    pub async fn bytes(&mut self, key: &str) -> Result<Option<Vec<u8>>, CommandError> {
        let bytes = self.workshops.store.get(key).await?;
        self.keys.push((key.to_owned(), bytes.clone()));
        Ok(bytes)
    }

    /// The record of a person.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] for nobody's id; the store's.
    pub async fn person(&mut self, participant: &ParticipantId) -> Result<PersonRecord, CommandError> {
        self.get(&records::person_key(self.workshop, participant)).await?.ok_or(NO_SUCH_PERSON)
    }

    /// Everybody who ever joined, in the order they did. No condition: with many people somebody always changes.
    ///
    /// # Errors
    /// The store's.
    pub async fn people(&self) -> Result<Vec<(ParticipantId, PersonRecord)>, CommandError> {
        self.workshops.people(self.workshop).await
    }

    /// Checks that a facilitator is left when this person is none any more.
    ///
    /// # Errors
    /// Refused with these words when nobody is.
    pub async fn keep_a_facilitator(
        &mut self,
        going: &ParticipantId,
        refusal: &'static str,
    ) -> Result<(), CommandError> {
        let stays = self.people().await?.into_iter().find(|(participant, person)| {
            participant != going && person.role == Role::Facilitator && person.state == PersonState::In
        });
        let (stays, _) = stays.ok_or(CommandError::NotNow { code: "last_facilitator", message: refusal })?;
        // Looked at again by itself, so that it is a condition that this one stays.
        let person = self.person(&stays).await?;
        if person.role == Role::Facilitator && person.state == PersonState::In {
            Ok(())
        } else {
            Err(CommandError::NotNow { code: "last_facilitator", message: refusal })
        }
    }

    /// The facts of the workshop, as its document has them.
    ///
    /// # Errors
    /// The room's.
    pub async fn facts(&mut self) -> Result<WorkshopFacts, CommandError> {
        self.look(&facts_document(self.workshop), facts::read).await
    }

    /// The facts of the workshop and its pairs, of one moment.
    ///
    /// # Errors
    /// The room's.
    pub async fn facts_and_pairs(&mut self) -> Result<(WorkshopFacts, Pairs), CommandError> {
        let both = |document: &Document| (facts::read(document), pairs::read(document));
        self.look(&facts_document(self.workshop), both).await
    }

    /// Looks at a server-written document. That nothing was committed to it since becomes a condition.
    ///
    /// # Errors
    /// The room's.
    pub async fn look<T: Send + 'static>(
        &mut self,
        name: &DocumentName,
        look: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        let (found, head) = self.workshops.rooms.read_with_head(name, look).await?;
        self.heads.push((name.to_string(), head));
        Ok(found)
    }

    /// Looks at a map. No condition: while people edit it something always changes, and what is said of a part names the
    /// fingerprint that was seen.
    ///
    /// # Errors
    /// The room's.
    pub async fn look_at_map<T: Send + 'static>(
        &self,
        name: &DocumentName,
        look: impl FnOnce(&Document) -> T + Send + 'static,
    ) -> Result<T, CommandError> {
        Ok(self.workshops.rooms.read(name, look).await?)
    }

    /// The document of what people say of a map, and the like, when the map is one of this workshop's.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when it is not.
    pub fn check_map(&self, map: &crate::ids::MapId) -> Result<(), CommandError> {
        if self.record.maps.contains(map) {
            Ok(())
        } else {
            Err(CommandError::NotFound(crate::workshop::take_away::NO_SUCH_MAP))
        }
    }
}
