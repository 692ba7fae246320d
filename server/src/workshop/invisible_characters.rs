//! Characters that show nothing, or turn the direction of text: with them one person could look like another, and words
//! could look like none. Pure.

use icu_properties::props::{
    CanonicalCombiningClass, DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether there is nothing to see in a text: white space and characters that show nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || shows_nothing(letter))
}

/// Whether a name holds a character that nobody sees. Joiners stay where they change what is seen: in emoji, and in the
/// scripts that write a joined letter with one.
pub(super) fn is_hiding(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| letters.get(place)).copied();
    letters.iter().enumerate().any(|(place, letter)| {
        let (before, after) = (at(place.checked_sub(1)), at(place.checked_add(1)));
        match *letter {
            JOINER => !joins(before, after),
            EMOJI_STYLE => !styles(before, after),
            letter => is_unreadable(letter) || shows_nothing(letter),
        }
    })
}

/// Control characters, and marks that turn the direction of text or hide in it: no text may hold them.
pub(super) fn is_unreadable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        // The joiner that emoji of families and professions are made with.
        && letter != JOINER
}

/// Makes one sign of the two beside it.
const JOINER: char = '\u{200D}';
/// Asks for the picture of the sign before it.
const EMOJI_STYLE: char = '\u{FE0F}';
/// What a sign and the style before it become a key with, as in "1" on a key.
const KEYCAP: char = '\u{20E3}';

/// What Unicode calls default-ignorable, and two signs that it counts as symbols although they are blank: the empty
/// Braille pattern and the empty note.
fn shows_nothing(letter: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
        || matches!(letter, '\u{2800}' | '\u{1D159}')
}

fn joins(before: Option<char>, after: Option<char>) -> bool {
    let in_emoji =
        before.is_some_and(|sign| is_emoji(sign) || sign == EMOJI_STYLE) && after.is_some_and(is_emoji);
    // Behind the mark that takes a vowel away, as in Devanagari.
    let in_a_letter = before.is_some_and(is_virama) && after.is_some_and(char::is_alphabetic);
    in_emoji || in_a_letter
}

fn styles(before: Option<char>, after: Option<char>) -> bool {
    let in_a_key = after == Some(KEYCAP)
        && before.is_some_and(|sign| sign.is_ascii_digit() || matches!(sign, '#' | '*'));
    before.is_some_and(is_emoji) || in_a_key
}

fn is_virama(mark: char) -> bool {
    CodePointMapData::<CanonicalCombiningClass>::new().get(mark) == CanonicalCombiningClass::Virama
}

/// A picture, or the tone of skin behind one.
fn is_emoji(sign: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(sign)
        || CodePointSetData::new::<EmojiModifier>().contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind of character that shows nothing.
    const UNSEEN: &str = "\u{AD}\u{34F}\u{61C}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}\u{180C}\u{180D}\u{180E}\u{180F}\
        \u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{202A}\u{202E}\u{2060}\u{206F}\u{2800}\u{3164}\u{FE00}\u{FE0E}\u{FE0F}\
        \u{FEFF}\u{FFA0}\u{FFF0}\u{FFF8}\u{1BCA0}\u{1BCA3}\u{1D159}\u{1D173}\u{1D17A}\u{E0001}\u{E007F}\u{E0100}\u{E01EF}";

    #[test]
    fn words_5_no_name_holds_a_character_that_shows_nothing_wherever_it_stands() {
        for unseen in UNSEEN.chars() {
            let places = [
                format!("{unseen}"),
                format!("Anna{unseen}"),
                format!("{unseen}Anna"),
                format!("An{unseen}na"),
                format!("{unseen}{unseen}"),
            ];
            for name in places {
                assert!(is_hiding(&name), "{name:?}");
            }
        }
        for name in [
            "Anna 👩\u{200D}",
            "👩\u{200D}\u{200D}⚕",
            "Anna\u{FE0F}",
            "1\u{FE0F}",
            "❤\u{FE0F}\u{FE0F}",
            "क\u{200D}ष",
        ] {
            assert!(is_hiding(name), "{name:?}");
        }
    }

    #[test]
    fn words_5_an_emoji_and_a_joined_letter_stay_whole_in_a_name() {
        for name in [
            "Dr A. 👩\u{200D}⚕\u{FE0F}",
            "Jo ❤\u{FE0F}",
            "Sam 🏳\u{FE0F}\u{200D}🌈",
            "Team 1\u{FE0F}\u{20E3}",
            "👍🏽",
        ] {
            assert!(!is_hiding(name), "{name:?}");
        }
        for name in ["ශ\u{DCA}\u{200D}රියානි", "Siân", "Zoë-Mae O’Neill", "李", "محمد", "Łukasz", "e\u{301}"]
        {
            assert!(!is_hiding(name), "{name:?}");
        }
    }

    #[test]
    fn words_5_nothing_but_unseen_characters_and_white_space_is_blank() {
        assert!(is_blank("") && is_blank(" \n\t\u{A0}\u{3000}") && is_blank(UNSEEN));
        for unseen in UNSEEN.chars() {
            assert!(is_blank(&format!(" {unseen}\n{unseen}")), "{unseen:?}");
            assert!(!is_blank(&format!("{unseen}.")), "{unseen:?}");
        }
    }
}
