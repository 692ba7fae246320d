//! What the key-value table holds about workshops, people, invites and commands: keys and values.
//!
//! The only place of people's names (`workshops/{w}/people/…`). Owns the records' shapes and keys; decides nothing.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::auth::entrance::Entrance;
use crate::auth::error::AuthError;
use crate::auth::role::Role;
use crate::ids::{MapId, ParticipantId, WorkshopId};
use crate::store::{Store, StoreError};

/// A workshop as the server keeps it; what people see of it is in its `workshop/{w}` document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkshopRecord {
    /// Its maps, the main one first.
    pub maps: Vec<MapId>,
    /// Last day, `YYYY-MM-DD`; when it is over everywhere on earth the workshop is deleted.
    pub ends_on: String,
    /// When it was made, milliseconds since 1970.
    pub created_at_ms: u64,
    /// The template it began with, or empty.
    pub template: String,
    /// Whether only facilitators may edit; the same fact is shown to people in the workshop document.
    pub frozen: bool,
    /// Whether only facilitators may edit because there is a break; shown to people in the session document.
    #[serde(default)]
    pub resting: bool,
    /// Whether whoever joins waits until a facilitator lets them in.
    #[serde(default)]
    pub waiting_room: WaitingRoom,
    /// Where its life stands.
    pub life: Life,
    /// The newest layout that a server wrote into its documents; 0 when that was not kept yet.
    #[serde(default)]
    pub schema_version: u32,
    /// Key of the command that made it, removed together with it.
    pub created_by_key: String,
    /// The workshop whose agenda is practised in it with simulated people; nothing for every other workshop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice_of: Option<WorkshopId>,
}

/// Where the life of a workshop stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Life {
    /// In use.
    Open,
    /// Being deleted: nobody gets in any more; a start after a crash finishes the deletion.
    Deleting,
}

/// Whether whoever joins waits to be let in; facilitators never do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WaitingRoom {
    /// Whoever has an invite is in.
    #[default]
    Off,
    /// A facilitator lets each person in.
    On,
}

/// A person of a workshop: the one place of the nickname.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    /// What the person chose to be called.
    pub nickname: String,
    /// The role: the invite's, until a facilitator gives another.
    pub role: Role,
    /// Where the person stands.
    pub state: PersonState,
    /// Grows whenever older tokens must stop working.
    pub epoch: u32,
    /// Hashes (SHA-256, hex) of the secrets of the person's devices.
    pub devices: Vec<String>,
    /// How the person takes part.
    #[serde(default)]
    pub presence: TakesPart,
    /// Whom the person acts for, as supporter or scribe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<ParticipantId>,
    /// Whether whom they act for has said yes to it.
    #[serde(default)]
    pub grant: Grant,
    /// Whom the person has ever acted for: nobody writes for both halves of one pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acted_for: Vec<ParticipantId>,
    /// Hash of the return code, when one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_hash: Option<String>,
    /// Marks of the devices the person came with: the same device has the same mark within one workshop, and no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The epoch of the data in which the person left or was removed; nothing for people of before there were epochs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_since_epoch: Option<String>,
    /// Whether a facilitator took the person out. Who comes with the same device again waits to be let in.
    #[serde(default)]
    pub sent_away: bool,
    /// How the person came in.
    #[serde(default)]
    pub entrance: Entrance,
    /// When the person joined, milliseconds since 1970.
    pub joined_at_ms: u64,
}

impl PersonRecord {
    /// A person without a device.
    #[must_use]
    pub fn new(nickname: String, role: Role, state: PersonState, now_ms: u64) -> Self {
        Self {
            nickname,
            role,
            state,
            epoch: 1,
            devices: Vec::new(),
            presence: TakesPart::Device,
            acts_for: None,
            grant: Grant::Given,
            acted_for: Vec::new(),
            return_hash: None,
            marks: Vec::new(),
            out_since_epoch: None,
            sent_away: false,
            entrance: Entrance::default(),
            joined_at_ms: now_ms,
        }
    }
}

