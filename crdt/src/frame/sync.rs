//! The sync messages of y-protocols, shared by both wires.
//!
//! Owns the three message kinds and their numbers. Must not know the frame around them.

use crate::error::FrameError;
use crate::lib0::{Reader, write_buffer, write_number};

const STEP1: u64 = 0;
const STEP2: u64 = 1;
const UPDATE: u64 = 2;

/// One sync message; the payload is borrowed and not judged yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncMessage<'a> {
    /// A state vector: "send me what I am missing". A read.
    Step1(&'a [u8]),
    /// The answer to a step1: an update. A write.
    Step2(&'a [u8]),
    /// An update. A write.
    Update(&'a [u8]),
}

/// Which of the messages that carry an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncKind {
    /// The answer to a step1.
    Step2,
    /// An update.
    Update,
}

impl SyncKind {
    /// Appends what stands before an update of so many bytes.
    pub(crate) fn write_head(self, out: &mut Vec<u8>, update_bytes: usize) {
        write_number(
            out,
            match self {
                Self::Step2 => STEP2,
                Self::Update => UPDATE,
            },
        );
        write_number(out, update_bytes as u64);
    }
}

impl<'a> SyncMessage<'a> {
    /// Reads one message, leaving what follows it.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, FrameError> {
        let kind = reader.number()?;
        let payload = reader.buffer()?;
        match kind {
            STEP1 => Ok(Self::Step1(payload)),
            STEP2 => Ok(Self::Step2(payload)),
            UPDATE => Ok(Self::Update(payload)),
            _ => Err(FrameError::Unknown { what: "sync message", kind }),
        }
    }

    /// Decodes a body that holds exactly one message.
    ///
    /// # Errors
    /// When the bytes are truncated, hold an unknown kind or go on after the message.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, FrameError> {
        let mut reader = Reader::new(bytes);
        let message = Self::read(&mut reader)?;
        reader.finish()?;
        Ok(message)
    }

    /// Appends the message to `out`.
    pub(crate) fn write(self, out: &mut Vec<u8>) {
        let (kind, payload) = match self {
            Self::Step1(payload) => (STEP1, payload),
            Self::Step2(payload) => (STEP2, payload),
            Self::Update(payload) => (UPDATE, payload),
        };
        write_number(out, kind);
        write_buffer(out, payload);
    }

    /// The message as bytes, without a frame.
    #[must_use]
    pub fn encode(self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    /// Whether the message asks to change the document.
    #[must_use]
    pub fn is_write(self) -> bool {
        !matches!(self, Self::Step1(_))
    }
}

/// A step1 body with this state vector.
#[must_use]
pub fn write_step1(state_vector: &[u8]) -> Vec<u8> {
    SyncMessage::Step1(state_vector).encode()
}

/// A step2 body with this update.
#[must_use]
pub fn write_step2(update: &[u8]) -> Vec<u8> {
    SyncMessage::Step2(update).encode()
}

/// An update body with this update.
#[must_use]
pub fn write_update(update: &[u8]) -> Vec<u8> {
    SyncMessage::Update(update).encode()
}
