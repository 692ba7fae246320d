//! The Hocuspocus v4 wire: every frame carries the address of a document, so many documents share a socket.
//!
//! The address is given back exactly as received (the provider drops anything else). Ping and pong are single bytes
//! without an address. Must not know a document, a token's meaning or a socket.

use crate::error::FrameError;
use crate::frame::sync::{SyncKind, SyncMessage};
use crate::lib0::{Reader, write_buffer, write_number, write_text};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const SYNC_REPLY: u64 = 4;
const STATELESS: u64 = 5;
const BROADCAST_STATELESS: u64 = 6;
const CLOSE: u64 = 7;
const SYNC_STATUS: u64 = 8;
const PING: u64 = 9;
const PONG: u64 = 10;

const AUTH_TOKEN: u64 = 0;
const AUTH_DENIED: u64 = 1;
const AUTH_GRANTED: u64 = 2;

const SCOPE_READ_WRITE: &str = "read-write";
const SCOPE_READ_ONLY: &str = "readonly";

/// One frame: for which document, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Document name, with the session suffix if the client sent one; empty for ping and pong, and from a client without a
    /// name for its document.
    pub address: &'a str,
    /// What the frame says.
    pub body: Body<'a>,
}

/// What a frame says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body<'a> {
    /// Document sync.
    Sync(SyncMessage<'a>),
    /// Presence entries, not judged yet.
    Awareness(&'a [u8]),
    /// Signing in, and its answers.
    Auth(Auth<'a>),
    /// "Send me the presence you know".
    QueryAwareness,
    /// Between servers only; a client that sends it is refused by the socket.
    SyncReply(SyncMessage<'a>),
    /// A message outside the document.
    Stateless(&'a str),
    /// Between servers only; must be refused from clients.
    BroadcastStateless(&'a str),
    /// Closes this document on the socket; servers give a reason.
    Close(Option<&'a str>),
    /// Whether the sender's frame is durable.
    SyncStatus(SyncStatus),
    /// Liveness question.
    Ping,
    /// Liveness answer.
    Pong,
    /// Of a kind that this server does not know.
    Unknown,
}

/// Signing in to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth<'a> {
    /// From the client: its token, and from version 4 on the provider's version.
    Token {
        /// The token as given.
        token: &'a str,
        /// The provider's version, absent before version 4.
        version: Option<&'a str>,
    },
    /// From the server: "send me your token".
    TokenWanted,
    /// From the server: refused, with the reason.
    Denied(&'a str),
    /// From the server: let in.
    Granted(Scope),
}

/// What a connection may do with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Read and write.
    ReadWrite,
    /// Read only.
    ReadOnly,
}

/// The answer to one step2 or update frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncStatus {
    /// The frame is durable.
    Saved,
    /// The frame was refused.
    Refused,
}

/// Reads one frame.
///
/// # Errors
/// When the frame is truncated or goes on after its end.
pub fn decode(bytes: &[u8]) -> Result<Frame<'_>, FrameError> {
    match bytes {
        [9] => return Ok(Frame { address: "", body: Body::Ping }),
        [10] => return Ok(Frame { address: "", body: Body::Pong }),
        _ => {}
    }
    let mut reader = Reader::new(bytes);
    let address = reader.text()?;
    let body = read_body(&mut reader)?;
    if body != Body::Unknown {
        reader.finish()?;
    }
    Ok(Frame { address, body })
}

fn read_body<'a>(reader: &mut Reader<'a>) -> Result<Body<'a>, FrameError> {
    match reader.number()? {
        SYNC => Ok(Body::Sync(SyncMessage::read(reader)?)),
        AWARENESS => Ok(Body::Awareness(reader.buffer()?)),
        AUTH => Ok(Body::Auth(read_auth(reader)?)),
        QUERY_AWARENESS => Ok(Body::QueryAwareness),
        SYNC_REPLY => Ok(Body::SyncReply(SyncMessage::read(reader)?)),
        STATELESS => Ok(Body::Stateless(reader.text()?)),
        BROADCAST_STATELESS => Ok(Body::BroadcastStateless(reader.text()?)),
        CLOSE if reader.left() == 0 => Ok(Body::Close(None)),
        CLOSE => Ok(Body::Close(Some(reader.text()?))),
        SYNC_STATUS => match reader.number()? {
            1 => Ok(Body::SyncStatus(SyncStatus::Saved)),
            0 => Ok(Body::SyncStatus(SyncStatus::Refused)),
            kind => Err(FrameError::Unknown { what: "sync status", kind }),
        },
        PING => Ok(Body::Ping),
        PONG => Ok(Body::Pong),
        _ => Ok(Body::Unknown),
    }
}

fn read_auth<'a>(reader: &mut Reader<'a>) -> Result<Auth<'a>, FrameError> {
    match reader.number()? {
        AUTH_TOKEN if reader.left() == 0 => Ok(Auth::TokenWanted),
        AUTH_TOKEN => {
            let token = reader.text()?;
            let version = if reader.left() == 0 { None } else { Some(reader.text()?) };
            Ok(Auth::Token { token, version })
        }
        AUTH_DENIED => Ok(Auth::Denied(reader.text()?)),
        AUTH_GRANTED => match reader.text()? {
            SCOPE_READ_WRITE => Ok(Auth::Granted(Scope::ReadWrite)),
            SCOPE_READ_ONLY => Ok(Auth::Granted(Scope::ReadOnly)),
            _ => Err(FrameError::Unknown { what: "scope", kind: AUTH_GRANTED }),
        },
        kind => Err(FrameError::Unknown { what: "auth message", kind }),
    }
}