impl PersonRecord {
    /// From now on the person acts for another, asks to, or acts for nobody; whom they have acted for stays known.
    pub fn act_for(&mut self, person: Option<&ParticipantId>, grant: Grant) {
        self.remember_acting();
        (self.acts_for, self.grant) = (person.cloned(), grant);
        self.remember_acting();
    }

    fn remember_acting(&mut self) {
        if let (Some(person), Grant::Given) = (&self.acts_for, self.grant)
            && !self.acted_for.contains(person)
        {
            self.acted_for.push(person.clone());
        }
    }
}

/// Whether somebody has let another act for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grant {
    /// Yes: they said so, or take part by phone, where a facilitator says it for them.
    #[default]
    Given,
    /// They were asked and have not answered.
    Asked,
}

/// How a person takes part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum TakesPart {
    /// With a device of their own.
    #[default]
    Device,
    /// By phone: a facilitator put them on the list, a scribe writes for them.
    Phone,
}

/// Whether a person is in the workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum PersonState {
    /// Takes part.
    In,
    /// Waits for a facilitator; may see nothing.
    Waiting,
    /// Was not let in; the nickname is forgotten.
    TurnedAway,
    /// Left or was removed; the id stays in documents and is never used again.
    Removed,
}

impl PersonState {
    /// Whether the person is in: what a sign-in that does not hold is refused with.
    ///
    /// # Errors
    /// The reason that fits the state.
    pub fn check_in(self) -> Result<(), AuthError> {
        match self {
            Self::In => Ok(()),
            Self::Waiting => Err(AuthError::Waiting),
            Self::TurnedAway => Err(AuthError::TurnedAway),
            Self::Removed => Err(AuthError::Revoked),
        }
    }
}

/// The invite of a participant role; kept readable so that facilitators can show it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleInvite {
    /// The secret of the link.
    pub secret: String,
    /// The six-character code.
    pub code: String,
}

/// The facilitator links of a workshop, as hashes only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FacilitatorInvites {
    /// SHA-256 (hex) of each secret that still works.
    pub hashes: Vec<String>,
}

/// What a secret or a code opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InviteTarget {
    /// The workshop.
    pub workshop: WorkshopId,
    /// The role it gives.
    pub role: Role,
}

/// Whom a return code brings back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReturnTarget {
    /// The workshop.
    pub workshop: WorkshopId,
    /// The person.
    pub participant: ParticipantId,
}

/// The answer a command got, so that the same command sent again has the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommandRecord {
    /// Who sent it: a participant id, or the hash of an invite's secret.
    pub by: String,
    /// A keyed mark of the call, its address and its body; empty when none is known.
    #[serde(default)]
    pub call: String,
    /// When, milliseconds since 1970; old ones are forgotten.
    pub at_ms: u64,
    /// The answer, without secrets (those are derived again).
    pub answer: serde_json::Value,
}

/// Prefix of everything about workshops.
pub const WORKSHOPS_PREFIX: &str = "workshops/";

/// Key of a [`WorkshopRecord`].
#[must_use]
pub fn workshop_key(workshop: &WorkshopId) -> String {
    format!("workshops/{workshop}")
}

/// Prefix of everything that belongs to one workshop, its record apart.
#[must_use]
pub fn workshop_prefix(workshop: &WorkshopId) -> String {
    format!("workshops/{workshop}/")
}

/// Key of a [`PersonRecord`].
#[must_use]
pub fn person_key(workshop: &WorkshopId, participant: &ParticipantId) -> String {
    format!("workshops/{workshop}/people/{participant}")
}

/// Prefix of the people of a workshop.
#[must_use]
pub fn people_prefix(workshop: &WorkshopId) -> String {
    format!("workshops/{workshop}/people/")
}

/// Key of a [`RoleInvite`], or of [`FacilitatorInvites`] for the facilitator role.
#[must_use]
pub fn role_invite_key(workshop: &WorkshopId, role: Role) -> String {
    format!("workshops/{workshop}/invites/{}", role.as_str())
}

