//! The walker of state vectors ("what I have"), which even readers send.
//!
//! Owns their grammar. Must not know a document.

use std::collections::HashSet;

use crate::error::GateError;
use crate::gate::{read_client, read_clock};
use crate::lib0::Reader;

/// Fewest bytes of one entry: a client and a clock.
const ENTRY_BYTES_MIN: usize = 2;

/// What an accepted state vector says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateVectorFacts {
    /// Number of clients it names.
    pub clients: usize,
}

/// Accepts or refuses a state vector whole.
///
/// # Errors
/// When it is truncated, names a client twice, a clock over 2^31 - 1, or goes on after its end.
pub fn check(bytes: &[u8]) -> Result<StateVectorFacts, GateError> {
    let mut reader = Reader::new(bytes);
    let clients = reader.count(ENTRY_BYTES_MIN)?;
    let mut seen = HashSet::new();
    for _ in 0..clients {
        let client = read_client(&mut reader)?;
        read_clock(&mut reader)?;
        if !seen.insert(client) {
            return Err(reader.malformed("client named twice"));
        }
    }
    reader.finish()?;
    Ok(StateVectorFacts { clients })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gate_21_accepts_what_clients_send() {
        assert_eq!(check(&[0]).unwrap().clients, 0);
        assert_eq!(check(&[2, 1, 5, 2, 0]).unwrap().clients, 2);
    }

    #[test]
    fn gate_21_refuses_a_count_over_the_bytes_a_double_client_and_a_tail() {
        assert!(check(&[0xff, 0xff, 0xff, 0x7f]).is_err());
        assert!(check(&[0x80, 0x80, 0x80, 0x80, 0x01]).is_err());
        assert!(check(&[2, 1, 5, 1, 6]).is_err());
        assert!(check(&[1, 1, 5, 0]).is_err());
        assert!(check(&[]).is_err());
    }

    #[test]
    fn gate_21_refuses_a_clock_over_the_bound() {
        assert!(check(&[1, 1, 0xff, 0xff, 0xff, 0xff, 0x07]).is_ok());
        assert!(check(&[1, 1, 0x80, 0x80, 0x80, 0x80, 0x08]).is_err());
    }
}
