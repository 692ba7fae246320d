//! The walker of updates, in the v1 encoding.
//!
//! Owns their grammar: which structs, contents and delete ranges an honest Yjs client can produce. Must not know the
//! document they are for.

use std::collections::HashSet;
use std::ops::Range;

use crate::error::GateError;
use crate::gate::content::{self, Kind};
use crate::gate::{read_client, read_clock, read_length};
use crate::lib0::Reader;

pub(crate) const GC: u8 = 0;
pub(crate) const SKIP: u8 = 10;
pub(crate) const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_KEY: u8 = 0x20;
pub(crate) const CONTENT: u8 = 0x1f;

/// Fewest bytes of a section: struct count, client, clock and one struct of two bytes.
const SECTION_BYTES_MIN: usize = 5;
/// Fewest bytes of a struct: its kind and a length.
const STRUCT_BYTES_MIN: usize = 2;
/// Fewest bytes of a client in the delete set: client, range count and one range.
const DELETES_BYTES_MIN: usize = 4;
/// Fewest bytes of a delete range.
const DELETE_BYTES_MIN: usize = 2;

/// The structs of one client in an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Whose structs.
    pub client: u64,
    /// Clock of the first struct that is not a skip.
    pub first_clock: u32,
    /// Clock behind the last struct.
    pub end_clock: u32,
    /// Which entries of [`Outline::structs`].
    pub(crate) structs: Range<usize>,
}

/// What an accepted update says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateFacts {
    /// One entry a client.
    pub sections: Vec<Section>,
    /// Number of structs, skips not counted.
    pub structs: usize,
    /// Number of delete ranges.
    pub deletes: usize,
}

impl UpdateFacts {
    /// Whether the update says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.structs == 0 && self.deletes == 0
    }

    /// Whether the update holds structs under this client id.
    #[must_use]
    pub fn writes_client(&self, client: u64) -> bool {
        self.sections.iter().any(|section| section.client == client)
    }
}

/// The name of one element: client and clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) client: u64,
    pub(crate) clock: u32,
}

/// What one struct is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Gc,
    Skip,
    Item(Kind),
}

/// Where one struct lies in the bytes and on the clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StructRef {
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) clock: u32,
    pub(crate) length: u32,
    pub(crate) shape: Shape,
}

/// One range of the delete set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeleteRange {
    pub(crate) client: u64,
    pub(crate) clock: u32,
    pub(crate) length: u32,
}

/// The parent an item names itself; items with a neighbour take its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parent<'a> {
    Inherited,
    Root(&'a str),
    Item(Id),
}

/// The part of an item before its content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header<'a> {
    pub(crate) info: u8,
    pub(crate) origin: Option<Id>,
    pub(crate) right_origin: Option<Id>,
    pub(crate) parent: Parent<'a>,
    pub(crate) key: Option<&'a str>,
}

/// An accepted update, taken apart without copying content.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) sections: Vec<Section>,
    pub(crate) structs: Vec<StructRef>,
    pub(crate) deletes: Vec<DeleteRange>,
}

/// An accepted update together with what the walk over it found, so that everybody who needs something of it asks here
/// and its bytes are walked once.
#[derive(Debug)]
pub struct Walked<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) outline: Outline,
}

/// Accepts or refuses an update whole.
///
/// # Errors
/// When the update breaks the grammar in `docs/spec/gate.md`, or passes a limit of [`crate::limits`].
pub fn walk(bytes: &[u8]) -> Result<Walked<'_>, GateError> {
    Ok(Walked { bytes, outline: outline(bytes)? })
}

/// As [`walk`], for what the update says alone.
///
/// # Errors
/// As [`walk`].
pub fn check(bytes: &[u8]) -> Result<UpdateFacts, GateError> {
    let walked = walk(bytes)?;
    let (structs, deletes) = (walked.structs(), walked.outline.deletes.len());
    Ok(UpdateFacts { sections: walked.outline.sections, structs, deletes })
}

impl<'b> Walked<'b> {
    /// The update itself.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// One entry a client.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.outline.sections
    }

    /// Number of structs, skips not counted.
    #[must_use]
    pub fn structs(&self) -> usize {
        self.outline.structs.iter().filter(|entry| entry.shape != Shape::Skip).count()
    }

    /// Whether the update says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.structs() == 0 && self.outline.deletes.is_empty()
    }

    /// Each client with the clock of its first struct.
    #[must_use]
    pub fn starts(&self) -> Vec<(u64, u32)> {
        self.outline.sections.iter().map(|section| (section.client, section.first_clock)).collect()
    }

    /// The entries under root maps that the update makes with a map in them, as root and key. An entry written
    /// over another names its neighbour instead of its root, so that only first ones are in it.
    #[must_use]
    pub fn new_entries(&self) -> Vec<(&'b str, &'b str)> {
        let made = self.outline.structs.iter().filter(|entry| entry.shape == Shape::Item(Kind::Map));
        let entry = |entry: &StructRef| {
            let header = read_header(&mut Reader::new(&self.bytes[entry.at..entry.end])).ok()?;
            match (header.parent, header.key) {
                (Parent::Root(root), Some(key)) => Some((root, key)),
                _ => None,
            }
        };
        made.filter_map(entry).collect()
    }
}

