//! Large WebSocket frames on their way in, cut into small ones.
//!
//! The WebSocket layer keeps a buffer of the largest frame that a connection ever sent, for as long as the connection lives. So
//! it is only ever given pieces of [`PIECE_BYTES_MAX`], as if the client had fragmented its message. And the length of a
//! message is known here before its bytes are, so that whoever counts them is asked first. Pure: bytes in, bytes out.

/// Largest frame that is passed on; a multiple of four, so that the mask of a frame holds for each of its pieces.
pub(super) const PIECE_BYTES_MAX: usize = 16 * 1024;

const HEAD_BYTES_MAX: usize = 14;
const FINAL: u8 = 0x80;
const OPCODE: u8 = 0x0f;
const CONTROL: u8 = 0x08;
const MASKED: u8 = 0x80;
const LENGTH: u8 = 0x7f;

/// Where one stream of frames stands.
#[derive(Debug)]
pub(super) struct FramePieces {
    at: At,
    /// Bytes that the frames of the present message have announced.
    message_bytes: u64,
}

#[derive(Debug, Clone, Copy)]
enum At {
    /// Inside the head of a frame, of which so many bytes have come.
    Head { bytes: [u8; HEAD_BYTES_MAX], have: usize },
    /// Inside the content of a frame, and of the piece of it that was announced last.
    Content { head: Head, left: u64, piece_left: u64 },
}

#[derive(Debug, Clone, Copy)]
struct Head {
    first: u8,
    mask: Option<[u8; 4]>,
    length: u64,
}

/// What the head of a frame says of the message it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Announced {
    /// Bytes of the message with this frame.
    pub(super) message_bytes: u64,
    /// Whether nothing follows this frame.
    pub(super) is_last: bool,
}

/// Whether a frame may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Go,
    /// Not now: asked again with the next call.
    Wait,
    Refuse,
}

/// How far the bytes were passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    All,
    /// Up to a message that came whole.
    Message,
    /// Up to a frame that has to wait.
    Waits,
    /// Up to a frame that may not come.
    Refused,
}

impl FramePieces {
    pub(super) fn new() -> Self {
        Self { at: At::START, message_bytes: 0 }
    }

    /// Passes bytes on; gives how many were taken and why no more were.
    pub(super) fn pass(
        &mut self,
        bytes: &[u8],
        out: &mut Vec<u8>,
        mut judge: impl FnMut(Announced) -> Verdict,
    ) -> (usize, Passed) {
        let mut taken = 0;
        loop {
            match &mut self.at {
                At::Head { bytes: head, have } => {
                    let wanted = head_length(&head[..*have]);
                    if *have < wanted {
                        let Some(byte) = bytes.get(taken) else { return (taken, Passed::All) };
                        head[*have] = *byte;
                        *have += 1;
                        taken += 1;
                        continue;
                    }
                    let head = Head::read(&head[..*have]);
                    match self.begin(head, out, &mut judge) {
                        Verdict::Go => {}
                        Verdict::Wait => return (taken, Passed::Waits),
                        Verdict::Refuse => return (taken, Passed::Refused),
                    }
                }
                At::Content { left: 0, head, .. } => {
                    let is_whole = head.is_data() && head.is_final();
                    self.at = At::START;
                    if is_whole {
                        self.message_bytes = 0;
                        return (taken, Passed::Message);
                    }
                }
                At::Content { head, left, piece_left } => {
                    if *piece_left == 0 {
                        *piece_left = (*left).min(PIECE_BYTES_MAX as u64);
                        head.write_piece(*piece_left, *left, out);
                    }
                    let there = &bytes[taken..];
                    if there.is_empty() {
                        return (taken, Passed::All);
                    }
                    let count = there.len().min(usize::try_from(*piece_left).unwrap_or(usize::MAX));
                    out.extend_from_slice(&there[..count]);
                    taken += count;
                    *left -= count as u64;
                    *piece_left -= count as u64;
                }
            }
        }
    }

    /// Begins the content of a frame, when it may come.
    fn begin(
        &mut self,
        head: Head,
        out: &mut Vec<u8>,
        judge: &mut impl FnMut(Announced) -> Verdict,
    ) -> Verdict {
        if head.is_data() {
            let message_bytes = self.message_bytes.saturating_add(head.length);
            match judge(Announced { message_bytes, is_last: head.is_final() }) {
                Verdict::Go => self.message_bytes = message_bytes,
                verdict @ (Verdict::Wait | Verdict::Refuse) => return verdict,
            }
        }
        let piece_left = if head.is_data() { head.length.min(PIECE_BYTES_MAX as u64) } else { head.length };
        head.write_piece(piece_left, head.length, out);
        self.at = At::Content { head, left: head.length, piece_left };
        Verdict::Go
    }
}

impl At {
    const START: Self = Self::Head { bytes: [0; HEAD_BYTES_MAX], have: 0 };
}

