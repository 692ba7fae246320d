//! Generators driven by the fuzzer's bytes: updates over a small world of ids, state vectors, presence, frames.

use arbitrary::{Result, Unstructured};

/// A writer of the lib0 encoding, apart from the product's own.
#[derive(Default, Clone)]
pub struct Out(pub Vec<u8>);

impl Out {
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub fn buffer(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub fn text(&mut self, text: &str) {
        self.buffer(text.as_bytes());
    }
}

const CLIENTS: u64 = 4;
const PLAIN: Words = Words { roots: ["m", "t", "a"], keys: ["title", "x", "é"] };
const PATHWAY: Words =
    Words { roots: ["steps", "links", "meta"], keys: ["title", "pos", "0123456789abcdefghjkmnpqrs"] };
const KEYS: [&str; 3] = ["from", "stage", "to"];
const TEXTS: [&str; 6] = ["a", "bc", "hello", "😀", "a😀b", "\u{fffd}é"];
const JSONS: [&str; 6] = ["null", "true", "1", "-2.5", "\"s\"", "{\"a\":[1,{}]}"];

#[derive(Clone, Copy, PartialEq, Eq)]
struct Element {
    client: u64,
    clock: u32,
    place: usize,
    is_type: bool,
}

/// Names of roots and keys.
#[derive(Clone, Copy)]
struct Words {
    roots: [&'static str; 3],
    keys: [&'static str; 3],
}

/// What was accepted so far, as the generator believes.
#[derive(Clone)]
pub struct World {
    words: Words,
    clocks: [u32; CLIENTS as usize],
    elements: Vec<Element>,
    /// Parent and key of each place; only equality matters.
    places: Vec<(String, Option<usize>)>,
}

impl Default for World {
    fn default() -> Self {
        Self { words: PLAIN, clocks: Default::default(), elements: Vec::new(), places: Vec::new() }
    }
}

impl World {
    /// A world with the names of a pathway map, so that its reader meets what it does not expect.
    pub fn pathway() -> Self {
        Self { words: PATHWAY, ..Self::default() }
    }

    fn place(&mut self, parent: String, key: Option<usize>) -> usize {
        let wanted = (parent, key);
        match self.places.iter().position(|place| *place == wanted) {
            Some(index) => index,
            None => {
                self.places.push(wanted);
                self.places.len() - 1
            }
        }
    }
}

/// An update over `world`, and the world if it is accepted.
pub fn update(u: &mut Unstructured<'_>, world: &World) -> Result<(Vec<u8>, World)> {
    let mut next = world.clone();
    let mut out = Out::default();
    let first_client = u.int_in_range(0..=CLIENTS - 1)?;
    let sections = if u.ratio(1, 8)? { 0 } else { u.int_in_range(1..=3)? };
    out.number(sections);
    for index in 0..sections {
        section(u, &mut next, &mut out, (first_client + index) % CLIENTS)?;
    }
    deletes(u, &next, &mut out)?;
    Ok((out.0, next))
}

fn section(u: &mut Unstructured<'_>, world: &mut World, out: &mut Out, client: u64) -> Result<()> {
    let known = world.clocks[client as usize];
    let mut clock = match u.int_in_range(0..=19)? {
        0 => known.saturating_sub(u.int_in_range(1..=4)?),
        1 => known + u.int_in_range(1..=2)?,
        _ => known,
    };
    let count = u.int_in_range(1..=6)?;
    let mut structs = Out::default();
    let start = clock;
    for _ in 0..count {
        clock += one_struct(u, world, &mut structs, (client, clock))?;
    }
    out.number(count);
    // Far apart on the wire, as real ids are.
    out.number(client_id(client));
    out.number(u64::from(start));
    out.0.extend(structs.0);
    world.clocks[client as usize] = world.clocks[client as usize].max(clock);
    Ok(())
}

fn client_id(client: u64) -> u64 {
    client * 1_000_003 + 1
}

fn write_id(out: &mut Out, client: u64, clock: u32) {
    out.number(client_id(client));
    out.number(u64::from(clock));
}

fn one_struct(u: &mut Unstructured<'_>, world: &mut World, out: &mut Out, id: (u64, u32)) -> Result<u32> {
    match u.int_in_range(0..=29)? {
        0 => {
            let length = u.int_in_range(1..=3)?;
            out.byte(0);
            out.number(u64::from(length));
            return Ok(length);
        }
        1 => {
            let length = u.int_in_range(1..=3)?;
            out.byte(10);
            out.number(u64::from(length));
            return Ok(length);
        }
        _ => {}
    }
    let mut content = Out::default();
    let (reference, length, is_type) = content_of(u, &mut content)?;
    let mut header = Out::default();
    let (flags, place) = neighbours(u, world, &mut header, id)?;
    out.byte(reference | flags);
    out.0.extend(header.0);
    out.0.extend(content.0);
    for offset in 0..length {
        world.elements.push(Element { client: id.0, clock: id.1 + offset, place, is_type });
    }
    Ok(length)
}

/// Writes origin, right origin, parent and key; gives the flags and the place.
fn neighbours(
    u: &mut Unstructured<'_>,
    world: &mut World,
    out: &mut Out,
    id: (u64, u32),
) -> Result<(u8, usize)> {
    let earlier = |element: &&Element| element.client != id.0 || element.clock < id.1;
    let known: Vec<Element> = world.elements.iter().filter(earlier).copied().collect();
    let types: Vec<Element> = known.iter().filter(|element| element.is_type).copied().collect();
    let mode = u.int_in_range(0..=9)?;
    if known.is_empty() || mode <= 2 {
        let root = u.choose_index(world.words.roots.len())?;
        out.number(1);
        out.text(world.words.roots[root]);
        let key = key(u, world.words, out)?;
        return Ok((key.map_or(0, |_| 0x20), world.place(world.words.roots[root].to_owned(), key)));
    }
    if mode <= 4 && !types.is_empty() {
        let parent = if u.ratio(1, 40)? { *u.choose(&known)? } else { *u.choose(&types)? };
        out.number(0);
        write_id(out, parent.client, parent.clock);
        let key = key(u, world.words, out)?;
        let name = format!("{}/{}", parent.client, parent.clock);
        return Ok((key.map_or(0, |_| 0x20), world.place(name, key)));
    }
    let left = *u.choose(&known)?;
    let alike: Vec<Element> =
        known.iter().filter(|element| element.place == left.place && **element != left).copied().collect();
    let right = match u.int_in_range(0..=19)? {
        0 => Some(*u.choose(&known)?),
        1..=9 if !alike.is_empty() => Some(*u.choose(&alike)?),
        _ => None,
    };
    let with_left = right.is_none() || u.ratio(4, 5)?;
    if with_left {
        write_id(out, left.client, left.clock);
    }
    if let Some(right) = right {
        write_id(out, right.client, right.clock);
    }
    let key_flag = if world.places[left.place].1.is_some() && u.ratio(9, 10)? { 0x20 } else { 0 };
    let flags = if with_left { 0x80 } else { 0 } | if right.is_some() { 0x40 } else { 0 } | key_flag;
    Ok((flags, left.place))
}

fn key(u: &mut Unstructured<'_>, words: Words, out: &mut Out) -> Result<Option<usize>> {
    if !u.arbitrary::<bool>()? {
        return Ok(None);
    }
    let key = u.choose_index(words.keys.len())?;
    out.text(words.keys[key]);
    Ok(Some(key))
}

/// Writes content; gives its reference, its length and whether it is a type.
fn content_of(u: &mut Unstructured<'_>, out: &mut Out) -> Result<(u8, u32, bool)> {
    match u.int_in_range(0..=15)? {
        0 => {
            let length = u.int_in_range(1..=4)?;
            out.number(u64::from(length));
            Ok((1, length, false))
        }
        1 => {
            out.buffer(&[1, 2, 3]);
            Ok((3, 1, false))
        }
        2 => {
            out.text(u.choose(&JSONS)?);
            Ok((5, 1, false))
        }
        3 => {
            out.text(u.choose(&KEYS)?);
            out.text(u.choose(&JSONS)?);
            Ok((6, 1, false))
        }
        4..=7 => {
            let kind = u.int_in_range(0..=6)?;
            let kind = if kind == 5 { 1 } else { kind };
            out.number(kind);
            if kind == 3 {
                out.text("p");
            }
            Ok((7, 1, true))
        }
        8..=10 => {
            let count = u.int_in_range(1..=3)?;
            out.number(u64::from(count));
            for _ in 0..count {
                any(u, out, 0)?;
            }
            Ok((8, count, false))
        }
        _ => {
            let text = *u.choose(&TEXTS)?;
            out.text(text);
            Ok((4, text.encode_utf16().count() as u32, false))
        }
    }
}

fn any(u: &mut Unstructured<'_>, out: &mut Out, depth: u8) -> Result<()> {
    let deepest = if depth > 2 { 7 } else { 9 };
    match u.int_in_range(0..=deepest)? {
        0 => out.byte(127),
        1 => out.byte(126),
        2 => out.byte(120),
        3 => out.byte(121),
        4 => out.0.extend([125, u.int_in_range(0..=0x7f)?]),
        5 => out.0.extend([124, 0x3f, 0x80, 0, 0]),
        6 => {
            out.byte(119);
            out.text(u.choose(&TEXTS)?);
        }
        7 => out.0.extend([123, 0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18]),
        8 => {
            let count = u.int_in_range(0..=2)?;
            out.0.extend([118, count]);
            for index in 0..count {
                out.text(KEYS[usize::from(index)]);
                any(u, out, depth + 1)?;
            }
        }
        _ => {
            let count = u.int_in_range(0..=3)?;
            out.0.extend([117, count]);
            for _ in 0..count {
                any(u, out, depth + 1)?;
            }
        }
    }
    Ok(())
}

fn deletes(u: &mut Unstructured<'_>, world: &World, out: &mut Out) -> Result<()> {
    let clients = if u.ratio(1, 2)? { 0 } else { u.int_in_range(1..=2)? };
    let first = u.int_in_range(0..=CLIENTS - 1)?;
    out.number(clients);
    for index in 0..clients {
        let client = (first + index) % CLIENTS;
        out.number(client_id(client));
        let count = u.int_in_range(1..=3)?;
        out.number(count);
        let mut clock = 0;
        for range in 0..count {
            let end = world.clocks[client as usize];
            clock += u.int_in_range(0..=end.saturating_sub(clock).min(64))?;
            clock += u32::from(range > 0);
            let length = u.int_in_range(1..=4)?;
            out.number(u64::from(clock));
            out.number(u64::from(length));
            clock += length;
        }
    }
    Ok(())
}

/// A state vector over the same ids.
pub fn state_vector(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut out = Out::default();
    let clients = u.int_in_range(0..=CLIENTS)?;
    out.number(clients);
    for client in 0..clients {
        write_id(&mut out, client, u.int_in_range(0..=40)?);
    }
    Ok(out.0)
}

/// A presence message.
pub fn awareness(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let states =
        ["null", "{}", "{\"participant\":\"p\"}", "{\"cursor\":{\"x\":1.5,\"y\":-2},\"selection\":[\"a\"]}"];
    let mut out = Out::default();
    let clients = u.int_in_range(0..=5)?;
    out.number(clients);
    for client in 0..clients {
        write_id(&mut out, client, u.int_in_range(0..=5)?);
        out.text(u.choose(&states)?);
    }
    Ok(out.0)
}

/// A frame of one of the two wires.
pub fn frame(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut out = Out::default();
    if u.arbitrary()? {
        out.text(u.choose(&["map/w/m", "workshop/w\0s", "é"])?);
        let kind = u.int_in_range(0..=10)?;
        out.number(kind);
        match kind {
            0 | 4 => sync(u, &mut out)?,
            1 => out.buffer(&awareness(u)?),
            2 => {
                out.number(u.int_in_range(0..=2)?);
                out.text(u.choose(&["token", "read-write", "readonly"])?);
            }
            5..=7 => out.text(u.choose(&TEXTS)?),
            8 => out.number(u.int_in_range(0..=1)?),
            _ => {}
        }
        return Ok(out.0);
    }
    for _ in 0..u.int_in_range(1..=4)? {
        let kind = u.int_in_range(0..=3)?;
        out.number(kind);
        match kind {
            0 => sync(u, &mut out)?,
            1 => out.buffer(&awareness(u)?),
            2 => {
                out.number(0);
                out.text("no");
            }
            _ => {}
        }
    }
    Ok(out.0)
}

fn sync(u: &mut Unstructured<'_>, out: &mut Out) -> Result<()> {
    let kind = u.int_in_range(0..=2)?;
    out.number(kind);
    match kind {
        0 => out.buffer(&state_vector(u)?),
        _ => out.buffer(&update(u, &World::default())?.0),
    }
    Ok(())
}

/// For custom mutators: replaces `data` by something fresh from `make`, or says no.
pub fn fresh(
    data: &mut [u8],
    room: usize,
    seed: u32,
    make: impl Fn(&mut Unstructured<'_>) -> Result<Vec<u8>>,
) -> Option<usize> {
    let mut state = u64::from(seed) << 1 | 1;
    let noise: Vec<u8> = (0..2_048)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u8
        })
        .collect();
    let made = make(&mut Unstructured::new(&noise)).ok()?;
    if made.len() > room || made.len() > data.len() {
        return None;
    }
    data[..made.len()].copy_from_slice(&made);
    Some(made.len())
}
