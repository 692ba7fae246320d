//! Order keys: jittered fractional indices, so that two people can insert at the same place at once.
//!
//! Owns the format and the arithmetic; the exact steps are written down in `docs/spec/pathway.md`, because the web
//! client makes the same keys (`crdt/data/order-vectors.json` holds both sides to it). Knows no document and makes no
//! randomness of its own: the caller passes a source of random numbers, one draw a digit.

use std::cmp::Ordering;

/// The digits in display order, which is their byte order.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Base of the number system.
const BASE: u32 = 62;

/// Digits of the random tail behind a fresh integer part; also the shortest tail that is computed with.
const TAIL_DIGITS: usize = 6;

/// Random digits of every insert between two keys: two people meet by chance once in 62⁵ (9 × 10⁸).
const JITTER_DIGITS: usize = 5;

/// Numbers the jitter can be: 62⁵.
const JITTER_SPAN: u64 = 916_132_832;

/// A tail grows by this many digits when the room between two keys is used up.
const GROWTH_DIGITS: usize = 2;

/// Integer digits of the longest heads, `A` and `z`.
const INTEGER_DIGITS_MAX: usize = 26;

/// Longest key that is read, in bytes. Keys stay far below; a longer one counts as none, and is made anew when in the way.
pub const ORDER_KEY_BYTES_MAX: usize = 256;

/// A key strictly after `before` and strictly before `after`; `None` is the open end.
///
/// Keys come from peers and may be anything, so this is total: text that is not a key counts as absent, and when
/// `before` is not less than `after` (equal keys, or neighbours that moved meanwhile) only `before` counts.
pub fn between(before: Option<&str>, after: Option<&str>, random: &mut dyn FnMut() -> u32) -> String {
    let before = before.and_then(Key::parse);
    let after = after.and_then(Key::parse);
    match (before, after) {
        (None, None) => fresh("a0", random),
        (Some(before), None) => match increment(before.integer) {
            Some(integer) => fresh(&integer, random),
            None => joined(before.integer, &tail_between(&before.tail, None, random)),
        },
        (None, Some(after)) => match decrement(after.integer) {
            Some(integer) => fresh(&integer, random),
            None => joined(after.integer, &tail_between(&[], Some(&after.tail), random)),
        },
        (Some(before), Some(after)) => between_both(&before, &after, random),
    }
}

/// `count` keys in ascending order, for parts that are written together.
pub fn sequence(count: usize, random: &mut dyn FnMut() -> u32) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        let key = between(keys.last().map(String::as_str), None, random);
        keys.push(key);
    }
    keys
}

/// Whether a text is a key that [`between`] could have made.
#[must_use]
pub fn is_order_key(text: &str) -> bool {
    Key::parse(text).is_some()
}

/// The order key that a document holds under a part; empty when that is none, or longer than [`ORDER_KEY_BYTES_MAX`].
#[must_use]
pub fn read_order_key(text: &str) -> &str {
    if text.len() <= ORDER_KEY_BYTES_MAX && is_order_key(text) { text } else { "" }
}

/// A key cut into its parts: the integer as text, the tail as digit values.
struct Key<'a> {
    integer: &'a str,
    tail: Vec<u8>,
}

impl<'a> Key<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let head = *text.as_bytes().first()?;
        let integer_bytes = 1 + integer_digits(head)?;
        let values: Option<Vec<u8>> = text.bytes().map(digit_value).collect();
        let tail = values?.get(integer_bytes..)?.to_vec();
        let integer = text.get(..integer_bytes)?;
        // A trailing zero would leave no room before the key; the very first integer has room only through its tail.
        let leaves_room = tail.last() != Some(&0) && !(tail.is_empty() && is_first_integer(integer));
        leaves_room.then_some(Self { integer, tail })
    }
}

fn between_both(before: &Key<'_>, after: &Key<'_>, random: &mut dyn FnMut() -> u32) -> String {
    match before.integer.cmp(after.integer) {
        Ordering::Less => match increment(before.integer) {
            Some(next) if next.as_str() < after.integer => fresh(&next, random),
            Some(_) | None => joined(before.integer, &tail_between(&before.tail, None, random)),
        },
        Ordering::Equal if before.tail < after.tail => {
            joined(before.integer, &tail_between(&before.tail, Some(&after.tail), random))
        }
        Ordering::Equal | Ordering::Greater => match increment(before.integer) {
            Some(integer) => fresh(&integer, random),
            None => joined(before.integer, &tail_between(&before.tail, None, random)),
        },
    }
}

/// How many digits follow the head letter of an integer part.
fn integer_digits(head: u8) -> Option<usize> {
    match head {
        b'a'..=b'z' => Some(usize::from(head - b'a') + 1),
        b'A'..=b'Z' => Some(usize::from(b'Z' - head) + 1),
        _ => None,
    }
}

fn is_first_integer(integer: &str) -> bool {
    integer.starts_with('A') && integer.bytes().skip(1).all(|digit| digit == b'0')
}

fn digit_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'Z' => Some(digit - b'A' + 10),
        b'a'..=b'z' => Some(digit - b'a' + 36),
        _ => None,
    }
}

fn digit_char(value: u8) -> char {
    char::from(DIGITS[usize::from(value)])
}

/// The next integer part; `None` after the last one.
fn increment(integer: &str) -> Option<String> {
    step_integer(integer, b'0', b'z', |value| value + 1).or_else(|| {
        let head = *integer.as_bytes().first()?;
        match head {
            b'Z' => Some(b'a'),
            b'z' => None,
            _ => Some(head + 1),
        }
        .map(|head| edge_integer(head, '0'))
    })
}

