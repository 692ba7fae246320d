//! Parts of an update as an update of their own.
//!
//! Owns how structs are copied, and how a half-known struct is cut to its new part, exactly as Yjs would encode it. It
//! must not know what is known, nor the engine.

use std::collections::BTreeMap;

use super::plan::Chunk;
use crate::error::GateError;
use crate::gate::content::{ANY, DELETED, STRING, skip_any};
use crate::gate::update::{CONTENT, DeleteRange, GC, HAS_ORIGIN, Id, Outline, Shape, StructRef, read_header};
use crate::lib0::{Reader, write_number, write_text};

/// An accepted update: its bytes and where its parts lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) bytes: &'s [u8],
    pub(super) outline: &'s Outline,
}

impl Source<'_> {
    /// One chunk as an update without deletes.
    pub(super) fn chunk(&self, chunk: &Chunk) -> Result<Vec<u8>, GateError> {
        let mut out = vec![1];
        self.write_section(&mut out, chunk)?;
        out.push(0);
        Ok(out)
    }

    /// All chunks as one update that ends with an encoded delete set.
    pub(super) fn combined(&self, chunks: &[Chunk], delete_set: &[u8]) -> Result<Vec<u8>, GateError> {
        let mut sections = BTreeMap::new();
        for chunk in chunks {
            // A client's chunks follow one another: between two of them the engine only got other clients' structs.
            sections
                .entry(chunk.client)
                .and_modify(|first: &mut Chunk| first.end = chunk.end)
                .or_insert(*chunk);
        }
        let mut out = Vec::new();
        write_number(&mut out, sections.len() as u64);
        // Higher client ids first, as Yjs does: that order integrates fastest.
        for chunk in sections.values().rev() {
            self.write_section(&mut out, chunk)?;
        }
        out.extend_from_slice(delete_set);
        Ok(out)
    }

    fn write_section(&self, out: &mut Vec<u8>, chunk: &Chunk) -> Result<(), GateError> {
        let structs = &self.outline.structs[chunk.first..chunk.end];
        let (Some(first), Some(last)) = (structs.first(), structs.last()) else { return Ok(()) };
        write_number(out, structs.len() as u64);
        write_number(out, chunk.client);
        write_number(out, u64::from(first.clock + chunk.offset));
        let mut copied_from = first.at;
        if chunk.offset > 0 {
            self.write_rest(out, first, Id { client: chunk.client, clock: first.clock + chunk.offset })?;
            copied_from = first.end;
        }
        out.extend_from_slice(&self.bytes[copied_from..last.end]);
        Ok(())
    }

    /// The rest of a struct from the clock of `from` on.
    fn write_rest(&self, out: &mut Vec<u8>, entry: &StructRef, from: Id) -> Result<(), GateError> {
        let offset = from.clock - entry.clock;
        let rest = u64::from(entry.length - offset);
        let mut reader = Reader::new(&self.bytes[entry.at..entry.end]);
        if entry.shape == Shape::Gc {
            out.push(GC);
            write_number(out, rest);
            return Ok(());
        }
        let header = read_header(&mut reader)?;
        out.push(header.info | HAS_ORIGIN);
        write_id(out, Id { clock: from.clock - 1, ..from });
        if let Some(right) = header.right_origin {
            write_id(out, right);
        }
        match header.info & CONTENT {
            DELETED => write_number(out, rest),
            STRING => write_text(out, &text_from(reader.text()?, offset as usize)),
            ANY => {
                reader.number()?;
                for _ in 0..offset {
                    skip_any(&mut reader)?;
                }
                write_number(out, rest);
                out.extend_from_slice(reader.take(reader.left())?);
            }
            // Everything else has length one and is never half known.
            _ => return Err(GateError::Malformed { at: entry.at, why: "content that cannot be cut" }),
        }
        Ok(())
    }
}

/// The text behind `units` UTF-16 units. Half of a surrogate pair becomes U+FFFD, as in Yjs.
fn text_from(text: &str, units: usize) -> String {
    let mut before = 0;
    for (at, character) in text.char_indices() {
        if before == units {
            return text[at..].to_owned();
        }
        before += character.len_utf16();
        if before > units {
            return format!("\u{fffd}{}", &text[at + character.len_utf8()..]);
        }
    }
    String::new()
}

fn write_id(out: &mut Vec<u8>, id: Id) {
    write_number(out, id.client);
    write_number(out, u64::from(id.clock));
}

/// Delete ranges, grouped by client as the walker gave them, as an encoded delete set.
pub(super) fn delete_set(ranges: &[DeleteRange]) -> Vec<u8> {
    let mut clients: Vec<&[DeleteRange]> = Vec::new();
    clients.extend(ranges.chunk_by(|left, right| left.client == right.client));
    let mut out = Vec::new();
    write_number(&mut out, clients.len() as u64);
    for ranges in clients {
        write_number(&mut out, ranges[0].client);
        write_number(&mut out, ranges.len() as u64);
        for range in ranges {
            write_number(&mut out, u64::from(range.clock));
            write_number(&mut out, u64::from(range.length));
        }
    }
    out
}

/// A state vector.
pub(super) fn state_vector(clocks: impl ExactSizeIterator<Item = (u64, u32)>) -> Vec<u8> {
    let mut out = Vec::new();
    write_number(&mut out, clocks.len() as u64);
    for (client, clock) in clocks {
        write_id(&mut out, Id { client, clock });
    }
    out
}

/// Deletes only, as an update.
pub(super) fn deletes_only(delete_set: &[u8]) -> Vec<u8> {
    let mut out = vec![0];
    out.extend_from_slice(delete_set);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A struct that is half known is cut to its new part as Yjs would, by UTF-16 units; half of a
    /// surrogate pair becomes U+FFFD.
    #[test]
    fn cuts_text_by_utf16_units() {
        assert_eq!(text_from("abc", 1), "bc");
        assert_eq!(text_from("a😀b", 3), "b");
        assert_eq!(text_from("a😀b", 2), "\u{fffd}b");
        assert_eq!(text_from("é", 1), "");
    }
}
