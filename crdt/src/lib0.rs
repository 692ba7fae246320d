//! The lib0 encoding that every Yjs message and update is built from: a cursor that only borrows, and the few writers.
//!
//! It owns how a number, a string and a byte run look on the wire, and that nothing is ever allocated from a declared
//! length: a length is compared with the bytes that are left before it is used. It must not know what a message means.

use crate::error::GateError;

/// Largest number that JavaScript reads exactly (2^53 - 1); lib0 throws above it.
pub(crate) const NUMBER_MAX: u64 = (1 << 53) - 1;

/// Most bytes of a variable-length number up to [`NUMBER_MAX`].
const NUMBER_BYTES_MAX: usize = 8;

/// A borrowing cursor over outside bytes. Copying it is looking ahead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Offset of the next byte.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Bytes not read yet.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// An error at the current offset.
    pub(crate) fn malformed(&self, why: &'static str) -> GateError {
        GateError::Malformed { at: self.at, why }
    }

    /// A refused kind of content at the current offset.
    pub(crate) fn unsupported(&self, why: &'static str) -> GateError {
        GateError::Unsupported { at: self.at, why }
    }

    fn truncated(&self) -> GateError {
        GateError::Truncated { at: self.bytes.len() }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, GateError> {
        let byte = *self.bytes.get(self.at).ok_or_else(|| self.truncated())?;
        self.at += 1;
        Ok(byte)
    }

    /// The next `length` bytes, only if that many are left.
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], GateError> {
        if length > self.left() {
            return Err(self.truncated());
        }
        let taken = &self.bytes[self.at..self.at + length];
        self.at += length;
        Ok(taken)
    }

    /// `varUint`: little-endian groups of seven bits, in the shortest form, up to [`NUMBER_MAX`].
    pub(crate) fn number(&mut self) -> Result<u64, GateError> {
        let mut value = 0u64;
        for index in 0..NUMBER_BYTES_MAX {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                if byte == 0 && index > 0 {
                    return Err(self.malformed("number not in its shortest form"));
                }
                if value > NUMBER_MAX {
                    break;
                }
                return Ok(value);
            }
        }
        Err(self.malformed("number over 2^53 - 1"))
    }

    /// `varUint` bounded by what can still follow when each item takes at least `item_bytes_min` bytes.
    pub(crate) fn count(&mut self, item_bytes_min: usize) -> Result<usize, GateError> {
        let declared = self.number()?;
        let possible = self.left() / item_bytes_min.max(1);
        match usize::try_from(declared) {
            Ok(count) if count <= possible => Ok(count),
            _ => Err(self.malformed("count over the bytes that follow")),
        }
    }

    /// `varUint8Array`: a length and that many bytes.
    pub(crate) fn buffer(&mut self) -> Result<&'a [u8], GateError> {
        let length = self.count(1)?;
        self.take(length)
    }

    /// `varString`: a length in bytes and UTF-8 text.
    pub(crate) fn text(&mut self) -> Result<&'a str, GateError> {
        let start = self.at;
        let bytes = self.buffer()?;
        std::str::from_utf8(bytes)
            .map_err(|_| GateError::Malformed { at: start, why: "text that is not UTF-8" })
    }

    /// Refuses bytes behind the end of a message.
    pub(crate) fn finish(&self) -> Result<(), GateError> {
        if self.left() == 0 { Ok(()) } else { Err(self.malformed("bytes after the end")) }
    }
}

/// Writes a `varUint`.
pub(crate) fn write_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes a `varUint8Array`.
pub(crate) fn write_buffer(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Writes a `varString`.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    write_buffer(out, text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frame_5_numbers_round_trip_up_to_the_largest_exact_one() {
        for value in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), NUMBER_MAX] {
            let mut out = Vec::new();
            write_number(&mut out, value);
            let mut reader = Reader::new(&out);
            assert_eq!(reader.number(), Ok(value));
            assert_eq!(reader.left(), 0);
        }
        let mut out = Vec::new();
        write_number(&mut out, NUMBER_MAX + 1);
        assert!(Reader::new(&out).number().is_err());
    }

    #[test]
    fn frame_5_refuses_a_number_that_is_not_in_its_shortest_form() {
        assert!(Reader::new(&[0x80, 0x00]).number().is_err());
        assert!(Reader::new(&[0xff; 12]).number().is_err());
    }

    #[test]
    fn frame_5_a_declared_length_is_compared_with_the_bytes_that_follow() {
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0x7f, 1]).buffer().is_err());
        assert_eq!(Reader::new(&[2, 104, 105]).text(), Ok("hi"));
        assert!(Reader::new(&[2, 0xc3, 0x28]).text().is_err());
    }
}
