//! Reading and lowering state vectors, for the one diff a slow reader gets instead of what was dropped.
//!
//! Works on vectors our own document made. Pure.

use std::collections::BTreeMap;

/// Clock per client id.
pub(crate) type Clocks = BTreeMap<u64, u32>;

/// Reads a state vector; stops where it does not make sense, which only asks for more than needed.
pub(crate) fn decode(bytes: &[u8]) -> Clocks {
    let mut clocks = Clocks::new();
    let mut rest = bytes;
    let Some(count) = number(&mut rest) else { return clocks };
    for _ in 0..count {
        let (Some(client), Some(clock)) = (number(&mut rest), number(&mut rest)) else { break };
        clocks.insert(client, u32::try_from(clock).unwrap_or(u32::MAX));
    }
    clocks
}

/// Writes a state vector.
pub(crate) fn encode(clocks: &Clocks) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 + clocks.len() * 8);
    push(&mut out, clocks.len() as u64);
    for (client, clock) in clocks {
        push(&mut out, *client);
        push(&mut out, u64::from(*clock));
    }
    out
}

/// What a client still has when it has everything of `bytes` except what begins at `missing`.
pub(crate) fn lower(bytes: &[u8], missing: &Clocks) -> Vec<u8> {
    let mut clocks = decode(bytes);
    for (client, first) in missing {
        if let Some(clock) = clocks.get_mut(client) {
            *clock = (*clock).min(*first);
        }
    }
    clocks.retain(|_, clock| *clock > 0);
    encode(&clocks)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..63).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn push(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_62_lowering_keeps_the_rest_and_forgets_what_is_missing() {
        let clocks = Clocks::from([(1, 10), (300, 200_000), (u64::from(u32::MAX), 5)]);
        assert_eq!(decode(&encode(&clocks)), clocks);
        let lowered = lower(&encode(&clocks), &Clocks::from([(300, 7), (1, 0), (9, 9)]));
        assert_eq!(decode(&lowered), Clocks::from([(300, 7), (u64::from(u32::MAX), 5)]));
        assert!(decode(&[5, 1]).is_empty());
    }
}
