//! The few bytes of the Hocuspocus v4 and y-protocols framing that a hand-made peer needs.
//!
//! Owns encoding and decoding. Knows no socket and no document.

/// Appends an unsigned LEB128 number.
pub fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends a length and the bytes.
pub fn put_bytes(bytes: &mut Vec<u8>, content: &[u8]) {
    put_number(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

/// Takes an unsigned LEB128 number off the front; `None` when there is none.
pub fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Whether these words stand anywhere in the bytes.
#[must_use]
pub fn holds(bytes: &[u8], words: &str) -> bool {
    memchr::memmem::find(bytes, words.as_bytes()).is_some()
}

/// Takes a length and that many bytes off the front.
pub fn take_bytes<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_number(bytes)?).ok()?;
    let (content, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(content)
}

/// What a peer sends for one document.
#[derive(Debug, Clone, Copy)]
pub enum Send<'a> {
    /// The token.
    Auth(&'a str),
    /// My state vector: what do you have that I lack?
    StepOne(&'a [u8]),
    /// The answer to a state vector.
    StepTwo(&'a [u8]),
    /// An edit.
    Update(&'a [u8]),
    /// Presence.
    Awareness(&'a [u8]),
    /// A stateless message.
    Stateless(&'a str),
}

/// One frame for `address`.
#[must_use]
pub fn frame(address: &str, send: Send<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_bytes(&mut bytes, address.as_bytes());
    match send {
        Send::Auth(token) => {
            bytes.extend([2, 0]);
            put_bytes(&mut bytes, token.as_bytes());
            put_bytes(&mut bytes, b"4.8.0");
        }
        Send::StepOne(vector) => sync(&mut bytes, 0, vector),
        Send::StepTwo(update) => sync(&mut bytes, 1, update),
        Send::Update(update) => sync(&mut bytes, 2, update),
        Send::Awareness(states) => {
            bytes.push(1);
            put_bytes(&mut bytes, states);
        }
        Send::Stateless(text) => {
            bytes.push(5);
            put_bytes(&mut bytes, text.as_bytes());
        }
    }
    bytes
}

fn sync(bytes: &mut Vec<u8>, kind: u8, content: &[u8]) {
    bytes.extend([0, kind]);
    put_bytes(bytes, content);
}

/// A presence message of one client with its state, as JSON.
#[must_use]
pub fn presence(client: u64, clock: u64, state: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in [1, client, clock] {
        put_number(&mut bytes, number);
    }
    put_bytes(&mut bytes, state.as_bytes());
    bytes
}

/// What a peer receives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// The server's state vector.
    StepOne(Vec<u8>),
    /// What I lacked.
    StepTwo(Vec<u8>),
    /// Somebody's edit.
    Update(Vec<u8>),
    /// Presence, encoded.
    Awareness(Vec<u8>),
    /// The server asks for presence that was not renewed.
    PresenceAsked,
    /// Let in, with this scope.
    Scope(String),
    /// Not let in, with this reason.
    Denied(String),
    /// A stateless message.
    Stateless(String),
    /// The document was closed.
    Closed(String),
    /// An update frame is durable (true) or refused (false).
    SyncStatus(bool),
    /// A keep-alive.
    Ping,
}

/// Reads one frame into its address and content; `None` for bytes this peer does not understand.
#[must_use]
pub fn read(frame: &[u8]) -> Option<(String, Received)> {
    if frame == [9] {
        return Some((String::new(), Received::Ping));
    }
    let mut rest = frame;
    let address = String::from_utf8(take_bytes(&mut rest)?.to_vec()).ok()?;
    let text = |rest: &mut &[u8]| Some(String::from_utf8_lossy(take_bytes(rest)?).into_owned());
    let received = match take_number(&mut rest)? {
        0 => match take_number(&mut rest)? {
            0 => Received::StepOne(take_bytes(&mut rest)?.to_vec()),
            1 => Received::StepTwo(take_bytes(&mut rest)?.to_vec()),
            2 => Received::Update(take_bytes(&mut rest)?.to_vec()),
            _ => return None,
        },
        1 => Received::Awareness(take_bytes(&mut rest)?.to_vec()),
        2 => match take_number(&mut rest)? {
            1 => Received::Denied(text(&mut rest)?),
            2 => Received::Scope(text(&mut rest)?),
            _ => return None,
        },
        3 => Received::PresenceAsked,
        5 => Received::Stateless(text(&mut rest)?),
        7 => Received::Closed(text(&mut rest)?),
        8 => Received::SyncStatus(take_number(&mut rest)? == 1),
        _ => return None,
    };
    Some((address, received))
}