/// How long a head is that begins with these bytes.
fn head_length(begun: &[u8]) -> usize {
    let Some(second) = begun.get(1) else { return 2 };
    let length = match second & LENGTH {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    2 + length + if second & MASKED == 0 { 0 } else { 4 }
}

impl Head {
    /// Reads a whole head.
    fn read(bytes: &[u8]) -> Self {
        let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let is_masked = bytes[1] & MASKED != 0;
        let (before_mask, mask) = bytes.split_at(bytes.len() - if is_masked { 4 } else { 0 });
        let length = match before_mask[1] & LENGTH {
            126 | 127 => number(&before_mask[2..]),
            short => u64::from(short),
        };
        Self { first: bytes[0], mask: mask.try_into().ok(), length }
    }

    fn is_data(&self) -> bool {
        self.first & CONTROL == 0
    }

    fn is_final(&self) -> bool {
        self.first & FINAL != 0
    }

    /// Writes the head of a piece of so many bytes, of which `left` are left of the frame with it.
    fn write_piece(&self, piece: u64, left: u64, out: &mut Vec<u8>) {
        let opcode = if left == self.length { self.first & OPCODE } else { 0 };
        let last = if piece == left { self.first & FINAL } else { 0 };
        out.push(self.first & !(FINAL | OPCODE) | opcode | last);
        let masked = if self.mask.is_some() { MASKED } else { 0 };
        match piece {
            0..126 => out.push(masked | piece as u8),
            126..=0xffff => {
                out.push(masked | 126);
                out.extend((piece as u16).to_be_bytes());
            }
            _ => {
                out.push(masked | 127);
                out.extend(piece.to_be_bytes());
            }
        }
        out.extend(self.mask.into_iter().flatten());
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use proptest::prelude::*;
    use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket, WebSocketConfig};
    use tokio_tungstenite::tungstenite::{Error, Message};

    use super::*;

    /// A message as a client sends it: in frames of these lengths, with a mask.
    fn message(content: &[u8], frames: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let length = content.len().div_ceil(frames).max(1);
        let chunks: Vec<&[u8]> =
            if content.is_empty() { vec![&[]] } else { content.chunks(length).collect() };
        for (number, chunk) in chunks.iter().enumerate() {
            let opcode = if number == 0 { 2 } else { 0 };
            let last = if number + 1 == chunks.len() { FINAL } else { 0 };
            let mask = [1, 2, 3, number as u8];
            let head = Head { first: opcode | last, mask: Some(mask), length: chunk.len() as u64 };
            head.write_piece(head.length, head.length, &mut out);
            out.extend(chunk.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
        }
        out
    }

    /// A stream that is only read; what is written to it is gone.
    struct OneWay(Cursor<Vec<u8>>);

    impl Read for OneWay {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.0.read(into)
        }
    }

    impl Write for OneWay {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What a server hears of these bytes, when no frame may be larger than a piece.
    fn heard(bytes: Vec<u8>) -> Vec<Message> {
        let config = WebSocketConfig::default().max_frame_size(Some(PIECE_BYTES_MAX));
        let mut socket = WebSocket::from_raw_socket(OneWay(Cursor::new(bytes)), Role::Server, Some(config));
        let mut all = Vec::new();
        loop {
            match socket.read() {
                Ok(message) => all.push(message),
                Err(Error::Io(_) | Error::ConnectionClosed | Error::Protocol(_)) => return all,
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn passed(bytes: &[u8], step: usize) -> (Vec<u8>, usize) {
        let (mut pieces, mut out, mut messages) = (FramePieces::new(), Vec::new(), 0);
        for chunk in bytes.chunks(step) {
            let mut at = 0;
            while at < chunk.len() {
                let (taken, why) = pieces.pass(&chunk[at..], &mut out, |_| Verdict::Go);
                at += taken;
                messages += usize::from(why == Passed::Message);
            }
        }
        let (_, why) = pieces.pass(&[], &mut out, |_| Verdict::Go);
        (out, messages + usize::from(why == Passed::Message))
    }

    proptest! {
        #[test]
        fn sock_60_a_message_is_heard_as_it_was_sent_however_it_is_cut(
            lengths in prop::collection::vec((0..3 * PIECE_BYTES_MAX, 1..5_usize), 1..4), step in 1..9_000_usize,
        ) {
            let contents: Vec<Vec<u8>> =
                lengths.iter().map(|(length, _)| (0..*length).map(|at| (at % 251) as u8).collect()).collect();
            let mut bytes = Vec::new();
            for (content, (_, frames)) in contents.iter().zip(&lengths) {
                bytes.extend(message(content, *frames));
                bytes.extend([FINAL | 9, MASKED, 0, 0, 0, 0]);
            }
            let (out, messages) = passed(&bytes, step);
            prop_assert_eq!(messages, contents.len());
            let binary: Vec<Vec<u8>> = heard(out).into_iter().filter_map(|message| match message {
                Message::Binary(bytes) => Some(bytes.to_vec()),
                _ => None,
            }).collect();
            prop_assert_eq!(binary, contents);
        }

        #[test]
        fn sock_60_no_bytes_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..200), step in 1..20_usize) {
            passed(&bytes, step);
        }
    }

    #[test]
    fn sock_60_the_length_of_a_message_is_asked_for_before_its_bytes_come() {
        let bytes = message(&vec![7; 100_000], 2);
        let (mut pieces, mut out) = (FramePieces::new(), Vec::new());
        let mut asked = Vec::new();
        let (taken, why) = pieces.pass(&bytes, &mut out, |announced| {
            asked.push(announced);
            Verdict::Wait
        });
        assert_eq!((why, out.len()), (Passed::Waits, 0));
        assert!(taken < HEAD_BYTES_MAX);
        let (again, why) = pieces.pass(&bytes[taken..], &mut out, |announced| {
            asked.push(announced);
            if announced.is_last { Verdict::Refuse } else { Verdict::Go }
        });
        assert_eq!(why, Passed::Refused);
        assert!(again > 50_000 && again < 50_100);
        let first = Announced { message_bytes: 50_000, is_last: false };
        assert_eq!(asked, [first, first, Announced { message_bytes: 100_000, is_last: true }]);
    }
}
