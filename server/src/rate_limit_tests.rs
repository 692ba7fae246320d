//! Rate limits at their bounds.

use super::*;

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

/// A wrong code that nobody tried before, in its plain form.
fn wrong_code(number: u32) -> String {
    format!("{number:06}")
}

fn guess_wrong(limits: &RateLimits, from: IpAddr, number: u32) {
    limits.count_wrong_guess(from, Guessable::Code(&wrong_code(number)));
}

fn may_guess(limits: &RateLimits, from: IpAddr) -> Result<(), ApiError> {
    limits.may_guess(from, Guessable::Code("ABC234"))
}

#[test]
fn join_2_an_address_has_ten_different_wrong_codes_a_minute_and_they_come_back() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    for number in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        may_guess(&limits, address(1)).unwrap();
        guess_wrong(&limits, address(1), number);
    }
    assert_eq!(may_guess(&limits, address(1)), Err(ApiError::TooMany { retry_after_s: 6 }));
    assert!(may_guess(&limits, address(2)).is_ok(), "others are not held back");
    clock.advance(5_999);
    assert!(may_guess(&limits, address(1)).is_err());
    clock.advance(1);
    assert!(may_guess(&limits, address(1)).is_ok(), "one try comes back every six seconds");
    clock.advance(MINUTE_MS * 60);
    for number in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        guess_wrong(&limits, address(1), number);
    }
    assert!(may_guess(&limits, address(1)).is_err(), "no more than ten are saved up");
}

#[test]
fn join_2_the_same_wrong_code_within_a_minute_is_one_guess() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    for _ in 0..1_000 {
        guess_wrong(&limits, address(1), 0);
    }
    for number in 1..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        may_guess(&limits, address(1)).unwrap();
        guess_wrong(&limits, address(1), number);
    }
    assert!(may_guess(&limits, address(1)).is_err());
    clock.advance(MINUTE_MS);
    for _ in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        clock.advance(MINUTE_MS);
        guess_wrong(&limits, address(1), 0);
    }
    assert!(
        may_guess(&limits, address(1)).is_ok(),
        "counted again after a minute, which also gives ten back"
    );
}

#[test]
fn join_2_a_code_that_was_right_at_an_address_is_not_held_back_there_for_an_hour() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    limits.note_right_code(address(1), "ABC234");
    let guess_all =
        || (0..FAILED_CODES_PER_MINUTE).for_each(|number| guess_wrong(&limits, address(1), number));
    guess_all();
    assert!(may_guess(&limits, address(1)).is_ok());
    assert!(limits.may_guess(address(1), Guessable::Code("ABC235")).is_err(), "another code waits");
    assert!(may_guess(&limits, address(2)).is_err(), "elsewhere the code has not been right yet");
    clock.advance(KNOWN_CODE_MS - 1);
    guess_all();
    assert!(may_guess(&limits, address(1)).is_ok());
    clock.advance(1);
    assert!(may_guess(&limits, address(1)).is_err());
}

#[test]
fn join_2_failed_codes_of_all_addresses_together_have_a_bound_that_known_addresses_do_not_share() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    limits.note_right_secret(address(201));
    let guess_all = |clock_minute: u32| {
        for number in 0..FAILED_CODES_PER_MINUTE {
            let from = address(u8::try_from(number).unwrap());
            limits.count_wrong_guess(from, Guessable::Code(&wrong_code(clock_minute * 1_000 + number)));
        }
    };
    for number in 0..FAILED_CODES_PER_MINUTE {
        assert!(may_guess(&limits, address(200)).is_ok(), "{number} of the bound");
        guess_wrong(&limits, address(u8::try_from(number).unwrap()), number);
    }
    assert!(may_guess(&limits, address(200)).is_err());
    assert!(may_guess(&limits, address(201)).is_ok(), "somebody there is in a workshop");
    clock.advance(KNOWN_ADDRESS_MS - 1);
    guess_all(1);
    assert!(may_guess(&limits, address(201)).is_ok());
    clock.advance(1);
    assert!(may_guess(&limits, address(201)).is_err(), "a day later the address is like any other");
}

#[test]
fn join_9_a_wrong_secret_counts_against_itself_alone() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    for _ in 0..FAILED_TRIES_OF_A_SECRET_PER_MINUTE {
        limits.count_wrong_secret("a dead link").unwrap();
    }
    let refused = ApiError::TooMany { retry_after_s: 6 };
    assert_eq!(limits.count_wrong_secret("a dead link"), Err(refused));
    assert!(limits.count_wrong_secret("another").is_ok());
    assert!(may_guess(&limits, address(1)).is_ok());
    clock.advance(6_000);
    assert!(limits.count_wrong_secret("a dead link").is_ok());
}