/// One frame as bytes. Ping and pong become their single byte and carry no address.
#[must_use]
pub fn encode(frame: Frame<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    match frame.body {
        Body::Ping => return vec![PING as u8],
        Body::Pong => return vec![PONG as u8],
        _ => write_text(&mut out, frame.address),
    }
    write_body(&mut out, frame.body);
    out
}

fn write_body(out: &mut Vec<u8>, body: Body<'_>) {
    match body {
        Body::Sync(sync) => {
            write_number(out, SYNC);
            sync.write(out);
        }
        Body::Awareness(entries) => {
            write_number(out, AWARENESS);
            write_buffer(out, entries);
        }
        Body::Auth(auth) => {
            write_number(out, AUTH);
            write_auth(out, auth);
        }
        Body::QueryAwareness => write_number(out, QUERY_AWARENESS),
        Body::SyncReply(sync) => {
            write_number(out, SYNC_REPLY);
            sync.write(out);
        }
        Body::Stateless(payload) => {
            write_number(out, STATELESS);
            write_text(out, payload);
        }
        Body::BroadcastStateless(payload) => {
            write_number(out, BROADCAST_STATELESS);
            write_text(out, payload);
        }
        Body::Close(reason) => {
            write_number(out, CLOSE);
            if let Some(reason) = reason {
                write_text(out, reason);
            }
        }
        Body::SyncStatus(status) => {
            write_number(out, SYNC_STATUS);
            write_number(out, u64::from(status == SyncStatus::Saved));
        }
        Body::Ping => write_number(out, PING),
        Body::Pong => write_number(out, PONG),
        Body::Unknown => debug_assert!(false, "nobody says what they do not know"),
    }
}

fn write_auth(out: &mut Vec<u8>, auth: Auth<'_>) {
    match auth {
        Auth::Token { token, version } => {
            write_number(out, AUTH_TOKEN);
            write_text(out, token);
            if let Some(version) = version {
                write_text(out, version);
            }
        }
        Auth::TokenWanted => write_number(out, AUTH_TOKEN),
        Auth::Denied(reason) => {
            write_number(out, AUTH_DENIED);
            write_text(out, reason);
        }
        Auth::Granted(scope) => {
            write_number(out, AUTH_GRANTED);
            write_text(out, if scope == Scope::ReadWrite { SCOPE_READ_WRITE } else { SCOPE_READ_ONLY });
        }
    }
}

/// A sync frame for `address`.
#[must_use]
pub fn encode_sync(address: &str, message: SyncMessage<'_>) -> Vec<u8> {
    encode(Frame { address, body: Body::Sync(message) })
}

/// What stands before an update of so many bytes in a frame for `address`, so that a large one need not be copied into it.
#[must_use]
pub fn encode_sync_head(address: &str, kind: SyncKind, update_bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    write_text(&mut out, address);
    write_number(&mut out, SYNC);
    kind.write_head(&mut out, update_bytes);
    out
}

