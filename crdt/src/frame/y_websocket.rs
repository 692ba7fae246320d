//! The y-websocket wire: messages without an address, one document a socket.
//!
//! A client may put several messages into one frame, and we read them all; clients up to 3.1.0 read only the first one
//! of ours, so we encode exactly one message a frame. Must not know a document or a socket.

use crate::error::FrameError;
use crate::frame::sync::{SyncKind, SyncMessage};
use crate::lib0::{Reader, write_buffer, write_number, write_text};
use crate::limits::MESSAGES_PER_FRAME_MAX;

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const QUERY_AWARENESS: u64 = 3;
const PERMISSION_DENIED: u64 = 0;

/// One message of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message<'a> {
    /// Document sync.
    Sync(SyncMessage<'a>),
    /// Presence entries, not judged yet.
    Awareness(&'a [u8]),
    /// "Permission denied" with its reason; only servers say it.
    Denied(&'a str),
    /// "Send me the presence you know".
    QueryAwareness,
    /// Of a kind that this server does not know; what follows it in the frame cannot be read.
    Unknown,
}

/// A presence message with no entries: valid, without effect, and enough for a client to see that we are alive.
pub const ALIVE: [u8; 3] = [1, 1, 0];

/// Reads every message of a frame, up to the first one of an unknown kind.
///
/// # Errors
/// When any message is truncated, when there is none, or more than [`MESSAGES_PER_FRAME_MAX`].
pub fn decode_all(bytes: &[u8]) -> Result<Vec<Message<'_>>, FrameError> {
    let mut reader = Reader::new(bytes);
    let mut messages = Vec::new();
    while reader.left() > 0 || messages.is_empty() {
        if messages.len() == MESSAGES_PER_FRAME_MAX {
            return Err(FrameError::OverLimit {
                limit: "MESSAGES_PER_FRAME_MAX",
                bound: MESSAGES_PER_FRAME_MAX,
            });
        }
        let message = read(&mut reader)?;
        messages.push(message);
        if message == Message::Unknown {
            break;
        }
    }
    Ok(messages)
}

fn read<'a>(reader: &mut Reader<'a>) -> Result<Message<'a>, FrameError> {
    match reader.number()? {
        SYNC => Ok(Message::Sync(SyncMessage::read(reader)?)),
        AWARENESS => Ok(Message::Awareness(reader.buffer()?)),
        AUTH => match reader.number()? {
            PERMISSION_DENIED => Ok(Message::Denied(reader.text()?)),
            kind => Err(FrameError::Unknown { what: "auth message", kind }),
        },
        QUERY_AWARENESS => Ok(Message::QueryAwareness),
        _ => Ok(Message::Unknown),
    }
}

/// One frame with exactly this message.
#[must_use]
pub fn encode(message: Message<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    match message {
        Message::Sync(sync) => {
            write_number(&mut out, SYNC);
            sync.write(&mut out);
        }
        Message::Awareness(entries) => {
            write_number(&mut out, AWARENESS);
            write_buffer(&mut out, entries);
        }
        Message::Denied(reason) => {
            write_number(&mut out, AUTH);
            write_number(&mut out, PERMISSION_DENIED);
            write_text(&mut out, reason);
        }
        Message::QueryAwareness => write_number(&mut out, QUERY_AWARENESS),
        Message::Unknown => debug_assert!(false, "nobody says what they do not know"),
    }
    out
}

/// What stands before an update of so many bytes in a frame of its own, so that a large one need not be copied into it.
#[must_use]
pub fn encode_sync_head(kind: SyncKind, update_bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    write_number(&mut out, SYNC);
    kind.write_head(&mut out, update_bytes);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sock_41_reads_several_messages_in_one_frame() {
        let mut frame = encode(Message::Sync(SyncMessage::Step1(&[0])));
        frame.extend(encode(Message::Awareness(&[0])));
        frame.extend(encode(Message::QueryAwareness));
        assert_eq!(
            decode_all(&frame).unwrap(),
            [Message::Sync(SyncMessage::Step1(&[0])), Message::Awareness(&[0]), Message::QueryAwareness]
        );
    }

    #[test]
    fn sock_41_refuses_more_messages_than_the_limit() {
        let frame = vec![3; MESSAGES_PER_FRAME_MAX];
        assert_eq!(decode_all(&frame).unwrap().len(), MESSAGES_PER_FRAME_MAX);
        assert!(decode_all(&vec![3; MESSAGES_PER_FRAME_MAX + 1]).is_err());
    }

    #[test]
    fn sock_40_encodes_what_stock_clients_expect() {
        assert_eq!(encode(Message::Sync(SyncMessage::Step2(&[0, 0]))), [0, 1, 2, 0, 0]);
        let update = vec![7; 300];
        let whole = encode(Message::Sync(SyncMessage::Update(&update)));
        assert_eq!([encode_sync_head(SyncKind::Update, 300), update].concat(), whole);
        assert_eq!(encode(Message::Denied("no")), [2, 0, 2, b'n', b'o']);
        assert_eq!(encode(Message::Awareness(&[0])), ALIVE);
    }

    #[test]
    fn frame_6_a_message_of_an_unknown_kind_is_passed_over_with_what_follows_it() {
        assert_eq!(decode_all(&[9]).unwrap(), [Message::Unknown]);
        assert_eq!(decode_all(&[3, 102, 1, 2, 3]).unwrap(), [Message::QueryAwareness, Message::Unknown]);
    }

    #[test]
    fn frame_5_refuses_what_is_empty_or_cut_short() {
        assert!(decode_all(&[]).is_err());
        assert!(decode_all(&[0, 3, 0]).is_err());
        assert!(decode_all(&[2, 1, 0]).is_err());
        assert!(decode_all(&[0, 0, 5, 1]).is_err());
    }
}
