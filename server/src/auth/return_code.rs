//! Return codes: fifteen letters with which one person comes back to one workshop, on this device or another.
//!
//! Owns how such a code looks and which key of the table it occupies. Only its hash is kept: the code is derived from the
//! server's key and the command that asked for it. Decides nothing about rates and knows no HTTP.

use crate::auth::invite::{self, CODE_ALPHABET};
use crate::auth::records::{self, PersonRecord};
use crate::auth::token::hash_secret;
use crate::store::StoreError;

/// Letters of a return code: 73 bit, so that it cannot be guessed even without a limit of tries.
pub const RETURN_CODE_CHARS: usize = 15;

/// Letters of a group, as it is shown and read aloud.
const GROUP_CHARS: usize = 5;

/// The return code of a derived secret; every code is equally likely.
#[must_use]
pub fn from_secret(secret: &str) -> String {
    let letters = CODE_ALPHABET.len();
    let mut code = String::with_capacity(RETURN_CODE_CHARS);
    let mut round = 0_u32;
    loop {
        let digits = hash_secret(&format!("{round} {secret}"));
        for pair in digits.as_bytes().chunks_exact(2) {
            let byte = pair.iter().fold(0, |sum, digit| sum * 16 + hex_value(*digit));
            // Bytes of the incomplete last round would make the first letters likelier.
            if byte < 256 / letters * letters {
                code.push(char::from(CODE_ALPHABET[byte % letters]));
            }
            if code.len() == RETURN_CODE_CHARS {
                return code;
            }
        }
        round += 1;
    }
}

fn hex_value(digit: u8) -> usize {
    usize::from(if digit.is_ascii_digit() { digit - b'0' } else { digit - b'a' + 10 })
}

/// A code in groups, as people read it.
#[must_use]
pub fn in_groups(code: &str) -> String {
    let groups: Vec<&str> = (0..code.len())
        .step_by(GROUP_CHARS)
        .filter_map(|start| code.get(start..code.len().min(start + GROUP_CHARS)))
        .collect();
    groups.join("-")
}

/// A code as people type it (lower case, spaces, hyphens) in its plain form; `None` when it is none.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    invite::read_letters(text, RETURN_CODE_CHARS)
}

/// The key that a person's return code occupies outside of the workshop's own prefix.
///
/// # Errors
/// When the record is unreadable.
pub fn outside_key(key: &str, value: &[u8]) -> Result<Option<String>, StoreError> {
    if !key.contains("/people/") {
        return Ok(None);
    }
    let person: PersonRecord = records::decode(key, value)?;
    Ok(person.return_hash.map(|hash| records::return_key(&hash)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn return_1_a_code_has_fifteen_letters_that_are_not_mistaken_and_is_read_as_people_type_it() {
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..1_000 {
            let code = from_secret(&number.to_string());
            assert_eq!(code.len(), RETURN_CODE_CHARS);
            assert_eq!(code, from_secret(&number.to_string()), "the same for the same secret");
            let shown = in_groups(&code);
            assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5]);
            for typed in [shown.clone(), shown.to_lowercase(), format!(" {} ", shown.replace('-', " "))] {
                assert_eq!(read(&typed).as_deref(), Some(&*code), "{typed:?}");
            }
            seen.extend(code.bytes());
        }
        assert_eq!(seen.len(), CODE_ALPHABET.len());
        // 30 letters to the power of 15 are more than 2 to the power of 60.
        assert!(u128::pow(30, u32::try_from(RETURN_CODE_CHARS).unwrap()) > 1 << 60);
        for bad in ["", "ABC234", "ABCDEFGHJKMNPQ", "ABCDEFGHJKMNPQRS", "ABCDEFGHJKMNPQ0", &"A".repeat(1000)]
        {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