/// A presence frame for `address`.
#[must_use]
pub fn encode_awareness(address: &str, entries: &[u8]) -> Vec<u8> {
    encode(Frame { address, body: Body::Awareness(entries) })
}

/// A sign-in frame for `address`.
#[must_use]
pub fn encode_auth(address: &str, auth: Auth<'_>) -> Vec<u8> {
    encode(Frame { address, body: Body::Auth(auth) })
}

/// A stateless frame for `address`.
#[must_use]
pub fn encode_stateless(address: &str, payload: &str) -> Vec<u8> {
    encode(Frame { address, body: Body::Stateless(payload) })
}

/// A sync status frame for `address`.
#[must_use]
pub fn encode_sync_status(address: &str, status: SyncStatus) -> Vec<u8> {
    encode(Frame { address, body: Body::SyncStatus(status) })
}

/// A close frame for `address` with its reason.
#[must_use]
pub fn encode_close(address: &str, reason: &str) -> Vec<u8> {
    encode(Frame { address, body: Body::Close(Some(reason)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hocuspocus: every kind of frame comes back from its bytes as it was, with the address exactly as it
    /// came.
    #[test]
    fn every_body_round_trips() {
        let bodies = [
            Body::Sync(SyncMessage::Step1(&[0])),
            Body::Sync(SyncMessage::Step2(&[0, 0])),
            Body::Sync(SyncMessage::Update(&[0, 0])),
            Body::Awareness(&[0]),
            Body::Auth(Auth::Token { token: "t", version: None }),
            Body::Auth(Auth::Token { token: "", version: Some("4.8.0") }),
            Body::Auth(Auth::TokenWanted),
            Body::Auth(Auth::Denied("no")),
            Body::Auth(Auth::Granted(Scope::ReadWrite)),
            Body::Auth(Auth::Granted(Scope::ReadOnly)),
            Body::QueryAwareness,
            Body::SyncReply(SyncMessage::Step2(&[0, 0])),
            Body::Stateless("{}"),
            Body::BroadcastStateless("{}"),
            Body::Close(None),
            Body::Close(Some("why")),
            Body::SyncStatus(SyncStatus::Saved),
            Body::SyncStatus(SyncStatus::Refused),
        ];
        for body in bodies {
            let frame = Frame { address: "map/w/m\0s", body };
            assert_eq!(decode(&encode(frame)).unwrap(), frame);
        }
    }

    /// A large update behind its head is the same frame as one that was encoded whole.
    #[test]
    fn a_head_and_an_update_are_a_frame() {
        let update = vec![7; 300];
        for (kind, message) in
            [(SyncKind::Step2, SyncMessage::Step2(&update)), (SyncKind::Update, SyncMessage::Update(&update))]
        {
            let head = encode_sync_head("map/w/m", kind, update.len());
            assert_eq!([head, update.clone()].concat(), encode_sync("map/w/m", message));
        }
    }

    /// Hocuspocus: ping and pong are one byte without an address.
    #[test]
    fn ping_and_pong_are_one_byte_without_an_address() {
        assert_eq!(encode(Frame { address: "", body: Body::Ping }), [9]);
        assert_eq!(decode(&[10]).unwrap(), Frame { address: "", body: Body::Pong });
    }

    #[test]
    fn frame_5_an_address_may_be_empty_or_long() {
        for length in [0, 1, 512, 100_000] {
            let address = "a".repeat(length);
            let frame = encode(Frame { address: &address, body: Body::QueryAwareness });
            assert_eq!(
                decode(&frame).unwrap().address,
                address,
                "whether there is such a document is not said here"
            );
        }
    }

    #[test]
    fn frame_6_a_frame_of_an_unknown_kind_is_passed_over() {
        assert_eq!(decode(&[1, b'a', 11]).unwrap(), Frame { address: "a", body: Body::Unknown });
        assert_eq!(decode(&[1, b'a', 102, 1, 2]).unwrap(), Frame { address: "a", body: Body::Unknown });
    }

    #[test]
    fn frame_5_refuses_bytes_after_the_end_and_unknown_answers() {
        assert!(decode(&[1, b'a', 3, 0]).is_err());
        assert!(decode(&[1, b'a', 8, 2]).is_err());
        assert!(decode(&[1, b'a', 2, 2, 1, b'x']).is_err());
        assert!(decode(&[]).is_err());
        assert!(decode(&[1, b'a']).is_err());
    }
}
