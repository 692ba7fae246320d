//! Descriptions, for the interface's description, of words that the pure crate lists and that know nothing of it.

use pairway_crdt::pathway::schema::MapKind;
use pairway_crdt::workshop::pairs::PairState;
use pairway_crdt::workshop::side::Side;
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// `patient`, `professional`, or none for roles that are on no side.
#[must_use]
pub fn side() -> RefOr<Schema> {
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    words_of(kinds, [Side::Patient.as_str().into(), Side::Professional.as_str().into(), Value::Null])
}

/// Whether a map shows how it is or how we want it.
#[must_use]
pub fn map_kind() -> RefOr<Schema> {
    words_of(SchemaType::new(Type::String), MapKind::WORDS.iter().map(|word| Value::from(*word)))
}

/// The states of a pair.
#[must_use]
pub fn pair_state() -> RefOr<Schema> {
    let words = [PairState::Asked, PairState::Open, PairState::Ended];
    words_of(
        SchemaType::new(Type::String),
        words.map(|state| serde_json::to_value(state).unwrap_or_default()),
    )
}

fn words_of(kinds: SchemaType, words: impl IntoIterator<Item = Value>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(kinds).enum_values(Some(words)).into()
}