/// Key of the [`InviteTarget`] of a secret.
#[must_use]
pub fn invite_key(secret_hash: &str) -> String {
    format!("invites/{secret_hash}")
}

/// Key of the [`InviteTarget`] of a code.
#[must_use]
pub fn code_key(code: &str) -> String {
    format!("codes/{code}")
}

/// Key of the [`ReturnTarget`] of a return code.
#[must_use]
pub fn return_key(code_hash: &str) -> String {
    format!("returns/{code_hash}")
}

/// Key of who first wrote a part of a map: a [`ParticipantId`].
#[must_use]
pub fn origin_key((workshop, map): (&WorkshopId, &MapId), part: &str) -> String {
    format!("{}{part}", origins_prefix(workshop, map))
}

/// Prefix of who first wrote the parts of a map.
#[must_use]
pub fn origins_prefix(workshop: &WorkshopId, map: &MapId) -> String {
    format!("workshops/{workshop}/origins/{map}/")
}

/// Key of whose a client id in a map is: a writer record of the map's room.
#[must_use]
pub fn writer_key((workshop, map): (&WorkshopId, &MapId), client: u64) -> String {
    format!("{}{client}", writers_prefix(workshop, map))
}

/// Prefix of whose the client ids in a map are.
#[must_use]
pub fn writers_prefix(workshop: &WorkshopId, map: &MapId) -> String {
    format!("workshops/{workshop}/writers/{map}/")
}

/// Key of a [`CommandRecord`].
#[must_use]
pub fn command_key(workshop: &WorkshopId, command: &str) -> String {
    format!("workshops/{workshop}/commands/{command}")
}

/// Prefix of the commands of a workshop.
#[must_use]
pub fn commands_prefix(workshop: &WorkshopId) -> String {
    format!("workshops/{workshop}/commands/")
}

/// Key of the command that made a workshop; hashed because knowing the command is knowing the facilitator link.
#[must_use]
pub fn creation_key(command_hash: &str) -> String {
    format!("created/{command_hash}")
}

/// Key that says a recovery link was used.
#[must_use]
pub fn used_key(workshop: &WorkshopId, link_id: &str) -> String {
    format!("workshops/{workshop}/used/{link_id}")
}

/// Writes a record as JSON.
///
/// # Panics
/// Never: the records hold only strings, numbers and lists.
#[must_use]
pub fn encode<T: Serialize>(record: &T) -> Vec<u8> {
    serde_json::to_vec(record).expect("records hold nothing that JSON cannot")
}

/// Reads a record.
///
/// # Errors
/// [`StoreError::Failed`] when the bytes are not such a record: the table was changed by hand or by another version.
pub fn decode<T: DeserializeOwned>(key: &str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| {
        // The message of serde may quote the value; only where it stopped is kept.
        StoreError::Failed(format!("record {key} is unreadable at column {}", error.column()))
    })
}

/// Reads a record by key; `None` when there is none.
///
/// # Errors
/// The store's, and [`StoreError::Failed`] for an unreadable record.
pub async fn read<T: DeserializeOwned>(store: &dyn Store, key: &str) -> Result<Option<T>, StoreError> {
    match store.get(key).await? {
        Some(bytes) => decode(key, &bytes).map(Some),
        None => Ok(None),
    }
}

/// Every workshop's id and record.
///
/// # Errors
/// The store's, and [`StoreError::Failed`] for an unreadable record.
pub async fn all_workshops(store: &dyn Store) -> Result<Vec<(WorkshopId, WorkshopRecord)>, StoreError> {
    let mut found = Vec::new();
    for (key, bytes) in store.list(WORKSHOPS_PREFIX).await? {
        if let Some(workshop) = key.strip_prefix(WORKSHOPS_PREFIX).and_then(WorkshopId::parse) {
            found.push((workshop, decode(&key, &bytes)?));
        }
    }
    Ok(found)
}
