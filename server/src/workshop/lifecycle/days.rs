//! End dates: days as `YYYY-MM-DD` in UTC. Pure.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::workshop::CommandError;

/// The day of a moment, in UTC.
#[must_use]
pub fn day_of(at_ms: u64) -> Date {
    let at = i64::try_from(at_ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .unwrap_or(Timestamp::MAX);
    at.to_zoned(TimeZone::UTC).date()
}

/// Reads and checks an end date: today or later, at most `days_max` days ahead.
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
    let today = day_of(now_ms);
    if end < today {
        return Err(CommandError::bad("end_date_past", "The end date must be today or later."));
    }
    let last = today.checked_add(i64::from(days_max).days()).unwrap_or(Date::MAX);
    if end > last {
        let message = format!("The end date can be at most {days_max} days from today: {last}.");
        return Err(CommandError::bad("end_date_too_late", message));
    }
    Ok(end.to_string())
}

/// Whether an end date is over, so that what ends with it must be deleted. No days of grace: people were told the date.
#[must_use]
pub fn is_over(ends_on: &str, now_ms: u64) -> bool {
    // A date nobody can read was not written by this server; deleting is not the answer to that.
    ends_on.parse::<Date>().is_ok_and(|end| end < day_of(now_ms))
}

/// The first moment at which an end date is over, milliseconds since 1970; never for what is not a date.
#[must_use]
pub fn over_at_ms(ends_on: &str) -> u64 {
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

    #[test]
    fn keep_1_an_end_date_lies_between_today_and_the_limit() {
        assert_eq!(day_of(NOON_MS).to_string(), "2026-11-22");
        assert_eq!(read_end("2026-11-22", NOON_MS, 730).unwrap(), "2026-11-22");
        assert!(read_end("2026-11-21", NOON_MS, 730).is_err());
        assert_eq!(read_end("2028-11-21", NOON_MS, 730).unwrap(), "2028-11-21", "730 days ahead");
        assert!(read_end("2028-11-22", NOON_MS, 730).is_err());
        for bad in
            ["", "tomorrow", "2026-02-30", "22.11.2026", "2026-11-22T00:00", "+002026-11-22", "2026-1-1"]
        {
            assert!(read_end(bad, NOON_MS, 730).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn keep_2_a_workshop_is_over_with_the_first_millisecond_after_its_last_day() {
        let midnight_ms = NOON_MS + DAY_MS / 2;
        assert!(!is_over("2026-11-22", midnight_ms - 1));
        assert!(is_over("2026-11-22", midnight_ms));
        assert_eq!(over_at_ms("2026-11-22"), midnight_ms);
        assert!(!is_over("not a date", u64::MAX));
    }
}
