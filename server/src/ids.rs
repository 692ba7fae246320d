//! Opaque identifiers, made from the operating system's randomness and never reused.
//!
//! Owns how identifiers look. Knows nothing of what they name.

use std::fmt;

use pairway_crdt::agenda::is_agenda_id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Crockford's base 32 in lower case: no letter can be mistaken for a digit when somebody reads an id aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of a random id: 26 × 5 bit = 130 bit, of which 128 are random.
pub const ID_CHARS: usize = 26;

/// Fills a fixed buffer with operating-system randomness.
///
/// # Panics
/// When the operating system has no randomness to give: nothing here is safe without it.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the operating system always has randomness once it has booted");
    bytes
}

/// A fresh 128-bit id as 26 characters.
#[must_use]
pub fn random_id() -> String {
    let value = u128::from_be_bytes(random_bytes::<16>());
    (0..ID_CHARS).rev().map(|digit| char::from(ALPHABET[((value >> (digit * 5)) & 31) as usize])).collect()
}

/// Whether a text has the shape of [`random_id`].
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() == ID_CHARS && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schema(pattern = "^[0-9a-hjkmnp-tv-z]{26}$")]
        pub struct $name(String);

        impl $name {
            /// A fresh random id.
            #[must_use]
            pub fn random() -> Self {
                Self(random_id())
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Reads an id; `None` when the text does not have the shape of one.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                is_id(text).then(|| Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if is_id(&text) { Ok(Self(text)) } else { Err("not an id") }
            }
        }
    };
}

id_type!(
    /// A workshop.
    WorkshopId
);
id_type!(
    /// A map inside a workshop.
    MapId
);
id_type!(
    /// A person in a workshop; the only trace of a person in documents, logs and metrics.
    ParticipantId
);
id_type!(
    /// A pair of a workshop.
    PairId
);
id_type!(
    /// Something to be done after a meeting.
    ActionId
);
id_type!(
    /// An idea that stands beside the map.
    IdeaId
);
id_type!(
    /// A name under which ideas stand.
    ThemeId
);

/// An item of an agenda, as names of documents and keys hold it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(pattern = "^[a-z0-9-]{1,32}$")]
pub struct ActivityId(String);

impl ActivityId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads an id; `None` when the text does not have the shape of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_agenda_id(text).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for ActivityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ActivityId> for String {
    fn from(id: ActivityId) -> Self {
        id.0
    }
}

impl TryFrom<String> for ActivityId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_agenda_id(&text) { Ok(Self(text)) } else { Err("not an id") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_ids_have_the_shape_of_ids_and_differ() {
        let (one, two) = (random_id(), random_id());
        assert!(is_id(&one) && is_id(&two));
        assert_ne!(one, two);
        assert!(!is_id("not-an-id"));
        assert!(!is_id(&one.to_uppercase()) || one.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
