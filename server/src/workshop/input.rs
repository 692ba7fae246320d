//! What people may type into a command: nicknames, titles, challenges, command ids. Pure.

use pairway_crdt::workshop::notes::NOTE_UNITS_MAX;
use pairway_crdt::workshop::session::messages::MESSAGE_UNITS_MAX;
use pairway_crdt::workshop::talk::COMMENT_UNITS_MAX;

use super::CommandError;
use super::invisible_characters::{is_blank, is_hiding, is_unreadable};
use crate::auth::help_records::HELP_UNITS_MAX;
use crate::limits::{
    CHALLENGE_CHARS_MAX, COMMAND_CHARS, HOW_WE_WORK_CHARS_MAX, MAP_NAME_CHARS_MAX, NICKNAME_CHARS_MAX,
    PAIR_NAME_CHARS_MAX, TITLE_CHARS_MAX, VIEW_CHARS_MAX,
};

/// Told to whoever gives a name with something in it that nobody sees; they often do not know of it themselves.
const HIDING_NAME: &str = "This name holds characters that cannot be seen. Please type it again.";

/// A nickname without spaces around it.
///
/// # Errors
/// In plain words: empty, too long, or with letters that cannot be seen.
pub fn read_nickname(text: &str) -> Result<String, CommandError> {
    let nickname = text.trim();
    if nickname.is_empty() {
        return Err(CommandError::bad("nickname_empty", "Type the name you want to be called."));
    }
    if nickname.chars().count() > NICKNAME_CHARS_MAX {
        let message = format!("This name is too long. Use {NICKNAME_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("nickname_too_long", message));
    }
    if is_hiding(nickname) {
        return Err(CommandError::bad("nickname_unreadable", HIDING_NAME));
    }
    if !nickname.chars().any(char::is_alphanumeric) {
        return Err(CommandError::bad("nickname_unreadable", "Use letters or numbers that others can read."));
    }
    Ok(nickname.to_owned())
}

/// A title without spaces around it.
///
/// # Errors
/// In plain words: empty, too long, or more than one line.
pub fn read_title(text: &str) -> Result<String, CommandError> {
    let title = text.trim();
    if is_blank(title) {
        return Err(CommandError::bad("title_empty", "Give the workshop a title."));
    }
    if title.chars().count() > TITLE_CHARS_MAX {
        let message = format!("The title is too long. Use {TITLE_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("title_too_long", message));
    }
    if title.chars().any(char::is_control) {
        return Err(CommandError::bad("title_unreadable", "The title must be one line of plain text."));
    }
    if is_hiding(title) {
        let message = "The title holds characters that cannot be seen. Please type it again.";
        return Err(CommandError::bad("title_unreadable", message));
    }
    Ok(title.to_owned())
}

/// A shared challenge without spaces around it; may be empty and may have several lines.
///
/// # Errors
/// In plain words: too long, or with letters that cannot be seen.
pub fn read_challenge(text: &str) -> Result<String, CommandError> {
    let challenge = text.trim();
    if challenge.chars().count() > CHALLENGE_CHARS_MAX {
        let message = format!("This text is too long. Use {CHALLENGE_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("challenge_too_long", message));
    }
    if !is_plain_text(challenge) {
        return Err(CommandError::bad("challenge_unreadable", "This must be plain text."));
    }
    Ok(challenge.to_owned())
}

/// A comment without spaces around it; may have several lines.
///
/// # Errors
/// In plain words: empty, too long, or with letters that cannot be seen.
pub fn read_comment(text: &str) -> Result<String, CommandError> {
    let comment = text.trim().replace("\r\n", "\n");
    if is_blank(&comment) {
        return Err(CommandError::bad("comment_empty", "Write something first."));
    }
    // Counted as the browser's field counts.
    if comment.encode_utf16().count() > COMMENT_UNITS_MAX {
        let message = format!("The comment is too long. Use {COMMENT_UNITS_MAX} letters or fewer.");
        return Err(CommandError::bad("comment_too_long", message));
    }
    if comment.contains('\r') || !is_plain_text(&comment) {
        return Err(CommandError::bad("comment_unreadable", "The comment must be plain text."));
    }
    Ok(comment)
}

/// An idea without spaces around it; may have several lines.
///
/// # Errors
/// In plain words: empty, too long, or with letters that cannot be seen.
pub fn read_idea(text: &str) -> Result<String, CommandError> {
    let idea = text.trim().replace("\r\n", "\n");
    if is_blank(&idea) {
        return Err(CommandError::bad("idea_empty", "Write something first."));
    }
    // Counted as the browser's field counts.
    if idea.encode_utf16().count() > NOTE_UNITS_MAX {
        let message = format!("The idea is too long. Use {NOTE_UNITS_MAX} letters or fewer.");
        return Err(CommandError::bad("idea_too_long", message));
    }
    if idea.contains('\r') || !is_plain_text(&idea) {
        return Err(CommandError::bad("idea_unreadable", "The idea must be plain text."));
    }
    Ok(idea)
}

/// A sentence for everybody, without spaces around it.
///
/// # Errors
/// In plain words: empty, too long, or more than one line.
pub fn read_message(text: &str) -> Result<String, CommandError> {
    let message = text.trim();
    if is_blank(message) {
        return Err(CommandError::bad("message_empty", "Write something first."));
    }
    // Counted as the browser's field counts.
    if message.encode_utf16().count() > MESSAGE_UNITS_MAX {
        let words = format!("The message is too long. Use {MESSAGE_UNITS_MAX} letters or fewer.");
        return Err(CommandError::bad("message_too_long", words));
    }
    if message.chars().any(is_unreadable) {
        return Err(CommandError::bad("message_unreadable", "The message must be one line of plain text."));
    }
    Ok(message.to_owned())
}

/// What helps somebody to take part, without spaces around it; may be empty and may have several lines.
///
/// # Errors
/// In plain words: too long, or with letters that cannot be seen.
pub fn read_help(text: &str) -> Result<String, CommandError> {
    let help = text.trim();
    if help.encode_utf16().count() > HELP_UNITS_MAX {
        let message = format!("This text is too long. Use {HELP_UNITS_MAX} letters or fewer.");
        return Err(CommandError::bad("help_too_long", message));
    }
    if !is_plain_text(help) {
        return Err(CommandError::bad("help_unreadable", "This must be plain text."));
    }
    Ok(help.to_owned())
}

/// The name of a pair without spaces around it; may be empty.
///
/// # Errors
/// In plain words: too long, or more than one line.
pub fn read_pair_name(text: &str) -> Result<String, CommandError> {
    let name = text.trim();
    if name.chars().count() > PAIR_NAME_CHARS_MAX {
        let message = format!("This name is too long. Use {PAIR_NAME_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("pair_name_too_long", message));
    }
    if name.chars().any(char::is_control) {
        return Err(CommandError::bad("pair_name_unreadable", "The name must be one line of plain text."));
    }
    if is_hiding(name) {
        return Err(CommandError::bad("pair_name_unreadable", HIDING_NAME));
    }
    Ok(name.to_owned())
}

/// The name of a map without spaces around it.
///
/// # Errors
/// In plain words: empty, too long, or more than one line.
pub fn read_map_name(text: &str) -> Result<String, CommandError> {
    let name = text.trim();
    if is_blank(name) {
        return Err(CommandError::bad("map_name_empty", "Give the map a name."));
    }
    if name.chars().count() > MAP_NAME_CHARS_MAX {
        let message = format!("This name is too long. Use {MAP_NAME_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("map_name_too_long", message));
    }
    if name.chars().any(char::is_control) {
        return Err(CommandError::bad("map_name_unreadable", "The name must be one line of plain text."));
    }
    if is_hiding(name) {
        return Err(CommandError::bad("map_name_unreadable", HIDING_NAME));
    }
    Ok(name.to_owned())
}

/// One line of what was prepared for a meeting, without spaces around it; may be empty.
///
/// # Errors
/// In plain words: too long, or more than one line.
pub fn read_plan_line(text: &str, chars_max: usize) -> Result<String, CommandError> {
    let line = text.trim();
    if line.chars().count() > chars_max {
        let message = format!("One line is too long. Use {chars_max} letters or fewer.");
        return Err(CommandError::bad("line_too_long", message));
    }
    if line.chars().any(is_unreadable) {
        return Err(CommandError::bad("line_unreadable", "Each line must be plain text."));
    }
    Ok(line.to_owned())
}

/// How a pair works together, without spaces around it; may be empty.
///
/// # Errors
/// In plain words: too long, or with letters that cannot be seen.
pub fn read_how_we_work(text: &str) -> Result<String, CommandError> {
    let text = text.trim();
    if text.chars().count() > HOW_WE_WORK_CHARS_MAX {
        let message = format!("This is too long. Use {HOW_WE_WORK_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("how_we_work_too_long", message));
    }
    if !is_plain_text(text) {
        return Err(CommandError::bad("how_we_work_unreadable", "This must be plain text."));
    }
    Ok(text.to_owned())
}

/// How somebody sees a part differently, without spaces around it.
///
/// # Errors
/// In plain words: empty, too long, or with letters that cannot be seen.
pub fn read_view(text: &str) -> Result<String, CommandError> {
    let view = text.trim();
    if is_blank(view) {
        return Err(CommandError::bad("view_empty", "Say in your words how you see it."));
    }
    if view.chars().count() > VIEW_CHARS_MAX {
        let message = format!("This is too long. Use {VIEW_CHARS_MAX} letters or fewer.");
        return Err(CommandError::bad("view_too_long", message));
    }
    if !is_plain_text(view) {
        return Err(CommandError::bad("view_unreadable", "This must be plain text."));
    }
    Ok(view.to_owned())
}

/// Whether a text of several lines has no control characters and no marks that turn or hide text.
fn is_plain_text(text: &str) -> bool {
    !text.chars().any(|letter| is_unreadable(letter) && !matches!(letter, '\n' | '\r' | '\t'))
}

/// Checks the shape of a command id.
///
/// # Errors
/// When it is too short to be random, too long, or has other letters than `A-Za-z0-9_-`.
pub fn check_command(command: &str) -> Result<(), CommandError> {
    let plain = command.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if plain && COMMAND_CHARS.contains(&command.len()) {
        Ok(())
    } else {
        Err(CommandError::bad(
            "bad_command",
            "The page sent something the server does not understand. Reload it.",
        ))
    }
}

/// Checks the shape of the number a device gives itself.
///
/// # Errors
/// As [`check_command`].
pub fn check_device(device: &str) -> Result<(), CommandError> {
    check_command(device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_1_a_nickname_has_one_to_sixty_readable_characters() {
        assert_eq!(read_nickname("  Mair ").unwrap(), "Mair");
        // A letter of the second plane and an emoji count once, though UTF-16 and UTF-8 need several units for each.
        let at_the_bound = [
            "ŵ".repeat(60),
            "𝒜".repeat(60),
            format!("A{}", "👍".repeat(59)),
            format!("  {}  ", "W".repeat(60)),
        ];
        for name in at_the_bound {
            assert_eq!(read_nickname(&name).unwrap(), name.trim(), "{name}");
            let refused = read_nickname(&format!("A{}", name.trim())).unwrap_err().to_string();
            assert_eq!(refused, "This name is too long. Use 60 letters or fewer.", "{name}");
        }
        for good in ["J", "Siân O'Neill", "李", "Dr A. 👩‍⚕️", "7"] {
            assert!(read_nickname(good).is_ok(), "{good:?}");
        }
        for bad in ["", "   ", "a\u{7}b", "a\nb", "a\u{202e}b", "a\u{200b}b", "\u{200d}", "...", "\u{0}"] {
            assert!(read_nickname(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn words_5_a_name_with_an_unseen_character_is_refused_and_the_person_is_told_what_to_do() {
        for bad in [
            "\u{3164}",
            "\u{115f}",
            "\u{ffa0}",
            "Anna\u{3164}",
            "Anna\u{fe0f}",
            "Anna\u{2800}",
            "\u{34f}Anna",
        ] {
            for refused in [read_nickname(bad).map(drop), read_pair_name(bad).map(drop)] {
                assert!(
                    refused.unwrap_err().to_string().ends_with("cannot be seen. Please type it again."),
                    "{bad:?}"
                );
            }
        }
        assert!(read_title("Hearts\u{2800}").unwrap_err().to_string().contains("cannot be seen"));
        assert!(read_title("Hearts ❤\u{fe0f}").is_ok() && read_pair_name("Heart ❤\u{fe0f}").is_ok());
    }

    #[test]
    fn words_5_words_that_show_nothing_are_no_words() {
        for bad in ["\u{3164}", " \u{fe0f}\n\u{2800}", "\u{200d}", "\u{e0100}"] {
            let refused = [read_comment(bad), read_view(bad), read_title(bad)].map(|read| match read {
                Err(CommandError::BadInput { code, .. }) => code,
                other => panic!("{bad:?} was read as {other:?}"),
            });
            assert_eq!(refused, ["comment_empty", "view_empty", "title_empty"], "{bad:?}");
        }
        assert!(read_comment("❤\u{fe0f}").is_ok() && read_view("❤\u{fe0f}").is_ok());
    }

    #[test]
    fn words_2_titles_and_challenges_have_bounds() {
        assert!(read_title(&"x".repeat(TITLE_CHARS_MAX)).is_ok());
        assert!(read_title(&"x".repeat(TITLE_CHARS_MAX + 1)).is_err());
        assert!(read_title(" ").is_err() && read_title("two\nlines").is_err());
        assert!(read_challenge(&"x".repeat(CHALLENGE_CHARS_MAX)).is_ok());
        assert!(read_challenge(&"x".repeat(CHALLENGE_CHARS_MAX + 1)).is_err());
        assert!(read_challenge("").is_ok() && read_challenge("two\nlines").is_ok());
        assert!(read_challenge("a\u{0}b").is_err());
    }

    #[test]
    fn talk_12_a_comment_has_one_to_two_thousand_units_of_plain_text() {
        assert_eq!(read_comment("  Who tells the GP?\r\nI do.\n ").unwrap(), "Who tells the GP?\nI do.");
        assert!(read_comment(&"x".repeat(COMMENT_UNITS_MAX)).is_ok());
        assert!(read_comment(&"x".repeat(COMMENT_UNITS_MAX + 1)).is_err());
        // Outside the first plane a letter counts twice, as in the browser.
        assert!(read_comment(&"👍".repeat(COMMENT_UNITS_MAX / 2)).is_ok());
        assert!(read_comment(&"👍".repeat(COMMENT_UNITS_MAX / 2 + 1)).is_err());
        for bad in ["", " \n ", "a\u{0}b", "a\rb", "a\u{202e}b", "a\u{2066}b", "a\u{200b}b", "a\u{7f}b"] {
            assert!(read_comment(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn words_2_names_ways_of_working_and_views_have_bounds() {
        assert_eq!(read_map_name(" How it is ").unwrap(), "How it is");
        assert!(read_map_name(&"ŵ".repeat(MAP_NAME_CHARS_MAX)).is_ok());
        for bad in [String::new(), "two\nlines".to_owned(), "ŵ".repeat(MAP_NAME_CHARS_MAX + 1)] {
            assert!(read_map_name(&bad).is_err(), "{bad:?}");
        }
        assert_eq!(read_pair_name("  Heart ").unwrap(), "Heart");
        assert!(read_pair_name("").is_ok() && read_pair_name("two\nlines").is_err());
        assert!(read_pair_name(&"ŵ".repeat(PAIR_NAME_CHARS_MAX)).is_ok());
        assert!(read_pair_name(&"ŵ".repeat(PAIR_NAME_CHARS_MAX + 1)).is_err());
        assert!(read_how_we_work("").is_ok() && read_how_we_work("We take turns.\nWe ask first.").is_ok());
        assert!(read_how_we_work(&"ŵ".repeat(HOW_WE_WORK_CHARS_MAX)).is_ok());
        assert!(read_how_we_work(&"ŵ".repeat(HOW_WE_WORK_CHARS_MAX + 1)).is_err());
        assert!(read_view(" ").is_err() && read_view("Too far\nfor me").is_ok());
        assert!(read_view(&"ŵ".repeat(VIEW_CHARS_MAX)).is_ok());
        assert!(read_view(&"ŵ".repeat(VIEW_CHARS_MAX + 1)).is_err());
        for bad in ["a\u{202e}b", "a\u{0}b"] {
            assert!(
                read_view(bad).is_err() && read_how_we_work(bad).is_err() && read_pair_name(bad).is_err()
            );
        }
    }

    #[test]
    fn bound_1_a_command_id_has_eight_to_sixty_four_plain_characters() {
        assert!(check_command("12345678").is_ok() && check_command(&"x".repeat(64)).is_ok());
        for bad in ["1234567", &"x".repeat(65), "has space", "has/slash", "ünicode1"] {
            assert!(check_command(bad).is_err(), "{bad}");
        }
    }
}
