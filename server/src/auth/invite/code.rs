//! Join codes: which letters they have, how they are made and read as people type them.

use crate::ids::random_bytes;

/// Letters of join codes: none that is mistaken for another when read aloud or from a wall.
pub const CODE_ALPHABET: &[u8; 30] = b"ABCDEFGHJKMNPQRSTVWXYZ23456789";

/// Characters of a join code: 729 million codes.
pub const CODE_CHARS: usize = 6;

/// A fresh code; every code is equally likely.
#[must_use]
pub fn random_code() -> String {
    let letters = CODE_ALPHABET.len();
    let mut code = String::with_capacity(CODE_CHARS);
    while code.len() < CODE_CHARS {
        for byte in random_bytes::<16>() {
            // Bytes of the incomplete last round would make the first letters likelier.
            let round = usize::from(byte) / letters;
            if round < 256 / letters && code.len() < CODE_CHARS {
                code.push(char::from(CODE_ALPHABET[usize::from(byte) % letters]));
            }
        }
    }
    code
}

/// A join code as people type it in its plain form; `None` when it is none.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    read_letters(text, CODE_CHARS)
}

/// So many letters of the alphabet of codes, as people type them (lower case, spaces, hyphens), in their plain form.
pub(in crate::auth) fn read_letters(text: &str, chars: usize) -> Option<String> {
    if text.len() > 4 * chars {
        return None;
    }
    let code: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '-')
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let right = code.len() == chars && code.bytes().all(|letter| CODE_ALPHABET.contains(&letter));
    right.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invite_1_codes_use_only_letters_that_are_not_mistaken_and_all_of_them() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..2_000 {
            let code = random_code();
            assert_eq!(code.len(), CODE_CHARS);
            seen.extend(code.bytes());
        }
        assert_eq!(seen.len(), CODE_ALPHABET.len());
        assert!(seen.iter().all(|letter| !b"ILOU01".contains(letter)));
    }

    #[test]
    fn invite_1_a_code_is_read_as_people_type_it() {
        for text in ["ABC234", "abc234", " abc-234 ", "a b c 2 3 4"] {
            assert_eq!(read_code(text).as_deref(), Some("ABC234"), "{text:?}");
        }
        for text in ["", "ABC23", "ABC2345", "ABC2O4", "ABC1I4", "ÄBC234", &"A".repeat(1000)] {
            assert_eq!(read_code(text), None, "{text:?}");
        }
    }
}
