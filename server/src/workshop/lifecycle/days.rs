//! End dates: days as `YYYY-MM-DD`, wherever people are. Pure.
//!
//! A date belongs to no zone here: it has begun when it has begun anywhere on earth, and is over when it is over everywhere.
//! So nobody's today is past, and a workshop that is open until a day is open to everybody until their end of it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::auth::records::WorkshopRecord;
use crate::workshop::CommandError;

/// How long after it begins in UTC a day begins where it does last (UTC-12), in milliseconds.
const LAST_ZONE_MS: u64 = 12 * 60 * 60 * 1000;

/// How long before it begins in UTC a day begins where it does first (UTC+14), in milliseconds.
const FIRST_ZONE_MS: u64 = 14 * 60 * 60 * 1000;

/// The day of a moment, in UTC.
#[must_use]
pub fn day_of(at_ms: u64) -> Date {
    let at = i64::try_from(at_ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .unwrap_or(Timestamp::MAX);
    at.to_zoned(TimeZone::UTC).date()
}

/// Reads and checks an end date: today or later, at most `days_max` days ahead, of the day that it is anywhere.
///
/// # Errors
/// In plain words.
pub fn read_end(text: &str, now_ms: u64, days_max: u32) -> Result<String, CommandError> {
    let wrong = || {
        CommandError::bad("end_date_unreadable", "Give the end date as year-month-day, such as 2027-03-31.")
    };
    if text.len() != "YYYY-MM-DD".len() {
        return Err(wrong());
    }
    let end: Date = text.parse().map_err(|_| wrong())?;
    if end < day_of(now_ms.saturating_sub(LAST_ZONE_MS)) {
        return Err(CommandError::bad("end_date_past", "The end date must be today or later."));
    }
    let newest = day_of(now_ms.saturating_add(FIRST_ZONE_MS));
    let last = newest.checked_add(i64::from(days_max).days()).unwrap_or(Date::MAX);
    if end > last {
        let message = format!("The end date can be at most {days_max} days from today: {last}.");
        return Err(CommandError::bad("end_date_too_late", message));
    }
    Ok(end.to_string())
}

/// Whether the last day of a workshop is over, so that it must be deleted. No days of grace: people were told the date.
#[must_use]
pub fn is_over(record: &WorkshopRecord, now_ms: u64) -> bool {
    now_ms >= end_ms(record)
}

/// The first moment at which an end date is over everywhere, milliseconds since 1970; never for what is not a date: one that
/// nobody can read was not written by this server, and deleting is not the answer to that.
#[must_use]
pub fn over_at_ms(ends_on: &str) -> u64 {
    over_in_utc_at_ms(ends_on).saturating_add(LAST_ZONE_MS)
}

/// Workshops to practise in are deleted so many hours after they were made, in milliseconds.
pub const PRACTICE_MS: u64 = 6 * 60 * 60 * 1000;

/// When a workshop is deleted by itself, milliseconds since 1970.
#[must_use]
pub fn end_ms(record: &WorkshopRecord) -> u64 {
    match record.practice_of {
        Some(_) => record.created_at_ms.saturating_add(PRACTICE_MS),
        None => over_at_ms(&record.ends_on),
    }
}

/// The first moment at which an end date is over in UTC, when versions before this one planned the end.
#[must_use]
pub fn over_in_utc_at_ms(ends_on: &str) -> u64 {
    let after = ends_on.parse::<Date>().ok().and_then(|end| end.checked_add(1.days()).ok());
    let after = after.and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    after.map_or(u64::MAX, |moment| u64::try_from(moment.timestamp().as_millisecond()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22 12:00 UTC.
    const NOON_MS: u64 = 1_795_348_800_000;
    const DAY_MS: u64 = 86_400_000;
    const HOUR_MS: u64 = 3_600_000;

    #[test]
    fn keep_1_an_end_date_lies_between_today_and_the_limit() {
        assert_eq!(day_of(NOON_MS).to_string(), "2026-11-22");
        assert_eq!(read_end("2026-11-22", NOON_MS, 730).unwrap(), "2026-11-22");
        assert_eq!(
            read_end("2028-11-21", NOON_MS - HOUR_MS * 3, 730).unwrap(),
            "2028-11-21",
            "730 days ahead"
        );
        assert!(read_end("2028-11-22", NOON_MS - HOUR_MS * 3, 730).is_err());
        for bad in
            ["", "tomorrow", "2026-02-30", "22.11.2026", "2026-11-22T00:00", "+002026-11-22", "2026-1-1"]
        {
            assert!(read_end(bad, NOON_MS, 730).is_err(), "{bad:?}");
        }
    }

    /// It is noon in UTC: the 21st ends on Baker Island, and the 23rd has been going for two hours on the Line Islands.
    #[test]
    fn keep_1_nobodys_today_is_past_and_nobodys_last_day_too_late() {
        assert_eq!(read_end("2026-11-21", NOON_MS - 1, 730).unwrap(), "2026-11-21");
        assert!(read_end("2026-11-21", NOON_MS, 730).is_err());
        assert_eq!(read_end("2028-11-22", NOON_MS, 730).unwrap(), "2028-11-22", "730 days from the 23rd");
        assert!(read_end("2028-11-23", NOON_MS, 730).is_err());
        let los_angeles_evening_ms = NOON_MS + 15 * HOUR_MS;
        assert_eq!(read_end("2026-11-22", los_angeles_evening_ms, 730).unwrap(), "2026-11-22", "19:00 there");
    }

    #[test]
    fn keep_2_a_workshop_is_over_with_the_first_millisecond_after_its_last_day_everywhere() {
        let over_ms = NOON_MS + DAY_MS;
        assert_eq!(over_at_ms("2026-11-22"), over_ms);
        assert_eq!(over_in_utc_at_ms("2026-11-22"), NOON_MS + DAY_MS / 2);
        for at_ms in [0, NOON_MS, u64::MAX - 1] {
            assert!(over_at_ms("not a date") > at_ms);
        }
    }
}