#[test]
fn join_2_looking_often_does_not_starve_a_bucket_and_a_success_costs_nothing() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    for number in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        guess_wrong(&limits, address(1), number);
    }
    for _ in 0..6_000 {
        clock.advance(1);
        let _ = may_guess(&limits, address(1));
    }
    assert!(may_guess(&limits, address(1)).is_ok());
    for _ in 0..1_000 {
        may_guess(&limits, address(3)).unwrap();
    }
}

#[test]
fn join_2_one_household_is_one_address() {
    let limits = RateLimits::new(Clock::stopped(1_000_000));
    for host in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        guess_wrong(&limits, format!("2001:db8:1:2::{host:x}").parse().unwrap(), host);
    }
    assert!(may_guess(&limits, "2001:db8:1:2:ffff::1".parse().unwrap()).is_err());
    assert!(may_guess(&limits, "2001:db8:1:3::1".parse().unwrap()).is_ok());
    assert_eq!(subject("::ffff:192.0.2.1".parse().unwrap()), address(1));
}

#[test]
fn join_2_a_short_creation_key_is_limited_by_address_and_apart_from_codes() {
    let limits = RateLimits::new(Clock::stopped(1_000_000));
    for number in 0..FAILED_TRIES_PER_ADDRESS_PER_MINUTE {
        limits.may_guess(address(1), Guessable::Key("right")).unwrap();
        limits.count_wrong_guess(address(1), Guessable::Key(&wrong_code(number)));
    }
    assert!(limits.may_guess(address(1), Guessable::Key("right")).is_err());
    assert!(limits.may_guess(address(2), Guessable::Key("right")).is_ok());
    assert!(may_guess(&limits, address(1)).is_ok(), "codes go on");
}

#[test]
fn rate_5_starting_workshops_has_a_bound_an_address() {
    let limits = RateLimits::new(Clock::stopped(1_000_000));
    for _ in 0..WORKSHOPS_PER_ADDRESS_PER_HOUR {
        limits.take_workshop(address(1)).unwrap();
    }
    assert_eq!(limits.take_workshop(address(1)), Err(ApiError::TooMany { retry_after_s: 60 }));
}

#[test]
fn talk_16_a_person_says_twenty_things_and_gives_sixty_signs_a_minute() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    let (one, other) = (ParticipantId::random(), ParticipantId::random());
    for (talking, count, wait_s) in [
        (Counted::Comments, COMMENTS_PER_PERSON_PER_MINUTE, 3),
        (Counted::Signs, SIGNS_PER_PERSON_PER_MINUTE, 1),
    ] {
        for _ in 0..count {
            limits.take(&one, talking).unwrap();
        }
        let refused = ApiError::TooMany { retry_after_s: wait_s };
        assert_eq!(limits.take(&one, talking), Err(refused));
        assert!(limits.take(&other, talking).is_ok(), "others are not held back");
        clock.advance(wait_s * 1_000);
        assert!(limits.take(&one, talking).is_ok());
    }
}

#[test]
fn rate_8_a_person_says_three_hundred_things_of_parts_a_minute_and_reads_other_words_above() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    let (one, other) = (ParticipantId::random(), ParticipantId::random());
    for _ in 0..AGREEMENT_ACTS_PER_PERSON_PER_MINUTE {
        limits.take(&one, Counted::Agreement).unwrap();
    }
    assert_eq!(limits.take(&one, Counted::Agreement), Err(ApiError::TooFast { retry_after_s: 1 }));
    assert!(limits.take(&other, Counted::Agreement).is_ok(), "the partner is not held back");
    clock.advance(1_000);
    assert!(limits.take(&one, Counted::Agreement).is_ok());
}

#[test]
fn wait_1_a_waiting_person_may_ask_once_a_second() {
    let clock = Clock::stopped(1_000_000);
    let limits = RateLimits::new(clock.clone());
    let (one, other) = (ParticipantId::random(), ParticipantId::random());
    for _ in 0..STANDING_PER_PERSON_PER_MINUTE {
        limits.take_standing(&one).unwrap();
    }
    assert_eq!(limits.take_standing(&one), Err(ApiError::TooMany { retry_after_s: 1 }));
    assert!(limits.take_standing(&other).is_ok(), "others are not held back");
    clock.advance(1_000);
    assert!(limits.take_standing(&one).is_ok());
}

/// No more than 50,000 addresses are remembered.
#[test]
fn the_memory_of_addresses_has_a_bound() {
    let limit = PerSubject::new("test", Rate { tries: 1, per_ms: 1000 });
    for number in 0..u32::try_from(RATE_ADDRESSES_MAX + 10).unwrap() {
        limit.take(IpAddr::from((0x0A00_0000 + number).to_be_bytes()), 1_000);
    }
    assert!(limit.buckets.len() <= RATE_ADDRESSES_MAX);
}
