//! The walker of one struct's content inside an update.
//!
//! Owns which kinds of content are taken and how long each is on the clock. Must not know the struct around it.

use crate::error::GateError;
use crate::gate::awareness::json_depth;
use crate::gate::{bounded_length, read_length};
use crate::lib0::Reader;
use crate::limits::{MAP_KEY_BYTES_MAX, NESTING_DEPTH_MAX};

pub(crate) const DELETED: u8 = 1;
const BINARY: u8 = 3;
pub(crate) const STRING: u8 = 4;
const EMBED: u8 = 5;
const FORMAT: u8 = 6;
const TYPE: u8 = 7;
pub(crate) const ANY: u8 = 8;

const TYPE_ARRAY: u64 = 0;
const TYPE_MAP: u64 = 1;
const TYPE_TEXT: u64 = 2;
const TYPE_XML_ELEMENT: u64 = 3;
const TYPE_XML_HOOK: u64 = 5;
const TYPE_XML_TEXT: u64 = 6;

const INTEGER_MAX: u64 = i32::MAX as u64;

/// What an item holds, as far as rules about it differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A value, or a mark in a text.
    Value,
    /// Characters.
    Text,
    /// A map: a type whose entries stand under keys.
    Map,
    /// A text: a type whose list holds characters.
    TextType,
    /// Another type that items can name as their parent.
    Type,
    /// An array: a type whose list holds values only.
    Array,
    /// The tombstone of deleted content.
    Deleted,
}

/// Reads the content of reference `reference` that starts at `clock`; gives its kind and length on the clock.
pub(crate) fn read(reader: &mut Reader<'_>, reference: u8, clock: u32) -> Result<(Kind, u32), GateError> {
    match reference {
        DELETED => Ok((Kind::Deleted, read_length(reader, clock)?)),
        BINARY => {
            reader.buffer()?;
            single(reader, clock, Kind::Value)
        }
        STRING => {
            let units = reader.text()?.encode_utf16().count() as u64;
            Ok((Kind::Text, bounded_length(reader, clock, units)?))
        }
        EMBED => {
            read_json(reader)?;
            single(reader, clock, Kind::Value)
        }
        FORMAT => {
            read_key(reader)?;
            read_json(reader)?;
            single(reader, clock, Kind::Value)
        }
        TYPE => {
            let kind = read_type(reader)?;
            single(reader, clock, kind)
        }
        ANY => {
            let count = reader.count(1)?;
            let length = bounded_length(reader, clock, count as u64)?;
            for _ in 0..count {
                skip_any(reader)?;
            }
            Ok((Kind::Value, length))
        }
        2 => Err(reader.unsupported("legacy JSON")),
        9 => Err(reader.unsupported("subdocument")),
        _ => Err(reader.unsupported("unknown content")),
    }
}

fn single(reader: &Reader<'_>, clock: u32, kind: Kind) -> Result<(Kind, u32), GateError> {
    Ok((kind, bounded_length(reader, clock, 1)?))
}

/// Reads a key of a map, a root or a format.
pub(crate) fn read_key<'a>(reader: &mut Reader<'a>) -> Result<&'a str, GateError> {
    let key = reader.text()?;
    if key.len() > MAP_KEY_BYTES_MAX {
        return Err(GateError::OverLimit { limit: "MAP_KEY_BYTES_MAX", bound: MAP_KEY_BYTES_MAX });
    }
    Ok(key)
}

fn read_type(reader: &mut Reader<'_>) -> Result<Kind, GateError> {
    match reader.number()? {
        TYPE_ARRAY => Ok(Kind::Array),
        TYPE_MAP => Ok(Kind::Map),
        TYPE_TEXT => Ok(Kind::TextType),
        TYPE_XML_ELEMENT => read_key(reader).map(|_| Kind::Type),
        TYPE_XML_HOOK => Err(reader.unsupported("XML hook")),
        kind if kind <= TYPE_XML_TEXT => Ok(Kind::Type),
        _ => Err(reader.unsupported("unknown type, weak link or subdocument")),
    }
}

/// JSON must parse the way the engine will parse it, or its decoder fails after the gate said yes.
fn read_json(reader: &mut Reader<'_>) -> Result<(), GateError> {
    let before = *reader;
    let text = reader.text()?;
    if json_depth(text) > NESTING_DEPTH_MAX {
        return Err(too_deep());
    }
    match serde_json::from_str::<yrs::Any>(text) {
        Ok(_) => Ok(()),
        Err(_) => Err(before.malformed("embedded value that is not JSON")),
    }
}

/// Reads one value of a list of values.
pub(crate) fn skip_any(reader: &mut Reader<'_>) -> Result<(), GateError> {
    read_any(reader, 0)
}

fn read_any(reader: &mut Reader<'_>, depth: usize) -> Result<(), GateError> {
    match reader.byte()? {
        // undefined, null, false, true
        127 | 126 | 121 | 120 => Ok(()),
        125 => read_integer(reader),
        124 => reader.take(4).map(|_| ()),
        123 => reader.take(8).map(|_| ()),
        122 => Err(reader.unsupported("big integer")),
        119 => reader.text().map(|_| ()),
        118 => {
            let depth = deeper(depth)?;
            for _ in 0..reader.count(2)? {
                read_key(reader)?;
                read_any(reader, depth)?;
            }
            Ok(())
        }
        117 => {
            let depth = deeper(depth)?;
            for _ in 0..reader.count(1)? {
                read_any(reader, depth)?;
            }
            Ok(())
        }
        116 => reader.buffer().map(|_| ()),
        _ => Err(reader.malformed("unknown value")),
    }
}

/// A whole number as JavaScript writes it: at most 31 bits; anything larger it writes as a float.
fn read_integer(reader: &mut Reader<'_>) -> Result<(), GateError> {
    let first = reader.byte()?;
    let mut value = u64::from(first & 0x3f);
    let mut more = first & 0x80 != 0;
    let mut shift = 6;
    while more {
        let byte = reader.byte()?;
        value |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        more = byte & 0x80 != 0;
        if value > INTEGER_MAX || shift > 34 {
            return Err(reader.malformed("integer over 31 bits"));
        }
    }
    Ok(())
}

fn deeper(depth: usize) -> Result<usize, GateError> {
    if depth >= NESTING_DEPTH_MAX { Err(too_deep()) } else { Ok(depth + 1) }
}

fn too_deep() -> GateError {
    GateError::OverLimit { limit: "NESTING_DEPTH_MAX", bound: NESTING_DEPTH_MAX }
}