/// The integer part before; `None` before the first one.
fn decrement(integer: &str) -> Option<String> {
    step_integer(integer, b'z', b'0', |value| value - 1).or_else(|| {
        let head = *integer.as_bytes().first()?;
        match head {
            b'a' => Some(b'Z'),
            b'A' => None,
            _ => Some(head - 1),
        }
        .map(|head| edge_integer(head, 'z'))
    })
}

/// Counts one step inside the integers of one head, rolling `last` over to `first`; `None` when all digits rolled.
fn step_integer(integer: &str, first: u8, last: u8, step: fn(u8) -> u8) -> Option<String> {
    let mut bytes = integer.as_bytes().to_vec();
    for byte in bytes.iter_mut().skip(1).rev() {
        if *byte != last {
            *byte = DIGITS[usize::from(step(digit_value(*byte)?))];
            return String::from_utf8(bytes).ok();
        }
        *byte = first;
    }
    None
}

fn edge_integer(head: u8, digit: char) -> String {
    let digits = integer_digits(head).unwrap_or(INTEGER_DIGITS_MAX);
    let mut integer = String::from(char::from(head));
    integer.extend(std::iter::repeat_n(digit, digits));
    integer
}

/// An integer part with a wholly random tail. The last digit is never `0`.
fn fresh(integer: &str, random: &mut dyn FnMut() -> u32) -> String {
    let mut key = String::from(integer);
    for _ in 1..TAIL_DIGITS {
        key.push(digit_char((random() % BASE) as u8));
    }
    key.push(digit_char((1 + random() % (BASE - 1)) as u8));
    key
}

fn joined(integer: &str, tail: &[u8]) -> String {
    integer.chars().chain(tail.iter().map(|digit| digit_char(*digit))).collect()
}

/// Where inside the gap the new tail goes.
#[derive(Clone, Copy)]
enum Aim {
    /// Just above the lower neighbour.
    Up,
    /// Just below the upper neighbour.
    Down,
    /// Around the middle.
    Middle,
}

/// A tail strictly between two tails (`None` above: the end of the integer).
///
/// The longer neighbour is the younger one, and people insert again where they inserted last: so the new tail goes a
/// small random distance beside the younger neighbour. Halving the gap instead would cost a digit every six inserts.
fn tail_between(low: &[u8], high: Option<&[u8]>, random: &mut dyn FnMut() -> u32) -> Vec<u8> {
    let high_digits = high.map_or(0, <[u8]>::len);
    let longest = low.len().max(high_digits).max(TAIL_DIGITS);
    let (aim, mut digits) = match low.len().cmp(&high_digits) {
        Ordering::Greater => (Aim::Up, longest),
        Ordering::Less => (Aim::Down, longest),
        Ordering::Equal => (Aim::Middle, longest + GROWTH_DIGITS),
    };
    let (mut from, mut to) = bounds(low, high, digits);
    while clamped(&difference(&to, &from)) < 2 * JITTER_SPAN {
        digits += GROWTH_DIGITS;
        (from, to) = bounds(low, high, digits);
    }
    let jitter = (0..JITTER_DIGITS).fold(0_u64, |sum, _| sum * u64::from(BASE) + u64::from(random() % BASE));
    let mut tail = match aim {
        Aim::Up => sum(&from, &small(1 + jitter, digits)),
        Aim::Down => difference(&to, &small(2 + jitter, digits)),
        Aim::Middle => {
            let lowest = sum(&from, &half(&difference(&to, &from)));
            sum(&difference(&lowest, &small(JITTER_SPAN / 2, digits)), &small(jitter, digits))
        }
    };
    if tail.last() == Some(&0) {
        tail = sum(&tail, &small(1, digits));
    }
    // The first digit counts whole integers and is zero for everything below the upper end.
    tail.split_off(1)
}

/// Both tails as numbers of `digits` digits, with one digit in front for "the end of the integer".
fn bounds(low: &[u8], high: Option<&[u8]>, digits: usize) -> (Vec<u8>, Vec<u8>) {
    let number = |whole: u8, tail: &[u8]| {
        let mut number = vec![whole];
        number.extend_from_slice(tail);
        number.resize(digits + 1, 0);
        number
    };
    (number(0, low), high.map_or_else(|| number(1, &[]), |tail| number(0, tail)))
}

/// The value, or the first one past twice the jitter when it is larger.
fn clamped(number: &[u8]) -> u64 {
    number.iter().fold(0, |sum, digit| (sum * u64::from(BASE) + u64::from(*digit)).min(2 * JITTER_SPAN))
}

/// `value` as a number of `digits` digits plus the one in front.
fn small(value: u64, digits: usize) -> Vec<u8> {
    let mut number = vec![0; digits + 1];
    let mut rest = value;
    for digit in number.iter_mut().rev() {
        *digit = (rest % u64::from(BASE)) as u8;
        rest /= u64::from(BASE);
    }
    number
}

fn sum(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let mut digits: Vec<u8> = left
        .iter()
        .zip(right)
        .rev()
        .map(|(left, right)| {
            let total = left + right + carry;
            carry = total / BASE as u8;
            total % BASE as u8
        })
        .collect();
    digits.reverse();
    digits
}

/// `left - right` for `left >= right`.
fn difference(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let mut digits: Vec<u8> = left
        .iter()
        .zip(right)
        .rev()
        .map(|(left, right)| {
            let take = right + borrow;
            borrow = u8::from(*left < take);
            left + borrow * BASE as u8 - take
        })
        .collect();
    digits.reverse();
    digits
}

fn half(number: &[u8]) -> Vec<u8> {
    let mut rest = 0;
    number
        .iter()
        .map(|digit| {
            let value = rest * BASE as u8 + digit;
            rest = value % 2;
            value / 2
        })
        .collect()
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
