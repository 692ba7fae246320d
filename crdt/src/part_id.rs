//! The ids of parts: which texts can be one. Below everything that names parts, in maps and in what is said of them.

/// Longest id of a part, in bytes. Ids are made with 26; outside tools may use others.
pub const PART_ID_BYTES_MAX: usize = 64;

/// Whether a text can be the id of a part. `:` is not in it, so that `stepGoals` keys split in one way only.
#[must_use]
pub fn is_part_id(text: &str) -> bool {
    (1..=PART_ID_BYTES_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