/// Walks an update and says where its parts lie.
pub(crate) fn outline(bytes: &[u8]) -> Result<Outline, GateError> {
    let mut reader = Reader::new(bytes);
    let mut outline = Outline { sections: Vec::new(), structs: Vec::new(), deletes: Vec::new() };
    let mut clients = HashSet::new();
    for _ in 0..reader.count(SECTION_BYTES_MIN)? {
        let section = read_section(&mut reader, &mut outline.structs)?;
        if !clients.insert(section.client) {
            return Err(reader.malformed("client with two sections"));
        }
        outline.sections.push(section);
    }
    clients.clear();
    for _ in 0..reader.count(DELETES_BYTES_MIN)? {
        let client = read_deletes(&mut reader, &mut outline.deletes)?;
        if !clients.insert(client) {
            return Err(reader.malformed("client with two delete lists"));
        }
    }
    reader.finish()?;
    Ok(outline)
}

fn read_section(reader: &mut Reader<'_>, structs: &mut Vec<StructRef>) -> Result<Section, GateError> {
    let count = reader.count(STRUCT_BYTES_MIN)?;
    let client = read_client(reader)?;
    let mut clock = read_clock(reader)?;
    let start = structs.len();
    let mut first_clock = None;
    let mut after_skip = false;
    for _ in 0..count {
        let entry = read_struct(reader, Id { client, clock })?;
        let is_skip = entry.shape == Shape::Skip;
        if is_skip && after_skip {
            return Err(reader.malformed("two skips in a row"));
        }
        if !is_skip && first_clock.is_none() {
            first_clock = Some(entry.clock);
        }
        after_skip = is_skip;
        // Cannot overflow: every length was bounded against its clock.
        clock += entry.length;
        structs.push(entry);
    }
    let first_clock = first_clock.ok_or_else(|| reader.malformed("section without structs"))?;
    Ok(Section { client, first_clock, end_clock: clock, structs: start..structs.len() })
}

fn read_struct(reader: &mut Reader<'_>, id: Id) -> Result<StructRef, GateError> {
    let at = reader.at();
    let info = peek_info(reader)?;
    let (shape, length) = match info {
        GC | SKIP => {
            reader.byte()?;
            let length = read_length(reader, id.clock)?;
            (if info == GC { Shape::Gc } else { Shape::Skip }, length)
        }
        _ => {
            let header = read_header(reader)?;
            check_neighbours(reader, &header, id)?;
            let (kind, length) = content::read(reader, info & CONTENT, id.clock)?;
            (Shape::Item(kind), length)
        }
    };
    Ok(StructRef { at, end: reader.at(), clock: id.clock, length, shape })
}

fn peek_info(reader: &Reader<'_>) -> Result<u8, GateError> {
    let mut ahead = *reader;
    let info = ahead.byte()?;
    let content = info & CONTENT;
    if (content == GC || content == SKIP) && info != content {
        return Err(reader.malformed("flags on a struct without content"));
    }
    Ok(info)
}

/// Reads an item up to its content.
pub(crate) fn read_header<'a>(reader: &mut Reader<'a>) -> Result<Header<'a>, GateError> {
    let info = reader.byte()?;
    let origin = if info & HAS_ORIGIN != 0 { Some(read_id(reader)?) } else { None };
    let right_origin = if info & HAS_RIGHT_ORIGIN != 0 { Some(read_id(reader)?) } else { None };
    let (mut parent, mut key) = (Parent::Inherited, None);
    if origin.is_none() && right_origin.is_none() {
        parent = match reader.number()? {
            1 => Parent::Root(content::read_key(reader)?),
            0 => Parent::Item(read_id(reader)?),
            _ => return Err(reader.malformed("parent that is neither a root nor an item")),
        };
        if info & HAS_KEY != 0 {
            key = Some(content::read_key(reader)?);
        }
    }
    Ok(Header { info, origin, right_origin, parent, key })
}

fn read_id(reader: &mut Reader<'_>) -> Result<Id, GateError> {
    let client = read_client(reader)?;
    let clock = read_clock(reader)?;
    Ok(Id { client, clock })
}

/// An item can only name what was there before it: nothing of its own client from its own clock on.
fn check_neighbours(reader: &Reader<'_>, header: &Header<'_>, id: Id) -> Result<(), GateError> {
    let parent = if let Parent::Item(parent) = header.parent { Some(parent) } else { None };
    let from_future = |named: &Id| named.client == id.client && named.clock >= id.clock;
    if [header.origin, header.right_origin, parent].iter().flatten().any(from_future) {
        return Err(reader.malformed("struct that names itself or its future"));
    }
    if header.origin.is_some() && header.origin == header.right_origin {
        return Err(reader.malformed("the same neighbour on both sides"));
    }
    Ok(())
}

fn read_deletes(reader: &mut Reader<'_>, deletes: &mut Vec<DeleteRange>) -> Result<u64, GateError> {
    let client = read_client(reader)?;
    let count = reader.count(DELETE_BYTES_MIN)?;
    if count == 0 {
        return Err(reader.malformed("delete list without ranges"));
    }
    let mut end = 0;
    for _ in 0..count {
        let clock = read_clock(reader)?;
        let length = read_length(reader, clock)?;
        if clock < end {
            return Err(reader.malformed("delete ranges out of order"));
        }
        end = clock + length;
        deletes.push(DeleteRange { client, clock, length });
    }
    Ok(client)
}
